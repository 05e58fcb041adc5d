"""What is put aside waits for the reporter's word, which makes nobody more believable; storms are damped."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.answer import answer
from plans.change import Refusal, Reply
from plans.letter import Trust
from plans.state import UNDO_WINDOW, Arrival, Outcome, PlanState
from tests.plans.a_plan import NOW
from tests.plans.test_answer import arrival, change, reading, start

EVE = Arrival("l1", "eve@harborlime.example", Trust("forged", None, ("It is made to look like ours.",)), NOW)
MOVED = change("M1", "due", "2026-04-24")


def put_aside() -> Outcome:
    return answer(start(), EVE, reading(MOVED), NOW)


def said(state: PlanState, word: str, code: str, who: str = "nate", at: dt.datetime = NOW) -> Outcome:
    wish = Reply(word, None, word)  # type: ignore[arg-type]
    return answer(state, arrival(who, f"{word}-{who}", code), reading(replies=(wish,)), at)


def test_a_forged_letter_is_put_aside_with_one_alert_that_carries_its_code() -> None:
    outcome = put_aside()
    (alert,) = outcome.notices
    assert (alert.to, alert.asks[0].reason, alert.asks[0].offered) == ("nate", "quarantined", "eve@harborlime.example")
    assert alert.code
    assert [one.letter for one in outcome.state.aside] == ["l1"]
    assert outcome.state.plan == start().plan


def test_of_one_sender_the_reporter_is_alerted_once_a_day() -> None:
    state = put_aside().state
    assert answer(state, replace(EVE, letter="l2"), reading(MOVED), NOW + dt.timedelta(hours=5)).notices == ()
    assert len(answer(state, replace(EVE, letter="l2"), reading(MOVED), NOW + dt.timedelta(days=2)).notices) == 1
    other = replace(EVE, letter="l3", sender="another@harborlime.example")
    assert len(answer(state, other, reading(MOVED), NOW).notices) == 1


def test_what_else_the_same_sender_wrote_is_let_in_together() -> None:
    aside = put_aside()
    second = answer(aside.state, replace(EVE, letter="l2"), reading(MOVED), NOW).state
    assert said(second, "release", aside.notices[0].code).again == ("l1", "l2")


@pytest.mark.practice(116)
def test_a_release_raises_nobodys_authority() -> None:
    aside = put_aside()
    released = said(aside.state, "release", aside.notices[0].code)
    assert released.again == ("l1",)
    read_again = answer(released.state, EVE, reading(MOVED), NOW)
    assert read_again.state.plan == start().plan
    assert [(one.change.target, one.reason, one.to) for one in read_again.state.pending] == [
        ("M1", "sender-not-on-plan", ("nate",))
    ]
    assert answer(read_again.state, EVE, reading(MOVED), NOW) == Outcome(read_again.state)


def test_a_released_letter_in_somebodys_name_is_asked_of_that_person() -> None:
    forged = Arrival("l1", "dana@x.example", Trust("forged", "dana", ("DMARC.",)), NOW)
    aside = answer(start(), forged, reading(MOVED), NOW)
    released = said(aside.state, "release", aside.notices[0].code)
    (asked,) = answer(released.state, forged, reading(MOVED), NOW).state.pending
    assert (asked.reason, asked.to) == ("unsure-sender", ("dana",))


def test_a_released_letter_grants_no_wish() -> None:
    forged = replace(EVE, trust=Trust("forged", "dana", ("DMARC.",)))
    aside = answer(start(), forged, reading(), NOW)
    released = said(aside.state, "release", aside.notices[0].code)
    again = answer(released.state, forged, reading(replies=(Reply("undo", None, "undo"),)), NOW)
    assert [one.reason for notice in again.notices for one in notice.refused] == ["unsure-sender"]


def test_a_dropped_letter_is_gone_and_its_code_is_used_up() -> None:
    aside = put_aside()
    code = aside.notices[0].code
    dropped = said(aside.state, "drop", code)
    assert (dropped.state.aside, dropped.again) == ((), ())
    late = said(dropped.state, "release", code)
    assert late.again == ()
    assert [one.reason for one in late.notices[0].refused] == ["nothing-quarantined"]


def test_a_code_releases_once() -> None:
    aside = put_aside()
    code = aside.notices[0].code
    released = said(aside.state, "release", code).state
    wish = Reply("release", None, "release")
    twice = answer(released, arrival("nate", "again", code), reading(replies=(wish,)), NOW)
    assert twice.again == ()


@pytest.mark.parametrize("who", ["dana", "aisha", "ray"])
def test_nobody_but_the_addressee_releases(who: str) -> None:
    aside = put_aside()
    outcome = said(aside.state, "release", aside.notices[0].code, who)
    assert outcome.again == ()
    assert [one.letter for one in outcome.state.aside] == ["l1"]


def test_without_its_code_or_trust_or_after_a_week_nothing_is_released() -> None:
    aside = put_aside()
    code = aside.notices[0].code
    unsure = answer(
        aside.state,
        arrival("nate", "u", code, "unsure"),
        reading(replies=(Reply("release", None, "release"),)),
        NOW,
    )
    assert unsure.again == ()
    assert said(aside.state, "release", "").again == ()
    assert said(aside.state, "release", code, at=NOW + UNDO_WINDOW + dt.timedelta(minutes=1)).again == ()


# --- storms ---


def test_a_bomb_of_unproven_mails_is_put_aside_after_a_dozen_an_hour() -> None:
    state, mails = start(), []
    for number in range(100):
        outcome = answer(state, arrival("dana", f"l{number}", verdict="unsure"), reading(MOVED), NOW)
        state, mails = outcome.state, [*mails, *outcome.notices]
    to_dana = [one for one in mails if one.to == "dana"]
    assert len(to_dana) == 12
    assert [one.asks[0].reason for one in mails if one.to == "nate"] == ["storm"]
    later = answer(state, arrival("dana", "later", verdict="unsure"), reading(MOVED), NOW + dt.timedelta(hours=2))
    assert [one.to for one in later.notices] == ["dana"]


def test_two_machines_that_answer_each_other_fall_silent() -> None:
    state, answers = start(), 0
    unsure = replace(MOVED, decision="ask", reason="conditional")
    for number in range(200):
        outcome = answer(state, arrival("dana", f"l{number}"), reading(unsure), NOW + dt.timedelta(seconds=number))
        state, answers = outcome.state, answers + sum(one.to == "dana" for one in outcome.notices)
    assert answers == 12


def test_a_refusal_is_said_once_a_day_to_each_sender_for_each_reason() -> None:
    def refused(state: PlanState, letter: str, reason: str, hours: int = 0, who: str = "dana") -> Outcome:
        moment = NOW + dt.timedelta(hours=hours)
        return answer(state, arrival(who, letter), reading(refusals=(Refusal(reason),)), moment)

    first = refused(start(), "l1", "too-big")
    assert [one.kind for one in first.notices] == ["refusal"]
    assert refused(first.state, "l2", "too-big", 3).notices == ()
    assert len(refused(first.state, "l3", "protected-file", 3).notices) == 1
    assert len(refused(first.state, "l4", "too-big", 3, "ray").notices) == 1
    assert len(refused(first.state, "l5", "too-big", 25).notices) == 1


def test_what_nobody_answers_makes_no_storm() -> None:
    state = start()
    for number in range(100):
        state = answer(state, arrival("dana", f"l{number}"), reading(kind="auto-reply"), NOW).state
    assert answer(state, arrival("dana", "own"), reading(MOVED), NOW).state.plan.version == 5


# --- old mails sent again ---


def test_a_mail_of_more_than_a_week_ago_is_asked_of_its_sender() -> None:
    old = replace(arrival("dana", "l1"), sent_at=NOW - dt.timedelta(days=8))
    outcome = answer(start(), old, reading(MOVED), NOW)
    assert outcome.state.plan == start().plan
    assert [(one.reason, one.to) for one in outcome.state.pending] == [("unsure-sender", ("dana",))]


def test_a_mail_that_was_written_before_a_later_change_is_asked() -> None:
    """Sent again under another Message-ID it is another letter, but it is still older than what stands now."""
    state = answer(start(), arrival("dana", "l1"), reading(MOVED), NOW).state
    newer = change("M1", "due", "2026-04-30")
    tomorrow = NOW + dt.timedelta(days=1)
    state = answer(state, replace(arrival("dana", "l2"), sent_at=tomorrow), reading(newer), tomorrow).state
    again = answer(state, arrival("dana", "l1-again"), reading(MOVED), tomorrow + dt.timedelta(hours=1))
    assert again.state.plan == state.plan
    assert [one.reason for one in again.state.pending] == ["changed-since"]
