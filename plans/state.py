"""The state is everything that a plan's workflow carries: the plan, what was sent, and what waits for whose word."""

import datetime as dt
from dataclasses import dataclass, field, replace

from plans.change import Change
from plans.entry import Entry
from plans.letter import Meeting, Trust
from plans.notice import Applied, Notice
from plans.plan import Plan
from plans.workdays import Calendar

UNDO_WINDOW = dt.timedelta(days=7)
"""How long a change can be undone, and a question or proposal answered with one word."""
DRAFTED = "drafted"
"""The key that tells of a plan that rests, or has ended, that it was a draft: only its endorser had heard of it."""
RESTS_ALONG = "rests-along"
"""The key that tells of a plan that rests only because the one before it goes on."""
KEPT_CODES = dt.timedelta(days=40)
"""How long a code is known after it has ceased to count, so that a late answer is told so."""
KEPT_LETTERS = 400
"""How many handled letters' ids a workflow carries; storage knows all of them."""


@dataclass(frozen=True)
class StandIn:
    """Somebody who is asked in the place of one who cannot be mailed now."""

    person: str
    absent: str


@dataclass(frozen=True)
class Pending:
    """A change that waits for somebody's word.

    `by` wanted it (a person id or an address), `to` can say yes; `agreed` have. With `all_of` everyone must agree.
    `stand_ins` says for whom some of `to` are asked.
    `because` is the line that `by` moved and that calls for it, '' for a wish of their own.
    """

    id: str
    change: Change
    by: str
    to: tuple[str, ...]
    reason: str
    letter: str
    at: dt.datetime
    all_of: bool = False
    agreed: tuple[str, ...] = ()
    because: str = ""
    stand_ins: tuple[StandIn, ...] = ()

    def absent_for(self, person: str) -> str:
        """Return in whose place this person is asked, '' for nobody's."""
        return next((one.absent for one in self.stand_ins if one.person == person), "")

    @property
    def meant(self) -> tuple[str, ...]:
        """Return whose word this waits for in truth, those who are away among them."""
        return tuple(self.absent_for(person) or person for person in self.to)

    @property
    def own(self) -> bool:
        """Tell whether whoever wished for it is asked themselves, for instance whether they mean it."""
        return self.by in self.meant


@dataclass(frozen=True)
class Acknowledged:
    """What one letter changed, for as long as it can be undone."""

    letter: str
    by: str
    at: dt.datetime
    applied: tuple[Applied, ...]


@dataclass(frozen=True)
class Code:
    """What a reply with this code is about: `pending` ids and, for an undo, the letter; made for one person."""

    code: str
    person: str
    at: dt.datetime
    pending: tuple[str, ...] = ()
    letter: str = ""
    aside: str = ""


@dataclass(frozen=True)
class Aside:
    """A letter in quarantine, and its sender's address."""

    letter: str
    sender: str
    at: dt.datetime


@dataclass(frozen=True)
class Heard:
    """That somebody wrote, for as long as storms are looked for."""

    sender: str
    at: dt.datetime


@dataclass(frozen=True)
class Told:
    """That somebody was told a refusal, so that it is said once a day."""

    to: str
    reason: str
    at: dt.datetime


@dataclass(frozen=True)
class PlanState:
    """A plan and its open ends; `sent` holds the keys of nudges and mails that went out.

    `resting` is what waited for somebody's word when the plan ended: it waits again where the end is undone.
    `aside` are the letters in quarantine, `released` those that were let in and are to be read again; `heard` and
    `told` are what damping looks at.
    """

    plan: Plan
    started: dt.datetime
    calendar: Calendar = field(default_factory=Calendar)
    sent: tuple[str, ...] = ()
    handled: tuple[str, ...] = ()
    pending: tuple[Pending, ...] = ()
    acknowledged: tuple[Acknowledged, ...] = ()
    codes: tuple[Code, ...] = ()
    meetings: tuple[Meeting, ...] = ()
    aside: tuple[Aside, ...] = ()
    released: tuple[str, ...] = ()
    heard: tuple[Heard, ...] = ()
    told: tuple[Told, ...] = ()
    resting: tuple[Pending, ...] = ()


@dataclass(frozen=True)
class Arrival:
    """A letter as the plan's workflow knows it: no bytes, only who, when, and what it answers.

    `changed_since` names the fields ("M3/due") that have changed since the version that the letter answers, `addressee`
    the person for whom the return address that it came to was sealed: in a bounce, whose mail came back.
    """

    letter: str
    sender: str
    trust: Trust
    sent_at: dt.datetime
    code: str = ""
    changed_since: tuple[str, ...] = ()
    addressee: str = ""


@dataclass(frozen=True)
class Following:
    """A plan that begins because another has ended, with the first mails of its own."""

    state: PlanState
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a letter, a timer or a command leads to: the new state, log entries, mails, and a plan that follows.

    `again` are letters that were let out of quarantine and are read once more; `recalled` is the slug of a plan that
    followed an end which is undone.
    """

    state: PlanState
    entries: tuple[Entry, ...] = ()
    notices: tuple[Notice, ...] = ()
    following: Following | None = None
    again: tuple[str, ...] = ()
    recalled: str = ""


def lapsed_key(pending: str) -> str:
    """Return the key that tells that a wish lapsed because nobody answered."""
    return f"lapsed/{pending}"


def withdrawn_key(pending: str) -> str:
    """Return the key that tells that whoever wished for something has taken it back."""
    return f"withdrawn/{pending}"


def pruned(state: PlanState, now: dt.datetime) -> PlanState:
    """Return the state without what can no longer be undone, and with the last letters and codes only.

    What waits for somebody's word stays until it lapses, which its wisher is told (`waiting`); what rests since the
    plan ended stays while the end can be undone, and that is the last change that a plan takes.
    """
    oldest = now - UNDO_WINDOW
    acknowledged = tuple(done for done in state.acknowledged if done.at >= oldest)
    return replace(
        state,
        handled=state.handled[-KEPT_LETTERS:],
        acknowledged=acknowledged,
        codes=tuple(code for code in state.codes if code.at >= now - KEPT_CODES),
        aside=tuple(one for one in state.aside if one.at >= oldest),
        resting=state.resting if acknowledged else (),
    )
