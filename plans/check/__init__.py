"""A check lists every problem of a plan at once, as values with words for the person who wrote it."""

import datetime as dt

from plans.check.problem import Case, Problem, Severity
from plans.check.rules import BREAKING, RULES
from plans.plan import Plan
from plans.workdays import Calendar

__all__ = ["BREAKING", "RULES", "Problem", "Severity", "check"]


def check(plan: Plan, calendar: Calendar | None = None, today: dt.date | None = None) -> tuple[Problem, ...]:
    """Return every problem of a plan, in the order of the table of rules.

    `calendar` holds the days off of its people (none: only weekdays and the buyer's freezes are known); `today` is
    the day from which it is looked at, the plan's own `as_of` where left out.
    """
    case = Case(plan, calendar or Calendar(), today or plan.as_of)
    return tuple(
        Problem(rule.name, rule.severity, fault.where, fault.problem, rule.why, fault.suggestion)
        for rule in RULES
        for fault in rule.find(case)
    )
