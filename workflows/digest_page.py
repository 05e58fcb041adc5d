"""The reports ride on a digest as one page: portfolio, forecast and hygiene of the plans that its reader follows."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from plans.letter import Attachment
from storage.store import Store
from templates.report import Report, cut, say_forecast, say_hygiene, say_portfolio
from templates.report.html import as_html
from templates.report.ranges import ranges_of
from workflows.insights import Theirs
from workflows.timelines import pictures_of

MOST_BYTES = 300_000
"""Bytes of a page that rides on a mail: nobody waits for it, and no server refuses it."""
FEWER = 200
"""Rows of a table where all of them are too many."""


def digest_page(store: Store, theirs: Theirs) -> Attachment | None:
    """Return the page of some plans, the most urgent first; None where there is none, or it is too large for a mail.

    Where it would be too large the pictures go first, then the rows of the least urgent plans, then all but
    the portfolio.
    """
    pages = (as_html(*reports).encode() for reports in _ever_smaller(store, theirs)) if theirs.figures else ()
    page = next((page for page in pages if len(page) <= MOST_BYTES), None)
    return Attachment(f"milepost-portfolio-{theirs.day}.html", "text/html", page) if page else None


def _ever_smaller(store: Store, theirs: Theirs) -> Iterator[Sequence[Report]]:
    """Yield the reports as they are and then ever smaller."""
    reports = tuple(_reports(store, theirs))
    yield reports
    reports = tuple(replace(report, pictures=()) for report in reports)
    yield reports
    reports = tuple(cut(report, FEWER) for report in reports)
    yield reports
    yield reports[:1]


def _reports(store: Store, theirs: Theirs) -> Iterator[Report]:
    """Yield the portfolio, and of running plans the forecast and the hygiene."""
    day = theirs.day
    yield say_portfolio(theirs.figures, day, pictures_of(store, theirs.figures, day))
    if theirs.forecasts:
        said = say_forecast(theirs.forecasts, theirs.past, theirs.accuracy, day)
        picture = ranges_of(theirs.forecasts, day)
        yield replace(said, tables=said.tables[:1], pictures=(picture,) if picture else ())
    if theirs.hygiene:
        yield say_hygiene(theirs.hygiene, day)
