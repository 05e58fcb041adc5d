"""What leaders read from a plan's record: the buyer's part, reply times, and what is missing or stale."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.entry import Entry
from plans.plan import Confirmation, Goal, Milestone, Plan
from plans.report.engagement import engagement_of
from plans.report.hygiene import WEIGHTS, Finding, PlanHygiene, hygiene_of
from plans.report.record import Mailed, Record
from plans.report.replies import ReplyTimes, reply_times, together
from tests.plans.a_plan import a_plan

BEGAN = dt.datetime(2026, 4, 1, 15, tzinfo=dt.UTC)
TODAY = dt.date(2026, 4, 20)


def at(day: int, hour: int = 15) -> dt.datetime:
    return dt.datetime(2026, 4, day, hour, tzinfo=dt.UTC)


def letter(by: str, when: dt.datetime, number: str, kind: str = "letter", detail: str = "reply") -> Entry:
    return Entry(kind, when, by, 4, number, detail=detail)  # type: ignore[arg-type]


def record(plan: Plan | None = None, *letters: Entry, mails: tuple[Mailed, ...] = (), kept: int = 1) -> Record:
    return Record(plan or a_plan(), at(kept), BEGAN, letters, mails)


@pytest.mark.practice(101)
def test_a_reply_time_runs_from_the_latest_mail_to_its_writer_that_went_before() -> None:
    mails = (Mailed("dana", at(2)), Mailed("dana", at(6)), Mailed("ray", at(7)), Mailed("dana", at(9)))
    letters = (letter("dana", at(7), "l1"), letter("ray", at(7, 18), "l2"))
    assert reply_times(record(None, *letters, mails=mails)).hours == (24.0, 3.0)


def test_a_letter_before_our_first_mail_a_robots_and_a_sellers_are_no_replies() -> None:
    mails = (Mailed("dana", at(6)), Mailed("nate", at(6)))
    letters = (
        letter("dana", at(5), "l1"),
        letter("dana", at(8), "l2", detail="auto-reply"),
        letter("nate", at(8), "l3"),
        letter("dana", at(9), "l4"),
        letter("dana", at(9), "l4", kind="quarantined"),
    )
    assert reply_times(record(None, *letters, mails=mails)) == ReplyTimes()


@pytest.mark.practice(101)
def test_median_and_nine_of_ten_are_of_all_replies() -> None:
    times = together([ReplyTimes((1.0, 2.0, 3.0, 4.0, 50.0)), ReplyTimes((5.0, 6.0, 7.0, 8.0, 60.0))])
    assert (times.number, times.median, times.most) == (10, 5.5, 50.0)
    assert (ReplyTimes((7.0,)).median, ReplyTimes((7.0,)).most) == (7.0, 7.0)
    assert (ReplyTimes().number, ReplyTimes().median, ReplyTimes().most) == (0, None, None)


@pytest.mark.practice(101)
def test_who_was_written_to_owns_open_lines_and_never_wrote_has_never_answered() -> None:
    mails = (Mailed("dana", at(2)), Mailed("ray", at(2)), Mailed("vera", at(2)), Mailed("nate", at(2)))
    found = engagement_of(record(None, letter("dana", at(3), "l1"), mails=mails), TODAY)
    assert found.part.never_wrote == ("marcus", "ray")
    assert found.mailed == ("dana", "ray", "vera")
    assert found.never_answered == ("ray",)
    assert (found.answered, found.part.days_quiet, found.part.needs_a_call) == (1, 17, True)


def test_what_is_written_later_is_not_known_on_a_day() -> None:
    known = record(None, letter("dana", at(3), "l1"), letter("ray", at(19), "l2"), mails=(Mailed("ray", at(18)),))
    early = engagement_of(known, dt.date(2026, 4, 10))
    assert (early.part.letters, early.part.days_quiet, early.replies.number, early.mailed) == (1, 7, 0, ())
    assert engagement_of(known, TODAY).replies.hours == (24.0,)


def test_a_day_is_the_plans_own_and_counts_to_its_end() -> None:
    known = record(None, letter("dana", at(11, 3), "l1"))  # The evening of the 10th in Chicago.
    assert [engagement_of(known, dt.date(2026, 4, day)).part.days_quiet for day in (9, 10, 11)] == [None, 0, 1]


def test_a_buyer_who_never_wrote_needs_a_call_only_once_the_plan_is_ten_days_old() -> None:
    young = engagement_of(record(), dt.date(2026, 4, 5)).part
    assert (young.days_quiet, young.quiet_for, young.needs_a_call) == (None, 4, False)
    assert engagement_of(record(), dt.date(2026, 4, 11)).part.needs_a_call


def test_who_needs_a_call_comes_first_then_who_is_quiet_longest() -> None:
    quiet = engagement_of(record(a_plan(slug="quiet"), letter("dana", at(3), "l1")), TODAY)
    silent = engagement_of(record(a_plan(slug="silent")), TODAY)
    lively = engagement_of(record(a_plan(slug="lively"), letter("dana", at(19), "l1")), TODAY)
    in_order = sorted([lively, quiet, silent], key=lambda one: one.urgency)
    assert [one.slug for one in in_order] == ["silent", "quiet", "lively"]


def sound(plan: Plan) -> Plan:
    """Return the plan with nothing missing or late."""
    day = dt.date(2026, 4, 2)
    lines = tuple(
        replace(m, due=dt.date(2026, 6, 1), confirmed=(Confirmation(m.owner or "", day),)) for m in plan.milestones
    )
    return replace(plan, milestones=lines, goals=(Goal("Faster", measure="hours", target=4),))


def findings(plan: Plan, *letters: Entry, kept: int = 15, day: dt.date = TODAY) -> dict[str, Finding]:
    return {found.flaw: found for found in hygiene_of(record(plan, *letters, kept=kept), day).findings}


@pytest.mark.practice(120)
def test_a_sound_plan_lacks_nothing() -> None:
    assert findings(sound(a_plan()), letter("dana", at(15), "l1")) == {}


@pytest.mark.practice(120)
def test_every_flaw_is_found_with_its_lines_and_days() -> None:
    plan = a_plan()
    nobody = tuple(replace(person, power=None) for person in plan.people)
    first, second, third, fourth = plan.milestones
    found = findings(
        replace(plan, people=nobody, milestones=(first, replace(second, owner=None), third, fourth)),
        letter("dana", at(3), "l1"),
        kept=1,
        day=dt.date(2026, 4, 29),
    )
    assert list(found) == [
        "decision-maker",
        "champion",
        "overdue",
        "quiet",
        "metric",
        "unowned",
        "stale",
        "unconfirmed",
    ]
    assert (found["overdue"].lines, found["overdue"].days) == (("M1", "M2"), 12)
    assert found["quiet"].days == 26
    assert found["stale"].days == 28
    assert found["unowned"].lines == ("M2",)
    assert found["unconfirmed"].lines == ("M1", "M3", "M4")


def test_the_limits_of_quiet_and_stale_are_ten_days_and_four_weeks() -> None:
    plan = sound(a_plan())
    written = letter("dana", at(10), "l1")
    assert "quiet" not in findings(plan, written, day=dt.date(2026, 4, 19))
    assert "quiet" in findings(plan, written, day=dt.date(2026, 4, 20))
    assert "stale" not in findings(plan, written, kept=1, day=dt.date(2026, 4, 28))
    assert "stale" in findings(plan, written, kept=1, day=dt.date(2026, 4, 29))


def test_a_plan_whose_order_has_no_date_has_no_close_date() -> None:
    plan = sound(a_plan())
    undated = replace(plan, milestones=(*plan.milestones, Milestone("M9", "Purchase order", owner="dana")))
    assert findings(undated)["date"] == Finding("date", ("M9",))
    nothing = replace(plan, milestones=tuple(replace(m, due=None) for m in plan.milestones))
    assert findings(nothing)["date"] == Finding("date")
    assert "date" not in findings(plan)


def test_what_is_internal_done_or_agreed_needs_no_yes() -> None:
    first, second, third, fourth = a_plan().milestones
    lines = (replace(first, status="done"), replace(second, internal=True), third, replace(fourth, status="skipped"))
    assert findings(a_plan(milestones=lines))["unconfirmed"].lines == ("M3",)


@pytest.mark.practice(120)
def test_the_plan_with_the_heaviest_flaws_comes_first_then_what_is_overdue_longest() -> None:
    def told(slug: str, *found: Finding) -> PlanHygiene:
        return PlanHygiene(slug, slug, TODAY, found)

    heavy = told("heavy", Finding("champion"), Finding("metric"))
    longer = told("longer", Finding("overdue", ("M1",), 9))
    shorter = told("shorter", Finding("overdue", ("M1",), 2))
    light = told("light", Finding("unconfirmed", ("M1",)))
    in_order = sorted([light, shorter, heavy, longer], key=lambda one: one.urgency)
    assert [one.slug for one in in_order] == ["heavy", "longer", "shorter", "light"]
    assert heavy.weight == WEIGHTS["champion"] + WEIGHTS["metric"] == 5
