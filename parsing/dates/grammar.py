"""The grammar of one language: the words of its data file, and its patterns compiled."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

LANGUAGES = ("en", "de", "fr", "es", "pt", "nl", "it")
YEAR = r"(?P<year>(?:19|20)\d\d|'\d\d)(?!\d)"
DAY = r"(?<![\d.:/])(?P<day>0?[1-9]|[12]\d|3[01])(?!\d|[:/]\d|\.\d)"
NO_EVENT = r"(?!x)x"


@dataclass(frozen=True)
class Grammar:
    """One language's words and patterns; `quick` tells whether a text can hold a date at all."""

    language: str
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    relative: Mapping[str, int]
    numbers: Mapping[str, int]
    nth: Mapping[str, int]
    units: Mapping[str, str]
    days_in_words: tuple[str, ...]
    connectors: re.Pattern[str]
    not_dates: re.Pattern[str]
    past_signs: re.Pattern[str]
    leftovers: re.Pattern[str]
    negations: re.Pattern[str]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    templates: tuple[tuple[str, str], ...]
    quick: re.Pattern[str]


class _Folding(dict[int, str]):
    """Folds one character at a time, so that every offset in the folded text is one of the text itself."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        bare = "".join(c for c in unicodedata.normalize("NFKD", char) if not unicodedata.combining(c)).lower()
        if char in "’‘`´":
            bare = "'"
        elif char in "–—‑‒":
            bare = "-"
        elif char.isspace():
            bare = " "
        self[code] = bare if len(bare) == 1 else char
        return self[code]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Return the text in lower case and without accents, of the same length."""
    return text.translate(_FOLDING)


def _either(words: "list[str] | Mapping[str, int] | tuple[str, ...]") -> str:
    return "|".join(sorted((re.escape(word) for word in words), key=len, reverse=True))


def _table(rows: list[str]) -> dict[str, int]:
    return {word: number for number, row in enumerate(rows, 1) for word in row.split()}


def filled(template: str, words: Mapping[str, str], event: str = NO_EVENT) -> re.Pattern[str]:
    """Return a pattern with its names filled in, bound to a word's start."""
    filled_in = template
    for name, pattern in {**words, "event": f"(?P<event>{event})"}.items():
        filled_in = filled_in.replace("{" + name + "}", pattern)
    return re.compile(rf"(?<![\w@]){filled_in}")


@lru_cache(maxsize=len(LANGUAGES))
def grammar_of(language: str) -> Grammar:
    """Return a language's grammar, read once."""
    raw = tomllib.loads((files("parsing") / "data" / language / "dates.toml").read_text(encoding="utf-8"))
    words = _words(raw)
    templates = tuple((name, template) for name, group in raw["patterns"].items() for template in group)
    plain = tuple((name, filled(template, words)) for name, template in templates if "{event}" not in template)
    months, weekdays = _table(raw["months"]), {w: n - 1 for w, n in _table(raw["weekdays"]).items()}
    units = [unit for group in raw["units"].values() for unit in group.split("|")]
    stems = [*months, *weekdays, *raw["relative"], *units]
    return Grammar(
        language=language,
        months=months,
        weekdays=weekdays,
        relative=raw["relative"],
        numbers=raw["numbers"],
        nth=raw["nth"],
        units={word: unit for unit, group in raw["units"].items() for word in group.split("|")},
        days_in_words=tuple(raw["days_in_words"].split("|")),
        connectors=re.compile(rf" ?(?:{_either(raw['connectors'])}) ?(?:the |dem |le |el |o |il |de |den |zum )?"),
        not_dates=re.compile("|".join(rf"\b(?:{context})" for context in raw["not_dates"])),
        past_signs=re.compile(rf"\b(?:{_either(raw['past_signs'])})\b"),
        leftovers=re.compile(rf"\b(?:{_either(raw['leftovers'])})\b"),
        negations=re.compile(rf"\b(?:{_either(raw['negations'])})\b"),
        patterns=plain,
        templates=tuple((name, template) for name, template in templates if "{event}" in template),
        quick=re.compile(rf"\d|\b(?:{_either(stems)}|eo[wmqy]|ende|fin|fim|eind|fine|final|end)"),
    )


def _words(raw: dict[str, object]) -> dict[str, str]:
    months = _table(raw["months"])  # type: ignore[arg-type]  # the file's shape is tested
    weekdays = _table(raw["weekdays"])  # type: ignore[arg-type]
    units = [word for group in raw["units"].values() for word in group.split("|")]  # type: ignore[attr-defined]
    return {
        "month": rf"(?P<month>{_either(months)})",
        "weekday": rf"(?P<weekday>{_either(weekdays)})",
        "dayword": rf"(?P<dayword>{raw['days_in_words']})",
        "day": DAY,
        "ordinal": str(raw["ordinal"]),
        "year": YEAR,
        "relword": rf"(?P<relword>{_either(raw['relative'])})",  # type: ignore[arg-type]
        "n": rf"(?P<n>\d{{1,3}}|{_either(raw['numbers'])})",  # type: ignore[arg-type]
        "unit": rf"(?P<unit>{_either(units)})",
        "nth": rf"(?P<nth>{_either(raw['nth'])})",  # type: ignore[arg-type]
        "quarter": r"(?P<quarter>[1-4])",
        "weeknumber": r"(?P<weeknumber>[1-9]|[1-4]\d|5[0-3])",
    }


@lru_cache(maxsize=256)
def event_patterns(language: str, names: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns of days told by an event of the plan ("the day before the board meeting")."""
    if not names:
        return ()
    grammar = grammar_of(language)
    raw = tomllib.loads((files("parsing") / "data" / language / "dates.toml").read_text(encoding="utf-8"))
    words, event = _words(raw), _either(names)
    return tuple((name, filled(template, words, event)) for name, template in grammar.templates)
