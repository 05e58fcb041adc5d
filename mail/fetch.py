"""Fetching asks an IMAP server for mails by UID and believes only answers that name that UID."""

import imaplib
import re
from collections.abc import Sequence
from typing import Any

UID = re.compile(rb"\bUID (\d+)")
SIZE = re.compile(rb"\bRFC822\.SIZE (\d+)")


def sizes(client: imaplib.IMAP4, uids: Sequence[str]) -> dict[str, int]:
    """Return the size of each mail that is still there."""
    lines = (part if isinstance(part, bytes) else part[0] for part in _asked(client, ",".join(uids), "RFC822.SIZE"))
    pairs = ((UID.search(line), SIZE.search(line)) for line in lines)
    return {uid[1].decode(): int(size[1]) for uid, size in pairs if uid and size}


def whole(client: imaplib.IMAP4, uid: str) -> bytes | None:
    """Return a mail's bytes and leave it unseen; None where it went away meanwhile."""
    parts = _asked(client, uid, "BODY.PEEK[]")
    for part, following in zip(parts, (*parts[1:], b""), strict=True):
        if isinstance(part, tuple):
            # Some servers name the UID before the mail, some behind it (RFC 3501, 7.4.2: any order).
            behind = following if isinstance(following, bytes) else b""
            named = UID.search(part[0]) or UID.search(behind)
            if named and named[1].decode() == uid:
                return bytes(part[1])
    return None


def _asked(client: imaplib.IMAP4, uids: str, what: str) -> list[Any]:
    done, parts = client.uid("FETCH", uids, f"(UID {what})")
    if done != "OK":
        raise imaplib.IMAP4.error(f"FETCH is refused: {parts!r}")
    return [part for part in parts if part]
