"""A report has sentences, tables and pictures, and no layout yet."""

import base64
import csv
import datetime as dt
import io
from dataclasses import dataclass, field, replace
from typing import Any

from templates.cells import harmless


@dataclass(frozen=True)
class Picture:
    """A picture, in words what it shows to whoever cannot see it, and what stands below it ('': the same words).

    `figure` is what it was drawn in, for other forms of it.
    """

    data: bytes
    alt: str
    caption: str = ""
    media_type: str = "image/svg+xml"
    figure: Any = field(default=None, repr=False, compare=False)

    @property
    def base64(self) -> str:
        """Return the picture as a page carries it."""
        return base64.b64encode(self.data).decode("ascii")


@dataclass(frozen=True)
class Table:
    """Rows of words under heads; the columns named in `numbers` (from 0) stand to the right; `left_out` are rows that
    there are besides."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int] = frozenset()
    left_out: int = 0


@dataclass(frozen=True)
class Report:
    """A report as it is read: `lead` says what it comes to, `notes` what it rests on and does not tell."""

    title: str
    lead: tuple[str, ...]
    tables: tuple[Table, ...]
    notes: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()


NONE_KEPT = "No plan is kept here yet: `milepost start PLAN.yaml` starts one, `milepost demo` shows one at work."
NONE_RUNS = "No plan is running: `milepost list` tells of all that are kept, `milepost start PLAN.yaml` starts one."


def with_nothing(report: Report, why: str) -> Report:
    """Return a report that has nothing to tell: it says why, and explains no figure."""
    return replace(report, lead=(why,), notes=())


def cut(report: Report, most: int) -> Report:
    """Return a report of which no table has more than so many rows: it says how many are left out."""
    left_out = max((len(table.rows) - most for table in report.tables), default=0)
    if left_out <= 0:
        return report
    note = f"The {left_out:,} rows of the least urgent plans are left out here: `milepost report` tells of all."
    tables = tuple(replace(table, rows=table.rows[:most]) for table in report.tables)
    return replace(report, tables=tables, notes=(note, *report.notes))


def day(value: dt.date | None) -> str:
    """Return a day as reports write it: ISO, which sorts and cannot be misread; '' for none."""
    return value.isoformat() if value else ""


def plural(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def moved(days: int) -> str:
    """Return by how many days a date has moved, later with a plus."""
    return f"{days:+d} {'day' if abs(days) == 1 else 'days'}"


def as_csv(report: Report) -> str:
    """Return the report's tables as CSV, an empty line between two; no cell can act as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for number, table in enumerate(report.tables):
        if number:
            out.write("\n")
        writer.writerow(table.heads)
        writer.writerows([harmless(cell) for cell in row] for row in table.rows)
    return out.getvalue()
