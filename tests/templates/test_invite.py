"""Invitations: one dated line in its owner's calendar, moved and taken out with the plan."""

import datetime as dt
from dataclasses import replace
from typing import Any

import icalendar
import pytest

from plans.event_id import event_id, event_parts
from plans.notice import Applied, NoticeKind, Nudged
from plans.plan import Plan
from plans.words import LANGUAGES
from templates.invite import Invite, invitation
from tests.documents.making import example
from tests.templates.noticing import notice

ORGANIZER = "plan+abcdefgh-abcdefgh-abcdefghabcdefgh@milepost.example"
OWN: dict[str, Any] = {"nudged": (Nudged("M4.3", "reminder", -3),), "lines": ("M4.3",)}


def made(to: str = "eli", plan: Plan | None = None, kind: NoticeKind = "reminder", **told: Any) -> Invite | None:
    plan = plan or example("us-saas")
    wanted = told.pop("wanted", None)
    return invitation(notice(kind, to, plan, **told), plan, ORGANIZER, wanted=wanted)


def event(found: Invite | None) -> icalendar.Event:
    """Return the one event of an invitation, as a calendar reads it."""
    assert found is not None
    calendar = icalendar.Calendar.from_ical(found.data)
    assert calendar["METHOD"] == found.method
    (only,) = calendar.walk("VEVENT")
    return only


@pytest.mark.practice(44)
def test_a_reminder_carries_its_line_as_a_whole_day_that_blocks_nobody() -> None:
    found = event(made(**OWN))
    assert found["SUMMARY"] == "M4.3 Reply to redlines within two days"
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (dt.date(2026, 3, 16), dt.date(2026, 3, 17))
    assert found["TRANSP"] == "TRANSPARENT"
    assert found["STATUS"] == "CONFIRMED"
    assert found["ORGANIZER"] == f"mailto:{ORGANIZER}"
    assert found["ATTENDEE"] == "mailto:eli.nakamura@northgate.example"
    assert found["ATTENDEE"].params["RSVP"] == "TRUE"


@pytest.mark.practice(44)
def test_a_line_that_moves_is_the_same_event_with_a_higher_sequence() -> None:
    plan = example("us-saas")
    before = event(made(**OWN))
    line = plan.line("M4.3")
    assert line is not None
    moved = replace(plan.with_line(replace(line, due=dt.date(2026, 3, 18))), version=5)
    step = Applied("M4.3", "due", "2026-03-16", "2026-03-18")
    after = event(made(plan=moved, kind="acknowledgement", applied=(step,)))
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after.decoded("DTSTART") == dt.date(2026, 3, 18)


@pytest.mark.practice(44)
@pytest.mark.parametrize("change", [{"status": "skipped"}, {"status": "done"}, {"due": None}, {"owner": "rosa"}])
def test_a_line_that_is_settled_undated_or_somebody_elses_leaves_the_calendar(change: dict[str, Any]) -> None:
    plan = example("us-saas")
    line = plan.line("M4.3")
    assert line is not None
    field = next(iter(change))
    step = Applied("M4.3", field, getattr(line, field), change[field])  # type: ignore[arg-type]
    found = made(plan=plan.with_line(replace(line, **change)), kind="acknowledgement", applied=(step,))
    assert found is not None
    assert found.method == "CANCEL"
    assert event(found)["STATUS"] == "CANCELLED"
    assert event(found)["UID"] == event(made(**OWN))["UID"]


def test_a_plan_that_has_ended_leaves_the_calendar() -> None:
    found = made(plan=replace(example("us-saas"), status="lost"), **OWN)
    assert found is not None
    assert found.method == "CANCEL"


def test_a_new_owner_gets_an_event_of_their_own() -> None:
    plan = example("us-saas")
    line = plan.line("M4.3")
    assert line is not None
    given = plan.with_line(replace(line, owner="rosa"))
    step = Applied("M4.3", "owner", "eli", "rosa")
    found = made("rosa", given, kind="acknowledgement", applied=(step,))
    assert found is not None
    assert found.method == "REQUEST"
    assert event(found)["UID"] != event(made(**OWN))["UID"]


def test_the_buyers_side_is_not_invited_until_it_asks() -> None:
    told: dict[str, Any] = {"nudged": (Nudged("M4", "reminder", -3),)}
    assert made("priti", **told) is None
    assert event(made("priti", wanted=True, **told))["SUMMARY"] == "M4 Terms agreed"
    assert made("eli", wanted=False, **OWN) is None


def test_a_mail_about_nothing_of_the_readers_own_carries_no_invitation() -> None:
    assert made("eli", lines=("M4",)) is None
    assert made("eli", nudged=(Nudged("M1.1", "due", 0),)) is None
    assert made("eli", kind="escalation", **OWN) is None
    assert made("stranger@else.example", **OWN) is None
    assert made("eli", kind="acknowledgement", applied=(Applied("M4.3", "note", None, "x"),)) is None


def test_hostile_words_neither_break_a_line_nor_add_one() -> None:
    plan = example("us-saas")
    eli = plan.person("eli")
    line = plan.line("M4.3")
    assert eli is not None
    assert line is not None
    trap = 'x"\r\nATTENDEE:mailto:evil@else.example\r\nEND:VEVENT;,\\' + "ü" * 200
    trapped = plan.with_person(replace(eli, name=trap, email="e@x.example\r\nX-EVIL:1")).with_line(
        replace(line, task=trap)
    )
    found = made(plan=replace(trapped, title=trap), **OWN)
    assert found is not None
    lines = found.data.split(b"\r\n")
    assert max(len(one) for one in lines) <= 75
    assert sum(one.startswith(b"ATTENDEE") for one in lines) == 1
    assert not any(one.startswith(b"X-EVIL") for one in lines)
    assert "evil@else.example" in event(found)["SUMMARY"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_event_explains_its_answers_in_the_readers_language(language: str) -> None:
    plan = example("us-saas")
    eli = plan.person("eli")
    assert eli is not None
    own = event(made(plan=plan.with_person(replace(eli, language=language)), **OWN))["DESCRIPTION"]
    english = event(made(**OWN))["DESCRIPTION"]
    assert (own == english) == (language == "en")


def test_an_event_id_is_read_back() -> None:
    assert event_parts(event_id("quillpoint-sso", "M4.3", "eli", "milepost.example")) == (
        "quillpoint-sso",
        "M4.3",
        "eli",
    )
    assert event_parts("040000008200E00074C5B7101A82E008@outlook.com") is None
    assert event_parts("a//b@c") is None
