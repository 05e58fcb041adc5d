"""A field is what a change sets: reading and setting one of them touches nothing else, so it can be taken back."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from plans.change import NewLine, NewPerson, Value, as_day
from plans.people import person_as_value, with_person
from plans.plan import Action, Confirmation, Dependency, External, Line, Milestone, Plan

STATUSES = ("not-started", "in-progress", "blocked", "done", "skipped")
PLAN_STATUSES = ("draft", "active", "on-hold", "won", "lost")
GOAL = "goal:"
"""Begins the target that is a goal; all that is said of one is that it is agreed (R48)."""
ACTION_FIELDS = frozenset({"due", "owner", "status", "name", "confirmed"})
"""What an action or an external has; everything else belongs to milestones."""


class BrokenValueError(ValueError):
    """A value that its field cannot hold; `apply` turns it into words for the sender."""


def value_of(plan: Plan, target: str, field: str) -> Value:
    """Return what stands in a field now, in a change's own form; None where nothing does."""
    if target == "plan":
        return plan.status if field == "status" else None
    if target.startswith(GOAL):
        goal = plan.goal(target.removeprefix(GOAL))
        return True if goal and goal.confirmed else None
    if target.startswith("person:"):
        person = plan.person(target.removeprefix("person:"))
        if person is None:
            return None
        invites = None if person.invites is None else "on" if person.invites else "off"
        stands = {"person": person_as_value(person), "mail": person.mail, "away": _iso(person.away_until)}
        return {**stands, "invites": invites}.get(field)
    line = plan.entry(target)
    if line is None:
        return None
    if field in ("milestone", "action"):
        above = plan.milestone_of(target)
        return NewLine(line.name, _iso(line.due), line.owner, above.id if isinstance(line, Action) and above else None)
    return _as_value(field, getattr(line, _attribute(line, field), None))


def set_field(plan: Plan, target: str, field: str, value: Value) -> Plan:
    """Return the plan with exactly this field set and nothing else touched; BrokenValueError where it cannot be."""
    if target == "plan":
        if field != "status":
            raise BrokenValueError(f"of the plan itself only its status can be set, not its {field}")
        return replace(plan, status=_one_of(PLAN_STATUSES, value))
    if target.startswith(GOAL):
        return _set_goal(plan, target.removeprefix(GOAL), field, value)
    if target.startswith("person:"):
        return _set_person(plan, target.removeprefix("person:"), field, value)
    if field in ("milestone", "action"):
        return _set_line(plan, target, value)
    line = plan.entry(target)
    parse = _PARSERS.get(field)
    if line is None:
        raise BrokenValueError(f"there is no line {target}")
    if parse is None or (not isinstance(line, Milestone) and field not in ACTION_FIELDS):
        raise BrokenValueError(f"{target} has no {field}")
    settings: dict[str, Any] = {_attribute(line, field): parse(plan, line, value)}
    changed = replace(line, **settings)
    if isinstance(changed, External):
        return replace(plan, externals=tuple(changed if x.id == target else x for x in plan.externals))
    return plan.with_line(changed)


def _set_goal(plan: Plan, goal_id: str, field: str, value: Value) -> Plan:
    goal = plan.goal(goal_id)
    if goal is None or field != "confirmed" or value not in (True, None):
        raise BrokenValueError(f"goal {goal_id} has no {field} {value}")
    confirmed = replace(goal, confirmed=value is True)
    return replace(plan, goals=tuple(confirmed if one == goal else one for one in plan.goals))


def _attribute(line: Line | External, field: str) -> str:
    return "task" if field == "name" and isinstance(line, Action) else field


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _as_value(field: str, stored: Any) -> Value:
    if field == "confirmed":
        return tuple(f"{c.by} {c.on.isoformat()} {c.letter}".strip() for c in stored or ())
    if field == "depends_on":
        return tuple(dependency.id for dependency in stored or ())
    if field == "slipped_from":
        return tuple(day.isoformat() for day in stored or ())
    if isinstance(stored, dt.date):
        return stored.isoformat()
    return stored or None


