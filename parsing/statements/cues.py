"""Cues are the words of a sentence that say something about a line, or about how sure it is."""

from collections.abc import Sequence

from parsing.statements.marks import Cue
from parsing.statements.words import PATTERNS, SENTENCE_GROUPS, Words

AROUND = frozenset({"instead", "aside", "since"})
"""Groups that are looked for before a date or a name only, not in a sentence."""
SPOKEN = tuple(name for name in PATTERNS if name not in SENTENCE_GROUPS | AROUND)


def cues_in(folded: str, words: Words) -> Sequence[Cue]:
    """Return the cues of a folded sentence, group by group."""
    return [
        Cue(match.start(), match.end(), name)
        for name in SPOKEN
        if name in words.patterns
        for match in words.patterns[name].finditer(folded)
        if match.end() > match.start()
    ]
