"""Dates in context: a day counts from the one said before it, and one in figures tells what one in words is."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsing.dates import FoundDate
from parsing.dates.days import next_weekday
from parsing.dates.grammar import fold
from parsing.statements.words import Words

APPOSED = re.compile(r"(?: \w+){0,3}\s*,\s*(?:\w{2,3} )?|\s+\(")
"""What stands between a day in words and the same day in figures ("the Friday of that week, 14 May")."""
ENDS = re.compile(r"\s*(?:[.,;:!?)]|$)")
"""What stands behind the latter."""


def in_context(found: Sequence[FoundDate], text: str, last: dt.date | None, words: Words) -> Iterator[FoundDate]:
    """Yield the dates of a sentence as they are meant; `last` is the last certain day that was said before it.

    "The Monday after that" counts from the last day, and is uncertain without one. Of two days side by side the one in
    figures is meant ("the Friday of that week, 14 May"), uncertain where the weekdays differ.
    """
    for at, one in enumerate(found):
        if at + 1 < len(found) and _explains(found[at + 1], one, text):
            continue
        meant = _after(one, text, last, words)
        if at and _explains(one, found[at - 1], text):
            why = "weekday-mismatch" if _differ(found[at - 1], one) else meant.why
            meant = replace(meant, start=found[at - 1].start, certain=meant.certain and not why, why=why)
        if meant.date and meant.certain:
            last = meant.date
        yield meant


def _after(found: FoundDate, text: str, last: dt.date | None, words: Words) -> FoundDate:
    if found.kind != "day" or found.date is None or not words.found("after_that", fold(text[found.end :])):
        return found
    if last is None:
        return replace(found, certain=False, why="unsure")
    return replace(found, date=next_weekday(last, found.date.weekday()), certain=True, why="", past=False)


def _explains(one: FoundDate, before: FoundDate, text: str) -> bool:
    """Tell whether a day in figures stands right behind a day in words: both are the same."""
    beside = APPOSED.fullmatch(text, before.end, one.start) and ENDS.match(text, one.end)
    if not beside or one.kind != "day" or before.kind != "day":
        return False
    return [any(map(str.isdigit, text[each.start : each.end])) for each in (before, one)] == [False, True]


def _differ(first: FoundDate, second: FoundDate) -> bool:
    return bool(first.date and second.date and first.date.weekday() != second.date.weekday())
