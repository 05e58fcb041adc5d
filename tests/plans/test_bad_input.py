"""What goes wrong in real life, each with its rule: circles, nobody as owner, dates past, floods, clocks that jump."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from plans.agenda import due_mails, next_moment, since
from plans.agenda.cadence import regular_mails
from plans.answer import answer
from plans.change import Change, Reading
from plans.check import check
from plans.letter import Trust
from plans.plan import Communication, Dependency, Milestone, Plan
from plans.ripple import ripple
from plans.spoken import alarms, spoken
from plans.state import KEPT_LETTERS, Arrival, Outcome, PlanState, StandIn
from plans.workdays import Calendar
from tests.plans.a_plan import NOW, a_plan, forecast

NOBODY = Calendar()


def plan_of(*steps: Milestone, **fields: object) -> Plan:
    return a_plan(milestones=steps, communication=Communication(reporter="nate"), **fields)


def step(line: str, due: str, owner: str | None = "ray", **fields: object) -> Milestone:
    return Milestone(line, f"Step {line}", outcome="Signed", owner=owner, due=dt.date.fromisoformat(due), **fields)  # type: ignore[arg-type]


def says(state: PlanState, who: str, letter: str, *changes: Change, now: dt.datetime = NOW) -> Outcome:
    return answer(
        state, Arrival(letter, f"{who}@x.example", Trust("trusted", who), now), Reading("reply", changes), now
    )


def due(line: str, day: str) -> Change:
    return Change(line, "due", day, "apply", 1.0, f"{line} to {day}")


def test_a_circle_of_dependencies_is_a_fault_and_stops_neither_agenda_nor_ripple() -> None:
    plan = plan_of(
        step("A", "2026-04-24", depends_on=(Dependency("B", True),)),
        step("B", "2026-04-30", depends_on=(Dependency("A", True),)),
    )
    assert "order.circle" in {problem.rule for problem in check(plan)}
    assert {mail.to for mail in forecast(plan, NOBODY, NOW, 40)} == {"ray", "nate"}
    assert ripple(plan, NOBODY, NOW.date()).close == "B"
    moved = says(PlanState(plan, NOW), "ray", "l1", due("A", "2026-05-15"))
    assert moved.state.plan.version == plan.version + 1


@pytest.mark.practice(6)
def test_a_line_whose_owner_is_nobody_speaks_to_the_backup_else_to_the_reporter() -> None:
    stray = plan_of(step("A", "2026-04-24", owner="ghost"), step("B", "2026-04-24", owner=None, backup="dana"))
    told = {n.line: mail.to for mail in forecast(stray, NOBODY, NOW, 12) for n in mail.nudged if n.rung == "due"}
    assert told == {"A": "nate", "B": "dana"}
    assert {p.rule for p in check(stray) if p.severity == "error"} == {"id.unknown", "owner.missing"}


def test_a_date_past_at_the_start_is_told_by_the_check_and_once_by_mail() -> None:
    plan = plan_of(step("A", "2026-03-02"), version=1)
    assert "date.past" in {problem.rule for problem in check(plan, today=NOW.date())}
    mails = forecast(plan, NOBODY, NOW, 30)
    assert [(mail.to, mail.kind) for mail in mails] == [("nate", "escalation")]


def test_a_letter_about_a_line_that_was_renamed_on_its_way_still_finds_it() -> None:
    renamed = says(PlanState(a_plan(), NOW), "ray", "l1", Change("M1", "name", "Walk-through", "apply", 1.0, "name"))
    moved = says(renamed.state, "ray", "l2", due("M1", "2026-04-20"))
    line = moved.state.plan.milestone("M1")
    assert line
    assert (line.name, line.due) == ("Walk-through", dt.date(2026, 4, 20))


def test_three_hundred_replies_in_a_minute_are_each_taken_once() -> None:
    state = PlanState(a_plan(), NOW)
    keys: list[str] = []
    for number in range(300):
        day = dt.date(2026, 4, 14) + dt.timedelta(days=number % 28)
        at = NOW + dt.timedelta(milliseconds=200 * number)
        for _ in range(2):
            outcome = says(state, "ray", f"l{number}", due("M1", day.isoformat()), now=at)
            state = outcome.state
            keys += [notice.key for notice in outcome.notices]
    assert state.plan.version == a_plan().version + 300
    assert len(set(keys)) == len(keys)
    assert len(state.handled) == 300 <= KEPT_LETTERS


def test_a_letter_from_the_future_or_the_past_is_taken_as_now() -> None:
    state = PlanState(a_plan(), NOW)
    for number, sent_at in enumerate((NOW - dt.timedelta(days=400), NOW + dt.timedelta(days=400))):
        arrival = Arrival(f"l{number}", "ray@x.example", Trust("trusted", "ray"), sent_at)
        note = Change("M1", "note", f"word {number}", "apply", 1.0, "word")
        state = answer(state, arrival, Reading("reply", (note,)), NOW).state
    line = state.plan.milestone("M1")
    assert line
    assert line.note == "word 1"


def test_a_clock_that_jumps_a_year_ahead_sends_one_mail_a_person_and_none_of_the_missed_ones() -> None:
    state = PlanState(a_plan(), NOW, sent=(since(NOW.date()),))
    later = NOW + dt.timedelta(days=365)
    mails = due_mails(state.plan, NOBODY, frozenset(state.sent), later)
    assert len({mail.to for mail in mails}) == len([mail for mail in mails if not mail.key.startswith("alert/")])
    after = spoken(state, mails)
    assert due_mails(after.plan, NOBODY, frozenset(after.sent), later) == ()
    assert all(alarm.at > later for alarm in alarms(after, later).values())


def test_a_clock_that_jumps_back_repeats_nothing() -> None:
    state = PlanState(a_plan(), NOW, sent=(since(NOW.date()),))
    for days in (30, 0, 29, 1, 30):
        now = NOW + dt.timedelta(days=days)
        mails = due_mails(state.plan, NOBODY, frozenset(state.sent), now)
        assert not {mail.key for mail in mails} & set(state.sent)
        assert not {key for mail in mails for key in mail.keys} & set(state.sent)
        state = spoken(state, mails)


def test_a_plan_that_wakes_says_when_it_wakes_next_or_never() -> None:
    resting = replace(a_plan(), status="on-hold")
    assert next_moment(resting, NOBODY, frozenset(), NOW) is None
    done = plan_of(*(replace(m, status="done") for m in a_plan().milestones))
    quiet = replace(done, milestones=tuple(replace(m, actions=()) for m in done.milestones))
    assert next_moment(quiet, NOBODY, frozenset(), NOW) is None


@pytest.mark.parametrize(("target", "field"), [("M1", "due"), ("person:ray", "away")])
@pytest.mark.parametrize("day", ["9999-12-31", "2200-01-01", "0001-01-01"])
def test_a_day_that_no_timer_reaches_is_refused_and_the_plan_goes_on(target: str, field: str, day: str) -> None:
    far = Change(target, field, day, "apply", 1.0, day)  # type: ignore[arg-type]
    outcome = says(PlanState(a_plan(), NOW), "ray", "l1", far)
    assert outcome.state.plan == a_plan()
    assert [refused.reason for notice in outcome.notices for refused in notice.refused] == ["broken-value"]
    assert alarms(outcome.state, NOW)


def test_whoever_is_away_for_good_stops_no_other_mail() -> None:
    gone = replace(a_plan().people[3], away_until=dt.date(9999, 12, 31))
    state = PlanState(a_plan().with_person(gone), NOW)
    assert {regular.to for regular in regular_mails(state.plan, NOBODY, frozenset(), NOW)} == {
        "dana",
        "marcus",
        "aisha",
        "nate",
    }
    asked = says(state, "nate", "l1", Change("M1", "due", "2026-04-24", "apply", 1.0, "later")).state
    assert [held.stand_ins for held in asked.pending] == [(StandIn("dana", "ray"),)]
    assert alarms(asked, NOW)


def test_every_case_of_this_file_has_its_rule_in_the_table_of_the_docs() -> None:
    told = (Path(__file__).parents[2] / "docs" / "life.md").read_text(encoding="utf-8")
    tables = told.partition("## What goes wrong in real life")[2].partition("\n## ")[0].casefold()
    for case in ("circle", "nobody", "past", "twice", "renamed", "300", "clock", "timer"):
        assert case in tables, case
