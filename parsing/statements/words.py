"""The words of statements: each language's data file, compiled once for the languages that one letter may mix."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from parsing.dates.grammar import fold, grammar_of
from parsing.statements.patterns import Language, Patterns, Signs, Source
from plans.words import LANGUAGES

Table = Mapping[str, Mapping[str, list[str]]]
"""A language's data file: the tables cues, near, whole and words, each with its groups."""

PATTERNS = ("cues", "near", "whole")
"""The tables that hold patterns."""
FILLED = re.compile(r"\{(?!finished\})([a-z_]+)\}")
"""Where a pattern names a group of plain words: "{adverbs}"."""
CONTRACTED = re.compile(r"\(\?<[!=][^)]*\)|(?<=[a-z)])n't")
"""An English ending, which people in a hurry write without its apostrophe; a lookbehind has a fixed width."""


@dataclass(frozen=True)
class Words:
    """The compiled words of some languages together.

    `patterns` are the groups of regular expressions, `lists` those of plain words, `cues` the names of the groups
    that are looked for in sentences. `breaks` parts clauses, `rows` ends in a word before a row number,
    `due_before` ends in what stands before a date of a line's own, `joins` is what may stand between two names that
    are spoken of together, `spans` what may stand between the first and the last of several lines, `name_ends`,
    `name_leads` and `name_trails` cut a new line's name, `greeting` opens a mail, `finished` is what is done,
    `numbers` are numbers in words.
    """

    patterns: Patterns
    lists: Mapping[str, frozenset[str]]
    cues: tuple[str, ...]
    months: frozenset[str]
    calendar: frozenset[str]
    numbers: Mapping[str, int]
    breaks: re.Pattern[str]
    rows: re.Pattern[str]
    due_before: re.Pattern[str]
    joins: re.Pattern[str]
    joining: re.Pattern[str]
    spans: re.Pattern[str]
    after: re.Pattern[str]
    name_ends: re.Pattern[str]
    name_leads: re.Pattern[str]
    name_trails: re.Pattern[str]
    greeting: re.Pattern[str]
    finished: re.Pattern[str]

    def found(self, name: str, text: str) -> bool:
        """Tell whether a group's pattern stands in a folded text."""
        pattern = self.patterns.get(name)
        return bool(pattern and pattern.search(text))


