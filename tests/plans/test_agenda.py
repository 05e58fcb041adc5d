"""The agenda: when the plan speaks, to whom and about what, if nobody answers; what it forecasts is what it does."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.agenda import due_mails, next_cadence, next_moment, next_nudge, nudge_now, since
from plans.agenda import mails as agenda_mails
from plans.agenda.cadence import regular_mails
from plans.agenda.ladder import ladder
from plans.notice import Notice
from plans.plan import Action, Communication, Dependency, Event, External, Milestone, Person, Plan
from plans.spoken import notice_of
from plans.workdays import Calendar, is_workday
from storage.planfile import load
from tests.plans.a_plan import a_plan, forecast
from workflows.calendars import calendar_for

CHICAGO = ZoneInfo("America/Chicago")
NOBODY = Calendar()
ROOT = Path(__file__).parents[2]
EXAMPLES = sorted(ROOT.glob("examples/*.yaml"))
DUE = dt.date(2026, 4, 15)
"""A Wednesday with ordinary weeks around it."""


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def at(text: str, zone: ZoneInfo = CHICAGO) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def quiet(**fields: object) -> Plan:
    """A plan that says nothing regularly, with one milestone of Ray's."""
    given_fields: dict[str, object] = {
        "milestones": (Milestone("M1", "Site walk", outcome="Mapped", owner="ray", backup="dana", due=DUE),),
        "communication": Communication(reporter="nate"),
    } | fields
    return a_plan(**given_fields)


def rungs(plan: Plan, line: str = "M1", calendar: Calendar = NOBODY) -> dict[str, tuple[str, str]]:
    """Return for each rung the local day and the person."""
    entry = plan.line(line) or next(external for external in plan.externals if external.id == line)
    zone = plan.zone
    assert not isinstance(entry, str)
    return {n.rung: (n.at.astimezone(zone).date().isoformat(), n.to) for n in ladder(plan, entry, calendar)}


def with_person(plan: Plan, person_id: str, **fields: object) -> Plan:
    person = plan.person(person_id)
    assert person
    return plan.with_person(replace(person, **fields))  # type: ignore[arg-type]


def critical(plan: Plan, escalate_to: str | None = None) -> Plan:
    waiting = Milestone("M9", "Go", owner="aisha", depends_on=(Dependency("M1", True, escalate_to=escalate_to),))
    return replace(plan, milestones=(*plan.milestones, waiting))


@pytest.mark.practice(12, 35)
def test_the_usual_ladder_is_minus_three_zero_one_three_six_working_days() -> None:
    assert rungs(quiet()) == {
        "reminder": ("2026-04-10", "ray"),
        "due": ("2026-04-15", "ray"),
        "overdue": ("2026-04-16", "ray"),
        "escalation": ("2026-04-20", "nate"),
        "second-escalation": ("2026-04-23", "nate"),
    }


@pytest.mark.practice(35, 36)
@pytest.mark.parametrize("pressing", ["hard", "critical"])
def test_critical_lines_and_hard_dates_climb_at_minus_five_zero_one_two_four(pressing: str) -> None:
    plan = quiet() if pressing == "critical" else quiet(milestones=(replace(quiet().milestones[0], deadline="hard"),))
    plan = critical(plan) if pressing == "critical" else plan
    assert [when for when, _ in rungs(plan).values()] == [
        "2026-04-08", "2026-04-15", "2026-04-16", "2026-04-17", "2026-04-21",
    ]  # fmt: skip


def test_a_plan_can_move_its_rungs() -> None:
    plan = quiet(communication=Communication(reporter="nate", ladder={"reminder": -1, "escalation": 2}))
    assert [when for when, _ in rungs(plan).values()] == [
        "2026-04-14", "2026-04-15", "2026-04-16", "2026-04-17", "2026-04-23",
    ]  # fmt: skip


@pytest.mark.practice(36)
def test_only_a_critical_slip_goes_beyond_the_reporter() -> None:
    plan = with_person(quiet(), "nate", manager="aisha")
    assert rungs(plan)["second-escalation"][1] == "nate"
    assert rungs(critical(plan))["second-escalation"][1] == "aisha"
    assert rungs(critical(plan, escalate_to="marcus"))["second-escalation"][1] == "marcus"
    named = plan.with_line(replace(plan.milestones[0], escalate_to="vera"))
    assert rungs(critical(named, escalate_to="marcus"))["second-escalation"][1] == "vera"
    away = with_person(critical(named, escalate_to="marcus"), "vera", away_until=day("2026-05-30"))
    assert rungs(away)["second-escalation"][1] == "marcus"


