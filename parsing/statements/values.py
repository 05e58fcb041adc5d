"""Values: what one segment says of its lines: a status, a day, a confirmation, each with the doubts that it raises."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsing.dates import FoundDate
from parsing.dates.days import moved
from parsing.dates.grammar import fold
from parsing.statements.announced import signs
from parsing.statements.frame import Frame
from parsing.statements.lexicon import words_in
from parsing.statements.marks import DOUBTS, Clause, Cue
from parsing.statements.owners import ROLES
from parsing.statements.segments import content
from parsing.statements.statuses import NEAR, SENT, begins, is_word, unreal, will_be

PLAIN = 2
"""Telling words that may be left in a clause whose date stands with no sign that it is a due date."""
AHEAD = ("moves", "slips", "future", "gives_day", "asks_politely")
"""Cue groups that place a day in the future, whatever the tense beside it."""
DIGITS = re.compile(r"(?=\d)")
"""Where the figures of a date begin, behind what leads them ("ab dem 24.")."""


@dataclass(frozen=True)
class Day:
    """A day that a clause gives: certain, or asked about for a reason; `day` is None where none was said."""

    day: dt.date | None
    doubts: tuple[str, ...] = ()
    weight: float = 0.97
    first: dt.date | None = None
    """Of a range its first day; `day` is its last."""

    def spans(self, due: dt.date | None) -> bool:
        """Tell whether this is a range of days in which a line's own date lies."""
        return bool(due and self.first and self.day and self.first <= due <= self.day)


def doubts_of(clauses: Sequence[Clause], asks: bool) -> tuple[str, ...]:
    """Return why the sender has to be asked, by the words of the clauses; a polite wish is no question."""
    said = {cue.name for at, clause in enumerate(clauses) for cue in clause.cues if not _explains(cue, at, clauses)}
    found = [name for name in DOUBTS if name != "asks_whether" and name in said]
    polite = any(c.has("asks_politely") for c in clauses)
    wondering = asks or any(c.has("asks_whether") for c in clauses)
    if wondering and not polite:
        found.append("asks_whether")
    return tuple(found)


def _explains(cue: Cue, at: int, clauses: Sequence[Clause]) -> bool:
    """Tell whether a word of doubt is only said of the reason for a day: "is 12 May now, she wants more data".

    The reason stands in a clause behind the day's own and names neither a day nor a line.
    """
    clause = clauses[at]
    reason = [one for one in clause.cues if one.name == "explains" and one.start <= cue.start < one.end]
    named = any(d.kind != "shift" for d in clause.dates) or any(not mention.aside for mention in clause.mentions)
    return bool(reason) and not named and any(one.dates for one in clauses[:at])


def days_of(clause: Clause, due: dt.date | None, frame: Frame, strict: bool, *, moved: bool = False) -> Iterator[Day]:
    """Yield the days that a clause gives for a line now due on `due`.

    `strict` wants a sign that the date is meant for the line; without it, a clause with few other words does. `moved`
    says that a clause beside it moves the line ("Move contract and go-live | out by two weeks").
    """
    if clause.has("was_only") or clause.has("not_about_plan"):
        return
    folded = fold(clause.text)
    for found in clause.dates:
        before = folded[max(0, found.start - clause.start - NEAR) : found.start - clause.start]
        lead = DIGITS.split(folded[found.start - clause.start : found.end - clause.start])[0]
        starts = begins(before, frame) or begins(before + lead, frame)
        if (_set_aside(before, frame) and len(clause.dates) > 1) or (found.kind != "range" and starts):
            continue
        if frame.words.found("day_is", folded[found.end - clause.start :]):
            continue
        meant = _meant(clause, found, before, frame, strict, due) or (moved and found.kind == "shift")
        day = _day(found, due, clause, frame)
        if meant and day:
            yield _doubted(day, found, clause, before, due, frame)


