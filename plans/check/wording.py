"""Wording tells a clear outcome from a vague one, a verb from a noun, a name from a title, by lists of words."""

import re

from plans.check import wordlists as lists
from plans.words import folded


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return re.findall(r"[^\W_]+(?:[-'/&.][^\W_]+)*|&", folded(text))


def is_placeholder(text: str) -> bool:
    """Tell whether the text stands where something is still to be said: "TBD", "?", "to be decided"."""
    plain = folded(text)
    if not re.search(r"[^\W_]", plain):
        return True
    return plain in lists.PLACEHOLDERS or any(word in ("tbd", "tbc", "tba") for word in words_of(text))


def is_vague_start(text: str) -> bool:
    """Tell whether a text begins with a verb after which nobody can say whether it is done (R80)."""
    plain = folded(text)
    first = next(iter(words_of(text)), "")
    return first in lists.VAGUE_STARTS or any(plain.startswith(opening) for opening in lists.VAGUE_OPENINGS)


def is_soft_start(text: str) -> bool:
    """Tell whether a text begins with a verb that is clearer with its result, such as "Review"."""
    return next(iter(words_of(text)), "") in lists.SOFT_STARTS


def is_vague_outcome(text: str) -> bool:
    """Tell whether two people could disagree on whether this outcome is there (R13, R80).

    A figure or a word of evidence (signed, agreed, live) makes it clear, a vague word without one makes it vague.
    """
    if is_placeholder(text) or is_vague_start(text):
        return True
    words = words_of(text)
    counted = re.search(r"\d", text) or any(word in lists.NUMBERS for word in words)
    if counted or any(word.startswith(lists.EVIDENCE) for word in words):
        return False
    return len(words) < FEWEST_WORDS or is_soft_start(text) or any(word in lists.VAGUE_WORDS for word in words)


FEWEST_WORDS = 3
"""Words below which an outcome without evidence is only a heading."""


def starts_with_verb(task: str, languages: tuple[str, ...]) -> bool:
    """Tell whether a task begins with what is to be done: English verbs, or the plan's language's infinitives (R30)."""
    words = words_of(task)
    if not words:
        return False
    first, last = words[0], words[-1]
    if first.split("-")[0] in lists.VERBS or first in lists.SOFT_STARTS or first in lists.VAGUE_STARTS:
        return True
    if len(words) > 1 and words[1] in lists.DETERMINERS:
        return True
    starts = tuple(ending for language in languages for ending in lists.INFINITIVES.get(language, ()))
    ends = tuple(ending for language in languages for ending in lists.LAST_INFINITIVES.get(language, ()))
    return (bool(starts) and first.endswith(starts)) or (bool(ends) and last.endswith(ends))


def is_title(name: str) -> bool:
    """Tell whether a name is a job or a department: every word of it is one (R21)."""
    words = [word for part in words_of(name) for word in re.split(r"[-/]", part) if word not in lists.NAME_LINKS]
    return bool(words) and all(word in lists.TITLE_WORDS for word in words)


def is_one_word(name: str) -> bool:
    """Tell whether a name has no second word, so that two people may bear it."""
    return len(name.split()) < 2


def is_seller_stage(name: str) -> bool:
    """Tell whether a milestone is named for the seller's pipeline (R2)."""
    plain = folded(name)
    return plain in lists.SELLER_STAGES or bool(re.match(r"(stage|opportunity stage)\s*[-:]?\s*\d", plain))


def is_seller_task(task: str) -> bool:
    """Tell whether a task is the seller's own business (R9, R100)."""
    plain = f" {folded(task)} "
    return any(re.search(rf"\b{re.escape(word)}\b", plain) for word in lists.SELLER_TASKS)
