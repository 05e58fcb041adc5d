"""A table that holds data becomes tab-parted rows; one that only lays out a page is walked like any block."""

from collections.abc import Iterator

from lxml import html

from parsing.html_layout import BLOCKS

MOST_ROWS = 2_000
MOST_CELLS = 60
LARGEST = 20_000
LONGEST_CELL = 1_000


def data_rows(table: html.HtmlElement) -> list[str]:
    """Return the rows of a data table, tab-parted; none for a table that lays out."""
    if table.find(".//table") is not None:
        return []
    rows: list[str] = []
    size = wide = 0
    for row in _rows(table):
        cells = [" ".join("".join(_texts(cell)).split()) for cell in row[: MOST_CELLS + 1] if cell.tag in ("td", "th")]
        size += sum(map(len, cells))
        if size > LARGEST or len(cells) > MOST_CELLS or any(len(cell) > LONGEST_CELL for cell in cells):
            return []
        wide += sum(map(bool, cells)) >= 2
        if any(cells):
            rows.append("\t".join(cells))
    return rows if wide and wide * 2 >= len(rows) else []


def _rows(table: html.HtmlElement) -> Iterator[html.HtmlElement]:
    for number, row in enumerate(table.iter("tr")):
        if number >= MOST_ROWS:
            return
        yield row


def _texts(cell: html.HtmlElement) -> Iterator[str]:
    for element in cell.iter():
        if element.tag in ("script", "style"):
            continue
        if element is not cell and (element.tag in BLOCKS or element.tag == "br"):
            yield " "
        yield element.text or ""
        if element is not cell:
            yield element.tail or ""
