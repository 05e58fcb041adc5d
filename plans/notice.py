"""A notice is one outbound mail before it has words: what is to be said, to whom, about which lines."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from plans.change import Field, Value

DerivedField = Literal["slipped_from", "done_on", "evidence", "person"]
"""Fields that follow from a change: kept in the log so that an undo is exact, not said to anybody."""

NoticeKind = Literal[
    "welcome", "status", "reminder", "due", "overdue", "escalation", "acknowledgement", "question", "proposal",
    "snapshot", "digest", "refusal", "closing",
]  # fmt: skip
Rung = Literal["reminder", "due", "overdue", "escalation", "second-escalation"]
RUNG_ORDER: tuple[Rung, ...] = ("reminder", "due", "overdue", "escalation", "second-escalation")
Enclosure = Literal["document", "detail", "redline", "snapshot", "left-out"]


@dataclass(frozen=True)
class Applied:
    """A change that now stands in the plan, with what stood there before (None: nothing).

    Values are those of a Change, and besides: `confirmed` and `slipped_from` tuples, `person` (name, address, side).
    """

    target: str
    field: Field | DerivedField
    old: Value
    new: Value
    evidence: str = ""

    @property
    def derived(self) -> bool:
        """Tell whether this only follows from another change."""
        return self.field in ("slipped_from", "done_on", "evidence", "person")


@dataclass(frozen=True)
class Ask:
    """Something that the recipient is asked: `reason` names the question's words, `offered` what a yes would set.

    `instead` is in whose place they are asked, '' for nobody's.
    """

    target: str
    field: Field | None
    reason: str
    offered: Value = None
    evidence: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Proposed:
    """A change that waits for somebody's yes; `to` are the people who can say it, any one of them.

    `because` is the line whose new date calls for it, '' where somebody wished for it; `instead` in whose place the
    recipient is asked.
    """

    id: str
    target: str
    field: Field
    old: Value
    new: Value
    by: str
    to: tuple[str, ...]
    evidence: str = ""
    because: str = ""
    instead: str = ""


@dataclass(frozen=True)
class Refused:
    """Something that was not done, and why; `reason` names the words, `detail` fills them."""

    reason: str
    detail: str = ""
    evidence: str = ""


@dataclass(frozen=True)
class Nudged:
    """A line that a mail is about because of its date, on which rung of the ladder, and how many working days off.

    A late line either holds up the close by `blocks` working days, or has `float` of them left (None: no close waits).
    """

    line: str
    rung: Rung
    days: int = 0
    blocks: int = 0
    float: int | None = None

    @property
    def slipped(self) -> bool:
        """Tell whether help is called for the line because it has just moved to a later date, which is still ahead."""
        return self.rung == "escalation" and self.days < 0


@dataclass(frozen=True)
class Outlook:
    """When the line that closes the deal was planned, and when it can now be expected."""

    line: str
    planned: dt.date
    projected: dt.date

    @property
    def days(self) -> int:
        """Return by how many days it is later than planned."""
        return max(0, (self.projected - self.planned).days)


@dataclass(frozen=True)
class Notice:
    """What one mail to one person is to say. `key` makes its Message-ID, so that a retry repeats it.

    `to` is a person id, or a bare address for somebody who is not on the plan. `at` is when it was decided (aware).
    `code` is a single-use code that rides in the reply address where a yes, an undo or a release is expected.
    `letter` is the id of the letter that this answers, '' for an unasked mail. `quiet_days` tells for how long nobody
    has written, 0 where that is not worth a word. `again` marks what was asked before and still waits.
    """

    key: str
    kind: NoticeKind
    plan: str
    version: int
    to: str
    at: dt.datetime
    lines: tuple[str, ...] = ()
    nudged: tuple[Nudged, ...] = ()
    applied: tuple[Applied, ...] = ()
    undone: tuple[Applied, ...] = ()
    asks: tuple[Ask, ...] = ()
    proposals: tuple[Proposed, ...] = ()
    refused: tuple[Refused, ...] = ()
    questions: tuple[str, ...] = ()
    about: str = ""
    letter: str = ""
    code: str = ""
    enclosures: tuple[Enclosure, ...] = ()
    next_update: dt.date | None = None
    outlook: Outlook | None = None
    quiet_days: int = 0
    again: bool = False


@dataclass(frozen=True)
class Picture:
    """An inline picture of a mail, referred to by its content id."""

    content_id: str
    media_type: str
    data: bytes
    alt: str


@dataclass(frozen=True)
class Said:
    """A notice in words: what templates makes of it and mail carries."""

    subject: str
    text: str
    html: str
    language: str
    pictures: tuple[Picture, ...] = ()
