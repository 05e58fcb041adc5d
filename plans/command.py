"""A command is what somebody asks of a running plan outside of mail: it is checked, then decided like a letter."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import get_args

from plans.change import Change, Field, Reading, Value
from plans.entry import Entry
from plans.fields import BrokenValueError, set_field
from plans.letter import Trust
from plans.plan import ENDED, Plan
from plans.state import Arrival, PlanState

LISTS = frozenset({"depends_on"})
"""Fields whose value is a list of ids, parted by commas on a command line."""
AMENDABLE = frozenset(get_args(Field)) - {"milestone", "action", "confirmed"}
"""Fields that a command can set."""
PLAN, STATUS = "plan", "status"
INSTEAD = {
    (PLAN, STATUS, "won"): "`milepost close {plan} won` ends a plan.",
    (PLAN, STATUS, "lost"): "`milepost close {plan} lost` ends a plan.",
    (PLAN, STATUS, "on-hold"): "`milepost pause {plan}` puts a plan on hold.",
    (PLAN, STATUS, "active"): "`milepost resume {plan}` lets a plan go on; a draft starts with its endorser's yes.",
    (PLAN, STATUS, "draft"): "A plan that has started is no draft again: `milepost pause {plan}` lets it rest.",
    ("*", "confirmed", "*"): 'Whoever agrees says so: `milepost note {plan} --by PERSON "M3 works for me"`.',
    ("*", "milestone", "*"): 'A new line is said in words: `milepost note {plan} "add a milestone: ..."`.',
    ("*", "action", "*"): 'A new line is said in words: `milepost note {plan} "add a task under M3: ..."`.',
    ("*", "mail", "bounced"): "Only mail servers say that an address is gone: off ends all mail to a person.",
}
"""What no amendment sets (target, field, value, "*" for any), since a rule of its own goes with it: what to use."""


@dataclass(frozen=True)
class Amendment:
    """One field that somebody wants set: `target` as in a Change, `by` a person id ('' for the reporter)."""

    target: str
    field: str
    value: str
    by: str = ""
    why: str = ""


@dataclass(frozen=True)
class Note:
    """A line in somebody's own words, read as if they had mailed it (R88)."""

    text: str
    by: str = ""


@dataclass(frozen=True)
class Wish:
    """Who wants something that needs no more words, and why."""

    by: str = ""
    why: str = ""


@dataclass(frozen=True)
class Revocation:
    """Whose addresses are to route no more (a person id), who wants it, and why."""

    person: str
    by: str = ""
    why: str = ""


@dataclass(frozen=True)
class Closing:
    """How a plan ends: won or lost."""

    status: str
    by: str = ""
    why: str = ""


@dataclass(frozen=True)
class Commanded:
    """What a command led to: the plan's version after it, and a line for each thing that came of it."""

    version: int
    lines: tuple[str, ...]


def status_of(status: str, wish: Wish | Closing) -> Amendment:
    """Return the amendment that sets the plan's own status."""
    return Amendment(PLAN, STATUS, status, wish.by, wish.why)


def fault_of_amendment(state: PlanState, amendment: Amendment) -> str:
    """Return why nothing can be amended so, as a sentence that names what to use instead; '' where it can."""
    wanted = (amendment.target, amendment.field, amendment.value)
    rows = (text for row, text in INSTEAD.items() if all(a in ("*", b) for a, b in zip(row, wanted, strict=True)))
    instead = next(rows, "").replace("{plan}", state.plan.slug)
    return fault_of_giving(state.plan, amendment.by) or instead or fault_of(state, amendment)


def fault_of(state: PlanState, amendment: Amendment) -> str:
    """Return why an amendment cannot even be decided, as a sentence; '' where it can."""
    plan = state.plan
    if fault := fault_of_giving(plan, amendment.by):
        return fault
    if amendment.field not in AMENDABLE:
        return f"{amendment.field} is no field that can be set: {', '.join(sorted(AMENDABLE))} are."
    if (amendment.target, amendment.value) == (PLAN, plan.status):
        return f"{plan.slug} is {plan.status} already."
    try:
        set_field(plan, amendment.target, amendment.field, _value(amendment))
    except BrokenValueError as broken:
        return f"{amendment.target} {amendment.field} cannot be {amendment.value!r}: {broken}."
    return ""


def fault_of_note(state: PlanState, note: Note) -> str:
    """Return why a note cannot be read, as a sentence; '' where it can."""
    if not note.text.strip():
        return 'The note is empty: say what has happened, such as "M3 is done".'
    return fault_of_giving(state.plan, note.by)


def fault_of_revocation(state: PlanState, revocation: Revocation) -> str:
    """Return why nobody's addresses can be revoked so, as a sentence; '' where they can."""
    return fault_of_person(state.plan, revocation.person) or fault_of_giving(state.plan, revocation.by)


def fault_of_person(plan: Plan, person: str) -> str:
    """Return that nobody on the plan has this id, as a sentence; '' where somebody has."""
    known = ", ".join(one.id for one in plan.people)
    return "" if plan.person(person) else f"Nobody on the plan has the id {person}: {known} do."


def fault_of_giving(plan: Plan, by: str) -> str:
    """Return why nobody, or not this person, can tell the plan anything; '' where they can."""
    if plan.status in ENDED:
        return f"{plan.slug} has ended ({plan.status}); it can be read, and no longer changed."
    if by and (fault := fault_of_person(plan, by)):
        return fault
    if not by and plan.reporter is None:
        return "The plan has no reporter: say with --by whose word this is."
    return ""


def author_of(plan: Plan, by: str) -> str:
    """Return the id of the person whose word a command is."""
    reporter = plan.reporter
    return by or (reporter.id if reporter else "")


def reading_of(amendment: Amendment) -> Reading:
    """Return an amendment as what a letter would have said, without a doubt."""
    field: Field = amendment.field  # type: ignore[assignment]
    evidence = amendment.why or f"{amendment.target} {amendment.field} {amendment.value}"
    change = Change(amendment.target, field, _value(amendment), "apply", 1.0, evidence)
    return Reading(kind="reply", changes=(change,))


def arrival_of(plan: Plan, key: str, by: str, now: dt.datetime) -> Arrival:
    """Return a command as an arrival: whoever may give one has shown who they are to the machine."""
    author = author_of(plan, by)
    person = plan.person(author)
    return Arrival(key, person.email if person else "", Trust("trusted", author, ("a command",)), now)


def _value(amendment: Amendment) -> Value:
    if amendment.field in LISTS:
        return tuple(part.strip() for part in amendment.value.split(",") if part.strip())
    return amendment.value or None


def lines_of(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Return a line for each thing that a command led to, for the person who gave it."""
    return tuple(_lines(entries))


def _lines(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        what = f"{entry.target} {entry.field}".strip()
        if entry.kind in ("applied", "undone"):
            yield f"{entry.kind}: {what} {_shown(entry.old)} -> {_shown(entry.new)}"
        elif entry.kind in ("proposed", "asked", "refused"):
            yield f"{entry.kind}: {what} ({entry.detail})"


def _shown(text: str) -> str:
    value = json.loads(text) if text else None
    return "nothing" if value is None else value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
