"""Slippage is by how many days dates have moved later than they were first agreed, and how often."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from plans.plan import Milestone, Plan
from plans.report.figures import Kept
from plans.ripple import closing_line


@dataclass(frozen=True)
class LineSlip:
    """One milestone whose date has moved later: the first date that it had, the one it has, how often it moved."""

    line: str
    name: str
    first: dt.date
    now: dt.date
    times: int

    @property
    def days(self) -> int:
        """Return the calendar days between both dates; 0 or less where it has been made up for."""
        return (self.now - self.first).days


@dataclass(frozen=True)
class PlanSlippage:
    """How far a plan's close has moved (None: it has no date), and its milestones that moved, the furthest first."""

    slug: str
    title: str
    close: LineSlip | None
    lines: tuple[LineSlip, ...]

    @property
    def urgency(self) -> tuple[object, ...]:
        """Return what sorts first whose close has moved furthest, then most often."""
        close = self.close
        return (-close.days if close else 0, -close.times if close else 0, self.title, self.slug)


@dataclass(frozen=True)
class CloseStep:
    """The planned close as a version gave it, the day on which that was kept, and the days since the first close."""

    version: int
    day: dt.date
    line: str
    close: dt.date
    days: int


def slippage_of(plan: Plan) -> PlanSlippage:
    """Return how far a plan's dates have moved; the close counts also where it has not."""
    close = closing_line(plan)
    moved = [slip for milestone in plan.milestones if milestone.slipped_from and (slip := _slip(milestone))]
    return PlanSlippage(
        slug=plan.slug,
        title=plan.title,
        close=_slip(close) if close else None,
        lines=tuple(sorted(moved, key=lambda slip: (-slip.days, -slip.times, slip.line))),
    )


def close_over_time(versions: Iterable[Kept]) -> tuple[CloseStep, ...]:
    """Return the planned close of each version that moved it, and of the first and the last that has one."""
    steps: list[CloseStep] = []
    for kept in versions:
        close = closing_line(kept.plan)
        if close is None or close.due is None:
            continue
        first = steps[0].close - dt.timedelta(days=steps[0].days) if steps else _first(close, close.due)
        day = kept.at.astimezone(kept.plan.zone).date()
        step = CloseStep(kept.plan.version, day, close.id, close.due, (close.due - first).days)
        if len(steps) > 1 and steps[-1].close == steps[-2].close:
            steps.pop()
        steps.append(step)
    return tuple(steps)


def _slip(milestone: Milestone) -> LineSlip | None:
    if milestone.due is None:
        return None
    first = _first(milestone, milestone.due)
    return LineSlip(milestone.id, milestone.name, first, milestone.due, len(milestone.slipped_from))


def _first(milestone: Milestone, due: dt.date) -> dt.date:
    return milestone.slipped_from[0] if milestone.slipped_from else due
