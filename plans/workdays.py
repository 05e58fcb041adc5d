"""Workdays are the days and hours at which a person may be mailed: weekdays, holidays, freezes, quiet hours."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

from plans.plan import Event, Person, Plan

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
USUAL = frozenset(range(5))
"""Monday to Friday, where a plan says nothing else."""


@dataclass(frozen=True)
class Calendar:
    """Days off as data, made outside `plans`: `holidays` by person id, looked up for these `places`, up to the end of
    the year `until`."""

    holidays: dict[str, tuple[dt.date, ...]] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    until: int = 0


def place_of(plan: Plan, person: Person) -> str:
    """Return whose holidays a person has, as "US" or "US/IL": by their own country and region, else their side's."""
    party = plan.buyer if person.side == "buyer" else plan.seller
    country = person.country or party.country
    region = person.region or (party.region if country == party.country else None)
    return "/".join(part for part in (country, region) if part) if country else ""


def places_of(plan: Plan) -> dict[str, str]:
    """Return where everybody on the plan has their holidays, by person id."""
    return {person.id: place_of(plan, person) for person in plan.people}


def knows(calendar: Calendar, plan: Plan, day: dt.date) -> bool:
    """Tell whether a calendar has the holidays of everybody on the plan for a year after this day's at least."""
    places = places_of(plan).items()
    return calendar.until > day.year and all(calendar.places.get(person) == place for person, place in places)


@lru_cache(maxsize=64)
def weekdays_of(text: str) -> frozenset[int]:
    """Return the weekdays (Monday 0) that "Mon-Fri" or "Mon, Wed, Fri" names; the usual ones where it names none."""
    found: set[int] = set()
    for part in re.split(r"[,;]\s*", text.casefold()):
        ends = [WEEKDAYS.index(word.strip()[:3]) for word in part.split("-") if word.strip()[:3] in WEEKDAYS]
        if len(ends) == 2:
            first, last = ends
            found |= {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}
        else:
            found |= set(ends)
    return frozenset(found) or USUAL


def is_workday(plan: Plan, calendar: Calendar, person: Person | None, day: dt.date) -> bool:
    """Tell whether the person works on this day: a weekday of the plan, no holiday, no freeze of the buyer's."""
    if day.weekday() not in weekdays_of(plan.communication.workdays):
        return False
    if person and day in calendar.holidays.get(person.id, ()):
        return False
    return not (person and person.side == "buyer" and frozen_by(plan, day))


def frozen_by(plan: Plan, day: dt.date) -> Event | None:
    """Return the buyer's freeze or shutdown that the day lies in, or None."""
    freezes = (event for event in plan.events if event.kind in ("freeze", "shutdown"))
    return next((event for event in freezes if event.date <= day <= (event.end or event.date)), None)


Works = Callable[[dt.date], bool]
FARTHEST = 120
"""Days after which the search for a working day gives up, so that a year of holidays cannot spin."""


def add_workdays(works: Works, day: dt.date, number: int) -> dt.date:
    """Return the day that is so many working days after (or, negative, before) the given one."""
    step = dt.timedelta(days=1 if number > 0 else -1)
    left, moved = abs(number), 0
    while left and moved < FARTHEST:
        day, moved = day + step, moved + 1
        left -= works(day)
    return day


def next_workday(works: Works, day: dt.date) -> dt.date:
    """Return the day itself where it is a working day, else the next one."""
    return day if works(day) else add_workdays(works, day, 1)


def previous_workday(works: Works, day: dt.date) -> dt.date:
    """Return the day itself where it is a working day, else the one before."""
    return day if works(day) else add_workdays(works, day, -1)


def workdays_between(works: Works, first: dt.date, last: dt.date) -> int:
    """Return how many working days lie after `first` up to `last`; negative where `last` is earlier."""
    if last < first:
        return -workdays_between(works, last, first)
    span = min((last - first).days, 3 * 366)
    return sum(works(first + dt.timedelta(days=number)) for number in range(1, span + 1))


@lru_cache(maxsize=64)
def clock_of(text: str) -> dt.time | None:
    """Return the time of day in "08:30", None where it is none."""
    match = re.fullmatch(r"\s*([01]?\d|2[0-3]):([0-5]\d)\s*", text)
    return dt.time(int(match[1]), int(match[2])) if match else None


def quiet_hours(plan: Plan) -> tuple[dt.time, dt.time] | None:
    """Return when the plan's quiet hours begin and end ("18:00-08:00"), None where it keeps none."""
    begin, _, end = plan.communication.quiet_hours.partition("-")
    first, last = clock_of(begin), clock_of(end)
    return (first, last) if first and last and first != last else None


def outside_quiet(plan: Plan, time: dt.time) -> dt.time:
    """Return the time of day itself, or the end of the quiet hours that it falls into."""
    quiet = quiet_hours(plan)
    if quiet is None:
        return time
    begin, end = quiet
    inside = begin <= time < end if begin < end else time >= begin or time < end
    return end if inside else time


def zone_of(plan: Plan, person: Person | None) -> ZoneInfo:
    """Return the person's own time zone, else the plan's."""
    return ZoneInfo(person.timezone) if person and person.timezone else plan.zone


def moment(day: dt.date, time: dt.time, zone: ZoneInfo) -> dt.datetime:
    """Return a local day and time as UTC, right over changes of clocks: a time that does not exist moves forward."""
    local = dt.datetime.combine(day, time, zone)
    return local.astimezone(dt.UTC)
