"""An invitation is one dated line as a whole-day event for its owner, updated and cancelled as it moves (RFC 5546).

It rides on a mail that goes anyway. The plan's version is its SEQUENCE, so nothing has to be remembered: what is said
later supersedes what was said before. Accepting it confirms the line, declining and proposing another day are answers
like any other; they come to ORGANIZER, which therefore stays the same for one person and plan.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from plans.event_id import event_id
from plans.notice import Notice
from plans.plan import ENDED, SETTLED, Milestone, Person, Plan
from templates.notice.values import Voice, one_line
from templates.notice.words import words_of

Method = Literal["REQUEST", "CANCEL"]


@dataclass(frozen=True)
class Invite:
    """A calendar part: `method` has to stand in its MIME type as well as in its text."""

    line: str
    method: Method
    data: bytes


def by_default(person: Person) -> bool:
    """Tell whether somebody gets invitations unasked: the seller's side does, the other one when they ask."""
    return person.side == "seller"


def invitation(notice: Notice, plan: Plan, organizer: str, *, wanted: bool | None = None) -> Invite | None:
    """Return the invitation that rides on this mail, None for most mails.

    `organizer` is the address that reads the answers (the recipient's own token in it, no code: calendars take updates
    from one organizer only). `wanted` is what the recipient chose; without a choice it is their side's default.
    """
    person = plan.person(notice.to)
    if person is None or not (by_default(person) if wanted is None else wanted):
        return None
    line = next(_touched(notice, plan, person), None)
    return invite(notice, plan, line, organizer) if line else None


def _touched(notice: Notice, plan: Plan, person: Person) -> Iterator[str]:
    """Yield the lines of the mail that belong in the recipient's calendar, those that have changed first."""
    steps = (*notice.applied, *notice.undone)
    for step in steps:
        theirs = plan.line(step.target)
        lost = step.field == "owner" and step.old == person.id
        if theirs and step.field in ("due", "owner", "status") and (lost or theirs.owner == person.id):
            yield step.target
    for line_id in (*(nudged.line for nudged in notice.nudged), *notice.lines):
        theirs = plan.line(line_id)
        if theirs and theirs.owner == person.id and theirs.due and not theirs.settled and notice.kind != "escalation":
            yield line_id


def invite(notice: Notice, plan: Plan, line_id: str, organizer: str) -> Invite:
    """Return one line as an invitation to the mail's recipient, or as the word that it is off."""
    from icalendar import Calendar, Event

    person, line = plan.person(notice.to), plan.line(line_id)
    if person is None or line is None:
        raise KeyError(f"{notice.to} or {line_id} is not on the plan {plan.slug}")
    off = line.status in SETTLED or plan.status in ENDED or line.due is None or line.owner != person.id
    method: Method = "CANCEL" if off else "REQUEST"
    voice = Voice(plan, words_of(person.language or plan.language), notice)
    event = Event()
    event.add("uid", event_id(plan.slug, line_id, person.id, organizer.rpartition("@")[2]))
    event.add("sequence", plan.version)
    event.add("dtstamp", notice.at.astimezone(dt.UTC))
    if line.due is not None:
        event.add("dtstart", line.due)
        event.add("dtend", line.due + dt.timedelta(days=1))
    event.add("summary", voice.line(line_id))
    event.add("description", _description(voice, line_id))
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("organizer", _party(organizer, voice.who(plan.reporter.id if plan.reporter else None)))
    event.add("attendee", _party(person.email, voice.who(person.id), asked=True))
    calendar = Calendar()
    calendar.add("prodid", "-//Milepost//Plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(event)
    return Invite(line_id, method, calendar.to_ical())


def _description(voice: Voice, line_id: str) -> str:
    line, words = voice.plan.line(line_id), voice.words
    outcome = one_line(line.outcome) if isinstance(line, Milestone) else ""
    parts = [f"{words.say('label', 'outcome')}{words.say('title', 'colon')}{outcome}"] if outcome else []
    return "\n".join([*parts, one_line(voice.plan.title), words.say("invite", "how")])


def _party(address: str, name: str, *, asked: bool = False) -> Any:
    """Return an organizer, or an attendee who is asked to answer."""
    from icalendar import vCalAddress, vText

    party = vCalAddress(f"mailto:{one_line(address).replace(' ', '')}")
    settings = {"CN": name} | ({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"} if asked else {})
    for key, value in settings.items():
        if value:
            party.params[key] = vText(value)
    return party
