"""Engagement: what the buyer does for the plan, counted from its log."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.answer import answer
from plans.change import Change, Reading
from plans.engagement import engagement
from plans.entry import Entry
from plans.letter import Trust
from plans.plan import Milestone
from plans.state import Arrival, PlanState
from tests.plans.a_plan import DAY, NOW, a_plan


def letter(by: str, day: int, number: str, kind: str = "letter", detail: str = "reply") -> Entry:
    at = dt.datetime(2026, 4, day, 12, tzinfo=dt.UTC)
    return Entry(kind, at, by, 4, number, detail=detail)  # type: ignore[arg-type]


TODAY = dt.date(2026, 4, 24)


@pytest.mark.practice(101)
def test_a_buyer_who_writes_and_confirms_is_engaged() -> None:
    state = PlanState(a_plan(), NOW)
    entries: list[Entry] = []
    for number, (who, line) in enumerate((("ray", "M1"), ("marcus", "M2"), ("dana", "M3"))):
        arrival = Arrival(f"l{number}", f"{who}@x.example", Trust("trusted", who), NOW)
        agreed = Change(line, "confirmed", True, "apply", 1.0, "works for me")
        outcome = answer(state, arrival, Reading("reply", (agreed,)), NOW)
        state, entries = outcome.state, [*entries, *outcome.entries]
    found = engagement(state.plan, entries, DAY)
    assert (found.letters, found.days_quiet, found.lines, found.confirmed) == (3, 0, 3, 3)
    assert found.share_confirmed == 1.0
    assert found.never_wrote == ()
    assert not found.needs_a_call


@pytest.mark.practice(101)
def test_a_quiet_buyer_with_open_lines_needs_a_call_and_who_never_wrote_is_named() -> None:
    found = engagement(a_plan(), [letter("dana", 10, "l1"), letter("nate", 23, "l2")], TODAY)
    assert (found.letters, found.days_quiet) == (1, 14)
    assert found.never_wrote == ("marcus", "ray")
    assert found.needs_a_call
    assert not engagement(a_plan(), [letter("dana", 20, "l1")], TODAY).needs_a_call


def test_sellers_robots_forgers_and_repeats_do_not_count() -> None:
    entries = [
        letter("dana", 10, "l1"),
        letter("dana", 10, "l1"),
        letter("ray", 22, "l2", detail="auto-reply"),
        letter("marcus", 22, "l3"),
        letter("marcus", 22, "l3", kind="quarantined", detail="forged"),
        letter("nate", 23, "l4"),
    ]
    found = engagement(a_plan(), entries, TODAY)
    assert (found.letters, found.days_quiet) == (1, 14)


def test_a_plan_without_lines_of_the_buyer_has_no_share() -> None:
    plan = a_plan(milestones=(Milestone("M1", "One", owner="aisha"),))
    found = engagement(plan, [], TODAY)
    assert (found.share_confirmed, found.days_quiet, found.needs_a_call) == (None, None, False)


def test_done_counts_as_agreed_and_skipped_as_no_line() -> None:
    plan = a_plan()
    first, second, third, fourth = plan.milestones
    changed = replace(
        plan, milestones=(replace(first, status="done"), replace(second, status="skipped"), third, fourth)
    )
    found = engagement(changed, [], TODAY)
    assert (found.lines, found.confirmed) == (2, 1)
