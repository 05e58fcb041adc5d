"""Neighbours belong together: a weekday with its date, the first and the last day of a range, a week and its Monday."""

import datetime as dt
import re
from dataclasses import replace

from parsing.dates.found import FoundDate
from parsing.dates.resolve import Frame, made

WEEKDAY_GAP = re.compile(r"[,.]? ?(?:the |den |dem |der |le |el |il |o |dia |de |\()?\Z")
BETWEEN = re.compile(
    r" ?(?:to|through|thru|until|till|bis|bis zum|au|a|al|tot|tot en met|t/m|ate|fino al|hasta el|-) ?(?:the |le |el |il |o |de |den |zum )?\Z"
)
DAY_BEFORE = re.compile(
    r"(?:(?:from|vom|du|del|dal|van) )?(?:the |le |el |il |de )?\b([12]?\d|3[01])(?:st|nd|rd|th|\.|er|e)? ?(?:to|through|until|till|bis|bis zum|au|a|al|tot|-) ?(?:the )?\Z"
)
DAY_AFTER = re.compile(r" ?(?:-|to|through|bis|au|al) ?([12]?\d|3[01])(?:st|nd|rd|th|\.)?(?![\w/:])")
REACH = 24


def joined(found: list[FoundDate], folded: str, frame: Frame) -> list[FoundDate]:
    """Return the dates with neighbours joined."""
    days = _pairs(found, folded)
    return [_stretched(one, folded) for one in _weeks(days, folded)]


def _pairs(found: list[FoundDate], folded: str) -> list[FoundDate]:
    out: list[FoundDate] = []
    for one in found:
        last = out[-1] if out else None
        gap = folded[last.end : one.start] if last else None
        if last and gap is not None and len(gap) <= REACH and last.kind == "day" and one.kind == "day":
            if WEEKDAY_GAP.fullmatch(gap) and _is_weekday(last, folded) != _is_weekday(one, folded):
                out[-1] = _together(last, one, folded)
                continue
            if BETWEEN.fullmatch(gap) and last.date and one.date and last.date <= one.date:
                out[-1] = FoundDate(last.start, one.end, "range", last.date, one.date, certain=False, why="range")
                continue
        out.append(one)
    return out


WEEKDAY_ONLY = re.compile(r"[^\d]*\Z")


def _is_weekday(found: FoundDate, folded: str) -> bool:
    """Tell whether the match is a weekday and nothing more: no digits, within the coming week."""
    return bool(WEEKDAY_ONLY.match(folded[found.start : found.end])) and found.kind == "day"


def _together(first: FoundDate, second: FoundDate, folded: str) -> FoundDate:
    """Return a weekday and a date as one day; where they do not go together it is asked."""
    weekday, day = (first, second) if _is_weekday(first, folded) else (second, first)
    day = replace(day, start=first.start, end=second.end)
    if weekday.date and day.date and weekday.date.weekday() != day.date.weekday():
        return replace(day, certain=False, why="weekday-mismatch")
    certain = day.certain or day.why == "bare-day"
    return replace(day, certain=certain, why="" if certain else day.why)


def _weeks(found: list[FoundDate], folded: str) -> list[FoundDate]:
    """Return the dates, "week of" and the date behind it as one week."""
    out: list[FoundDate] = []
    for one in found:
        last = out[-1] if out else None
        if last and last.why == "bare-week" and last.kind == "vague" and one.start - last.end <= 4 and one.date:
            friday = one.date + dt.timedelta(days=4 - one.date.weekday())
            out[-1] = FoundDate(last.start, one.end, "range", one.date, friday, certain=False, why="bare-week")
        else:
            out.append(one)
    return out


def _stretched(one: FoundDate, folded: str) -> FoundDate:
    """Return "16 to 20 June" and "June 16-20" as ranges: a bare number before or behind a date of a month."""
    if one.kind != "day" or one.date is None:
        return one
    if (before := DAY_BEFORE.search(folded[max(0, one.start - REACH) : one.start])) and int(before[1]) < one.date.day:
        first, _ = made(one.date.year, one.date.month, int(before[1]))
        start = max(0, one.start - REACH) + before.start()
        return FoundDate(start, one.end, "range", first, one.date, certain=False, why="range")
    if (
        (after := DAY_AFTER.match(folded, one.end))
        and int(after[1]) > one.date.day
        and re.search(r"\d\D*\Z", folded[one.start : one.end])
    ):
        last, _ = made(one.date.year, one.date.month, int(after[1]))
        return FoundDate(one.start, after.end(), "range", one.date, last, certain=False, why="range")
    return one
