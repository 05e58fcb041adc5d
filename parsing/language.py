"""The language of a letter is the one whose common words it holds most of."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from parsing.phrases import fold, letters_data
from plans.words import LANGUAGES

SAMPLE = 6_000
ENOUGH = 2.0
CLOSER = 3.0
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@cache
def _common() -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Return for each common word the languages it speaks for, and how much."""
    owners: dict[str, list[str]] = {}
    for language in LANGUAGES:
        for word in dict.fromkeys(letters_data(language)["language"]["words"]):
            owners.setdefault(fold(word), []).append(language)
    return {word: tuple((language, 1 / len(speakers)) for language in speakers) for word, speakers in owners.items()}


def language_of_text(text: str, beside: str = "", fallback: str = "en") -> str:
    """Return the language that a text is mostly written in; where it says too little, what stands beside it helps."""
    scores = _scores(text)
    if max(scores.values()) < ENOUGH and beside:
        other = _scores(beside)
        scores = {language: CLOSER * score + other[language] for language, score in scores.items()}
    best = max(scores.values())
    return fallback if scores[fallback] == best else next(tongue for tongue in LANGUAGES if scores[tongue] == best)


def _scores(text: str) -> dict[str, float]:
    scores = dict.fromkeys(LANGUAGES, 0.0)
    for word, count in Counter(WORD.findall(fold(text[:SAMPLE]))).items():
        for language, weight in _common().get(word, ()):
            scores[language] += weight * min(count, 5)
    return scores
