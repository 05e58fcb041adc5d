"""Cues are the words of a sentence that say something about a line, or about how sure it is."""

from collections.abc import Sequence

from parsing.statements.marks import Cue
from parsing.statements.words import Words

TURNED = frozenset(("negated", "moves", "slips", "earlier", "gives_day", "hedged"))
"""Groups whose words mean nothing of their own inside a confirmation ("no changes", "does not move")."""


def cues_in(folded: str, words: Words) -> Sequence[Cue]:
    """Return the cues of a folded sentence, group by group."""
    found = [
        Cue(match.start(), match.end(), name)
        for name in words.cues
        for match in words.patterns[name].finditer(folded)
        if match.end() > match.start()
    ]
    agreed = [cue for cue in found if cue.name == "confirmed"]
    return [cue for cue in found if cue.name not in TURNED or not any(_within(cue, other) for other in agreed)]


def _within(cue: Cue, other: Cue) -> bool:
    return other.start <= cue.start and cue.end <= other.end
