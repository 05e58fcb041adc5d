"""A sheet is the one-page table that the Word writer and reader share: rows of cells, each raw text and value."""

from dataclasses import dataclass
from typing import Any, Literal

Column = Literal["id", "milestone", "outcome", "owner", "depends_on", "due", "status", "notes"]
COLUMNS: tuple[Column, ...] = ("id", "milestone", "outcome", "owner", "depends_on", "due", "status", "notes")
"""The seven columns of R95 behind a visible id, in the order in which they are written."""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and what it means.

    `value` is None where the text says nothing, or nothing that was understood; otherwise, by column: due an ISO date;
    owner a person id, or "Name <address>" for somebody new; status a status; depends_on ids parted by a space;
    everything else the main words, white space folded.
    `small` is the small print below the main words, by kind (an action's id, "backup", "approver", "deadline", "docs",
    "contact"); it is no part of `value`.
    """

    text: str = ""
    value: str | None = None
    small: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Row:
    """One line of the table; `id` is '' for a row that carries no identity of ours.

    `sure` is False where the row was only guessed to be this one: whatever it changes is asked.
    """

    id: str
    cells: dict[Column, Cell]
    sure: bool = True

    def text(self, column: Column) -> str:
        """Return the raw text of a cell, '' where the row has none."""
        return self.cells.get(column, Cell()).text

    def value(self, column: Column) -> str | None:
        """Return the value of a cell, None where the row has none."""
        return self.cells.get(column, Cell()).value


@dataclass(frozen=True)
class Sheet:
    """The table of one plan version as one document showed it.

    `document` names the one document (per plan, version, audience and language); `audience` is the side it was made
    for: internal lines are never in a buyer's sheet.
    """

    plan: str
    version: int
    rows: tuple[Row, ...]
    audience: Literal["buyer", "seller"] = "buyer"
    language: str = "en"
    document: str = ""
    columns: tuple[Column, ...] = COLUMNS

    def row(self, row_id: str) -> Row | None:
        """Return the first row with this id, or None."""
        return next((row for row in self.rows if row.id == row_id), None)


def sheet_as_json(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as `render --sheet` writes it."""
    rows = [_row_as_json(row) for row in sheet.rows]
    return {
        "plan": sheet.plan,
        "version": sheet.version,
        "audience": sheet.audience,
        "language": sheet.language,
        "document": sheet.document,
        "columns": list(sheet.columns),
        "rows": rows,
    }


def _row_as_json(row: Row) -> dict[str, Any]:
    cells = {column: _cell_as_json(cell) for column, cell in row.cells.items()}
    return {"id": row.id, "cells": cells} | ({} if row.sure else {"sure": False})


def _cell_as_json(cell: Cell) -> dict[str, Any]:
    small = {"small": dict(cell.small)} if cell.small else {}
    return {"text": cell.text, "value": cell.value} | small


def sheet_from_json(data: Any) -> Sheet:
    """Return the sheet in what `render --sheet` wrote; ValueError, with words, where it is none."""
    try:
        columns = tuple(column for column in COLUMNS if column in data.get("columns", COLUMNS))
        rows = tuple(
            Row(str(row["id"]), _cells_from_json(row["cells"]), bool(row.get("sure", True))) for row in data["rows"]
        )
        audience: Literal["buyer", "seller"] = "seller" if data.get("audience") == "seller" else "buyer"
        language, document = str(data.get("language", "en")), str(data.get("document", ""))
        return Sheet(str(data["plan"]), int(data["version"]), rows, audience, language, document, columns)
    except (KeyError, TypeError, AttributeError, ValueError) as fault:
        raise ValueError(f"This is no sheet as `milepost render --sheet` writes it: {fault!r}") from fault


def _cells_from_json(cells: dict[str, Any]) -> dict[Column, Cell]:
    return {
        column: Cell(
            str(cell.get("text") or ""),
            None if cell.get("value") is None else str(cell["value"]),
            tuple((str(kind), str(words)) for kind, words in (cell.get("small") or {}).items()),
        )
        for column in COLUMNS
        if (cell := cells.get(column)) is not None
    }
