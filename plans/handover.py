"""A hand-over gives everything that somebody has in a plan to somebody else, each place by the rule that it has."""

from collections.abc import Iterator
from dataclasses import dataclass

from plans.change import Change, Field, Reading
from plans.command import fault_of_giving, fault_of_person
from plans.fields import GOAL
from plans.places import Place, places_of
from plans.plan import Plan
from plans.state import PlanState

BY_CHANGE: dict[Place, Field] = {"owner": "owner", "approver": "approver", "backup": "backup"}
"""Places that a change gives to somebody else; the others stand in the plan file only."""


@dataclass(frozen=True)
class Handover:
    """Whose places go to whom (person ids), who wants it ('' for the reporter), and why."""

    person: str
    heir: str
    by: str = ""
    why: str = ""


def fault_of_handover(state: PlanState, handover: Handover) -> str:
    """Return why nothing can be handed over so, as a sentence; '' where it can."""
    plan = state.plan
    fault = fault_of_giving(plan, handover.by)
    fault = fault or fault_of_person(plan, handover.person) or fault_of_person(plan, handover.heir)
    if fault or handover.person == handover.heir:
        return fault or "Nobody hands over to themselves: name two people."
    return "" if _changes(plan, handover) else f"{handover.person} has nothing open that can be handed over."


def reading_of_handover(plan: Plan, handover: Handover) -> Reading:
    """Return a hand-over as what a letter would have said: a change for each place, decided one by one."""
    return Reading(kind="reply", changes=_changes(plan, handover))


def _changes(plan: Plan, handover: Handover) -> tuple[Change, ...]:
    steps = [step for place in places_of(plan, handover.person) for step in _steps(plan, handover, *place)]
    return tuple(Change(target, field, heir, "apply", 1.0, handover.why) for target, field, heir in steps)


def _steps(plan: Plan, handover: Handover, target: str, place: Place) -> Iterator[tuple[str, Field, str | None]]:
    """Yield the changes that give one place away: nobody comes to stand in for themselves, or to approve their own
    line; such an approval stays, and is said."""
    field, heir, line = BY_CHANGE.get(place), handover.heir, plan.milestone(target)
    owner = heir if line and line.owner == handover.person else line.owner if line else None
    if field is None or target.startswith(GOAL) or (field == "approver" and owner == heir):
        return
    yield target, field, None if field == "backup" and owner == heir else heir


def left_of(state: PlanState, person: str) -> tuple[str, ...]:
    """Return a line for each place of theirs that nobody is asked about, and for each yes that is awaited of them."""
    return tuple(_left(state, person))


def _left(state: PlanState, person: str) -> Iterator[str]:
    asked = {(held.change.target, held.change.field) for held in state.pending}
    for target, place in places_of(state.plan, person):
        if (target, place) not in asked:
            yield f"left with {person}: {target} {place}"
    for held in state.pending:
        if person in held.to and person not in held.agreed:
            yield f"waits for {person}: {held.change.target} {held.change.field}"
