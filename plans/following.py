"""Following is what a plan does as the one before it ends, goes on after all, and ends again."""

import datetime as dt

from plans.answer import answer
from plans.change import Change, Reading
from plans.command import arrival_of
from plans.plan import ENDED
from plans.state import Outcome, PlanState


def as_the_one_before(state: PlanState, goes_on: bool, now: dt.datetime) -> Outcome:
    """Return what it leads to that the plan before this one goes on after all, or has ended once more: this one rests
    meanwhile, by its own keeper's word."""
    plan = state.plan
    if plan.status in ENDED or plan.reporter is None or (plan.status == "on-hold") is goes_on:
        return Outcome(state)
    status = Change("plan", "status", "on-hold" if goes_on else "active", "apply", 1.0, "")
    arrival = arrival_of(plan, f"before/{now.isoformat()}", "", now)
    return answer(state, arrival, Reading("reply", (status,)), now)
