"""Everything of somebody's goes to somebody else: each place by its own rule, and what is left is said."""

from dataclasses import replace

import pytest

from plans.answer import answer
from plans.change import Reply
from plans.command import arrival_of
from plans.handover import Handover, fault_of_handover, left_of, reading_of_handover
from plans.plan import External, Plan
from plans.state import Outcome, PlanState
from tests.plans.a_plan import NOW, a_plan
from tests.plans.test_answer import change, replies, to

HANDOVER = Handover("marcus", "ray", by="dana")
"""marcus owns M2 and X1, approves M1 and M3, stands in for dana on M3; M1 is ray's."""


def busy() -> Plan:
    plan = a_plan(externals=(External("X1", "Dock permit", "regulator", "marcus"),))
    plan = plan.with_line(replace(plan.milestones[0], approver="marcus"))
    return plan.with_line(replace(plan.milestones[2], backup="marcus"))


def handed_over(state: PlanState, handover: Handover) -> Outcome:
    assert not fault_of_handover(state, handover)
    arrival = arrival_of(state.plan, "c1", handover.by, NOW)
    return answer(state, arrival, reading_of_handover(state.plan, handover), NOW)


def test_lines_and_outsiders_go_at_once_and_approvals_wait_for_the_approver() -> None:
    outcome = handed_over(PlanState(busy(), NOW), HANDOVER)
    plan = outcome.state.plan
    assert plan.milestone("M2").owner == "ray"  # type: ignore[union-attr]
    assert plan.milestone("M3").backup == "ray"  # type: ignore[union-attr]
    assert plan.externals[0].owner == "ray"
    approvals = [(held.change.target, held.to) for held in outcome.state.pending if held.change.field == "approver"]
    assert approvals == [("M3", ("marcus",))]
    assert plan.version == busy().version + 1


def test_nobody_comes_to_approve_or_to_stand_in_for_their_own_line() -> None:
    outcome = handed_over(PlanState(busy(), NOW), HANDOVER)
    assert outcome.state.plan.milestone("M1").approver == "marcus"  # type: ignore[union-attr]
    assert "left with marcus: M1 approver" in left_of(outcome.state, "marcus")
    back = handed_over(PlanState(busy(), NOW), Handover("ray", "dana", by="dana")).state.plan.milestone("M1")
    assert back
    assert (back.owner, back.backup) == ("dana", None)


def test_what_waits_goes_along_and_what_still_waits_is_said() -> None:
    wished = replies(PlanState(busy(), NOW), "aisha", "l1", change("X1", "due", "2026-05-08"))
    wished = replies(wished.state, "dana", "l2", change("M3", "status", "done"))
    outcome = handed_over(wished.state, HANDOVER)
    assert [held.to for held in outcome.state.pending if held.change.target == "X1"] == [("ray",)]
    assert "waits for marcus: M3 status" in left_of(outcome.state, "marcus")
    agreed = replies(
        outcome.state, "marcus", "l3", code=to(outcome, "marcus").code, replies=(Reply("yes", None, "yes"),)
    )
    assert agreed.state.plan.milestone("M3").approver == "ray"  # type: ignore[union-attr]
    assert [held.to for held in agreed.state.pending if held.change.field == "status"] == [("ray",)]
    assert left_of(agreed.state, "marcus") == ("left with marcus: M1 approver",)


@pytest.mark.parametrize(("place", "heir"), [("backup", "aisha"), ("approver", "aisha"), ("backup", "dana")])
def test_whoever_takes_a_line_over_stands_in_for_it_and_approves_it_no_more_once_they_have_it(
    place: str, heir: str
) -> None:
    before = a_plan().with_line(replace(a_plan().milestones[0], **{"backup": None, place: heir}))  # type: ignore[arg-type]
    outcome = handed_over(PlanState(before, NOW), Handover("ray", heir, by="ray"))
    if heir == "aisha":
        word = {wish: (Reply(wish, None, wish),) for wish in ("yes", "no")}  # type: ignore[arg-type]
        asked = to(outcome, "aisha")
        assert outcome.state.plan == before
        declined = replies(outcome.state, "aisha", "l2", code=asked.code, replies=word["no"])
        assert declined.state.plan == before
        outcome = replies(outcome.state, "aisha", "l3", code=asked.code, replies=word["yes"])
    line = outcome.state.plan.milestone("M1")
    assert line
    assert (line.owner, getattr(line, place)) == (heir, None)
    undone = replies(outcome.state, heir, "l4", code=to(outcome, heir).code, replies=(Reply("undo", None, "undo"),))
    assert undone.state.plan.milestone("M1") == before.milestone("M1")


def test_to_the_other_side_everything_waits_for_a_yes() -> None:
    outcome = handed_over(PlanState(busy(), NOW), Handover("marcus", "aisha", by="marcus"))
    assert [line.owner for line in outcome.state.plan.milestones] == [line.owner for line in busy().milestones]
    assert {held.to for held in outcome.state.pending if held.change.field == "owner"} == {("aisha",)}


@pytest.mark.parametrize(
    ("handover", "words"),
    [
        (Handover("ray", "ray"), "to themselves"), (Handover("ray", "noone"), "Nobody on the plan has the id noone"),
        (Handover("noone", "ray"), "Nobody on the plan has the id noone"), (Handover("vera", "ray"), "nothing open"),
    ],
)  # fmt: skip
def test_what_cannot_be_handed_over_is_refused_in_a_sentence(handover: Handover, words: str) -> None:
    assert words in fault_of_handover(PlanState(busy(), NOW), handover)
