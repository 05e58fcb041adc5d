"""A meeting is an appointment with a time that somebody sends to the plan's address, as its calendar part says."""

import datetime as dt
from collections.abc import Iterator, Sequence

from plans.event_id import event_parts
from plans.letter import Meeting

LARGEST = 1 << 18
"""Bytes of a calendar that are looked at."""
MOST = 5
USUAL = dt.timedelta(hours=1)
"""How long an appointment is that does not say."""
TITLE = 120


def meetings_in(calendars: Sequence[bytes]) -> tuple[Meeting, ...]:
    """Return the appointments in a mail's calendars: none that is ours, lasts whole days, or cannot be read."""
    return tuple(meeting for data in calendars[:MOST] if len(data) <= LARGEST for meeting in _meetings(data))[:MOST]


def _meetings(data: bytes) -> Iterator[Meeting]:
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(data)
        method = str(calendar.get("METHOD", "PUBLISH")).upper()
        events = calendar.walk("VEVENT") if method in ("REQUEST", "PUBLISH", "CANCEL") else []
        found = [_meeting(event, method == "CANCEL") for event in events]
    except (ValueError, KeyError, AttributeError, TypeError, IndexError):
        return
    yield from (meeting for meeting in found if meeting)


def _meeting(event: object, cancelled: bool) -> Meeting | None:
    """Return an event as a meeting; None for one of ours (its id names a line) and one without a time or a zone."""
    uid, starts = str(event.get("UID", "")), event.get("DTSTART")  # type: ignore[attr-defined]
    if not uid or event_parts(uid) or starts is None or not isinstance(starts.dt, dt.datetime):
        return None
    ends, lasts = event.get("DTEND"), event.get("DURATION")  # type: ignore[attr-defined]
    end = ends.dt if ends is not None else starts.dt + (lasts.dt if lasts is not None else USUAL)
    if not isinstance(end, dt.datetime) or end.tzinfo is None:
        return None
    title = " ".join(str(event.get("SUMMARY", "")).split())[:TITLE]  # type: ignore[attr-defined]
    gone = cancelled or str(event.get("STATUS", "")).upper() == "CANCELLED"  # type: ignore[attr-defined]
    return Meeting(uid, title, end.astimezone(dt.UTC), gone)
