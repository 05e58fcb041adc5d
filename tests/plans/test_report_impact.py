"""The impact: a known set of deals gives known numbers, each with its n and its interval."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from plans.plan import Deal, PlanStatus
from plans.report.deals import CrmDeal, Deals, Outcome, crm_closes, known
from plans.report.figures import Kept
from plans.report.impact import Comparison, Measured, impact_of
from plans.report.interval import Interval, newcombe, of_median, of_median_difference, wilson
from plans.report.life import Life, life_of
from plans.workdays import Calendar
from tests.plans.a_plan import a_plan

OPENED = dt.date(2026, 1, 1)


def deals(
    has_map: bool, won: int, lost: int, days: range = range(0), tasks: tuple[int, int] | None = None
) -> list[CrmDeal]:
    outcomes: list[Outcome] = ["won"] * won + ["lost"] * lost
    total, done = tasks or (None, None)
    return [
        CrmDeal(
            f"{has_map}-{number}", has_map=has_map, opened=OPENED, outcome=outcome, tasks_total=total, tasks_done=done,
            closed=OPENED + dt.timedelta(days=days[number]) if number < len(days) else None,
        )
        for number, outcome in enumerate(outcomes)
    ]  # fmt: skip


def measured(measure: Measured, found: list[CrmDeal]) -> Comparison:
    return next(one for one in impact_of(Deals(tuple(found))).comparisons if one.measure == measure)


def rounded(interval: Interval | None) -> tuple[float, float] | None:
    return interval and (round(interval.low, 4), round(interval.high, 4))


@pytest.mark.practice(112)
def test_intervals_are_those_of_newcombes_papers() -> None:
    # Worked examples of R. G. Newcombe, Statistics in Medicine 17 (1998), 857 and 873.
    assert rounded(wilson(81 / 263, 263)) == (0.2553, 0.3662)
    assert rounded(wilson(0, 20)) == (0.0, 0.1611)
    assert rounded(newcombe(56 / 70, 70, 48 / 80, 80)) == (0.0524, 0.3339)
    assert rounded(newcombe(1, 10, 0, 20)) == (0.6791, 1.0)


@pytest.mark.practice(112)
def test_the_interval_of_a_median_lies_between_two_of_the_values() -> None:
    assert of_median(range(5)) is None
    assert of_median([3, 1, 2, 6, 5, 4]) == Interval(1, 6)
    assert of_median(range(1, 11)) == Interval(2, 9)
    assert of_median(range(1, 101)) == Interval(40, 61)


def test_the_difference_of_medians_holds_the_true_one_and_is_always_the_same() -> None:
    found = of_median_difference(range(100, 120), range(130, 150))
    assert found == of_median_difference(range(119, 99, -1), range(130, 150))
    assert found.low <= -30 <= found.high < 0
    assert of_median_difference([7] * 10, [9] * 11) == Interval(-2, -2)


@pytest.mark.practice(112)
@pytest.mark.practice(59)
def test_win_rates_of_a_known_set_of_deals() -> None:
    found = measured("win rate", [*deals(True, 56, 14), *deals(False, 48, 32)])
    assert (found.with_map.value, found.with_map.n, found.without.value, found.without.n) == (0.8, 70, 0.6, 80)
    assert found.difference == pytest.approx(0.2)
    assert rounded(found.interval) == (0.0524, 0.3339)
    assert rounded(found.with_map.interval) == (0.6918, 0.877)


@pytest.mark.practice(112)
def test_days_to_close_are_medians_of_the_deals_that_have_both_days() -> None:
    told = [*deals(True, 10, 2, range(50, 62)), *deals(False, 11, 0, range(80, 91)), *deals(False, 0, 1)]
    won, closed = measured("days to win", told), measured("days to any close", told)
    assert (won.with_map.value, won.with_map.n, won.with_map.interval) == (54.5, 10, Interval(51, 58))
    assert (closed.with_map.value, closed.with_map.n) == (55.5, 12)
    assert (won.without.value, won.without.n, won.difference) == (85.0, 11, -30.5)
    assert won.interval
    assert won.interval.low < -30.5 < won.interval.high < 0


@pytest.mark.practice(112)
def test_tasks_done_is_the_mean_share_and_a_deal_counts_once() -> None:
    told = [*deals(True, 5, 5, tasks=(10, 9)), *deals(True, 0, 0), *deals(False, 10, 0, tasks=(100, 50))]
    told += [CrmDeal("more", has_map=False, outcome="lost", tasks_total=2, tasks_done=0)]
    found = measured("tasks done", told)
    assert (found.with_map.value, found.with_map.n) == (pytest.approx(0.9), 10)
    assert (found.without.value, found.without.n) == (pytest.approx(5 / 11), 11)
    assert rounded(found.with_map.interval) == rounded(wilson(0.9, 10))


def test_fewer_than_ten_deals_on_a_side_are_not_compared() -> None:
    found = measured("win rate", [*deals(True, 9, 0), *deals(False, 20, 20)])
    assert (found.with_map.value, found.with_map.enough, found.difference, found.interval) == (1.0, False, None, None)
    assert measured("win rate", [*deals(True, 10, 0), *deals(False, 20, 20)]).difference == 0.5
    assert measured("tasks done", []).with_map.value is None


def test_deals_that_are_open_or_untold_are_counted_apart() -> None:
    found = impact_of(Deals((*deals(True, 2, 1), CrmDeal("o", outcome="open"), CrmDeal("u"), CrmDeal("v"))))
    assert (found.with_map, found.without, found.still_open, found.untold) == (3, 0, 1, 2)


@pytest.fixture
def life() -> Life:
    first = a_plan(deal=Deal(crm_id="006-9"))
    done = tuple(replace(m, status="done", done_on=dt.date(2026, 6, 9)) for m in first.milestones[:3])
    last = replace(first, version=5, status="lost", milestones=(*done, first.milestones[3]))
    moments = (dt.datetime(2026, 4, 1, 18, tzinfo=dt.UTC), dt.datetime(2026, 6, 15, 18, tzinfo=dt.UTC))
    return life_of([Kept(plan, at) for plan, at in zip((first, last), moments, strict=True)], Calendar())


def test_our_plan_tells_what_the_crm_leaves_out(life: Life) -> None:
    (found,) = known([CrmDeal("006-9")], [life]).imported
    assert found == CrmDeal(
        "006-9", "harbor", True, dt.date(2026, 4, 1), dt.date(2026, 6, 15), "lost", None, tasks_total=4, tasks_done=3
    )
    (named,) = known([CrmDeal("another", "harbor", opened=OPENED, outcome="lost")], [life]).imported
    assert (named.opened, named.closed) == (OPENED, dt.date(2026, 6, 15))


def test_the_crm_is_believed_before_our_plan(life: Life) -> None:
    told = CrmDeal("006-9", "", True, OPENED, dt.date(2026, 7, 1), "won", dt.date(2026, 7, 9), 8, 8)
    assert known([told], [life]).imported == (replace(told, plan="harbor"),)
    (still,) = known([CrmDeal("006-9", outcome="open")], [life]).imported
    assert (still.outcome, still.closed) == ("open", None)


def test_a_deal_that_is_nobodys_plan_had_none_unless_it_says_so(life: Life) -> None:
    found = known([CrmDeal("x"), CrmDeal("y", has_map=True), CrmDeal("z", plan="gone")], [life]).imported
    assert [deal.has_map for deal in found] == [False, True, True]


def test_the_crms_close_dates_are_known_by_plan(life: Life) -> None:
    day = dt.date(2026, 7, 9)
    assert crm_closes(known([CrmDeal("006-9", crm_close=day), CrmDeal("x", crm_close=day)], [life]).imported) == {
        "harbor": day
    }


def lived(slug: str, began: dt.date = OPENED, statuses: tuple[PlanStatus, ...] = ("active", "won"), **of: Any) -> Life:
    """A plan of ours that was kept in each of these statuses, thirty days apart."""
    versions = [
        Kept(
            a_plan(slug=slug, version=number, status=status, **of),
            dt.datetime.combine(began + dt.timedelta(days=30 * number), dt.time(18), dt.UTC),
        )
        for number, status in enumerate(statuses)
    ]
    return life_of(versions, Calendar())


@pytest.mark.practice(112)
def test_plans_that_milepost_ran_count_with_a_map_though_no_file_tells_of_them() -> None:
    found = known(deals(False, 6, 4), [lived("one"), lived("two", statuses=("active", "lost")), lived("open")])
    assert [(deal.plan, deal.outcome, deal.days, deal.has_map) for deal in found.own] == [
        ("one", "won", 30, True), ("open", "won", 30, True), ("two", "lost", 30, True),
    ]  # fmt: skip
    impact = impact_of(found)
    assert (impact.with_map, impact.without, impact.own) == (3, 10, 3)
    assert impact.comparisons[0].with_map.value == pytest.approx(2 / 3)


@pytest.mark.practice(112)
def test_a_plan_that_was_imported_too_is_counted_once_however_the_file_names_it() -> None:
    plan = lived("harbor", deal=Deal(crm_id="006-9"))
    for told in (CrmDeal("006-9"), CrmDeal("other", plan="harbor"), CrmDeal("006-9", plan="misspelt", has_map=False)):
        found = known([told], [plan])
        assert [(deal.plan, deal.outcome, deal.has_map) for deal in found.every] == [("harbor", "won", True)]


def test_two_plans_of_one_deal_count_once_and_the_later_one_tells() -> None:
    of = {"deal": Deal(crm_id="006-9")}
    later = lived("again", began=OPENED + dt.timedelta(days=90), **of)
    found = known([], [lived("first", statuses=("active", "lost"), **of), later])
    assert [(deal.plan, deal.outcome) for deal in found.own] == [("again", "won")]
    assert known([CrmDeal("006-9")], [lived("first", **of), later]).own == ()


def test_a_draft_and_a_plan_that_goes_on_from_one_that_was_won_are_no_deals() -> None:
    won = lived("harbor", deal=Deal(crm_id="006-9"))
    goes_on = lived("harbor-kickoff", statuses=("draft", "active"), deal=Deal(crm_id="006-9"), follows="harbor")
    found = known([CrmDeal("006-9")], [won, goes_on, lived("idea", statuses=("draft",))])
    assert [(deal.plan, deal.outcome) for deal in found.every] == [("harbor", "won")]
