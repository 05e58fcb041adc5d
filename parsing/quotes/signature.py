"""Signatures, mobile footers and disclaimers are cut from the end of what a person wrote; the sign-off stays."""

import re
from collections.abc import Sequence

from parsing.phrases import fold, framing
from parsing.quotes.line import Line

MOST_SIGNATURE_LINES = 14
LONGEST_MARK = 12
MOST_BANNER_LINES = 8
LONGEST_TITLE = 5
LONGEST_PICTURE = 800
LONGEST_SIGNATURE_LINE = 160
MARK = re.compile(r"\s*(--|\u2014|\u2013\u2013|__|-- -|- --|---)\s*")
PICTURE = re.compile(r"\s{0,9}\[([^\[\]]{3,300})\]\s{0,9}(<[^<>]{0,400}>)?\s{0,9}")
PICTURE_WORDS = ("cid:", "image:", "automatically generated", "automatisch generiert", "generee automatiquement")
LIST_RULE = re.compile(r"\s*(_{5,}|-{2,}|={5,})\s*")
LINE_ONLY = re.compile(r"[\s\-_=*#~+.\u2022\u1427|\u2014\u2013\u2500]+")
PHONE = re.compile(r"(\+|\b0|\(0?)\d[\d ()/.\-\u2011]{6,}\d|\b\d{3}[-. ]\d{3,4}(?:[-. ]\d{4})?\b")
CONTACT = re.compile(
    r"\b(t|p|f|m|tel|phone|fon|fax|mobil|mobile|cell|direct|office|handy|telefon|telefono|tlf|movil|gsm|port|tfn|"
    r"telefax|cel|celular|cellulare)\s?[.:]{0,2}\s{0,4}[+(\d][\d ()/.\-\u2011]{4,}",
    re.IGNORECASE,
)
WEB = re.compile(r"\b(www\.|https?://)\S|\S@\S+\.\S")
BRACKETS = re.compile(r"[\[\]<>()]")
NAME = re.compile(r"[^\W\d_][\w'\u2019.\-]*(?:\s+[^\W\d_][\w'\u2019.\-]*){0,4}")
COMPANY = re.compile(r"\b(?:(?:[A-Z]\w?\.){2,}|S\.p\.A\.|(?i:inc|ltd|co|corp|lda|ltda|bros|cia)\.)$")
"""How a company's name ends: its full stop ends no sentence."""
PARTED = re.compile(r"\s[|\u00b7\u2022/]\s|,\s")


def without_signature(lines: Sequence[Line], names: Sequence[str] = ()) -> list[Line]:
    """Return own lines without what the mail program or the sender's signature put below them."""
    written = [line for line in lines if line.role != "signature"]
    own = [fold(name) for name in names if name.strip()]
    written = _above_list_footer(_above_mark(_below_banner(written), own))
    written = [line for line in written if not _is_footer(line.text) and not _is_picture(line.text)]
    written = _above_disclaimer(written)
    written = _above_name_block(written, own)
    return _trimmed(written)


def _below_banner(lines: list[Line]) -> list[Line]:
    """Skip the warning that a gateway puts above mail from outside."""
    start = next((number for number, line in enumerate(lines) if not line.blank), len(lines))
    if start == len(lines) or not fold(lines[start].text[:120]).lstrip("*_- ").startswith(framing().banners):
        return lines
    ends = (number for number in range(start, min(len(lines), start + MOST_BANNER_LINES)) if lines[number].blank)
    return lines[next(ends, start + 1) :]


def _above_mark(lines: list[Line], names: Sequence[str]) -> list[Line]:
    """Cut at a signature mark that has a signature's length below it; of several, at one with a signature below."""
    marks = [
        number for number, line in enumerate(lines) if len(line.text) <= LONGEST_MARK and MARK.fullmatch(line.text)
    ]
    for place, number in enumerate(marks):
        below = [later.text for later in lines[number + 1 :] if not later.blank]
        if lines[number].text.rstrip(" ") not in ("--", "\u2014") and len(below) > MOST_SIGNATURE_LINES:
            continue
        until = marks[place + 1] if place + 1 < len(marks) else len(lines)
        section = [later.text for later in lines[number + 1 : until] if not later.blank]
        if len(marks) == 1 or lines[number].text == "-- " or any(_signs(text, names) for text in section):
            return lines[:number]
    return lines


def _signs(text: str, names: Sequence[str]) -> bool:
    """Tell a line of a signature below a mark: a name of the sender, a number, an address, a footer."""
    words = fold(text[:LONGEST_SIGNATURE_LINE])
    return _is_detail(text) or _is_footer(text) or any(words.startswith(name) for name in names if name)


def _above_list_footer(lines: list[Line]) -> list[Line]:
    """Cut at the rule that a mailing list draws above its own footer."""
    for number, line in enumerate(lines[:-1]):
        if LIST_RULE.fullmatch(line.text[:100]):
            below = "\n".join(later.text for later in lines[number + 1 : number + 6]).casefold()
            if "mailing list" in below or "listinfo" in below or "unsubscribe" in below or "googlegroups" in below:
                return lines[:number]
    return lines


