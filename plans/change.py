"""A reading says which changes and questions a letter holds, each with its evidence and how certain it is."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from plans.letter import Bounced, LetterKind, Meeting

FIRST_DAY, LAST_DAY = dt.date(1970, 1, 1), dt.date(2199, 12, 31)
"""The days that a plan knows: beyond them neither calendars nor timers reach."""
Field = Literal[
    "due", "owner", "backup", "approver", "status", "confirmed", "note", "name", "outcome", "deadline", "depends_on",
    "milestone", "action", "mail", "away", "evidence", "invites",
]  # fmt: skip
Certainty = Literal["apply", "ask"]
Source = Literal["body", "subject", "document", "calendar"]
Wish = Literal["undo", "yes", "no", "release", "drop"]


@dataclass(frozen=True)
class NewPerson:
    """Somebody whom the plan does not know yet."""

    name: str
    email: str | None


@dataclass(frozen=True)
class NewLine:
    """A line that somebody wants added; `milestone` is set for an action and names the milestone above it."""

    name: str
    due: str | None
    owner: str | NewPerson | None
    milestone: str | None = None


Value = str | bool | NewPerson | NewLine | tuple[str, ...] | None
"""A change's value in the reading contract's own form: dates are ISO strings, people their ids."""


@dataclass(frozen=True)
class Change:
    """One field of one line that a letter sets, or may set.

    `target` is a line's id, "new", "plan" or "person:<id>". `decision` is certainty of language only: "apply" is
    certain enough to stand at once, "ask" wants the sender asked first. Who may change what is decided in `decide`.
    `reason` names why it is asked ("conditional", "weekday-mismatch", ...): `templates` has the words.
    """

    target: str
    field: Field
    value: Value
    decision: Certainty
    confidence: float
    evidence: str
    source: Source = "body"
    reason: str = ""


POLITE = "polite"
"""Doubt about a yes that may be mere politeness ("ok", "fine"): it answers what its mail asks, and nothing else."""
STANDS = "stands"
"""Doubt about a yes that says that things are as they were ("unchanged"): hardly one to a change."""


@dataclass(frozen=True)
class Reply:
    """A word to us rather than about a line: undo, yes or no to a proposal, release or drop of a quarantined mail.

    `doubt` names why a yes may be none ("yes. But only once legal agrees"): who wrote it is asked again.
    """

    wish: Wish
    line: str | None
    evidence: str
    doubt: str = ""


@dataclass(frozen=True)
class Refusal:
    """Something in a letter that could not be taken, under a name that `templates` has kind words for."""

    reason: str
    detail: str = ""


@dataclass(frozen=True)
class Reading:
    """What a letter says, as a careful assistant would have noted it."""

    kind: LetterKind
    changes: tuple[Change, ...] = ()
    questions: tuple[str, ...] = ()
    replies: tuple[Reply, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    bounced: tuple[Bounced, ...] = ()
    language: str = "en"
    text: str = ""
    meetings: tuple[Meeting, ...] = ()


def is_open(change: Change) -> bool:
    """Tell whether a change only asks what is right; one that is certain and names no value empties its field."""
    return change.value is None and change.decision == "ask"


def change_as_json(change: Change) -> dict[str, Any]:
    """Return a change as the reading contract prints it."""
    value: Any = change.value
    if isinstance(value, NewPerson):
        value = {"name": value.name, "email": value.email}
    elif isinstance(value, NewLine):
        owner = value.owner
        value = {
            "name": value.name,
            "due": value.due,
            "owner": {"name": owner.name, "email": owner.email} if isinstance(owner, NewPerson) else owner,
        } | ({"milestone": value.milestone} if value.milestone else {})
    elif isinstance(value, tuple):
        value = list(value)
    return {
        "target": change.target,
        "field": change.field,
        "value": value,
        "decision": change.decision,
        "confidence": round(change.confidence, 3),
        "evidence": change.evidence,
        "source": change.source,
    }


def as_day(value: Value) -> dt.date | None:
    """Return the date in an ISO string, or None where the value is none that a plan knows."""
    try:
        day = dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
    return day if day and FIRST_DAY <= day <= LAST_DAY else None
