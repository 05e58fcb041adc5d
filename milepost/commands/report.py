"""The command report: what leaders read over all plans, as a table, JSON, CSV or an HTML page."""

import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plans.report.figures import PlanFigures
    from templates.report import Report, Table

MOST_ROWS = 100
"""Rows of a table in the terminal; more are told by their number, and are in --csv, --json and --html."""

PICTURES = (".png", ".svg")
"""How the name of a picture's file ends."""


@dataclass(frozen=True)
class Form:
    """How a report is wanted: as JSON, CSV, an HTML file, a picture (PNG or SVG) or both, else as tables for the
    terminal."""

    as_json: bool = False
    as_csv: bool = False
    html: Path | None = None
    picture: Path | None = None

    @property
    def draws(self) -> bool:
        """Tell whether its pictures are wanted."""
        return bool(self.html or self.picture)

    @property
    def whole(self) -> bool:
        """Tell whether all rows are wanted; the terminal shows the first ones."""
        return bool(self.as_csv or self.draws)


def portfolio(on: dt.date | None, form: Form, data: Path | None) -> int:
    """Tell how every plan stands on a day, today where none is given."""
    from milepost.wiring import store_in
    from templates.report import say_portfolio
    from workflows.figures import figures_up_to
    from workflows.timelines import pictures_of

    day = on or dt.date.today()
    with store_in(data) as store:
        figures = figures_up_to(store, day)
        pictures = pictures_of(store, figures, day) if form.draws else ()
    shown = None if form.whole else MOST_ROWS
    return given(say_portfolio(figures, day, pictures, shown), (_figures_as_json(one) for one in figures), form)


def _figures_as_json(one: "PlanFigures") -> dict[str, Any]:
    told = {name: value for name, value in one._asdict().items() if name not in ("dues", "holds_until")}
    return told | {"days_lost": one.days_lost}


def given(report: "Report", figures: Any, form: Form) -> int:
    """Give a report in the form that is wanted; 0, or 2 where its file cannot be written."""
    if form.draws:
        return _in_files(report, form)
    if form.as_json:
        print(json.dumps(figures, ensure_ascii=False, default=_plain))
    elif form.as_csv:
        from templates.report.shape import as_csv

        print(as_csv(report), end="")
    else:
        _print(report)
    return 0


def _in_files(report: "Report", form: Form) -> int:
    """Write the page and the picture, whichever are wanted; 1 where there is nothing to draw."""
    if form.picture and form.picture.suffix.casefold() not in PICTURES:
        print(f"{form.picture} is neither a .png nor a .svg. Nothing was written.", file=sys.stderr)
        return 2
    page = _page(report, form.html) if form.html else 0
    return page or (_drawn(report, form.picture) if form.picture else 0)


def _page(report: "Report", file: Path) -> int:
    from templates.report.html import as_html

    return _written(file, as_html(report).encode(), "the report")


def _drawn(report: "Report", file: Path) -> int:
    """Write the first picture of a report; 1 where there is nothing to draw."""
    if not report.pictures:
        print(f"There is nothing to draw: no date. {file} was not written.", file=sys.stderr)
        return 1
    from templates.report.drawing import as_png

    picture = report.pictures[0]
    return _written(file, as_png(picture) if file.suffix.casefold() == ".png" else picture.data, "the picture")


def _written(file: Path, data: bytes, what: str) -> int:
    try:
        file.write_bytes(data)
    except OSError as error:
        print(f"{file} cannot be written ({error.strerror}), and was not.", file=sys.stderr)
        return 2
    print(f"{file} holds {what}.")
    return 0


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, Iterator):
        return list(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    raise TypeError(f"{type(value).__name__} has no JSON here")


def _print(report: "Report") -> None:
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False, markup=False)
    console.print(Text(report.title, style="bold"))
    for sentence in report.lead:
        console.print(sentence)
    for table in report.tables:
        if table.rows:
            console.print()
            console.print(_table(table))
    for note in report.notes:
        console.print(Text(note, style="dim"))


def _table(table: "Table") -> Any:
    from rich.table import Table as RichTable
    from rich.text import Text

    kept = [at for at in range(len(table.heads)) if any(row[at] for row in table.rows)]
    drawn = RichTable(title=table.title, title_justify="left", box=None, title_style="bold")
    for at in kept:
        drawn.add_column(
            table.heads[at],
            header_style="bold",
            justify="right" if at in table.numbers else "left",
            overflow="fold",  # Half a date is no date: a narrow terminal gets more lines.
        )
    for row in table.rows[:MOST_ROWS]:
        drawn.add_row(*(Text(row[at]) for at in kept))
    if (more := table.left_out + len(table.rows) - MOST_ROWS) > 0:
        drawn.caption = f"and {more:,} more: --csv, --json and --html have all"
    return drawn
