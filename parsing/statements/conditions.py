"""A condition that opens a sentence holds for all that the sentence says of other lines."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from parsing.statements.lexicon import words_in
from parsing.statements.marks import Draft, Segment


def is_condition(segment: Segment) -> bool:
    """Tell whether a segment opens with a condition: "If you sign the contract, the pilot moves to 2 July"."""
    first = segment.clauses[0]
    return any(cue.name == "conditional" and not words_in(first.text[: cue.start - first.start]) for cue in first.cues)


def supposed(drafts: Iterable[Draft]) -> Iterator[Draft]:
    """Yield drafts of what depends on the condition that opens their sentence."""
    for draft in drafts:
        yield replace(draft, doubts=tuple(dict.fromkeys((*draft.doubts, "conditional"))))
