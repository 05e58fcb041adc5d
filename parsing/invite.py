"""An invitation's answer is read from its calendar part (RFC 5546): accepted, declined, or another day proposed.

It is matched by UID and ATTENDEE: outlook.com drops the ORGANIZER, and no program keeps our subject. Accepting confirms
the line, declining asks for another day, and a proposal (Google's and Outlook's "propose a new time") is a due date
without any language. Who may change what is decided as for words.
"""

import contextlib
import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Literal
from zoneinfo import ZoneInfo

from plans.change import Certainty, Change, Reading, Refusal
from plans.event_id import event_parts
from plans.letter import Context
from plans.plan import Plan

LARGEST = 256_000
MOST_EVENTS = 20
MOST_WORDS = 2_000
SURE = 0.99
UNSURE = 0.5


@dataclass(frozen=True)
class InviteAnswer:
    """What somebody's calendar says of one line: `day` is the day that it names, `words` what they typed beside it."""

    line: str
    person: str
    attendee: str
    method: str
    status: str
    day: dt.date | None
    words: str


def answers_in(calendars: Iterable[bytes], plan: Plan) -> tuple[tuple[InviteAnswer, ...], tuple[Refusal, ...]]:
    """Return the answers to this plan's invitations, and what is wrong with those that cannot be taken."""
    found: list[InviteAnswer] = []
    refused: list[Refusal] = []
    for data in calendars:
        for slug, answer in _events(data, plan.zone):
            if slug != plan.slug:
                refused.append(Refusal("other-plan", answer.line))
            elif answer not in found:
                found.append(answer)
    return tuple(found[:MOST_EVENTS]), tuple(dict.fromkeys(refused))


def _events(data: bytes, zone: ZoneInfo) -> Iterator[tuple[str, InviteAnswer]]:
    """Yield the answers in one calendar part with the plan that each is about; what is no calendar yields none."""
    if len(data) > LARGEST:
        return
    from icalendar import Calendar

    try:
        calendar = Calendar.from_ical(data)
        method = str(calendar.get("METHOD", "")).strip().upper()
        events = [event for event in calendar.walk() if event.name == "VEVENT"]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError):
        return
    if method not in ("REPLY", "COUNTER"):
        return
    for event in events[:MOST_EVENTS]:
        # A property that cannot be read raises when it is looked at: an answer is taken whole or not at all.
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError):
            if parts := event_parts(str(event.get("UID", ""))):
                attendee, status = _attendee(event)
                words, day = _text(event.get("COMMENT")), _day(event, zone)
                yield parts[0], InviteAnswer(parts[1], parts[2], attendee, method, status, day, words)


def _attendee(event: Any) -> tuple[str, str]:
    """Return who answers and how; of several, the first who says something."""
    held = event.get("ATTENDEE", [])
    named = [(_address(one), str(one.params.get("PARTSTAT", "")).upper()) for one in _many(held)]
    return next((one for one in named if one[1] not in ("", "NEEDS-ACTION")), named[0] if named else ("", ""))


def _many(held: object) -> list[Any]:
    return [one for one in (held if isinstance(held, list) else [held]) if hasattr(one, "params")]


def _address(party: object) -> str:
    text = str(party).strip().casefold()
    return text.partition(":")[2] if text.startswith("mailto:") else text


def _text(held: object) -> str:
    return "\n".join(str(one) for one in (held if isinstance(held, list) else [held]) if one)[:MOST_WORDS].strip()


def _day(event: Any, zone: ZoneInfo) -> dt.date | None:
    """Return the day of an event as the plan's people see it; a moment with no zone is theirs."""
    start = event.get("DTSTART")
    value = start.dt if start is not None else None
    if isinstance(value, dt.datetime):
        return value.astimezone(zone).date() if value.tzinfo else value.date()
    return value if isinstance(value, dt.date) else None


def read_invites(answers: Iterable[InviteAnswer], context: Context, sent: dt.date) -> Reading:
    """Return what answers to invitations change; `sent` is the day on which they were sent."""
    changes: list[Change] = []
    refusals: list[Refusal] = []
    for answer in answers:
        change = _change(answer, context.plan, sent)
        if isinstance(change, Refusal):
            refusals.append(change)
        elif change:
            changes.append(change)
    return Reading(kind="reply", changes=tuple(changes), refusals=tuple(refusals))


def _change(answer: InviteAnswer, plan: Plan, sent: dt.date) -> Change | Refusal | None:
    line, invited = plan.line(answer.line), plan.person(answer.person)
    if line is None or invited is None:
        return Refusal("unknown-line", answer.line)
    theirs = answer.attendee in ("", *invited.addresses, invited.assistant.casefold())
    shown = f"{answer.method.title()}: {answer.status.casefold()}".rstrip(": ")
    if answer.method == "COUNTER":
        if answer.day is None or answer.day == line.due:
            return None
        reason = "past" if answer.day < sent else "" if theirs else "invited-another"
        return _said(line.id, "due", answer.day.isoformat(), f"{shown} {answer.day.isoformat()}", reason)
    if answer.status == "ACCEPTED":
        moved = answer.day is not None and answer.day != line.due
        reason = "changed-since" if moved else "" if theirs else "invited-another"
        return _said(line.id, "confirmed", True, shown, reason)
    if answer.status == "DECLINED":
        return Change(line.id, "due", None, "ask", UNSURE, shown, "calendar", "declined-invite")
    return None


def _said(line: str, field: Literal["due", "confirmed"], value: str | bool, shown: str, reason: str) -> Change:
    decision: Certainty = "ask" if reason else "apply"
    return Change(line, field, value, decision, UNSURE if reason else SURE, shown, "calendar", reason)
