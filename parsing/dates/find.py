"""Finding dates: candidates by every pattern, the longest win, neighbours are joined, and doubts are noted."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from parsing.dates.compose import OFFSETS, Candidate, composed, event_day
from parsing.dates.days import monday, week_day
from parsing.dates.doubt import chained, doubted
from parsing.dates.found import FoundDate, Unit
from parsing.dates.grammar import LANGUAGES, event_patterns, fold, grammar_of
from parsing.dates.join import joined
from parsing.dates.numeric import Span, never, numeric
from parsing.dates.parts import Frame, Parts, amount, amounts, number
from parsing.dates.phrasing import words_in
from parsing.dates.resolve import RESOLVERS
from plans.plan import Event

LONGEST_TEXT = 20_000
"""Characters of one text that are read for dates; a longer one is no sentence."""
SHIFTS = {"shift": 1, "shift_back": -1, "duration": 1}
NO_DATE = "no_date"
"""What only looks like a date keeps others from being found in it."""
VAGUE = {"vague": "vague", "week_of": "bare-week", NO_DATE: "no-date"}
"""Patterns whose match is no day, and why."""
SHORTEST_BESIDE = 4
"""Weekdays of so few letters count in the letter's own language only: "mon" is French."""
SHORT_VERB = 2
"""Words before a shift's amount that hold no verb with its object ("de", "encore besoin de")."""
RANK = {name: place for place, name in enumerate(("numeric", *SHIFTS, *OFFSETS, *RESOLVERS))}


def find(
    text: str,
    reference: dt.datetime,
    locale: str,
    *,
    language: str | None = None,
    events: Sequence[Event] = (),
    near: dt.date | None = None,
) -> tuple[FoundDate, ...]:
    """Return the dates in a text, in order, none overlapping.

    `reference` is the moment of the mail in its sender's own offset, `locale` decides 3/4, `near` the day that a bare
    "the 15th" is most likely close to. English is read beside the language: mixing is normal.
    """
    spoken = (language or locale.split("-")[0]).casefold()
    grammars = [grammar_of(name) for name in dict.fromkeys((spoken, "en")) if name in LANGUAGES]
    folded = fold(text[:LONGEST_TEXT])
    candidates: list[Candidate] = []
    for grammar in grammars:
        if grammar.quick.search(folded) or events:
            frame = Frame(reference.date(), grammar, near)
            candidates += _candidates(folded, frame, locale if grammar is grammars[0] else "", events)
    if not candidates:
        return ()
    frame = Frame(reference.date(), grammars[0], near)
    chosen = [_from_amount(one, folded) for one in _longest(candidates) if one.name != NO_DATE]
    names = {one.found.start: one.name for one in chosen}
    whole = joined([one.found for one in chosen], folded, frame.grammar, names)
    return tuple(
        chained(
            [doubted(one, names.get(one.start, ""), folded, frame, grammars) for one in whole], folded, frame.grammar
        )
    )


def _candidates(folded: str, frame: Frame, locale: str, events: Sequence[Event]) -> list[Candidate]:
    """Return what one language's patterns find; `locale` is empty for the language read beside the letter's own."""
    figures = never(folded)
    contexts = [match.span() for match in frame.grammar.not_dates.finditer(folded)]
    found = list(_by_pattern(folded, frame, beside=not locale))
    if locale:
        found += [Candidate(one, "numeric", {}) for one in numeric(folded, frame, locale)]
    found += _by_event(folded, frame, events)
    return composed([one for one in found if not _blocked(one.found, figures, contexts)], folded, frame)


def _blocked(found: FoundDate, figures: Iterable[Span], contexts: Iterable[Span]) -> bool:
    """Tell a match that touches figures which are no date, unless it holds them whole, or a context without dates."""
    if any(start < found.end and found.start < end for start, end in contexts):
        return True
    return any(
        start < found.end
        and found.start < end
        and not (found.start <= start and end <= found.end and end - start < found.end - found.start)
        for start, end in figures
    )


