"""Hygiene is what a running plan lacks or what has gone stale in it, the worst first, so that a team can be coached."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from plans.engagement import Engagement, stands_by
from plans.gaps import gaps
from plans.plan import Plan
from plans.portfolio import Holding, portfolio
from plans.report.record import Record
from plans.stages import stages_of

Flaw = Literal[
    "decision-maker", "champion", "date", "overdue", "quiet", "metric", "unowned", "stale", "unconfirmed",
]  # fmt: skip
WEIGHTS: Mapping[Flaw, int] = {
    "decision-maker": 3,
    "champion": 3,
    "date": 3,
    "overdue": 3,
    "quiet": 3,
    "metric": 2,
    "unowned": 2,
    "stale": 1,
    "unconfirmed": 1,
}
"""What a flaw counts when the worst plan is looked for, and the order in which those of one plan are told."""
STALE_WEEKS = 4
"""Weeks without a new version after which somebody should go through the plan."""


@dataclass(frozen=True)
class Finding:
    """One flaw of a plan: the ids of the lines that it is about, and for how many days it has been so."""

    flaw: Flaw
    lines: tuple[str, ...] = ()
    days: int | None = None


@dataclass(frozen=True)
class PlanHygiene:
    """What is missing or stale in one plan on one day, the heaviest first."""

    slug: str
    title: str
    day: dt.date
    findings: tuple[Finding, ...]

    @property
    def weight(self) -> int:
        """Return what the flaws come to together."""
        return sum(WEIGHTS[finding.flaw] for finding in self.findings)

    @property
    def urgency(self) -> tuple[object, ...]:
        """Return what sorts the worst plan first; of two that are equal, the one in which something is late longer."""
        late = max((finding.days or 0 for finding in self.findings if finding.flaw == "overdue"), default=0)
        return (-self.weight, -late, self.title, self.slug)


@dataclass(frozen=True)
class _Look:
    """One plan as it is looked at on one day."""

    record: Record
    day: dt.date

    @property
    def plan(self) -> Plan:
        return self.record.plan

    @cached_property
    def held(self) -> Holding:
        (held,) = portfolio([self.plan], self.day)
        return held

    @cached_property
    def part(self) -> Engagement:
        return self.record.engagement_on(self.day)


def hygiene_of(record: Record, day: dt.date) -> PlanHygiene:
    """Return what is missing or stale in a plan on a day."""
    look = _Look(record, day)
    findings = tuple(found for flaw in WEIGHTS if (found := _FINDS[flaw](look)))
    return PlanHygiene(record.plan.slug, record.plan.title, day, findings)


def _decision_maker(look: _Look) -> Finding | None:
    return Finding("decision-maker") if "decision-maker" in look.held.lacks else None


def _champion(look: _Look) -> Finding | None:
    return Finding("champion") if "champion" in look.held.lacks else None


def _metric(look: _Look) -> Finding | None:
    return Finding("metric") if "metric" in look.held.lacks else None


def _date(look: _Look) -> Finding | None:
    """Find a plan in which nothing open is dated, or none of the lines by which the order is to come."""
    orders = [m for m in look.plan.milestones if m.status != "skipped" and "order" in stages_of(m.name)]
    undated = tuple(line.id for line in orders if not line.settled and not line.due)
    if "date" in look.held.lacks:
        return Finding("date")
    return Finding("date", undated) if undated and len(undated) == len(orders) else None


def _overdue(look: _Look) -> Finding | None:
    return Finding("overdue", look.held.late, look.held.days_overdue) if look.held.late else None


def _quiet(look: _Look) -> Finding | None:
    return Finding("quiet", days=look.part.quiet_for) if look.part.is_quiet else None


def _stale(look: _Look) -> Finding | None:
    days = (look.day - look.record.day_of(look.record.kept_at)).days
    return Finding("stale", days=days) if days >= 7 * STALE_WEEKS else None


def _unowned(look: _Look) -> Finding | None:
    lines = tuple(gap.line for gap in gaps(look.plan) if gap.key == "owner")
    return Finding("unowned", lines) if lines else None


def _unconfirmed(look: _Look) -> Finding | None:
    """Find open milestones of both sides that their owners have not agreed to; internal ones need no yes."""
    owned = [m for m in look.plan.milestones if m.owner and not m.settled and not m.internal]
    lines = tuple(milestone.id for milestone in owned if not stands_by(milestone))
    return Finding("unconfirmed", lines) if lines else None


_FINDS: Mapping[Flaw, Callable[[_Look], Finding | None]] = {
    "decision-maker": _decision_maker,
    "champion": _champion,
    "date": _date,
    "overdue": _overdue,
    "quiet": _quiet,
    "metric": _metric,
    "unowned": _unowned,
    "stale": _stale,
    "unconfirmed": _unconfirmed,
}
