"""What happens while nobody answers: one reminder, then the wish lapses and its wisher is told; silence is no yes."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.agenda.mails import day_key
from plans.answer import answer
from plans.change import Change, Reading, Reply
from plans.foretelling import foretold
from plans.letter import Trust
from plans.notice import Notice
from plans.state import UNDO_WINDOW, Arrival, Outcome, PlanState
from plans.waiting import next_wait, waited
from tests.plans.a_plan import NOW, a_plan

MORNING_AFTER = dt.datetime(2026, 4, 21, 14, 0, tzinfo=dt.UTC)
"""Nine o'clock on the first working day after seven days: a Tuesday, in Chicago."""


def says(
    state: PlanState, who: str, letter: str, *changes: Change, reply: str = "", code: str = "", at: dt.datetime = NOW
) -> Outcome:
    replies = (Reply(reply, None, reply),) if reply else ()  # type: ignore[arg-type]
    arrival = Arrival(letter, f"{who}@x.example", Trust("trusted", who), at, code)
    return answer(state, arrival, Reading("reply", changes, replies=replies), at)


def due(line: str, day: str | None, decision: str = "apply") -> Change:
    return Change(line, "due", day, decision, 1.0, f"{line} to {day}", reason="tentative" if day is None else "")  # type: ignore[arg-type]


def wished() -> PlanState:
    """Return the state in which nate has wished for a new date of ray's line, on a Monday."""
    return says(PlanState(a_plan(), NOW), "nate", "l1", due("M1", "2026-04-24")).state


def local(moment: dt.datetime | None) -> str:
    return f"{moment.astimezone(a_plan().zone):%a %d %H:%M}" if moment else ""


def test_whoever_is_asked_is_reminded_once_after_three_working_days_in_the_morning() -> None:
    state = wished()
    coming = next_wait(state, NOW)
    assert local(coming) == "Thu 16 09:00"
    assert coming is not None
    outcome = waited(state, coming)
    assert [(n.to, n.kind, n.again, n.about) for n in outcome.notices] == [("ray", "proposal", True, "nate")]
    assert outcome.state.plan == state.plan
    assert next_wait(outcome.state, coming) == MORNING_AFTER
    assert waited(outcome.state, coming + dt.timedelta(days=1)).notices == ()


def test_a_yes_to_the_reminder_counts() -> None:
    reminder = waited(wished(), NOW + dt.timedelta(days=3))
    agreed = says(reminder.state, "ray", "l2", reply="yes", code=reminder.notices[0].code)
    assert agreed.state.plan.milestone("M1").due == dt.date(2026, 4, 24)  # type: ignore[union-attr]
    assert next_wait(agreed.state, NOW + dt.timedelta(days=3)) is None


def test_a_wish_that_nobody_answers_lapses_after_seven_days_and_its_wisher_is_told() -> None:
    state, ends = wished(), MORNING_AFTER
    assert waited(state, ends - dt.timedelta(minutes=1)).state == state
    outcome = waited(state, ends)
    assert outcome.state.plan == state.plan
    assert outcome.state.pending == ()
    assert [(n.to, n.refused[0].reason, n.refused[0].detail) for n in outcome.notices] == [("nate", "lapsed", "M1")]
    assert [(entry.kind, entry.target) for entry in outcome.entries] == [("lapsed", "M1")]
    assert waited(outcome.state, ends).notices == ()


def test_a_yes_that_comes_too_late_is_told_so_and_changes_nothing() -> None:
    wish = says(PlanState(a_plan(), NOW), "nate", "l1", due("M1", "2026-04-24"))
    code = next(notice.code for notice in wish.notices if notice.to == "ray")
    late = NOW + UNDO_WINDOW + dt.timedelta(days=2)
    lapsed = waited(wish.state, late).state
    outcome = says(lapsed, "ray", "l2", reply="yes", code=code, at=late)
    assert outcome.state.plan == wish.state.plan
    assert [notice.refused[0].reason for notice in outcome.notices] == ["code-expired"]


def test_a_letter_of_somebody_else_does_not_make_a_wish_lapse_untold() -> None:
    late = NOW + UNDO_WINDOW + dt.timedelta(hours=1)
    state = says(wished(), "aisha", "l2", at=late).state
    assert waited(state, late).notices == (), "nobody is asked once a yes comes too late"
    assert [notice.to for notice in waited(state, MORNING_AFTER).notices] == ["nate"]


@pytest.mark.practice(93)
def test_a_slip_without_a_new_date_is_asked_about_again_the_next_day() -> None:
    state = says(PlanState(a_plan(), NOW), "ray", "l1", due("M1", None, "ask")).state
    coming = next_wait(state, NOW)
    assert local(coming) == "Tue 14 09:00"
    assert coming is not None
    again = waited(state, coming).notices
    assert [(n.to, n.asks[0].target, n.asks[0].field) for n in again] == [("ray", "M1", "due")]


def test_a_date_that_is_given_ends_the_waiting() -> None:
    state = says(PlanState(a_plan(), NOW), "ray", "l1", due("M1", None, "ask")).state
    assert says(state, "ray", "l2", due("M1", "2026-04-24")).state.pending == ()


def test_another_value_from_whoever_was_asked_is_an_answer_and_its_wisher_hears_it() -> None:
    outcome = says(wished(), "ray", "l2", due("M1", "2026-04-22"))
    assert outcome.state.pending == ()
    told = next(notice for notice in outcome.notices if notice.to == "nate")
    assert [(step.target, step.new) for step in told.applied] == [("M1", "2026-04-22")]


