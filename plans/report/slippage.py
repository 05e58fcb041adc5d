"""A slip is by how many working days a finished milestone missed the date that it had when it was first kept."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from plans.plan import Milestone, Plan
from plans.report.figures import Due, Kept
from plans.stages import STAGES, speaks_of
from plans.words import folded
from plans.workdays import Calendar, is_workday, workdays_between

KINDS: dict[str, tuple[str, ...]] = {
    "order": STAGES["order"],
    "security": STAGES["security"],
    "legal": (*STAGES["terms"], "legal", "jurid", "rechtlich", "juristisch", "giuridic", "avv", "dpa", "nda"),
    "approval": (*STAGES["signoff"], *STAGES["budget"], "works council", "betriebsrat", "steering"),
    "technical": (*STAGES["pilot"], "integration", "technical", "technisch", "technique", "migration", "data access"),
}
"""Kinds of milestones that slip differently → words of a name that show them; the first that fits counts.

An order is procurement and signature together: names rarely tell them apart.
"""
OTHER = "other"


@dataclass(frozen=True)
class Slip:
    """One finished milestone: its plan, its kind, and the working days by which it was late (negative: early)."""

    plan: str
    line: str
    kind: str
    days: int


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str:
    """Return the kind of milestone that a name tells of, `other` where it tells none."""
    plain = folded(name)
    return next((kind for kind, words in KINDS.items() if any(speaks_of(plain, word) for word in words)), OTHER)


def first_dues(versions: Sequence[Kept]) -> tuple[Due, ...]:
    """Return for every milestone that ever had a date the first one that was kept."""
    found: dict[str, dt.date] = {}
    for kept in versions:
        for line in kept.plan.milestones:
            if line.due:
                found.setdefault(line.id, line.due)
    return tuple(found.items())


def slips_of(versions: Sequence[Kept], calendar: Calendar) -> tuple[Slip, ...]:
    """Return the slips of the milestones that are done in the last version of a plan.

    What was done already when it was first kept has no slip that we saw.
    """
    return tuple(_slips(versions, calendar))


def _slips(versions: Sequence[Kept], calendar: Calendar) -> Iterator[Slip]:
    plan, firsts = versions[-1].plan, dict(first_dues(versions))
    opened = {line.id for kept in versions for line in kept.plan.milestones if not line.settled}
    for line in plan.milestones:
        if line.status != "done" or line.id not in opened or line.id not in firsts:
            continue
        days = slipped(plan, line, calendar, firsts[line.id], line.done_on or _done_first(versions, line.id))
        yield Slip(plan.slug, line.id, kind_of(line.name), days)


def slipped(plan: Plan, line: Milestone, calendar: Calendar, first: dt.date, last: dt.date) -> int:
    """Return the working days of a line's owner from one day to another, negative where that lies before."""
    owner = plan.person(line.owner)
    return workdays_between(lambda day: is_workday(plan, calendar, owner, day), first, last)


def _done_first(versions: Sequence[Kept], line_id: str) -> dt.date:
    """Return the day of the version since which a milestone is done."""
    since = versions[-1]
    for kept in reversed(versions):
        line = kept.plan.milestone(line_id)
        if line is None or line.status != "done":
            break
        since = kept
    return since.at.astimezone(since.plan.zone).date()
