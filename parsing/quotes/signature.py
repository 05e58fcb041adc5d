"""Signatures, mobile footers and disclaimers are cut from the end of what a person wrote; the sign-off stays."""

import re
from collections.abc import Sequence

from parsing.phrases import framing
from parsing.quotes.line import Line
from plans.words import folded

MOST_SIGNATURE_LINES = 14
LONGEST_SIGNATURE_LINE = 160
MARK = re.compile(r"\s*(--|\u2014|\u2013\u2013|__|-- -|- --|---)\s*")
LINE_ONLY = re.compile(r"[\s\-_=*#~+.\u2022\u1427|\u2014\u2013\u2500]+")
PHONE = re.compile(r"(\+|\b0|\(0?)\d[\d ()/.\-\u2011]{6,}\d|\b\d{3}[-. ]\d{3,4}(?:[-. ]\d{4})?\b")
CONTACT = re.compile(
    r"\b(t|p|f|m|tel|tel\.|phone|fon|fax|mobil|mobile|cell|direct|office|handy|telefon|telefono|tlf|movil|gsm|port|tfn|"
    r"telefax|cel|celular|cellulare|e-?mail|mail|web)\s*[.:]",
    re.IGNORECASE,
)
WEB = re.compile(r"\b(www\.|https?://)\S|\S@\S+\.\S")
NAME = re.compile(r"[^\W\d_][\w'\u2019.\-]*(?:\s+[^\W\d_][\w'\u2019.\-]*){0,4}")
PARTED = re.compile(r"\s[|\u00b7\u2022/]\s|,\s")


def without_signature(lines: Sequence[Line], names: Sequence[str] = ()) -> list[Line]:
    """Return own lines without what the mail program or the sender's signature put below them."""
    written = [line for line in lines if line.role != "signature"]
    written = _above_mark(written)
    written = _without_footers(written)
    written = _above_disclaimer(written)
    written = _above_name_block(written, [folded(name) for name in names if name.strip()])
    return _trimmed(written)


def _above_mark(lines: list[Line]) -> list[Line]:
    """Cut at a signature mark that has a signature's length below it."""
    for number, line in enumerate(lines):
        if not MARK.fullmatch(line.text[:12]) or len(line.text) > 12:
            continue
        below = [later for later in lines[number + 1 :] if not later.blank]
        if line.text.rstrip(" ") in ("--", "\u2014") or len(below) <= MOST_SIGNATURE_LINES:
            return lines[:number]
    return lines


def _without_footers(lines: list[Line]) -> list[Line]:
    return [line for line in lines if not _is_footer(line.text)]


def _is_footer(text: str) -> bool:
    if not text or len(text) > LONGEST_SIGNATURE_LINE:
        return False
    return folded(text).lstrip("<([-_* ").startswith(framing().footers)


def _above_disclaimer(lines: list[Line]) -> list[Line]:
    """Cut at a disclaimer: a long paragraph, or the last ones, that begins like one."""
    for number, line in enumerate(lines):
        if line.blank or (number and not lines[number - 1].blank and len(line.text) < 40):
            continue
        if number and folded(line.text[:80]).lstrip("*_-[( ").startswith(framing().disclaimers):
            return lines[:number]
    return lines


def _above_name_block(lines: list[Line], names: Sequence[str]) -> list[Line]:
    """Cut the sender's name with title, company and numbers below it; a bare name is a sign-off and stays."""
    written = [number for number, line in enumerate(lines) if not line.blank]
    for place in range(max(1, len(written) - MOST_SIGNATURE_LINES), len(written)):
        below = [lines[number].text for number in written[place + 1 :]]
        head = lines[written[place]].text.strip(" *_")
        if _heads_signature(head, below, names) and not any(_is_prose(text) for text in below):
            return [*lines[: written[place]], *_postscript(lines[written[place] :])]
    return lines


def _heads_signature(head: str, below: Sequence[str], names: Sequence[str]) -> bool:
    if len(head) > LONGEST_SIGNATURE_LINE:
        return False
    first = folded(PARTED.split(head, maxsplit=1)[0])
    own = first in names and " " in first
    if own and len(first) < len(folded(head)):
        return True
    if own:
        return bool(below)
    contacts = sum(bool(PHONE.search(text) or CONTACT.search(text) or WEB.search(text)) for text in below[:8])
    return contacts > 0 and bool(NAME.fullmatch(head)) and head[:1].isupper() and " " in head and _short(below)


def _short(below: Sequence[str]) -> bool:
    return all(len(text) <= LONGEST_SIGNATURE_LINE for text in below)


def _is_prose(text: str) -> bool:
    """Tell a sentence from a line of a signature."""
    return len(text.split()) >= 6 and text.rstrip().endswith((".", "!", "?")) and not PHONE.search(text)


def _postscript(lines: Sequence[Line]) -> list[Line]:
    for number, line in enumerate(lines):
        if folded(line.text[:6]).replace(".", "").startswith(("ps ", "ps:", "nb:")):
            return [Line(""), *lines[number:]]
    return []


def _trimmed(lines: list[Line]) -> list[Line]:
    """Drop rules and blank lines at both ends; a line of signs such as a thumb stays."""
    start, end = 0, len(lines)
    while end > start and (lines[end - 1].blank or LINE_ONLY.fullmatch(lines[end - 1].text[:200])):
        end -= 1
    while start < end and lines[start].blank:
        start += 1
    return lines[start:end]
