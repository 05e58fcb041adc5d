"""Search attributes are what ops filter running plans by in the Web UI; never encrypted, so they name nobody."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from temporalio.common import SearchAttributeKey, SearchAttributePair, SearchAttributeUpdate, TypedSearchAttributes

from plans.health import Vitals

HEALTH = SearchAttributeKey.for_keyword("PlanHealth")
STATUS = SearchAttributeKey.for_keyword("PlanStatus")
NEXT_DUE = SearchAttributeKey.for_datetime("NextDue")
DAYS_OVERDUE = SearchAttributeKey.for_int("DaysOverdue")
BALL_WITH = SearchAttributeKey.for_keyword("BallWith")
PROJECTED_CLOSE = SearchAttributeKey.for_datetime("ProjectedClose")
VERSION = SearchAttributeKey.for_int("Version")
KEYS: tuple[SearchAttributeKey[Any], ...] = (
    HEALTH, STATUS, NEXT_DUE, DAYS_OVERDUE, BALL_WITH, PROJECTED_CLOSE, VERSION,
)  # fmt: skip
"""Every attribute of ours, as `milepost doctor --fix` and `milepost up` register them."""


def attributes_of(vitals: Vitals) -> Mapping[SearchAttributeKey[Any], Any]:
    """Return the value of each attribute; a day is its midnight in UTC, and None where there is none."""
    return {
        HEALTH: vitals.health,
        STATUS: vitals.status,
        NEXT_DUE: _midnight(vitals.next_due),
        DAYS_OVERDUE: vitals.days_overdue,
        BALL_WITH: vitals.ball,
        PROJECTED_CLOSE: _midnight(vitals.projected_close),
        VERSION: vitals.version,
    }


def as_started(vitals: Vitals) -> TypedSearchAttributes:
    """Return the attributes that a plan's workflow is started with."""
    held = attributes_of(vitals).items()
    return TypedSearchAttributes([SearchAttributePair(key, value) for key, value in held if value is not None])


def changes_between(before: Vitals | None, after: Vitals) -> list[SearchAttributeUpdate[Any]]:
    """Return what has to be told to the server: only what has changed."""
    old = attributes_of(before) if before else {}
    changed = ((key, value) for key, value in attributes_of(after).items() if key not in old or old[key] != value)
    return [key.value_unset() if value is None else key.value_set(value) for key, value in changed]


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), dt.UTC) if day else None
