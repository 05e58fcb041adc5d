"""The life of a plan is what its kept versions tell of it in hindsight: when it began, slipped, closed and ended."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from plans.plan import ENDED, Plan, PlanStatus
from plans.report.figures import Due, Kept
from plans.report.slips import Slip, first_dues, slips_of
from plans.ripple import closing_line
from plans.workdays import Calendar


@dataclass(frozen=True)
class Life:
    """A plan from its first version to its last.

    `began` is the day of the first version, `ended` that since which it is won or lost, `closed` the day of the order
    or signature; `halfway` is the version that held half way between `began` and `closed`; `lived` tells that it was
    ever more than a draft. Days are those of the plan's time zone.
    """

    last: Kept
    began: dt.date
    ended: dt.date | None
    closed: dt.date | None
    firsts: tuple[Due, ...]
    slips: tuple[Slip, ...]
    halfway: Kept | None
    lived: bool = True

    @property
    def slug(self) -> str:
        """Return the plan's slug."""
        return self.last.plan.slug

    @property
    def crm_id(self) -> str:
        """Return the CRM's id of its deal, '' where the plan names none."""
        return self.last.plan.deal.crm_id

    @property
    def status(self) -> PlanStatus:
        """Return the status of the last version."""
        return self.last.plan.status

    @property
    def is_deal(self) -> bool:
        """Tell whether it is about a purchase: a plan that goes on from one that was won is not."""
        return not self.last.plan.follows

    @property
    def half_day(self) -> dt.date | None:
        """Return the day half way between the beginning and the close."""
        return self.began + (self.closed - self.began) // 2 if self.closed else None


def life_of(versions: Sequence[Kept], calendar: Calendar) -> Life:
    """Return the life that all versions of a plan tell, the oldest first."""
    began, ended = day_of(versions[0]), _ended(versions)
    closed = _closed(versions[-1].plan, ended)
    return Life(
        last=versions[-1],
        began=began,
        ended=ended,
        closed=closed,
        firsts=first_dues(versions),
        slips=slips_of(versions, calendar),
        halfway=_held_on(versions, began + (closed - began) // 2) if closed and closed > began else None,
        lived=any(kept.plan.status in ("active", "on-hold") for kept in versions),
    )


def day_of(kept: Kept) -> dt.date:
    """Return the day on which a version was kept."""
    return kept.at.astimezone(kept.plan.zone).date()


def _ended(versions: Sequence[Kept]) -> dt.date | None:
    since: Kept | None = None
    for kept in reversed(versions):
        if kept.plan.status not in ENDED:
            break
        since = kept
    return day_of(since) if since else None


def _closed(plan: Plan, ended: dt.date | None) -> dt.date | None:
    """Return when the deal closed: its closing line was done, else the plan was won."""
    close = closing_line(plan)
    if plan.status != "lost" and close and close.status == "done" and close.done_on:
        return close.done_on
    return ended if plan.status == "won" else None


def _held_on(versions: Sequence[Kept], day: dt.date) -> Kept:
    """Return the version that held at the end of a day."""
    return [kept for kept in versions if day_of(kept) <= day][-1]
