"""Forecasts and deals are gathered here: every plan's life is read once, and what the CRM told is put beside it."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from plans.plan import Plan
from plans.report.deals import Deals, crm_closes, known
from plans.report.figures import Due, Kept
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


@dataclass(frozen=True)
class Ground:
    """What forecasts rest on: all slips, how good earlier ones were, first dates and the CRM's dates by slug."""

    past: Past
    accuracy: Accuracy
    firsts: Mapping[str, tuple[Due, ...]]
    crm: Mapping[str, dt.date]


def forecasts_on(store: Store, day: dt.date) -> Forecasts:
    """Return the forecasts of all running deals on a day, what is expected first at first."""
    lives = lives_in(store)
    ground = ground_of(store, lives)
    return Forecasts(forecasts_of(ground, (life.last.plan for life in lives), day), ground.past, ground.accuracy)


def ground_of(store: Store, lives: tuple[Life, ...]) -> Ground:
    """Return what the lives of all plans give forecasts to rest on."""
    past = past_of(slip for life in lives for slip in life.slips)
    crm = crm_closes(known(store.deals(), lives).imported)
    firsts = {life.slug: life.firsts for life in lives if life.status == "active"}
    return Ground(past, accuracy_of(_replays(lives, past)), firsts, crm)


def forecasts_of(ground: Ground, plans: Iterable[Plan], day: dt.date) -> tuple[Forecast, ...]:
    """Return the forecasts of plans that are running deals, what is expected first at first; a kickoff is none."""
    found = [
        forecast_of(
            plan,
            days_off(plan, day),
            day,
            dict(ground.firsts.get(plan.slug, ())),
            ground.past,
            ground.crm.get(plan.slug),
        )
        for plan in plans
        if plan.status == "active" and not plan.follows
    ]
    return tuple(sorted(found, key=lambda one: (one.expected or dt.date.max, one.slug)))


def _replays(lives: tuple[Life, ...], past: Past) -> Iterator[Replayed]:
    closed = sorted((life for life in lives if life.is_deal and life.closed), key=lambda life: (life.closed, life.slug))
    for life in closed[-MOST_REPLAYED:]:
        if life.halfway and life.half_day:
            found = replayed(life, past, days_off(life.halfway.plan, life.half_day))
            if found:
                yield found


def lives_in(store: Store, beat: Callable[[], None] = lambda: None) -> tuple[Life, ...]:
    """Return the lives of all plans, by slug; `beat` is called after each."""
    return tuple(_lives(store, beat))


def _lives(store: Store, beat: Callable[[], None]) -> Iterator[Life]:
    for versions in store.histories():
        yield life_of(versions, _days_off_in(versions))
        beat()


def _days_off_in(versions: tuple[Kept, ...]) -> Calendar:
    """Return the holidays of a plan's people over its life, and a year around it."""
    return calendar_for(versions[-1].plan, versions[0].at.year - 1, versions[-1].at.year + 1)


def deals_known(store: Store) -> Deals:
    """Return the imported deals, by id, with what our plans tell where the CRM says nothing, and our own besides."""
    return known(store.deals(), lives_in(store))
