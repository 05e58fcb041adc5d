"""Instantiating takes a baseline, a start, two parties and people to a plan and the questions that are left."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from plans.check import Problem
from plans.plan import Party, Plan
from templates.baseline.filling import Setting, filled_in, holders
from templates.baseline.open_questions import no_role, questions_of, unknown
from templates.baseline.shape import Filled, baseline


def instantiate(
    name: str,
    *,
    start: dt.date,
    buyer: Party,
    seller: Party,
    people: Mapping[str, Sequence[str]] | None = None,
    **setting: Any,
) -> tuple[Plan | None, tuple[Problem, ...]]:
    """Return the plan that a baseline leads to, and what is still open as questions.

    `people` gives a name, an address and, where wanted, a title and a phone number by role; `setting` are further
    fields of `Setting`. A role that nobody takes is a blank in the plan and a question.
    """
    found = baseline(name)
    if found is None:
        return None, (unknown(name),)
    filled = {role: Filled(*given) for role, given in (people or {}).items()}
    strangers = sorted(set(filled) - set(found.roles))
    if strangers:
        return None, tuple(no_role(name, role, found) for role in strangers)
    wanted = Setting(start=start, buyer=buyer, seller=seller, people=filled, **setting)
    ids = holders(found, wanted)
    plan = filled_in(found, wanted, ids)
    return plan, questions_of(found, ids, plan)
