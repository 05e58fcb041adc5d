"""Sending is done once under a key: claimed before the mail leaves, recorded after a server has taken it."""

from collections.abc import Sequence
from email.message import EmailMessage

from storage.outbox import NoticeRecord
from workflows.messages import Delivered
from workflows.parts import Parts


def send_once(
    parts: Parts, record: NoticeRecord, message: EmailMessage, recipient: str, bounces: str, letter: str = ""
) -> Delivered:
    """Send a mail to `recipient` unless it went out under the record's key; it comes back to `bounces` if undelivered.

    A process that dies between a server's yes and the record sends it again, with the same Message-ID. `letter` is
    what it answers.
    """
    with parts.watcher.step("send", record.plan, letter) as step:
        if parts.store.claim(record, _enclosed(message)) == "sent":
            delivered = Delivered(record.key, "sent-before")
        else:
            delivered = send_claimed(parts, (record.key,), message, recipient, bounces)
        step.count("mails", kind=record.kind, result=delivered.result)
        if delivered.result == "sent":
            step.late = (parts.clock() - record.at).total_seconds()
    return delivered


def _enclosed(message: EmailMessage) -> list[tuple[str, bytes]]:
    """Return the documents of a mail; pictures in its text and invitations are none."""
    parts = [part for part in message.iter_attachments() if part.get_content_disposition() == "attachment"]
    named = ((part.get_filename(), part.get_payload(decode=True)) for part in parts)
    return [(name, data) for name, data in named if name and isinstance(data, bytes)]


def send_claimed(parts: Parts, keys: Sequence[str], message: EmailMessage, recipient: str, bounces: str) -> Delivered:
    """Send one mail for keys that are claimed, and record under each what became of it."""
    delivery = parts.outbox.send(message, bounces, recipient)
    for key in keys:
        if delivery.result == "sent":
            parts.store.sent(key, parts.clock())
        elif delivery.result == "later":
            parts.store.deferred(key, delivery.words)
        else:
            parts.store.failed(key, delivery.words)
    if delivery.result == "sent" and parts.sent:
        parts.sent.keep(message)
    return Delivered(keys[0], delivery.result, delivery.words, delivery.wait)
