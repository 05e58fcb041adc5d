"""The parts are the real things that activities work with; wiring puts them together, tests put in what they like."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol

from mail.outbox import Delivery
from mail.webhook import Endpoint
from plans.letter import Address
from storage.store import Store
from templates.document import Document, Snapshot
from workflows.pages import Pages
from workflows.watcher import NOBODY, Watcher


class Sends(Protocol):
    """What carries a mail out: the SMTP outbox, or the in-memory one of tests."""

    def send(self, message: EmailMessage, sender: str, recipient: str) -> Delivery:
        """Send one mail to one recipient and say what became of it."""


class Copies(Protocol):
    """What keeps a copy of each mail that was sent, for people who look there."""

    def keep(self, message: EmailMessage) -> bool:
        """Keep a copy, once; tell whether it is kept."""


@dataclass(frozen=True)
class Identity:
    """Who the engine is in mails: its own address and name, and the keys that seal what it gives out (newest first)."""

    address: str
    name: str
    keys: tuple[bytes, ...]
    plus: bool = True
    """Whether the mailbox takes plus-addresses; else a code in the subject tells whom a reply is from."""

    @property
    def key(self) -> bytes:
        """Return the key that seals new tokens and stamps."""
        return self.keys[0]

    @property
    def domain(self) -> str:
        """Return the domain of the engine's own address."""
        return self.address.rpartition("@")[2]

    @property
    def sender(self) -> Address:
        """Return who the engine's own mails are from."""
        return Address(self.address, self.name)


@dataclass(frozen=True)
class TrustRules:
    """What counts as evidence for a sender: a pinned authserv-id, believed domains, and where DNS is asked.

    On the embedded stack (`local`) the domains of a plan's own two sides are believed: its mail never left the machine.
    """

    authserv_id: str = ""
    unauthenticated: frozenset[str] = frozenset()
    local: bool = False
    resolver: Callable[[str], list[str]] | None = None


@dataclass(frozen=True)
class Crm:
    """The CRM that plans are mirrored in: where events go, whether owners are named, where copies of mails go."""

    endpoint: Endpoint | None = None
    people: bool = False
    bcc: str = ""


@dataclass(frozen=True)
class Parts:
    """Everything that activities need: memory, the way out, who we are, a clock, and the pages that were made last;
    `alerts` is who looks after us, `sellers` who may start plans by mail (addresses or domains), `at_once` the bytes up
    to which a letter is read in its plan's own worker."""

    store: Store
    outbox: Sends
    identity: Identity
    clock: Callable[[], dt.datetime]
    trust: TrustRules = field(default_factory=TrustRules)
    threshold: float = 0.9
    at_once: int = 262_144
    link: str = ""
    words: Path | None = None
    alerts: str = ""
    sellers: frozenset[str] = frozenset()
    sent: Copies | None = None
    pages: Pages[Document] = field(default_factory=Pages)
    snapshots: Pages[Snapshot] = field(default_factory=Pages)
    crm: Crm = Crm()
    watcher: Watcher = NOBODY
