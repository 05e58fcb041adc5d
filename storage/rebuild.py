"""Rebuilding makes a plan from its log alone: the proof that nothing changed it that is not written down."""

from collections.abc import Iterable
from dataclasses import replace

from plans.entry import Entry
from plans.fields import BrokenValueError, set_field
from plans.forgetting import departed
from plans.plan import Plan
from storage.forms import plan_from_json, value_from_json
from storage.log import LogEntry

SETTING = frozenset({"applied", "undone"})
"""Kinds of entries that set a field to what their `new` holds."""
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


def origins(log: Iterable[LogEntry]) -> dict[tuple[str, str], Entry]:
    """Return, for each (target, field) that was ever set, the entry that set the value which stands now."""
    entries = (row.entry for row in log if row.entry is not None)
    return {(entry.target, entry.field): entry for entry in entries if entry.kind in SETTING}


def origin(log: Iterable[LogEntry], target: str, field: str) -> Entry | None:
    """Return the entry by which a value stands as it does: the last that set it, else that brought the whole plan."""
    found: Entry | None = None
    for entry in (row.entry for row in log if row.entry is not None):
        sets = entry.kind in SETTING and (entry.target, entry.field) == (target, field)
        if sets or entry.kind in WHOLE:
            found = entry
    return found
