"""A replay holds what was projected half way through a plan against the day on which its deal really closed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median

from plans.report.forecast import range_of
from plans.report.life import Life
from plans.report.past import Past
from plans.ripple import outlook_of
from plans.workdays import Calendar


@dataclass(frozen=True)
class Replayed:
    """One closed deal: calendar days by which it closed after the planned and the projected day (negative: before).

    `within` tells whether it closed between the 10 % and the 90 % day, drawn from all other deals' slips; None where
    they were too few.
    """

    slug: str
    day: dt.date
    planned_error: int
    projected_error: int
    within: bool | None


@dataclass(frozen=True)
class Accuracy:
    """How far off past projections were: `n` deals, medians in calendar days; `ranges` of them had a range."""

    n: int
    planned: float | None
    projected: float | None
    lean: float | None
    ranges: int
    within: int


def replayed(life: Life, past: Past, calendar: Calendar) -> Replayed | None:
    """Return how the projection of half way did; None for what is not closed, or had no projection then."""
    day, kept = life.half_day, life.halfway
    if day is None or kept is None or life.closed is None:
        return None
    outlook = outlook_of(kept.plan, calendar, day)
    if outlook is None:
        return None
    others = past.without(life.slug)
    # Dates that came later are none of that day's, and a line's first date is the same at any time.
    drawn = range_of(kept.plan, calendar, day, dict(life.firsts), others) if others.speaks else None
    return Replayed(
        slug=life.slug,
        day=day,
        planned_error=(life.closed - outlook.planned).days,
        projected_error=(life.closed - outlook.projected).days,
        within=drawn.early <= life.closed <= drawn.late if drawn else None,
    )


def accuracy_of(replays: Iterable[Replayed]) -> Accuracy:
    """Return what replays come to: the median size of the errors, and `lean`, the median with its sign."""
    all_of_them = tuple(replays)
    ranges = [one.within for one in all_of_them if one.within is not None]
    return Accuracy(
        n=len(all_of_them),
        planned=_median(abs(one.planned_error) for one in all_of_them),
        projected=_median(abs(one.projected_error) for one in all_of_them),
        lean=_median(one.projected_error for one in all_of_them),
        ranges=len(ranges),
        within=sum(ranges),
    )


def _median(values: Iterable[int]) -> float | None:
    found = sorted(values)
    return float(median(found)) if found else None
