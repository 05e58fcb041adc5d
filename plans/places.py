"""A place is what somebody is to a plan: owner, approver, backup or last resort of a line, or one of its roles."""

from collections.abc import Iterator
from typing import Literal

from plans.fields import GOAL
from plans.plan import SETTLED, Plan

Place = Literal["owner", "approver", "backup", "escalation", "champion", "reporter"]


def places_of(plan: Plan, person: str) -> Iterator[tuple[str, Place]]:
    """Yield every place of somebody in what is still open, with its target: a line, an external, a goal, the plan."""
    outside = (external for external in plan.externals if external.status not in SETTLED)
    for entry in (*(line for line in plan.lines() if not line.settled), *outside):
        if entry.owner == person:
            yield entry.id, "owner"
    for number, goal in enumerate(plan.goals, 1):
        if goal.owner == person:
            yield f"{GOAL}{goal.id or number}", "owner"
    for milestone in (milestone for milestone in plan.milestones if not milestone.settled):
        waits = (name for one in milestone.depends_on for name in (one.owner, one.escalate_to))
        named: dict[Place, tuple[str | None, ...]] = {
            "approver": (milestone.approver,),
            "backup": (milestone.backup,),
            "escalation": (milestone.escalate_to, *waits),
        }
        yield from ((milestone.id, place) for place, people in named.items() if person in people)
    roles: dict[Place, str | None] = {
        "champion": plan.champion.id if plan.champion else None,
        "reporter": plan.reporter.id if plan.reporter else None,
    }
    yield from (("plan", role) for role, keeper in roles.items() if keeper == person)
