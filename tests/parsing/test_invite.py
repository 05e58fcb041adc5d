"""Answers to invitations as Google, Outlook and outlook.com write them, taken through the one door of reading."""

from email.message import EmailMessage

import pytest

from parsing.invite import LARGEST, answers_in
from parsing.reading import read
from plans.change import Reading
from plans.event_id import event_id
from plans.letter import Context
from tests.plans.a_plan import a_plan

PLAN = a_plan()
UID = event_id("harbor", "M1", "ray", "milepost.example")
GOOGLE_BODY = "Ray Dominguez has accepted this invitation.\n\nSite walk\nFriday 17 Apr 2026\n\nGoogle Calendar"


def ics(method: str, status: str = "", day: str = "VALUE=DATE:20260417", uid: str = UID, **more: str) -> str:
    """Return an answer; `more` are lines of their own, ORGANIZER is left out where it is ''."""
    organizer = more.pop("organizer", "ORGANIZER:mailto:plan@milepost.example\r\n")
    attendee = more.pop("attendee", f"ATTENDEE;CN=Ray;PARTSTAT={status}:mailto:ray@harborline.example\r\n")
    lines = "".join(f"{name.upper()}:{value}\r\n" for name, value in more.items())
    return (
        f"BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\nMETHOD:{method}\r\n"
        f"BEGIN:VEVENT\r\nDTSTART;{day}\r\nDTSTAMP:20260413T140000Z\r\n{organizer}UID:{uid}\r\n{attendee}{lines}"
        "SEQUENCE:4\r\nSUMMARY:M1 Site walk\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )


def answered(calendar: str, body: str = GOOGLE_BODY, method: str = "REPLY") -> Reading:
    message = EmailMessage()
    message["From"], message["To"] = "Ray Dominguez <ray@harborline.example>", "plan@milepost.example"
    message["Subject"], message["Date"] = "Accepted: M1 Site walk", "Mon, 13 Apr 2026 09:00:00 -0500"
    message.set_content(body)
    message.add_alternative(calendar, subtype="calendar", params={"method": method})
    return read(message.as_bytes(), Context(PLAN))


def said(reading: Reading) -> list[tuple[str, str, object, str, str]]:
    return [(one.target, one.field, one.value, one.decision, one.reason) for one in reading.changes]


@pytest.mark.practice(44)
def test_accepting_confirms_the_line() -> None:
    reading = answered(ics("REPLY", "ACCEPTED"))
    assert said(reading) == [("M1", "confirmed", True, "apply", "")]
    assert [one.source for one in reading.changes] == ["calendar"]


def test_declining_is_asked() -> None:
    assert said(answered(ics("REPLY", "DECLINED"))) == [("M1", "due", None, "ask", "declined-invite")]


def test_perhaps_says_nothing() -> None:
    assert said(answered(ics("REPLY", "TENTATIVE"))) == []


@pytest.mark.parametrize(
    "day",
    [
        "VALUE=DATE:20260424",
        "TZID=America/Chicago:20260424T090000",
        "VALUE=DATE-TIME:20260425T030000Z",
    ],
)
def test_proposing_another_day_is_a_due_date_in_the_plans_own_zone(day: str) -> None:
    counter = ics("COUNTER", "TENTATIVE", day)
    assert said(answered(counter, method="COUNTER")) == [("M1", "due", "2026-04-24", "apply", "")]


def test_outlook_com_drops_the_organizer() -> None:
    assert said(answered(ics("REPLY", "ACCEPTED", organizer=""), body="\n")) == [("M1", "confirmed", True, "apply", "")]


def test_what_was_typed_beside_it_is_read_as_words() -> None:
    declined = ics("REPLY", "DECLINED", comment="Please move it to April 24.")
    assert ("M1", "due", "2026-04-24") in [one[:3] for one in said(answered(declined))]
    typed = answered(ics("REPLY", "DECLINED", organizer=""), body="Please move M1 to April 24.\n")
    assert ("M1", "due", "2026-04-24") in [one[:3] for one in said(typed)]


def test_accepting_a_day_that_no_longer_stands_is_asked() -> None:
    stale = ics("REPLY", "ACCEPTED", "VALUE=DATE:20260410")
    assert said(answered(stale)) == [("M1", "confirmed", True, "ask", "changed-since")]


def test_an_answer_to_somebody_elses_invitation_is_asked() -> None:
    forwarded = ics("REPLY", "ACCEPTED", attendee="ATTENDEE;PARTSTAT=ACCEPTED:mailto:dana@harborline.example\r\n")
    assert said(answered(forwarded)) == [("M1", "confirmed", True, "ask", "invited-another")]


def test_a_day_in_the_past_is_asked() -> None:
    past = ics("COUNTER", "TENTATIVE", "VALUE=DATE:20260401")
    assert said(answered(past, method="COUNTER")) == [("M1", "due", "2026-04-01", "ask", "past")]


def test_another_plans_invitation_and_a_line_that_is_gone_are_refused_by_name() -> None:
    other = event_id("another", "M1", "ray", "milepost.example")
    gone = event_id("harbor", "M99", "ray", "milepost.example")
    assert [one.reason for one in answered(ics("REPLY", "ACCEPTED", uid=other)).refusals] == ["other-plan"]
    assert [one.reason for one in answered(ics("REPLY", "ACCEPTED", uid=gone)).refusals] == ["unknown-line"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 1_000,
        b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\n",
        ics("REPLY", "ACCEPTED", "VALUE=DATE:20269999").encode(),
        ics("REQUEST", "ACCEPTED").encode(),
        ics("REPLY", "ACCEPTED").encode() + b" " * LARGEST,
        ics("REPLY", "ACCEPTED", uid="040000008200E00074C5B7101A82E008").encode(),
    ],
)
def test_what_is_no_answer_of_ours_says_nothing(data: bytes) -> None:
    assert answers_in([data], PLAN)[0] == ()
