"""A found table is what any format gives: rows of cells with their visible words and the marks hidden in them."""

from dataclasses import dataclass

MAX_ROWS, MAX_COLUMNS, MAX_CELL = 2_000, 64, 20_000
"""More rows, columns or characters than these are no plan that people share."""


@dataclass(frozen=True)
class FoundCell:
    """A cell's words as a reader sees them once all tracked changes are accepted, and its marks.

    `comments` are the ids of the comments that hang on it; `merged` where it shares its words with its neighbours.
    """

    text: str = ""
    marks: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    merged: bool = False


@dataclass(frozen=True)
class FoundRow:
    """A row of a found table; `inserted` where it was added under tracked changes."""

    cells: tuple[FoundCell, ...]
    inserted: bool = False

    @property
    def texts(self) -> tuple[str, ...]:
        """Return the words of every cell."""
        return tuple(cell.text for cell in self.cells)

    @property
    def marks(self) -> tuple[str, ...]:
        """Return every mark in the row."""
        return tuple(mark for cell in self.cells for mark in cell.marks)


@dataclass(frozen=True)
class Revision:
    """Who changed what when, as the editor recorded it: evidence, never identity."""

    kind: str
    author: str
    at: str
    text: str


@dataclass(frozen=True)
class Comment:
    """A comment, bound to the row it hangs on ('' where that is none of the plan's)."""

    id: str
    author: str
    text: str
    row: str = ""
    answers: str = ""


@dataclass(frozen=True)
class Found:
    """Everything that a file of any format gave: its tables, the marks outside them, and its evidence."""

    tables: tuple[tuple[FoundRow, ...], ...]
    marks: tuple[str, ...] = ()
    text: str = ""
    comments: tuple[Comment, ...] = ()
    revisions: tuple[Revision, ...] = ()
