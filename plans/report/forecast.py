"""A forecast is when a deal is likely to close: the plan's date, the projected one, and a range from our own record."""

import datetime as dt
import random
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from plans.plan import Plan
from plans.report.course import course_of
from plans.report.past import Past, quantile
from plans.ripple import outlook_of
from plans.workdays import Calendar

DRAWS = 1000
"""How often the way to a close is drawn."""
Lacking = Literal["", "no-close", "record"]
"""Why there is no range: the plan has no dated close that is open, or too few milestones are finished anywhere."""


@dataclass(frozen=True)
class Range:
    """The days by which the close has come in 10, 50 and 90 % of the draws; `closes` are all of them, sorted."""

    early: dt.date
    middle: dt.date
    late: dt.date
    closes: tuple[int, ...]

    def chance_by(self, day: dt.date) -> float:
        """Return the share of draws (0 to 1) in which the close has come by a day."""
        return bisect_right(self.closes, day.toordinal()) / len(self.closes)


@dataclass(frozen=True)
class Forecast:
    """One running plan on one day; `crm_close` is the close date that was imported from the CRM, if any was."""

    slug: str
    title: str
    version: int
    day: dt.date
    planned: dt.date | None
    projected: dt.date | None
    range: Range | None
    lacking: Lacking
    crm_close: dt.date | None = None

    @property
    def expected(self) -> dt.date | None:
        """Return the day that the deal is most fairly expected on: half way through the range, else as projected."""
        return self.range.middle if self.range else self.projected

    @property
    def days_after_crm(self) -> int | None:
        """Return by how many calendar days the expected close is later than the CRM's date (negative: earlier)."""
        if self.crm_close is None or self.expected is None:
            return None
        return (self.expected - self.crm_close).days


def forecast_of(
    plan: Plan,
    calendar: Calendar,
    day: dt.date,
    firsts: Mapping[str, dt.date],
    past: Past,
    crm_close: dt.date | None = None,
) -> Forecast:
    """Return the forecast of a plan; `firsts` are the first dates of its milestones by id."""
    outlook = outlook_of(plan, calendar, day)
    lacking: Lacking = "no-close" if outlook is None else "" if past.speaks else "record"
    return Forecast(
        slug=plan.slug,
        title=plan.title,
        version=plan.version,
        day=day,
        planned=outlook.planned if outlook else None,
        projected=outlook.projected if outlook else None,
        range=None if lacking else range_of(plan, calendar, day, firsts, past),
        lacking=lacking,
        crm_close=crm_close,
    )


def range_of(plan: Plan, calendar: Calendar, day: dt.date, firsts: Mapping[str, dt.date], past: Past) -> Range | None:
    """Return the range of a plan's close; the same plan, version, day and record always give the same."""
    course = course_of(plan, calendar, day, firsts, past)
    if course is None:
        return None
    closes = course.closes(random.Random(f"{plan.slug}/{plan.version}/{day}"), DRAWS)
    early, middle, late = (dt.date.fromordinal(quantile(closes, share)) for share in (0.1, 0.5, 0.9))
    return Range(early, middle, late, closes)
