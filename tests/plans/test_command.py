"""What a command may not do past the rules, and what it names instead."""

from dataclasses import replace

import pytest

from plans.answer import answer
from plans.command import Amendment, Wish, arrival_of, fault_of, fault_of_amendment, reading_of, status_of
from plans.plan import Plan, PlanStatus
from plans.state import Outcome, PlanState
from tests.plans.a_plan import NOW, a_plan

PAST_THE_RULES = [
    ("plan", "status", "won", "milepost close harbor won"), ("plan", "status", "lost", "milepost close harbor lost"),
    ("plan", "status", "on-hold", "milepost pause harbor"), ("plan", "status", "active", "milepost resume harbor"),
    ("plan", "status", "draft", "milepost pause harbor"), ("M1", "confirmed", "yes", "milepost note harbor --by"),
    ("goal:1", "confirmed", "yes", "milepost note harbor --by"), ("new", "milestone", "Pilot", "milepost note harbor"),
    ("new", "action", "Pilot", "milepost note harbor"), ("person:ray", "mail", "bounced", "off ends all mail"),
    ("plan", "due", "2026-05-01", "only its status"), ("plan", "name", "won", "only its status"),
    ("plan", "note", "won", "only its status"), ("person:ray", "person", "Ray", "person is no field"),
    ("M1", "done_on", "2026-05-01", "done_on is no field"), ("M1", "slipped_from", "", "slipped_from is no field"),
]  # fmt: skip


@pytest.mark.practice(116)
@pytest.mark.parametrize(("target", "field", "value", "words"), PAST_THE_RULES)
@pytest.mark.parametrize("status", ["active", "draft"])
def test_what_goes_past_a_rule_is_refused_with_what_to_use_instead(
    target: str, field: str, value: str, words: str, status: PlanStatus
) -> None:
    state = PlanState(a_plan(status=status), NOW)
    assert words in fault_of_amendment(state, Amendment(target, field, value))


def amended(plan: Plan, amendment: Amendment) -> Outcome:
    state = PlanState(plan, NOW)
    assert not fault_of(state, amendment)
    return answer(state, arrival_of(plan, "c1", amendment.by, NOW), reading_of(amendment), NOW)


@pytest.mark.parametrize("field", ["due", "deadline", "approver"])
def test_an_amendment_is_held_to_the_table_like_a_letter(field: str) -> None:
    plan = a_plan()
    plan = plan.with_line(replace(plan.milestones[2], deadline="hard"))
    value = {"due": "2026-06-01", "deadline": "soft", "approver": "ray"}[field]
    outcome = amended(plan, Amendment("M3", field, value, by="dana"))
    assert outcome.state.plan == plan
    assert [held.change.field for held in outcome.state.pending] == [field]


@pytest.mark.practice(69)
def test_a_draft_that_is_resumed_by_hand_still_waits_for_its_endorsers_yes() -> None:
    plan = a_plan(status="draft")
    outcome = amended(plan, status_of("active", Wish()))
    assert outcome.state.plan.status == "draft"
    assert [(notice.to, notice.asks[0].reason) for notice in outcome.notices if notice.asks] == [("dana", "endorse")]
