"""Phrases that need a date behind them: "two weeks after", a short weekday, "close of business"."""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from parsing.dates.days import next_weekday, past_weekday
from parsing.dates.found import FoundDate
from parsing.dates.parts import Frame, Parts, amounts, day_number, shifted, weekday_of
from parsing.dates.weekdays import such_days
from plans.plan import Event

OFFSETS = {"offset_after": 1, "offset_before": -1, "same_day": 0}
"""Prefixes that move the date behind them."""
HANGING: dict[str, Callable[[dt.date, int], dt.date]] = {
    "weekday_after": next_weekday,
    "weekday_before": past_weekday,
}
"""Prefixes that are a weekday next to the date behind them."""
PREFIXES = (*OFFSETS, *HANGING, "weekday_short", "day_end")
NOT_ALONE = (*HANGING, "same_day", "weekday_short", "event")
AFTER = ("offset_after", "weekday_after")
"""What is no date by itself."""
WIDEST_GAP = 8
NAMED = ("date", "numeric")
DATES = ("date", "numeric", "bare_day")
SUFFIX = re.compile(r" ?\( ?|, ?| ")
BARE = ("bare_day", "weekday_day")


@dataclass(frozen=True)
class Candidate:
    """One match of one pattern, resolved."""

    found: FoundDate
    name: str
    parts: Parts

    @property
    def span(self) -> tuple[int, int]:
        """Return where the match stands."""
        return self.found.start, self.found.end


def composed(candidates: list[Candidate], folded: str, frame: Frame) -> list[Candidate]:
    """Return the candidates with prefixes joined to the dates behind them, and without what is none alone."""
    starts: dict[int, list[Candidate]] = {}
    for one in candidates:
        if one.name not in OFFSETS and (one.found.date or one.found.kind == "event"):
            starts.setdefault(one.found.start, []).append(one)
    made = [whole for one in candidates if one.name in PREFIXES for whole in _with_next(one, starts, folded, frame)]
    made += [
        whole
        for one in candidates
        if one.name == "weekday_short"
        for whole in _with_last(one, candidates, folded, frame)
    ]
    alone = [one for one in candidates if one.name not in NOT_ALONE or _is_all(one, folded)]
    return [*made, *_anchored(_without_torn(alone), frame)]


def _anchored(candidates: list[Candidate], frame: Frame) -> list[Candidate]:
    """Return the candidates with bare days in the month of the date before them: not 12 May but the 17th."""
    dated = sorted((one.found.end, one.found.date) for one in candidates if one.name in NAMED and one.found.date)
    return [
        replace(one, found=_near(one, [day for end, day in dated if end <= one.found.start], frame))
        if one.name == "bare_day" and frame.near is None
        else one
        for one in candidates
    ]


def _near(bare: Candidate, before: list[dt.date], frame: Frame) -> FoundDate:
    if not before or bare.found.date is None:
        return bare.found
    coming = such_days(frame.today, day_number(bare.parts, frame.grammar))
    return replace(bare.found, date=min(coming, key=lambda day: abs((day - before[-1]).days)))


def _is_all(one: Candidate, folded: str) -> bool:
    """Tell a short weekday that is the whole text: "Mi." answers when."""
    return one.name == "weekday_short" and folded.endswith(".") and folded.strip() == folded[slice(*one.span)]


def _with_next(prefix: Candidate, starts: dict[int, list[Candidate]], folded: str, frame: Frame) -> Iterator[Candidate]:
    for start in range(prefix.found.end, prefix.found.end + WIDEST_GAP):
        if start not in starts or not frame.grammar.weekday_gap.match(folded, prefix.found.end, start):
            continue
        for behind in starts[start]:
            apposed = "," in folded[prefix.found.end : start]
            if whole := _same(prefix, behind, frame) if apposed else _whole(prefix, behind, frame):
                yield whole


def _same(prefix: Candidate, behind: Candidate, frame: Frame) -> Candidate | None:
    """Return a date that says which day a phrase before its comma means: "the Tuesday after, the 30th"."""
    if prefix.name not in HANGING:
        return _whole(prefix, behind, frame)
    found = replace(behind.found, start=prefix.found.start)
    fits = found.date is None or found.date.weekday() == weekday_of(prefix.parts, frame)
    return replace(behind, found=found if fits else replace(found, certain=False, why="weekday-mismatch"))


def _with_last(weekday: Candidate, candidates: list[Candidate], folded: str, frame: Frame) -> Iterator[Candidate]:
    """Yield dates with the short weekday behind them: 20 May (Wed)."""
    for one in candidates:
        near = one.found.end < weekday.found.start <= one.found.end + WIDEST_GAP
        if near and one.name in DATES and SUFFIX.fullmatch(folded, one.found.end, weekday.found.start):
            whole = replace(one.found, end=weekday.found.end)
            fits = whole.date is None or whole.date.weekday() == weekday_of(weekday.parts, frame)
            yield replace(one, found=whole if fits else replace(whole, certain=False, why="weekday-mismatch"))


def _whole(prefix: Candidate, behind: Candidate, frame: Frame) -> Candidate | None:
    """Return a prefix and the date behind it as one date."""
    found = replace(behind.found, start=prefix.found.start)
    if prefix.name in (*OFFSETS, *HANGING):
        return _moved(prefix, behind, found, frame)
    if behind.name in (*NOT_ALONE, "day_end", "weekday"):
        return replace(behind, found=found) if prefix.name == "day_end" and behind.name == "weekday" else None
    if prefix.name == "day_end":
        return replace(behind, found=found)
    fits = found.date is None or prefix.found.date is None or found.date.weekday() == prefix.found.date.weekday()
    return replace(behind, found=found if fits else replace(found, certain=False, why="weekday-mismatch"))


def _moved(prefix: Candidate, behind: Candidate, found: FoundDate, frame: Frame) -> Candidate | None:
    day = found.last if found.last and prefix.name in AFTER else found.date
    if day and prefix.name in HANGING:
        day = HANGING[prefix.name](day, weekday_of(prefix.parts, frame))
    elif day:
        day = shifted(day, amounts(prefix.parts, frame.grammar), OFFSETS[prefix.name])
    if day is None:
        return None
    certain = behind.found.certain or behind.name == "event"
    why = "" if certain else behind.found.why
    return Candidate(
        replace(found, kind="day", date=day, last=None, certain=certain, why=why), prefix.name, prefix.parts
    )


def _without_torn(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Drop bare days that a longer date begins inside of: "Monday 21" in "Monday 21 March"."""
    every = list(candidates)
    spans = [(one.found.start, one.found.end) for one in every if one.name not in (*BARE, *PREFIXES)]
    return [
        one
        for one in every
        if one.name not in BARE
        or not any(start > one.found.start and start < one.found.end < end for start, end in spans)
    ]


def event_day(event: Event, start: int, end: int) -> FoundDate:
    """Return an event's name as what a prefix may stand before; what is after it is after its last day."""
    return FoundDate(start, end, "event", event.date, event.end, certain=False, why="event")
