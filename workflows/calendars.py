"""Calendars are the holidays of a plan's people as data, looked up outside `plans`."""

import datetime as dt
from functools import lru_cache

from plans.plan import Person, Plan
from plans.workdays import Calendar

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
    days = {person.id: _days_off(plan, person, first_year, last_year) for person in plan.people}
    return Calendar({person: found for person, found in days.items() if found})


def calendar_ahead(plan: Plan, at: dt.datetime) -> Calendar:
    """Return the days off of everybody on the plan for as far ahead as plans look."""
    return calendar_for(plan, at.year, at.year + YEARS_AHEAD)


def _days_off(plan: Plan, person: Person, first_year: int, last_year: int) -> tuple[dt.date, ...]:
    party = plan.buyer if person.side == "buyer" else plan.seller
    country = person.country or party.country
    region = person.region or (party.region if country == party.country else None)
    return holidays_in(country, region, first_year, last_year) if country else ()
