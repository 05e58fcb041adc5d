"""The shape of a plan file is that of the plan's own types: which keys a place has, and what each is for."""

import types
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from plans.plan import Plan
from storage.planfile.source import Place

RENAMED = {"slug": "plan"}
"""Field of the plan → key of the file."""
NOT_OURS = "slug (not a key)"
"""Stands in for a key `slug` in the file, which must not pass for the field."""
MEANT: dict[str, str] = {
    "slug": "plan", "mail": "email", "e-mail": "email", "mail_address": "email", "date": "due", "due_date": "due",
    "tz": "timezone", "time_zone": "timezone", "role": "title", "job": "title", "dependencies": "depends_on",
    "depends": "depends_on", "assignee": "owner", "responsible": "owner", "state": "status", "comment": "note",
    "notes": "note", "links": "docs", "documents": "docs", "tasks": "actions", "stakeholders": "people",
}  # fmt: skip
"""Keys that people write elsewhere → ours, where the place has it."""

WHY: dict[str, str] = {
    "plan": "It names the plan in commands, mails and the log.",
    "title": "It heads every mail and document.",
    "timezone": "Reminders go out at this local time.",
    "locale": "It decides whether 3/4 is the 3rd of April or March the 4th.",
    "buyer": "A plan has two sides.",
    "seller": "A plan has two sides.",
    "people": "Everybody who owns a line or gets mail is listed here.",
    "milestones": "Without milestones there is nothing to do and nothing to wait for.",
    "domains": "They tell which senders belong to this side.",
    "id": "Other lines, replies and documents refer to it.",
    "name": "People see it in every mail.",
    "email": "Mails go there, and replies are known by it.",
    "side": "It decides who may change what, and what each side sees.",
    "text": "A goal is the reason why the buyer does all this.",
    "date": "The plan keeps its distance from the buyer's own dates.",
    "kind": "It decides who is chased and how.",
    "task": "It says what is to be done.",
    "label": "It is what people click on.",
    "by": "It says who agreed.",
    "on": "It says when they agreed.",
    "due": "Reminders are timed by it.",
}
EXAMPLE: dict[str, str] = {
    "plan": "acme-rollout",
    "timezone": "Europe/Berlin",
    "locale": "en-GB",
    "side": "buyer",
    "email": "dana@example.com",
    "date": "2026-03-31",
    "on": "2026-03-31",
}


def keys(shape: Any) -> tuple[str, ...]:
    """Return the keys that a mapping of this type may have, as the file writes them."""
    return tuple(RENAMED.get(item.name, item.name) for item in fields(shape)) if is_dataclass(shape) else ()


def required(shape: Any) -> tuple[str, ...]:
    """Return the keys that it must have."""
    return tuple(RENAMED.get(item.name, item.name) for item in fields(shape) if _required(item))


def _required(item: Field[Any]) -> bool:
    return item.default is MISSING and item.default_factory is MISSING


def _hints(shape: Any) -> dict[str, Any]:
    return {RENAMED.get(name, name): hint for name, hint in get_type_hints(shape).items()}


def at(place: Place) -> Any:
    """Return the type that a place of the file has, None where it has none: the dataclass of a list item, say."""
    shape: Any = Plan
    for step in place:
        shape = _inside(shape, step)
    return shape


def _inside(shape: Any, step: str | int) -> Any:
    if is_dataclass(shape) and isinstance(step, str):
        return _bare(_hints(shape).get(step))
    arguments = get_args(shape)
    if get_origin(shape) is tuple and isinstance(step, int):
        return _bare(arguments[0])
    return arguments[1] if get_origin(shape) is dict else None


def _bare(hint: Any) -> Any:
    """Return a type without its "or None"."""
    if isinstance(hint, types.UnionType) or get_origin(hint) is Union:
        members = [member for member in get_args(hint) if member is not types.NoneType]
        return members[0] if len(members) == 1 else hint
    return hint


def placeholder(place: Place) -> Any:
    """Return something that the place can hold, so that the rest of a faulty file can still be checked."""
    shape = at(place)
    if is_dataclass(shape):
        return {key: placeholder((*place, key)) for key in required(shape)}
    if get_origin(shape) is Literal:
        return get_args(shape)[0]
    if place[-1:] in (("date",), ("on",)):
        return "2000-01-01"
    if get_origin(shape) is tuple:
        return []
    return {"timezone": "UTC", "locale": "en-GB", "email": "nobody@unknown.invalid"}.get(str(place[-1]), "unknown")