def test_actions_and_externals_are_never_escalated() -> None:
    milestone = replace(quiet().milestones[0], actions=(Action("M1.1", "Send the map", "aisha", DUE),))
    plan = quiet(milestones=(milestone,), externals=(External("X1", "Permit", "regulator", "dana", DUE),))
    assert list(rungs(plan, "M1.1")) == ["reminder", "due", "overdue"]
    assert rungs(plan, "X1") == {
        "reminder": ("2026-04-10", "dana"), "due": ("2026-04-15", "dana"), "overdue": ("2026-04-16", "dana"),
    }  # fmt: skip


@pytest.mark.practice(81)
def test_an_external_is_chased_at_its_owner_inside_the_plan_and_never_outside() -> None:
    plan = quiet(milestones=(), externals=(External("X1", "Permit", "regulator", "dana", DUE),))
    mails = forecast(plan, NOBODY, at("2026-04-01T00:00"), 40)
    assert {mail.to for mail in mails} == {"dana"}
    assert all(mail.lines == ("X1",) for mail in mails)


@pytest.mark.practice(85)
def test_rungs_fall_on_working_days_of_whoever_is_spoken_to() -> None:
    holidays = Calendar({"ray": (day("2026-04-10"), day("2026-04-16"))})
    found = rungs(quiet(), calendar=holidays)
    assert (found["reminder"][0], found["overdue"][0]) == ("2026-04-09", "2026-04-17")
    assert found["escalation"] == ("2026-04-20", "nate")
    frozen = quiet(events=(Event("Inventory", day("2026-04-16"), day("2026-04-24"), "freeze"),))
    assert rungs(frozen)["overdue"][0] == "2026-04-27"
    assert rungs(frozen)["escalation"] == ("2026-04-20", "nate")


def test_a_date_on_a_day_off_is_due_on_the_next_working_day_and_overdue_only_after_it() -> None:
    saturday = quiet(milestones=(replace(quiet().milestones[0], due=day("2026-04-18")),))
    found = rungs(saturday)
    assert found["due"][0] == "2026-04-20"
    assert found["overdue"][0] == "2026-04-21"
    assert found["reminder"][0] == "2026-04-14"
    assert found["escalation"][0] == "2026-04-23"


@pytest.mark.practice(20, 113)
def test_while_the_owner_is_away_the_backup_is_spoken_to_until_the_return() -> None:
    plan = with_person(quiet(), "ray", away_until=day("2026-04-15"))
    found = rungs(plan)
    assert [found[rung][1] for rung in ("reminder", "due", "overdue")] == ["dana", "dana", "ray"]
    nobody = with_person(plan, "dana", away_until=day("2026-04-30"))
    assert rungs(nobody)["due"][1] == "nate"
    silent = with_person(quiet(), "ray", mail="off")
    assert rungs(silent)["overdue"][1] == "dana"


def test_while_the_reporter_is_away_their_manager_hears_of_escalations() -> None:
    plan = with_person(with_person(quiet(), "nate", manager="aisha"), "nate", away_until=day("2026-04-20"))
    assert rungs(plan)["escalation"][1] == "aisha"
    assert rungs(plan)["second-escalation"][1] == "nate"


@pytest.mark.practice(9)
def test_an_internal_line_never_speaks_to_the_buyer() -> None:
    plan = quiet(milestones=(replace(quiet().milestones[0], internal=True),))
    assert {to for _, to in rungs(plan).values()} == {"nate"}


@pytest.mark.parametrize("status", ["done", "skipped"])
def test_a_settled_line_says_nothing_more(status: str) -> None:
    plan = quiet(milestones=(replace(quiet().milestones[0], status=status),))
    assert rungs(plan) == {}
    assert next_nudge(plan, "M1", NOBODY, frozenset(), at("2026-04-01T08:00")) is None


@pytest.mark.parametrize("status", ["draft", "on-hold", "won", "lost"])
def test_a_plan_that_is_not_active_says_nothing_unasked(status: str) -> None:
    plan = a_plan(status=status)
    assert forecast(plan, NOBODY, at("2026-04-01T00:00"), 60) == ()
    assert next_cadence(plan, NOBODY, frozenset(), at("2026-04-01T00:00")) is None


