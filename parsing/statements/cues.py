"""Cues are the words of a sentence that say something about a line, or about how sure it is."""

from collections.abc import Sequence

from parsing.statements.marks import Cue
from parsing.statements.words import Words


def cues_in(folded: str, words: Words) -> Sequence[Cue]:
    """Return the cues of a folded sentence, group by group."""
    return [
        Cue(match.start(), match.end(), name)
        for name in words.cues
        for match in words.patterns[name].finditer(folded)
        if match.end() > match.start()
    ]
