"""A seal proves that a token or a stamp is ours: short HMAC-SHA256 values (RFC 2104), the key given as argument."""

import base64
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

MAC_LENGTH = 16
"""Characters of base32 in a token's MAC: 80 bits, not guessable by mail."""

RETURN = "+verp-"
"""What stands before the token in the address that bounces come back to, and in no other (VERP)."""


Purpose = Literal["address", "return"]
"""What a token is sealed for: answers come to the one, bounces to the other, and neither stands for the other."""
PURPOSES: tuple[Purpose, ...] = ("address", "return")


@dataclass(frozen=True)
class Addressee:
    """Whom an address of ours was made for; `code` is the single-use code that rode in it, '' for none."""

    plan: str
    person: str
    code: str = ""
    purpose: Purpose = "address"


def _base32(data: bytes, length: int) -> str:
    return base64.b32encode(data).decode("ascii").lower()[:length]


def seal(key: bytes, *parts: str, length: int = MAC_LENGTH) -> str:
    """Return the first `length` base32 characters of the HMAC over the parts, lower case."""
    message = b"".join(len(part.encode()).to_bytes(4, "big") + part.encode() for part in parts)
    return _base32(hmac.new(key, message, hashlib.sha256).digest(), length)


def _reference(*parts: str) -> str:
    return _base32(hashlib.sha256("\0".join(parts).encode()).digest(), 8)


def reference(plan: str) -> str:
    """Return what every token that is made for a plan begins with."""
    return _reference(plan)


def reference_in(token: str) -> str:
    """Return what a token begins with, before anything is verified."""
    return token.casefold().partition("-")[0]


def token(key: bytes, addressee: Addressee) -> str:
    """Return the token for an address: "<plan ref>-<person ref>[-<code>]-<mac>", 34 characters and the code."""
    plan, person, code = addressee.plan, addressee.person, addressee.code
    mac = seal(key, addressee.purpose, plan, person, code)
    return "-".join(part for part in (_reference(plan), _reference(plan, person), code, mac) if part)


def short_code(key: bytes, plan: str, person: str) -> str:
    """Return the code in the subject where no address can carry a token: "<plan ref>-<mac>", 17 characters.

    It routes like a token, and is the same in all mails to a person, so that their thread holds together.
    """
    return f"{_reference(plan)}-{seal(key, 'subject', plan, person, length=8)}"


def _read_short(keys: Iterable[bytes], text: str, people: Iterable[tuple[str, str]]) -> Addressee | None:
    made = ((plan, person, short_code(key, plan, person)) for plan, person in people for key in keys)
    return next((Addressee(plan, person) for plan, person, code in made if hmac.compare_digest(code, text)), None)


def read_token(keys: Iterable[bytes], text: str, people: Iterable[tuple[str, str]]) -> Addressee | None:
    """Return whom the token was made for, or None where none of the keys made it.

    `keys` is the ring (newest first), `people` are the (plan, person id) pairs that exist.
    """
    parts = text.casefold().split("-")
    if len(parts) == 2 and text.isascii():
        return _read_short(tuple(keys), text.casefold(), people)
    if len(parts) not in (3, 4):
        return None
    plan_reference, person_reference, mac = parts[0], parts[1], parts[-1]
    code = parts[2] if len(parts) == 4 else ""
    keys = tuple(keys)
    for plan, person in people:
        if _reference(plan) != plan_reference or _reference(plan, person) != person_reference:
            continue
        for purpose in PURPOSES:
            if any(hmac.compare_digest(seal(key, purpose, plan, person, code), mac) for key in keys):
                return Addressee(plan, person, code, purpose)
    return None


def stamp(key: bytes, plan: str, version: int, document: str) -> str:
    """Return the visible stamp of a document, such as "MP-B208-8895-K2QA"."""
    mac = seal(key, "document", plan, str(version), document, length=12).upper()
    return f"MP-{mac[:4]}-{mac[4:8]}-{mac[8:12]}"
