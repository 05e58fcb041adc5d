"""The language of a letter is the one whose common words it holds most of."""

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from parsing.dates.grammar import grammar_of
from parsing.phrases import fold, letters_data
from plans.words import LANGUAGES

SAMPLE = 6_000
SHORT = 4
"""Names of months and weekdays up to this length are short forms, which several languages share."""
ENOUGH = 2.0
BESIDE = 0.9
"""What stands beside a text that says too little weighs at most so much, whatever its length."""
MARK, MOST_MARKS = 0.4, 4
"""What a way of spelling weighs, and how often it counts."""
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


@cache
def _common() -> Mapping[str, tuple[tuple[str, float], ...]]:
    """Return for each common word the languages it speaks for, and how much."""
    owners: dict[str, list[str]] = {}
    for language in LANGUAGES:
        dates = grammar_of(language).raw
        named = [word for row in [*dates["months"], *dates["weekdays"]] for word in row.split("|") if len(word) > SHORT]
        spoken = letters_data(language)["language"]
        for word in dict.fromkeys([*map(fold, [*spoken["words"], *spoken["more"]]), *named]):
            owners.setdefault(word, []).append(language)
    return {word: tuple((language, 1 / len(speakers)) for language in speakers) for word, speakers in owners.items()}


@cache
def _spelling() -> Mapping[str, re.Pattern[str]]:
    """Return for each language how its words are spelt and others' are not."""
    marks = {language: letters_data(language)["language"]["marks"] for language in LANGUAGES}
    return {language: re.compile("|".join(map(re.escape, each))) for language, each in marks.items()}


def language_of_text(text: str, beside: str = "", fallback: str = "en") -> str:
    """Return the language that a text is mostly written in; where it says too little, what stands beside it helps."""
    scores = _scores(text)
    if max(scores.values()) < ENOUGH and beside:
        other = _scores(beside)
        share = BESIDE / max(*other.values(), BESIDE)
        scores = {language: score + share * other[language] for language, score in scores.items()}
    best = max(scores.values())
    return fallback if scores[fallback] == best else next(tongue for tongue in LANGUAGES if scores[tongue] == best)


def _scores(text: str) -> dict[str, float]:
    scores = dict.fromkeys(LANGUAGES, 0.0)
    for word, count in Counter(WORD.findall(fold(text[:SAMPLE]))).items():
        for language, weight in _common().get(word, ()):
            scores[language] += weight * min(count, 5)
    spelt = text[:SAMPLE].casefold()
    for language, pattern in _spelling().items():
        scores[language] += MARK * min(len(pattern.findall(spelt)), MOST_MARKS) if any(scores.values()) else 0
    return scores
