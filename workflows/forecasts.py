"""Forecasts and deals are gathered here: every plan's life is read once, and what the CRM told is put beside it."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from plans.report.deals import Deals, crm_closes, known
from plans.report.figures import Kept
from plans.report.forecast import Forecast, forecast_of
from plans.report.life import Life, life_of
from plans.report.past import Past, past_of
from plans.report.replay import Accuracy, Replayed, accuracy_of, replayed
from plans.workdays import Calendar
from storage.store import Store
from workflows.calendars import calendar_for
from workflows.figures import days_off

MOST_REPLAYED = 200
"""Closed deals that are looked back at, those that closed last."""


@dataclass(frozen=True)
class Forecasts:
    """The forecasts of all running plans, what they were drawn from, and how good earlier ones were."""

    forecasts: tuple[Forecast, ...]
    past: Past
    accuracy: Accuracy


def forecasts_on(store: Store, day: dt.date) -> Forecasts:
    """Return the forecasts of all running deals on a day, what is expected first at first; a kickoff is none."""
    lives = lives_in(store)
    past = past_of(slip for life in lives for slip in life.slips)
    crm = crm_closes(known(store.deals(), lives).imported)
    running = (life for life in lives if life.is_deal and life.status == "active")
    found = [
        forecast_of(life.last.plan, days_off(life.last, day), day, dict(life.firsts), past, crm.get(life.slug))
        for life in running
    ]
    found.sort(key=lambda one: (one.expected or dt.date.max, one.slug))
    return Forecasts(tuple(found), past, accuracy_of(_replays(lives, past)))


def _replays(lives: tuple[Life, ...], past: Past) -> Iterator[Replayed]:
    closed = sorted((life for life in lives if life.is_deal and life.closed), key=lambda life: (life.closed, life.slug))
    for life in closed[-MOST_REPLAYED:]:
        if life.halfway and life.half_day:
            found = replayed(life, past, days_off(life.halfway, life.half_day))
            if found:
                yield found


def lives_in(store: Store) -> tuple[Life, ...]:
    """Return the lives of all plans, by slug."""
    return tuple(life_of(versions, _days_off_in(versions)) for versions in store.histories())


def _days_off_in(versions: tuple[Kept, ...]) -> Calendar:
    """Return the holidays of a plan's people over its life, and a year around it."""
    return calendar_for(versions[-1].plan, versions[0].at.year - 1, versions[-1].at.year + 1)


def deals_known(store: Store) -> Deals:
    """Return the imported deals, by id, with what our plans tell where the CRM says nothing, and our own besides."""
    return known(store.deals(), lives_in(store))
