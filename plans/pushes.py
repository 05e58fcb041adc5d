"""A push is what a slip does to the lines that wait: the new date that it calls for, and whether it holds them up."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from plans.plan import SETTLED, Milestone, Plan
from plans.ripple import Graph, Step, closing_line
from plans.workdays import Calendar, add_workdays, next_workday


@dataclass(frozen=True)
class NewDate:
    """A date that a slip calls for: proposed to the line's owner, never set silently (R39)."""

    line: str
    old: dt.date
    new: dt.date
    because: str
    hard: bool = False


def after_slip(before: Plan, after: Plan, calendar: Calendar, today: dt.date) -> tuple[NewDate, ...]:
    """Return the new dates that dates moved later between two versions call for, in the order of the plan.

    A line keeps the time that it had after what it waits for; one that has float enough is left alone, and a line that
    can do without the moved one is asked only where it would come before it.
    """
    old, new = Graph(before, calendar, today), Graph(after, calendar, today)
    moved = _moved(old, new)
    expected = dict(moved)
    found: dict[str, NewDate] = {}
    for line in new.ordered():
        step = new.steps[line]
        pushes = list(_pushes(old, new, step, expected))
        if line in moved or not pushes or step.due is None or step.status in SETTLED:
            continue
        day, because = max(pushes)
        if day > step.due:
            hard = isinstance(step, Milestone) and step.deadline == "hard"
            found[line] = NewDate(line, step.due, day, because, hard)
            expected[line] = day
    return tuple(found[step.id] for step in after.milestones if step.id in found)


def holding_up(before: Plan, after: Plan, calendar: Calendar, today: dt.date) -> tuple[str, ...]:
    """Return the open lines moved later between two versions that hold up the close, or what cannot do without them.

    That is a line that stays where it was and would now come too early; one that has moved as well counts where it
    holds up another in its turn, or is the close.
    """
    old, new, close = Graph(before, calendar, today), Graph(after, calendar, today), closing_line(after)
    moved = _moved(old, new)
    found = {close.id} & set(moved) if close else set()
    for line in reversed(new.ordered()):
        was, step = old.steps.get(line), new.steps[line]
        if was and was.due and step.status not in SETTLED and (line not in moved or line in found):
            late = {because for day, because in _pushes(old, new, step, moved) if day > was.due}
            found |= late & set(new.waits_for(line))
    return tuple(step.id for step in new.open_steps if step.id in found)


def _moved(old: Graph, new: Graph) -> dict[str, dt.date]:
    """Return the lines that have a later date in the new version, and that date."""
    return {line: step.due for line, step in new.steps.items() if step.due and _is_later(old.steps.get(line), step)}


def _is_later(old: Step | None, new: Step) -> bool:
    return old is not None and old.due is not None and new.due is not None and new.due > old.due


def _pushes(old: Graph, new: Graph, step: Step, expected: dict[str, dt.date]) -> Iterator[tuple[dt.date, str]]:
    """Yield to which day each moved dependency pushes a line."""
    if not isinstance(step, Milestone):
        return
    was = old.steps.get(step.id, step)
    for dependency in step.depends_on:
        if day := expected.get(dependency.id):
            needed = old.needs(was) if dependency.critical else 0
            works = new.works(step)
            yield add_workdays(works, day, needed) if needed else next_workday(works, day), dependency.id
