"""Slippage: by how many days dates moved later than first agreed, of all plans and from version to version of one."""

import datetime as dt
from dataclasses import replace

from plans.plan import Plan
from plans.report.figures import Kept, figures_of
from plans.report.slippage import close_over_time, slippage_of
from plans.report.timeline import Mark, timeline_of
from plans.workdays import Calendar
from tests.documents.making import example
from tests.plans.a_plan import a_plan

DAY = dt.date(2026, 4, 20)
FIRST = dt.date(2026, 6, 12)


def closing(due: dt.date, *before: dt.date, version: int = 4) -> Plan:
    """Return the plan with another date of its last milestone, and those that it had."""
    *others, last = a_plan().milestones
    return a_plan(version=version, milestones=(*others, replace(last, due=due, slipped_from=before)))


def kept(day: int, plan: Plan) -> Kept:
    return Kept(plan, dt.datetime(2026, 4, day, 15, tzinfo=dt.UTC))


def later(days: int) -> dt.date:
    return FIRST + dt.timedelta(days=days)


def test_the_close_has_moved_from_the_first_date_that_it_had() -> None:
    slip = slippage_of(closing(later(21), FIRST, later(7)))
    assert slip.close
    assert (slip.close.line, slip.close.first, slip.close.days, slip.close.times) == ("M4", FIRST, 21, 2)
    assert slip.lines == (slip.close,)


def test_a_close_that_never_moved_is_told_with_no_days_and_a_plan_without_dates_without_one() -> None:
    still = slippage_of(a_plan())
    assert still.close
    assert (still.close.days, still.close.times, still.lines) == (0, 0, ())
    undated = a_plan(milestones=tuple(replace(m, due=None) for m in a_plan().milestones))
    assert slippage_of(undated).close is None


def test_the_lines_and_plans_that_moved_furthest_come_first() -> None:
    first, second, *rest = a_plan().milestones
    moved = a_plan(
        milestones=(
            replace(first, slipped_from=(dt.date(2026, 4, 15),)),
            replace(second, slipped_from=(dt.date(2026, 4, 3),)),
            *rest,
        )
    )
    assert [(line.line, line.days) for line in slippage_of(moved).lines] == [("M2", 21), ("M1", 2)]
    slips = [slippage_of(plan) for plan in (a_plan(), closing(later(7), FIRST), closing(later(30), FIRST))]
    assert [slip.close and slip.close.days for slip in sorted(slips, key=lambda slip: slip.urgency)] == [30, 7, 0]


def test_the_close_is_told_of_each_version_that_moved_it_and_of_the_last() -> None:
    steps = close_over_time([
        kept(1, closing(FIRST, version=1)),
        kept(3, closing(FIRST, version=2)),
        kept(5, closing(later(14), FIRST, version=3)),
        kept(7, closing(later(14), FIRST, version=4)),
        kept(9, closing(later(14), FIRST, version=5)),
        kept(11, closing(later(10), FIRST, version=6)),
        kept(13, closing(later(10), FIRST, version=7)),
    ])  # fmt: skip
    assert [(step.version, step.days) for step in steps] == [(1, 0), (3, 14), (6, 10), (7, 10)]
    assert [step.day.day for step in steps] == [1, 5, 11, 13]
    assert steps[1].close == later(14)


def test_a_plan_that_came_with_a_slip_counts_from_the_date_before_it() -> None:
    (step,) = close_over_time([kept(1, closing(later(5), FIRST))])
    assert step.days == 5
    assert close_over_time([]) == ()


def test_a_timeline_marks_what_is_late_and_puts_what_is_done_on_the_day_it_was() -> None:
    plan = example("us-saas")
    on = dt.date(2026, 3, 15)
    figures = figures_of([Kept(plan, dt.datetime(2026, 3, 10, 15, tzinfo=dt.UTC))], Calendar(), on)
    told = timeline_of(plan, figures)
    assert told.marks[0] == Mark("M1", dt.date(2026, 2, 12), "done")
    assert told.late == figures.late == ("M2", "M3")
    assert [mark.line for mark in told.marks] == ["M1", "M2", "M3", "M4", "M5", "X1", "M6", "M7"]
    assert {mark.line: mark.look for mark in told.marks}["M4"] == "in-progress"


def test_a_timeline_leaves_out_what_is_skipped_or_has_no_date() -> None:
    first, second, third, fourth = a_plan().milestones
    plan = a_plan(milestones=(first, replace(second, status="skipped"), replace(third, due=None), fourth))
    told = timeline_of(plan, figures_of([kept(1, plan)], Calendar(), DAY))
    assert [(mark.line, mark.look) for mark in told.marks] == [("M1", "overdue"), ("M4", "not-started")]
