"""The record of slips: what a finished milestone missed its first date by, and what is not its own delay."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.plan import Dependency, Milestone, Plan
from plans.report.figures import Kept
from plans.report.life import life_of
from plans.report.past import AT_ALL, OF_A_KIND, past_of, quantile
from plans.report.slips import Slip, kind_of, slips_of
from plans.workdays import Calendar
from tests.plans.a_plan import a_plan

NONE = Calendar()


def kept(day: dt.date, plan: Plan) -> Kept:
    return Kept(plan, dt.datetime.combine(day, dt.time(18), dt.UTC))


def finished(plan: Plan, **days: dt.date) -> Plan:
    lines = (replace(m, status="done", done_on=days[m.id]) if m.id in days else m for m in plan.milestones)
    return replace(plan, version=plan.version + 1, milestones=tuple(lines))


@pytest.mark.practice(51)
def test_a_slip_counts_working_days_from_the_date_that_was_kept_first() -> None:
    first = a_plan()
    moved = replace(
        first, version=5, milestones=(replace(first.milestones[0], due=dt.date(2026, 4, 24)), *first.milestones[1:])
    )
    last = finished(moved, M1=dt.date(2026, 4, 28), M4=dt.date(2026, 6, 10))
    versions = [kept(dt.date(2026, 4, 1), first), kept(dt.date(2026, 4, 16), moved), kept(dt.date(2026, 6, 10), last)]
    # Fri 17 Apr to Tue 28 Apr: seven working days; Fri 12 Jun back to Wed 10 Jun: two early.
    assert slips_of(versions, NONE) == (Slip("harbor", "M1", "other", 7), Slip("harbor", "M4", "technical", -2))
    off = Calendar({"ray": (dt.date(2026, 4, 20),)})
    assert slips_of(versions, off)[0].days == 6


def test_a_line_that_another_pushed_slips_only_by_its_own_part() -> None:
    first = a_plan()  # M3 (15 May) waits for M2 (24 Apr) and has ten working days of its own.
    last = finished(first, M2=dt.date(2026, 5, 8), M3=dt.date(2026, 5, 26))
    by_line = {
        slip.line: slip.days
        for slip in slips_of([kept(dt.date(2026, 4, 1), first), kept(dt.date(2026, 6, 1), last)], NONE)
    }
    assert by_line == {"M2": 10, "M3": 2}


def test_a_line_that_did_not_wait_for_what_it_names_slips_from_its_own_date() -> None:
    first = a_plan()
    last = finished(first, M2=dt.date(2026, 6, 1), M3=dt.date(2026, 5, 18))
    slips = slips_of([kept(dt.date(2026, 4, 1), first), kept(dt.date(2026, 6, 1), last)], NONE)
    assert [slip.days for slip in slips if slip.line == "M3"] == [1]


def test_what_was_done_before_it_was_kept_or_was_left_out_is_not_on_record() -> None:
    first = finished(a_plan(), M1=dt.date(2026, 3, 2))
    skipped = replace(first.milestones[1], status="skipped")
    last = replace(first, milestones=(first.milestones[0], skipped, *first.milestones[2:]))
    assert slips_of([kept(dt.date(2026, 4, 1), first), kept(dt.date(2026, 6, 1), last)], NONE) == ()


def test_done_without_a_day_counts_from_the_version_that_says_so() -> None:
    first = a_plan()
    last = replace(first, milestones=(replace(first.milestones[0], status="done"), *first.milestones[1:]))
    versions = [kept(dt.date(2026, 4, 1), first), kept(dt.date(2026, 4, 20), last), kept(dt.date(2026, 5, 20), last)]
    assert [slip.days for slip in slips_of(versions, NONE)] == [1]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Security review (VRM green light)", "security"),
        ("Frame contract agreed", "legal"),
        ("Rechtliche Prüfung", "legal"),
        ("Contract signed", "order"),
        ("Bon de commande émis", "order"),
        ("CFO approval", "approval"),
        ("Technical evaluation", "technical"),
        ("Site walk", "other"),
    ],
)
def test_a_name_tells_the_kind_of_a_milestone(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_few_of_a_kind_are_drawn_from_all_kinds_together() -> None:
    many = [Slip(f"p{number % 6}", f"M{number}", "security", 5) for number in range(OF_A_KIND)]
    few = [Slip("p0", f"L{number}", "legal", 30) for number in range(OF_A_KIND - 1)]
    past = past_of([*many, *few])
    assert set(past.draws_for("security")) == {5}
    assert sorted(past.draws_for("legal")) == [5] * OF_A_KIND + [30] * (OF_A_KIND - 1)
    assert past.draws_for("order") == past.draws_for("legal")


def test_a_record_speaks_with_twenty_milestones_of_five_deals() -> None:
    slips = [Slip(f"p{number % 5}", f"M{number}", "other", 0) for number in range(AT_ALL)]
    assert past_of(slips).speaks
    assert not past_of(slips[1:]).speaks
    assert not past_of([replace(slip, plan=slip.plan.replace("4", "3")) for slip in slips]).speaks
    assert not past_of(slips).without("p0").speaks


def test_a_quantile_is_the_smallest_value_that_the_share_does_not_exceed() -> None:
    ordered = list(range(1, 11))
    assert [quantile(ordered, share) for share in (0.1, 0.5, 0.9, 0.91)] == [1, 5, 9, 10]
    assert quantile([7], 0.1) == 7


def test_a_life_tells_when_it_began_closed_and_was_half_over() -> None:
    order = Milestone("M5", "Purchase order issued", due=dt.date(2026, 6, 1), depends_on=(Dependency("M3", True),))
    first = a_plan(milestones=(*a_plan().milestones, order))
    middle = finished(first, M1=dt.date(2026, 4, 20))
    last = replace(finished(middle, M5=dt.date(2026, 6, 10)), status="won")
    versions = [kept(dt.date(2026, 4, 1), first), kept(dt.date(2026, 5, 6), middle), kept(dt.date(2026, 6, 15), last)]
    life = life_of(versions, NONE)
    assert (life.began, life.closed, life.ended) == (dt.date(2026, 4, 1), dt.date(2026, 6, 10), dt.date(2026, 6, 15))
    assert life.half_day == dt.date(2026, 5, 6)
    assert life.halfway == versions[1]
    lost = life_of([versions[0], kept(dt.date(2026, 6, 15), replace(first, version=5, status="lost"))], NONE)
    assert (lost.closed, lost.ended, lost.halfway) == (None, dt.date(2026, 6, 15), None)
