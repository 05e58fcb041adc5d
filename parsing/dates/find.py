"""Finding dates: candidates by every pattern, the longest win, neighbours are joined, and doubts are noted."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from parsing.dates.found import FoundDate, Unit
from parsing.dates.grammar import LANGUAGES, Grammar, event_patterns, fold, grammar_of
from parsing.dates.join import joined
from parsing.dates.resolve import FARTHEST, RESOLVERS, Frame, Parts, calendar_week, coming, made, number, year_of
from plans.plan import Event

LONGEST_TEXT = 20_000
"""Characters of one text that are read for dates; a longer one is no sentence."""
ISO = re.compile(r"(?<![\w./-])(\d{4})-(\d{1,2})-(\d{1,2})(?![\w/-])")
NUMERIC = re.compile(r"(?<![\w.:/+-])(\d{1,2})([./-])(\d{1,2})(?:\2(\d{4}|\d{2}))?(\.?)(?![\w/:%]|[.,]\d)")
NEVER = re.compile(
    r"\b\d{1,2}[:h]\d{2}\b(?: ?[ap]m)?|\b\d{1,2} ?(?:[ap]\.?m\b|uhr\b|o'clock)|[$€£]\s?[\d.,]+|\b[\d.,]+ ?(?:k|m|eur|usd|euros?|dollars?|%|percent|prozent)\b"
    r"|\bv\.? ?\d+(?:\.\d+)*\b|\b[a-z]\d+(?:\.\d+)*\b|\+?\d{1,4}[ (/-]+\d{2,4}[ )/-]+\d{2,}[\d /-]*|\b\d+(?:\.\d+){2,}\.\d+\b|\b(?:iso|soc|din|en|art|section|rfc|nr|no|#) ?\.?\d+(?:[-:]\d+)*"
    r"|\b24/7\b|\b\d{1,2} ?/ ?\d{1,2} (?:users?|items?|tests?|doors?|of)\b|https?://\S+|\S+@\S+"
)
"""Numbers that are no dates: times, money, shares, versions, ids, phone numbers, standards, links."""


@dataclass(frozen=True)
class Candidate:
    """One match of one pattern, resolved."""

    found: FoundDate
    name: str


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
    languages = dict.fromkeys(name for name in (spoken, "en") if name in LANGUAGES)
    folded = fold(text[:LONGEST_TEXT])
    best: tuple[FoundDate, ...] = ()
    candidates: list[Candidate] = []
    for name in languages:
        grammar = grammar_of(name)
        if not grammar.quick.search(folded) and not events:
            continue
        frame = Frame(reference.date(), grammar, near)
        candidates += _candidates(folded, frame, locale, events)
    if not candidates:
        return best
    grammar = grammar_of(next(iter(languages)))
    frame = Frame(reference.date(), grammar, near)
    chosen = _longest(candidates)
    return tuple(_doubted(one, folded, frame, list(languages)) for one in joined(chosen, folded, frame))


def _candidates(folded: str, frame: Frame, locale: str, events: Sequence[Event]) -> Iterator[Candidate]:
    never = [match.span() for match in NEVER.finditer(folded)]
    blocked = [*never, *(match.span() for match in frame.grammar.not_dates.finditer(folded))]
    for candidate in (*_numeric(folded, frame, locale), *_by_pattern(folded, frame), *_by_event(folded, frame, events)):
        found = candidate.found
        if not any(start < found.end and found.start < end for start, end in blocked):
            yield candidate
        elif any(
            found.start <= start and end <= found.end for start, end in never if end - start < found.end - found.start
        ):
            yield candidate


def _by_pattern(folded: str, frame: Frame) -> Iterator[Candidate]:
    for name, pattern in frame.grammar.patterns:
        for match in pattern.finditer(folded):
            found = _resolved(name, match, frame)
            if found:
                yield Candidate(found, name)


def _resolved(name: str, match: "re.Match[str]", frame: Frame) -> FoundDate | None:
    parts: Parts = {key: value for key, value in match.groupdict().items() if value} | {"text": match[0]}
    start, end = match.span()
    if name in ("shift", "shift_back"):
        amount = number(parts, frame.grammar) * (-1 if name == "shift_back" else 1)
        unit: Unit = frame.grammar.units[parts["unit"]]  # type: ignore[assignment]  # the data file's own keys
        return FoundDate(start, end, "shift", shift=(amount, unit))
    if name == "calendar_week":
        return calendar_week(parts, frame, start, end)
    if name in ("vague", "week_of"):
        return FoundDate(start, end, "vague", certain=False, why="bare-week" if name == "week_of" else "vague")
    resolve = RESOLVERS.get(name)
    if resolve is None:
        return None
    day, why = resolve(parts, frame)
    return FoundDate(start, end, "day", day, certain=not why, why=why)


def _numeric(folded: str, frame: Frame, locale: str) -> Iterator[Candidate]:
    for match in ISO.finditer(folded):
        day, why = made(int(match[1]), int(match[2]), int(match[3]))
        yield Candidate(FoundDate(*match.span(), "day", day, certain=not why, why=why), "numeric")
    for match in NUMERIC.finditer(folded):
        if found := _day_month(match, frame, locale, folded):
            yield Candidate(found, "numeric")


def _day_month(match: "re.Match[str]", frame: Frame, locale: str, folded: str) -> FoundDate | None:
    """Return the day in 3/4, 3.4. or 3-4-26, by the locale's order; a number with a dot needs a sign that it is one."""
    first, second, mark = int(match[1]), int(match[3]), match[2]
    if match[4] is None and (mark == "-" or (mark == "." and not match[5] and not _is_dated(folded[: match.start()]))):
        return None
    month_first = locale.casefold() in ("en-us", "en-ca", "en-ph") and mark != "."
    month, day = (first, second) if month_first else (second, first)
    if month > 12 >= day:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    year = match[4]
    resolved, why = (
        made(2000 + int(year) if len(year) == 2 else int(year), month, day) if year else coming(frame, month, day)
    )
    return FoundDate(*match.span(), "day", resolved, certain=not why, why=why)


