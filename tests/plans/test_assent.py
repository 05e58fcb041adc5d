"""A yes in more than one word is a yes: what answers a mail that asks one is never a mere confirmation."""

from plans.answer import answer
from plans.state import PlanState
from tests.plans.a_plan import NOW
from tests.plans.test_answer import arrival, change, reading, replies, start, to


def asked() -> tuple[PlanState, str]:
    """Dana says that M3 is done, which Marcus has to approve."""
    outcome = replies(start(), "dana", "l1", change("M3", "status", "done"))
    return outcome.state, to(outcome, "marcus").code


def test_yes_agreed_settles_what_its_mail_asked() -> None:
    state, code = asked()
    outcome = answer(state, arrival("marcus", "l2", code), reading(change("M3", "confirmed", True)), NOW)
    line = outcome.state.plan.milestone("M3")
    assert line
    assert line.status == "done"
    assert not line.confirmed
    assert not [held for held in outcome.state.pending if held.change.field == "status"]


def test_a_confirmation_of_another_line_stays_one() -> None:
    state, code = asked()
    outcome = answer(state, arrival("marcus", "l2", code), reading(change("M2", "confirmed", True)), NOW)
    lines = outcome.state.plan.milestone("M2"), outcome.state.plan.milestone("M3")
    assert [len(line.confirmed) for line in lines if line] == [1, 0]
    assert outcome.state.pending


def test_a_doubted_yes_is_asked_and_settles_nothing() -> None:
    state, code = asked()
    outcome = answer(state, arrival("marcus", "l2", code), reading(change("M3", "confirmed", True, "ask")), NOW)
    line = outcome.state.plan.milestone("M3")
    assert line
    assert line.status != "done"
