"""What is waited for outside is named by its id, or by its whole name: a word of it alone is everybody's talk."""

from collections.abc import Iterator, Sequence

from parsing.statements.lexicon import WORD, words_in
from parsing.statements.marks import Mention
from parsing.statements.words import Words
from plans.plan import Plan

FEWEST = 2
"""Telling words that a name has to have for words to name it."""
SPARED = 3
"""Telling words of a name from which one of them may be left out."""
GAP = 3
"""Small words that may stand between two words of the name."""


def by_name(folded: str, plan: Plan, words: Words, taken: Sequence[tuple[int, int]]) -> Iterator[Mention]:
    """Yield where the name of something that is waited for outside stands; nowhere where an id or a date stands."""
    for external in plan.externals:
        name = frozenset(words_in(external.name)) - words.lists["stop"]
        needed = len(name) - (len(name) >= SPARED)
        for start, end, said in _runs(folded, name) if len(name) >= FEWEST else ():
            if len(said) >= needed and not any(a < end and start < b for a, b in taken):
                yield Mention(start, end, (external.id,), "words")


def _runs(folded: str, name: frozenset[str]) -> Iterator[tuple[int, int, set[str]]]:
    """Yield the stretches of words of a name, with those that stand in each."""
    start, end, said, gap = -1, -1, set[str](), 0
    for match in WORD.finditer(folded):
        word = match[0].removesuffix("'s")
        if word not in name:
            gap += 1
            continue
        if said and (gap > GAP or any(mark in folded[end : match.start()] for mark in ".;:!?\n")):
            yield start, end, said
            said = set()
        start = start if said else match.start()
        end, gap = match.end(), 0
        said = {*said, word}
    if said:
        yield start, end, said
