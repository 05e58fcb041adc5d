"""Calendars are the holidays of a plan's people as data, looked up outside `plans`."""

import datetime as dt
from functools import lru_cache

from temporalio import activity

from plans.plan import Plan
from plans.workdays import Calendar, places_of
from workflows.messages import DaysOff

YEARS_AHEAD = 3
"""For how many years ahead a plan knows the holidays of its people."""


@lru_cache(maxsize=256)
def holidays_in(country: str, region: str | None, first_year: int, last_year: int) -> tuple[dt.date, ...]:
    """Return the public holidays of a country and region (ISO 3166); none for a place that nobody lists."""
    import holidays

    years = range(first_year, last_year + 1)
    for subdivision in (region, None):
        try:
            return tuple(sorted(holidays.country_holidays(country, subdiv=subdivision, years=years)))
        except NotImplementedError:
            continue
    return ()


def calendar_for(plan: Plan, first_year: int, last_year: int) -> Calendar:
    """Return the days off of everybody on the plan, by their own country and region, else their side's."""
    return calendar_of(places_of(plan), first_year, last_year)


def calendar_of(places: dict[str, str], first_year: int, last_year: int) -> Calendar:
    """Return the days off of people by where each has their holidays."""
    days = {person: _days_off(place, first_year, last_year) for person, place in places.items()}
    return Calendar({person: found for person, found in days.items() if found}, places, last_year)


def calendar_ahead(plan: Plan, at: dt.datetime) -> Calendar:
    """Return the days off of everybody on the plan for as far ahead as plans look."""
    return calendar_for(plan, at.year, at.year + YEARS_AHEAD)


@activity.defn(name="days_off")
def days_off(wanted: DaysOff) -> Calendar:
    """Return the days off of a running plan's people, from the year before: what is overdue may lie there."""
    return calendar_of(wanted.places, wanted.year - 1, wanted.year + YEARS_AHEAD)


def _days_off(place: str, first_year: int, last_year: int) -> tuple[dt.date, ...]:
    country, _, region = place.partition("/")
    return holidays_in(country, region or None, first_year, last_year) if country else ()
