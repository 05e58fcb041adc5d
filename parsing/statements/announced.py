"""Days that are announced: what stands beside one, or in a clause of its own, and only makes it the line's."""

from collections.abc import Sequence

from parsing.statements.frame import Frame
from parsing.statements.marks import Clause
from parsing.statements.segments import content


def is_announced(clause: Clause, clauses: Sequence[Clause], frame: Frame) -> bool:
    """Tell whether a clause is a day and no more, beside one that only makes it the line's: "new date: | 5 March"."""
    pointing = frame.words.lists.get("line_nouns", frozenset())
    alone = bool(clause.dates) and set(content(clause, frame.words, clause.start, clause.end)) <= pointing
    courtesies = frame.words.lists["courtesies"] | signs(frame)
    return alone and any(
        other.has("asks_politely", "gives_day")
        and set(content(other, frame.words, other.start, other.end)) <= courtesies
        for other in clauses
        if other is not clause and not other.dates
    )


def signs(frame: Frame) -> frozenset[str]:
    """Return the words that only make a day the line's: "new date", "instead"."""
    return frame.words.lists.get("day_words", frozenset()) | frame.words.lists.get("day_signs", frozenset())
