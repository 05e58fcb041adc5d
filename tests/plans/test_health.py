"""A plan's health is the worst that holds, by its own local day."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.health import Health, vitals_of
from plans.plan import Plan
from plans.state import PlanState
from tests.plans.a_plan import a_plan

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)


def state(plan: Plan) -> PlanState:
    return PlanState(plan, NOON)


def dated(plan: Plan, days: int) -> Plan:
    """Return the plan with every open date so many days from the day that is looked at."""
    day = NOON.date() + dt.timedelta(days=days)
    return replace(plan, milestones=tuple(replace(m, due=day, depends_on=(), actions=()) for m in plan.milestones))


STATUSES: dict[Health, dict[str, str]] = {
    "over": {"status": "won"},
    "resting": {"status": "on-hold"},
    "on-track": {},
}


@pytest.mark.practice(106)
@pytest.mark.parametrize("health", STATUSES)
def test_a_plan_that_rests_or_has_ended_says_so_whatever_its_dates(health: Health) -> None:
    plan = replace(dated(a_plan(), 30), **STATUSES[health])  # type: ignore[arg-type]
    assert vitals_of(state(plan), NOON).health == health


@pytest.mark.practice(106)
def test_what_is_late_is_counted_in_calendar_days_of_the_oldest_line() -> None:
    vitals = vitals_of(state(dated(a_plan(), -12)), NOON)
    assert (vitals.health, vitals.days_overdue) == ("slipping", 12)
    assert vitals.next_due == NOON.date() - dt.timedelta(days=12)


def test_a_blocked_line_shows_before_a_late_one() -> None:
    plan = dated(a_plan(), 30)
    stuck = plan.with_line(replace(next(m for m in plan.milestones if not m.settled), status="blocked"))
    assert vitals_of(state(stuck), NOON).health == "blocked"


def test_a_plan_that_is_held_up_says_so_before_all_but_its_end() -> None:
    late = dated(a_plan(), -12)
    assert vitals_of(state(late), NOON, held=True).health == "held-up"
    assert vitals_of(state(replace(late, status="on-hold")), NOON, held=True).health == "held-up"
    assert vitals_of(state(replace(late, status="won")), NOON, held=True).health == "over"
