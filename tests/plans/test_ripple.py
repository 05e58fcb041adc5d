"""Ripple: what blocks the close is told apart from what is merely late, and a slip calls for new dates."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.plan import Dependency, Event, External, Milestone, Plan
from plans.pushes import NewDate, after_slip
from plans.ripple import closing_line, ripple
from plans.workdays import Calendar, is_workday
from storage.planfile import load
from tests.plans.a_plan import a_plan
from workflows.calendars import calendar_for

ROOT = Path(__file__).parents[2]
NOBODY = Calendar()
TODAY = dt.date(2026, 4, 1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(f"2026-{text}")


def step(line: str, due: str, *waits_for: str, **fields: object) -> Milestone:
    """A milestone of Dana's; what it waits for is critical unless a "?" stands behind the id."""
    dependencies = tuple(Dependency(d.rstrip("?"), critical=not d.endswith("?")) for d in waits_for)
    names = {"PO": "Purchase order"}
    return Milestone(line, names.get(line, line), owner="dana", due=day(due), depends_on=dependencies, **fields)  # type: ignore[arg-type]


def plan_of(*steps: Milestone, **fields: object) -> Plan:
    return a_plan(milestones=steps, **fields)


CHAIN = plan_of(
    step("A", "04-10"),
    step("B", "04-17", "A"),
    step("SIDE", "04-13"),
    step("PO", "04-24", "B", "SIDE"),
    step("LATER", "05-08", "PO"),
)
"""Three weeks in a row to the order, something beside them, and something after it."""


def moved(plan: Plan, line: str, due: str) -> Plan:
    milestone = plan.milestone(line)
    assert milestone
    return plan.with_line(replace(milestone, due=day(due)))


@pytest.mark.practice(51, 103)
def test_the_close_is_the_order_and_its_path_is_what_decides_it() -> None:
    found = ripple(CHAIN, NOBODY, TODAY)
    assert (found.close, found.planned_close, found.projected_close) == ("PO", day("04-24"), day("04-24"))
    assert found.critical_path == ("A", "B", "PO")
    assert {s.line: s.float for s in found.standings} == {"A": 0, "B": 0, "SIDE": 4, "PO": 0, "LATER": None}


@pytest.mark.practice(103)
def test_what_is_late_on_the_path_blocks_the_close_by_so_many_days() -> None:
    found = ripple(CHAIN, NOBODY, day("04-14"))
    late = found.of("A")
    assert late
    assert (late.late, late.blocks, late.projected) == (2, 2, day("04-14"))
    assert found.projected_close == day("04-28")
    assert found.days_lost == 4


@pytest.mark.practice(53, 103)
def test_what_is_late_beside_the_path_has_days_of_float_left() -> None:
    done = [replace(m, status="done") if m.id in ("A", "B") else m for m in CHAIN.milestones]
    found = ripple(plan_of(*done), NOBODY, day("04-15"))
    late = found.of("SIDE")
    assert late
    assert (late.late, late.float, late.blocks) == (2, 2, 0)
    assert found.projected_close == day("04-24")
    assert found.days_lost == 0


@pytest.mark.practice(36)
def test_what_one_can_do_without_never_moves_the_close() -> None:
    plan = plan_of(step("A", "04-03"), step("PO", "04-24", "A?"))
    found = ripple(plan, NOBODY, day("05-11"))
    assert found.of("A") is not None
    assert found.of("A").float is None  # type: ignore[union-attr]
    assert found.critical_path == ("PO",)


def test_time_beyond_two_weeks_is_float() -> None:
    plan = plan_of(step("A", "04-03"), step("PO", "05-01", "A"))
    found = ripple(plan, NOBODY, TODAY)
    assert found.of("A").float == 10  # type: ignore[union-attr]


def test_an_external_holds_up_the_close_like_a_milestone() -> None:
    permit = External("X1", "Permit", "regulator", "dana", day("04-17"))
    plan = plan_of(step("PO", "04-24", "X1"), externals=(permit,))
    found = ripple(plan, NOBODY, day("04-21"))
    assert found.of("X1").blocks == 2  # type: ignore[union-attr]
    assert found.projected_close == day("04-28")
    assert found.critical_path == ("X1", "PO")


