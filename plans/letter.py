"""A letter is one inbound mail: who wrote what when, and what it answers."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from plans.plan import Plan
from plans.sheet import Sheet

LetterKind = Literal["reply", "auto-reply", "bounce", "unrelated"]
TrustVerdict = Literal["trusted", "unsure", "forged"]


@dataclass(frozen=True)
class Address:
    """A mail address with the display name that stood beside it."""

    email: str
    name: str = ""


@dataclass(frozen=True)
class Answer:
    """Words typed below (or inside) a line quoted from an older mail."""

    quoted: str
    text: str


@dataclass(frozen=True)
class Attachment:
    """A file in a letter; its bytes stay outside workflows."""

    filename: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Bounced:
    """An address that a mail did not reach; `permanent` by Action and Status (RFC 3464).

    `given_up` where a server has tried for days and lets this mail go, for a reason that may pass (failed, 4.x.x).
    """

    address: str
    permanent: bool
    given_up: bool = False


@dataclass(frozen=True)
class Meeting:
    """An appointment that was sent to the plan's address; `uid` is the calendar's own, `ends` is aware."""

    uid: str
    title: str
    ends: dt.datetime
    cancelled: bool = False


@dataclass(frozen=True)
class Letter:
    """A mail as a person would see it.

    `text` is what was written today: quotes, signatures and footers cut, answers between quoted lines left in place.
    `answers` binds those to the line that they answer. `sent_at` carries the sender's own offset (the Date header;
    UTC where that is missing or broken). `headers` keeps order and repeats, decoded to text.
    """

    kind: LetterKind
    sender: Address
    sent_at: dt.datetime
    subject: str
    text: str
    to: tuple[Address, ...] = ()
    cc: tuple[Address, ...] = ()
    reply_to: tuple[Address, ...] = ()
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    language: str = "en"
    answers: tuple[Answer, ...] = ()
    quoted: str = ""
    away_until: dt.date | None = None
    bounced: tuple[Bounced, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    calendars: tuple[bytes, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def header(self, name: str) -> str:
        """Return the first header of this name, or ''."""
        folded = name.casefold()
        return next((value for key, value in self.headers if key.casefold() == folded), "")


@dataclass(frozen=True)
class Context:
    """What a letter answers: handed to parsing, so that it needs no storage.

    `plan` is the plan as it stands now, `sheet` the table as it was sent (row numbers and shifts count there; None
    means the plan itself), `asked` the lines that the mail it answers asked about, `notice` that mail's own text (to
    tell quoted words from new ones, and answers typed inside a quote), `sheets` every sheet that went out in a document
    (the base of whichever comes back), `keys` the ring
    that their stamps are made with.
    """

    plan: Plan
    sheet: Sheet | None = None
    asked: tuple[str, ...] = ()
    notice: str = ""
    threshold: float = 0.9
    sheets: tuple[Sheet, ...] = ()
    keys: tuple[bytes, ...] = ()


@dataclass(frozen=True)
class Trust:
    """Is the sender who they say? `person` is the id they are taken for; `why` has a short sentence per reason."""

    verdict: TrustVerdict
    person: str | None
    why: tuple[str, ...] = ()
