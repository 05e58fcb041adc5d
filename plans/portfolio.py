"""A portfolio is one person's plans side by side: where each stands, the most urgent first, and what it lacks."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from plans.agenda import STALE
from plans.notice import Outlook
from plans.plan import ENDED, External, Line, Milestone, Person, Plan, PlanStatus, Side
from plans.ripple import outlook_of
from plans.workdays import Calendar

Lack = Literal["champion", "decision-maker", "metric", "date"]
"""What a deal is qualified by and a plan can miss (R120)."""


@dataclass(frozen=True)
class Holding:
    """One plan of a portfolio; lines are named by their ids, `days_overdue` are calendar days of the oldest.

    `quiet_days` tells for how long nobody has written, 0 where that is not worth a word.
    """

    plan: Plan
    done: int
    total: int
    late: tuple[str, ...]
    days_overdue: int
    blocked: tuple[str, ...]
    next: str | None
    ball: Side | None
    outlook: Outlook | None
    lacks: tuple[Lack, ...]
    quiet_days: int = 0

    @property
    def urgency(self) -> tuple[object, ...]:
        """Return what sorts the most urgent plan first: what is overdue longest, then blocked, then by title."""
        return (-self.days_overdue, -len(self.blocked), -len(self.lacks), self.plan.title)

    @property
    def needs_help(self) -> bool:
        """Tell whether something is late or blocked, or the close moves."""
        return bool(self.late or self.blocked or (self.outlook and self.outlook.days))


def followers(plan: Plan) -> tuple[Person, ...]:
    """Return who reads about the plan beside their others: its reporter and their manager (R106), sellers only.

    A portfolio tells of internal lines too (R9).
    """
    reporter = plan.reporter
    manager = plan.person(reporter.manager) if reporter else None
    return tuple(person for person in (reporter, manager) if person and person.side == "seller")


UNTOLD: frozenset[PlanStatus] = frozenset({*ENDED, "draft"})
"""Statuses of plans that no digest tells of."""


def readers(plan: Plan) -> dict[str, Person]:
    """Return whose digest tells of a plan, by address: the same person may have another id in each plan."""
    told = () if plan.status in UNTOLD else followers(plan)
    return {person.email.casefold(): person for person in told if person.mailed}


def readers_of_several(plan: Plan, others: Iterable[Plan]) -> tuple[str, ...]:
    """Return the ids of those whose digest tells of this plan and of another one."""
    elsewhere = {address for other in others if other.slug != plan.slug for address in readers(other)}
    return tuple(person.id for address, person in readers(plan).items() if address in elsewhere)


def portfolio(plans: Iterable[Plan], today: dt.date, calendar: Calendar | None = None) -> tuple[Holding, ...]:
    """Return the plans as holdings, the most urgent first."""
    held = [_holding(plan, calendar or Calendar(), today) for plan in plans]
    return tuple(sorted(held, key=lambda one: one.urgency))


def with_quiet_days(holdings: Iterable[Holding], quiet: Mapping[str, int]) -> tuple[Holding, ...]:
    """Return the holdings, the most urgent first, with for how long nobody has written (by slug), where that is worth a
    word."""
    days = ((one, quiet.get(one.plan.slug, 0)) for one in holdings)
    told = (replace(one, quiet_days=number if number >= STALE else 0) for one, number in days)
    return tuple(sorted(told, key=lambda one: one.urgency))


def _holding(plan: Plan, calendar: Calendar, today: dt.date) -> Holding:
    wanted = [milestone for milestone in plan.milestones if milestone.status != "skipped"]
    waiting = _waiting(plan)
    entries: list[Line | External] = [*waiting, *plan.externals]
    late = sorted((e for e in entries if _overdue(e, today)), key=lambda e: -_overdue(e, today))
    return Holding(
        plan=plan,
        done=sum(milestone.status == "done" for milestone in wanted),
        total=len(wanted),
        late=tuple(entry.id for entry in late),
        days_overdue=max((_overdue(entry, today) for entry in late), default=0),
        blocked=tuple(milestone.id for milestone in waiting if milestone.status == "blocked"),
        next=waiting[0].id if waiting else None,
        ball=ball_of(plan),
        outlook=outlook_of(plan, calendar, today),
        lacks=_lacks(plan, waiting),
    )


def ball_of(plan: Plan) -> Side | None:
    """Return whose move it is: the side of whoever owns the next open line (R52)."""
    waiting = _waiting(plan)
    owner = plan.person(waiting[0].owner) if waiting else None
    return owner.side if owner else None


def _waiting(plan: Plan) -> list[Milestone]:
    """Return what is waited for, what is due first at first."""
    return sorted((m for m in plan.milestones if not m.settled), key=lambda m: (m.due or dt.date.max, m.id))


def _overdue(entry: Line | External, today: dt.date) -> int:
    """Return by how many days an open entry is late, 0 where it is not."""
    if entry.due is None or entry.status in ("done", "skipped"):
        return 0
    return max(0, (today - entry.due).days)


def _lacks(plan: Plan, waiting: list[Milestone]) -> tuple[Lack, ...]:
    buyers = [person for person in plan.people if person.side == "buyer"]
    missing: tuple[tuple[Lack, bool], ...] = (
        ("champion", not any(person.power == "champion" for person in buyers)),
        ("decision-maker", not any(person.power == "decision-maker" for person in buyers)),
        ("metric", not any(goal.measure and goal.target is not None for goal in plan.goals)),
        ("date", bool(waiting) and not any(milestone.due for milestone in waiting)),
    )
    return tuple(name for name, lacks in missing if lacks)
