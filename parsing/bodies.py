"""A body that came in two forms is read in the one that says more: plain text, unless HTML has colours or tables."""

import re

from parsing.mime.contents import Body
from parsing.quotes import Line, plain_lines

LONGEST_STUB = 240
ASCII_WORD = re.compile(r"\b[A-Za-z]{3,}\b")
RICHER = re.compile(r"<table|(?<![-\w])color\s*[:=]", re.IGNORECASE)


def body_lines(body: Body) -> list[Line]:
    """Return a body's lines: the plain form, unless the other says more."""
    stub = _is_stub(body)
    plain = [] if stub or not body.plain.strip() else plain_lines(body.plain, body.flowed)
    if not body.html or (plain and not RICHER.search(body.html)):
        return plain
    from parsing.html_text import html_lines  # lxml is needed only here

    rich = html_lines(body.html)
    telling = not plain or any(line.role == "coloured" or "\t" in line.text for line in rich)
    return rich if telling else plain


def _is_stub(body: Body) -> bool:
    """Tell a plain form that only asks for a better mail program: its words are not in the other form."""
    if not body.html or len(body.plain) > LONGEST_STUB:
        return False
    words = ASCII_WORD.findall(body.plain)[:8]
    return sum(word not in body.html for word in words) > len(words) // 3
