"""Damage that other editors, converters and people do to the marks in a document, one kind a function."""

import random
import re
from collections.abc import Callable

from lxml import etree

from plans.words import COLUMN_HEADS
from tests.documents.making import W, body_edited, repacked, rows, typed, write

Damage = Callable[[bytes], bytes]


def _without(pattern: str) -> Damage:
    return lambda data: repacked(
        data, {"word/document.xml": lambda xml: re.sub(pattern.encode(), b"", xml, flags=re.DOTALL)}
    )


def _footers(data: bytes) -> bytes:
    return repacked(data, dict.fromkeys((f"word/footer{n}.xml" for n in range(1, 5)), _emptied))


def _emptied(part: bytes) -> bytes:
    return re.sub(rb"<w:t( [^>]*)?>.*?</w:t>", b"", part)


def _no_custom(data: bytes) -> bytes:
    return repacked(data, {"docProps/custom.xml": None})


def _no_core(data: bytes) -> bytes:
    return repacked(data, {"docProps/core.xml": b"<x/>"})


def _shuffled(data: bytes) -> bytes:
    def edit(root: etree._Element) -> None:
        lines = rows(root)[1:]
        table = lines[0].getparent()
        random.Random(7).shuffle(lines)
        for line in lines:
            assert table is not None
            table.append(line)

    return body_edited(data, edit)


def _columns_turned(data: bytes) -> bytes:
    def edit(root: etree._Element) -> None:
        for row in rows(root):
            for cell in row.findall(f"{W}tc")[1:5]:
                row.append(cell)

    return body_edited(data, edit)


def _heads(names: Callable[[int, str], str]) -> Damage:
    def edit(root: etree._Element) -> None:
        for number, cell in enumerate(rows(root)[0].findall(f"{W}tc")):
            text = "".join(t.text or "" for t in cell.iter(f"{W}t"))
            write(cell, typed(names(number, text)))

    return lambda data: body_edited(data, edit)


def _cell_emptied(column: int) -> Damage:
    def edit(root: etree._Element) -> None:
        for row in rows(root)[1:]:
            write(row.findall(f"{W}tc")[column], "<w:p/>")

    return lambda data: body_edited(data, edit)


def _unwrapped(name: str) -> Damage:
    def edit(root: etree._Element) -> None:
        for element in list(root.iter(f"{W}{name}")):
            parent, inner = element.getparent(), element.find(f"{W}sdtContent") if name == "sdt" else element
            assert parent is not None
            for child in list(inner if inner is not None else ()):
                element.addprevious(child)
            parent.remove(element)

    return lambda data: body_edited(data, edit)


def _all(*damages: Damage) -> Damage:
    def done(data: bytes) -> bytes:
        for damage in damages:
            data = damage(data)
        return data

    return done


_HIDDEN = r"<w:r>(?:(?!</w:r>).)*?<w:vanish/>(?:(?!</w:r>).)*?</w:r>"
_BOOKMARKS = r"<w:bookmark(?:Start|End)[^>]*/>"
FRENCH = [COLUMN_HEADS["fr"][column][0] for column in COLUMN_HEADS["fr"]]
DAMAGES: dict[str, tuple[Damage, bool]] = {
    "no hidden runs": (_without(_HIDDEN), False),
    "no bookmarks": (_without(_BOOKMARKS), False),
    "no links": (_unwrapped("hyperlink"), False),
    "no controls": (_unwrapped("sdt"), False),
    "no tags": (_without(r"<w:tag [^>]*/>"), False),
    "no custom properties": (_no_custom, False),
    "no core properties": (_no_core, False),
    "no properties at all": (_all(_no_custom, _no_core), False),
    "no footer": (_footers, False),
    "no properties and no footer": (_all(_no_custom, _no_core, _footers), False),
    "no visible numbers": (_cell_emptied(0), True),
    "only visible numbers": (
        _all(_without(_HIDDEN), _without(_BOOKMARKS), _unwrapped("hyperlink"), _unwrapped("sdt")), False,
    ),
    "nothing but words": (
        _all(_without(_HIDDEN), _without(_BOOKMARKS), _unwrapped("hyperlink"), _unwrapped("sdt"), _no_custom,
             _no_core, _footers, _cell_emptied(0)), True,
    ),
    "rows shuffled": (_shuffled, False),
    "columns in another order": (_columns_turned, False),
    "heads renamed": (_heads(lambda number, text: text if number in (0, 1, 6) else f"Col {number}"), False),
    "heads in French": (_heads(lambda number, text: FRENCH[number] if number < len(FRENCH) else text), False),
}  # fmt: skip
"""Kind of damage → how it is done, and whether so much is gone that everything may be asked."""
