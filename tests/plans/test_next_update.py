"""Every mail names the next update of its own recipient: by their rhythm, their clock, their absence, their wishes."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.agenda import since, with_digest
from plans.agenda.cadence import regular_mails_to
from plans.agenda.mails import day_key
from plans.notice import Notice
from plans.plan import Communication, Plan
from plans.spoken import unasked, with_next_update
from plans.state import PlanState
from plans.workdays import Calendar
from storage.planfile import load
from tests.plans.a_plan import NOW, a_plan
from tests.plans.test_agenda import EXAMPLES
from workflows.calendars import calendar_for

RHYTHM = Communication(
    reporter="nate", status="weekly Monday 09:00", snapshot="biweekly Friday 08:00", snapshot_to=("vera",)
)
"""NOW is a Monday, an hour after the weekly status; the snapshot is every second Friday from then on."""


def a_state(plan: Plan | None = None, *sent: str) -> PlanState:
    plan = plan or a_plan(communication=RHYTHM, as_of=NOW.date())
    return PlanState(plan, NOW, sent=(since(dt.date(2026, 4, 14)), *sent))


def named(state: PlanState, to: str, now: dt.datetime = NOW) -> str:
    """Return the day that a mail to this person names."""
    (notice,) = with_next_update(state, (Notice("k", "question", "harbor", 4, to, now),), now)
    return f"{notice.next_update:%a %d %b}" if notice.next_update else ""


def changed(person: str, **fields: object) -> PlanState:
    plan = a_state().plan
    found = plan.person(person)
    assert found
    return a_state(plan.with_person(replace(found, **fields)))  # type: ignore[arg-type]


@pytest.mark.practice(105)
def test_each_recipient_is_named_their_own_next_update() -> None:
    state = a_state()
    assert named(state, "nate") == named(state, "ray") == "Mon 20 Apr"
    assert named(state, "vera") == "Fri 17 Apr", "an executive gets the snapshot"
    assert named(state, "june") == "", "whoever is told nothing regularly is promised nothing"
    assert named(state, "stranger@elsewhere.example") == ""


@pytest.mark.practice(105)
def test_absence_less_mail_and_none_at_all_move_the_day_that_is_named() -> None:
    assert named(changed("ray", away_until=dt.date(2026, 4, 24)), "ray") == "Mon 27 Apr"
    assert named(changed("ray", away_until=dt.date(2026, 6, 12)), "ray") == "Mon 15 Jun"
    assert named(changed("ray", mail="less"), "ray") == "Mon 04 May"
    assert named(changed("ray", mail="off"), "ray") == ""


@pytest.mark.practice(105)
def test_the_day_is_by_the_recipients_own_clock() -> None:
    quiet = a_plan(communication=replace(RHYTHM, status="weekly Monday 20:00"))
    ray = quiet.person("ray")
    assert ray
    tokyo = a_state(quiet.with_person(replace(ray, timezone="Asia/Tokyo")))
    (notice,) = with_next_update(tokyo, (Notice("k", "question", "harbor", 4, "ray", NOW),), NOW)
    assert notice.next_update == dt.date(2026, 4, 20)


@pytest.mark.practice(105)
@pytest.mark.parametrize("status", ["draft", "on-hold", "won", "lost"])
def test_a_plan_that_says_nothing_promises_nothing(status: str) -> None:
    state = a_state(a_plan(status=status, communication=RHYTHM))
    assert {named(state, person.id) for person in state.plan.people} == {""}


def test_an_update_that_another_mail_of_the_day_puts_off_is_named_with_the_day_on_which_it_comes() -> None:
    state = a_state(None, day_key("nate", dt.date(2026, 4, 20)))
    monday = dt.datetime(2026, 4, 20, 13, 0, tzinfo=dt.UTC)
    assert named(state, "nate", monday) == "Tue 21 Apr"


@pytest.mark.practice(105)
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_day_that_is_named_is_the_day_on_which_it_comes(path: object) -> None:
    plan = load(path).plan  # type: ignore[arg-type]
    assert plan
    assert plan.as_of
    start = dt.datetime.combine(plan.as_of, dt.time(), plan.zone)
    state = PlanState(plan, start, calendar_for(plan, 2026, 2027), sent=(since(plan.as_of),))
    promised = {person.id: named(state, person.id, start) for person in plan.people}
    came = {person.id: "" for person in plan.people}
    for hour in range(24 * 21):
        before = set(state.sent)
        now = start + dt.timedelta(hours=hour)
        state = unasked(state, now).state
        for key in set(state.sent) - before:
            kind, to, *_ = (*key.split("/"), "")
            if kind in ("status", "snapshot") and not came[to]:
                came[to] = f"{now.astimezone(plan.zone):%a %d %b}"
    assert any(came.values())
    assert came == promised


def test_whoever_reads_of_the_plan_in_a_digest_is_named_the_next_one() -> None:
    digests = with_digest((), "nate", dt.date(2026, 4, 9))
    assert named(a_state(None, *digests), "nate") == "Thu 16 Apr"
    assert named(a_state(None, *with_digest((), "nate", dt.date(2026, 3, 30))), "nate") == "Mon 20 Apr"


def test_the_next_digest_is_still_to_come_until_the_plans_own_day_of_it_begins() -> None:
    evening = dt.datetime(2026, 4, 16, 3, 0, tzinfo=dt.UTC)  # In Chicago it is still the 15th.
    digests = with_digest((), "nate", dt.date(2026, 4, 9))
    assert named(a_state(None, *digests), "nate", evening) == "Thu 16 Apr"


@pytest.mark.parametrize("mail", ["on", "less"])
@pytest.mark.parametrize("weeks", ["weekly", "biweekly"])
def test_after_a_digest_there_is_always_a_next_status(weeks: str, mail: str) -> None:
    plan = a_plan(communication=Communication(reporter="nate", status=f"{weeks} Monday 09:00"))
    nate = replace(plan.people[5], mail=mail)  # type: ignore[arg-type]
    for number in range(120):
        now = NOW + dt.timedelta(days=number)
        sent = frozenset((since(NOW.date()), *with_digest((), "nate", now.date())))
        assert any(regular_mails_to(plan.with_person(nate), Calendar(), nate, sent, now)), now
