"""An out-of-office note is known by its words where its header is silent, and says until when somebody is away."""

import datetime as dt
import re
from collections.abc import Callable, Iterable

from parsing.kind.automatic import is_robot
from parsing.kind.signs import Signs
from parsing.phrases import fold, phrases

LONGEST_NOTE = 1_500
OPENING = 220
BEFORE = 40
ENOUGH = 3
SENTENCE = re.compile(r"(?<!\d)[.!?]|\n")
LINE = re.compile(r"\bm\d{1,2}\b|#\s?\d")

Find = Callable[[str], Iterable[tuple[int, int, dt.date]]]
"""Finds days in a text, each with where it starts and ends."""


def sounds_away(signs: Signs) -> bool:
    """Tell an automatic out-of-office note from a person's own words, by points for and against."""
    if any(_heads(phrase, signs.subject) for phrase in phrases("away", "subjects")):
        return True
    if not signs.text or len(signs.text) > LONGEST_NOTE:
        return False
    return _points(signs) >= ENOUGH


def _heads(phrase: str, subject: str) -> bool:
    """Tell a note's subject from one that only begins with a word such as holidays."""
    rest = subject[len(phrase) :].lstrip()
    return subject.startswith(phrase) and (" " in phrase or phrase.endswith(":") or rest.startswith((":", "(", "-")))


def _points(signs: Signs) -> int:
    opening = signs.words[:OPENING]
    points = 2 * any(phrase in opening for phrase in phrases("away", "firm"))
    points += sum(phrase in signs.words for phrase in phrases("away", "manners"))
    points += 2 * any(phrase in signs.words for phrase in phrases("away", "machine"))
    points += 2 * any(phrase in signs.subject for phrase in phrases("away", "subjects") if " " in phrase)
    points -= 2 * bool(signs.old) + 2 * bool(LINE.search(signs.words))
    return points


def away_until(signs: Signs, find: Find) -> dt.date | None:
    """Return the day until which somebody is away, as written: the last day away or the day of return."""
    named = any(_heads(phrase, signs.subject) for phrase in phrases("away", "subjects"))
    away = any(phrase in f"{signs.subject} {signs.words}" for phrase in phrases("away", "phrases"))
    if not named and (is_robot(signs) or not away):
        return None
    told = list(find(signs.text))
    noted = [one for one in told if not _is_working_day(signs.text[: one[0]])]
    found = noted if told else find(signs.fields.get("Subject"))
    governed = [day for start, _, day in noted if _governed(signs.text[max(0, start - BEFORE) : start])]
    return governed[0] if governed else max((day for *_, day in found), default=None)


def _is_working_day(before: str) -> bool:
    """Tell whether the sentence before a day speaks of the days on which somebody works: "I work Wednesday to ...".

    What is said of an absence behind that counts again: "I work Tuesdays only and am on leave until 16 June".
    """
    words = f" {fold(SENTENCE.split(before)[-1])} "
    told = max((words.rfind(f" {phrase} ") for phrase in phrases("away", "hours")), default=-1)
    return told >= 0 and not any(phrase in words[told:] for phrase in phrases("away", "phrases"))


def _governed(before: str) -> bool:
    """Tell whether the words right before a day make it an end: until, bis, jusqu'au."""
    words = fold(before)
    return any(f" {words}".endswith(f" {phrase}") for phrase in phrases("away", "until"))
