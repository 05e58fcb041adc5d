"""Help is called at once, however a line that others wait for slips or stops, and once for each worsening (R93)."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from plans.answer import answer
from plans.change import Change, Reading
from plans.command import Amendment, arrival_of, reading_of
from plans.letter import Trust
from plans.notice import Notice, Nudged
from plans.plan import External, Plan
from plans.state import Arrival, Outcome, PlanState
from plans.workdays import Calendar
from templates.notice import say
from tests.plans.a_plan import NOW, forecast
from tests.plans.test_slips import CHAIN, due, says, slipped, step, to

DAY = dt.timedelta(days=1)
OUTSIDE = replace(
    CHAIN,
    externals=(External("X1", "Fire inspection", "regulator", "aisha", dt.date(2026, 4, 24)),),
    milestones=tuple(
        replace(m, depends_on=(replace(m.depends_on[0], id="X1", escalate_to="vera"),)) if m.id == "B" else m
        for m in CHAIN.milestones
    ),
)
"""The same chain, whose second step waits for somebody outside both sides."""


def called(outcome: Outcome) -> list[tuple[str, str, int]]:
    """Return for which lines help is called, of whom, and by how many working days the close is held up."""
    return [(n.to, one.line, one.blocks) for n in outcome.notices for one in n.nudged if one.rung == "escalation"]


def later(state: PlanState, letter: str, day: str, hours: float, who: str = "ray") -> Outcome:
    """Return what it leads to that the owner of A moves it so many hours later."""
    now = NOW + dt.timedelta(hours=hours)
    arrival = Arrival(letter, f"{who}@x.example", Trust("trusted", who), now)
    return answer(state, arrival, Reading("reply", (due("A", day),)), now)


@pytest.mark.practice(34, 93)
def test_a_critical_slip_calls_for_help_at_once_with_the_days_that_it_holds_up_the_close() -> None:
    alert = to(slipped(), "nate")
    assert alert.kind == "escalation"
    assert [(n.line, n.rung, n.days, n.blocks) for n in alert.nudged] == [("A", "escalation", -14, 5)]


def test_a_slip_that_pushes_nobody_is_no_alarm() -> None:
    plan = replace(CHAIN, milestones=(*CHAIN.milestones, step("E", "ray", "05-01")))
    outcome = says(PlanState(plan, NOW), "ray", "l1", due("E", "05-08"))
    assert [n.kind for n in outcome.notices] == ["acknowledgement"]


@pytest.mark.practice(17)
def test_a_blocked_line_calls_for_help_at_once() -> None:
    blocked = Change("A", "status", "blocked", "apply", 1.0, "A is stuck")
    alert = to(says(PlanState(CHAIN, NOW), "ray", "l1", blocked), "nate")
    assert (alert.kind, [n.line for n in alert.nudged]) == ("escalation", ["A"])


def a_reply_of_the_reporter() -> Outcome:
    ours = CHAIN.with_line(replace(CHAIN.milestones[0], owner="aisha"))
    return says(PlanState(ours, NOW), "nate", "l1", due("A", "05-01"))


def a_command() -> Outcome:
    ours = PlanState(CHAIN.with_line(replace(CHAIN.milestones[0], owner="nate")), NOW)
    reading = reading_of(Amendment("A", "due", "2026-05-01"))
    return answer(ours, arrival_of(ours.plan, "command/1", "", NOW), reading, NOW)


def a_word_page() -> Outcome:
    change = replace(due("A", "05-01"), source="document")
    return says(PlanState(CHAIN, NOW), "ray", "l1", change)


def the_reporters_yes() -> Outcome:
    hard = CHAIN.with_line(replace(CHAIN.milestones[0], deadline="hard"))
    asked = says(PlanState(hard, NOW), "ray", "l1", due("A", "05-01"))
    assert called(asked) == []
    return says(asked.state, "nate", "l2", code=to(asked, "nate").code, reply="yes")


@pytest.mark.practice(34, 93)
@pytest.mark.parametrize("way", [a_reply_of_the_reporter, a_command, a_word_page, the_reporters_yes])
def test_help_is_called_however_a_critical_line_slips(way: Callable[[], Outcome]) -> None:
    assert called(way()) == [("nate", "A", 5)]


@pytest.mark.practice(33, 34, 81, 93)
def test_an_outsiders_slip_calls_for_help_with_its_contingency_and_whom_it_escalates_to() -> None:
    outcome = says(PlanState(OUTSIDE, NOW), "nate", "l1", due("X1", "05-01"))
    assert called(outcome) == [("nate", "X1", 5)]
    text = say(to(outcome, "nate"), outcome.state.plan).text
    assert "If it cannot be helped: Go on without" in text
    assert "Escalates to: Vera Holt" in text
    assert "Whom to call: Aisha Karim" in text


@pytest.mark.practice(35, 81, 93)
def test_a_critical_outsider_of_whom_nobody_says_anything_escalates_like_a_line_and_another_does_not() -> None:
    def told(plan: Plan) -> list[tuple[str, str]]:
        mails = forecast(plan, Calendar(), NOW, 30)
        return [(one.rung, mail.to) for mail in mails for one in mail.nudged if one.line == "X1"]

    assert told(OUTSIDE)[-2:] == [("escalation", "nate"), ("second-escalation", "vera")]
    uncritical = replace(OUTSIDE, milestones=tuple(replace(m, depends_on=()) for m in OUTSIDE.milestones))
    assert told(uncritical)[-1] == ("overdue", "aisha")


@pytest.mark.practice(93)
def test_a_blocked_outsider_calls_for_help_and_its_owner_is_asked_for_a_date() -> None:
    blocked = Change("X1", "status", "blocked", "apply", 1.0, "no inspector")
    outcome = says(PlanState(OUTSIDE, NOW), "nate", "l1", blocked)
    assert called(outcome) == [("nate", "X1", 0)]
    assert [(p.change.field, p.to, p.reason) for p in outcome.state.pending] == [("due", ("aisha",), "new-date")]


@pytest.mark.practice(93)
def test_a_whole_plan_that_moves_calls_for_help_once_because_its_close_does() -> None:
    ours = replace(CHAIN, milestones=tuple(replace(m, owner="ray", deadline="soft") for m in CHAIN.milestones))
    moves = (due("A", "05-01"), due("B", "05-08"), due("C", "05-15"), due("D", "05-22"))
    outcome = says(PlanState(ours, NOW), "ray", "l1", *moves)
    assert {(line, blocks) for _, line, blocks in called(outcome)} == {(line, 5) for line in "ABCD"}
    assert len([n for n in outcome.notices if n.to == "nate"]) == 1


def test_lines_that_move_together_and_leave_the_rest_alone_are_no_alarm() -> None:
    roomy = replace(
        CHAIN,
        milestones=(
            *(replace(m, owner="ray") for m in CHAIN.milestones[:2]),
            replace(CHAIN.milestones[2], due=dt.date(2026, 5, 29), owner="ray"),
        ),
    )
    assert called(says(PlanState(roomy, NOW), "ray", "l1", due("A", "04-28"), due("B", "05-05"))) == []


@pytest.mark.practice(93)
def test_while_the_reporter_is_away_their_manager_hears_of_it() -> None:
    away = replace(CHAIN.person("nate"), away_until=NOW.date() + 5 * DAY, manager="aisha")  # type: ignore[type-var]
    plan = CHAIN.with_person(away)  # type: ignore[arg-type]
    assert called(says(PlanState(plan, NOW), "ray", "l1", due("A", "05-01"))) == [("aisha", "A", 5)]


def test_a_line_that_slips_again_and_again_alerts_for_each_later_date_and_not_for_an_earlier_one() -> None:
    first = slipped()
    better = later(first.state, "l2", "04-29", 1)
    back = later(better.state, "l3", "05-01", 2)
    worse = later(back.state, "l4", "05-05", 3)
    assert [called(outcome) for outcome in (first, better, back, worse)] == [
        [("nate", "A", 5)], [], [], [("nate", "A", 2)],
    ]  # fmt: skip


def test_what_got_better_on_another_day_may_get_worse_anew() -> None:
    better = later(slipped().state, "l2", "04-24", 24)
    assert called(later(better.state, "l3", "05-01", 48)) == [("nate", "A", 5)]


def test_a_line_that_is_blocked_freed_and_blocked_within_a_day_alerts_once() -> None:
    def status(state: PlanState, letter: str, value: str, hours: float) -> Outcome:
        now = NOW + dt.timedelta(hours=hours)
        arrival = Arrival(letter, "ray@x.example", Trust("trusted", "ray"), now)
        return answer(state, arrival, Reading("reply", (Change("A", "status", value, "apply", 1.0, value),)), now)

    blocked = status(PlanState(CHAIN, NOW), "l1", "blocked", 0)
    freed = status(blocked.state, "l2", "in-progress", 1)
    again = status(freed.state, "l3", "blocked", 2)
    anew = status(status(again.state, "l4", "in-progress", 3).state, "l5", "blocked", 30)
    assert [len(called(one)) for one in (blocked, freed, again, anew)] == [1, 0, 0, 1]


@pytest.mark.parametrize("status", ["draft", "on-hold"])
def test_nothing_of_a_draft_or_of_a_plan_that_rests_calls_for_help(status: str) -> None:
    plan = replace(CHAIN, status=status)  # type: ignore[arg-type]
    blocked = Change("A", "status", "blocked", "apply", 1.0, "A is stuck")
    assert called(says(PlanState(plan, NOW), "ray", "l1", due("A", "05-01"))) == []
    assert called(says(PlanState(plan, NOW), "ray", "l1", blocked)) == []


def test_nobody_is_called_about_a_line_that_is_blocked_as_its_plan_ends() -> None:
    blocked = Change("A", "status", "blocked", "apply", 1.0, "A is stuck")
    ends = Change("plan", "status", "lost", "apply", 1.0, "lost")
    ours = CHAIN.with_line(replace(CHAIN.milestones[0], owner="aisha"))
    assert called(says(PlanState(ours, NOW), "nate", "l1", blocked, ends)) == []


def test_what_got_better_while_the_plan_rested_may_get_worse_anew() -> None:
    slip = slipped().state
    rests = replace(slip, plan=replace(slip.plan, status="on-hold"))
    better = later(rests, "l2", "04-24", 24)
    goes_on = replace(better.state, plan=replace(better.state.plan, status="active"))
    assert called(later(goes_on, "l3", "05-01", 48)) == [("nate", "A", 5)]


def test_whoever_moved_the_line_themselves_is_not_asked_to_help_themselves() -> None:
    outcome = a_command()
    alert: Notice = to(outcome, "nate")
    text = say(alert, outcome.state.plan).text
    assert "Can you help" not in text
    assert "Whom to call" not in text
    assert "If it cannot be helped: Go on without" in text


@pytest.mark.parametrize(
    ("nudged", "slipped"),
    [
        (Nudged("B", "escalation", -3), True),
        (Nudged("B", "escalation"), False),
        (Nudged("B", "escalation", 2), False),
        (Nudged("B", "reminder", -3), False),
    ],
)
def test_a_line_has_slipped_where_help_is_called_for_a_date_that_is_still_ahead(nudged: Nudged, slipped: bool) -> None:
    assert nudged.slipped is slipped
