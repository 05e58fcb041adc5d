"""Commitments made firm: a new owner says yes in writing, a blocked line gets a date, done gets its evidence."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.answer import answer
from plans.change import Change, Reading, Reply, Value
from plans.letter import Trust
from plans.notice import Notice
from plans.plan import Goal
from plans.sentences import is_sentence
from plans.state import Arrival, Outcome, PlanState
from tests.plans.a_plan import NOW, a_plan


def says(
    state: PlanState, who: str, letter: str, *changes: Change, reply: str = "", code: str = "", text: str = ""
) -> Outcome:
    replies = (Reply(reply, None, reply),) if reply else ()  # type: ignore[arg-type]
    arrival = Arrival(letter, f"{who}@x.example", Trust("trusted", who), NOW, code)
    return answer(state, arrival, Reading("reply", changes, replies=replies, text=text), NOW)


def sets(line: str, field: str, value: Value, words: str = "words") -> Change:
    return Change(line, field, value, "apply", 1.0, words)  # type: ignore[arg-type]


def to(outcome: Outcome, person: str) -> Notice:
    return next(notice for notice in outcome.notices if notice.to == person)


def given() -> Outcome:
    """Dana says after a call that June has the business case."""
    return says(PlanState(a_plan(), NOW), "dana", "l1", sets("M3", "owner", "june", "June takes the business case"))


@pytest.mark.practice(71, 86)
def test_whoever_is_given_a_line_is_asked_for_a_yes_in_writing() -> None:
    asked = to(given(), "june")
    assert [(a.target, a.field, a.reason, a.offered) for a in asked.asks] == [("M3", "owner", "commitment", "june")]
    assert asked.code


@pytest.mark.practice(7, 71)
def test_their_yes_confirms_the_line_in_their_own_name_and_is_told() -> None:
    outcome = given()
    said = says(outcome.state, "june", "l2", reply="yes", code=to(outcome, "june").code)
    line = said.state.plan.milestone("M3")
    assert line is not None
    assert [(c.by, c.letter) for c in line.confirmed] == [("june", "l2")]
    assert [(step.target, step.field) for step in to(said, "dana").applied] == [("M3", "confirmed")]
    assert said.state.pending == ()


@pytest.mark.practice(71)
def test_their_correction_counts_and_their_no_is_told() -> None:
    outcome = given()
    later = says(outcome.state, "june", "l2", sets("M3", "due", "2026-05-22"))
    assert later.state.plan.milestone("M3").due == dt.date(2026, 5, 22)  # type: ignore[union-attr]
    assert later.state.pending == ()
    no = says(outcome.state, "june", "l3", reply="no", code=to(outcome, "june").code)
    assert [(r.reason, r.detail) for r in to(no, "dana").refused] == [("commitment-declined", "M3")]


def test_whoever_takes_a_line_themselves_has_said_so() -> None:
    outcome = says(PlanState(a_plan(), NOW), "dana", "l1", sets("M1", "owner", "dana"))
    assert outcome.state.pending == ()


@pytest.mark.practice(93)
@pytest.mark.parametrize(("line", "asked"), [("M2", True), ("M1", False)])
def test_a_pressing_line_that_is_blocked_is_asked_for_a_new_date_at_once(line: str, asked: bool) -> None:
    outcome = says(PlanState(a_plan(), NOW), a_plan().line(line).owner, "l1", sets(line, "status", "blocked"))  # type: ignore[union-attr, arg-type]
    assert [(p.change.target, p.reason) for p in outcome.state.pending] == ([(line, "new-date")] if asked else [])


def test_a_date_in_the_same_letter_needs_no_question() -> None:
    both = (sets("M3", "status", "blocked"), sets("M3", "due", "2026-05-29"))
    hard = replace(a_plan().milestones[2], approver=None)
    outcome = says(PlanState(a_plan().with_line(hard), NOW), "dana", "l1", *both)
    assert not [p for p in outcome.state.pending if p.reason == "new-date"]


@pytest.mark.practice(13, 102)
@pytest.mark.parametrize(
    ("words", "asked"),
    [
        ("M1 is done", True), ("Done.", True), ("Site walk: erledigt", True), ("la M1 est terminée", True),
        ("The walk is done, Cora mapped every dock", False), ("M1 done: https://files.example/map", False),
        ("M1 done on the 14th", False),
    ],
)  # fmt: skip
def test_a_bare_done_stands_and_is_asked_once_what_shows_it(words: str, asked: bool) -> None:
    outcome = says(PlanState(a_plan(), NOW), "ray", "l1", sets("M1", "status", "done", words))
    assert outcome.state.plan.milestone("M1").status == "done"  # type: ignore[union-attr]
    assert [ask.reason for ask in to(outcome, "ray").asks] == (["evidence"] if asked else [])
    again = says(outcome.state, "ray", "l2", sets("M1", "status", "in-progress"))
    twice = says(again.state, "ray", "l3", sets("M1", "status", "done", words))
    assert not to(twice, "ray").asks


@pytest.mark.practice(13)
def test_the_sentence_that_answers_is_kept_as_evidence_and_said_back() -> None:
    outcome = says(PlanState(a_plan(), NOW), "ray", "l1", sets("M1", "status", "done", "M1 is done"))
    words = "The map hangs in the office, signed by the night shift."
    said = says(outcome.state, "ray", "l2", code=to(outcome, "ray").code, text=words)
    assert said.state.plan.milestone("M1").evidence == words  # type: ignore[union-attr]
    assert [(step.field, step.new) for step in to(said, "ray").applied] == [("evidence", words)]


@pytest.mark.parametrize("words", ["Great, thanks for the update!", "Vielen Dank für die Nachricht", "OK"])
def test_mere_politeness_is_no_evidence(words: str) -> None:
    assert not is_sentence(words)


def test_thanks_is_no_evidence_and_draws_no_mail() -> None:
    outcome = says(PlanState(a_plan(), NOW), "ray", "l1", sets("M1", "status", "done", "M1 is done"))
    thanks = says(outcome.state, "ray", "l2", reply="yes", code=to(outcome, "ray").code, text="ok")
    assert thanks.notices == ()
    assert thanks.state.plan == outcome.state.plan


@pytest.mark.practice(48)
def test_the_champion_is_asked_once_whether_the_goal_is_what_success_is_and_a_yes_is_stored() -> None:
    plan = replace(a_plan(), goals=(Goal("Cut dock-to-stock time", confirmed=False),))
    first = says(PlanState(plan, NOW), "dana", "l1", sets("M1", "due", "2026-04-24"))
    asked = to(first, "dana")
    assert [(ask.target, ask.reason) for ask in asked.asks] == [("goal:1", "goal")]
    assert not to(says(first.state, "dana", "l2", sets("M1", "due", "2026-04-23")), "dana").asks
    said = says(first.state, "dana", "l3", reply="yes", code=asked.code)
    assert said.state.plan.goals[0].confirmed is True
    back = says(said.state, "dana", "l4", reply="undo", code=to(said, "dana").code)
    assert back.state.plan.goals[0].confirmed is False


def test_a_goal_that_is_agreed_or_not_said_to_be_open_is_not_asked_about() -> None:
    for confirmed in (True, None):
        plan = replace(a_plan(), goals=(Goal("Cut dock-to-stock time", confirmed=confirmed),))
        outcome = says(PlanState(plan, NOW), "dana", "l1", sets("M1", "due", "2026-04-24"))
        assert not to(outcome, "dana").asks


@pytest.mark.practice(71, 86)
def test_whoever_has_said_yes_to_a_line_is_not_asked_again_once_the_others_have_too() -> None:
    wanted = says(PlanState(a_plan(), NOW), "june", "l1", sets("M1", "owner", "aisha"))
    half = says(wanted.state, "aisha", "l2", reply="yes", code=to(wanted, "aisha").code)
    done = says(half.state, "ray", "l3", reply="yes", code=to(wanted, "ray").code)
    assert done.state.plan.milestone("M1").owner == "aisha"  # type: ignore[union-attr]
    assert done.state.pending == ()
