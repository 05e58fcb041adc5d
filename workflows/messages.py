"""Messages are what workflows and activities hand to each other: small, without bytes, readable in the Web UI."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from plans.change import Reading
from plans.entry import Entry
from plans.erasure import Erasure
from plans.forgetting import Whom
from plans.notice import Notice
from plans.plan import Plan
from plans.state import Arrival, PlanState


@dataclass(frozen=True)
class PlanRun:
    """What a plan's workflow starts with, and continues as new with: `letters` are still unread, `unsent` still on
    their way: sent again under the same keys, which sends none twice. `searchable` tells that the namespace knows our
    search attributes: one that it does not know would stop the plan; `held`, that something holds the plan up.
    `taken_up` is what is first to stand in the log of a plan that goes on from its record."""

    state: PlanState
    letters: tuple[str, ...] = ()
    runs: int = 0
    unsent: tuple[Notice, ...] = ()
    searchable: bool = False
    held: bool = False
    taken_up: Entry | None = None


RELEASED = "/released"
"""What stands behind a letter's id in the key of what came of it after its release from quarantine."""


@dataclass(frozen=True)
class Record:
    """What storage has to keep: entries for the log, and the plan where its version went up; `waiting` is how many
    questions and proposals are open after it."""

    slug: str
    key: str
    at: dt.datetime
    entries: tuple[Entry, ...]
    plan: Plan | None = None
    waiting: int = 0


@dataclass(frozen=True)
class Unread:
    """A letter to be read against one version of its plan; `tried` tries at it have failed before."""

    slug: str
    version: int
    letter: str
    tried: int = 0


@dataclass(frozen=True)
class Noted:
    """A line in somebody's own words, to be read against one version of its plan; `at` is when it was given."""

    slug: str
    version: int
    by: str
    text: str
    at: dt.datetime


@dataclass(frozen=True)
class Known:
    """A question to storage: under which names and addresses it knows somebody of this plan."""

    plan: Plan
    whom: Whom


@dataclass(frozen=True)
class Erased:
    """What storage has to erase, and the plan's version without them."""

    erasure: Erasure
    plan: Plan
    at: dt.datetime
    key: str


@dataclass(frozen=True)
class DaysOff:
    """Whose holidays are wanted: where each person has them, by person id, and from which year's point of view."""

    places: dict[str, str]
    year: int


@dataclass(frozen=True)
class Understood:
    """A letter as the plan takes it: who wrote, and what it says; None where its bytes are gone."""

    arrival: Arrival
    reading: Reading


@dataclass(frozen=True)
class Delivered:
    """What became of a notice; `words` say why it was not sent, `wait` how many seconds to wait, if known."""

    key: str
    result: Literal["sent", "sent-before", "off", "later", "refused", "given-up"]
    words: str = ""
    wait: float = 0.0


@dataclass(frozen=True)
class MailboxRun:
    """Which mailbox a mailbox workflow keeps, and how many rounds it has done since the start."""

    mailbox: str
    rounds: int = 0


@dataclass(frozen=True)
class DigestRun:
    """What a digest workflow starts with: the IANA time zone by whose day the week is counted."""

    timezone: str = "UTC"

    @property
    def zone(self) -> ZoneInfo:
        """Return the time zone."""
        return ZoneInfo(self.timezone)


@dataclass(frozen=True)
class PurgeRun:
    """For how many days each kind of data is kept; 0 keeps it for ever."""

    letters: int = 0
    strangers: int = 0
    mails: int = 0
    ended: int = 0


@dataclass(frozen=True)
class PurgeDone:
    """How much a purge deleted of each kind."""

    letters: int
    strangers: int
    mails: int
    plans: int


@dataclass(frozen=True)
class Watched:
    """What a look at all plans found: how many are stuck, how many alerts left, how many mails were given up."""

    stuck: int
    alerted: int = 0
    given_up: int = 0


@dataclass(frozen=True)
class Digested:
    """What became of a week's digests: how many left now, how many had left before, how many a later try
    has to send, or to tell of."""

    sent: int
    before: int = 0
    failed: int = 0


@dataclass(frozen=True)
class InDigest:
    """That somebody's digest over several plans, which left at `at`, told of a plan; a person id of that plan."""

    person: str
    at: dt.datetime


@dataclass(frozen=True)
class Nudging:
    """What a `nudge` command sent: the people who got a mail, and those whose mail the server has not taken yet."""

    to: tuple[str, ...]
    late: tuple[str, ...] = ()


@dataclass(frozen=True)
class CrmRun:
    """What a plan's CRM workflow starts with: the version that was kept, and keys of mails to be copied."""

    slug: str
    version: int = 0
    copies: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mirrored:
    """What became of a plan's newest version: "same" was there already, "off" is a plan that the CRM wants no more."""

    version: int
    result: Literal["taken", "same", "off", "refused", "gone", "failed"]
    words: str = ""


@dataclass(frozen=True)
class Stopped:
    """That a plan is mirrored no more, or not for now (`off` tells which), and why."""

    slug: str
    version: int
    words: str
    off: bool = False


@dataclass(frozen=True)
class Drafted:
    """What a seller's letter has come to: the round of the draft that it made or started, or why it did neither."""

    letter: str
    ref: str
    round: int
    step: Literal["checked", "started", "refused", "ignored"]
    reason: str = ""
