"""The days in an out-of-office note are found by the date grammar, seen from when the note was sent."""

import datetime as dt
from collections.abc import Iterator

from parsing.kind.away import Find

WEST = dt.timedelta(hours=-3)
"""Where the offset is at least so far west and no plan says otherwise, 3/4 is read as March 4."""


def day_finder(sent: dt.datetime, locale: str, language: str) -> Find:
    """Return what finds the days in a note; a range counts by its last day."""

    def days(text: str) -> Iterator[tuple[int, int, dt.date]]:
        from parsing.dates import find

        for found in find(text, sent, locale or _usual_locale(sent, language), language=language):
            if found.date is not None:
                yield found.start, found.end, found.last or found.date

    return days


def _usual_locale(sent: dt.datetime, language: str) -> str:
    if language != "en":
        return f"{language}-{language.upper()}"
    return "en-US" if (sent.utcoffset() or dt.timedelta()) <= WEST else "en-GB"
