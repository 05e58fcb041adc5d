"""Rebuilding makes a plan from its log alone: the proof that nothing changed it that is not written down."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from plans.entry import Entry
from plans.fields import BrokenValueError, set_field
from plans.forgetting import departed, without_former
from plans.plan import Plan
from plans.spot import standing
from storage.forms import plan_from_json, value_from_json
from storage.log import LogEntry

SETTING = frozenset({"applied", "undone"})
"""Kinds of entries that set a field to what their `new` holds."""
ASKING = frozenset({"proposed", "asked"})
"""Kinds of entries that hold a change until somebody says yes."""
WHOLE = frozenset({"started", "restored"})
"""Kinds of entries whose `new` holds the whole plan."""


def rebuild(log: Iterable[LogEntry]) -> Plan | None:
    """Return the plan as its log tells it, None where it was never started.

    What is erased or no longer fits is passed over: the plan then differs from the kept one, and that shows.
    """
    return next(reversed(rebuilt(log).values()), None)


def rebuilt(log: Iterable[LogEntry]) -> dict[int, Plan]:
    """Return the plan as its log tells it at each version, the one that stands last."""
    plan: Plan | None = None
    found: dict[int, Plan] = {}
    for row in log:
        if row.entry is not None and (plan := _step(plan, row.entry)):
            found.pop(plan.version, None)
            found[plan.version] = plan
    return found


def untold(log: Iterable[LogEntry], kept: Iterable[Plan]) -> tuple[int, ...]:
    """Return the versions, of those that are kept, which are not what the log adds up to at them."""
    plans = rebuilt(log)
    pairs = ((plan, plans.get(plan.version)) for plan in kept)
    return tuple(plan.version for plan, told in pairs if told is None or without_former(plan) != without_former(told))


def _step(plan: Plan | None, entry: Entry) -> Plan | None:
    if entry.kind in WHOLE:
        return plan_from_json(entry.new)
    if plan is None:
        return None
    if entry.kind == "forgotten":
        return replace(departed(plan, entry.target.removeprefix("person:")), version=entry.version)
    return _set(plan, entry) if entry.kind in SETTING else plan


def _set(plan: Plan, entry: Entry) -> Plan:
    try:
        changed = set_field(plan, entry.target, entry.field, value_from_json(entry.new))
    except BrokenValueError:
        return plan
    return replace(changed, version=entry.version)


@dataclass(frozen=True)
class Origin:
    """How a value came to stand: the entry that set it, and the one that wished for it where somebody said yes."""

    set_by: Entry
    wished: Entry | None = None


def origin(log: Iterable[LogEntry], target: str, field: str) -> Origin | None:
    """Return how a value came to stand as it does; None where the log does not tell.

    The log is carried out anew, so that what set the value is found whatever it was: a change of that field, a line or
    somebody taken in with it, an erasure, the plan put right, or its start.
    """
    plan: Plan | None = None
    found: Origin | None = None
    agreed: Entry | None = None
    asked: list[Entry] = []
    for entry in (row.entry for row in log if row.entry is not None):
        before, plan = plan, _step(plan, entry)
        place = (entry.target, entry.field)
        if entry.kind in ASKING:
            asked.append(entry)
        elif entry.kind == "agreed":
            agreed = entry
        sets = entry.kind in SETTING and place == (target, field)
        if sets or (before is None and plan) or standing(before, target, field) != standing(plan, target, field):
            found = Origin(entry, _wish(entry, agreed, asked))
    return found


def _wish(entry: Entry, agreed: Entry | None, asked: Sequence[Entry]) -> Entry | None:
    """Return what asked for a change that a yes in the same letter has let through.

    Several people may wish for one place: a change stands in the name of whoever wished for it, and where whoever said
    yes has taken it over, the last wish counts.
    """
    if entry.kind != "applied" or agreed is None or (agreed.letter, agreed.at) != (entry.letter, entry.at):
        return None
    if agreed.target not in ("new", entry.target):
        return None
    wishes = [wish for wish in asked if (wish.target, wish.field) == (agreed.target, agreed.field)]
    theirs = [wish for wish in wishes if wish.by == entry.by]
    return next(reversed(theirs or wishes), None)
