"""A table in a mail's body, as HTML or as lines of text, is a table like any other, without marks."""

import re
from collections.abc import Iterator

from lxml import etree, html

from parsing.word.guard import MAX_NODES, Unsafe
from parsing.word.table import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Found, FoundCell, FoundRow

MAX_TEXT = 2 * 2**20
BREAKS = frozenset({"br", "p", "div", "li"})
_RULE = re.compile(r"[\s|:+=-]*\Z")


def read_html(text: str) -> Found:
    """Return the tables in HTML, and its words."""
    if len(text) > MAX_TEXT or text.count("<") > MAX_NODES // 4:
        raise Unsafe("too-large", "HTML")
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(no_network=True, huge_tree=False))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as fault:
        raise Unsafe("broken-document", str(fault)) from fault
    tables = tuple(tuple(_rows(table)) for table in root.iter("table") if table.find(".//table") is None)
    return Found(tables, (), "".join(str(part) for part in root.itertext())[:MAX_CELL])


def _rows(table: etree._Element) -> Iterator[FoundRow]:
    for number, row in enumerate(table.iter("tr")):
        if number >= MAX_ROWS:
            raise Unsafe("too-large", "rows")
        cells: list[FoundCell] = []
        for cell in row:
            if cell.tag in ("td", "th"):
                span = cell.get("colspan", "1")
                extra = min(int(span), MAX_COLUMNS) - 1 if span.isdecimal() and len(span) < 9 else 0
                cells += [FoundCell(_text(cell), merged=extra > 0), *[FoundCell(merged=True)] * max(extra, 0)]
        yield FoundRow(tuple(cells[:MAX_COLUMNS]))


def _text(cell: etree._Element) -> str:
    parts: list[str] = []
    for element in cell.iter():
        if element.tag in BREAKS and element is not cell and "".join(parts).strip():
            parts.append("\n")
        if isinstance(element.tag, str):
            parts.append(" ".join((element.text or "").split()) and (element.text or ""))
        parts.append((element.tail or "") if element is not cell else "")
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(line for line in lines if line)[:MAX_CELL]


def read_text(text: str) -> Found:
    """Return the table in lines whose cells are parted by pipes, tabs or semicolons, and the words around it."""
    if len(text) > MAX_TEXT:
        raise Unsafe("too-large", "text")
    lines = text.splitlines()[: MAX_ROWS * 2]
    mark = max("|\t;", key=lambda sign: sum(1 for line in lines if line.count(sign) >= 2))
    rows = [line for line in lines if line.count(mark) >= 2 and not _RULE.match(line)]
    table = tuple(FoundRow(tuple(FoundCell(cell.strip()) for cell in _cells(line, mark))) for line in rows[:MAX_ROWS])
    return Found((table,) if table else (), (), "\n".join(line for line in lines if line not in set(rows)))


def _cells(line: str, mark: str) -> list[str]:
    return line.strip().strip("|" if mark == "|" else "").split(mark)[:MAX_COLUMNS]
