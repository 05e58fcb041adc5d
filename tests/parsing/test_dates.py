"""Phrases of seven languages become days, shifts, ranges or nothing; the tables lie in tests/phrases/dates."""

import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from parsing.dates import FoundDate, find

TABLES = Path(__file__).parents[1] / "phrases" / "dates"
LANGUAGES = ("en", "de", "fr", "es", "pt", "nl", "it")
NOT_THAT_DAY = ("negated", "weekday-mismatch", "leftover", "ambiguous-order")


def table(language: str) -> dict[str, Any]:
    return tomllib.loads((TABLES / f"{language}.toml").read_text(encoding="utf-8"))


def rows(kind: str) -> Iterator[Any]:
    for language in LANGUAGES:
        for row in table(language)[kind]:
            text, *wanted = row if isinstance(row, list) else [row]
            yield pytest.param(language, text, *wanted, id=f"{language}: {text}")


def read(language: str, text: str) -> tuple[FoundDate, ...]:
    said = table(language)
    return find(text, dt.datetime.fromisoformat(said["reference"]), said["locale"], language=language)


@pytest.mark.parametrize(("language", "text", "day"), rows("day"))
def test_a_phrase_is_read_as_its_day(language: str, text: str, day: str) -> None:
    certain = {str(found.date) for found in read(language, text) if found.kind == "day" and found.certain}
    assert certain == {day}


@pytest.mark.parametrize(("language", "text", "day", "why"), rows("asked"))
def test_a_doubtful_day_is_asked_with_its_reason(language: str, text: str, day: str, why: str) -> None:
    [found] = [found for found in read(language, text) if found.kind == "day"]
    assert (str(found.date), found.why, found.certain) == (day, why, False)


@pytest.mark.parametrize(("language", "text", "kind", "what"), rows("other"))
def test_what_is_no_day_is_a_shift_a_range_or_vague(language: str, text: str, kind: str, what: str) -> None:
    [found] = read(language, text)
    shown = {
        "shift": f"{found.shift[0]} {found.shift[1]}" if found.shift else "",
        "range": f"{found.date} {found.last}",
    }
    assert (found.kind, shown.get(found.kind, "")) == (kind, what)


@pytest.mark.parametrize(("language", "text"), rows("none"))
def test_what_only_looks_like_a_date_is_none(language: str, text: str) -> None:
    assert not [found for found in read(language, text) if found.date and found.why not in NOT_THAT_DAY]


def test_a_third_of_the_phrases_hold_no_day() -> None:
    tables = [table(language) for language in LANGUAGES]
    counts = {kind: sum(len(each[kind]) for each in tables) for kind in ("day", "asked", "other", "none")}
    assert sum(counts.values()) >= 400
    assert counts["other"] + counts["none"] >= sum(counts.values()) / 3