@cache
def data(language: str) -> Table:
    """Return the statements data of one language."""
    source = files("parsing").joinpath("data", language, "statements.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


@cache
def answers(language: str) -> Mapping[str, list[str]]:
    """Return what bare answers are made of in one language: a small file, since all languages' are looked at."""
    source = files("parsing").joinpath("data", language, "answers.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


@lru_cache(maxsize=64)
def words_of(languages: tuple[str, ...]) -> Words:
    """Return the words of these languages, the first being the letter's own; unknown ones are left out."""
    known = [language for language in languages if language in LANGUAGES]
    tables = [data(language) for language in known]
    cues = tuple(_names(tables, "cues"))
    patterns = Patterns(
        [name for table in PATTERNS for name in _names(tables, table)], [_patterns_of(each) for each in known], cues
    )
    lists = {name: _mixed(name, known) for name in (*_names(tables, "words"), "refusals")}
    finished = re.compile("|".join(f"(?:{word})" for word in lists["finished"]) or r"(?!)")
    joins, articles, before = (either(lists[name]) for name in ("joins", "articles", "due_before"))
    return Words(
        patterns=patterns,
        lists=lists,
        cues=cues,
        months=frozenset(month for language in known for month in grammar_of(language).months),
        calendar=frozenset(word for language in known for word in _calendar(language)),
        numbers={word: number for language in known for word, number in grammar_of(language).numbers.items()},
        breaks=re.compile(
            rf"[;()]|,(?!(?<=\d,)\d{{3}}\b)|(?<=\s)[-–—]+(?=\s)|[-=]>|→|:(?=\s|$)|\b(?:{either(lists['breaks'])})\b"
            rf"|{patterns['except_for'].pattern}"
        ),
        rows=re.compile(rf"(?<!\w)(?:{'|'.join(_gathered(tables, 'words', 'row_words'))})\s*$"),
        due_before=re.compile(rf"(?:\b(?:{before})|->|→|=>|=|:|-)\s*(?:(?:{articles}) )?$"),
        joins=re.compile(rf"\s*(?:,|&|\+|/|{joins})?\s*(?:{articles})?\s*"),
        joining=re.compile(rf"(?:{joins})\b"),
        spans=re.compile(rf"\s*(?:[-–—]|{either(lists['spans'])})\s*"),
        after=re.compile(rf"(?:{either(lists['after'])})(?: (?:{articles}))?"),
        name_ends=re.compile(rf"[,;?!]|\.(?:\s|$)|\s[-–—]\s|\(|\b(?:{either(lists['name_ends'])})\b(?!-)"),
        name_leads=re.compile(rf"^\W*(?:(?:{either(lists['name_leads'])})\b[\s:]*)+"),
        name_trails=re.compile(rf"\s+(?:{either(lists['name_trails'])})$"),
        finished=finished,
        greeting=re.compile(rf"^(?:{either(lists['greetings'])})\b[^.!?]{{0,40}}[,.!]?$"),
    )


def _names(tables: Iterable[Table], table: str) -> Iterable[str]:
    """Return the names of a table's groups in every language, each once, in order."""
    return dict.fromkeys(name for each in tables for name in each[table])


def _gathered(tables: Iterable[Table], table: str, name: str) -> list[str]:
    return [item for each in tables for item in each[table].get(name, ())]


def _calendar(language: str) -> Iterator[str]:
    """Yield the names of months and weekdays, which are no people's."""
    grammar = grammar_of(language)
    yield from grammar.months
    yield from grammar.weekdays


@cache
def _patterns_of(language: str) -> Language:
    """Return one language's patterns."""
    tables = data(language)
    groups = {name: ones for table in PATTERNS for name, ones in tables[table].items()}
    sources = {name: [_source(language, one) for one in ones] for name, ones in groups.items()}
    return Language(sources, tuple(tables["cues"]))


@cache
def _lists_of(language: str) -> Mapping[str, frozenset[str]]:
    """Return one language's plain words, folded."""
    words = {**data(language)["words"], "refusals": answers(language)["refusals"]}
    return {name: frozenset(map(fold, ones)) for name, ones in words.items()}


def _mixed(name: str, languages: Iterable[str]) -> frozenset[str]:
    """Return a list of plain words in some languages together."""
    lists = [found for found in (_lists_of(language).get(name) for language in languages) if found]
    return lists[0] if len(lists) == 1 else frozenset[str]().union(*lists)


def _source(language: str, pattern: str) -> Source:
    """Return a pattern with each {group} of plain words filled in, but for the words for what is done."""
    words = data(language)["words"]
    filled = FILLED.sub(lambda match: "|".join(words[match[1]]), pattern)
    filled = CONTRACTED.sub(lambda match: match[0] if match[0].startswith("(") else "n'?t", filled)
    return Source(filled, *_finished(language))


@cache
def _finished(language: str) -> tuple[str, Signs]:
    """Return a language's words for what is done as a pattern, and what puts signs in their place."""
    pattern = "|".join(f"(?:{word})" for word in data(language)["words"].get("finished", ())) or r"(?!)"
    return pattern, Signs(pattern)


def either(words: Iterable[str]) -> str:
    """Return a pattern of plain words, the longest first; of no words, one that nothing matches."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word))) or r"(?!)"


@cache
def concepts() -> Mapping[str, frozenset[int]]:
    """Return, for each word, the groups of words that name the same thing in plans."""
    found: dict[str, set[int]] = {}
    for group, line in enumerate(_groups()):
        for word in line.replace("=", "").replace("<", "").split():
            found.setdefault(fold(word), set()).add(group)
    several: dict[str, set[int]] = {}
    for word, groups in found.items():
        for plural in _plurals(word):
            several.setdefault(plural, set()).update(groups)
    return {word: frozenset(groups) for word, groups in {**several, **found}.items()}


def _plurals(word: str) -> Iterator[str]:
    """Yield the plurals of a word that by its ending is a noun in whatever language: payments, certificaciones."""
    for ending, plurals in _concepts()["nouns"].items():
        if word.endswith(ending):
            yield from (word.removesuffix(ending) + plural for plural in plurals.split())


@cache
def whole_concepts() -> frozenset[str]:
    """Return the words of groups that mean the same as whole words only, never inside a compound ("=revision")."""
    return frozenset(fold(word[1:]) for line in _groups() for word in line.split() if word.startswith("="))


@cache
def plan_concepts() -> frozenset[str]:
    """Return the words that mean their group in a plan only, never in a letter ("<train")."""
    return frozenset(fold(word[1:]) for line in _groups() for word in line.split() if word.startswith("<"))


def _groups() -> list[str]:
    groups: list[str] = _concepts()["groups"]
    return groups


@cache
def _concepts() -> Mapping[str, Any]:
    """Return the file of concepts: its groups of words, and the endings of nouns with those of their plurals."""
    return tomllib.loads(files("parsing").joinpath("data", "concepts.toml").read_text(encoding="utf-8"))
