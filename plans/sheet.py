"""A sheet is the one-page table that the Word writer and reader share: rows of cells, each raw text and value."""

from dataclasses import dataclass
from typing import Literal

Column = Literal["id", "milestone", "outcome", "owner", "depends_on", "due", "status", "notes"]
COLUMNS: tuple[Column, ...] = ("id", "milestone", "outcome", "owner", "depends_on", "due", "status", "notes")
"""The seven columns of R95 behind a visible id, in the order in which they are written."""


@dataclass(frozen=True)
class Cell:
    """What stands in a cell, and what it means.

    `value` is None where the text says nothing, or nothing that was understood; otherwise, by column: due an ISO date;
    owner a person id; status a status; depends_on ids parted by a space; everything else the text, white space folded.
    """

    text: str = ""
    value: str | None = None


@dataclass(frozen=True)
class Row:
    """One line of the table; `id` is '' for a row that carries no identity of ours."""

    id: str
    cells: dict[Column, Cell]

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
