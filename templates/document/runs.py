"""A run is a stretch of WordprocessingML: text, links, marks and content controls for the inside of a paragraph."""

import datetime as dt
import re
import zlib
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
DATE_FORMATS: Mapping[str, str] = {"de": "dd.MM.yyyy"}
"""How Word's date picker writes a date, where it is not "d MMM yyyy"."""


def clean(text: str) -> str:
    """Return text without the characters that XML cannot carry."""
    return _ILLEGAL.sub("", text)


def run(text: str, style: str = "", *, hidden: bool = False) -> str:
    """Return a run of text in a character style; line feeds become line breaks."""
    properties = (f'<w:rStyle w:val="{style}"/>' if style else "") + ("<w:vanish/>" if hidden else "")
    lines = [f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean(text).split("\n")]
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{'<w:br/>'.join(lines)}</w:r>"


def link(relation: str, text: str, style: str = "MapLink") -> str:
    """Return a hyperlink through a relationship id."""
    return f'<w:hyperlink r:id="{relation}" w:history="1">{run(text, style)}</w:hyperlink>'


def mark(name: str, content: str, relation: str = "") -> str:
    """Return content inside a bookmark, and inside a link to it or elsewhere: two marks that editors keep."""
    number = _number(name)
    target = f'r:id="{relation}"' if relation else f'w:anchor="{name}"'
    return (
        f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
        f'<w:hyperlink {target} w:history="1">{content}</w:hyperlink>'
        f'<w:bookmarkEnd w:id="{number}"/>'
    )


def remarked(content: str, number: int | None) -> str:
    """Return content with the comment of this number on it; as it is without one."""
    if number is None:
        return content
    return (
        f'<w:commentRangeStart w:id="{number}"/>{content}<w:commentRangeEnd w:id="{number}"/>'
        f'<w:r><w:commentReference w:id="{number}"/></w:r>'
    )


def bookmark_name(version: int, row_id: str) -> str:
    """Return a bookmark's name for a row: letters, digits and underscores, at most 40 characters."""
    safe = re.sub(r"[^A-Za-z0-9]", lambda found: f"_{ord(found[0]):02x}_", row_id)
    return f"mp_v{version}_{safe}"[:40]


def date_control(tag: str, title: str, day: dt.date | None, shown: str, language: str, locale: str, hint: str) -> str:
    """Return a date picker around the written-out day; around a hint where there is none yet."""
    full = f' w:fullDate="{day.isoformat()}T00:00:00Z"' if day else ""
    month_first = shown[:1].isalpha() and day is not None
    pattern = DATE_FORMATS.get(language, "MMM d, yyyy" if month_first else "d MMM yyyy")
    kind = (
        f'<w:date{full}><w:dateFormat w:val="{pattern}"/><w:lid w:val={quoteattr(locale)}/>'
        '<w:storeMappedDataAs w:val="dateTime"/><w:calendar w:val="gregorian"/></w:date>'
    )
    return _control(tag, title, kind, shown, "MapDue", hint)


def choice_control(tag: str, title: str, choices: Iterable[str], shown: str, style: str, hint: str) -> str:
    """Return a drop-down that also takes typed words."""
    items = "".join(f"<w:listItem w:displayText={quoteattr(item)} w:value={quoteattr(item)}/>" for item in choices)
    return _control(tag, title, f"<w:comboBox>{items}</w:comboBox>", shown, style, hint)


def _control(tag: str, title: str, kind: str, shown: str, style: str, hint: str) -> str:
    # Run level only: block and cell level controls lose their text in other editors.
    empty = "" if shown else "<w:showingPlcHdr/>"
    content = run(shown, style) if shown else run(hint, "MapHint")
    return (
        f"<w:sdt><w:sdtPr><w:alias w:val={quoteattr(title)}/><w:tag w:val={quoteattr(tag)}/>"
        f'<w:id w:val="{_number(tag)}"/>{empty}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>'
    )


def _number(name: str) -> int:
    return zlib.crc32(name.encode()) & 0x3FFFFFFF
