"""A timeline is one plan's dates as marks on a line: each with its status, and what is late told apart."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from plans.plan import External, Milestone, Plan
from plans.report.figures import PlanFigures

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
