"""Foretelling is letting a plan speak ahead of time, as if nobody wrote: found as the workflow finds it."""

import datetime as dt
from dataclasses import dataclass

from plans.agenda import next_lines
from plans.agenda.cadence import digested
from plans.notice import Notice
from plans.plan import Plan
from plans.spoken import next_unasked, told_in_digest, unasked
from plans.state import PlanState


@dataclass(frozen=True)
class Digests:
    """The weekly digests over several plans: who of a plan gets them (person ids), and their moments, in order."""

    to: tuple[str, ...]
    moments: tuple[dt.datetime, ...]


NO_DIGESTS = Digests((), ())


def foretold(state: PlanState, start: dt.datetime, days: int, digests: Digests = NO_DIGESTS) -> tuple[Notice, ...]:
    """Return all that is said in the coming days if nobody writes, what digests tell of the plan included."""
    ends, now = start + dt.timedelta(days=days), start
    weekly = [at for at in digests.moments if start <= at < ends] if digests.to else []
    notices: list[Notice] = []
    while True:
        coming = next_unasked(state, now)
        if weekly and (coming is None or weekly[0] <= coming):
            now = weekly.pop(0)
            for person in digests.to:
                notices.append(_digest(state.plan, person, now))
                state = told_in_digest(state, person, now)
            continue
        if coming is None or coming >= ends:
            return tuple(notices)
        now = max(now, coming)
        outcome = unasked(state, now)
        notices += outcome.notices
        if outcome.state == state:
            now += dt.timedelta(minutes=1)
        state = outcome.state


def _digest(plan: Plan, person: str, at: dt.datetime) -> Notice:
    key = digested(person, at.astimezone(plan.zone).date())
    return Notice(key, "digest", plan.slug, plan.version, person, at, lines=next_lines(plan, person))