def _set_person(plan: Plan, person_id: str, field: str, value: Value) -> Plan:
    if field == "person":
        return with_person(plan, person_id, value)
    person = plan.person(person_id)
    if person is None:
        raise BrokenValueError(f"nobody has the id {person_id}")
    if field == "mail":
        return plan.with_person(replace(person, mail=_one_of(("on", "less", "off", "bounced"), value)))
    if field == "invites":
        wanted = None if value is None else _one_of(("on", "off"), value) == "on"
        return plan.with_person(replace(person, invites=wanted))
    if field == "away":
        return plan.with_person(replace(person, away_until=_day(plan, None, value)))
    raise BrokenValueError(f"a person has no {field}")


def _set_line(plan: Plan, line_id: str, value: Value) -> Plan:
    if value is None:
        return _without_line(plan, line_id)
    if not isinstance(value, NewLine) or not value.name.strip() or isinstance(value.owner, NewPerson):
        raise BrokenValueError("a new line needs a name")
    due, owner = _day(plan, None, value.due), _person_id(plan, None, value.owner)
    if value.milestone is None:
        return replace(plan, milestones=(*plan.milestones, Milestone(line_id, value.name, owner=owner, due=due)))
    above = plan.milestone(value.milestone)
    if above is None:
        raise BrokenValueError(f"there is no milestone {value.milestone}")
    return plan.with_line(replace(above, actions=(*above.actions, Action(line_id, value.name, owner, due))))


def _without_line(plan: Plan, line_id: str) -> Plan:
    kept = (milestone for milestone in plan.milestones if milestone.id != line_id)
    return replace(
        plan, milestones=tuple(replace(m, actions=tuple(a for a in m.actions if a.id != line_id)) for m in kept)
    )


def _one_of(words: tuple[str, ...], value: Value) -> Any:
    if value not in words:
        raise BrokenValueError(f"{value} is none of {', '.join(words)}")
    return value


def _day(_: Plan, __: Any, value: Value) -> dt.date | None:
    day = as_day(value)
    if value is not None and day is None:
        raise BrokenValueError(f"{value} is no date")
    return day


def _text(_: Plan, __: Any, value: Value) -> str:
    if value is not None and not isinstance(value, str):
        raise BrokenValueError(f"{value} is no text")
    return value or ""


def _name(plan: Plan, line: Any, value: Value) -> str:
    name = _text(plan, line, value).strip()
    if not name:
        raise BrokenValueError("a line needs a name")
    return name


def _person_id(plan: Plan, _: Any, value: Value) -> str | None:
    if value is not None and (not isinstance(value, str) or plan.person(value) is None):
        raise BrokenValueError(f"nobody on the plan has the id {value}")
    return value


def _status(_: Plan, __: Any, value: Value) -> Any:
    return _one_of(STATUSES, value)


def _deadline(_: Plan, __: Any, value: Value) -> Any:
    return _one_of(("hard", "soft"), value)


def _strings(value: Value) -> tuple[str, ...]:
    if value is not None and not isinstance(value, tuple):
        raise BrokenValueError(f"{value} is no list")
    return value or ()


def _days(plan: Plan, line: Any, value: Value) -> tuple[dt.date, ...]:
    return tuple(day for text in _strings(value) if (day := _day(plan, line, text)))


def _confirmations(_: Plan, __: Any, value: Value) -> tuple[Confirmation, ...]:
    parts = [(*entry.split(" ", 2), "")[:3] for entry in _strings(value)]
    return tuple(Confirmation(by, dt.date.fromisoformat(on), letter) for by, on, letter in parts)


def _dependencies(plan: Plan, line: Any, value: Value) -> tuple[Dependency, ...]:
    lines = {m.id for m in plan.milestones} | {external.id for external in plan.externals}
    wanted = _strings(value)
    if unknown := [line_id for line_id in wanted if line_id not in lines or line_id == line.id]:
        raise BrokenValueError(f"{line.id} cannot depend on {', '.join(unknown)}")
    kept = {dependency.id: dependency for dependency in line.depends_on}
    return tuple(kept.get(line_id, Dependency(line_id)) for line_id in wanted)


_PARSERS: dict[str, Callable[[Plan, Any, Value], Any]] = {
    "due": _day,
    "owner": _person_id,
    "backup": _person_id,
    "approver": _person_id,
    "status": _status,
    "name": _name,
    "deadline": _deadline,
    "note": _text,
    "outcome": _text,
    "evidence": _text,
    "done_on": _day,
    "slipped_from": _days,
    "confirmed": _confirmations,
    "depends_on": _dependencies,
}
