"""Other date readers, each behind the same call; none of them is needed by Milepost, install what is to be compared."""

import datetime as dt
from collections.abc import Callable

Reader = Callable[[str, dt.datetime, str], set[str]]


def dateparser() -> Reader:
    """Return dateparser's search."""
    from dateparser.search import search_dates

    def read(text: str, reference: dt.datetime, locale: str) -> set[str]:
        base = reference.replace(tzinfo=None)
        settings = {"RELATIVE_BASE": base, "PREFER_DATES_FROM": "future"}
        settings["DATE_ORDER"] = "MDY" if locale == "en-US" else "DMY"
        found = search_dates(text, languages=[locale[:2]], settings=settings) or []
        return {str(day.date()) for _, day in found}

    return read


def parsedatetime() -> Reader:
    """Return parsedatetime, which reads English and has tables for a few more."""
    import parsedatetime as library

    known = {"en": "en_US", "de": "de_DE", "fr": "fr_FR", "es": "es", "pt": "pt_BR", "nl": "nl_NL"}
    calendars = {
        language: library.Calendar(library.Constants(name, usePyICU=False), version=library.VERSION_CONTEXT_STYLE)
        for language, name in known.items()
    }

    def read(text: str, reference: dt.datetime, locale: str) -> set[str]:
        calendar = calendars.get(locale[:2])
        try:
            found = (calendar.nlp(text, reference.replace(tzinfo=None)) if calendar else None) or ()
        except Exception:  # its tables of other languages have holes
            return set()
        return {str(day.date()) for day, *_ in found}

    return read


def ctparse() -> Reader:
    """Return ctparse, which reads English and German."""
    from ctparse import ctparse as parse

    def read(text: str, reference: dt.datetime, locale: str) -> set[str]:
        if locale[:2] not in ("en", "de"):
            return set()
        found = getattr(parse(text, ts=reference.replace(tzinfo=None), timeout=1.0), "resolution", None)
        year, month, day = (getattr(found, part, None) for part in ("year", "month", "day"))
        return {str(dt.date(year, month, day))} if year and month and day else set()

    return read


def recognizers() -> Reader:
    """Return Microsoft's recognizers for text."""
    from recognizers_date_time import recognize_datetime

    cultures = {"en": "en-us", "de": "de-de", "fr": "fr-fr", "es": "es-es", "pt": "pt-br", "nl": "nl-nl", "it": "it-it"}

    def read(text: str, reference: dt.datetime, locale: str) -> set[str]:
        try:
            found = recognize_datetime(text, cultures[locale[:2]], reference=reference.replace(tzinfo=None))
        except Exception:  # a library that stumbles has no answer
            return set()
        values = [each.resolution["values"] for each in found if each.resolution]
        last = [row[-1] for row in values if row and row[-1].get("type") in ("date", "datetime")]
        return {day for row in last if (day := str(row.get("value", ""))[:10]) and day[:1].isdigit()}

    return read


PEERS: dict[str, Callable[[], Reader]] = {
    "dateparser": dateparser,
    "parsedatetime": parsedatetime,
    "ctparse": ctparse,
    "recognizers": recognizers,
}