DATED = re.compile(
    r"(?:\b(?:am|bis|zum|den|der|dem|vom|ab|seit|fur|auf|termin|datum|till|on|by|le|au|il|al|el|op|tot|em|ate|dia)|->|→|=>|:) ?$"
)


def _is_dated(before: str) -> bool:
    return bool(DATED.search(before[-14:]))


def _by_event(folded: str, frame: Frame, events: Sequence[Event]) -> Iterator[Candidate]:
    days = {fold(event.name): event for event in events}
    short = {fold(word): event for event in events for word in _short_names(event.name)}
    names = {**short, **days}
    for name, pattern in event_patterns(frame.grammar.language, tuple(sorted(names))):
        for match in pattern.finditer(folded):
            event = names[match["event"]]
            start, end = match.span()
            if name == "event_vague":
                yield Candidate(FoundDate(start, end, "event", certain=False, why="event-without-day"), name)
            elif name in ("event_before", "event_after"):
                day = event.date + dt.timedelta(days=-1 if name == "event_before" else 1)
                yield Candidate(FoundDate(start, end, "day", day), name)


def _short_names(name: str) -> Iterator[str]:
    """Yield an event's name without what stands in brackets, and its first words."""
    plain = re.sub(r"\s*\([^)]*\)", "", name).strip()
    if plain and plain != name:
        yield plain
    yield from re.findall(r"\(([^)]{4,})\)", name)


def _longest(candidates: Iterable[Candidate]) -> list[FoundDate]:
    """Return the matches that are left when the longer one of any two that overlap is kept."""
    order = [*RESOLVERS, "numeric"]
    ranked = sorted(
        candidates,
        key=lambda c: (-(c.found.end - c.found.start), order.index(c.name) if c.name in order else 99, c.found.start),
    )
    kept: list[FoundDate] = []
    for candidate in ranked:
        found = candidate.found
        if all(found.end <= other.start or other.end <= found.start for other in kept):
            kept.append(found)
    return sorted(kept, key=lambda found: found.start)


CLAUSE = re.compile(r"[.;!?\n]")
BEFORE, AROUND = 28, 60
"""Characters before a date in which a "not" or an "after" belongs to it, and around it in which the past shows."""


def _doubted(found: FoundDate, folded: str, frame: Frame, languages: list[str]) -> FoundDate:
    """Return the date with what stands around it taken into account: negated, left-over words, past, too far."""
    grammars = [grammar_of(name) for name in languages]
    before = CLAUSE.split(folded[max(0, found.start - BEFORE) : found.start])[-1]
    past = _has(grammars, "past_signs", CLAUSE.split(folded[max(0, found.start - AROUND) : found.start])[-1])
    found = replace(found, past=past or found.why == "past")
    if found.kind not in ("day", "range") or not found.certain:
        return found
    near = " ".join(before.split()[-2:])
    if _has(grammars, "negations", " ".join(before.split()[-3:])):
        return replace(found, certain=False, why="negated")
    if _has(grammars, "leftovers", near):
        return replace(found, certain=False, why="leftover")
    day = found.date
    if day and day < frame.today:
        return replace(found, certain=False, why="past")
    if day and day - frame.today > FARTHEST:
        return replace(found, certain=False, why="far")
    return found


def _has(grammars: list[Grammar], name: str, text: str) -> bool:
    return any(getattr(grammar, name).search(text) for grammar in grammars)
