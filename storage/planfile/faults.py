"""A fault is what the plan's types refuse, in words for the person who wrote the file."""

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, get_args

from plans.check import Problem
from storage.planfile import shape
from storage.planfile.source import Place, Source, has

DAY_WORDS = ("a date", "Write it as year-month-day, such as 2026-03-31.")
WHOLE_WORDS = ("a whole number", "Write digits only, such as 24.")
NUMBER_WORDS = ("a number", "Write digits only, such as 48000.")
TRUTH_WORDS = ("true or false", "Write true or false.")
LIST_WORDS = ("a list", "Put it in square brackets, or write one entry a line, each after a dash.")
KEYS_WORDS = ("keys with values", "Write it as key: value, one a line, or inside braces.")
TEXT_WORDS = ("text", "Put it in quotes.")
NEEDED: dict[str, tuple[str, str]] = {
    "date": DAY_WORDS,
    "datetime": DAY_WORDS,
    "int": WHOLE_WORDS,
    "float": NUMBER_WORDS,
    "finite": NUMBER_WORDS,
    "bool": TRUTH_WORDS,
    "tuple": LIST_WORDS,
    "dataclass": KEYS_WORDS,
    "dict": KEYS_WORDS,
    "string": TEXT_WORDS,
}
"""First word of the validator's name for a fault → what the place needs, and how to write it."""


def faults(errors: Iterable[Any], source: Source) -> list[tuple[Place, Problem]]:
    """Return one problem a place, with the place, in the order of the file."""
    found: dict[Place, Problem] = {}
    for error in errors:
        place = _place(error, source)
        if place not in found:
            found[place] = _fault(error, place, source)
    return sorted(found.items(), key=lambda pair: pair[1].line or 0)


def _place(error: Any, source: Source) -> Place:
    """Return where in the file the fault is: the file's key names, without the validator's own marks for unions."""
    first, *others = error["loc"] or ("",)
    steps: Place = ({**shape.RENAMED, shape.NOT_OURS: "slug"}.get(first, first), *others)
    here: Any = source.data
    for number, step in enumerate(steps):
        if not has(here, step):
            return steps[: number + 1] if error["type"] in ("missing", "missing_argument") else steps[:number]
        here = here[step]
    return steps


def _fault(error: Any, place: Place, source: Source) -> Problem:
    kind, key = error["type"], str(place[-1]) if place else "plan"
    if kind.startswith("missing"):
        rule, (problem, why, suggestion) = "file.missing", _missing(key, place, source)
    elif kind.startswith("unexpected"):
        rule, (problem, why, suggestion) = "file.unknown-key", _unknown(key, place)
    else:
        rule, (problem, why, suggestion) = "file.value", _wrong(kind, key, place, error["input"])
    return Problem(rule, "error", source.path(place), problem, why, suggestion, source.line(place))


def _owner(place: Place, source: Source) -> str:
    around, _, named = source.path(place[:-1]).rpartition("/")
    if named.isdecimal():
        return f"Entry {named} of {around.rpartition('/')[2]} has"
    return f"{named} has" if named else "The plan has"


def _missing(key: str, place: Place, source: Source) -> tuple[str, str, str]:
    example = shape.EXAMPLE.get(key)
    suggestion = f"Add `{key}: {example}`, with your own value." if example else f"Add the key `{key}`."
    return f"{_owner(place, source)} no `{key}`.", shape.WHY.get(key, "It has to be there."), suggestion


def _unknown(key: str, place: Place) -> tuple[str, str, str]:
    keys = shape.keys(shape.at(place[:-1]))
    close = get_close_matches(key.casefold().replace("-", "_").replace(" ", "_"), keys, n=1, cutoff=0.6)
    meant = shape.MEANT.get(key.casefold())
    close = [meant] if meant in keys else close
    suggestion = f"Did you mean `{close[0]}`?" if close else f"Leave it out. Keys here: {', '.join(keys)}."
    return f"`{key}` is no key of a plan file in this place.", "A misspelt key would be ignored unseen.", suggestion


def _wrong(kind: str, key: str, place: Place, value: Any) -> tuple[str, str, str]:
    shown = _shown(value)
    why = shape.WHY.get(key, "The value cannot be used as it stands.")
    if kind == "literal_error":
        choices = [str(choice) for choice in get_args(shape.at(place))]
        close = get_close_matches(str(value).casefold().replace(" ", "-"), choices, n=1, cutoff=0.6)
        hint = f"Did you mean `{close[0]}`?" if close else f"Choose one of: {', '.join(choices)}."
        return f"`{key}` is {shown}, which it cannot be.", f"It is one of {', '.join(choices)}.", hint
    needed, hint = NEEDED.get(kind.partition("_")[0], ("another value", "Compare it with one of the examples."))
    if needed == "a whole number" and shape.at(place) is not int:
        needed, hint = NUMBER_WORDS
    if kind == "string_type" and isinstance(value, int | float):
        hint = f'Put it in quotes: "{value}".'
    if value is None:
        return f"`{key}` is empty and needs {needed}.", why, hint
    return f"`{key}` needs {needed}, but it is {shown}.", why, hint


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list):
        return "a list"
    text = str(value)
    return f'"{text[:57]}..."' if len(text) > 60 else f'"{text}"'