def test_days_off_of_the_owner_and_freezes_count_as_no_time() -> None:
    freeze = Event("Inventory", day("04-20"), day("04-24"), "freeze")
    plan = plan_of(step("A", "04-17"), step("PO", "04-29", "A"), events=(freeze,))
    assert ripple(plan, NOBODY, day("04-17")).projected_close == day("04-29")
    late = ripple(plan, NOBODY, day("04-27"))
    assert late.of("A").blocks == 1  # type: ignore[union-attr]
    assert late.projected_close == day("04-30")
    holiday = Calendar({"dana": (day("04-30"),)})
    assert ripple(plan, holiday, day("04-27")).projected_close == day("05-01")


def test_what_is_done_holds_nobody_up_and_a_done_close_is_the_day_it_was_done() -> None:
    plan = plan_of(step("A", "04-03", status="done"), step("PO", "04-24", "A"))
    assert ripple(plan, NOBODY, day("04-20")).of("A") is None
    closed = plan_of(step("PO", "04-24", status="done", done_on=day("04-22")))
    assert ripple(closed, NOBODY, day("05-20")).projected_close == day("04-22")


@pytest.mark.parametrize(
    ("names", "close"),
    [
        (("Kickoff", "Purchase order issued", "Go-live"), "L1"),
        (("Pilot", "Vertragsunterschrift", "Rollout"), "L1"),
        (("Pilot", "Contract signature", "Purchase order"), "L2"),
        (("Pilot", "Sign-off", "Go-live"), "L2"),
    ],
)
def test_the_closing_line_is_the_last_order_or_signature_else_the_last_line(names: tuple[str, ...], close: str) -> None:
    steps = [Milestone(f"L{n}", name, due=day(f"05-{10 + n}")) for n, name in enumerate(names)]
    found = closing_line(plan_of(*steps))
    assert found
    assert found.id == close


def test_a_plan_without_dates_or_lines_projects_nothing() -> None:
    assert ripple(plan_of(), NOBODY, TODAY).projected_close is None
    assert ripple(plan_of(Milestone("A", "A")), NOBODY, TODAY).standings == ()


def test_a_circle_does_no_harm() -> None:
    plan = plan_of(step("A", "04-10", "PO"), step("B", "04-17", "A"), step("PO", "04-24", "B"))
    found = ripple(plan, NOBODY, day("04-14"))
    assert found.projected_close is not None
    assert after_slip(plan, moved(plan, "A", "04-20"), NOBODY, TODAY)


@pytest.mark.practice(39)
def test_a_slip_of_five_days_proposes_new_dates_to_dependents_and_flags_hard_ones() -> None:
    hard = CHAIN.with_line(replace(CHAIN.milestones[3], deadline="hard"))
    after = moved(hard, "A", "04-17")
    assert after_slip(hard, after, NOBODY, TODAY) == (
        NewDate("B", day("04-17"), day("04-24"), "A"),
        NewDate("PO", day("04-24"), day("05-01"), "B", hard=True),
        NewDate("LATER", day("05-08"), day("05-15"), "PO"),
    )
    assert after.milestone("B") == hard.milestone("B")


@pytest.mark.practice(39)
def test_a_slip_within_the_float_calls_for_nothing() -> None:
    assert after_slip(CHAIN, moved(CHAIN, "SIDE", "04-17"), NOBODY, TODAY) == ()
    beyond = after_slip(CHAIN, moved(CHAIN, "SIDE", "04-20"), NOBODY, TODAY)
    assert [(new.line, new.new) for new in beyond] == [("PO", day("04-27")), ("LATER", day("05-11"))]


def test_a_date_moved_forward_calls_for_nothing() -> None:
    assert after_slip(CHAIN, moved(CHAIN, "A", "04-03"), NOBODY, TODAY) == ()


