"""Plain text becomes lines: quote marks are counted, flowed paragraphs joined (RFC 3676), odd characters taken out."""

import re

from parsing.quotes.line import Line

MOST_LINES = 6_000
LONGEST_LINE = 10_000
DEEPEST = 50
ODD = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad\u180e]|[\x00-\x08\x0b\x0e-\x1f\x7f]")
SPACES = re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000\x0c]")


def tidy(text: str) -> str:
    """Return text without invisible characters, its odd spaces made plain ones."""
    return SPACES.sub(" ", ODD.sub("", text))


def plain_lines(text: str, flowed: str = "") -> list[Line]:
    """Return the lines of a plain text body."""
    lines = [_marked(line[:LONGEST_LINE], bool(flowed)) for line in tidy(text).split("\n", MOST_LINES)[:MOST_LINES]]
    return _joined(lines, flowed == "delsp") if flowed else lines


def _marked(text: str, flowed: bool) -> Line:
    at = depth = 0
    while depth < DEEPEST:
        step = at + 1 if text[at : at + 1] == " " and text[at + 1 : at + 2] == ">" else at
        if text[step : step + 1] != ">" or (step == 1 and at == 0 and flowed):
            break
        depth, at = depth + 1, step + 1
    if (depth or flowed) and text[at : at + 1] == " ":
        at += 1
    return Line(text[at:] if flowed else text[at:].rstrip(), depth)


def _joined(lines: list[Line], delete_space: bool) -> list[Line]:
    """Join the soft-broken lines of format=flowed; a signature mark ends every paragraph."""
    result: list[Line] = []
    parts: list[str] = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else None
        soft = line.text.endswith(" ") and line.text != "-- " and following is not None
        if soft and following is not None and following.depth == line.depth and following.text != "-- ":
            parts.append(line.text[:-1] if delete_space else line.text)
            continue
        result.append(Line(("".join(parts) + line.text).rstrip(), line.depth, whole=True))
        parts = []
    return result
