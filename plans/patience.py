"""Patience is how long a question waits: when it is asked once more, when somebody else hears of it, when it lapses."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from plans.change import is_open
from plans.decide import ENDORSE
from plans.plan import Person, Plan
from plans.sentences import SENTENCES
from plans.state import UNDO_WINDOW, Pending, PlanState
from plans.workdays import Calendar, add_workdays, is_workday, moment, zone_of

Hearer = Literal["reporter", "manager"]


@dataclass(frozen=True)
class Patience:
    """Working days of whoever is asked after which they are asked once more (`again`), somebody else is told that there
    is no answer (`unanswered`), and the question lapses; None for seven days, like every undo."""

    again: tuple[int, ...]
    unanswered: tuple[tuple[int, Hearer], ...] = ()
    lapses: int | None = None


USUAL = Patience(again=(3,))
NEW_DATE = Patience(again=(1,))
"""A line that slips without a new date (R93)."""
SENTENCE = Patience(again=())
"""What one may say a sentence to, or not."""
DRAFT = Patience(again=(3, 6), unanswered=((8, "reporter"), (14, "manager")), lapses=20)
"""A draft that waits for its endorser's yes."""


def patience_with(pending: Pending) -> Patience:
    """Return how long this waits: the first row that holds."""
    rows = (
        (DRAFT, pending.reason == ENDORSE),
        (SENTENCE, pending.reason in SENTENCES),
        (NEW_DATE, pending.change.field == "due" and is_open(pending.change)),
        (USUAL, True),
    )
    return next(patience for patience, holds in rows if holds)


def ends_of(plan: Plan, calendar: Calendar, pending: Pending) -> dt.datetime:
    """Return the moment from which on a yes counts no more."""
    days = patience_with(pending).lapses
    if days is None:
        return pending.at + UNDO_WINDOW
    person = plan.person(pending.to[0])
    asked = pending.at.astimezone(zone_of(plan, person))
    return moment(days_after(plan, calendar, person, asked.date(), days), asked.time(), zone_of(plan, person))


def days_after(plan: Plan, calendar: Calendar, person: Person | None, day: dt.date, days: int) -> dt.date:
    """Return the day that is so many working days of a person later."""
    return add_workdays(lambda one: is_workday(plan, calendar, person, one), day, days)


def is_over(state: PlanState, pending: Pending, now: dt.datetime) -> bool:
    """Tell whether a yes comes too late; nothing does while the plan rests."""
    return state.plan.status != "on-hold" and now > ends_of(state.plan, state.calendar, pending)
