"""The vocabulary of a language's patterns: what each name in a template stands for, from the words of its data file."""

from collections.abc import Iterable, Mapping
from typing import Any

from parsing.dates.phrasing import either, loose

FULL_YEAR = r"(?P<year>(?:1[789]|20)\d\d|'\d\d)(?![\d%])"
SHORT_YEAR = r"(?P<{}>{})(?![\d%:]|[.,]\d)"
DAY = r"(?<![\d.+])(?<!\d[/:])(?P<day>0?[1-9]|[12]\d|3[01])(?![\d%]|[:/]\d|[.,]\d)"
TABLES = {
    "relword": "relative",
    "weekword": "weeks",
    "monthword": "months_away",
    "quarterword": "quarters_away",
    "yearword": "years_away",
    "nth": "nth",
    "holiday": "holidays",
}
"""Groups of a pattern, and the table of the data file whose phrases they match."""


def phrases(table: Mapping[str, Any]) -> list[str]:
    """Return every phrase of a table whose rows hold phrases parted by bars."""
    return [phrase for row in table for phrase in row.split("|")]


def words_of(raw: Mapping[str, Any]) -> dict[str, str]:
    """Return what the names in a template stand for: the file's words as named groups, and its own fragments."""
    full, short = phrases(dict.fromkeys(raw["weekdays"])), phrases(dict.fromkeys(raw["short_weekdays"]))
    in_words = [*phrases(dict.fromkeys(raw["ordinals"])), *phrases(dict.fromkeys(raw["cardinals"]))]
    number = rf"\d{{1,3}}(?![\d.,:/%])|{either([*phrases(dict.fromkeys(raw['cardinals'])), *phrases(raw['amounts'])])}"
    units = either(word for row in raw["units"].values() for word in row.split("|"))
    one = rf"(?:{number}) {{0,3}}(?:{units})\b"
    link = either(raw["year_links"])
    words = {name: loose(text) for name, text in raw["fragments"].items()} | {
        "month": rf"(?P<month>{either(phrases(dict.fromkeys(raw['months'])))})(?![a-z])",
        "weekday": rf"(?P<weekday>{either(full)})\b",
        "weekday_stem": rf"(?P<weekday>{either(full)})",
        "any_weekday": rf"(?P<weekday>{either(word for word in [*full, *short] if word)})\b\.?",
        "short_weekday": rf"(?P<weekday>{either(word for word in short if word) or '(?!)'})\b\.?",
        "ordinal_word": rf"(?P<dayword>{either(phrases(dict.fromkeys(raw['ordinals'])))})\b",
        "dayword": rf"(?P<dayword>{either(in_words)})\b",
        "cardinal": either(phrases(dict.fromkeys(raw["cardinals"]))),
        "month_number": r"(?P<month_number>0?[1-9](?!\d)|1[0-2](?!\d)|"
        + f"{either(phrases(dict.fromkeys(raw['ordinals'][:12])))})\\b",
        "cardinal_word": rf"(?P<dayword>{either(phrases(dict.fromkeys(raw['cardinals'])))})\b",
        "day_figure": r"(?P<day>0?[1-9]|[12]\d|3[01])",
        "day": DAY,
        "ordinal": raw["ordinal"],
        "year": FULL_YEAR,
        "in_year": rf"(?:(?: ?, ?| |[-/] ?)?(?:(?:{link}) )?{FULL_YEAR}"
        rf"| (?:{link}) {SHORT_YEAR.format('yy', '[0-9]{2}')}"
        rf"|(?<=[a-z.])[-/]{SHORT_YEAR.format('yz', '[0-9]{2}')}|,? {SHORT_YEAR.format('yx', '3[2-9]|[4-9][0-9]')})?",
        "number": number,
        "units": units,
        "n": rf"(?P<n>{number})",
        "unit": rf"(?P<unit>{units})\b",
        "amount": rf"(?P<amount>{one}(?:(?:,|,? (?:{either(raw['ands'])}))? {one}){{0,2}})",
        "quarter": r"(?P<quarter>[1-4])\b",
        "weeknumber": r"(?P<weeknumber>[1-9]|[1-4]\d|5[0-3])\b",
        "to": rf"{either(raw['range_words'])}",
        "start": either(raw["range_starts"]),
        "the": article(raw["articles"]),
    }
    return words | {
        group: rf"(?P<{group}>{either(phrases(raw.get(table, {}))) or '(?!)'})(?!\w)" for group, table in TABLES.items()
    }


def article(words: Iterable[str]) -> str:
    """Return a pattern of an article, with the space behind it where it has one."""
    return "|".join(_bound(word) for word in sorted(words, key=len, reverse=True))


def _bound(word: str) -> str:
    return either([word]) + ("" if word.endswith("'") else " {1,3}")
