"""The figures of a plan are what a portfolio tells of it on one day; most of them hold until a date passes."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from plans.health import Ball, Health, health_of
from plans.plan import External, Milestone, Plan, PlanStatus
from plans.portfolio import Lack, ball_of, portfolio
from plans.ripple import steady_until
from plans.workdays import Calendar

Due = tuple[str, dt.date]
"""A date that is waited for: the id of a milestone or of a dependency outside, and its day."""


class PlanFigures(NamedTuple):
    """One plan on one day, without a person in it: lines are ids, `days_overdue` calendar days of the oldest.

    A tuple, since reports read ten thousand of them.

    The ball has been on its side `since` a version was kept. `dues` are the dates that are waited for, and until
    `holds_until` nothing but what is late changes from day to day (None: never).
    """

    slug: str
    title: str
    version: int
    status: PlanStatus
    day: dt.date
    health: Health
    ball: Ball
    since: dt.date | None
    done: int
    total: int
    late: tuple[str, ...]
    days_overdue: int
    blocked: tuple[str, ...]
    next: str
    next_name: str
    next_due: dt.date | None
    planned_close: dt.date | None
    projected_close: dt.date | None
    lacks: tuple[Lack, ...]
    dues: tuple[Due, ...]
    holds_until: dt.date | None

    @property
    def days_lost(self) -> int:
        """Return by how many days the close is expected later than planned."""
        if self.planned_close is None or self.projected_close is None:
            return 0
        return max(0, (self.projected_close - self.planned_close).days)

    @property
    def urgency(self) -> tuple[object, ...]:
        """Return what sorts the most urgent plan first: living ones, overdue longest, then blocked, then moving."""
        resting = self.health in ("resting", "over")
        return (resting, -self.days_overdue, -len(self.blocked), -self.days_lost, self.title, self.slug)


@dataclass(frozen=True)
class Kept:
    """A plan as a version kept it, and when (aware)."""

    plan: Plan
    at: dt.datetime


Turn = tuple[Ball, dt.date | None]
"""Whose move it is, and since which day."""
NOBODYS: Turn = ("nobody", None)


def figures_of(versions: Sequence[Kept], calendar: Calendar, day: dt.date, before: Turn = NOBODYS) -> PlanFigures:
    """Return the figures of the last of some versions; `before` is whose move it was ahead of the first of them."""
    plan = versions[-1].plan
    (held,) = portfolio([plan], day, calendar)
    ball, since = turn_after(versions, before)
    line = plan.milestone(held.next) if held.next else None
    outlook = held.outlook
    return PlanFigures(
        slug=plan.slug,
        title=plan.title,
        version=plan.version,
        status=plan.status,
        day=day,
        health=health_of(held),
        ball=ball,
        since=since,
        done=held.done,
        total=held.total,
        late=held.late,
        days_overdue=held.days_overdue,
        blocked=held.blocked,
        next=held.next or "",
        next_name=line.name if line else "",
        next_due=line.due if line else None,
        planned_close=outlook.planned if outlook else None,
        projected_close=outlook.projected if outlook else None,
        lacks=held.lacks,
        dues=_dues(plan),
        holds_until=steady_until(plan),
    )


def turn_after(versions: Iterable[Kept], before: Turn = NOBODYS) -> Turn:
    """Return whose move it is after some versions, and the day on which it became theirs (R52)."""
    ball, since = before
    for kept in versions:
        now: Ball = ball_of(kept.plan) or "nobody"
        if now != ball or since is None:
            ball, since = now, kept.at.astimezone(kept.plan.zone).date()
    return ball, since


def figures_on(figures: PlanFigures, day: dt.date) -> PlanFigures | None:
    """Return the same version's figures on another day, None where they have to be made anew."""
    if day == figures.day:
        return figures
    if day < figures.day or (figures.holds_until is not None and day > figures.holds_until):
        return None
    late = sorted((due for due in figures.dues if due[1] < day), key=lambda due: due[1])
    health: Health = "late" if late and figures.health == "on-track" else figures.health
    overdue = (day - late[0][1]).days if late else 0
    return figures._replace(day=day, health=health, late=tuple(line for line, _ in late), days_overdue=overdue)


def _dues(plan: Plan) -> tuple[Due, ...]:
    """Return the dates that are waited for, in the order in which a portfolio names what is late."""
    open_lines: list[Milestone] = sorted(
        (m for m in plan.milestones if not m.settled), key=lambda m: (m.due or dt.date.max, m.id)
    )
    externals = [external for external in plan.externals if external.status not in ("done", "skipped")]
    entries: list[Milestone | External] = [*open_lines, *externals]
    return tuple((entry.id, entry.due) for entry in entries if entry.due)