@pytest.mark.practice(43)
@pytest.mark.parametrize(
    ("due", "utc"),
    [("2026-03-05", "15:00"), ("2026-03-09", "14:00"), ("2026-10-29", "14:00"), ("2026-11-03", "15:00")],
)
def test_nine_in_the_morning_is_nine_on_both_sides_of_a_change_of_clocks(due: str, utc: str) -> None:
    plan = quiet(milestones=(replace(quiet().milestones[0], due=day(due)),))
    nudge = next(n for n in ladder(plan, plan.milestones[0], NOBODY) if n.rung == "due")
    assert nudge.at.astimezone(CHICAGO).strftime("%H:%M") == "09:00"
    assert nudge.at.strftime("%H:%M") == utc


def test_each_person_is_mailed_by_their_own_clock() -> None:
    plan = with_person(quiet(), "ray", timezone="Europe/Berlin")
    nudge = next(n for n in ladder(plan, plan.milestones[0], NOBODY) if n.rung == "due")
    assert nudge.at == at("2026-04-15T09:00", ZoneInfo("Europe/Berlin"))


@pytest.mark.practice(43)
def test_what_would_fall_into_quiet_hours_waits_for_their_end() -> None:
    plan = quiet(communication=Communication(reporter="nate", quiet_hours="17:00-09:30"))
    mails = forecast(plan, NOBODY, at("2026-04-01T00:00"), 40)
    assert mails
    assert {mail.at.astimezone(CHICAGO).time() for mail in mails} == {dt.time(9, 30)}
    late = due_mails(plan, NOBODY, frozenset(), at("2026-04-15T17:01"))
    assert late == ()
    assert next_moment(plan, NOBODY, frozenset(), at("2026-04-15T17:01")) == at("2026-04-16T09:30")


def test_what_is_late_waits_for_the_end_of_quiet_hours_at_noon() -> None:
    plan = quiet(communication=Communication(reporter="nate", quiet_hours="11:00-15:00"))
    assert due_mails(plan, NOBODY, frozenset(), at("2026-04-15T14:00")) == ()
    assert next_moment(plan, NOBODY, frozenset(), at("2026-04-15T14:00")) == at("2026-04-15T15:00")


def test_of_rungs_that_have_passed_only_the_highest_is_said() -> None:
    (mail,) = due_mails(quiet(), NOBODY, frozenset(), at("2026-04-16T09:00"))
    assert (mail.kind, mail.to, [n.rung for n in mail.nudged]) == ("overdue", "ray", ["overdue"])
    after = next_nudge(quiet(), "M1", NOBODY, frozenset(mail.keys), at("2026-04-16T09:01"))
    assert after
    assert after.rung == "escalation"


def test_a_moved_date_begins_its_ladder_again() -> None:
    sent = frozenset(nudge.key for nudge in ladder(quiet(), quiet().milestones[0], NOBODY))
    moved = quiet(milestones=(replace(quiet().milestones[0], due=day("2026-05-13")),))
    assert next_nudge(quiet(), "M1", NOBODY, sent, at("2026-04-24T08:00")) is None
    again = next_nudge(moved, "M1", NOBODY, sent, at("2026-04-24T08:00"))
    assert again
    assert (again.rung, again.at.astimezone(CHICAGO).date()) == ("reminder", day("2026-05-08"))


def test_what_falls_together_is_one_mail_with_the_highest_rung_first() -> None:
    lines = (
        Milestone("M1", "One", owner="ray", due=day("2026-04-14")),
        Milestone("M2", "Two", owner="ray", due=day("2026-04-15")),
        Milestone("M3", "Three", owner="ray", due=day("2026-04-20")),
    )
    (mail,) = due_mails(quiet(milestones=lines), NOBODY, frozenset(), at("2026-04-15T09:00"))
    assert mail.kind == "overdue"
    assert [(n.line, n.rung) for n in mail.nudged] == [("M1", "overdue"), ("M2", "due"), ("M3", "reminder")]
    assert [n.days for n in mail.nudged] == [1, 0, -3]


def test_a_nudge_rides_on_the_status_at_its_hour() -> None:
    plan = quiet(communication=Communication(reporter="nate", status="weekly Wednesday 14:30"))
    plan = plan.with_person(replace(plan.people[3], power="champion"))  # ray
    plan = replace(plan, people=tuple(replace(p, power=None) if p.id == "dana" else p for p in plan.people))
    mails = [m for m in forecast(plan, NOBODY, at("2026-04-15T00:00"), 1) if m.to == "ray"]
    assert [(m.at, m.kind, m.lines) for m in mails] == [(at("2026-04-15T14:30"), "due", ("M1",))]


