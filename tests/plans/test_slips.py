"""Slips: what waits for a date that moved is proposed a new one, never moved."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.answer import answer
from plans.change import Change, Reading, Reply
from plans.letter import Trust
from plans.notice import Notice
from plans.plan import Dependency, Milestone, Plan
from plans.state import Arrival, Outcome, PlanState
from tests.plans.a_plan import NOW, a_plan


def step(line: str, owner: str, due: str, waits_for: str = "", **fields: object) -> Milestone:
    dependencies = (Dependency(waits_for, critical=True, contingency="Go on without"),) if waits_for else ()
    return Milestone(line, f"Step {line}", owner=owner, due=dt.date.fromisoformat(f"2026-{due}"),
                     depends_on=dependencies, **fields)  # type: ignore[arg-type]  # fmt: skip


CHAIN = a_plan(
    milestones=(
        step("A", "ray", "04-24"),
        step("B", "aisha", "05-01", "A"),
        step("C", "dana", "05-08", "B", deadline="hard", approver="marcus"),
        step("D", "ray", "05-15", "C"),
    )
)


def says(state: PlanState, who: str, letter: str, *changes: Change, code: str = "", reply: str = "") -> Outcome:
    replies = (Reply(reply, None, reply),) if reply else ()  # type: ignore[arg-type]
    arrival = Arrival(letter, f"{who}@x.example", Trust("trusted", who), NOW, code)
    return answer(state, arrival, Reading("reply", changes, replies=replies), NOW)


def due(line: str, day: str) -> Change:
    return Change(line, "due", f"2026-{day}", "apply", 1.0, f"{line} to {day}")


def to(outcome: Outcome, person: str) -> Notice:
    return next(notice for notice in outcome.notices if notice.to == person)


def dates(plan: Plan) -> dict[str, str]:
    return {m.id: f"{m.due:%m-%d}" for m in plan.milestones if m.due}


def slipped() -> Outcome:
    return says(PlanState(CHAIN, NOW), "ray", "l1", due("A", "05-01"))


@pytest.mark.practice(39, 108)
def test_dependents_of_a_slip_are_proposed_new_dates_and_nothing_else_moves() -> None:
    outcome = slipped()
    assert dates(outcome.state.plan) == {"A": "05-01", "B": "05-01", "C": "05-08", "D": "05-15"}
    waiting = {p.change.target: (p.change.value, p.to, p.all_of, p.because) for p in outcome.state.pending}
    assert waiting == {
        "B": ("2026-05-08", ("aisha",), False, "A"),
        "C": ("2026-05-15", ("dana", "nate", "marcus"), True, "B"),
        "D": ("2026-05-22", ("ray",), False, "C"),
    }


@pytest.mark.practice(39)
def test_the_owner_is_told_what_the_new_date_follows_from_and_a_yes_makes_it_stand() -> None:
    outcome = slipped()
    asked = to(outcome, "aisha")
    assert [(p.target, p.old, p.new, p.because) for p in asked.proposals] == [("B", "2026-05-01", "2026-05-08", "A")]
    agreed = says(outcome.state, "aisha", "l2", code=asked.code, reply="yes")
    assert dates(agreed.state.plan)["B"] == "05-08"
    assert [p.change.target for p in agreed.state.pending] == ["C", "D"]


def test_a_line_of_the_senders_own_is_asked_in_the_answer() -> None:
    told = to(slipped(), "ray")
    assert [(ask.target, ask.offered, ask.reason) for ask in told.asks] == [("D", "2026-05-22", "slip")]
    assert {p.target for p in told.proposals} == {"B", "C"}


def test_a_hard_date_moves_only_when_everybody_with_a_say_has_agreed() -> None:
    state = slipped().state
    for number, person in enumerate(("dana", "nate", "marcus")):
        assert dates(state.plan)["C"] == "05-08"
        code = next(c.code for c in state.codes if c.person == person)
        state = says(state, person, f"yes{number}", code=code, reply="yes").state
    assert dates(state.plan)["C"] == "05-15"


def test_a_second_slip_replaces_what_the_first_one_proposed() -> None:
    later = says(slipped().state, "ray", "l2", due("A", "05-08"))
    assert [(p.change.target, p.change.value) for p in later.state.pending] == [
        ("B", "2026-05-08"), ("C", "2026-05-15"), ("D", "2026-05-22"),
    ]  # fmt: skip


def test_an_undone_slip_takes_its_proposals_with_it() -> None:
    outcome = slipped()
    undone = says(outcome.state, "ray", "l2", code=to(outcome, "ray").code, reply="undo")
    assert dates(undone.state.plan)["A"] == "04-24"
    assert undone.state.pending == ()


def test_a_date_moved_forward_or_within_the_float_proposes_nothing() -> None:
    assert says(PlanState(CHAIN, NOW), "ray", "l1", due("A", "04-20")).state.pending == ()
    roomy = CHAIN.with_line(
        replace(CHAIN.milestones[1], due=dt.date(2026, 5, 22), depends_on=CHAIN.milestones[1].depends_on)
    )
    roomy = replace(roomy, milestones=roomy.milestones[:2])
    assert says(PlanState(roomy, NOW), "ray", "l1", due("A", "04-28")).state.pending == ()


def test_a_wish_for_a_date_is_not_talked_over_by_what_the_same_letter_moves() -> None:
    outcome = says(PlanState(CHAIN, NOW), "ray", "l1", due("A", "05-04"), due("C", "05-29"))
    waiting = [p for p in outcome.state.pending if p.change.target == "C"]
    assert [(p.change.value, p.reason) for p in waiting] == [("2026-05-29", "hard-date")]
    told = [p for notice in outcome.notices for p in notice.proposals if p.target == "C"]
    assert {proposed.new for proposed in told} == {"2026-05-29"}
