"""Neighbours belong together: a weekday with its date, the first and the last day of a range, a week and its Monday."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from parsing.dates.days import made, monday
from parsing.dates.found import FoundDate
from parsing.dates.grammar import Grammar

REACH = 24
FRIDAY = 4
WEEKDAYS = ("weekday", "weekday_next", "weekday_past", "weekday_last")
FIGURES = re.compile(r"\d")


def joined(found: Sequence[FoundDate], folded: str, grammar: Grammar, names: dict[int, str]) -> list[FoundDate]:
    """Return the dates with neighbours joined; `names` tell by their start which pattern each was."""
    paired = _pairs(found, folded, grammar, names)
    return [_stretched(one, folded, grammar) for one in _weeks(paired)]


def _pairs(found: Sequence[FoundDate], folded: str, grammar: Grammar, names: dict[int, str]) -> list[FoundDate]:
    out: list[FoundDate] = []
    for one in found:
        last = out[-1] if out else None
        whole = _pair(last, one, folded, grammar, names) if last else None
        if whole:
            out[-1] = whole
            names[whole.start] = "joined"
        else:
            out.append(one)
    return out


def _pair(
    first: FoundDate, second: FoundDate, folded: str, grammar: Grammar, names: dict[int, str]
) -> FoundDate | None:
    gap = folded[first.end : second.start]
    kinds = names.get(first.start, ""), names.get(second.start, "")
    beside = len(gap) <= REACH and grammar.weekday_gap.match(gap)
    if beside and first.kind == "vague" and kinds[1] in WEEKDAYS:
        return replace(second, start=first.start, certain=False, why="weekday-mismatch")
    if len(gap) > REACH or first.kind != "day" or second.kind != "day":
        return None
    if beside and kinds[1] == "day_end":
        return replace(first, end=second.end)
    if beside and sum(kind in WEEKDAYS for kind in kinds) == 1 and "joined" not in kinds:
        return _together(first, second, *kinds)
    return _range(first, second, folded, grammar, kinds)


def _range(
    first: FoundDate, second: FoundDate, folded: str, grammar: Grammar, kinds: tuple[str, str]
) -> FoundDate | None:
    """Return "Monday to Wednesday" as a range; the first day of "16 to 20 June" lies in the second one's month."""
    figure = FIGURES.search(folded, second.start, second.end)
    gaps = [folded[first.end : second.start], folded[first.end : figure.start() if figure else second.start]]
    dated = kinds[0] == "bare_day" and kinds[1] in ("date", "numeric")
    between = dated or grammar.between.search(folded[max(0, first.start - REACH) : first.start])
    through = [grammar.range_gap, grammar.and_gap] if between else [grammar.range_gap]
    if not any(words.match(gap) for words in through for gap in gaps) or not (first.date and second.date):
        return None
    opening = made(second.date.year, second.date.month, first.date.day)[0] if dated else first.date
    if opening is None or opening > second.date:
        return None
    return FoundDate(first.start, second.end, "range", opening, second.date, certain=False, why="range")


def _together(first: FoundDate, second: FoundDate, kind: str, other: str) -> FoundDate | None:
    """Return a weekday and a date as one day; where they do not go together it is asked."""
    weekday, day, name = (first, second, other) if kind in WEEKDAYS else (second, first, kind)
    on, at = weekday.date, day.date
    if on is None or at is None:
        return None
    day = replace(day, start=first.start, end=second.end)
    if name == "ahead_weeks":
        return replace(day, date=monday(at) + dt.timedelta(days=on.weekday()))
    if on.weekday() != at.weekday():
        return replace(day, certain=False, why="weekday-mismatch")
    certain = day.certain or day.why == "bare-day"
    return replace(day, certain=certain, why="" if certain else day.why)


def _weeks(found: Sequence[FoundDate]) -> list[FoundDate]:
    """Return the dates, "week of" and the date behind it as one week."""
    out: list[FoundDate] = []
    for one in found:
        last = out[-1] if out else None
        if last and last.why == "bare-week" and last.kind == "vague" and one.start - last.end <= 4 and one.date:
            first = monday(one.date, 1 if one.date.weekday() > FRIDAY else 0)
            friday = first + dt.timedelta(days=FRIDAY)
            out[-1] = FoundDate(last.start, one.end, "range", first, friday, certain=False, why="bare-week")
        else:
            out.append(one)
    return out


def _stretched(one: FoundDate, folded: str, grammar: Grammar) -> FoundDate:
    """Return "16 to 20 June" and "June 16-20" as ranges: a bare number before or behind a date of a month."""
    if one.kind != "day" or one.date is None:
        return one
    head = folded[max(0, one.start - REACH) : one.start]
    before = grammar.range_before.search(head) if grammar.day_first.match(folded, one.start) else None
    if before and any(row.end() > before.start("day") for row in grammar.not_dates.finditer(head)):
        before = None
    if before and int(before["day"]) < one.date.day:
        first, _ = made(one.date.year, one.date.month, int(before["day"]))
        start = one.start - len(head) + before.start()
        return FoundDate(start, one.end, "range", first, one.date, certain=False, why="range")
    after = grammar.range_after.match(folded, one.end)
    if after and int(after["day"]) > one.date.day and FIGURES.search(folded, one.start, one.end):
        last, _ = made(one.date.year, one.date.month, int(after["day"]))
        if last:
            return FoundDate(one.start, after.end(), "range", one.date, last, certain=False, why="range")
    return one
