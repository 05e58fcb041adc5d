"""Lines that a mail program broke for width are joined again; lines that a person broke stay lines."""

import re
from collections.abc import Sequence

from parsing.quotes.line import Line

NARROWEST, WIDEST = 60, 80
ITEM = re.compile(r"\s*([-*\u2022\u2013>|#+]|\(?\w{1,3}[.):]|[A-Z]\d{1,3}\b|\d{1,3}\b|\|)")


def paragraphs(lines: Sequence[Line]) -> str:
    """Return lines as text, hard-wrapped ones joined, without blank lines at the ends or more than one in a row."""
    result: list[str] = []
    for number, line in enumerate(lines):
        text = line.text.rstrip()
        if number and result and result[-1] and wrapped(lines[number - 1], text):
            result[-1] = f"{result[-1]} {text.lstrip()}"
        elif text or (result and result[-1]):
            result.append(text)
    while result and not result[-1]:
        result.pop()
    return "\n".join(result)


def wrapped(above: Line, following: str) -> bool:
    """Tell whether a line was broken because the next line's first word did not fit."""
    line = above.text.rstrip()
    first = following.split(maxsplit=1)[0] if following.strip() else ""
    fits = len(line) + 1 + len(first) <= NARROWEST + 8
    if above.whole or not first or fits or not NARROWEST <= len(line) <= WIDEST or "\t" in line or "\t" in following:
        return False
    return not ITEM.match(following) and not line.startswith(("|", "+")) and not line.endswith((":", "|"))
