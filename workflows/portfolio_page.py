"""The portfolio rides on a digest as a page: of the plans that its reader follows, and of no others."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from plans.letter import Attachment
from plans.report.figures import PlanFigures
from storage.store import Store
from templates.report import Report, say_portfolio
from templates.report.html import as_html
from workflows.timelines import pictures_of

MOST_BYTES = 300_000
"""Bytes of a page that rides on a mail: nobody waits for it, and no server refuses it."""
FEWER = 200
"""Plans that a page tells of where all of them are too many."""


def portfolio_page(store: Store, figures: Sequence[PlanFigures], day: dt.date) -> Attachment | None:
    """Return the page of some plans, the most urgent first; None where there is none, or it is too large for a mail.

    Where it would be too large the pictures go first, then the least urgent plans.
    """
    pages = (as_html(report).encode() for report in _reports(store, figures, day)) if figures else ()
    page = next((page for page in pages if len(page) <= MOST_BYTES), None)
    return Attachment(f"milepost-portfolio-{day}.html", "text/html", page) if page else None


def _reports(store: Store, figures: Sequence[PlanFigures], day: dt.date) -> Iterator[Report]:
    """Yield the report as it is and then ever smaller."""
    report = say_portfolio(figures, day, pictures_of(store, figures, day))
    yield report
    report = replace(report, pictures=())
    yield report
    (table,), left_out = report.tables, len(figures) - FEWER
    note = f"The {left_out:,} least urgent plans are left out here: `milepost report portfolio` tells of all."
    yield replace(report, tables=(replace(table, rows=table.rows[:FEWER]),), notes=(note, *report.notes))
