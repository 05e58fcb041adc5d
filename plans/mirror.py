"""A mirror is what a CRM sees of a plan: milestones, dates, status and projected close; nobody's name unless asked."""

import datetime as dt
from dataclasses import dataclass

from plans.health import Health, vitals_of
from plans.plan import Plan, PlanStatus, Status
from plans.ripple import ripple
from plans.state import PlanState
from plans.workdays import Calendar


@dataclass(frozen=True)
class MirroredMilestone:
    """One milestone; `internal` is the seller's alone, `owner` a full name where people are mirrored, else ''."""

    id: str
    name: str
    due: dt.date | None
    status: Status
    done_on: dt.date | None
    internal: bool
    owner: str = ""


@dataclass(frozen=True)
class Mirror:
    """A version of a plan as a CRM sees it, as of the moment when that version was kept (aware)."""

    plan: str
    crm_id: str
    title: str
    version: int
    as_of: dt.datetime
    status: PlanStatus
    health: Health
    planned_close: dt.date | None
    projected_close: dt.date | None
    milestones: tuple[MirroredMilestone, ...]


def mirror_of(plan: Plan, calendar: Calendar, as_of: dt.datetime, people: bool = False) -> Mirror:
    """Return what a CRM sees of a plan; the same version at the same moment is the same mirror."""
    rippled = ripple(plan, calendar, as_of.astimezone(plan.zone).date())
    return Mirror(
        plan=plan.slug,
        crm_id=plan.deal.crm_id,
        title=plan.title,
        version=plan.version,
        as_of=as_of,
        status=plan.status,
        health=vitals_of(PlanState(plan, as_of, calendar), as_of).health,
        planned_close=rippled.planned_close,
        projected_close=rippled.projected_close,
        milestones=tuple(
            MirroredMilestone(
                id=line.id,
                name=line.name,
                due=line.due,
                status=line.status,
                done_on=line.done_on,
                internal=line.internal,
                owner=owner.name if people and (owner := plan.person(line.owner)) else "",
            )
            for line in plan.milestones
        ),
    )
