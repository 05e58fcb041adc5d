"""Phrases of seven languages become days, shifts, ranges or nothing; the tables lie in tests/phrases/dates."""

import datetime as dt
import sys
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from parsing.dates import FoundDate, find
from parsing.dates.find import LONGEST_TEXT
from plans.plan import Event

finding = sys.modules["parsing.dates.find"]
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


@cache
def saying(language: str) -> tuple[dt.datetime, str]:
    said = table(language)
    return dt.datetime.fromisoformat(said["reference"]), said["locale"]


def read(language: str, text: str) -> tuple[FoundDate, ...]:
    reference, locale = saying(language)
    return find(text, reference, locale, language=language)


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


WORDS = sorted(
    {word for kind in ("day", "asked", "other", "none") for row in rows(kind) for word in row.values[1].split()}
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=8)), max_size=25), st.sampled_from(LANGUAGES))
def test_no_text_of_odd_words_breaks_the_reader(words: list[str], language: str) -> None:
    text = " ".join(words)
    places = [place for found in read(language, text) for place in (found.start, found.end)]
    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)
    assert all(found.date <= found.last for found in read(language, text) if found.date and found.last)


@pytest.mark.parametrize(
    "piece", ["1 ", "12/", "3.", "the 15th ", "monday ", "two weeks after ", "may ", "(555) ", "-", "\0"]
)
def test_a_long_text_of_one_piece_is_read_within_bounds(piece: str) -> None:
    assert len(read("en", piece * (1_000_000 // len(piece)))) <= LONGEST_TEXT


def test_a_year_beyond_the_calendar_is_no_day() -> None:
    assert not [found for found in read("en", "12 May 99999 or 12/05/99999") if found.certain]
    assert not [found for found in read("en", "in 999 years and 999 months") if found.certain]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_pattern_needs_never_keeps_it_from_matching(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Everything(frozenset[str]):
        def isdisjoint(self, _: Iterable[object]) -> bool:
            return False

    texts = [row.values[1] for kind in ("day", "asked", "other", "none") for row in rows(kind)]
    quick = [read(language, text) for text in texts]
    monkeypatch.setattr(finding, "words_in", lambda _: Everything())
    assert [read(language, text) for text in texts] == quick


def test_a_day_is_told_by_an_event_of_the_plan() -> None:
    events = [Event("Board meeting (CAB)", dt.date(2026, 5, 20), kind="board")]
    events.append(Event("Summer shutdown", dt.date(2026, 8, 3), dt.date(2026, 8, 21)))
    said = dt.datetime(2026, 4, 15, tzinfo=dt.UTC)
    for text, day in [
        ("the day before the board meeting", dt.date(2026, 5, 19)),
        ("two weeks after the board meeting", dt.date(2026, 6, 3)),
        ("the Friday after our board meeting", dt.date(2026, 5, 22)),
        ("on the day of the board meeting", dt.date(2026, 5, 20)),
        ("a week after the summer shutdown", dt.date(2026, 8, 28)),
        ("a week before the summer shutdown", dt.date(2026, 7, 27)),
    ]:
        assert [found.date for found in find(text, said, "en-GB", events=events) if found.certain] == [day], text
    [vague] = find("after the board meeting", said, "en-GB", events=events)
    assert (vague.kind, vague.date, vague.certain) == ("event", None, False)


def test_a_bare_day_lies_near_the_date_in_question() -> None:
    near = find("4 -> 15th", dt.datetime(2026, 4, 13, tzinfo=dt.UTC), "en-US", near=dt.date(2026, 5, 8))
    assert [(found.date, found.why) for found in near] == [(dt.date(2026, 5, 15), "bare-day")]


def test_three_four_is_march_in_america_and_april_elsewhere() -> None:
    said = dt.datetime(2026, 1, 15, tzinfo=dt.UTC)
    days = {locale: str(find("by 3/4", said, locale)[0].date) for locale in ("en-US", "en-GB", "de-DE")}
    assert days == {"en-US": "2026-03-04", "en-GB": "2026-04-03", "de-DE": "2026-04-03"}


def test_english_is_read_beside_the_letter_s_own_language() -> None:
    [found] = read("de", "geht klar, end of next month")
    assert found.date == dt.date(2026, 5, 31)
    assert not read("fr", "mon collègue est au courant")


@pytest.mark.parametrize(
    ("text", "day"), [("not 12 June but the 17th", "2026-06-17"), ("M3 12 June, M4 the 20th", "2026-06-20")]
)
def test_a_bare_day_behind_a_date_lies_in_its_month(text: str, day: str) -> None:
    *_, bare = read("en", text)
    assert (str(bare.date), bare.why) == (day, "bare-day")
