"""A day typed into a due cell is a date and nothing else; whatever says more or less than one day is asked."""

import datetime as dt
import re

from plans.daytext import MONTH_BY_WORD, MONTH_FIRST, read_day
from plans.words import folded

WEEKDAYS: tuple[str, ...] = (
    "monday mon montag mo lundi lun lunes segunda-feira seg maandag ma lunedi",
    "tuesday tue tues dienstag di mardi mar martes terca-feira dinsdag martedi",
    "wednesday wed mittwoch mi mercredi mer miercoles quarta-feira woensdag wo mercoledi",
    "thursday thu thur thurs donnerstag do jeudi jeu jueves quinta-feira donderdag giovedi",
    "friday fri freitag fr vendredi ven viernes sexta-feira vrijdag vr venerdi",
    "saturday sat samstag sa samedi sam sabado zaterdag za sabato",
    "sunday sun sonntag so dimanche dim domingo zondag zo domenica",
)
WEEKDAY_BY_WORD = {word: number for number, words in enumerate(WEEKDAYS) for word in words.split()}
FAR = dt.timedelta(days=200)
"""A date without a year is the one nearest to the line's own date, if it is not farther off than this."""

_NUMERIC = re.compile(r"(\d{1,2})\s?[./-]\s?(\d{1,2})(?:\s?[./-]\s?(\d{2}|\d{4}))?\.?\Z")
_YEARLESS = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th|er|º|°)?\s+(?:de\s+|of\s+)?([^\W\d_]{3,10})\.?\Z", re.IGNORECASE)
_YEARLESS_MONTH_FIRST = re.compile(r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?\Z", re.IGNORECASE)
_POLITE = re.compile(r"^(?:le|el|il|den|am|on|by|em|op|bis|until|new|neu)\s*:?\s+", re.IGNORECASE)


def due_day(text: str, locale: str, near: dt.date | None) -> dt.date | None:
    """Return the one day that the words of a due cell say, or None where they say none, several or something else."""
    words = _POLITE.sub("", " ".join(text.split()).strip(" ;!"))
    if day := _day_in(words, locale, near):
        return day
    weekday, words = _without_weekday(words)
    day = _day_in(words, locale, near) if weekday is not None else None
    return day if day is not None and day.weekday() == weekday else None


def _day_in(words: str, locale: str, near: dt.date | None) -> dt.date | None:
    return read_day(words) or _numeric(words, locale, near) or _yearless(words, near)


def _without_weekday(words: str) -> tuple[int | None, str]:
    head, _, rest = words.partition(" ")
    number = WEEKDAY_BY_WORD.get(folded(head).strip(",."))
    return (number, _POLITE.sub("", rest.strip(" ,"))) if number is not None and rest else (None, words)


def _numeric(words: str, locale: str, near: dt.date | None) -> dt.date | None:
    found = _NUMERIC.match(words)
    if not found:
        return None
    first, second, year = int(found[1]), int(found[2]), found[3]
    american = locale.casefold().replace("_", "-") in MONTH_FIRST and "." not in words
    month, day = (first, second) if american else (second, first)
    if month > 12:
        month, day = day, month
    if year is None:
        return _nearest(month, day, near)
    return _day(int(year) + (2000 if len(year) == 2 else 0), month, day)


def _yearless(words: str, near: dt.date | None) -> dt.date | None:
    if found := _YEARLESS.match(words):
        month, day = MONTH_BY_WORD.get(folded(found[2])), int(found[1])
    elif found := _YEARLESS_MONTH_FIRST.match(words):
        month, day = MONTH_BY_WORD.get(folded(found[1])), int(found[2])
    else:
        return None
    return _nearest(month, day, near) if month else None


def _nearest(month: int, day: int, near: dt.date | None) -> dt.date | None:
    if near is None:
        return None
    days = [found for year in (near.year - 1, near.year, near.year + 1) if (found := _day(year, month, day))]
    best = min(days, key=lambda found: abs(found - near), default=None)
    return best if best is not None and abs(best - near) <= FAR else None


def _day(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
