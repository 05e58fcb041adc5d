"""A course is the open way to a plan's close, made ready to be drawn a thousand times: days as numbers, no calendar."""

import datetime as dt
import random
from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from plans.plan import SETTLED, Milestone, Plan
from plans.report.past import Past
from plans.report.slips import OTHER, kind_of
from plans.ripple import Graph, Step, closing_line
from plans.workdays import Calendar

BEFORE, AFTER = 400, 1100
"""Calendar days around the day of the forecast for which working days are looked up; beyond, five in seven are."""


@dataclass(frozen=True)
class Week:
    """The working days of one person as sorted numbers (`date.toordinal`): counting them is looking them up."""

    days: tuple[int, ...]

    def place(self, day: int) -> int:
        """Return how many working days lie up to this day."""
        return bisect_right(self.days, day)

    def at_or_after(self, day: int) -> int:
        """Return the day itself where it is a working day, else the next one."""
        at = bisect_left(self.days, day)
        return self.days[at] if at < len(self.days) else day

    def plus(self, day: int, number: int) -> int:
        """Return the day that is so many working days after (or, negative, before) the given one."""
        if not number:
            return day
        at = bisect_right(self.days, day) + number - 1 if number > 0 else bisect_left(self.days, day) + number
        if 0 <= at < len(self.days):
            return self.days[at]
        return day + number * 7 // 5


@dataclass(frozen=True)
class Leg:
    """One open line: its first date, before which day it cannot be done any more, and the legs (by place) it waits for.

    `first` and `floor` are 0 where the line has no date of its own; `slips` are working days, sorted.
    """

    first: int
    floor: int
    slips: tuple[int, ...]
    after: tuple[int, ...]
    needs: int
    week: Week

    def drawn(self, found: list[int], rng: random.Random) -> int:
        """Return a day for this leg, given the days of the legs before it; 0 where nothing gives it one."""
        start = max([self.first, *(self._pushed(found[place]) for place in self.after if found[place])])
        if not self.first:
            return start
        # What it has outlived is left out; where the record knows no slip so long, it slips anew from where it stands.
        outlived = bisect_left(self.slips, self.week.place(self.floor) - self.week.place(start))
        if outlived < len(self.slips):
            return max(self.floor, self.week.plus(start, self.slips[rng.randrange(outlived, len(self.slips))]))
        return self.week.plus(self.floor, max(0, rng.choice(self.slips)))

    def _pushed(self, day: int) -> int:
        return self.week.plus(day, self.needs) if self.needs else self.week.at_or_after(day)


@dataclass(frozen=True)
class Course:
    """The legs of the way to the close, each after what it waits for; the close is the last."""

    legs: tuple[Leg, ...]

    def closes(self, rng: random.Random, number: int) -> tuple[int, ...]:
        """Return so many days of the close as numbers, sorted."""
        return tuple(sorted(self._close(rng) for _ in range(number)))

    def _close(self, rng: random.Random) -> int:
        found: list[int] = []
        for leg in self.legs:
            found.append(leg.drawn(found, rng))
        return found[-1]


def course_of(plan: Plan, calendar: Calendar, day: dt.date, firsts: Mapping[str, dt.date], past: Past) -> Course | None:
    """Return the way to the close as it looks on a day; None where there is no close, or it is done."""
    close = closing_line(plan)
    if close is None or close.settled:
        return None
    return _Survey(Graph(plan, calendar, day), firsts, past).course(close.id)


@dataclass(frozen=True)
class _Survey:
    graph: Graph
    firsts: Mapping[str, dt.date]
    past: Past

    def course(self, close: str) -> Course:
        wanted = self._way_to(close)
        lines = [line for line in self.graph.ordered() if line in wanted]
        lines = lines[: lines.index(close) + 1]
        places = {line: place for place, line in enumerate(lines)}
        return Course(tuple(self._leg(self.graph.steps[line], places) for line in lines))

    def _way_to(self, close: str) -> set[str]:
        """Return the open lines that the close cannot do without, and itself."""
        found, ahead = set[str](), [close]
        while ahead:
            line = ahead.pop()
            if line not in found and self.graph.steps[line].status not in SETTLED:
                found.add(line)
                ahead += self.graph.waits_for(line)
        return found

    def _leg(self, step: Step, places: Mapping[str, int]) -> Leg:
        before = (places[line] for line in self.graph.waits_for(step.id) if line in places)
        week = self._weeks[step.owner if self.graph.plan.person(step.owner) else None]
        first, floor = self._span(step, week)
        return Leg(
            first=first,
            floor=floor,
            slips=self.past.draws_for(kind_of(step.name) if isinstance(step, Milestone) else OTHER),
            after=tuple(place for place in before if place < places[step.id]),
            needs=self.graph.needs(step),
            week=week,
        )

    def _span(self, step: Step, week: Week) -> tuple[int, int]:
        """Return from which day a line slips, and the earliest on which it can be done; 0 and 0 without a date.

        That is today, or the date that was agreed since where that is later than the first.
        """
        if step.due is None:
            return 0, 0
        due, today = step.due.toordinal(), self.graph.today.toordinal()
        first = min(due, self.firsts.get(step.id, step.due).toordinal())
        if due < today:
            return first, week.at_or_after(today)
        return first, max(today, due if due > first else 0)

    @cached_property
    def _weeks(self) -> dict[str | None, Week]:
        start = self.graph.today.toordinal() - BEFORE
        span = [dt.date.fromordinal(start + number) for number in range(BEFORE + AFTER)]
        weeks: dict[str | None, Week] = {}
        for step in self.graph.open_steps:
            owner = step.owner if self.graph.plan.person(step.owner) else None
            if owner not in weeks:
                works = self.graph.works(step)
                weeks[owner] = Week(tuple(day.toordinal() for day in span if works(day)))
        return weeks
