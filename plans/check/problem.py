"""A problem is one fault of a plan, as a value with words for the person who wrote it."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from plans.agenda.ladder import is_critical
from plans.plan import Action, Milestone, Person, Plan
from plans.workdays import Calendar

Severity = Literal["error", "warning", "hint"]
"""An error keeps the plan from being started; a warning breaks a rule of the practice; a hint is worth a thought."""


@dataclass(frozen=True)
class Problem:
    """One fault of a plan: what is wrong, why it matters and what to do.

    `where` is a path by ids, such as "milestones/M3/owner" or "people/dana/name"; `line` is the plan file's line
    (from 1), None where the plan did not come from a file.
    """

    rule: str
    severity: Severity
    where: str
    problem: str
    why: str
    suggestion: str
    line: int | None = None


@dataclass(frozen=True)
class Fault:
    """What a rule has found: where, what is wrong, and what to do about it."""

    where: str
    problem: str
    suggestion: str


@dataclass(frozen=True)
class Case:
    """A plan under check, with the days off of its people and the day from which it is looked at (None: no day)."""

    plan: Plan
    calendar: Calendar
    today: dt.date | None = None

    @cached_property
    def open_milestones(self) -> tuple[Milestone, ...]:
        """Return the milestones that something is still waited for from."""
        return tuple(milestone for milestone in self.plan.milestones if not milestone.settled)

    @cached_property
    def open_actions(self) -> tuple[tuple[Milestone, Action], ...]:
        """Return the open actions of open milestones, each with its milestone."""
        return tuple((m, action) for m in self.open_milestones for action in m.actions if not action.settled)

    @cached_property
    def critical(self) -> frozenset[str]:
        """Return the ids of the open milestones and the externals that another line cannot do without."""
        ids = [
            *(milestone.id for milestone in self.open_milestones),
            *(external.id for external in self.plan.externals),
        ]
        return frozenset(line for line in ids if is_critical(self.plan, line))

    @cached_property
    def buyers(self) -> tuple[Person, ...]:
        """Return the buyer's people."""
        return tuple(person for person in self.plan.people if person.side == "buyer")


Find = Callable[[Case], Iterator[Fault]]


@dataclass(frozen=True)
class Rule:
    """One row of the table: `practices` are the rows of REQUIREMENTS.md that it makes real."""

    name: str
    severity: Severity
    practices: tuple[int, ...]
    find: Find
    why: str


def at(line: Milestone | Action, plan: Plan, key: str = "") -> str:
    """Return the path of a line, or of one of its keys."""
    above = plan.milestone_of(line.id)
    path = f"milestones/{line.id}" if isinstance(line, Milestone) or above is None else ""
    path = path or f"milestones/{above.id if above else ''}/actions/{line.id}"
    return f"{path}/{key}" if key else path


def called(line: Milestone | Action) -> str:
    """Return a line as a sentence names it: M3 "Security sign-off"."""
    return f'{line.id} "{line.name}"'


SINGLY = 3
"""How many lines are told one by one before they are told together."""


def together(faults: list[Fault], where: str, problem: str) -> Iterator[Fault]:
    """Yield the faults one by one where they are few, else one for all; `problem` has a place for their ids."""
    if len(faults) <= SINGLY:
        yield from faults
    else:
        ids = ", ".join(dict.fromkeys(fault.where.split("/")[1] for fault in faults))
        yield Fault(where, problem.format(ids), faults[0].suggestion)
