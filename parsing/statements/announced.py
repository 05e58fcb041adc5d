"""Days that are announced or corrected: what stands beside one, or before it, and only makes it the line's."""

from collections.abc import Sequence

from parsing.statements.frame import Frame
from parsing.statements.lexicon import words_in
from parsing.statements.marks import Clause
from parsing.statements.segments import content

CORRECTING = ("corrects", "revokes")
"""Cue groups that open a correction."""
MOST_SMALL = 3
"""Words between a correction and its day."""


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


def opens_anew(clauses: Sequence[Clause], frame: Frame) -> bool:
    """Tell whether a day behind a word of correction takes the place of what was said before: "Sorry, typo, 19 May"."""
    small = frame.words.lists["plain"] | frame.words.lists["stop"]
    at = next((at for at, clause in enumerate(clauses) if clause.dates), None)
    if at is None:
        return False
    start = clauses[at].dates[0].start
    ahead = [word for clause in clauses[: at + 1] for word in words_in(clause.text[: max(start - clause.start, 0)])]
    cues = [(clause, cue) for clause in clauses[: at + 1] for cue in clause.cues if cue.name in CORRECTING]
    corrections = [words_in(clause.words_of(cue)) for clause, cue in cues if cue.start < start]
    between = [word for word in ahead if not any(word in said for said in corrections)]
    return bool(corrections) and set(between) <= small and len(between) <= MOST_SMALL
