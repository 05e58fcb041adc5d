"""Fetching asks an IMAP server for mails by UID and believes only answers that name a UID that was asked for."""

import datetime as dt
import imaplib
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

UID = re.compile(rb"\bUID (\d+)")
SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")
CAME = re.compile(rb'\bINTERNALDATE "([^"]{1,40})"')
PAGE = 500
"""UIDs that are listed at once, so that a mailbox of any size needs the same memory."""
WIDEST = 1 << 20
"""UIDs that one question may span where a stretch holds none."""
PIECE = 512 << 10
"""Bytes of a large mail that are fetched at once."""
HEAD = 256 << 10
"""Bytes of a mail's head that are looked at where the mail itself is too large to be fetched."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Listed:
    """A mail as the server lists it; `came_at` is when the server got it."""

    uid: int
    size: int
    came_at: dt.datetime | None


def highest(client: imaplib.IMAP4) -> int:
    """Return the UID of the newest mail, 0 where there is none."""
    found = [UID.search(line) for line in _lines(_asked(client, "*", "UID"))]
    return max((int(uid[1]) for uid in found if uid), default=0)


def pages(client: imaplib.IMAP4, first: int, last: int) -> Iterator[list[Listed]]:
    """Yield the mails from one UID to another, the oldest first, a page at a time."""
    width = PAGE
    while first <= last:
        until = min(first + width - 1, last)
        page = _page(client, first, until)
        yield page
        first, width = until + 1, PAGE if page else min(width * 2, WIDEST)


def _page(client: imaplib.IMAP4, first: int, last: int) -> list[Listed]:
    lines = _lines(_asked(client, f"{first}:{last}", "UID RFC822.SIZE INTERNALDATE"))
    found = (_listed(line) for line in lines)
    return sorted((one for one in found if one and first <= one.uid <= last), key=lambda one: one.uid)


def _listed(line: bytes) -> Listed | None:
    uid, size, came = UID.search(line), SIZE.search(line), CAME.search(line)
    return Listed(int(uid[1]), int(size[1]), _moment(came[1]) if came else None) if uid and size else None


def _moment(text: bytes) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(text.decode("ascii"))
    except (ValueError, TypeError):
        return None
    return moment.replace(tzinfo=dt.UTC) if moment.tzinfo is None else moment


def first_since(client: imaplib.IMAP4, day: dt.date) -> int:
    """Return the lowest UID of the mails that came on a day or after it, 0 where there are none."""
    done, found = client.uid("SEARCH", f"SINCE {day.day}-{MONTHS[day.month - 1]}-{day.year}")
    if done != "OK":
        raise imaplib.IMAP4.error(f"SEARCH is refused: {found!r}")
    return min((int(uid) for line in found if line for uid in line.split() if uid.isdigit()), default=0)


def bodies(client: imaplib.IMAP4, uids: Sequence[int]) -> dict[int, bytes]:
    """Return mails' bytes and leave them unseen; one that went away meanwhile is left out."""
    return _contents(_asked(client, ",".join(map(str, uids)), "UID BODY.PEEK[]"), frozenset(uids))


def large(client: imaplib.IMAP4, uid: int, size: int, pulse: Callable[[], object]) -> bytes | None:
    """Return a large mail's bytes, fetched in pieces with a `pulse` after each; None where it went away.

    Servers may send shorter pieces than asked, and count sizes otherwise than they send: an empty piece is the end.
    """
    data = bytearray()
    while len(data) <= size + PIECE:
        parts = _asked(client, str(uid), f"UID BODY.PEEK[]<{len(data)}.{PIECE}>")
        piece = _contents(parts, frozenset({uid})).get(uid)
        pulse()
        if not piece:
            there = any(named and int(named[1]) == uid for named in map(UID.search, _lines(parts)))
            return bytes(data) if there and data else None
        data += piece
    return bytes(data)


def head(client: imaplib.IMAP4, uid: int) -> bytes | None:
    """Return the beginning of a mail, its header fields; None where it went away."""
    return _contents(_asked(client, str(uid), f"UID BODY.PEEK[HEADER]<0.{HEAD}>"), frozenset({uid})).get(uid)


def _contents(parts: Sequence[Any], wanted: frozenset[int]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for part, following in zip(parts, (*parts[1:], b""), strict=True):
        if isinstance(part, tuple):
            # Some servers name the UID before the mail, some behind it (RFC 3501, 7.4.2: any order).
            behind = following if isinstance(following, bytes) else b""
            named = UID.search(part[0]) or UID.search(behind)
            if named and int(named[1]) in wanted:
                found[int(named[1])] = bytes(part[1])
    return found


def _lines(parts: Sequence[Any]) -> Iterator[bytes]:
    return (part if isinstance(part, bytes) else part[0] for part in parts)


def _asked(client: imaplib.IMAP4, uids: str, what: str) -> list[Any]:
    done, parts = client.uid("FETCH", uids, f"({what})")
    if done != "OK":
        raise imaplib.IMAP4.error(f"FETCH is refused: {parts!r}")
    return [part for part in parts if part]
