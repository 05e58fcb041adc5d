"""A line changes hands while a wish about it waits: whoever has it now is asked, and whoever had it no more."""

from dataclasses import replace

import pytest

from plans.change import Reply
from plans.plan import External
from plans.state import Outcome, PlanState
from tests.plans.a_plan import NOW, a_plan
from tests.plans.test_answer import change, replies, start, to

YES = (Reply("yes", None, "yes"),)


def handed_over(wanted: Outcome, heir: str = "marcus") -> Outcome:
    return replies(wanted.state, "dana", "l2", change("M1", "owner", heir))


@pytest.mark.practice(116)
def test_a_former_owners_yes_counts_no_more_and_the_new_owner_is_asked() -> None:
    wanted = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    over = handed_over(wanted)
    late = replies(over.state, "ray", "l3", code=to(wanted, "ray").code, replies=YES)
    assert late.state.plan == over.state.plan
    assert to(late, "ray").refused[0].reason == "handed-over"
    assert [wish.target for wish in to(over, "marcus").proposals] == ["M1"]
    agreed = replies(late.state, "marcus", "l4", code=to(over, "marcus").code, replies=YES)
    assert agreed.state.plan.milestone("M1").due.isoformat() == "2026-04-24"  # type: ignore[union-attr]


def test_a_former_owners_no_declines_nothing() -> None:
    wanted = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    over = handed_over(wanted)
    late = replies(over.state, "ray", "l3", code=to(wanted, "ray").code, replies=(Reply("no", None, "no"),))
    assert [held.to for held in late.state.pending if held.change.field == "due"] == [("marcus",)]


def test_a_wish_stands_once_its_wisher_has_the_line() -> None:
    wanted = replies(start(), "june", "l1", change("M1", "due", "2026-04-24"))
    assert wanted.state.plan == a_plan()
    over = handed_over(wanted, "june")
    assert over.state.plan.milestone("M1").due.isoformat() == "2026-04-24"  # type: ignore[union-attr]
    assert "due" in [step.field for step in to(over, "june").applied]


def test_of_two_who_wish_for_the_same_nobody_is_asked_once_one_of_them_has_the_line() -> None:
    wanted = replies(start(), "june", "l1", change("M1", "due", "2026-04-24"))
    both = replies(wanted.state, "nate", "l1b", change("M1", "due", "2026-04-24"))
    over = handed_over(both, "june")
    assert over.state.plan.milestone("M1").due.isoformat() == "2026-04-24"  # type: ignore[union-attr]
    assert over.state.pending == ()
    assert to(over, "june").proposals == ()


def test_a_wish_that_stands_and_gives_the_line_away_moves_the_other_wishes_along() -> None:
    first = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    both = replies(first.state, "june", "l1b", change("M1", "owner", "marcus"))
    over = replies(both.state, "dana", "l2", change("M1", "backup", "june"))
    assert over.state.plan.milestone("M1").owner == "marcus"  # type: ignore[union-attr]
    assert [held.to for held in over.state.pending if held.change.field == "due"] == [("marcus",)]
    assert [(wish.target, wish.field) for wish in to(over, "marcus").proposals] == [("M1", "due")]


def test_a_hand_over_that_is_undone_asks_the_first_owner_again() -> None:
    over = handed_over(replies(start(), "nate", "l1", change("M1", "due", "2026-04-24")))
    back = replies(over.state, "dana", "l3", code=to(over, "dana").code, replies=(Reply("undo", None, "undo"),))
    assert [held.to for held in back.state.pending] == [("ray",)]


def test_a_yes_that_was_given_still_counts_where_another_of_several_changes() -> None:
    wanted = replies(start(), "ray", "l1", change("M2", "due", "2026-05-05"))
    half = replies(wanted.state, "nate", "l2", code=to(wanted, "nate").code, replies=YES)
    over = replies(half.state, "dana", "l3", change("M2", "owner", "june"))
    (held,) = [held for held in over.state.pending if held.change.field == "due"]
    assert (set(held.to), held.agreed) == ({"june", "nate"}, ("nate",))
    agreed = replies(over.state, "june", "l4", code=to(over, "june").code, replies=YES)
    assert agreed.state.plan.milestone("M2").due.isoformat() == "2026-05-05"  # type: ignore[union-attr]


def test_who_approves_now_is_asked_whether_it_is_done() -> None:
    wanted = replies(start(), "dana", "l1", change("M3", "status", "done"))
    over = replies(wanted.state, "marcus", "l2", change("M3", "approver", "ray"))
    assert [held.to for held in over.state.pending if held.change.field == "status"] == [("ray",)]
    late = replies(over.state, "marcus", "l3", code=to(wanted, "marcus").code, replies=YES)
    assert late.state.plan.milestone("M3").status == "not-started"  # type: ignore[union-attr]


def test_whoever_approves_and_comes_to_own_the_line_is_still_asked_whether_it_is_done() -> None:
    wanted = replies(start(), "dana", "l1", change("M3", "status", "done"))
    over = replies(wanted.state, "dana", "l2", change("M3", "owner", "marcus"))
    line = over.state.plan.milestone("M3")
    assert line
    assert (line.owner, line.approver, line.status) == ("marcus", None, "not-started")
    assert [held.to for held in over.state.pending if held.change.field == "status"] == [("marcus",)]
    agreed = replies(over.state, "marcus", "l3", code=to(wanted, "marcus").code, replies=YES)
    assert agreed.state.plan.milestone("M3").status == "done"  # type: ignore[union-attr]


def test_a_new_date_that_a_slip_calls_for_is_asked_of_the_new_owner() -> None:
    slipped = replies(start(), "marcus", "l1", change("M2", "due", "2026-05-29"))
    agreed = replies(slipped.state, "nate", "l2", code=to(slipped, "nate").code, replies=YES)
    assert [(held.reason, held.to) for held in agreed.state.pending] == [("slip", ("dana",))]
    over = replies(agreed.state, "dana", "l3", change("M3", "owner", "ray"))
    assert ("slip", ("ray",)) in [(held.reason, held.to) for held in over.state.pending]


@pytest.mark.practice(81)
def test_a_wish_about_an_external_goes_with_it_too() -> None:
    outside = External("X1", "Dock permit", "regulator", "ray")
    state = PlanState(a_plan(externals=(outside,)), NOW)
    wanted = replies(state, "nate", "l1", change("X1", "due", "2026-04-24"))
    over = replies(wanted.state, "dana", "l2", change("X1", "owner", "marcus"))
    assert [held.to for held in over.state.pending] == [("marcus",)]


def test_a_reporter_who_approves_no_more_keeps_their_say_in_a_hard_date_that_a_slip_moves() -> None:
    plan = a_plan()
    hard = plan.with_line(replace(plan.milestones[2], approver="nate", deadline="hard"))
    state = PlanState(hard.with_line(replace(plan.milestones[1], deadline="soft")), NOW)
    slipped = replies(state, "marcus", "l1", change("M2", "due", "2026-05-29"))
    assert [set(held.to) for held in slipped.state.pending if held.reason == "slip"] == [{"dana", "nate"}]
    over = replies(slipped.state, "nate", "l2", change("M3", "approver", "vera"))
    assert [set(held.to) for held in over.state.pending if held.reason == "slip"] == [{"dana", "nate", "vera"}]
