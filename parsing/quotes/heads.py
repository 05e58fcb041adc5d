"""What stands above a quote: attribution lines, header blocks and titles, found line by line, never looking far."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from parsing.phrases import fold, framing
from parsing.quotes.line import Line

LONGEST_HEAD = 500
MOST_HEAD_LINES = 6
MOST_LABEL_LINES = 24
TIME = re.compile(r"\d{1,2}\s?[:.h]\s?\d{2}|\d{1,2}\s?h\b|\d\s?[ap]\.?m\b")
DAY = re.compile(r"\b\d{4}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[./]\d{1,2}\.")
FIGURE = re.compile(r"\d")
DATE_FIRST = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b")
RULE = re.compile(r"[\s>]*([-_=*~\u2500\u2014\u2013] ?){5,}\s*")
DASHED = re.compile(r"[\s>*]*[-\u2014\u2013_=]{2,}\s*(.{3,80}?)\s*[-\u2014\u2013_=]{2,}[\s*]*:?")
LABEL = re.compile(r"[\s>*_]{0,8}([^:*\n]{1,28}?)\s{0,3}[*_]{0,3}\s?[:\uff1a][*_]{0,3}(.*)")
Strength = Literal["open", "marked"]


@dataclass(frozen=True)
class Head:
    """Lines `start` to `end` (exclusive) introduce a quote; a "marked" one counts only above marked lines."""

    start: int
    end: int
    strength: Strength


def find_head(lines: Sequence[Line], at: int) -> Head | None:
    """Return the head of a quote that starts at this line, if one does."""
    line = lines[at]
    if line.role == "quote-start":
        below = _next_written(lines, at + 1, 4)
        block = _block(lines, below) if below is not None else None
        return Head(at, block.end if block else at + 1, "open")
    if line.role == "attribution":
        return Head(at, _role_end(lines, at), "marked")
    if line.blank:
        return None
    return _rule(lines, at) or _block(lines, at) or _title(lines, at) or _attribution(lines, at)


def _role_end(lines: Sequence[Line], at: int) -> int:
    while at < len(lines) and (lines[at].role == "attribution" or lines[at].blank):
        at += 1
    return at


def _rule(lines: Sequence[Line], at: int) -> Head | None:
    """Find a rule drawn directly above a header block or a title."""
    if not RULE.fullmatch(lines[at].text[:200]):
        return None
    below = _next_written(lines, at + 1, 3)
    if below is None:
        return None
    head = _block(lines, below) or _title(lines, below)
    return Head(at, head.end, "open") if head else None


def _next_written(lines: Sequence[Line], at: int, reach: int) -> int | None:
    return next((number for number in range(at, min(len(lines), at + reach)) if not lines[number].blank), None)


def label_of(text: str) -> str | None:
    """Return the kind of header field that a line starts with: from, sent, to, cc, subject, other."""
    found = LABEL.match(text[:120])
    return framing().labels.get(fold(found[1])) if found else None


def _block(lines: Sequence[Line], at: int) -> Head | None:
    """Find a header block (From, Sent, To, Subject, in any order and language), values wrapped or not."""
    if label_of(lines[at].text) is None:
        return None
    kinds = {label_of(lines[at].text)}
    end, odd = at + 1, 0
    for number in range(at + 1, min(len(lines), at + MOST_LABEL_LINES)):
        kind = label_of(lines[number].text)
        if kind is not None:
            kinds.add(kind)
            end, odd = number + 1, 0
        else:
            odd += 2 if lines[number].blank and len(kinds) >= 3 else 1
            if odd > 2:
                break
    known = "from" in kinds and ("subject" in kinds or "sent" in kinds) and len(kinds) >= 3
    return Head(at, end, "open") if known and _is_dated_or_addressed(lines[at:end]) else None


def _is_dated_or_addressed(block: Sequence[Line]) -> bool:
    """Tell a mail's header fields from a person's own list: an address or a moment stands in them."""
    if any("@" in line.text[:LONGEST_HEAD] for line in block):
        return True
    return any(label_of(line.text) == "sent" and FIGURE.search(line.text[:LONGEST_HEAD]) for line in block)


def _title(lines: Sequence[Line], at: int) -> Head | None:
    """Find a title such as "-----Original Message-----" or "Begin forwarded message:", with the block below it."""
    text = lines[at].text[:120].strip()
    dashed = DASHED.fullmatch(text)
    words = fold(dashed[1] if dashed else text.rstrip(":"))
    known = words.startswith(framing().titles) if dashed else text.endswith(":") and words in framing().titles
    if not known:
        return None
    below = _next_written(lines, at + 1, 3)
    head = (_block(lines, below) or _attribution(lines, below)) if below is not None else None
    return Head(at, head.end if head else at + 1, "open")


def _attribution(lines: Sequence[Line], at: int) -> Head | None:
    """Find an attribution ("On ..., X wrote:") that starts at this line and may run over several."""
    first = lines[at].text[:LONGEST_HEAD]
    dated = bool(TIME.search(first) or DAY.search(first))
    if not (dated or "@" in first or "<" in first or _says(fold(first.rstrip(":： ")))):
        return None
    spread = dated and _starts(fold(first[:40]))
    text = ""
    for number in range(at, min(len(lines), at + MOST_HEAD_LINES)):
        text = f"{text} {lines[number].text.strip()}".strip()
        if len(text) > LONGEST_HEAD or (number > at and (_restarts(lines[number]) or lines[number].blank > spread)):
            return None
        strength = _strength(text, lines, number + 1)
        if strength:
            return Head(at, number + 1, strength)
    return None


def _restarts(line: Line) -> bool:
    """Tell a line that itself starts like an attribution, so that own words above it are not swallowed."""
    words = fold(line.text[:40])
    return bool(words) and _starts(words) and bool(DAY.search(line.text[:80]))


def _starts(words: str) -> bool:
    return words.startswith(framing().starts)


def _strength(text: str, lines: Sequence[Line], after: int) -> Strength | None:
    bare = text.strip("-—*_ \t")
    address = "@" in bare
    if DATE_FIRST.match(bare) and ("GMT" in bare or (address and bare.endswith((":", ">")))):
        return "open"
    if not bare.endswith((":", "：")) and not (text.startswith("--") and text.endswith("--")):
        return None
    words = fold(bare.rstrip(":： "))
    time, day = TIME.search(bare), DAY.search(bare)
    dated = time or (day and words.endswith(framing().verbs))
    if _says(words) and (address or (dated and _starts(words))):
        return "open"
    if _quoted_below(lines, after) and (_says(words) or address or (time and day)):
        return "marked"
    return None


def _says(words: str) -> bool:
    return framing().saying.search(words) is not None


def _quoted_below(lines: Sequence[Line], at: int) -> bool:
    below = _next_written(lines, at, 3)
    return below is not None and lines[below].depth > lines[at - 1].depth