def test_a_line_that_turns_due_after_the_days_mail_waits_for_the_next_day() -> None:
    early = nudge_now(quiet(), NOBODY, frozenset(), at("2026-04-15T07:00"))
    assert [mail.to for mail in early] == ["ray"]
    sent = frozenset(key for mail in early for key in mail.keys)
    new = quiet(milestones=(*quiet().milestones, Milestone("M2", "Two", owner="ray", due=DUE)))
    coming = next_moment(new, NOBODY, sent, at("2026-04-15T08:00"))
    assert coming == at("2026-04-16T09:00")
    assert due_mails(new, NOBODY, sent, at("2026-04-15T09:00")) == ()
    reminded = quiet(milestones=(*quiet().milestones, Milestone("M2", "Two", owner="ray", due=day("2026-04-20"))))
    assert next_moment(reminded, NOBODY, sent, at("2026-04-15T08:00")) == at("2026-04-16T09:00")


def test_a_nudge_by_hand_gives_nobody_a_second_mail_of_the_day_but_an_alert() -> None:
    had_one = frozenset({"mail/ray/2026-04-15", "mail/nate/2026-04-21"})
    assert nudge_now(quiet(), NOBODY, had_one, at("2026-04-15T12:00")) == ()
    assert [mail.to for mail in nudge_now(quiet(), NOBODY, frozenset(), at("2026-04-15T12:00"))] == ["ray"]
    assert [m.kind for m in nudge_now(critical(quiet()), NOBODY, had_one, at("2026-04-21T12:00"))] == ["escalation"]


@pytest.mark.practice(36)
def test_the_alert_of_a_critical_slip_comes_besides_the_days_mail() -> None:
    plan = critical(quiet(communication=Communication(reporter="nate", status="weekly Friday 09:00")))
    mails = [m for m in forecast(plan, NOBODY, at("2026-04-17T00:00"), 1) if m.to == "nate"]
    assert sorted(m.kind for m in mails) == ["escalation", "status"]
    usual = quiet(communication=Communication(reporter="nate", status="weekly Monday 09:00"))
    folded = [m for m in forecast(usual, NOBODY, at("2026-04-20T00:00"), 1) if m.to == "nate"]
    assert [m.kind for m in folded] == ["escalation"]


@pytest.mark.practice(36)
def test_the_alert_of_a_critical_slip_does_not_wait_for_another_day() -> None:
    had_one = frozenset({"mail/nate/2026-04-21"})
    now = at("2026-04-21T10:00")
    assert [m.kind for m in due_mails(critical(quiet()), NOBODY, had_one, now) if m.to == "nate"] == ["escalation"]
    assert [m for m in due_mails(quiet(), NOBODY, had_one, now) if m.to == "nate"] == []


def test_who_is_away_on_the_day_of_the_status_gets_none() -> None:
    plan = quiet(communication=Communication(reporter="nate", status="weekly Monday 09:00"), milestones=())
    away = with_person(plan, "dana", away_until=day("2026-04-13"))
    mails = forecast(away, NOBODY, at("2026-04-13T00:00"), 8)
    assert [(m.to, m.at.day) for m in mails] == [("nate", 13), ("dana", 20), ("nate", 20)]


@pytest.mark.practice(110)
def test_status_weekly_and_snapshot_every_second_week_each_to_its_own_people() -> None:
    rhythm = Communication(
        reporter="nate", status="weekly Tuesday 09:00", snapshot="biweekly Friday 08:00", snapshot_to=("vera",)
    )
    plan = a_plan(communication=rhythm, milestones=(), as_of=day("2026-04-13"))
    mails = forecast(plan, NOBODY, at("2026-04-13T00:00"), 56)
    counted = Counter((mail.kind, mail.to) for mail in mails)
    assert counted == {("snapshot", "vera"): 4, ("status", "nate"): 8, ("status", "dana"): 8}
    assert {m.at.astimezone(CHICAGO).strftime("%a %H:%M") for m in mails} == {"Tue 09:00", "Fri 08:00"}


def test_a_status_on_a_holiday_is_said_on_the_next_working_day() -> None:
    plan = quiet(communication=Communication(reporter="nate", status="weekly Monday 09:00"), milestones=())
    monday = Calendar({"nate": (day("2026-05-25"),)})
    mails = [m for m in forecast(plan, monday, at("2026-05-25T00:00"), 4) if m.to == "nate"]
    assert [m.at for m in mails] == [at("2026-05-26T09:00")]


