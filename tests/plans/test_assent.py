"""A yes in more than one word is a yes: what answers a mail that asks one is never a mere confirmation."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.answer import answer
from plans.change import POLITE, STANDS, Change, Reply
from plans.state import PlanState
from tests.plans.a_plan import NOW, a_plan
from tests.plans.test_answer import arrival, change, reading, replies, start, to


def asked() -> tuple[PlanState, str]:
    """Dana says that M3 is done, which Marcus has to approve."""
    outcome = replies(start(), "dana", "l1", change("M3", "status", "done"))
    return outcome.state, to(outcome, "marcus").code


def doubt(line: str, words: str) -> Change:
    return replace(change(line, "due", None, "ask", "negated"), evidence=words)


def confirmed(line: str, words: str) -> Change:
    return replace(change(line, "confirmed", True), evidence=words)


def test_yes_agreed_settles_what_its_mail_asked() -> None:
    state, code = asked()
    words = "Yes, agreed."
    said = reading(confirmed("M3", words), replies=(Reply("yes", None, words),))
    outcome = answer(state, arrival("marcus", "l2", code), said, NOW)
    line = outcome.state.plan.milestone("M3")
    assert line
    assert line.status == "done"
    assert not line.confirmed
    assert not [held for held in outcome.state.pending if held.change.field == "status"]


def test_a_line_that_stands_as_it_is_is_no_yes_to_a_change_of_it() -> None:
    wanted = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    stays = confirmed("M1", "M1 stays on 17 April.")
    outcome = replies(wanted.state, "ray", "l2", stays, code=to(wanted, "ray").code)
    assert outcome.state.plan == wanted.state.plan
    assert [(ask.target, ask.field, ask.reason) for ask in to(outcome, "ray").asks] == [("M1", "due", "unsure")]
    assert outcome.state.pending == wanted.state.pending


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


def test_what_answers_the_question_is_not_said_of_the_line_as_well() -> None:
    state, code = asked()
    no = Reply("no", None, "no")
    outcome = answer(state, arrival("marcus", "l2", code), reading(doubt("M3", "no"), replies=(no,)), NOW)
    assert outcome.state.pending == ()
    assert to(outcome, "dana").refused[0].reason == "declined"


def test_a_yes_to_what_a_mail_asks_is_not_said_of_the_other_lines_that_it_tells_of() -> None:
    state, code = asked()
    other = replace(change("M4", "confirmed", True, "ask", "which-line"), evidence="yes")
    outcome = answer(state, arrival("marcus", "l2", code), reading(other, replies=(Reply("yes", None, "yes"),)), NOW)
    assert outcome.state.plan.milestone("M3").status == "done"  # type: ignore[union-attr]
    assert "M4" not in {held.change.target for held in outcome.state.pending}


def test_yes_to_one_line_and_no_to_another_settle_each_of_them() -> None:
    plan = a_plan()
    hers = plan.with_line(replace(plan.milestones[1], owner="dana", deadline="soft"))
    two = replies(
        PlanState(hers, NOW), "nate", "l1", change("M3", "due", "2026-05-22"), change("M2", "due", "2026-04-30")
    )
    words = (Reply("yes", "M3", "yes M3"), Reply("no", "M2", "no M2"))
    outcome = replies(two.state, "dana", "l2", code=to(two, "dana").code, replies=words)
    moved = replace(hers.milestones[2], due=dt.date(2026, 5, 22), slipped_from=(dt.date(2026, 5, 15),))
    assert outcome.state.plan == replace(hers.with_line(moved), version=hers.version + 1)
    assert outcome.state.pending == ()
    said = [(entry.kind, entry.target, entry.field) for entry in outcome.entries if entry.kind != "letter"]
    assert said == [
        ("agreed", "M3", "due"), ("applied", "M3", "due"), ("applied", "M3", "slipped_from"), ("declined", "M2", "due"),
    ]  # fmt: skip
    told = to(outcome, "nate")
    assert [(step.target, step.field, step.new) for step in told.applied] == [("M3", "due", "2026-05-22")]
    assert [(one.reason, one.detail) for one in told.refused] == [("declined", "M2")]


def test_a_yes_without_its_code_asks_which_of_all_that_waits_and_takes_the_answer_to_that() -> None:
    first = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    both = replies(first.state, "aisha", "l2", change("M1", "status", "blocked"))
    word = (Reply("yes", None, "yes"),)
    which = replies(both.state, "ray", "l3", replies=word)
    assert which.state.plan == a_plan()
    assert [(ask.target, ask.field) for ask in to(which, "ray").asks] == [("M1", "due"), ("M1", "status")]
    outcome = replies(which.state, "ray", "l4", code=to(which, "ray").code, replies=word)
    line = replace(a_plan().milestones[0], due=dt.date(2026, 4, 24), slipped_from=(dt.date(2026, 4, 17),))
    assert outcome.state.plan == a_plan(version=5).with_line(replace(line, status="blocked"))
    assert outcome.state.pending == ()


def test_politeness_and_a_yes_that_says_how_lines_stand_ask_nobody_which() -> None:
    waiting = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24")).state
    for word, said in ((Reply("yes", None, "ok", POLITE), ()), (Reply("yes", None, "x"), (confirmed("M1", "x"),))):
        outcome = replies(waiting, "ray", "l2", *said, replies=(word,))
        assert "question" not in {notice.kind for notice in outcome.notices}
        assert outcome.state.pending == waiting.pending


def test_a_yes_with_a_condition_is_asked_again_and_changes_nothing() -> None:
    state, code = asked()
    word = Reply("yes", None, "yes, if legal agrees", "conditional")
    again = answer(state, arrival("marcus", "l2", code), reading(replies=(word,)), NOW)
    assert again.state.plan == state.plan
    asks = to(again, "marcus").asks
    assert [(ask.target, ask.field, ask.reason) for ask in asks] == [("M3", "status", "unsure")]
    outcome = replies(again.state, "marcus", "l3", code=to(again, "marcus").code, replies=(Reply("yes", None, "yes"),))
    assert outcome.state.plan.milestone("M3").status == "done"  # type: ignore[union-attr]


def test_an_answer_that_nobody_understands_has_its_question_asked_once_more_and_thanks_do_not() -> None:
    state, code = asked()
    thanks = answer(state, arrival("marcus", "l2", code), reading(text="Thanks, Milepost!"), NOW)
    assert thanks.notices == ()
    first = answer(state, arrival("marcus", "l3", code), reading(text="Hm, probably."), NOW)
    assert [ask.target for ask in to(first, "marcus").asks] == ["M3"]
    again = answer(first.state, arrival("marcus", "l4", code), reading(text="Hm, probably."), NOW)
    assert again.notices == ()


@pytest.mark.practice(104)
@pytest.mark.parametrize(("who", "line"), [("dana", "M3"), ("aisha", "M2.1")])
def test_whoever_doubts_a_line_stands_by_it_no_more_until_they_say_so_again(who: str, line: str) -> None:
    sure = replies(start(), who, "l1", change(line, "confirmed", True)).state
    doubtful = replies(sure, who, "l2", doubt(line, "not any more"))
    entry = doubtful.state.plan.entry(line)
    assert entry
    assert entry.confirmed == ()
    assert [(ask.target, ask.field, ask.reason) for ask in to(doubtful, who).asks] == [(line, "due", "negated")]
    again = replies(doubtful.state, who, "l3", change(line, "confirmed", True)).state
    assert [one.by for one in again.plan.entry(line).confirmed] == [who]  # type: ignore[union-attr]
    assert again.pending == ()


def test_neither_yes_nor_no_says_what_is_true_instead() -> None:
    doubtful = replies(start(), "dana", "l1", doubt("M3", "no"))
    for number, wish in enumerate(("yes", "no")):
        word = (Reply(wish, None, wish),)  # type: ignore[arg-type]
        outcome = replies(doubtful.state, "dana", f"w{number}", code=to(doubtful, "dana").code, replies=word)
        assert [ask.reason for ask in to(outcome, "dana").asks] == ["no-date"]
        assert outcome.state.pending == doubtful.state.pending


def test_unchanged_is_no_yes_to_a_change_and_one_to_what_somebody_is_asked_to_stand_by() -> None:
    word = (Reply("yes", None, "unchanged", STANDS),)
    state, code = asked()
    again = answer(state, arrival("marcus", "l2", code), reading(replies=word), NOW)
    assert (again.state.plan, len(again.state.pending)) == (state.plan, 1)
    given = replies(start(), "dana", "l1", change("M1", "owner", "june"))
    firm = replies(given.state, "june", "l2", code=to(given, "june").code, replies=word)
    assert [one.by for one in firm.state.plan.milestone("M1").confirmed] == ["june"]  # type: ignore[union-attr]


@pytest.mark.parametrize(("field", "who"), [("approver", "dana"), ("backup", "aisha"), ("owner", "nate")])
@pytest.mark.parametrize("wish", ["yes", "no"])
def test_a_wish_to_empty_a_place_is_agreed_or_declined_like_any_other(field: str, who: str, wish: str) -> None:
    backed = a_plan().with_line(replace(a_plan().milestones[2], backup="ray"))
    wanted = replies(PlanState(backed, NOW), who, "l1", change("M3", field, None))
    asked_of = next(notice for notice in wanted.notices if notice.proposals and notice.to != who)
    word = (Reply(wish, None, wish),)  # type: ignore[arg-type]
    outcome = replies(wanted.state, asked_of.to, "l2", code=asked_of.code, replies=word)
    line = outcome.state.plan.milestone("M3")
    assert outcome.state.pending == ()
    assert getattr(line, field) == (None if wish == "yes" else getattr(backed.milestone("M3"), field))
    told = to(outcome, who)
    assert [step.new for step in told.applied] == ([None] if wish == "yes" else [])
    assert [refused.reason for refused in told.refused] == ([] if wish == "yes" else ["declined"])
