"""A plan's health is what people search running plans by: a few words, dates and numbers, no person, no amount."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from plans.plan import ENDED, PlanStatus
from plans.portfolio import Holding, portfolio
from plans.state import PlanState

Health = Literal["on-track", "late", "blocked", "slipping", "resting", "held-up", "over"]
"""How a plan stands, the worst that holds: slipping moves the close, blocked and late do not (yet). What is held up
cannot go on for the machine's sake: a letter unread, a mail unsent for too long."""
Ball = Literal["buyer", "seller", "nobody"]


@dataclass(frozen=True)
class Vitals:
    """What can be searched for; `days_overdue` counts calendar days of the line that is late longest."""

    health: Health
    status: PlanStatus
    next_due: dt.date | None
    days_overdue: int
    ball: Ball
    projected_close: dt.date | None
    version: int


def vitals_of(state: PlanState, now: dt.datetime, *, held: bool = False) -> Vitals:
    """Return how a plan stands at a moment, by the day of its own time zone; `held` tells that it is held up."""
    plan = state.plan
    (holding,) = portfolio([plan], now.astimezone(plan.zone).date(), state.calendar)
    return Vitals(
        health="held-up" if held and plan.status not in ENDED else health_of(holding),
        status=plan.status,
        next_due=min((line.due for line in plan.lines() if line.due and not line.settled), default=None),
        days_overdue=holding.days_overdue,
        ball=holding.ball or "nobody",
        projected_close=holding.outlook.projected if holding.outlook else None,
        version=plan.version,
    )


def health_of(held: Holding) -> Health:
    """Return the one word for how a plan stands."""
    order: tuple[tuple[Health, object], ...] = (
        ("over", held.plan.status in ENDED),
        ("resting", held.plan.status != "active"),
        ("slipping", held.outlook and held.outlook.days),
        ("blocked", held.blocked),
        ("late", held.late),
    )
    return next((health for health, holds in order if holds), "on-track")
