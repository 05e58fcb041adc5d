"""Applying is the only way in which a plan changes, and what was applied can be taken back."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace

from plans.change import Change, Field, NewLine, NewPerson, Value, as_day
from plans.fields import GOAL, BrokenValueError, set_field, value_of
from plans.notice import Applied, DerivedField, Refused
from plans.people import known, new_id, person_as_value, side_of
from plans.plan import Action, Milestone, Person, Plan, Side


@dataclass(frozen=True)
class Result:
    """The plan after changes: its version is one higher where anything was applied."""

    plan: Plan
    applied: tuple[Applied, ...] = ()
    refused: tuple[Refused, ...] = ()


@dataclass(frozen=True)
class Author:
    """Who a change is from: a person id (or "milepost"), their side, the local day, and the letter's id."""

    by: str
    side: Side
    on: dt.date
    letter: str = ""


def apply(plan: Plan, changes: Iterable[Change], author: Author) -> Result:
    """Return the plan with the changes in it; what cannot be is refused by name and touches nothing.

    A change that says what already stands is no change.
    """
    changed, applied, refused = plan, list[Applied](), list[Refused]()
    for change in changes:
        try:
            steps = _steps(changed, change, author)
            for step in steps:
                changed = set_field(changed, step.target, step.field, step.new)
            applied += steps
        except BrokenValueError as broken:
            known_target = change.target in ("new", "plan") or value_of(changed, change.target, "status") is not None
            reason = "broken-value" if known_target or change.target.startswith("person:") else "unknown-target"
            refused.append(Refused(reason, str(broken), change.evidence))
    version = plan.version + 1 if applied else plan.version
    return Result(replace(changed, version=version), tuple(applied), tuple(refused))


def _steps(plan: Plan, change: Change, author: Author) -> list[Applied]:
    """Return the fields that the change sets, in order: people first, then the field, then what follows from it."""
    people, value = _people_in(plan, change, author)
    target, field = change.target, change.field
    if target == "new":
        assert isinstance(value, NewLine)
        target = _new_line_id(plan, value)
    if field == "confirmed" and not target.startswith(GOAL):
        value = _confirmed(plan, target, author, stands=value is not False)
    old = None if change.target == "new" else value_of(plan, target, field)
    if old == value:
        return []
    step = Applied(target, field, old, value, change.evidence)
    return [*people, step, *_derived(plan, step, author)]


def _people_in(plan: Plan, change: Change, author: Author) -> tuple[list[Applied], Value]:
    """Return who has to be added to the plan first, and the change's value with ids in place of new people."""
    value = change.value
    new = value.owner if isinstance(value, NewLine) else value
    if not isinstance(new, NewPerson):
        return [], value
    if person := known(plan, new):
        person_id, added = person.id, list[Applied]()
    else:
        if not new.email:
            raise BrokenValueError(f"{new.name} needs a mail address")
        person_id = new_id(plan, new.name)
        person = Person(person_id, new.name, new.email, side_of(plan, new, author.side))
        added = [Applied(f"person:{person_id}", "person", None, person_as_value(person), change.evidence)]
    return added, replace(value, owner=person_id) if isinstance(value, NewLine) else person_id


def _new_line_id(plan: Plan, line: NewLine) -> str:
    taken = {existing.id for existing in plan.lines()} | {external.id for external in plan.externals}
    stem = f"{line.milestone}." if line.milestone else "M"
    return next(line_id for number in range(1, len(taken) + 2) if (line_id := f"{stem}{number}") not in taken)


def _confirmed(plan: Plan, target: str, author: Author, *, stands: bool) -> tuple[str, ...]:
    """Return who agrees with a line once the author does so, or does so no more."""
    if plan.entry(target) is None:
        raise BrokenValueError(f"{target} cannot be confirmed")
    standing = value_of(plan, target, "confirmed")
    others = [c for c in standing if c.split(" ")[0] != author.by] if isinstance(standing, tuple) else []
    return (*others, f"{author.by} {author.on.isoformat()} {author.letter}".strip()) if stands else tuple(others)


def _derived(plan: Plan, step: Applied, author: Author) -> list[Applied]:
    """Return what follows for a milestone: a later date is a slip, done has a day and evidence, and whoever comes to
    own it neither stands in for themselves nor has the last word on it any more."""
    line = plan.line(step.target)
    if not isinstance(line, Milestone):
        return []
    following: list[tuple[DerivedField | Field, Value]] = []
    if step.field == "due":
        old, new = as_day(step.old), as_day(step.new)
        if old and new and new > old:
            slipped = (*(day.isoformat() for day in line.slipped_from), old.isoformat())
            following.append(("slipped_from", slipped))
    if step.field == "owner" and isinstance(step.new, str):
        others: tuple[Field, ...] = ("backup", "approver")
        following += [(place, None) for place in others if value_of(plan, line.id, place) == step.new]
    if step.field == "status":
        done = step.new == "done"
        following.append(("done_on", author.on.isoformat() if done else None))
        following.append(("evidence", step.evidence if done else None))
    pairs = [(field, value_of(plan, line.id, field), new) for field, new in following]
    return [Applied(line.id, field, old, new) for field, old, new in pairs if (old or None) != (new or None)]


def undo(plan: Plan, applied: Iterable[Applied], lines: frozenset[str] | None = None) -> Result:
    """Return the plan with what was applied taken back, the latest first; what has changed since then stays.

    With `lines` only their changes are taken back.
    """
    changed, undone = plan, list[Applied]()
    for step in reversed(tuple(applied)):
        if (lines is not None and step.target not in lines) or value_of(changed, step.target, step.field) != step.new:
            continue
        if step.field in ("milestone", "action") and not _is_as_made(changed, step.target):
            continue
        try:
            restored = set_field(changed, step.target, step.field, step.old)
        except BrokenValueError:
            continue  # What stood there before has itself gone since, e.g. a line it depended on.
        if restored != changed:
            changed = restored
            undone.append(Applied(step.target, step.field, step.new, step.old, step.evidence))
    version = plan.version + 1 if undone else plan.version
    return Result(replace(changed, version=version), tuple(undone))


def _is_as_made(plan: Plan, line_id: str) -> bool:
    """Tell whether a line is as it came into the plan: nobody has worked on it since, and no other waits for it."""
    line = plan.line(line_id)
    waits = any(dependency.id == line_id for m in plan.milestones for dependency in m.depends_on)
    if isinstance(line, Milestone):
        return not waits and line == Milestone(line.id, line.name, owner=line.owner, due=line.due)
    return line is None or line == Action(line.id, line.task, line.owner, line.due)
