"""The page's own words, per language, from words.toml."""

import datetime as dt
import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from plans.plan import Communication

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@cache
def _tables() -> dict[str, dict[str, Any]]:
    return tomllib.loads((files("templates.document") / "words.toml").read_text("utf-8"))


def words(language: str) -> dict[str, Any]:
    """Return the page's words in a language."""
    return _tables()[language]


def cadence_words(cadence: str, language: str) -> str:
    """Return "weekly Tuesday 09:00" in the reader's words; '' for a cadence that is none of ours."""
    parts = cadence.casefold().split()
    if not parts or parts[0] not in ("weekly", "biweekly", "daily"):
        return ""
    table = words(language)
    day = next((table["days"][_DAYS.index(part)] for part in parts if part in _DAYS), "")
    time = next((part for part in parts if re.fullmatch(r"\d{1,2}:\d\d", part)), "")
    return " ".join(part for part in (table[parts[0]].format(day=day), time) if part)


def next_update(communication: Communication, made_on: dt.date) -> dt.date | None:
    """Return the next day after the document's own on which a status mail goes out."""
    parts = communication.status.casefold().split()
    day = next((_DAYS.index(part) for part in parts if part in _DAYS), None)
    if day is None:
        return None
    return made_on + dt.timedelta(days=(day - made_on.weekday() - 1) % 7 + 1)
