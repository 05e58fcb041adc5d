"""References are the ids by which parts of a plan name one another: each leads to exactly one thing."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from functools import lru_cache
from zoneinfo import ZoneInfo

from plans.check.problem import Case, Fault
from plans.check.wording import is_title
from plans.plan import Plan
from plans.words import folded

_JOINT = re.compile(r"\s*(?:/|,|;|&|\+|\band\b|\bund\b|\bet\b)\s*")


def _people_named(plan: Plan) -> Iterator[tuple[str, str]]:
    """Yield every place that names a person by id, with the id."""
    for milestone in plan.milestones:
        path = f"milestones/{milestone.id}"
        for key in ("owner", "backup", "approver", "escalate_to"):
            yield f"{path}/{key}", getattr(milestone, key) or ""
        for action in milestone.actions:
            yield f"{path}/actions/{action.id}/owner", action.owner or ""
        for dependency in milestone.depends_on:
            for key in ("owner", "escalate_to"):
                yield f"{path}/depends_on/{dependency.id}/{key}", getattr(dependency, key) or ""
    yield from ((f"externals/{external.id}/owner", external.owner or "") for external in plan.externals)
    yield from ((f"goals/{goal.id or number}/owner", goal.owner or "") for number, goal in enumerate(plan.goals, 1))
    yield from ((f"people/{person.id}/manager", person.manager or "") for person in plan.people)
    for key in ("reporter", "endorser"):
        yield f"communication/{key}", getattr(plan.communication, key) or ""
    yield from (("communication/snapshot_to", person) for person in plan.communication.snapshot_to)


def _strangers(plan: Plan) -> Iterator[tuple[str, str]]:
    known = {person.id for person in plan.people}
    return ((where, named) for where, named in _people_named(plan) if named and named not in known)


def parts_of(named: str | None) -> list[str]:
    """Return the people that a place names: one, or several where somebody wrote "it / se"."""
    return [part for part in _JOINT.split((named or "").strip()) if part]


def _is_joint(named: str) -> bool:
    return len(parts_of(named)) > 1


def unknown_people(case: Case) -> Iterator[Fault]:
    """Find ids of people who are not on the plan."""
    for where, named in _strangers(case.plan):
        if not _is_joint(named):
            yield Fault(where, f'"{named}" is nobody in `people`.', _meant(case.plan, named))


def _meant(plan: Plan, named: str) -> str:
    by_name = next((p.id for p in plan.people if folded(named) in (folded(p.name), *folded(p.name).split())), None)
    close = get_close_matches(named.casefold(), [person.id for person in plan.people], n=1, cutoff=0.7)
    if by_name or close:
        return f"Did you mean `{by_name or close[0]}`?"
    if is_title(named):
        return "That reads like a role: add the person who holds it to `people`, by name, and write that id here."
    return f"Add this person to `people`, or name one of: {', '.join(person.id for person in plan.people)}."


def joint_owners(case: Case) -> Iterator[Fault]:
    """Find places where several people are named and one is asked for (R19)."""
    for where, named in _strangers(case.plan):
        if _is_joint(named):
            first, *others = parts_of(named)
            yield Fault(
                where,
                f'"{named}" names {len(others) + 1} people where one answers for it.',
                f"Keep {first} here, and give {' and '.join(others)} an action of their own below it.",
            )


def unknown_lines(case: Case) -> Iterator[Fault]:
    """Find dependencies and goals that lead nowhere (R33)."""
    plan = case.plan
    lines = [*(milestone.id for milestone in plan.milestones), *(external.id for external in plan.externals)]
    goals = [goal.id for goal in plan.goals if goal.id]
    for milestone in plan.milestones:
        for dependency in milestone.depends_on:
            if dependency.id not in lines:
                yield Fault(
                    f"milestones/{milestone.id}/depends_on/{dependency.id}",
                    f'{milestone.id} waits for "{dependency.id}", which is no milestone and no external.',
                    _nearest(dependency.id, lines, "Write the id of a milestone, or add an external with this id."),
                )
        if milestone.goal and milestone.goal not in goals:
            yield Fault(
                f"milestones/{milestone.id}/goal",
                f'{milestone.id} serves the goal "{milestone.goal}", which is not among `goals`.',
                _nearest(milestone.goal, goals, "Write the id of a goal, or leave the key out."),
            )


def _nearest(wrong: str, known: Iterable[str], otherwise: str) -> str:
    close = get_close_matches(wrong.casefold(), {name.casefold(): name for name in known}, n=1, cutoff=0.5)
    return f"Did you mean `{next(name for name in known if name.casefold() == close[0])}`?" if close else otherwise


def doubled_ids(case: Case) -> Iterator[Fault]:
    """Find ids that two things bear; people have their own, lines and externals share theirs."""
    plan = case.plan
    lines = [(line.id, "milestones") for line in plan.lines()]
    lines += [(external.id, "externals") for external in plan.externals]
    people = [(person.id, "people") for person in plan.people]
    goals = [(goal.id, "goals") for goal in plan.goals if goal.id]
    for named in (lines, people, goals):
        counts = Counter(name for name, _ in named)
        kinds = dict(reversed(named))
        for name in (name for name, count in counts.items() if count > 1):
            yield Fault(
                f"{kinds[name]}/{name}",
                f"The id {name} is borne by {counts[name]} entries.",
                f"Give the second one an id of its own, such as {name}b.",
            )


def cycles(case: Case) -> Iterator[Fault]:
    """Find milestones that wait for themselves, along however many others; each circle is told once."""
    waits = {m.id: [d.id for d in m.depends_on if case.plan.milestone(d.id)] for m in case.plan.milestones}
    told: set[frozenset[str]] = set()
    for start in waits:
        circle = _way_back(start, waits)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            yield Fault(
                f"milestones/{start}/depends_on",
                f"{' waits for '.join([*circle, start])}: a circle in which nothing can begin.",
                f"Take the dependency on {circle[1] if len(circle) > 1 else start} out of {start}, or another of them.",
            )


def _way_back(start: str, waits: dict[str, list[str]]) -> list[str]:
    """Return the shortest way from a milestone to itself, without its end; empty where there is none."""
    ways, seen = [[start]], {start}
    while ways:
        way = ways.pop(0)
        for step in waits[way[-1]]:
            if step == start:
                return way
            if step not in seen:
                seen.add(step)
                ways.append([*way, step])
    return []


@lru_cache(maxsize=128)
def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError):  # ZoneInfoNotFoundError is a KeyError on some systems
        return False
    except KeyError:
        return False
    return True


def unknown_zones(case: Case) -> Iterator[Fault]:
    """Find time zones that nobody knows, of the plan and of its people."""
    zones = [("timezone", case.plan.timezone)]
    zones += [(f"people/{person.id}/timezone", person.timezone or "") for person in case.plan.people]
    for where, zone in zones:
        if (zone or where == "timezone") and not _is_zone(zone):
            yield Fault(where, f'"{zone}" is no time zone.', "Write it as continent and city: Europe/Berlin.")
