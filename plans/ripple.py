"""A ripple is what a date does to the others: float, critical path and projected close.

A milestone needs its own time after the last thing that it cannot do without: the working days that the plan gives it
there, at most two weeks (R15). What the plan gives beyond that is float.
"""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from plans.notice import Outlook
from plans.plan import SETTLED, External, Milestone, Plan
from plans.stages import stages_of
from plans.workdays import Calendar, Works, add_workdays, is_workday, next_workday, workdays_between

MOST_NEEDED = 10
"""Working days that a milestone needs for itself at most, however long the plan gives it."""

Step = Milestone | External
"""What others can wait for."""


@dataclass(frozen=True)
class Standing:
    """Where one open line stands.

    `projected` is the earliest day on which it can now be expected, `float` the working days that it can still slip
    before the close does: negative where it already moves the close, None where the close does not wait for it.
    `late` are the working days from its own date to today, 0 where that has not come.
    """

    line: str
    due: dt.date
    projected: dt.date
    float: int | None
    late: int = 0

    @property
    def blocks(self) -> int:
        """Return by how many working days it holds up the close, 0 where it does not."""
        return max(0, -(self.float or 0))


@dataclass(frozen=True)
class Ripple:
    """What the dates of a plan do to one another, seen from one day."""

    close: str | None
    planned_close: dt.date | None
    projected_close: dt.date | None
    critical_path: tuple[str, ...]
    standings: tuple[Standing, ...]

    def of(self, line: str) -> Standing | None:
        """Return where this line stands, None for one that is settled or has no date."""
        return next((standing for standing in self.standings if standing.line == line), None)

    @property
    def outlook(self) -> Outlook | None:
        """Return the planned and the projected day of the close; None where there is none, or it is done."""
        if self.close is None or self.planned_close is None or self.projected_close is None or not self.of(self.close):
            return None
        return Outlook(self.close, self.planned_close, self.projected_close)

    @property
    def days_lost(self) -> int:
        """Return by how many days the close is later than planned (calendar days)."""
        if self.planned_close is None or self.projected_close is None:
            return 0
        return max(0, (self.projected_close - self.planned_close).days)


def closing_line(plan: Plan) -> Milestone | None:
    """Return the milestone that closes the deal: the order or the signature, else the last one that has a date."""
    dated = [m for m in plan.milestones if m.due and m.status != "skipped" and not m.internal]
    orders = [m for m in dated if "order" in stages_of(m.name)]
    return max(orders or dated, key=lambda m: m.due or dt.date.min, default=None)


def ripple(plan: Plan, calendar: Calendar, today: dt.date) -> Ripple:
    """Return float, critical path and projected close of a plan; circles are walked once and do no harm."""
    close = closing_line(plan)
    graph = Graph(plan, calendar, today)
    latest = graph.latest(close.id) if close else {}
    standings = tuple(
        Standing(step.id, step.due, projected, graph.slack(step, projected, latest), graph.late(step))
        for step in graph.open_steps
        if step.due and (projected := graph.projected[step.id])
    )
    return Ripple(
        close=close.id if close else None,
        planned_close=close.due if close else None,
        projected_close=graph.projected.get(close.id) if close else None,
        critical_path=tuple(graph.path(close.id)) if close else (),
        standings=standings,
    )


def outlook_of(plan: Plan, calendar: Calendar, today: dt.date) -> Outlook | None:
    """Return what `ripple` gives as its outlook, without looking at float: many times faster."""
    close = closing_line(plan)
    if close is None or close.due is None or close.settled:
        return None
    projected = Graph(plan, calendar, today).projected.get(close.id)
    return Outlook(close.id, close.due, projected) if projected else None


def steady_until(plan: Plan) -> dt.date | None:
    """Return the last day up to which the projected close is the same whatever day it is; None for ever.

    It is the earliest date of the open lines that the close cannot do without, and of the close itself.
    """
    close = closing_line(plan)
    graph = Graph(plan, Calendar(), dt.date.min)
    needed, found = [close.id] if close else [], set[str]()
    while needed:
        line = needed.pop()
        if line not in found and graph.steps[line].status not in SETTLED:
            found.add(line)
            needed += graph.waits_for(line)
    return min((due for line in found if (due := graph.steps[line].due)), default=None)


