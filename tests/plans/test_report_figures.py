"""The figures of a plan: what holds from day to day is not made anew, and tells the same."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.report.figures import Kept, figures_of, figures_on, turn_after
from plans.ripple import outlook_of, ripple
from plans.workdays import Calendar
from tests.documents.making import EXAMPLES, example
from tests.plans.a_plan import a_plan

NONE = Calendar()


def kept(day: dt.date, **changes: object) -> Kept:
    return Kept(replace(a_plan(), **changes), dt.datetime.combine(day, dt.time(18), dt.UTC))  # type: ignore[arg-type]


@pytest.mark.practice(51)
@pytest.mark.parametrize("name", EXAMPLES)
def test_figures_that_hold_are_those_that_would_be_made_anew(name: str) -> None:
    versions = [Kept(example(name), dt.datetime(2026, 1, 5, tzinfo=dt.UTC))]
    first = dt.date(2026, 1, 5)
    made = figures_of(versions, NONE, first)
    held = 0
    for number in range(1, 330, 3):
        day = first + dt.timedelta(days=number)
        moved = figures_on(made, day)
        held += moved is not None
        assert moved is None or moved == figures_of(versions, NONE, day)
    assert held
    assert figures_on(made, first - dt.timedelta(days=1)) is None


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_quick_outlook_is_that_of_the_whole_ripple(name: str) -> None:
    plan = example(name)
    for number in range(0, 360, 7):
        day = dt.date(2026, 1, 5) + dt.timedelta(days=number)
        assert outlook_of(plan, NONE, day) == ripple(plan, NONE, day).outlook


@pytest.mark.practice(52)
def test_the_ball_is_with_a_side_since_the_version_that_gave_it_to_them() -> None:
    first, second, third, fourth = a_plan().milestones
    done = tuple(replace(m, status="done") for m in (first, second, third))
    versions = [
        kept(dt.date(2026, 4, 1)),
        kept(dt.date(2026, 4, 9), version=5),
        kept(dt.date(2026, 4, 20), version=6, milestones=(*done, fourth)),
    ]
    assert turn_after(versions[:2]) == ("buyer", dt.date(2026, 4, 1))
    assert turn_after(versions) == ("seller", dt.date(2026, 4, 20))
    assert turn_after(versions[2:], turn_after(versions[:2])) == turn_after(versions)


def test_a_plan_that_is_late_comes_before_one_that_rests() -> None:
    late = figures_of([kept(dt.date(2026, 4, 1))], NONE, dt.date(2026, 4, 20))
    resting = figures_of([kept(dt.date(2026, 4, 1), status="on-hold")], NONE, dt.date(2026, 4, 20))
    assert (late.days_overdue, late.late, late.health) == (3, ("M1",), "late")
    assert sorted([resting, late], key=lambda one: one.urgency) == [late, resting]