def _by_pattern(folded: str, frame: Frame, beside: bool) -> Iterator[Candidate]:
    words = words_in(folded)
    for pattern in frame.grammar.patterns:
        name = pattern.name
        if (beside and name == "weekday_short") or any(map(words.isdisjoint, pattern.needs)):
            continue
        for match in pattern.regex.finditer(folded):
            if beside and name == "weekday" and len(match["weekday"]) < SHORTEST_BESIDE:
                continue
            parts = {part: value for part, value in match.groupdict().items() if value}
            found = _resolved(name, parts, match.span(), frame)
            if found:
                yield Candidate(found, name, parts)


def _resolved(name: str, parts: Parts, span: Span, frame: Frame) -> FoundDate | None:
    if name in SHIFTS:
        figure, unit = _amount(parts, frame)
        why = "duration" if name == "duration" else ""
        return FoundDate(*span, "shift", shift=(SHIFTS[name] * figure, unit), certain=not why, why=why)
    if name == "calendar_week":
        return _calendar_week(parts, frame, span)
    if name in VAGUE:
        return FoundDate(*span, "vague", certain=False, why=VAGUE[name])
    if name in OFFSETS:
        figure, unit = amounts(parts, frame.grammar)[0]
        return FoundDate(*span, "vague", shift=(OFFSETS[name] * figure, unit), certain=False, why="offset")
    resolve = RESOLVERS.get(name)
    if resolve is None:
        return None
    day, why = resolve(parts, frame)
    return FoundDate(*span, "day", day, certain=not why, why=why)


def _amount(parts: Parts, frame: Frame) -> tuple[int, Unit]:
    """Return the first amount that a phrase names; "another week" is one."""
    if "amount" in parts:
        return amounts(parts, frame.grammar)[0]
    return amount(number(parts, frame.grammar), parts["unit"], frame.grammar)


def _calendar_week(parts: Parts, frame: Frame, span: Span) -> FoundDate:
    """Return a calendar week as the range that it is (ISO 8601)."""
    first, _ = week_day(frame.today, int(parts["weeknumber"]), 1)
    friday = monday(first) + dt.timedelta(days=4) if first else None
    return FoundDate(*span, "range", first, friday, certain=False, why="bare-week")


def _by_event(folded: str, frame: Frame, events: Sequence[Event]) -> Iterator[Candidate]:
    named = {fold(name): event for event in events for name in (*_short_names(event.name), event.name)}
    if not named:
        return
    for name, pattern in event_patterns(frame.grammar.language, tuple(sorted(named))):
        for match in pattern.finditer(folded):
            if name == "event_vague":
                vague = FoundDate(*match.span(), "event", certain=False, why="event-without-day")
                yield Candidate(vague, name, {})
            else:
                event = named.get(" ".join(match["event"].split()))
                if event:
                    yield Candidate(event_day(event, *match.span()), "event", {})


def _short_names(name: str) -> Iterator[str]:
    """Yield an event's name without what stands in brackets, and what stands in them."""
    plain = re.sub(r"\s*\([^)]*\)", "", name).strip()
    if plain and plain != name:
        yield plain
    yield from re.findall(r"\(([^)]{4,})\)", name)


def _from_amount(one: Candidate, folded: str) -> Candidate:
    """Return a shift from its amount on: the verb before it may have an object ("avancer le pilote de deux jours")."""
    said = one.parts.get("amount") or one.parts.get("n") or one.parts.get("unit")
    if one.name not in SHIFTS or not said:
        return one
    at = folded.rfind(said, one.found.start, one.found.end)
    if len(folded[one.found.start : at].split()) <= SHORT_VERB:
        return one
    return replace(one, found=replace(one.found, start=at))


def _longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Return the matches that are left when the longer one of any two that overlap is kept."""
    ranked = sorted(
        candidates,
        key=lambda one: (one.found.start - one.found.end, RANK.get(one.name, len(RANK)), one.found.start),
    )
    kept: list[Candidate] = []
    for candidate in ranked:
        found = candidate.found
        if all(found.end <= other.found.start or other.found.end <= found.start for other in kept):
            kept.append(candidate)
    return sorted(kept, key=lambda one: one.found.start)
