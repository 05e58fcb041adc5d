"""Hours say at what time of day a person is mailed: with the status on its day, at nine on any other."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from plans.plan import Person, Plan
from plans.workdays import WEEKDAYS, Calendar, clock_of, is_workday, next_workday, outside_quiet

USUAL_TIME = dt.time(9, 0)
"""When nudges go out on a day that has no mail of its own."""


@dataclass(frozen=True)
class Rhythm:
    """How often something is said: every so many weeks, on a weekday (Monday 0), at a local time."""

    weeks: int
    weekday: int
    time: dt.time


@lru_cache(maxsize=64)
def rhythm_of(text: str) -> Rhythm | None:
    """Return the rhythm in "weekly Tuesday 08:00" or "biweekly Friday 08:00", None where there is none."""
    match = re.fullmatch(r"\s*(weekly|biweekly)\s+([a-z]+)\s+([0-9:]+)\s*", text.casefold())
    time = clock_of(match[3]) if match else None
    if match is None or time is None or match[2][:3] not in WEEKDAYS:
        return None
    return Rhythm(1 if match[1] == "weekly" else 2, WEEKDAYS.index(match[2][:3]), time)


def is_day_of(plan: Plan, rhythm: Rhythm, day: dt.date) -> bool:
    """Tell whether the rhythm falls on this day; every second week counts from the week of the plan's `as_of`."""
    if day.weekday() != rhythm.weekday:
        return False
    anchor = plan.as_of or dt.date(2024, 1, 1)
    weeks = (_monday(day) - _monday(anchor)).days // 7
    return weeks % rhythm.weeks == 0


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def is_told_on(person: Person, rhythm: Rhythm, day: dt.date) -> bool:
    """Tell whether this day's mail is one for this person: for whom less is enough, the first of each month."""
    return person.mail != "less" or day.day <= 7 * rhythm.weeks


def is_told_status(plan: Plan, person: Person) -> bool:
    """Tell whether the weekly status goes to this person: an open line is theirs, or they are champion or reporter."""
    mine = any(line.owner == person.id and not line.settled for line in plan.lines())
    return person.mailed and (mine or person in (plan.champion, plan.reporter))


def rhythms_of(plan: Plan, person: Person) -> tuple[tuple[str, Rhythm], ...]:
    """Return what this person is told regularly: the status, the snapshot, both or nothing."""
    status, snapshot = rhythm_of(plan.communication.status), rhythm_of(plan.communication.snapshot)
    told: list[tuple[str, Rhythm]] = []
    if status and is_told_status(plan, person):
        told.append(("status", status))
    if snapshot and person.id in plan.communication.snapshot_to and person.mailed:
        told.append(("snapshot", snapshot))
    return tuple(told)


def speaking_time(plan: Plan, calendar: Calendar, person: Person, day: dt.date) -> dt.time:
    """Return the local time at which this person is mailed on this day, outside quiet hours."""
    times = [rhythm.time for _, rhythm in rhythms_of(plan, person) if _is_said(plan, calendar, person, rhythm, day)]
    return outside_quiet(plan, min(times, default=USUAL_TIME))


def _is_said(plan: Plan, calendar: Calendar, person: Person, rhythm: Rhythm, day: dt.date) -> bool:
    """Tell whether the rhythm's day is this one, or one that a day off has moved to this one."""
    for back in range(8):
        nominal = day - dt.timedelta(days=back)
        if is_day_of(plan, rhythm, nominal) and is_told_on(person, rhythm, nominal):
            return said_on(plan, calendar, person, nominal) == day
    return False


def said_on(plan: Plan, calendar: Calendar, person: Person, nominal: dt.date) -> dt.date:
    """Return the day on which something of this day is said: the day itself, or the person's next working day."""
    return next_workday(lambda day: is_workday(plan, calendar, person, day), nominal)