def test_who_wants_no_mail_gets_none() -> None:
    plan = a_plan()
    for person in plan.people:
        if person.id != "nate":
            plan = with_person(plan, person.id, mail="off")
    assert {mail.to for mail in forecast(plan, NOBODY, at("2026-04-01T00:00"), 60)} == {"nate"}


def _played(plan: Plan, calendar: Calendar, start: dt.datetime, days: int) -> Iterator[Notice]:
    """Play the plan half-hour by half-hour, by night in longer steps: wake, send what is due, remember it."""
    sent = frozenset({since(start.astimezone(plan.zone).date())})
    now = start
    while now < start + dt.timedelta(days=days):
        for mail in due_mails(plan, calendar, sent, now):
            yield notice_of(mail, plan)
            sent |= frozenset(mail.keys)
        now += dt.timedelta(minutes=30 if 6 <= now.astimezone(plan.zone).hour < 20 else 120)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_what_is_forecast_is_what_is_sent(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = load(path).plan
    assert plan
    assert plan.as_of
    start = dt.datetime.combine(plan.as_of, dt.time(), plan.zone)
    calendar = calendar_for(plan, 2026, 2027)
    expected = forecast(plan, calendar, start, 35)
    assert expected
    ladders = agenda_mails.ladders_of(plan, calendar)  # The plan does not change: made once, not a thousand times.
    monkeypatch.setattr(agenda_mails, "ladders_of", lambda *_: ladders)
    assert sorted(_played(plan, calendar, start, 35), key=_order) == sorted(expected, key=_order)


def _order(mail: Notice) -> tuple[dt.datetime, str, str]:
    return (mail.at, mail.to, mail.key)


dates = st.dates(day("2026-03-01"), day("2026-05-31"))
owners = st.sampled_from(["dana", "marcus", "ray", "nate", "aisha"])
milestones = st.lists(
    st.builds(
        Milestone,
        id=st.sampled_from([f"M{number}" for number in range(1, 7)]),
        name=st.just("Step"),
        owner=owners,
        backup=st.none() | owners,
        due=st.none() | dates,
        deadline=st.sampled_from(["hard", "soft"]),
        status=st.sampled_from(["not-started", "in-progress", "blocked", "done"]),
    ),
    max_size=6,
    unique_by=lambda milestone: milestone.id,
)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Plan, Calendar]:
    """Any small plan, with its people's absences, holidays, freezes and quiet hours."""
    lines = draw(milestones)
    linked = [
        replace(line, depends_on=(Dependency(lines[0].id, draw(st.booleans())),)) if number else line
        for number, line in enumerate(lines)
    ]
    people: list[Person] = [
        replace(
            person,
            away_until=draw(st.none() | dates),
            timezone=draw(st.sampled_from([None, "Europe/Berlin", "Asia/Tokyo"])),
        )
        for person in a_plan().people
    ]
    freeze = Event("Freeze", draw(dates), None, "freeze")
    rhythm = Communication(
        reporter="nate",
        status=draw(st.sampled_from(["", "weekly Tuesday 07:30", "weekly Friday 16:00"])),
        snapshot=draw(st.sampled_from(["", "biweekly Tuesday 09:00"])),
        snapshot_to=("vera", "dana"),
        quiet_hours=draw(st.sampled_from(["", "18:00-08:00", "09:00-15:00"])),
        workdays=draw(st.sampled_from(["", "Mon-Thu", "Mon-Sun"])),
    )
    holidays = {person.id: tuple(draw(st.sets(dates, max_size=3))) for person in people}
    plan = a_plan(people=tuple(people), milestones=tuple(linked), events=(freeze,), communication=rhythm)
    return plan, Calendar(holidays)


@pytest.mark.practice(43, 85)
@settings(max_examples=80, deadline=None)
@given(case=plans())
def test_at_most_one_unasked_mail_a_person_and_day_on_working_days_in_waking_hours(case: tuple[Plan, Calendar]) -> None:
    plan, calendar = case
    mails = forecast(plan, calendar, at("2026-03-10T00:00"), 60)
    usual: Counter[tuple[str, dt.date]] = Counter()
    for mail in mails:
        person = plan.person(mail.to)
        assert person
        local = mail.at.astimezone(ZoneInfo(person.timezone or plan.timezone))
        usual[mail.to, local.date()] += "/alert/" not in mail.key
        assert is_workday(plan, calendar, person, local.date()), mail
        if plan.communication.quiet_hours == "18:00-08:00":
            assert dt.time(8) <= local.time() < dt.time(18)
        if plan.communication.quiet_hours == "09:00-15:00":
            assert not dt.time(9) <= local.time() < dt.time(15)
    assert all(count <= 1 for count in usual.values())
    assert [mail.at for mail in mails] == sorted(mail.at for mail in mails)


