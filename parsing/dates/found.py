"""A found date is a span of text and what it means: a day, a range, a shift, an event or something vague."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

DateKind = Literal["day", "range", "shift", "event", "vague"]
Unit = Literal["day", "workday", "week", "month", "year"]


@dataclass(frozen=True)
class FoundDate:
    """What stands between `start` and `end` (half-open, code points).

    `date` is the day (of a range the first, `last` the last), None where it is not known. `shift` is an amount and a
    unit, counted from a date that the caller knows ("by a week"). Where it is not `certain`, `why` names the reason.
    """

    start: int
    end: int
    kind: DateKind
    date: dt.date | None = None
    last: dt.date | None = None
    shift: tuple[int, Unit] | None = None
    certain: bool = True
    why: str = ""
    past: bool = False
