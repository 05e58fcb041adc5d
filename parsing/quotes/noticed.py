"""A quote is compared with the mail that was sent: lines of it that we did not write are answers, marked or not."""

import re
from collections.abc import Sequence

from parsing.quotes.heads import find_head
from parsing.quotes.line import Line

LONGEST_NOTICE = 60_000
MOST_COMPARED = 2_000
WORD = re.compile(r"\w+")


def words_of(text: str) -> str:
    """Return a text's words alone, padded, so that marks, tabs and wrapping do not count."""
    return f" {' '.join(WORD.findall(text.casefold()))} "


class Noticed:
    """The words of the mail that a letter answers."""

    def __init__(self, notice: str) -> None:
        self._lines = {words_of(line) for line in notice[:LONGEST_NOTICE].split("\n")} - {"  "}
        self._words = words_of(notice[:LONGEST_NOTICE])

    def has(self, text: str) -> bool:
        """Tell whether a line stands in the notice, or is three words or more running of it."""
        words = words_of(text[:2_000])
        return words in self._lines or (words.count(" ") >= 4 and words in self._words)

    def ends_with(self, text: str) -> bool:
        """Tell whether a line closes the notice."""
        words = words_of(text[:2_000])
        return len(words) > 2 and self._words.endswith(words)

    def new_lines(self, lines: Sequence[Line]) -> set[int] | None:
        """Return which of an unmarked quote's lines are new; None where the quote is not of this notice."""
        if not self._lines:
            return None
        found: set[int] = set()
        old = 0
        for number, line in enumerate(lines[:MOST_COMPARED]):
            if line.depth or line.blank:
                continue
            if self.has(line.text):
                old += 1
            elif find_head(lines, number):
                break
            elif old:
                found.add(number)
        return found if old >= 3 or old > len(found) else None
