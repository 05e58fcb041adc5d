"""A slip is by how many working days a finished milestone missed the date that it had when it was first kept.

Where what it waited for came later than that left it time, the slip counts from the day that this pushed it to: else
one late milestone would be counted again in all that wait for it, and once more when a forecast passes it on.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from plans.plan import Plan
from plans.report.figures import Due, Kept
from plans.ripple import Graph
from plans.stages import STAGES, speaks_of
from plans.words import folded
from plans.workdays import Calendar, workdays_between

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
    graph = Graph(_as_first_kept(plan, firsts), calendar, dt.date.min)
    opened = {line.id for kept in versions for line in kept.plan.milestones if not line.settled}
    done = {
        line.id: line.done_on or _done_first(versions, line.id) for line in plan.milestones if line.status == "done"
    }
    for line in plan.milestones:
        if line.id in done and line.id in opened and line.id in firsts:
            pushed = (graph.after(line, done[before]) for before in graph.waits_for(line.id) if before in done)
            start = max([firsts[line.id], *(day for day in pushed if day <= done[line.id])])
            yield Slip(
                plan.slug, line.id, kind_of(line.name), workdays_between(graph.works(line), start, done[line.id])
            )


def _as_first_kept(plan: Plan, firsts: Mapping[str, dt.date]) -> Plan:
    """Return the plan with the dates that its milestones had at first."""
    return replace(plan, milestones=tuple(replace(line, due=firsts.get(line.id)) for line in plan.milestones))


def _done_first(versions: Sequence[Kept], line_id: str) -> dt.date:
    """Return the day of the version since which a milestone is done."""
    since = versions[-1]
    for kept in reversed(versions):
        line = kept.plan.milestone(line_id)
        if line is None or line.status != "done":
            break
        since = kept
    return since.at.astimezone(since.plan.zone).date()