@dataclass(frozen=True)
class Graph:
    """The lines of a plan as what waits for what, with the working days of whoever owns them."""

    plan: Plan
    calendar: Calendar
    today: dt.date

    @cached_property
    def steps(self) -> dict[str, Step]:
        """Return milestones and externals by id."""
        steps: list[Step] = [*self.plan.milestones, *self.plan.externals]
        return {step.id: step for step in steps}

    @cached_property
    def open_steps(self) -> tuple[Step, ...]:
        """Return what is still waited for."""
        return tuple(step for step in self.steps.values() if step.status not in SETTLED)

    def waits_for(self, step_id: str) -> tuple[str, ...]:
        """Return what a line cannot do without: its critical dependencies (R36)."""
        step = self.steps[step_id]
        if not isinstance(step, Milestone):
            return ()
        return tuple(d.id for d in step.depends_on if d.critical and d.id in self.steps)

    def works(self, step: Step) -> Works:
        """Return on which days the owner of a line works."""
        owner = self.plan.person(step.owner)
        return lambda day: is_workday(self.plan, self.calendar, owner, day)

    def needs(self, step: Step) -> int:
        """Return the working days that a line needs for itself after the last thing that it waits for."""
        before = [due for line in self.waits_for(step.id) if (due := self.steps[line].due)]
        if not before or step.due is None or step.due <= max(before):
            return 0
        return min(MOST_NEEDED, workdays_between(self.works(step), max(before), step.due))

    def late(self, step: Step) -> int:
        """Return the working days from a line's date to today, 0 before it."""
        if step.due is None or step.due >= self.today:
            return 0
        return workdays_between(self.works(step), step.due, self.today)

    @cached_property
    def projected(self) -> dict[str, dt.date]:
        """Return for every line that has or gets a date the day on which it can be expected."""
        found: dict[str, dt.date] = {}
        for line in self.ordered():
            if (day := self._expected(self.steps[line], found)) is not None:
                found[line] = day
        return found

    def _expected(self, step: Step, found: dict[str, dt.date]) -> dt.date | None:
        if step.status in SETTLED:
            return (step.done_on or step.due) if isinstance(step, Milestone) else step.due
        days = [] if step.due is None else [step.due]
        if step.due and step.due < self.today:
            days.append(next_workday(self.works(step), self.today))
        for line in self.waits_for(step.id):
            if line in found and self.steps[line].status not in SETTLED:
                days.append(self.after(step, found[line]))
        return max(days, default=None)

    def after(self, step: Step, day: dt.date) -> dt.date:
        """Return the earliest day of a line where the last thing that it waits for comes on this one."""
        works = self.works(step)
        needed = self.needs(step)
        return add_workdays(works, day, needed) if needed else next_workday(works, day)

    def ordered(self) -> tuple[str, ...]:
        """Return all lines, each after what it waits for; a circle is cut where it is met."""
        ordered: dict[str, None] = {}
        for line in self.steps:
            self._visit(line, ordered, ())
        return tuple(ordered)

    def _visit(self, line: str, ordered: dict[str, None], above: tuple[str, ...]) -> None:
        if line in ordered or line in above:
            return
        for before in self.waits_for(line):
            self._visit(before, ordered, (*above, line))
        ordered[line] = None

    def latest(self, close: str) -> dict[str, dt.date]:
        """Return for what the close waits on the last day on which it does not move the close's own date."""
        due = self.steps[close].due
        found = {close: due} if due else {}
        for line in reversed(self.ordered()):
            if line in found:
                step = self.steps[line]
                for before in self.waits_for(line):
                    day = add_workdays(self.works(step), found[line], -self.needs(step))
                    found[before] = min(day, found.get(before, day))
        return found

    def slack(self, step: Step, projected: dt.date, latest: dict[str, dt.date]) -> int | None:
        """Return the working days between a line's projected day and the last one that leaves the close alone."""
        last = latest.get(step.id)
        return None if last is None else workdays_between(self.works(step), projected, last)

    def path(self, close: str) -> list[str]:
        """Return the open lines that decide when the close is: from the first of them to the close itself."""
        found: list[str] = []
        line: str | None = close
        while line and line not in found and self.steps[line].status not in SETTLED:
            found.append(line)
            before = [b for b in self.waits_for(line) if b in self.projected and self.steps[b].status not in SETTLED]
            line = max(before, key=lambda b: self.projected[b], default=None)
        return found[::-1]
