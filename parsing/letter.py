"""Raw bytes become a Letter: one mail as a person would see it, whatever state its bytes are in."""

import re
from collections.abc import Iterable
from dataclasses import replace

from parsing.bodies import body_lines
from parsing.kind import Signs, away_until, bounced, day_finder, judge
from parsing.language import language_of_text
from parsing.mime.contents import Contents, contents
from parsing.mime.values import addresses, message_ids, sent_at
from parsing.phrases import fold
from parsing.quotes import Line, Parted, part, shown
from plans.change import Refusal
from plans.letter import Address, Letter

LARGEST = 40_000_000
BRACKETED = re.compile(r"\s*[(\[].{0,80}")
MOST_SIGN_LINES = 2_000


def read_letter(raw: bytes, notice: str = "", roster_names: Iterable[str] = (), locale: str = "") -> Letter | Refusal:
    """Return the letter in a raw mail, or why it cannot be read.

    `notice` is the text of the mail that it answers, `roster_names` are the names of the plan's people, `locale`
    decides what 3/4 means in an out-of-office note.
    """
    if len(raw) > LARGEST:
        return Refusal("too-big", f"{len(raw)} bytes")
    if not raw.strip():
        return Refusal("empty")
    found = contents(raw)
    if not found.fields.pairs:
        return Refusal("unreadable", "no header fields")
    return _letter(found, notice, roster_names, locale)


def shown_text(raw: bytes) -> str:
    """Return what a person is shown of a mail: its text, lines cited by hand in their places, or what it passes on."""
    found = contents(raw[:LARGEST])
    sender = next(iter(addresses(found.fields, "From")), Address(""))
    return shown([line for body in found.bodies for line in body_lines(body)], [sender.name])


def _letter(found: Contents, notice: str, roster_names: Iterable[str], locale: str) -> Letter:
    fields = found.fields
    sender = next(iter(addresses(fields, "From")), Address(""))
    lines = [line for body in found.bodies for line in body_lines(body)]
    lines += [replace(line, depth=line.depth + 1) for body in found.wrapped for line in body_lines(body)]
    parted = part(lines, notice, sender_names(sender, roster_names))
    moment = sent_at(fields)
    signs = _signs(found, sender, lines, parted)
    kind = judge(signs)
    language = language_of_text(parted.text, f"{fields.get('Subject')}\n{parted.quoted}")
    return Letter(
        kind=kind,
        sender=sender,
        sent_at=moment,
        subject=fields.get("Subject"),
        text=parted.text,
        to=tuple(addresses(fields, "To")),
        cc=tuple(addresses(fields, "Cc")),
        reply_to=tuple(addresses(fields, "Reply-To")),
        message_id=next(iter(message_ids(fields, "Message-ID")), ""),
        in_reply_to=next(iter(message_ids(fields, "In-Reply-To")), ""),
        references=message_ids(fields, "References"),
        language=language,
        answers=parted.answers,
        quoted=parted.quoted,
        away_until=away_until(signs, day_finder(moment, locale, language)) if kind == "auto-reply" else None,
        bounced=bounced(signs) if kind == "bounce" else (),
        attachments=tuple(found.attachments),
        calendars=tuple(found.calendars),
        headers=fields.pairs,
    )


def sender_names(sender: Address, roster_names: Iterable[str]) -> list[str]:
    """Return the names that a sender may sign with: their own, and the roster's that fit their address."""
    local = fold(sender.email.partition("@")[0])
    fitting = [name for name in roster_names if any(len(word) > 2 and word in local for word in fold(name).split())]
    own = BRACKETED.sub("", sender.name).strip(" '\"") or " ".join(re.split(r"[._-]+", local))
    turned = " ".join(reversed(own.split(", ")))
    return [own, turned, *fitting]


def _signs(found: Contents, sender: Address, lines: list[Line], parted: Parted) -> Signs:
    return Signs(
        fields=found.fields,
        sender=sender.email,
        body="\n".join(line.text for line in lines[:MOST_SIGN_LINES]),
        text=parted.text,
        old=parted.quoted,
        report_type=found.report_type,
        reports=tuple(found.reports),
        returned=tuple(found.returned),
        invites=tuple(found.calendars),
    )
