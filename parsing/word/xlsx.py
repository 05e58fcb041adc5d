"""An .xlsx file is read by openpyxl, cell by cell and within bounds; formulas are taken as what they last showed."""

import datetime as dt
import io
from collections.abc import Iterator
from typing import Any

from parsing.word.guard import Package, Unsafe, parsed
from parsing.word.table import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Found, FoundCell, FoundRow


def read_xlsx(package: Package, data: bytes) -> Found:
    """Return what a workbook holds: each sheet is a table."""
    from openpyxl import load_workbook

    for name in package.names:
        if name.endswith((".xml", ".rels")):
            # openpyxl reads parts whole and unguarded, so each is looked at before it does.
            parsed(package.read(name), name)
    try:
        book: Any = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        tables = tuple(tuple(_rows(sheet)) for sheet in book.worksheets[:20])
        marks = tuple(f"{each.name}={each.value}"[:300] for each in book.custom_doc_props.props)
        keywords = f"keywords={book.properties.keywords or ''}"[:300]
    except Exception as fault:  # openpyxl lets any error of its readers through
        raise Unsafe("broken-document", f"{type(fault).__name__}: {fault}"[:200]) from fault
    text = "\n".join(" ".join(row.texts) for table in tables for row in table if sum(map(bool, row.texts)) <= 2)
    return Found(tables, (*marks, keywords), text)


def _rows(sheet: Any) -> Iterator[FoundRow]:
    for values in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True):
        cells = tuple(FoundCell(_text(value)) for value in values)
        if any(cell.text for cell in cells):
            yield FoundRow(cells)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)[:MAX_CELL].strip()
