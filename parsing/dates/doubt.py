"""What stands around a date may take it back: a "not", an "after", a past, a day too far off; such a date is asked."""

import re
from collections.abc import Sequence
from dataclasses import replace

from parsing.dates.found import FoundDate
from parsing.dates.grammar import Grammar
from parsing.dates.parts import Frame
from parsing.dates.resolve import FARTHEST

CLAUSE = re.compile(r"[.;!?\n]")
BEFORE, AROUND = 28, 60
"""Characters before a date in which a "not" or an "after" belongs to it, and in which the past shows."""
NEARBY = 3
"""Words before a date among which a "not" or an "after" is looked for."""
DATED = ("date", "numeric")
"""Patterns that name their month: what they place in the future is no past, whatever else the sentence tells."""
NOT_MEANT = ("negated", "leftover")
"""Doubts that weigh more than any other: the day that is written is not the one that is meant."""
AFTERTHOUGHT = re.compile(r",(?! ?(?:/|o|ou|or|oder|of|ofwel|oppure|bzw|resp)\b)")
"""What parts a day with its month from why it is that one: "16 September, before the holidays"."""
OPEN = ("date", "weekday", "numeric", "weekday_next")
"""Patterns behind which a number may belong to the date: a year that is not read, a day in figures."""


def doubted(found: FoundDate, name: str, folded: str, frame: Frame, grammars: Sequence[Grammar]) -> FoundDate:
    """Return the date with what stands around it taken into account."""
    before = CLAUSE.split(folded[max(0, found.start - BEFORE) : found.start])[-1]
    around = CLAUSE.split(folded[max(0, found.start - AROUND) : found.start])[-1]
    ahead = name in DATED and found.date is not None and found.date > frame.today
    # By the spoken language alone: German "was" is no past.
    found = replace(found, past=found.why == "past" or (not ahead and _has(grammars[:1], "past_signs", around)))
    if found.kind not in ("day", "range"):
        return found
    why = _why(found, before.split(), frame, grammars)
    why = why if found.certain or why in NOT_MEANT else found.why
    hanging = frame.grammar.hanging.match(folded, found.end)
    if why in ("", "past") and hanging and not (name == "date" and AFTERTHOUGHT.match(folded, found.end)):
        why = "leftover"
    if name in OPEN and why in ("", "past") and frame.grammar.number_behind.match(folded, found.end):
        why = "leftover"
    return replace(found, certain=False, why=why) if why else found


def _why(found: FoundDate, words: list[str], frame: Frame, grammars: Sequence[Grammar]) -> str:
    near = " ".join(words[-NEARBY:])
    if _has(grammars, "negations", near) and not frame.grammar.untils.search(near):
        return "negated"
    if (words and words[-1].endswith("/")) or _leaves(grammars, near):
        return "leftover"
    if found.date and found.date < frame.today:
        return "past"
    return "far" if found.date and found.date - frame.today > FARTHEST else ""


def _leaves(grammars: Sequence[Grammar], near: str) -> bool:
    return _has(grammars, "leftovers", near) and not any(grammar.proposals.search(near) for grammar in grammars)


def _has(grammars: Sequence[Grammar], name: str, text: str) -> bool:
    return any(grammar.contexts[name].search(text) for grammar in grammars)


def chained(found: Sequence[FoundDate], folded: str, grammar: Grammar) -> list[FoundDate]:
    """Return the dates with those in doubt that another one takes back.

    Those are the first ones of "Monday, Tuesday or Wednesday", and the day from which something moves to another.
    """
    out = list(found)
    for place in range(len(out) - 1, 0, -1):
        first, second = out[place - 1], out[place]
        gap = folded[first.end : second.start]
        listed = gap.strip() == "," and second.why == "leftover"
        left = (
            len(gap) <= BEFORE
            and not CLAUSE.search(gap)
            and grammar.moved_from.search(folded[max(0, first.start - BEFORE) : first.start])
        )
        named = first.certain or first.why == "bare-day"
        if first.kind == second.kind == "day" and named and (listed or left):
            out[place - 1] = replace(first, certain=False, why="leftover")
    return out
