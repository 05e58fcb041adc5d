"""Sentences: a text's items (bullets, numbers, rows) and sentences, each where one person's thought ends."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsing.dates.grammar import fold
from parsing.statements.words import Words

ITEM = re.compile(r"\s*(?:(?P<number>\d{1,2})\s?[.)](?=\s+\S)|[-*•–·>▪‣o](?=\s)|\((?P<bracket>\d{1,2})\))\s*")
OPENS = re.compile(r"\s*(?:[-*•–·▪‣]\s|\d{1,2}\s?[.):]\s|\(\d{1,2}\)|[A-Z]{1,3}\d+(?:\.\d+)?\b|\t)")
INLINE = re.compile(r"(?<!\S)(\d{1,2})\)\s+(?=\S)")
"""A list number within a line."""
ROW_LINE = re.compile(r"^(\d{1,2}) +(?=([^\W\d_]+))", re.MULTILINE)
"""A line that begins with a number and a word ("4 still waiting")."""
LONGEST = 600
"""Characters of a sentence from which it is cut."""
FULL_LINE = 56
"""Characters from which a line that ends in no stop is one that the mail program wrapped."""
WIDTH = 78
"""Characters of a line that mail programs keep to (RFC 5322, 2.1.1)."""
EMOJI = "[\u2600-\u27bf\U0001f300-\U0001faff][\ufe0f\U0001f3fb-\U0001f3ff]*"
"""A picture, with what varies it; people end sentences with one."""
STOP = re.compile(rf"[.!?…]+[)\"'»”]*(?=\s|$)|;(?=\s)|\n|(?<=\w )(?:{EMOJI} ?)+(?P<next>(?=(?:\w+ ){{2}}))")
"""What may end a sentence; behind a picture two words have to follow."""
NUMBERED = frozenset({"no"})
"""Abbreviations that only stand before a number."""
DAY = re.compile(r"\d{1,2}(?P<ordinal>st|nd|rd|th)?(?: (?:of )?(?P<month>[a-z]+)|\b)")
"""A day with its month, or an English ordinal ("7 May", "7th of May")."""
ORDINAL = re.compile(r"(?:^|[^\d])(\d{1,2})$")
"""A number of two digits at most at the end: with a stop behind it an ordinal, where a day can stand ("am 7.")."""
ROW_MOVED = re.compile(r"\d{1,2} ?(?:->|→|=>|=)")
"""A row number and an arrow, which begin a sentence of their own ("so is 9. 2 -> 12th")."""


@dataclass(frozen=True)
class Stretch:
    """One sentence's place in its text, its item's list number, and which item and paragraph it belongs to."""

    start: int
    end: int
    number: int | None
    item: int
    paragraph: int


def stretches(text: str, words: Words) -> Iterator[Stretch]:
    """Yield the sentences of a text; a wrapped line is part of the one before."""
    paragraph = 0
    rows = _row_lines(text, words)
    for item, (start, end, gap) in enumerate(_blocks(text), 1):
        paragraph += gap
        match = ITEM.match(text, start, end)
        number = int(match["number"] or match["bracket"] or 0) or None if match else None
        if start in rows:
            number, match = rows[start]
        first = match.end() if match else start
        for at, until, counted in _listed(text, first, end, number):
            for begin, stop in _sentences(text, at, until, words):
                for first_char, last_char in _pieces(text, begin, stop):
                    yield Stretch(first_char, last_char, counted, item, paragraph)


def _row_lines(text: str, words: Words) -> Mapping[int, tuple[int, "re.Match[str]"]]:
    """Return the lines that begin with a bare row number, by where they begin: three at least, rising, no dates."""
    found = list(ROW_LINE.finditer(text))
    numbers = [int(match[1]) for match in found]
    dates = sum(fold(match[2]) in words.months for match in found)
    listed = len(found) > 2 and _rise(numbers) and dates < 2
    return {match.start(): (int(match[1]), match) for match in found} if listed else {}


def are_rows(numbers: Sequence[int]) -> bool:
    """Tell whether the numbers of one list are row numbers: it does not count from one up ("2. done", "5. parked")."""
    return len(numbers) > 1 and _rise(numbers) and list(numbers) != list(range(1, len(numbers) + 1))


def _rise(numbers: Sequence[int]) -> bool:
    return all(low < high for low, high in pairwise(numbers))


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield a sentence, cut at spaces where it is longer than anybody writes, so that time grows with length only."""
    while end - start > LONGEST:
        cut = max(text.rfind(" ", start, start + LONGEST), start + LONGEST // 2)
        yield _trimmed(text, start, cut)
        start = cut
    yield _trimmed(text, start, end)


def _listed(text: str, start: int, end: int, number: int | None) -> Iterator[tuple[int, int, int | None]]:
    """Yield the items of a list that runs on in one line ("2) done 3) fine"), or the stretch itself."""
    marks = list(INLINE.finditer(text, start, end))
    numbers = [int(mark[1]) for mark in marks]
    if len(marks) + bool(number) < 2 or numbers != sorted(set(numbers)) or (number and number >= numbers[0]):
        yield start, end, number
        return
    yield start, marks[0].start(), number
    ends = [*(mark.start() for mark in marks[1:]), end]
    for mark, until in zip(marks, ends, strict=True):
        yield mark.end(), until, int(mark[1])


def _blocks(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of lines that belong together, with whether a blank line stands before."""
    start, end, gap, previous = -1, -1, 0, ""
    position = 0
    for line in text.split("\n"):
        stop = position + len(line)
        if not line.strip():
            if start >= 0:
                yield start, end, gap
            start, gap, previous = -1, 1, ""
        elif start < 0:
            start, end, previous = position, stop, line
        elif _goes_on(previous, line):
            end, previous = stop, line
        else:
            yield start, end, gap
            start, end, gap, previous = position, stop, 0, line
        position = stop + 1
    if start >= 0:
        yield start, end, gap


def _goes_on(previous: str, line: str) -> bool:
    """Tell whether a line is the rest of the one before, wrapped by a mail program."""
    ended = previous.rstrip()
    if OPENS.match(line) or "\t" in previous or ended.endswith(":"):
        return False
    first, stops = line.split()[0], ended.endswith((".", "!", "?", ";"))
    if not stops and len(ended) + 1 + len(first) > WIDTH:
        return True  # The next word had no room: an address, a link.
    return len(ended) >= FULL_LINE or (
        line.lstrip()[:1].islower() and not ended.endswith((".", "!", "?")) and len(ended) > 40
    )


def _sentences(text: str, start: int, end: int, words: Words) -> Iterator[tuple[int, int]]:
    at = start
    for match in STOP.finditer(text, start, end):
        if match[0] == "\n" or (match[0].startswith(".") and not _ends(text, at, match, end, words)):
            continue
        if match["next"] is not None and fold(text[match.end() :].split(" ", 1)[0]) in words.lists["places"]:
            continue  # "Thanks 🙏 for the draft" is one sentence.
        if text[at : match.end()].strip(" .!?\n"):
            yield _trimmed(text, at, match.end())
            at = match.end()
    if text[at:end].strip(" .!?\n"):
        yield _trimmed(text, at, end)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_day(text: str, words: Words) -> bool:
    """Tell whether a text begins with a day and its month, or with "7th"."""
    found = DAY.match(fold(text))
    return found is not None and (bool(found["ordinal"]) or found["month"] in words.months)


def _ends(text: str, start: int, match: "re.Match[str]", end: int, words: Words) -> bool:
    """Tell whether a full stop ends a sentence: not after an abbreviation, an ordinal or a bare initial."""
    if len(match[0]) > 1:
        return True
    before, after = text[start : match.start()], text[match.end() : end].lstrip()
    if not after:
        return True
    last = fold(before.rsplit(None, 1)[-1] if before.split() else "").strip("(\"'")
    if re.search(r"\d\s+\S+$", before) and last in words.months:
        return not re.match(r"(?:19|20)\d\d\b|\d{1,2}[:h]\d\d|[a-z]", after)
    if last in NUMBERED and (not after[0].isdigit() or _is_day(after, words)):
        return True  # "No. Call it the 31st", "No. 7 April": a refusal, not "number".
    if last in words.lists["abbreviations"] or re.fullmatch(r"[a-z](?:\.[a-z])*", last):
        return False
    if re.search(r"\d/\d{1,4}$", before):
        return True
    if ROW_MOVED.match(after):
        return True
    if ORDINAL.search(before):
        following = fold(after.split()[0]).strip(".,;:?!)")
        if not after[0].isupper() or following in words.months or re.fullmatch(r"\d+", following):
            dated = re.search(r"\d{1,2}\.\d{1,2}$", before)
            return bool(dated) and after[0].isupper() and following not in words.months
    return True