@settings(max_examples=80, deadline=None)
@given(case=plans())
def test_no_rung_is_said_twice_and_nobody_hears_a_lower_one_after_a_higher(case: tuple[Plan, Calendar]) -> None:
    plan, calendar = case
    order = ["reminder", "due", "overdue", "escalation", "second-escalation"]
    said: dict[tuple[str, str], list[int]] = {}
    rungs_of_lines: Counter[tuple[str, str]] = Counter()
    for mail in forecast(plan, calendar, at("2026-03-10T00:00"), 60):
        for nudged in mail.nudged:
            said.setdefault((nudged.line, mail.to), []).append(order.index(nudged.rung))
            rungs_of_lines[nudged.line, nudged.rung] += 1
    assert all(heard == sorted(heard) for heard in said.values())
    assert set(rungs_of_lines.values()) <= {1}


@pytest.mark.practice(35)
def test_an_escalation_is_not_lost_where_its_owner_hears_of_the_date_only_later() -> None:
    frozen = quiet(events=(Event("Inventory", day("2026-04-16"), day("2026-04-24"), "freeze"),))
    now = at("2026-04-28T09:00")
    (mail,) = [m for m in due_mails(frozen, NOBODY, frozenset(), now) if m.to == "nate"]
    assert [nudged.rung for nudged in mail.nudged] == ["second-escalation"]


@pytest.mark.practice(110)
def test_whoever_wants_less_gets_the_first_status_of_a_month_and_no_reminders() -> None:
    plan = a_plan()
    ray = replace(plan.people[3], mail="less")
    mails = forecast(plan.with_person(ray), Calendar(), dt.datetime(2026, 4, 1, 8, tzinfo=dt.UTC), 70)
    told = [(mail.kind, f"{mail.at:%m-%d}") for mail in mails if mail.to == "ray"]
    assert [day for kind, day in told if kind == "status"] == ["04-06", "05-04", "06-01"]
    assert {kind for kind, _ in told} == {"status", "due", "overdue"}


def test_whoever_takes_a_line_over_waits_for_the_next_status() -> None:
    sent = frozenset({since(day("2026-04-01"))})
    plan = a_plan()
    monday = at("2026-04-13T09:00")
    first = {r.to: r.day for r in regular_mails(plan, NOBODY, sent, monday + dt.timedelta(days=1))}
    later = {r.to: r.day for r in regular_mails(plan, NOBODY, sent, monday + dt.timedelta(days=4))}
    assert first["ray"] == day("2026-04-13"), "a mail that was missed yesterday is still worth sending"
    assert later["ray"] == day("2026-04-20"), "one of last Monday is not"


@pytest.mark.practice(9, 100)
@pytest.mark.parametrize("line", ["M2.9", "M2"])
def test_while_its_owner_is_away_no_buyer_is_reminded_of_what_is_internal(line: str) -> None:
    secret = Action("M2.9", "Work the discount out", "aisha", day("2026-04-15"), internal=line == "M2.9")
    plan = a_plan()
    named = replace(
        plan.milestones[1], backup="dana", owner="aisha", escalate_to="vera", internal=line == "M2", actions=(secret,)
    )
    plan = critical(plan, escalate_to="vera").with_line(named)
    away = with_person(plan, "aisha", away_until=day("2026-05-29"))
    told = {
        mail.to
        for mail in forecast(away, NOBODY, at("2026-04-13T10:00"), 30)
        for one in mail.nudged
        if one.line == line
    }
    assert told == {"nate"}


@pytest.mark.practice(25, 35)
@pytest.mark.parametrize("mail", ["off", "bounced"])
@pytest.mark.parametrize(("manager", "hears"), [(None, "aisha"), ("lena", "lena")])
def test_an_escalation_reaches_somebody_where_no_mail_reaches_the_reporter(
    mail: str, manager: str | None, hears: str
) -> None:
    lead = Person("lena", "Lena Brandt", "lena@tallyworks.example", "seller", "VP Sales")
    gone = with_person(quiet().with_person(lead), "nate", mail=mail, manager=manager)
    assert [rungs(gone)[rung][1] for rung in ("escalation", "second-escalation")] == [hears, hears]
    alone = with_person(with_person(gone, "aisha", mail="off"), "lena", mail="off")
    assert rungs(alone)["escalation"][1] == "nate"
