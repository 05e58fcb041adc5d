"""Readiness and gaps: is it time for a plan, and what to ask so that nothing stalls later."""

import datetime as dt
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from plans.gaps import HIDDEN, gaps
from plans.plan import Event, External, Goal, Milestone, Plan, Readiness
from plans.readiness import SIGNS, score
from storage.planfile import load
from tests.plans.a_plan import a_plan

ROOT = Path(__file__).parents[2]


def full() -> Plan:
    """A plan that says all there is to say."""
    plan = load(ROOT / "examples" / "us-saas.yaml").plan
    assert plan
    return plan


def asked(plan: Plan) -> list[str]:
    return [gap.asks for gap in gaps(plan)]


@pytest.mark.practice(60, 66)
def test_it_is_go_at_three_of_seven_in_all_128_combinations() -> None:
    for signs in product((False, True), repeat=7):
        found = score(a_plan(readiness=Readiness(*signs)))
        assert found.go == (sum(signs) >= 3)
        assert (len(found.there), len(found.missing)) == (sum(signs), 7 - sum(signs))


@pytest.mark.practice(61, 62, 63, 64, 65)
@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("champion", "wants this to happen"),
        ("business_case", "what it costs to leave things as they are"),
        ("it_agreed", "agreed to evaluate"),
        ("procurement_expected", "Procurement or legal"),
        ("external_event", "sets the time"),
        ("shortlisted", "shortlisted you"),
        ("exec_expects_plan", "formal plan"),
    ],
)
def test_each_precondition_is_a_sign_with_a_question_that_finds_out(key: str, says: str) -> None:
    without = score(a_plan(readiness=replace(Readiness(*[True] * 7), **{key: False})))
    assert [sign.key for sign in without.missing] == [key]
    assert says in without.missing[0].says
    assert without.missing[0].asks.endswith("?")
    assert [sign.key for sign in score(a_plan(readiness=Readiness(**{key: True}))).there] == [key]


def test_the_signs_are_the_plan_files_keys() -> None:
    assert [sign.key for sign in SIGNS] == list(vars(Readiness()))


@pytest.mark.practice(18, 78)
def test_a_plan_that_says_it_all_asks_nothing() -> None:
    assert asked(full()) == []


@pytest.mark.practice(78, 87)
def test_an_open_owner_is_asked_with_whether_the_date_is_realistic() -> None:
    plan = full()
    line = plan.milestone("M5")
    assert line
    opened = plan.with_line(replace(line, owner=None))
    assert asked(opened) == ["Who will own M5 “CFO approval”, and is Mar 26, 2026 realistic?"]
    undated = plan.with_line(replace(line, owner=None, due=None))
    assert asked(undated) == ["Who will own M5 “CFO approval”, and by when?"]


@pytest.mark.practice(5, 18)
@pytest.mark.parametrize(
    ("stage", "line"),
    [("order", "Purchase order"), ("security", "Security review"), ("pilot", "Pilot"), ("budget", "Budget released"),
     ("signoff", "Executive sign-off")],
)  # fmt: skip
def test_each_hidden_step_is_asked_until_some_part_of_the_plan_speaks_of_it(stage: str, line: str) -> None:
    bare = a_plan(milestones=(Milestone("M1", "Use cases agreed", owner="ray", deadline="hard"),), events=(), goals=())
    asks = HIDDEN[stage][1]
    assert asks in asked(bare)
    assert asks not in asked(replace(bare, milestones=(Milestone("M1", line, owner="ray"),)))
    assert asks not in asked(replace(bare, externals=(External("X1", line, "internal-other-team"),)))
    assert asks not in asked(replace(bare, events=(Event(line, dt.date(2026, 5, 4)),)))


@pytest.mark.practice(78)
def test_events_hard_dates_deciders_and_goals_are_asked_where_missing() -> None:
    plan = full()
    soft = replace(plan, milestones=tuple(replace(m, deadline="soft") for m in plan.milestones))
    assert asked(soft) == ["Which of these dates cannot move?"]
    assert asked(replace(plan, events=())) == ["Which board, committee or budget dates should the plan live with?"]
    nobody = replace(plan, people=tuple(replace(p, power=None) for p in plan.people))
    assert asked(nobody) == ["Who gives the final yes, and who has to agree before?"]
    assert asked(replace(plan, goals=())) == ["What will be better for you, and by how much?"]


@pytest.mark.practice(48)
def test_a_goal_that_the_buyer_has_not_confirmed_is_asked() -> None:
    plan = replace(full(), goals=(Goal("Faster", "G1", confirmed=False),))
    assert asked(plan) == ["Is “Faster” what success looks like to you?"]
    assert asked(replace(plan, goals=(Goal("Faster", "G1", confirmed=True),))) == []
