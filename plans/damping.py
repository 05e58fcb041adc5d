"""Damping keeps storms, loops and bombs from being answered: how much one sender, and a plan, may write and be told."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from plans.notice import Refused
from plans.state import Heard, PlanState, Told

Storm = Literal["storm-sender", "storm-plan"]
DAY = dt.timedelta(days=1)
MOST_KEPT = 200
"""How many letters of the last hour, and how many refusals of the last day, a plan remembers."""


@dataclass(frozen=True)
class Limit:
    """How many letters may come within a time before the next ones are put aside."""

    reason: Storm
    most: int
    within: dt.timedelta
    counts: Callable[[Heard, str], bool]


LIMITS = (
    Limit("storm-sender", 12, dt.timedelta(hours=1), lambda heard, sender: heard.sender == sender),
    Limit("storm-plan", 60, dt.timedelta(hours=1), lambda _, __: True),
)
"""Nobody writes so much to a plan by hand; a plan is one thread. The first row that holds decides."""


def with_heard(state: PlanState, sender: str, now: dt.datetime) -> PlanState:
    """Return the state that knows of one more letter, and of none that is older than any limit looks back."""
    recent = [one for one in state.heard if one.at > now - max(limit.within for limit in LIMITS)]
    return replace(state, heard=(*recent, Heard(sender.casefold(), now))[-MOST_KEPT:])


def storm(state: PlanState, sender: str, now: dt.datetime) -> Storm | None:
    """Return which limit the letters exceed, the newest one counted; None where none is."""
    for limit in LIMITS:
        within = [one for one in state.heard if one.at > now - limit.within and limit.counts(one, sender.casefold())]
        if len(within) > limit.most:
            return limit.reason
    return None


def is_news(state: PlanState, to: str, reasons: Iterable[str], now: dt.datetime) -> bool:
    """Tell whether somebody has not been told one of these reasons within a day."""
    known = {one.reason for one in state.told if one.to == to and one.at > now - DAY}
    return bool(set(reasons) - known)


def with_told(state: PlanState, to: str, refused: Iterable[Refused], now: dt.datetime) -> PlanState:
    """Return the state that knows which reasons somebody was told just now."""
    recent = [one for one in state.told if one.at > now - DAY]
    fresh = [Told(to, reason, now) for reason in dict.fromkeys(one.reason for one in refused)]
    return replace(state, told=(*recent, *fresh)[-MOST_KEPT:])