def test_a_line_that_can_do_without_is_asked_only_where_it_would_come_first() -> None:
    plan = plan_of(step("A", "04-10"), step("B", "04-17", "A?"))
    assert after_slip(plan, moved(plan, "A", "04-16"), NOBODY, TODAY) == ()
    assert [n.new for n in after_slip(plan, moved(plan, "A", "04-20"), NOBODY, TODAY)] == [day("04-20")]
    both = plan_of(step("A", "04-10"), step("C", "04-10"), step("B", "04-17", "A?", "C"))
    assert [n.new for n in after_slip(both, moved(both, "A", "04-20"), NOBODY, TODAY)] == [day("04-20")]


def test_lines_that_the_same_letter_moved_are_not_proposed_again() -> None:
    after = moved(moved(CHAIN, "A", "04-17"), "B", "04-24")
    assert [new.line for new in after_slip(CHAIN, after, NOBODY, TODAY)] == ["PO", "LATER"]
    nearer = moved(moved(CHAIN, "A", "04-17"), "B", "04-20")
    assert [new.line for new in after_slip(CHAIN, nearer, NOBODY, TODAY)] == ["PO", "LATER"]


@pytest.mark.practice(51)
@pytest.mark.parametrize(
    ("name", "close", "path"),
    [
        ("us-saas", "M6", ("M3", "M4", "M5", "M6")),
        ("de-manufacturer", "M9", ("M3", "M8", "M9")),
        ("fr-hospital", "M8", ("X2", "M7", "M8")),
    ],
)
def test_the_examples_close_with_their_order(name: str, close: str, path: tuple[str, ...]) -> None:
    plan = load(ROOT / "examples" / f"{name}.yaml").plan
    assert plan
    assert plan.as_of
    found = ripple(plan, calendar_for(plan, 2026, 2027), plan.as_of)
    assert (found.close, found.critical_path, found.days_lost) == (close, path, 0)


names = [f"M{number}" for number in range(7)]


@st.composite
def graphs(draw: st.DrawFn) -> Plan:
    """Any seven milestones that wait only for those before them, dated in any order."""
    steps = []
    for number, name in enumerate(names):
        before = draw(st.sets(st.sampled_from(names[:number]), max_size=3)) if number else set()
        dependencies = tuple(Dependency(b, critical=draw(st.booleans())) for b in sorted(before))
        due = draw(st.dates(day("04-01"), day("06-30")))
        deadline = draw(st.sampled_from(["hard", "soft"]))
        steps.append(Milestone(name, name, owner="dana", due=due, deadline=deadline, depends_on=dependencies))  # type: ignore[arg-type]
    return plan_of(*steps)


@settings(deadline=None)
@given(plan=graphs(), line=st.sampled_from(names), days=st.integers(1, 30))
def test_what_a_slip_proposes_is_later_on_a_working_day_and_settles_it(plan: Plan, line: str, days: int) -> None:
    milestone = plan.milestone(line)
    assert milestone
    assert milestone.due
    after = plan.with_line(replace(milestone, due=milestone.due + dt.timedelta(days)))
    proposed = after_slip(plan, after, NOBODY, TODAY)
    for new in proposed:
        assert new.new > new.old
        assert is_workday(plan, NOBODY, plan.person("dana"), new.new)
        assert new.line != line
    settled = after
    for new in proposed:
        settled = settled.with_line(replace(settled.milestone(new.line), due=new.new))  # type: ignore[type-var]
    assert {n.line for n in after_slip(plan, settled, NOBODY, TODAY)} == set()


@settings(deadline=None)
@given(plan=graphs(), days=st.integers(0, 60))
def test_time_that_passes_never_brings_the_close_forward(plan: Plan, days: int) -> None:
    now, later = ripple(plan, NOBODY, TODAY), ripple(plan, NOBODY, TODAY + dt.timedelta(days))
    assert now.projected_close
    assert later.projected_close
    assert now.projected_close <= later.projected_close
    assert all(s.projected >= s.due for s in later.standings)
    assert later.critical_path[-1] == later.close
