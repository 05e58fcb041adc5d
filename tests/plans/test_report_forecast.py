"""The forecast: a range drawn from our own record, always the same one, and how far off earlier ones were."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.plan import Dependency, Milestone
from plans.report.course import course_of
from plans.report.figures import Kept
from plans.report.forecast import forecast_of
from plans.report.life import Life, life_of
from plans.report.past import Past, past_of
from plans.report.replay import Accuracy, Replayed, accuracy_of, replayed
from plans.report.slips import Slip
from plans.ripple import outlook_of
from plans.workdays import Calendar
from tests.documents.making import EXAMPLES, example
from tests.plans.a_plan import a_plan

NONE = Calendar()
DAY = dt.date(2026, 4, 13)


def past(*days: int, deals: int = 10) -> Past:
    """A record of other deals in which each of these slips came 30 times."""
    each = [(number, slip) for slip in days for number in range(30)]
    return past_of(Slip(f"old{number % deals}", f"{slip}/{number}", "other", slip) for number, slip in each)


@pytest.mark.practice(51)
@pytest.mark.parametrize("name", EXAMPLES)
def test_without_slips_every_draw_is_the_projected_close(name: str) -> None:
    plan = example(name)
    for number in range(0, 300, 11):
        day = dt.date(2026, 1, 5) + dt.timedelta(days=number)
        found = forecast_of(plan, NONE, day, {}, past(0))
        assert found.range
        assert {dt.date.fromordinal(close) for close in found.range.closes} == {found.projected}


def test_a_slip_moves_the_close_by_working_days_and_is_passed_on() -> None:
    order = Milestone(
        "M5", "Purchase order", owner="nate", due=dt.date(2026, 6, 12), depends_on=(Dependency("M4", True),)
    )
    alone = forecast_of(a_plan(), NONE, DAY, {}, past(5))
    assert alone.range
    assert (alone.planned, alone.range.middle) == (dt.date(2026, 6, 12), dt.date(2026, 6, 19))
    chained = forecast_of(a_plan(milestones=(*a_plan().milestones, order)), NONE, DAY, {}, past(5))
    assert chained.range
    assert chained.range.middle == dt.date(2026, 6, 26)


@pytest.mark.practice(51)
def test_the_range_is_that_of_the_record() -> None:
    found = forecast_of(a_plan(), NONE, DAY, {}, past(0, 0, 0, 0, 5, 5, 5, 10, 10, 20), dt.date(2026, 6, 15))
    assert found.range
    assert (found.range.early, found.range.middle) == (dt.date(2026, 6, 12), dt.date(2026, 6, 19))
    assert found.range.late in (dt.date(2026, 6, 26), dt.date(2026, 7, 10))
    assert 0.36 < found.range.chance_by(dt.date(2026, 6, 15)) < 0.44
    assert found.days_after_crm == 4


def test_the_same_plan_version_day_and_record_draw_the_same() -> None:
    known = past(-3, 0, 4, 9, 17)
    first = forecast_of(a_plan(), NONE, DAY, {}, known)
    assert forecast_of(a_plan(), NONE, DAY, {}, past_of(reversed(known.slips))) == first
    other = forecast_of(a_plan(version=5), NONE, DAY, {}, known)
    assert other.range
    assert first.range
    assert other.range.closes != first.range.closes


def test_too_few_finished_milestones_give_no_range() -> None:
    found = forecast_of(a_plan(), NONE, DAY, {}, past(5, deals=4), dt.date(2026, 6, 1))
    assert (found.range, found.lacking, found.expected) == (None, "record", dt.date(2026, 6, 12))
    assert found.days_after_crm == 11
    undated = a_plan(milestones=tuple(replace(m, due=None) for m in a_plan().milestones))
    found = forecast_of(undated, NONE, DAY, {}, past(5))
    assert (found.range, found.lacking, found.expected, found.days_after_crm) == (None, "no-close", None, None)


def test_slips_that_a_line_has_outlived_are_not_drawn() -> None:
    known, late = past(0, 2, 10), dt.date(2026, 6, 22)  # Six working days after its date.
    found = forecast_of(a_plan(milestones=a_plan().milestones[3:]), NONE, late, {}, known)
    assert found.range
    assert {dt.date.fromordinal(close) for close in found.range.closes} == {dt.date(2026, 6, 26)}
    outlived = forecast_of(a_plan(milestones=a_plan().milestones[3:]), NONE, dt.date(2026, 7, 6), {}, past(2))
    assert outlived.range
    assert outlived.range.middle == dt.date(2026, 7, 8)


def test_a_line_that_was_moved_already_slips_from_its_first_date_but_not_before_the_new_one() -> None:
    plan = a_plan(milestones=a_plan().milestones[3:])
    found = forecast_of(plan, NONE, DAY, {"M4": dt.date(2026, 6, 5)}, past(0, 10))
    assert found.range
    assert {dt.date.fromordinal(close) for close in found.range.closes} == {dt.date(2026, 6, 19)}


def test_lines_that_the_close_does_not_wait_for_are_not_drawn() -> None:
    course = course_of(example("us-saas"), NONE, dt.date(2026, 1, 5), {}, past(0))
    assert course
    assert len(course.legs) < len(example("us-saas").milestones)
    done = a_plan(milestones=tuple(replace(m, status="done") for m in a_plan().milestones))
    assert course_of(done, NONE, DAY, {}, past(0)) is None


def closed_late(slug: str, days: int) -> Life:
    """The life of a plan whose close came so many calendar days after 12 June."""
    first = a_plan(slug=slug)
    close = dt.date(2026, 6, 12) + dt.timedelta(days=days)
    done = tuple(replace(m, status="done", done_on=m.due) for m in first.milestones[:3])
    last = replace(
        first, version=5, status="won", milestones=(*done, replace(first.milestones[3], status="done", done_on=close))
    )
    at = [dt.datetime(2026, 4, 1, 18, tzinfo=dt.UTC), dt.datetime.combine(close, dt.time(18), dt.UTC)]
    return life_of([Kept(plan, moment) for plan, moment in zip((first, last), at, strict=True)], NONE)


@pytest.mark.practice(51)
def test_a_replay_holds_the_projection_of_half_way_against_the_real_close() -> None:
    life = closed_late("harbor", 18)
    assert life.half_day == dt.date(2026, 5, 16)
    assert life.halfway
    # At half way M1 to M3 look open and late; the close, which waits for none of them, is projected as planned.
    assert outlook_of(life.halfway.plan, NONE, life.half_day)
    found = replayed(life, past(0, 12, 30), NONE)
    assert found == Replayed("harbor", dt.date(2026, 5, 16), planned_error=18, projected_error=18, within=True)
    assert replayed(life, past(0, 2), NONE) == replace(found, within=False)
    assert replayed(life, past(0, deals=4), NONE) == replace(found, within=None)


def test_a_deal_is_not_judged_by_its_own_slips() -> None:
    life = closed_late("old0", 18)
    own = past_of([*past(0).slips, *(Slip("old0", f"x{number}", "technical", 12) for number in range(500))])
    found = replayed(life, own, NONE)
    assert found
    assert found.within is False


def test_accuracy_is_the_median_of_the_errors_with_their_number() -> None:
    day = dt.date(2026, 1, 1)
    replays = [
        Replayed("a", day, 10, 4, True), Replayed("b", day, -20, -6, False), Replayed("c", day, 30, 8, None),
        Replayed("d", day, 2, 0, True),
    ]  # fmt: skip
    assert accuracy_of(replays) == Accuracy(n=4, planned=15.0, projected=5.0, lean=2.0, ranges=3, within=2)
    assert accuracy_of([]) == Accuracy(0, None, None, None, 0, 0)
