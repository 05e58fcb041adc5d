"""A day is written out so that nobody mistakes month for day, and read back where it is written that way."""

import datetime as dt
import re
from collections.abc import Mapping

from plans.words import folded, language_of

MONTHS: Mapping[str, str] = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
}
SHORT_MONTHS: Mapping[str, str] = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec",
    "it": "gen feb mar apr mag giu lug ago set ott nov dic",
}
MONTH_FIRST: frozenset[str] = frozenset({"en-us", "en-ca", "en-ph"})
"""Locales that write the month before the day."""


def _months_by_word() -> dict[str, int]:
    tables = (*MONTHS.values(), *SHORT_MONTHS.values())
    found = {folded(word): number for table in tables for number, word in enumerate(table.split(), 1)}
    return found | {"sept": 9, "mrz": 3, "maerz": 3, "dez": 12}


MONTH_BY_WORD: Mapping[str, int] = _months_by_word()

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")
_DOTTED = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})\Z")
_DAY_FIRST = re.compile(r"(\d{1,2})(?:\.|st|nd|rd|th|er|º|°)?\s+(?:de\s+)?([^\W\d_]{3,10})\.?,?\s+(?:de\s+)?(\d{4})\Z")
_MONTH_WORD_FIRST = re.compile(r"([^\W\d_]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\Z")


def day_text(day: dt.date | None, language: str, locale: str = "") -> str:
    """Return the day as the plan writes it: "20 Jun 2026", "Jun 20, 2026", "20.06.2026"; '' for none."""
    if day is None:
        return ""
    spoken = language_of(language)
    if spoken == "de":
        return f"{day.day:02}.{day.month:02}.{day.year}"
    month = SHORT_MONTHS[spoken].split()[day.month - 1]
    if spoken == "en" and locale.casefold().replace("_", "-") in MONTH_FIRST:
        return f"{month} {day.day}, {day.year}"
    return f"{day.day} {month} {day.year}"


def short_day_text(day: dt.date | None, language: str, locale: str = "") -> str:
    """Return the day without its year, where that is plain: "20 Jun", "Jun 20", "20.06."; '' for none."""
    if day is None:
        return ""
    return day_text(day, language, locale).removesuffix(str(day.year)).strip(" ,")


def _day(year: str, month: int | None, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), month, int(day)) if month else None
    except ValueError:
        return None


def read_day(text: str) -> dt.date | None:
    """Return the day of a text that is one written-out date and nothing else, in any of our languages, or None.

    Forms in which month and day could be exchanged (03/04/2026) are left to the date grammar, which knows the locale.
    """
    plain = " ".join(text.split())
    if found := _ISO.match(plain):
        return _day(found[1], int(found[2]), found[3])
    if found := _DOTTED.match(plain):
        return _day(found[3], int(found[2]), found[1])
    if found := _DAY_FIRST.match(plain):
        return _day(found[3], MONTH_BY_WORD.get(folded(found[2])), found[1])
    if found := _MONTH_WORD_FIRST.match(plain):
        return _day(found[3], MONTH_BY_WORD.get(folded(found[1])), found[2])
    return None