def _is_footer(text: str) -> bool:
    if not text or len(text) > LONGEST_SIGNATURE_LINE:
        return False
    return BRACKETS.sub("", fold(text)).lstrip("-_* ").startswith(framing().footers)


def _is_picture(text: str) -> bool:
    """Tell what a mail program writes in place of a picture."""
    found = PICTURE.fullmatch(text) if text.lstrip().startswith("[") and len(text) < LONGEST_PICTURE else None
    return found is not None and any(word in fold(found[1]) for word in PICTURE_WORDS)


def _above_disclaimer(lines: list[Line]) -> list[Line]:
    """Cut at a disclaimer: a long paragraph, or the last ones, that begins like one."""
    for number, line in enumerate(lines):
        if line.blank or (number and not lines[number - 1].blank and len(line.text) < 40):
            continue
        if number and fold(line.text[:80]).lstrip("*_-[( ").startswith(framing().disclaimers):
            return lines[:number]
    return lines


def _above_name_block(lines: list[Line], names: Sequence[str]) -> list[Line]:
    """Cut the sender's name with title, company and numbers below it; a bare name is a sign-off and stays."""
    written = [number for number, line in enumerate(lines) if not line.blank]
    places = range(max(0, len(written) - MOST_SIGNATURE_LINES), len(written))
    for heads in (_own_head, _stranger_head):
        for place in reversed(places):
            below = [lines[number].text for number in written[place + 1 :]]
            set_off = not place or lines[written[place] - 1].blank or _is_closing(lines[written[place - 1]].text)
            ended = not place or _is_ended(lines[written[place - 1]].text)
            head = lines[written[place]].text.strip(" *_")
            if len(head) > LONGEST_SIGNATURE_LINE or any(_is_prose(text) for text in below):
                continue
            if heads is _own_head and not set_off and not ended and _is_told(head):
                continue
            if heads(head, below, names, set_off and place > 0 and (ended or heads is _own_head)):
                return [*lines[: written[place]], *_postscript(lines[written[place] :])]
    return lines


def _is_told(head: str) -> bool:
    """Tell a line that goes on as a sentence does ("Giulio Marchetti, by 18 September.") from a signature's."""
    return PARTED.split(head, maxsplit=1)[-1][:1].islower()


def _own_head(head: str, below: Sequence[str], names: Sequence[str], set_off: bool) -> bool:
    """Tell the sender's full name at the head of a block."""
    first = fold(PARTED.split(head, maxsplit=1)[0])
    if _titled(first, names) and any(_is_detail(text) for text in below[:3]):
        return True
    if first not in names or " " not in first:
        return False
    if len(first) < len(fold(head)):
        return True
    return bool(below) and (set_off or any(_is_detail(text) for text in below[:3]))


def _titled(first: str, names: Sequence[str]) -> bool:
    """Tell a full name behind titles or an "i. A."."""
    before = [first.removesuffix(f" {name}") for name in names if " " in name and first.endswith(f" {name}")]
    return any(all(len(word) <= LONGEST_TITLE for word in words.split()) for words in before)


def _stranger_head(head: str, below: Sequence[str], _: Sequence[str], set_off: bool) -> bool:
    """Tell a name that is not known, set off from the text and with a number, a title or a web address below it."""
    named = NAME.fullmatch(head) and head[:1].isupper() and " " in head and not _is_closing(head)
    return bool(named) and set_off and any(_is_detail(text) for text in below[:3]) and _short(below)


def _is_ended(text: str) -> bool:
    """Tell a line after which a signature may stand: "The new owner is" and "New owner:" have their name below."""
    return (
        _is_closing(text)
        or text.rstrip(" )\"'*_").endswith((".", "!", "?", "\u2026"))
        or (not text.strip()[-1:].isalnum() and not text.rstrip().endswith((":", "-", ",")))
    )


def _is_closing(text: str) -> bool:
    return fold(text).rstrip(",!. ") in framing().closings


def _is_detail(text: str) -> bool:
    """Tell a line of a signature: a number, an address, a title."""
    if PHONE.search(text) or CONTACT.search(text) or WEB.search(text):
        return True
    words = re.split(r"[^\w]+", fold(text[:LONGEST_SIGNATURE_LINE]))
    return len(words) <= 12 and any(word in framing().professions for word in words)


def _short(below: Sequence[str]) -> bool:
    return all(len(text) <= LONGEST_SIGNATURE_LINE for text in below)


def _is_prose(text: str) -> bool:
    """Tell a sentence from a line of a signature."""
    ended = text.rstrip().endswith((".", "!", "?")) and not COMPANY.search(text.rstrip())
    return len(text.split()) >= 6 and ended and not PHONE.search(text)


def _postscript(lines: Sequence[Line]) -> list[Line]:
    for number, line in enumerate(lines):
        if fold(line.text[:6]).replace(".", "").startswith(("ps ", "ps:", "nb:")):
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