def test_a_line_that_is_done_no_longer_waits_for_a_date() -> None:
    done = Change("M1", "status", "done", "apply", 1.0, "M1 is done")
    assert not [p for p in says(wished(), "ray", "l2", done).state.pending if p.change.field == "due"]


def test_a_reminder_waits_for_a_day_without_another_mail() -> None:
    state = wished()
    busy = replace(state, sent=(*state.sent, day_key("ray", dt.date(2026, 4, 16))))
    assert local(next_wait(busy, NOW + dt.timedelta(days=2, hours=23))) == "Fri 17 09:00"


def test_all_that_waits_for_one_person_is_one_reminder() -> None:
    state = says(PlanState(a_plan(), NOW), "nate", "l1", due("M1", "2026-04-24"), due("M3", "2026-05-22")).state
    state = says(state, "aisha", "l2", Change("M1", "owner", "dana", "apply", 1.0, "Dana has M1")).state
    coming = next_wait(state, NOW)
    assert coming is not None
    assert sorted((n.to, len(n.proposals)) for n in waited(state, coming).notices) == [("dana", 1), ("ray", 2)]


@pytest.mark.parametrize("status", ["draft", "on-hold"])
def test_a_plan_that_rests_reminds_nobody(status: str) -> None:
    state = wished()
    state = replace(state, plan=replace(state.plan, status=status))  # type: ignore[arg-type]
    assert waited(state, NOW + dt.timedelta(days=4)).notices == ()


def test_an_assistant_answers_in_the_name_of_whom_she_assists() -> None:
    wish = says(PlanState(a_plan(), NOW), "dana", "l1", Change("M3", "status", "done", "apply", 1.0, "accepted"))
    code = next(notice.code for notice in wish.notices if notice.to == "marcus")
    said = says(wish.state, "june", "l2", reply="yes", code=code)
    assert said.state.plan.milestone("M3").status == "done"  # type: ignore[union-attr]


def test_a_yes_between_the_end_of_its_time_and_the_morning_in_which_that_is_told_comes_too_late() -> None:
    wish = says(PlanState(a_plan(), NOW), "nate", "l1", due("M1", "2026-04-24"))
    code = next(notice.code for notice in wish.notices if notice.to == "ray")
    late = says(wish.state, "ray", "l2", reply="yes", code=code, at=NOW + UNDO_WINDOW + dt.timedelta(minutes=1))
    assert late.state.plan == wish.state.plan
    assert [notice.refused[0].reason for notice in late.notices] == ["code-expired"]


def test_that_a_wish_has_lapsed_rides_on_the_mail_of_the_day_and_waits_where_somebody_has_had_theirs() -> None:
    state = wished()
    status = Notice("harbor/mail/nate", "status", "harbor", 4, "nate", MORNING_AFTER)
    had_one = replace(state, sent=(*state.sent, day_key("nate", dt.date(2026, 4, 21))))
    (mail,) = waited(had_one, MORNING_AFTER, (status,)).notices
    assert (mail.key, [refused.reason for refused in mail.refused]) == (status.key, ["lapsed"])
    alone = waited(had_one, MORNING_AFTER)
    assert (alone.notices, alone.state) == ((), had_one)
    assert local(next_wait(had_one, MORNING_AFTER)) == "Wed 22 09:00"


def test_nothing_of_what_waits_is_said_in_quiet_hours_or_on_a_day_off() -> None:
    rhythm = replace(a_plan().communication, quiet_hours="18:00-10:30")
    night = dt.datetime(2026, 4, 11, 3, 0, tzinfo=dt.UTC)  # Friday, ten in the evening in Chicago.
    state = PlanState(a_plan(communication=rhythm), night)
    state = says(state, "nate", "l1", due("M1", "2026-04-24"), at=night).state
    said = foretold(state, night, 14)
    silent = [local(one.at) for one in said if one.again or one.refused]
    assert silent == ["Wed 15 10:30", "Mon 20 10:30"]


def test_while_a_plan_rests_nobody_is_reminded_nothing_lapses_and_a_yes_still_counts() -> None:
    wish = says(PlanState(a_plan(), NOW), "nate", "l1", due("M1", "2026-04-24"))
    code = next(notice.code for notice in wish.notices if notice.to == "ray")
    rests = says(wish.state, "nate", "l2", Change("plan", "status", "on-hold", "apply", 1.0, "rest")).state
    assert foretold(rests, NOW, 60) == ()
    later = NOW + dt.timedelta(days=30)
    agreed = says(rests, "ray", "l3", reply="yes", code=code, at=later).state
    assert agreed.plan.milestone("M1").due == dt.date(2026, 4, 24)  # type: ignore[union-attr]
    on = says(rests, "nate", "l4", Change("plan", "status", "active", "apply", 1.0, "on"), at=later).state
    said = [one for one in foretold(on, later, 14) if one.again and "M1" in one.lines]
    assert [local(one.at) for one in said] == ["Tue 19 09:00"], "Monday has the weekly status"


def test_whoever_is_away_is_reminded_once_they_are_back() -> None:
    state = wished()
    ray = replace(state.plan.person("ray"), away_until=dt.date(2026, 4, 16))  # type: ignore[type-var]
    away = replace(state, plan=state.plan.with_person(ray))
    assert local(next_wait(away, NOW + dt.timedelta(days=3))) == "Fri 17 09:00"
