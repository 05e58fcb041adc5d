"""The words of statements: each language's data file, compiled once for the languages that one letter may mix."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from parsing.dates.grammar import fold
from plans.words import LANGUAGES

PATTERNS = (
    "done", "started", "blocked", "skipped", "confirmed", "conditional", "hedged", "hearsay", "negated",
    "asks_politely", "asks_whether", "takes_over", "backs_up", "approves", "for_a_while", "new_line", "plan_won",
    "plan_lost", "plan_on_hold", "stop_mail", "undo", "yes", "no", "every", "everything_after", "everything_from",
    "except_for", "my_lines", "not_about_plan", "moves", "slips", "likewise", "instead", "earlier", "elsewhere",
    "aside", "future", "was_only", "asks_about", "owner_is", "hands", "both", "not_this_plan", "firm", "no_longer", "since", "corrects",
)  # fmt: skip
"""The groups of the data files that are regular expressions, over folded text (no accents, lower case)."""
LISTS = ("generic", "stop", "abbreviations", "givers", "getters", "self_words", "quotes_asked", "breaks", "titles")
"""The groups that are plain words."""
SENTENCE_GROUPS = frozenset({"undo", "yes", "no"})
"""Groups that match a whole text only."""


@dataclass(frozen=True)
class Words:
    """The compiled words of some languages together."""

    patterns: Mapping[str, re.Pattern[str]]
    lists: Mapping[str, frozenset[str]]
    breaks: re.Pattern[str]
    rows: re.Pattern[str]

    def found(self, name: str, text: str) -> bool:
        """Tell whether a group's pattern stands in a folded text."""
        pattern = self.patterns.get(name)
        return bool(pattern and pattern.search(text))


@cache
def data(language: str) -> Mapping[str, list[str] | str]:
    """Return the statements data of one language."""
    source = files("parsing").joinpath("data", language, "statements.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


@lru_cache(maxsize=64)
def words_of(languages: tuple[str, ...]) -> Words:
    """Return the words of these languages, the first being the letter's own; unknown ones are left out."""
    tables = [data(language) for language in languages if language in LANGUAGES]
    patterns = {}
    for name in PATTERNS:
        found = [pattern for table in tables for pattern in table.get(name, ())]
        if found:
            patterns[name] = re.compile("|".join(f"(?:{pattern})" for pattern in found))
    lists = {name: frozenset(fold(word) for table in tables for word in table.get(name, ())) for name in LISTS}
    between = "|".join(rf"\b{re.escape(word)}\b" for word in sorted(lists["breaks"], key=len, reverse=True))
    breaks = re.compile(rf"[,;()]|(?<=\s)[-–—]+(?=\s)|[-=]>|→|:(?=\s|$)|{between or '(?!)'}")
    rows = "|".join(str(table["row_words"]) for table in tables)
    number = r"(?:rows?|lines?|" + rows + r")"
    return Words(patterns, lists, breaks, re.compile(rf"(?<!\w){number}\s*$"))


@cache
def concepts() -> Mapping[str, frozenset[int]]:
    """Return, for each word, the groups of words that name the same thing in plans."""
    source = files("parsing").joinpath("data", "concepts.toml").read_text(encoding="utf-8")
    found: dict[str, set[int]] = {}
    for group, line in enumerate(tomllib.loads(source)["groups"]):
        for word in line.split():
            found.setdefault(fold(word), set()).add(group)
    return {word: frozenset(groups) for word, groups in found.items()}
