"""The sender is the one address of a mail's one From field; where programs would see several, it is a trick."""

import re
from dataclasses import dataclass
from email.message import Message
from email.utils import getaddresses
from typing import Literal

from mail.alike import seen
from mail.envelope import decoded
from plans.letter import Address
from plans.plan import Plan

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
FIELD = re.compile(rb"(?im)^from[ \t]*:")
MANY = "The mail names no sender, or more than one."


@dataclass(frozen=True)
class Sender:
    """Who a mail says it is from: the address, the name, all that is shown; `trick` says what is wrong with it."""

    address: str
    name: str
    shown: str
    trick: str = ""

    def shows(self, address: str) -> bool:
        """Tell whether an address stands in the field, wherever it hides."""
        return bool(re.search(rf"(?<![\w.+-]){re.escape(seen(address))}(?![\w-])", self.shown))

    def is_named(self, name: str) -> Literal["", "exactly", "among others"]:
        """Tell whether the sender bears somebody's full name, alone or with more beside it."""
        words, own = set(_words(self.name)), set(_words(name))
        if len(own) < 2 or not own <= words:
            return ""
        return "exactly" if own == words else "among others"


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W_]+", seen(re.sub(r"[(\[].{0,80}?[)\]]", " ", name)))


def sender_of(raw_head: bytes, head: Message, read: Address, plan: Plan) -> Sender:
    """Return the sender; `read` is who the letter's reader took it for, decoded."""
    # Lines that Python's reader passes over ("From : x") are shown as senders by others: the bytes are counted.
    lines = len(FIELD.findall(raw_head))
    fields = [_text(value) for name, value in head.raw_items() if name.strip().casefold() == "from"]
    value = fields[0] if len(fields) == 1 else ""
    pairs = [(name, _bare(email)) for name, email in getaddresses([value[:20_000]]) if "@" in email]
    name, address = pairs[0] if pairs else ("", "")
    if not address and read.email and value:
        name, address = read.name, _bare(read.email)
    found = {email for _, email in pairs} | ({_bare(read.email)} if read.email else set())
    trick = _trick(fields, found, plan) if lines == len(fields) else MANY
    return Sender(address, decoded(name), seen(decoded(value)), trick)


def _bare(email: str) -> str:
    return email.strip().casefold().rstrip(".")


def _trick(fields: list[str], found: set[str], plan: Plan) -> str:
    people = {person.id if (person := plan.person_at(email)) else email for email in found}
    if len(fields) != 1 or len(people) != 1:
        return MANY
    return "The sender's field holds control characters." if CONTROL.search(fields[0]) else ""


def _text(value: object) -> str:
    """Return a field as text: bytes that are not ASCII are read as UTF-8 (RFC 6532)."""
    return str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
