"""Likeness is how a word may be one of the plan's: in another form, misspelt, or a part of a compound."""

from collections.abc import Iterator

from rapidfuzz.distance import OSA

SHORTEST = 5
"""Letters from which a word may be misspelt, or be a part of a compound."""
PLURALS = ("es", "en", "s", "n", "e")
"""Endings by which two words of one plan are the same word ("pen", "pens")."""
ENDINGS = ("innen", "ungen", "ing", "ern", "en", "es", "er", "em", "ns", "s", "n", "e", "a", "o", "i")


def forms_of(word: str) -> Iterator[str]:
    """Yield a word as written, then without its ending (plural, declension)."""
    yield word
    for ending in ENDINGS:
        if len(word) - len(ending) >= (3 if ending == "s" else 4) and word.endswith(ending):
            yield word[: -len(ending)]


def alike(word: str, key: str, *, mistyped: bool) -> bool:
    """Tell whether a word is another form or a misspelling of a longer word: one slip, two in a long word.

    `mistyped` tells that it may be misspelt: an everyday word ("comes") is none of the plan's ("codes").
    """
    if abs(len(word) - len(key)) > 4:
        return False
    shorter = min(len(word), len(key))
    allowed = 2 if shorter >= 9 else 1
    if mistyped and len(word) > SHORTEST and word[-1] == "s" != key[-1] and alike(word[:-1], key, mistyped=True):
        return True
    if (
        (mistyped or word[:-1] == key[:-1])
        and word[0] == key[0]
        and OSA.distance(word, key, score_cutoff=allowed) <= allowed
    ):
        return True
    common = next((i for i, (a, b) in enumerate(zip(word, key, strict=False)) if a != b), shorter)
    left = max(len(word), len(key)) - common
    return (common >= 6 and len(word) - common <= 2 and left <= 3) or (common >= 8 and left <= 4)


def is_part(word: str, key: str) -> bool:
    """Tell whether one word is a compound of the other (Vertrag, Vertragsunterschrift; Sicherheitspruefung)."""
    shorter, longer = sorted((word, key), key=len)
    return len(shorter) >= SHORTEST and (longer.startswith(shorter) or (len(shorter) >= 7 and longer.endswith(shorter)))


def singular(word: str, known: frozenset[str]) -> str:
    """Return the shortest of the plan's words that this one is a plural of, else the word: both are one to a reader."""
    bases = (word[: -len(ending)] for ending in PLURALS if word.endswith(ending))
    return min((base for base in bases if len(base) >= 3 and base in known), key=len, default=word)
