"""Sending is done once under a key: claimed before the mail leaves, recorded after a server has taken it."""

import datetime as dt
import hashlib
from collections.abc import Callable, Sequence
from email.message import EmailMessage

from storage.outbox import NoticeRecord
from workflows.messages import Delivered
from workflows.parts import Parts

LONGEST = dt.timedelta(minutes=3)
"""How long one mail may be in a server's hands; whoever began it and has not ended by then has died."""
AGAIN = dt.timedelta(seconds=15)
"""When a mail that somebody else is sending is looked at again: by then it has left."""


def send_once(
    parts: Parts, record: NoticeRecord, message: EmailMessage, recipient: str, bounces: str, letter: str = ""
) -> Delivered:
    """Send a mail to `recipient` unless it went out under the record's key; it comes back to `bounces` if undelivered.

    A process that dies between a server's yes and the record sends it again, with the same Message-ID. `letter` is
    what it answers.
    """
    with parts.watcher.step("send", record.plan, letter) as step:
        delivered = _alone(parts, record, lambda: _unless_sent(parts, record, message, recipient, bounces))
        step.count("mails", kind=record.kind, result=delivered.result)
        if delivered.result == "sent":
            step.late = (parts.clock() - record.at).total_seconds()
    return delivered


def _alone(parts: Parts, record: NoticeRecord, send: Callable[[], Delivered]) -> Delivered:
    """Send while nobody else sends under this key: a plan goes on anew, or a worker is taken for dead, while a mail
    is in a server's hands, and whoever tries it next would send it beside."""
    name, now = f"sending/{hashlib.sha256(record.key.encode()).hexdigest()[:32]}", parts.clock()
    if not parts.store.takes_over(name, now, now - LONGEST):
        return Delivered(record.key, "later", "it is being sent", AGAIN.total_seconds())
    try:
        return send()
    finally:
        parts.store.forget_moment(name)


def _unless_sent(parts: Parts, record: NoticeRecord, message: EmailMessage, recipient: str, bounces: str) -> Delivered:
    if parts.store.claim(record, _enclosed(message)) == "sent":
        return Delivered(record.key, "sent-before")
    return send_claimed(parts, (record.key,), message, recipient, bounces)


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
