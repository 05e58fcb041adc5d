"""A reporter of several plans reads of them in the week's digest: no status of each besides, and the agenda says so."""

import datetime as dt

import pytest

from plans.agenda import due_mails, since, with_digest
from plans.foretelling import Digests
from plans.notice import Notice
from plans.plan import Communication, Plan
from plans.spoken import told_in_digest
from plans.state import PlanState
from plans.workdays import Calendar
from tests.plans.a_plan import a_plan, forecast

MONDAY = dt.date(2026, 4, 13)


def at(day: dt.date, hour: int = 14) -> dt.datetime:
    """An hour of a day in UTC; the plan's own people live five hours behind."""
    return dt.datetime.combine(day, dt.time(hour), dt.UTC)


def on(days: int) -> dt.date:
    return MONDAY + dt.timedelta(days=days)


def weekly(status: str = "weekly Tuesday 08:00", **fields: object) -> Plan:
    return a_plan(communication=Communication(reporter="nate", status=status), **fields)


def due_on(plan: Plan, sent: tuple[str, ...], day: dt.date) -> dict[str, str]:
    mails = due_mails(plan, Calendar(), frozenset((since(on(-14)), *sent)), at(day))
    return {mail.to: mail.kind for mail in mails}


@pytest.mark.practice(106)
def test_the_reporters_status_stands_in_the_digest_of_its_week_and_everybody_else_gets_theirs() -> None:
    plan = weekly()
    without = due_on(plan, (), on(1))
    assert without["nate"] == "status"
    told = due_on(plan, with_digest((), "nate", MONDAY), on(1))
    assert told == {who: kind for who, kind in without.items() if who != "nate"}
    assert "dana" in told


def test_a_week_without_a_digest_has_its_status_again() -> None:
    told = with_digest((), "nate", MONDAY)
    assert "nate" not in due_on(weekly(milestones=()), told, on(1))
    assert due_on(weekly(milestones=()), told, on(8))["nate"] == "status"


def test_a_status_of_the_digests_own_weekday_stands_in_the_digest_of_the_week_before() -> None:
    plan = weekly("weekly Monday 08:00", milestones=())
    first = with_digest((), "nate", MONDAY)
    assert due_on(plan, first, MONDAY)["nate"] == "status"
    assert "nate" not in due_on(plan, first, on(7))
    assert "nate" not in due_on(plan, with_digest(first, "nate", on(7)), on(7))


@pytest.mark.practice(36)
def test_a_digest_takes_no_nudge_and_no_alert_away() -> None:
    plan = weekly()
    told = with_digest((), "nate", MONDAY)
    mails = forecast(plan, Calendar(), at(MONDAY, 5), 14, Digests(("nate",), (at(MONDAY, 8), at(on(7), 8))))
    usual = forecast(plan, Calendar(), at(MONDAY, 5), 14)

    def nudges(found: tuple[Notice, ...]) -> list[tuple[str, str]]:
        return [(mail.to, one.line + one.rung) for mail in found for one in mail.nudged]

    assert nudges(mails) == nudges(usual)
    assert any(to == "nate" for to, _ in nudges(mails))
    assert due_on(plan, told, on(9)) == due_on(plan, (), on(9))


def test_the_agenda_prints_the_digests_and_no_status_besides() -> None:
    digests = Digests(("nate",), tuple(at(on(7 * week), 8) for week in range(3)))
    mails = forecast(weekly(), Calendar(), at(MONDAY, 5), 21, digests)
    told = [(mail.at, mail.kind) for mail in mails if mail.to == "nate" and mail.kind in ("digest", "status")]
    assert told == [(at(on(7 * week), 8), "digest") for week in range(3)]
    assert [mail.at for mail in mails] == sorted(mail.at for mail in mails)


def test_a_plan_remembers_no_more_digests_than_it_needs() -> None:
    state = PlanState(weekly(), at(MONDAY))
    for week in range(5):
        state = told_in_digest(state, "nate", at(on(7 * week), 8))
        state = told_in_digest(state, "aisha", at(on(7 * week), 8))
    assert sorted(state.sent) == [f"digest/{who}/{on(7 * week)}" for who in ("aisha", "nate") for week in (3, 4)]


def test_the_day_of_a_digest_is_the_plans_own() -> None:
    state = told_in_digest(PlanState(weekly(), at(MONDAY)), "nate", at(MONDAY, 3))
    assert state.sent == (f"digest/nate/{on(-1)}",)
