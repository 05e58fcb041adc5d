"""Following is what a plan does as the one before it ends, goes on after all, and ends again."""

import datetime as dt
from dataclasses import replace

from plans.answer import answer
from plans.change import Change, Reading
from plans.command import arrival_of
from plans.plan import ENDED
from plans.state import RESTS_ALONG, Outcome, PlanState

BEFORE = "before/"
"""Begins the id of the letter that stands for what became of the plan before."""


def as_the_one_before(state: PlanState, goes_on: bool, now: dt.datetime) -> Outcome:
    """Return what it leads to that the plan before this one goes on after all, or has ended once more: this one rests
    meanwhile, by its own keeper's word; where its keeper had put it to rest, they let it go on.

    A plan that only happens to have the name of one that follows rests for no other.
    """
    plan = state.plan
    stays = plan.status == "on-hold" if goes_on else RESTS_ALONG not in state.sent
    if not plan.follows or plan.status in ENDED or plan.reporter is None or stays:
        return Outcome(state)
    status = Change("plan", "status", "on-hold" if goes_on else "active", "apply", 1.0, "")
    arrival = arrival_of(plan, f"{BEFORE}{now.isoformat()}", "", now)
    outcome = answer(state, arrival, Reading("reply", (status,)), now)
    if outcome.state.plan.status != "on-hold":
        return outcome
    return replace(outcome, state=replace(outcome.state, sent=(*outcome.state.sent, RESTS_ALONG)))
