"""The grammar of one language: the words of its data file, and its patterns compiled, once and when first needed."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

from parsing.dates.found import Unit
from parsing.dates.needs import Words, needs
from parsing.dates.phrasing import NAME, compiled, either, filled, fold, key, telling
from parsing.dates.vocabulary import TABLES, article, phrases, words_of
from plans.words import LANGUAGES

__all__ = ["LANGUAGES", "Grammar", "event_patterns", "fold", "grammar_of"]

CONTEXTS = ("past_signs", "leftovers", "negations")


@dataclass(frozen=True)
class Pattern:
    """What is looked for, what it is read as, and the words of which a text must hold one each."""

    name: str
    template: str
    words: Mapping[str, str]
    needs: tuple[Words, ...]

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """Return it compiled; most letters hold what few patterns need."""
        return compiled(self.template, self.words)


@dataclass(frozen=True)
class Grammar:
    """One language's words and patterns; the words are looked up by `phrasing.key`."""

    language: str
    raw: Mapping[str, Any]

    @cached_property
    def words(self) -> Mapping[str, str]:
        """Return what the names in a template stand for."""
        return words_of(self.raw)

    @cached_property
    def months(self) -> Mapping[str, int]:
        """Return the number of each month's names."""
        return _numbered(self.raw["months"])

    @cached_property
    def weekdays(self) -> Mapping[str, int]:
        """Return the number of each weekday's names, Monday 0, short ones among them."""
        return _numbered([*self.raw["weekdays"]], 0) | _numbered(self.raw["short_weekdays"], 0)

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """Return the numbers in words, and the days of a month in words."""
        rows = (_numbered(self.raw["cardinals"]), _numbered(self.raw["ordinals"]), _spread(self.raw["amounts"]))
        return {phrase: number for row in rows for phrase, number in row.items()}

    @cached_property
    def units(self) -> Mapping[str, tuple[int, Unit]]:
        """Return how many of which unit each word stands for: a fortnight is two weeks ("2 week" in the file)."""
        rows = [(name.split(" "), row) for name, row in self.raw["units"].items()]
        return {key(word): (int(name[0]) if name[1:] else 1, name[-1]) for name, row in rows for word in row.split("|")}

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, Any]]:
        """Return for each group of TABLES what its phrases stand for."""
        return {group: _spread(self.raw.get(name, {})) for group, name in TABLES.items()}

    @cached_property
    def patterns(self) -> tuple[Pattern, ...]:
        """Return the patterns that name no event."""
        plain = [(name, text) for name, text in self.templates if "{event}" not in text]
        fragments = self.raw["fragments"]
        return tuple(
            Pattern(
                name,
                text,
                self.words,
                needs(NAME.sub(lambda fragment: fragments.get(fragment[1], fragment[0]), text), self.marks),
            )
            for name, text in plain
        )

    @cached_property
    def marks(self) -> Mapping[str, Words]:
        """Return for each name of a template the words of which a text holds one where it stands; # is a figure."""
        raw = self.raw
        rows = {
            "month": raw["months"],
            "weekday": raw["weekdays"],
            "short_weekday": raw["short_weekdays"],
            "any_weekday": [*raw["weekdays"], *raw["short_weekdays"]],
            "ordinal_word": raw["ordinals"],
            "dayword": [*raw["ordinals"], *raw["cardinals"]],
            **{name: raw["units"].values() for name in ("unit", "amount")},
            **{name: ["#"] for name in ("day", "year", "quarter", "weeknumber")},
            **{name: raw.get(table, ()) for name, table in TABLES.items()},
        }
        return {name: frozenset(map(telling, phrases(dict.fromkeys(row)))) for name, row in rows.items()}

    @cached_property
    def templates(self) -> tuple[tuple[str, str], ...]:
        """Return every pattern as it stands in the file."""
        return tuple((name, template) for name, group in self.raw["patterns"].items() for template in group)

    @cached_property
    def contexts(self) -> Mapping[str, re.Pattern[str]]:
        """Return what is looked for around a date."""
        ends = dict.fromkeys(CONTEXTS, r"(?!\w)") | {"leftovers": r"(?: \S+)?\Z"}
        return {name: re.compile(rf"(?<!\w)(?:{either(self.raw[name])}){end}") for name, end in ends.items()}

    @cached_property
    def untils(self) -> re.Pattern[str]:
        """Return what makes a "not" before a date a day after all: not until the 15th."""
        return re.compile(rf"(?<!\w)(?:{either(self.raw.get('untils', ())) or '(?!)'})\Z")

    @cached_property
    def proposals(self) -> re.Pattern[str]:
        """Return what before a date offers it, though it looks like a doubt: how about the 15th."""
        return re.compile(rf"(?<!\w)(?:{either(self.raw.get('proposals', ())) or '(?!)'})(?: \S+)?\Z")

    @cached_property
    def not_dates(self) -> re.Pattern[str]:
        """Return the contexts in which nothing is a date."""
        return compiled(f"(?:{'|'.join(self.raw['not_dates'])})", self.words)

    @cached_property
    def amount(self) -> re.Pattern[str]:
        """Return the pattern of one number with its unit."""
        return re.compile(filled("(?P<n>{number}) {0,3}(?P<unit>{units})\\b", self.words))

    @cached_property
    def before_figures(self) -> re.Pattern[str]:
        """Return what stands before "3.4" and "3-4" where they are days."""
        return re.compile(rf"(?:(?<!\w)(?:{either(self.raw['before_figures'])}):?|->|=>|→) ?\Z")

    @cached_property
    def weekday_gap(self) -> re.Pattern[str]:
        """Return what may stand between a weekday and its date."""
        before, articles = either(self.raw["before_date"]), article(self.raw["articles"])
        return re.compile(rf"[,.]? {{0,2}}(?:- ?|\()?(?:(?:{before}) )?(?:{articles})?\(?\Z")

    @cached_property
    def range_gap(self) -> re.Pattern[str]:
        """Return what stands between the first and the last day of a range."""
        return re.compile(filled(r",? ?(?:{to}) ?(?:{the})?\Z", self.words))

    @cached_property
    def and_gap(self) -> re.Pattern[str]:
        """Return what stands between two days that are named together, a range where "between" is before them."""
        return re.compile(filled(rf",? ?(?:{either(self.raw['ands'])}) ?(?:{{the}})?\Z", self.words))

    @cached_property
    def between(self) -> re.Pattern[str]:
        """Return what stands before the first day of a range whose second one follows an "and"."""
        return re.compile(filled(rf"(?<!\w)(?:{either(self.raw['between'])}) ?(?:{{the}})?\Z", self.words))

    @cached_property
    def moved_from(self) -> re.Pattern[str]:
        """Return what stands before a day that something begins at or is moved from."""
        return re.compile(filled(r"(?<!\w)(?:{start}) ?(?:{the})?\Z", self.words))

    @cached_property
    def range_before(self) -> re.Pattern[str]:
        """Return a bare day, the first of a range whose last day stands behind it with its month."""
        return re.compile(
            filled(r"(?:(?:{start}) )?(?:{the})?(?<![\w.:/+-]){day}{ordinal}? ?(?:{to}) ?(?:{the})?\Z", self.words)
        )

    @cached_property
    def day_first(self) -> re.Pattern[str]:
        """Return a date that begins with its day: "16 to 20 June" is a range, "4 - June 20" a row and its date."""
        return re.compile(filled(r"(?:{the})?\d", self.words))

    @cached_property
    def range_after(self) -> re.Pattern[str]:
        """Return a bare day, the last of a range whose first day stands before it with its month."""
        return re.compile(filled(r" ?(?:{to}) ?(?:{the})?{day}{ordinal}?(?![\w/:])", self.words))

    @cached_property
    def hanging(self) -> re.Pattern[str]:
        """Return what behind a date makes it no day of its own: "or", "after the pilot"."""
        return re.compile(rf",? ?(?:/ ?\w|(?:{either(self.raw['alternatives'])})(?!\w))|,? ?(?:{self.raw['hanging']})")

    @cached_property
    def number_behind(self) -> re.Pattern[str]:
        """Return a number right behind a date, in figures or words, that may be its year and is not read as one."""
        spelled = either([*self.raw["spelled_years"]])
        link = either(self.raw["year_links"])
        figure = rf"(?:\d+|\(\d+(?= ?\)))(?![\w:]| ?(?:{either(self.raw['clock'])})\b)"
        return re.compile(rf",? {{0,2}}(?:(?:{link}) )?(?:{figure}|(?:{spelled}))")

    @cached_property
    def quick(self) -> re.Pattern[str]:
        """Return what every text that holds a date holds at least."""
        stems = [
            *self.raw["signs"],
            *(phrase for group in TABLES.values() for phrase in phrases(self.raw.get(group, {}))),
        ]
        rows = [*self.raw["months"], *self.raw["weekdays"], *self.raw["units"].values(), *self.raw["ordinals"]]
        return re.compile(rf"\d|\b(?:{either([*stems, *(phrase for row in rows for phrase in row.split('|'))])})")


def _spread(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return a table with a row a phrase, from rows of phrases parted by bars."""
    return {key(phrase): value for row, value in table.items() for phrase in row.split("|")}


def _numbered(rows: Iterable[str], start: int = 1) -> dict[str, int]:
    return {key(phrase): number for number, row in enumerate(rows, start) for phrase in row.split("|") if phrase}


@lru_cache(maxsize=len(LANGUAGES))
def grammar_of(language: str) -> Grammar:
    """Return a language's grammar, read once."""
    source = (files("parsing") / "data" / language / "dates.toml").read_text(encoding="utf-8")
    return Grammar(language, tomllib.loads(source))


@lru_cache(maxsize=256)
def event_patterns(language: str, names: tuple[str, ...]) -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the patterns of days told by an event of the plan ("the day before the board meeting")."""
    grammar = grammar_of(language)
    words = {**grammar.words, "event": rf"(?P<event>{either(names)})\b"}
    return tuple((name, compiled(text, words)) for name, text in grammar.templates if names and "{event}" in text)
