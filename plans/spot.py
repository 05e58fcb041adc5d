"""A spot is where one value of a plan stands: a line, somebody, a goal or the plan itself, and a field of it."""

import dataclasses
from typing import Any, get_args

from plans.change import Field
from plans.fields import GOAL, value_of
from plans.notice import DerivedField
from plans.plan import Plan

PERSON = "person:"
PARTS = ("plan", "communication", "deal", "buyer", "seller", "readiness")
"""Targets that are the plan itself and its parts."""
OF_PEOPLE = frozenset({"person", "mail", "away", "invites"})
OF_LINES = frozenset({*get_args(Field), *get_args(DerivedField)}) - OF_PEOPLE
"""Fields that changes set, and whose values stand in a change's own form."""


def split(spot: str) -> tuple[str, str]:
    """Return the target and the field of a spot ("M1.2.due")."""
    target, _, field = spot.rpartition(".")
    return target, field


def has(plan: Plan, target: str, field: str) -> bool:
    """Tell whether a plan has such a spot."""
    thing = _thing(plan, target)
    return thing is not None and (
        _is_changed(target, field) or field in {one.name for one in dataclasses.fields(thing)}
    )


def standing(plan: Plan | None, target: str, field: str) -> Any:
    """Return what stands at a spot, in a change's own form where changes set it; None where nothing does."""
    thing = _thing(plan, target) if plan else None
    if plan is None or thing is None:
        return None
    return value_of(plan, target, field) if _is_changed(target, field) else getattr(thing, field, None)


def _is_changed(target: str, field: str) -> bool:
    """Tell whether changes set this field of such a target."""
    if target in PARTS:
        return (target, field) == ("plan", "status")
    if target.startswith(PERSON):
        return field in OF_PEOPLE
    return field == "confirmed" if target.startswith(GOAL) else field in OF_LINES


def _thing(plan: Plan, target: str) -> Any:
    if target in PARTS:
        return plan if target == "plan" else getattr(plan, target)
    if target.startswith(PERSON):
        return plan.person(target.removeprefix(PERSON))
    if target.startswith(GOAL):
        return plan.goal(target.removeprefix(GOAL))
    return plan.line(target) or next((one for one in plan.externals if one.id == target), None)