def _doubted(day: Day, found: FoundDate, clause: Clause, before: str, due: dt.date | None, frame: Frame) -> Day:
    """Return the day with the doubts that its clause raises: a date that is denied, or to come and yet done."""
    if day.doubts:
        return day
    if clause.has("refuses"):
        return Day(None if day.day == due else day.day, ("negated",))
    behind = [m for m in clause.mentions if not m.aside and m.start >= found.end]
    if behind and len(behind) == len(clause.mentions) and content(clause, frame.words, found.end, behind[0].start):
        return Day(day.day, ("unsure",))
    if _of_event(clause, found, frame) and not clause.has("moves"):
        return Day(day.day, ("event",))
    instead = clause.has("corrects") and not clause.has("negated")
    told = any(other.why == "negated" for other in clause.dates) or instead
    if told:
        return day
    if clause.has("negated") and not frame.words.found("not_until", before):
        return Day(None if day.day == due else day.day, ("negated",))
    if clause.has("not_yet") and not clause.has("moves"):
        return Day(day.day, ("unsure",))
    real = [cue for cue in clause.cues if cue.name == "done" and not unreal(clause, cue, frame.words)]
    verbs = frame.words.lists["auxiliaries"] & set(words_in(clause.text))  # "Report complete on 25 March" has none.
    ready = all(will_be(cue, clause, verbs, frame.words) for cue in real)
    if real and verbs and not ready and not frame.words.due_before.search(before):
        return Day(day.day, ("done-in-future",))
    return day


def _of_event(clause: Clause, found: FoundDate, frame: Frame) -> bool:
    """Tell whether a clause names an event of the plan beside a day: the day may be that event's."""
    if found.kind != "day":
        return False
    folded = fold(clause.text)
    held = [(d.start - clause.start, d.end - clause.start) for d in clause.dates]
    for event in frame.plan.events:
        at = folded.find(fold(event.name))
        if at >= 0 and not any(start < at + len(event.name) and at < end for start, end in held):
            return True
    return False


def _set_aside(before: str, frame: Frame) -> bool:
    """Tell whether "instead of" or "not the" stands before a date."""
    pattern = frame.words.patterns.get("instead")
    return bool(pattern and pattern.search(SENT.split(before)[-1]))


def _meant(clause: Clause, found: FoundDate, before: str, frame: Frame, strict: bool, due: dt.date | None) -> bool:
    if found.date is not None and found.date == due and clause.has("negated"):
        return True
    if is_word(found, clause, frame) and frame.words.finished.search(before) and not clause.has(*AHEAD):
        return False  # "Trial finished Fri" tells of the last one.
    today = found.date == frame.sent_at.date()  # "De proef is vandaag gestart": the day that it began.
    if (found.why == "bare-day" or today) and clause.has("arrived"):
        return False  # "It went to Bram on the 13th" tells of the last such day.
    told = found.date is None or found.date <= frame.sent_at.date() or not clause.has(*AHEAD)
    if found.past and told:
        return False
    signed = bool(frame.words.due_before.search(before))
    if clause.has("started", "blocked", *(cue for cue, _ in ROLES)) and (today or not signed):
        return False
    if today and not signed and frame.words.lists.get("pasts", frozenset()) & set(words_in(clause.text)):
        return False
    signed = signed or clause.has("moves", "slips", "asks_politely", "gives_day", "arranged")
    if found.kind == "shift":
        return signed or clause.has("earlier")
    left = content(clause, frame.words, clause.start, clause.end)
    agreed = found.date == due and clause.has("confirmed")
    if strict and (agreed or (clause.has("gives_day") and set(left) <= signs(frame))):
        return True
    if strict:
        pronoun = any(word in frame.words.lists["quotes_asked"] for word in fold(clause.text).split())
        return (
            clause.has("moves", "asks_politely") or (pronoun and (signed or clause.has("future", "confirmed")))
        ) and len(left) <= PLAIN + 3
    return signed or len(left) <= PLAIN


def _day(found: FoundDate, due: dt.date | None, clause: Clause, frame: Frame) -> Day | None:
    if found.kind == "shift" and found.shift:
        amount, unit = found.shift
        if due is None:
            return Day(None, ("no-date-yet",))
        if clause.has("earlier") and amount > 0:
            amount = -amount
        return Day(moved(due, amount, unit), weight=0.96)
    if found.kind == "range" and found.date == due and clause.has("moves"):
        return Day(found.last)
    if found.kind == "range":
        return Day(found.last or found.date, ("range",), first=found.date)
    if found.kind in ("vague", "event") or found.date is None:
        return Day(None, (found.why or "vague",))
    if found.why == "negated":
        return Day(None, ("negated",))
    if found.why == "bare-day":
        return _bare(found.date, due, frame.sent_at.date())
    if not found.certain:
        return Day(found.date, (found.why or "unsure",))
    return Day(found.date)


def _bare(coming: dt.date, due: dt.date | None, today: dt.date) -> Day:
    """Return the day of "the 20th" nearest to a line's date; it is asked where the next such day is another one."""
    if due is None:
        return Day(coming)
    months = [moved(coming, amount, "month") for amount in range(13)]
    near = min((day for day in months if day >= today and day.day == coming.day), key=lambda day: abs(day - due))
    return Day(near) if near in (coming, due) else Day(near, ("bare-day",))
