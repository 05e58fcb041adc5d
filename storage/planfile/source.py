"""A source is a plan file's text as plain data, with the line of every key and value."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from plans.check import Problem

Place = tuple[str | int, ...]
"""Where something stands: keys and list positions (from 0)."""

LIMIT_BYTES = 250_000
LIMIT_NODES = 100_000
LIMIT_DEPTH = 40
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")


@dataclass
class Source:
    """What the text holds. `lines` are the places of values, `key_lines` of keys, `doubts` what YAML itself got wrong.

    `data` is None where the text is no YAML mapping; then `doubts` has the one reason.
    """

    data: dict[str, Any] | None = None
    lines: dict[Place, int] = field(default_factory=dict)
    key_lines: dict[Place, int] = field(default_factory=dict)
    doubts: list[Problem] = field(default_factory=list)
    nodes: int = 0

    def line(self, place: Place) -> int | None:
        """Return the line of a key, else of its value, else of what stands around it."""
        while place:
            found = self.key_lines.get(place) or self.lines.get(place)
            if found:
                return found
            place = place[:-1]
        return self.lines.get((), 1)

    def path(self, place: Place) -> str:
        """Return a place as people read it: list positions become ids, or count from 1 where there is none."""
        parts: list[str] = []
        here: Any = self.data
        for step in place:
            here = here[step] if has(here, step) else None
            named = here.get("id") if isinstance(here, dict) and isinstance(step, int) else None
            parts.append(
                str(named) if isinstance(named, str | int) else str(step + 1 if isinstance(step, int) else step)
            )
        return "/".join(parts)


class TooMuchError(Exception):
    """The text unfolds into more than a plan can hold (nested or repeated by aliases)."""


def has(here: Any, step: str | int) -> bool:
    """Tell whether a mapping has the key, or a list the position."""
    if isinstance(here, list):
        return isinstance(step, int) and step < len(here)
    return isinstance(here, dict) and step in here


def unreadable(problem: str, suggestion: str, line: int | None = None) -> Source:
    """Return a source that holds nothing but the reason why."""
    why = "Nothing of the plan can be checked before the file can be read."
    return Source(doubts=[Problem("yaml.unreadable", "error", "", problem, why, suggestion, line)])


def read(text: str) -> Source:
    """Return the text as data; what cannot be read at all is one doubt."""
    from ruamel.yaml import YAML  # Imported here: 0.1 s that only plan files cost.
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    if len(text.encode("utf-8", "replace")) > LIMIT_BYTES:
        return unreadable(
            "The file is larger than 250 kB.", "A plan is a page or two: check that this is the right file."
        )
    try:
        root = YAML(typ="safe", pure=True).compose(text)
        source = Source()
        if root is None:
            return unreadable("The file is empty.", "Start from `milepost new`, or copy one of the examples.", 1)
        data = _value(root, (), source)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return unreadable(
            _yaml_words(error), "Look at this line and the one above it.", mark.line + 1 if mark else None
        )
    except (YAMLError, ValueError) as error:
        return unreadable(
            f"The file holds something that is no text: {_first_line(error)}.", "Save it as plain UTF-8 text."
        )
    except (TooMuchError, RecursionError):
        hint = "Write every line out once; lists inside lists inside lists are not needed."
        return unreadable("The file unfolds into far more than a plan.", hint, 1)
    if not isinstance(data, dict):
        return unreadable(
            "The file is no plan: it has no keys.", "It starts with a line such as `plan: acme-rollout`.", 1
        )
    source.data = data
    return source


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or ["unknown"])[0].rstrip(".")


def _yaml_words(error: Any) -> str:
    said = (error.problem or error.context or "it cannot be read").rstrip(".")
    return f"This is not valid YAML: {said}."


def _value(node: Any, place: Place, source: Source) -> Any:
    from ruamel.yaml.nodes import MappingNode, SequenceNode

    source.nodes += 1
    if source.nodes > LIMIT_NODES or len(place) > LIMIT_DEPTH:
        raise TooMuchError
    source.lines[place] = node.start_mark.line + 1
    if isinstance(node, MappingNode):
        return _mapping(node, place, source)
    if isinstance(node, SequenceNode):
        return [_value(item, (*place, number), source) for number, item in enumerate(node.value)]
    return _scalar(node, place, source)


def _mapping(node: Any, place: Place, source: Source) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        key = key_node.value if isinstance(key_node.value, str) else None
        if key is None:
            _doubt(source, place, line, "A key must be one word or phrase, not a list.", "Write the key as text.")
            continue
        if key in found:
            first = source.key_lines[(*place, key)]
            _doubt(
                source, (*place, key), line, f"`{key}` stands here twice (first on line {first}).", "Keep one of them."
            )
            continue
        source.key_lines[(*place, key)] = line
        found[key] = _value(value_node, (*place, key), source)
    return found


def _doubt(source: Source, place: Place, line: int, problem: str, suggestion: str) -> None:
    where = "/".join(str(step + 1 if isinstance(step, int) else step) for step in place)
    why = "It is not clear which value is meant."
    source.doubts.append(Problem("yaml.key", "error", where, problem, why, suggestion, line))


def _day(text: str) -> Any:
    match = _DATE.fullmatch(text.strip())
    try:
        return dt.date(*map(int, match.groups())) if match else text
    except ValueError:
        return text


def _integer(text: str) -> Any:
    try:
        return int(text.replace("_", ""), 0 if text.lstrip("+-")[:2] in ("0x", "0o") else 10)
    except ValueError:
        return text


def _float(text: str) -> Any:
    try:
        return float(text.replace(".inf", "inf").replace(".nan", "nan").replace("_", ""))
    except ValueError:
        return text


BY_TAG: dict[str, Callable[[str], Any]] = {
    "str": str,
    "null": lambda _: None,
    "bool": lambda text: {"true": True, "false": False}.get(text.casefold(), text),
    "int": _integer,
    "float": _float,
    "timestamp": _day,
}
"""YAML 1.2's scalars. A value that does not fit its look (30 February) stays text, so that its own key says so."""


def _scalar(node: Any, place: Place, source: Source) -> Any:
    tag = str(node.tag).rpartition(":")[2]
    if tag not in BY_TAG:
        problem = f"The tag `{node.tag}` is not used in plan files."
        _doubt(source, place, node.start_mark.line + 1, problem, "Write the value as plain text.")
    return BY_TAG.get(tag, str)(node.value)
