"""A quote is compared with the mail that was sent: lines of it that we did not write are answers, marked or not."""

import re
from collections.abc import Sequence

from parsing.quotes.heads import find_head
from parsing.quotes.line import Line
from plans.words import COLUMN_BY_HEAD, folded

LONGEST_NOTICE = 60_000
LONGEST_COMPARED = 2_000
MOST_COMPARED = 2_000
TELLING = 5
"""So many words running are ours wherever they stand; fewer must stand about where the quote has got to."""
NEAR = 400
BESIDE = 60
WORD = re.compile(r"\w+")
LINKS = re.compile(r"(?:[^<>\n]{0,120}<(?:mailto:|https?://)[^<>\n]{1,4000}>[\s|\u00b7]*)+")


def words_of(text: str) -> str:
    """Return a text's words alone, padded, so that marks, tabs and wrapping do not count."""
    return f" {' '.join(WORD.findall(text.casefold()))} "


class Noticed:
    """The words of the mail that a letter answers, and how far a quote of it has got."""

    def __init__(self, notice: str) -> None:
        self._words = words_of(notice[:LONGEST_NOTICE])

    def has(self, text: str) -> bool:
        """Tell whether three words or more of the notice run so."""
        words = words_of(text[:LONGEST_COMPARED])
        return words.count(" ") >= 4 and words in self._words

    def ends_with(self, text: str) -> bool:
        """Tell whether a line closes the notice."""
        words = words_of(text[:LONGEST_COMPARED])
        return len(words) > 2 and self._words.endswith(words)

    def new_lines(self, lines: Sequence[Line]) -> set[int] | None:
        """Return which of an unmarked quote's lines are new; None where the quote is not of this notice."""
        if len(self._words) <= 2:
            return None
        written = [number for number, line in enumerate(lines[:MOST_COMPARED]) if not line.blank and not line.depth]
        spoken = [words_of(lines[number].text[:LONGEST_COMPARED]) for number in written]
        found: set[int] = set()
        old = reached = 0
        for place, number in enumerate(written):
            at = self._find(spoken[place], spoken[place + 1] if place + 1 < len(spoken) else "", reached)
            if at is not None:
                old += 1
                reached = at
            elif find_head(lines, number):
                break
            elif old and spoken[place] != "  " and not _is_furniture(lines[number]):
                found.add(number)
        return found if old >= 3 or old > len(found) else None

    def _find(self, words: str, following: str, reached: int) -> int | None:
        """Return where in the notice these words end; the fewer they are, the nearer they must stand."""
        count = words.count(" ") - 1
        if count < 1:
            return None
        if self._words.startswith(words, reached):
            return reached + len(words) - 1
        if count >= TELLING:
            at = self._words.find(words, reached)
            at = at if at >= 0 else self._words.find(words)
        else:
            at = self._words.find(words, reached, reached + NEAR) if count >= 3 else -1
            at = at if at >= 0 else self._followed(words, following, reached)
        return at + len(words) - 1 if at >= 0 else None

    def _followed(self, words: str, following: str, reached: int) -> int:
        """Find few words by those that follow them: an answer is not followed by our next line."""
        if len(following) <= 2:
            return -1
        near = following if len(following) <= BESIDE else following[:BESIDE].rpartition(" ")[0]
        return self._words.find(words + near[1:], max(0, reached - NEAR))


def _is_furniture(line: Line) -> bool:
    """Tell buttons and column heads, which stand in the mail's HTML only, from words that somebody typed."""
    if line.role == "link" or LINKS.fullmatch(line.text[:LONGEST_COMPARED]):
        return True
    cells = [folded(cell) for cell in line.text[:LONGEST_COMPARED].split("\t")]
    return all(cell in COLUMN_BY_HEAD or not cell for cell in cells)
