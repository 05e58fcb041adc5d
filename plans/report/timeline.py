"""A timeline is one plan's dates: as marks on a line, or a row each with where it was first and can now be expected."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from plans.plan import SETTLED, Event, External, Milestone, Plan
from plans.report.figures import PlanFigures
from plans.ripple import Ripple, ripple
from plans.workdays import Calendar

Look = Literal["done", "in-progress", "blocked", "not-started", "overdue"]
"""How a mark looks: by its status, or late."""


@dataclass(frozen=True)
class Mark:
    """A line at its date, the day on which it was done where it was."""

    line: str
    day: dt.date
    look: Look


@dataclass(frozen=True)
class Timeline:
    """A plan's marks by their days, and where its close is planned and expected."""

    slug: str
    title: str
    marks: tuple[Mark, ...]
    next: str
    planned_close: dt.date | None
    projected_close: dt.date | None

    @property
    def late(self) -> tuple[str, ...]:
        """Return the lines that are late, the one that was due first at first."""
        return tuple(mark.line for mark in self.marks if mark.look == "overdue")


@dataclass(frozen=True)
class Row:
    """One line: whose it is ("outside": what is waited for), the first date, the one it has or was done on, its look.

    `expected` is when it can be expected where that is later than its date and today, `late` by how many days it is
    overdue, and `after` the open line that it waits for on the way to the close, '' for none.
    """

    line: str
    name: str
    side: str
    first: dt.date
    day: dt.date
    look: Look
    hard: bool = False
    expected: dt.date | None = None
    late: int = 0
    after: str = ""

    @property
    def moved(self) -> int:
        """Return by how many days it has moved later since it was first agreed (negative: earlier)."""
        return (self.day - self.first).days if self.look != "done" else 0


@dataclass(frozen=True)
class PlanTimeline:
    """One plan on one day: its dated lines by their days, open ones without a date by name, the buyer's own dates, and
    the close; `done` and `total` count all lines but those that are skipped."""

    slug: str
    title: str
    version: int
    day: dt.date
    rows: tuple[Row, ...]
    undated: tuple[str, ...]
    events: tuple[Event, ...]
    close: str
    planned_close: dt.date | None
    projected_close: dt.date | None
    done: int
    total: int

    @property
    def late(self) -> tuple[Row, ...]:
        """Return the lines that are overdue."""
        return tuple(row for row in self.rows if row.look == "overdue")


def plan_timeline_of(plan: Plan, calendar: Calendar, day: dt.date) -> PlanTimeline:
    """Return the timeline of one plan, seen from a day."""
    dates = ripple(plan, calendar, day)
    entries: list[Milestone | External] = [*plan.milestones, *plan.externals]
    rows = [row for entry in entries if (row := _row(plan, entry, dates, day))]
    return PlanTimeline(
        slug=plan.slug,
        title=plan.title,
        version=plan.version,
        day=day,
        rows=tuple(sorted(rows, key=lambda row: (row.day, row.line))),
        undated=tuple(entry.id for entry in entries if not entry.due and entry.status not in SETTLED),
        events=plan.events,
        close=dates.close or "",
        planned_close=dates.planned_close,
        projected_close=dates.projected_close,
        done=sum(entry.status == "done" for entry in entries),
        total=sum(entry.status != "skipped" for entry in entries),
    )


def _row(plan: Plan, entry: Milestone | External, dates: Ripple, day: dt.date) -> Row | None:
    mark = _mark(entry, day)
    if mark is None:
        return None
    standing, moved = dates.of(entry.id), isinstance(entry, Milestone) and entry.slipped_from
    owner, path = plan.person(entry.owner), dates.critical_path
    before = path[: path.index(entry.id)][-1:] if entry.id in path else ()
    return Row(
        line=entry.id,
        name=entry.name,
        side="outside" if isinstance(entry, External) else owner.side if owner else "",
        first=moved[0] if moved else entry.due or mark.day,
        day=mark.day,
        look=mark.look,
        hard=isinstance(entry, Milestone) and entry.deadline == "hard",
        expected=standing.projected if standing and standing.projected > max(mark.day, day) else None,
        late=(day - mark.day).days if mark.look == "overdue" else 0,
        after=next(iter(before), ""),
    )


def timeline_of(plan: Plan, figures: PlanFigures) -> Timeline:
    """Return the marks of a plan's milestones, and of what it waits for outside, on the figures' day."""
    entries: list[Milestone | External] = [*plan.milestones, *(x for x in plan.externals if x.status != "done")]
    marks = [mark for entry in entries if (mark := _mark(entry, figures.day))]
    return Timeline(
        slug=plan.slug,
        title=plan.title,
        marks=tuple(sorted(marks, key=lambda mark: (mark.day, mark.line))),
        next=figures.next,
        planned_close=figures.planned_close,
        projected_close=figures.projected_close,
    )


def _mark(entry: Milestone | External, day: dt.date) -> Mark | None:
    if entry.status == "skipped":
        return None
    if entry.status == "done":
        done = (entry.done_on if isinstance(entry, Milestone) else None) or entry.due
        return Mark(entry.id, done, "done") if done else None
    if entry.due is None:
        return None
    return Mark(entry.id, entry.due, "overdue" if entry.due < day else entry.status)
