"""Raw bytes become a Letter: one mail as a person would see it, whatever state its bytes are in."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from email.utils import getaddresses, parsedate_to_datetime

from parsing.html_text import html_lines
from parsing.kind import Signs, away_until, bounced, judge
from parsing.kind.away import Find
from parsing.language import language_of_text
from parsing.mime.contents import Body, Contents, contents
from parsing.mime.header import Fields
from parsing.phrases import fold
from parsing.quotes import Line, Parted, part, plain_lines, shown
from plans.change import Refusal
from plans.letter import Address, Letter

LARGEST = 40_000_000
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
BARE_ADDRESS = re.compile(r"[^\s<>()\"',;:@]{1,64}@[^\s<>()\"',;:@]{1,255}")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")
MOST_ADDRESSES = 200
LONGEST_STUB = 240
ASCII_WORD = re.compile(r"\b[A-Za-z]{3,}\b")
RICHER = re.compile(r"<table|(?<![-\w])color\s*[:=]", re.IGNORECASE)
MOST_SIGN_LINES = 2_000


def read_letter(raw: bytes, notice: str = "", roster_names: Iterable[str] = ()) -> Letter | Refusal:
    """Return the letter in a raw mail, or why it cannot be read.

    `notice` is the text of the mail that it answers, `roster_names` are the names of the plan's people.
    """
    if len(raw) > LARGEST:
        return Refusal("too-big", f"{len(raw)} bytes")
    if not raw.strip():
        return Refusal("empty")
    found = contents(raw)
    if not found.fields.pairs:
        return Refusal("unreadable", "no header fields")
    return _letter(found, notice, roster_names)


def shown_text(raw: bytes) -> str:
    """Return what a person is shown of a mail: its text, lines cited by hand in their places, or what it passes on."""
    found = contents(raw[:LARGEST])
    sender = next(iter(addresses(found.fields, "From")), Address(""))
    return shown([line for body in found.bodies for line in body_lines(body)], [sender.name])


def _letter(found: Contents, notice: str, roster_names: Iterable[str]) -> Letter:
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
        message_id=next(iter(MESSAGE_ID.findall(fields.get("Message-ID"))), ""),
        in_reply_to=next(iter(MESSAGE_ID.findall(fields.get("In-Reply-To"))), ""),
        references=tuple(MESSAGE_ID.findall(fields.get("References"))),
        language=language,
        answers=parted.answers,
        quoted=parted.quoted,
        away_until=away_until(signs, day_finder(moment, language)) if kind == "auto-reply" else None,
        bounced=bounced(signs) if kind == "bounce" else (),
        attachments=tuple(found.attachments),
        calendars=tuple(found.calendars),
        headers=fields.pairs,
    )


def sender_names(sender: Address, roster_names: Iterable[str]) -> list[str]:
    """Return the names that a sender may sign with: their own, and the roster's that fit their address."""
    local = fold(sender.email.partition("@")[0])
    fitting = [name for name in roster_names if any(len(word) > 2 and word in local for word in fold(name).split())]
    turned = [" ".join(reversed(sender.name.split(", ")))] if ", " in sender.name else []
    return [sender.name, *turned, *fitting]


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


def day_finder(sent: dt.datetime, language: str) -> Find:
    """Return what finds the days in a note that was sent at a moment."""

    def find(text: str) -> Iterable[tuple[int, int, dt.date]]:
        return ()

    return find


def body_lines(body: Body) -> list[Line]:
    """Return a body's lines: the plain form, unless the other says more."""
    stub = _is_stub(body)
    plain = [] if stub or not body.plain.strip() else plain_lines(body.plain, body.flowed)
    if not body.html or (plain and not RICHER.search(body.html)):
        return plain
    rich = html_lines(body.html)
    telling = not plain or any(line.role == "coloured" or "\t" in line.text for line in rich)
    return rich if telling else plain


def _is_stub(body: Body) -> bool:
    """Tell a plain form that only asks for a better mail program: its words are not in the other form."""
    if not body.html or len(body.plain) > LONGEST_STUB:
        return False
    words = ASCII_WORD.findall(body.plain)[:8]
    return sum(word not in body.html for word in words) > len(words) // 3


def addresses(fields: Fields, name: str) -> list[Address]:
    """Return the addresses of a field, decoded; what is no address is left out."""
    values = [value[:20_000] for value in fields.all(name)[:5]]
    try:
        pairs = getaddresses(values)[:MOST_ADDRESSES]
    except (RecursionError, ValueError, IndexError):
        pairs = [("", address) for value in values for address in BARE_ADDRESS.findall(value)][:MOST_ADDRESSES]
    return [Address(address.strip().casefold(), " ".join(shown.split())) for shown, address in pairs if "@" in address]


def sent_at(fields: Fields) -> dt.datetime:
    """Return when a mail was sent, in the sender's own offset; from Received, else the epoch, where Date is broken."""
    dates = [*fields.all("Date")[:3], *(value.rpartition(";")[2] for value in reversed(fields.all("Received")[:50]))]
    return next((moment for text in dates if (moment := _moment(text))), EPOCH)


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(text[:200].strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return moment if 1980 <= moment.year <= 2200 else None
