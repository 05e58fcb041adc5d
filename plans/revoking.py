"""Revoking ends every address that was made for one person so far: their next mail carries a new one."""

import datetime as dt
from dataclasses import replace

from plans.command import Revocation, author_of
from plans.entry import Entry
from plans.state import Outcome, PlanState


def revoked(state: PlanState, revocation: Revocation, key: str, now: dt.datetime) -> Outcome:
    """Return the plan in which a person's addresses route no more; given again under its key, nothing happens."""
    person = state.plan.person(revocation.person)
    if person is None or key in state.handled:
        return Outcome(state)
    number = person.revoked + 1
    plan = state.plan.with_person(replace(person, revoked=number))
    plan = replace(plan, version=plan.version + 1)
    entry = Entry(
        "applied", now, author_of(plan, revocation.by), plan.version, key, f"person:{person.id}",
        "address", str(person.revoked), str(number), revocation.why,
    )  # fmt: skip
    return Outcome(replace(state, plan=plan, handled=(*state.handled, key)), (entry,))
