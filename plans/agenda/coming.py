"""The next update is the next regular mail that one person gets, by their own clock: their mails name its day."""

import datetime as dt

from plans.agenda.cadence import next_digest, regular_mails_to
from plans.agenda.mails import slot_of
from plans.plan import Plan
from plans.workdays import Calendar, zone_of


def next_update(plan: Plan, calendar: Calendar, sent: frozenset[str], to: str, now: dt.datetime) -> dt.date | None:
    """Return the day; None for whoever is told nothing regularly, and for a plan that says nothing."""
    person = plan.person(to)
    if person is None:
        return None
    coming = (regular.at for regular in regular_mails_to(plan, calendar, person, sent, now))
    slots = (slot_of(plan, calendar, sent, to, at, now, alert=False) for at in coming)
    days = [at.astimezone(zone_of(plan, person)).date() for at in slots]
    digest = next_digest(sent, to, now.astimezone(plan.zone).date()) if plan.status == "active" else None
    return min([*days, *([digest] if digest else [])], default=None)
