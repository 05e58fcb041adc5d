"""Appointments in a mail's calendar: those with a time and a zone, none of ours, none that breaks the reader."""

import datetime as dt

import pytest

from parsing.meetings import meetings_in

HEAD = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n"
TAIL = "END:VEVENT\r\nEND:VCALENDAR\r\n"


def calendar(lines: str, method: str = "REQUEST", uid: str = "a@b") -> bytes:
    return (HEAD.format(method=method, uid=uid) + "SUMMARY:Security call\r\n" + lines + "\r\n" + TAIL).encode()


@pytest.mark.practice(97)
@pytest.mark.parametrize(
    ("lines", "ends"),
    [
        ("DTSTART:20260415T140000Z\r\nDTEND:20260415T150000Z", 15),
        ("DTSTART;TZID=America/Chicago:20260415T090000\r\nDTEND;TZID=America/Chicago:20260415T100000", 15),
        ("DTSTART:20260415T140000Z\r\nDURATION:PT2H", 16),
        ("DTSTART:20260415T140000Z", 15),
    ],
)
def test_a_meeting_ends_when_its_calendar_says(lines: str, ends: int) -> None:
    found = meetings_in([calendar(lines)])
    assert [(m.title, m.ends) for m in found] == [("Security call", dt.datetime(2026, 4, 15, ends, tzinfo=dt.UTC))]


def test_a_cancelled_meeting_is_known_as_such() -> None:
    times = "DTSTART:20260415T140000Z\r\nDTEND:20260415T150000Z"
    assert [m.cancelled for m in meetings_in([calendar(times, "CANCEL")])] == [True]
    assert [m.cancelled for m in meetings_in([calendar(f"{times}\r\nSTATUS:CANCELLED")])] == [True]


@pytest.mark.parametrize(
    "data",
    [
        calendar("DTSTART;VALUE=DATE:20260415"), calendar("DTSTART:20260415T140000\r\nDTEND:20260415T150000"),
        calendar("DTSTART:20260415T140000Z", uid="harbor/M3/ray@milepost.example"),
        calendar("DTSTART:20260415T140000Z", "REPLY"), calendar("DTSTART:nonsense"),
        b"\xff\xfe\x00", b"", b"x" * 400_000,
        calendar("SUMMARY:no start"), calendar("DTSTART:20260415T140000Z\r\nDURATION:soon"),
    ],
)  # fmt: skip
def test_what_is_no_meeting_is_none(data: bytes) -> None:
    assert meetings_in([data]) == ()
