"""A meeting that was sent to the plan's address is followed within the hour by one mail to the reporter."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.answer import answer
from plans.change import Reading
from plans.letter import Meeting, Trust
from plans.meeting import MOST_KNOWN
from plans.spoken import WAITING, alarms
from plans.state import Arrival, PlanState
from plans.waiting import next_wait, waited
from tests.plans.a_plan import NOW, a_plan

ENDS = NOW + dt.timedelta(days=2)
CALL = Meeting("call@calendar.example", "Security call", ENDS)


def told(state: PlanState, *meetings: Meeting, verdict: str = "trusted", letter: str = "l1") -> PlanState:
    arrival = Arrival(letter, "dana@x.example", Trust(verdict, "dana"), NOW)  # type: ignore[arg-type]
    return answer(state, arrival, Reading("unrelated", meetings=meetings), NOW).state


@pytest.mark.practice(97, 71)
def test_within_the_hour_after_its_end_the_reporter_is_asked_what_was_agreed() -> None:
    state = told(PlanState(a_plan(), NOW), CALL)
    coming = next_wait(state, NOW)
    assert coming is not None
    assert ENDS < coming <= ENDS + dt.timedelta(hours=1)
    assert alarms(state, NOW)[WAITING].at == coming
    outcome = waited(state, coming)
    assert [(n.to, n.asks[0].reason, n.asks[0].offered) for n in outcome.notices] == [
        ("nate", "meeting", "Security call")
    ]
    assert next_wait(outcome.state, coming) is None


def test_a_meeting_that_moves_is_asked_about_once_at_its_new_end_and_a_cancelled_one_never() -> None:
    later = replace(CALL, ends=ENDS + dt.timedelta(days=1))
    moved = told(told(PlanState(a_plan(), NOW), CALL), later, letter="l2")
    assert [meeting.ends for meeting in moved.meetings] == [later.ends]
    assert told(moved, replace(later, cancelled=True), letter="l3").meetings == ()


@pytest.mark.parametrize(
    ("ends", "asked"),
    [
        (dt.datetime(2026, 4, 17, 23, tzinfo=dt.UTC), dt.datetime(2026, 4, 20, 13, tzinfo=dt.UTC)),
        (dt.datetime(2026, 4, 18, 8, tzinfo=dt.UTC), dt.datetime(2026, 4, 20, 13, tzinfo=dt.UTC)),
        (dt.datetime(2026, 4, 16, 23, tzinfo=dt.UTC), dt.datetime(2026, 4, 17, 13, tzinfo=dt.UTC)),
        (dt.datetime(2026, 4, 17, 15, tzinfo=dt.UTC), dt.datetime(2026, 4, 17, 15, 15, tzinfo=dt.UTC)),
    ],
)
def test_a_meeting_that_ends_in_quiet_hours_is_asked_about_on_the_next_morning_of_work(
    ends: dt.datetime, asked: dt.datetime
) -> None:
    plan = a_plan()
    quiet = replace(plan, communication=replace(plan.communication, quiet_hours="18:00-08:00"))
    state = told(PlanState(quiet, NOW), replace(CALL, ends=ends))
    coming = next_wait(state, NOW)
    assert coming == asked
    assert [notice.to for notice in waited(state, asked).notices] == ["nate"]


@pytest.mark.parametrize("status", ["on-hold", "won"])
def test_a_plan_that_rests_or_has_ended_asks_nothing(status: str) -> None:
    state = told(PlanState(a_plan(status=status), NOW), CALL)
    assert waited(state, ENDS + dt.timedelta(minutes=20)).notices == ()


def test_strangers_the_past_and_the_far_future_plant_nothing() -> None:
    state = PlanState(a_plan(), NOW)
    assert told(state, CALL, verdict="unsure").meetings == ()
    gone, far = replace(CALL, ends=NOW - dt.timedelta(days=1)), replace(CALL, ends=NOW + dt.timedelta(days=400))
    assert told(state, gone, far).meetings == ()
    many = [replace(CALL, uid=str(number)) for number in range(99)]
    assert len(told(state, *many).meetings) == MOST_KNOWN


def test_a_letter_that_comes_in_the_night_after_a_meeting_forgets_no_meeting() -> None:
    plan = a_plan()
    quiet = replace(plan, communication=replace(plan.communication, quiet_hours="18:00-08:00"))
    state = told(PlanState(quiet, NOW), replace(CALL, ends=dt.datetime(2026, 4, 16, 23, tzinfo=dt.UTC)))
    night = dt.datetime(2026, 4, 17, 6, tzinfo=dt.UTC)
    later = answer(state, Arrival("l2", "ray@x.example", Trust("trusted", "ray"), night), Reading("reply"), night).state
    assert later.meetings == state.meetings
    morning = next_wait(later, night)
    assert morning is not None
    asked = waited(later, morning)
    assert ([notice.to for notice in asked.notices], asked.state.meetings) == (["nate"], ())
