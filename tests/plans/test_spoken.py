"""What the plan says unasked: its alarms for the workflow's timers, its notices, and what it remembers."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.agenda import due_mails, since
from plans.answer import answer
from plans.change import Reading
from plans.letter import Trust
from plans.plan import Communication, External, Milestone
from plans.spoken import CADENCE, alarms, spoken
from plans.state import Arrival, PlanState
from plans.workdays import Calendar
from tests.plans.a_plan import a_plan, forecast

NOW = dt.datetime(2026, 4, 13, 15, 0, tzinfo=dt.UTC)
"""A Monday, ten in the morning in Chicago; the weekly status goes out at nine."""


def state(**fields: object) -> PlanState:
    return PlanState(a_plan(**fields), NOW, sent=(since(dt.date(2026, 4, 14)),))


def chicago(day: int, hour: int = 9, month: int = 4) -> dt.datetime:
    return dt.datetime(2026, month, day, hour + 5, tzinfo=dt.UTC)


def test_every_line_with_a_date_has_its_own_named_alarm() -> None:
    found = alarms(state(), NOW)
    assert {key: alarm.name for key, alarm in found.items() if key != CADENCE} == {
        "M1": "M1 reminder", "M2": "M2.1 reminder", "M3": "M3 reminder", "M4": "M4 reminder",
    }  # fmt: skip
    assert found[CADENCE].name == "status"
    assert found[CADENCE].at == chicago(20)


def test_an_external_has_an_alarm_and_a_settled_or_undated_line_has_none() -> None:
    lines = (
        Milestone("M1", "One", owner="ray", due=dt.date(2026, 4, 24), status="done"),
        Milestone("M2", "Two", owner="ray"),
    )
    outside = External("X1", "Permit", "regulator", "ray", dt.date(2026, 4, 24))
    found = alarms(state(milestones=lines, externals=(outside,)), NOW)
    assert set(found) == {"X1", CADENCE}


def test_a_nudge_whose_moment_has_passed_waits_for_when_its_person_may_be_mailed() -> None:
    late = state(communication=Communication(reporter="nate", quiet_hours="10:00-08:00"))
    found = alarms(late, NOW)
    assert found["M1"].at > NOW
    assert min(alarm.at for alarm in found.values()) == chicago(14)


@pytest.mark.parametrize("status", ["draft", "on-hold", "won", "lost"])
def test_a_resting_plan_has_no_alarms(status: str) -> None:
    assert alarms(state(status=status), NOW) == {}


def test_moving_one_date_moves_only_its_own_alarm() -> None:
    before = state()
    line = before.plan.milestone("M4")
    assert line
    moved = replace(before, plan=before.plan.with_line(replace(line, due=dt.date(2026, 7, 10))))
    one, other = alarms(before, NOW), alarms(moved, NOW)
    assert {key for key in one if one[key] != other[key]} == {"M4"}


def test_what_was_said_is_not_said_again() -> None:
    plan, calendar = state().plan, Calendar()
    first = due_mails(plan, calendar, frozenset(), NOW)
    assert first
    after = spoken(state(), first)
    assert spoken(after, first) == after
    assert due_mails(plan, calendar, frozenset(after.sent), NOW) == ()


@pytest.mark.practice(98)
def test_a_status_carries_the_document_and_a_snapshot_itself() -> None:
    rhythm = Communication(
        reporter="nate", status="weekly Monday 09:00", snapshot="biweekly Monday 09:00", snapshot_to=("vera",)
    )
    plan = a_plan(communication=rhythm)
    notices = forecast(plan, Calendar(), dt.datetime(2026, 4, 13, 5, tzinfo=dt.UTC), 14)
    enclosed = {(notice.kind, notice.enclosures) for notice in notices}
    assert ("status", ("document",)) in enclosed
    assert ("snapshot", ("snapshot",)) in enclosed
    assert all(not files for kind, files in enclosed if kind not in ("status", "snapshot"))


@pytest.mark.practice(51, 103)
def test_a_late_line_on_the_way_to_the_close_says_by_how_much_and_the_status_when_it_closes_now() -> None:
    plan = a_plan()
    fresh = replace(plan, milestones=plan.milestones[1:3])
    mails = forecast(fresh, Calendar(), dt.datetime(2026, 5, 4, 5, tzinfo=dt.UTC), 3)
    nudged = next(n for mail in mails for n in mail.nudged if n.line == "M2")
    assert (nudged.rung, nudged.days, nudged.blocks, nudged.float) == ("second-escalation", 6, 1, -1)
    notice = mails[0]
    assert notice.outlook
    assert (notice.outlook.line, notice.outlook.planned, notice.outlook.days) == ("M3", dt.date(2026, 5, 15), 3)


def test_notices_of_the_same_mail_have_the_same_key_and_of_other_mails_another() -> None:
    plan = a_plan()
    mails = forecast(plan, Calendar(), dt.datetime(2026, 4, 13, 5, tzinfo=dt.UTC), 60)
    keys = [mail.key for mail in mails]
    assert len(set(keys)) == len(keys)
    assert all(key.startswith("harbor/") for key in keys)


@pytest.mark.practice(104)
def test_after_ten_quiet_days_the_status_asks_whether_all_is_still_true() -> None:
    plan = a_plan(milestones=())
    mails = forecast(plan, Calendar(), dt.datetime(2026, 4, 13, 5, tzinfo=dt.UTC), 22)
    quiet = {mail.at.day: mail.quiet_days for mail in mails if mail.to == "nate"}
    assert quiet == {13: 0, 20: 0, 27: 14, 4: 21}


@pytest.mark.practice(88, 104)
def test_any_word_of_somebody_on_the_plan_makes_it_fresh_again() -> None:
    def says(who: str | None, verdict: str, letter: str) -> PlanState:
        arrival = Arrival(letter, f"{who}@x.example", Trust(verdict, who), later)  # type: ignore[arg-type]
        return answer(state(), arrival, Reading("reply"), later).state

    later = chicago(23)
    monday = chicago(27)

    def quiet_days(heard: PlanState) -> set[int]:
        mails = due_mails(heard.plan, heard.calendar, frozenset(heard.sent), monday)
        return {mail.quiet_days for mail in mails}

    assert quiet_days(says("dana", "trusted", "l1")) == {0}
    assert quiet_days(says(None, "unsure", "l2")) == {13}
    assert quiet_days(says("dana", "forged", "l3")) == {13}
    again = says("dana", "trusted", "l1")
    assert sum(key.startswith("heard/") for key in again.sent) == 1
