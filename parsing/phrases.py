"""How mail programs and people frame letters, per language, from data files that a native speaker can add to."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from plans.words import LANGUAGES

OTHER = "other"
"""Languages that are not read, but that people's mail programs speak."""


COMBINING = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """Return what `plans.words.folded` returns for words, at a tenth of its cost: this runs on every line of a mail."""
    if not text.isascii():
        text = COMBINING.sub("", unicodedata.normalize("NFKD", text))
    return " ".join(text.casefold().split()).strip(" .!")


@dataclass(frozen=True)
class Framing:
    """The framing phrases of all languages together: mail programs speak their own language, not the writer's."""

    starts: tuple[str, ...]
    verbs: tuple[str, ...]
    saying: re.Pattern[str]
    titles: tuple[str, ...]
    labels: Mapping[str, str]
    closings: frozenset[str]
    footers: tuple[str, ...]
    banners: tuple[str, ...]
    disclaimers: tuple[str, ...]
    professions: frozenset[str]


@cache
def letters_data(language: str) -> Mapping[str, Mapping[str, list[str]]]:
    """Return the letters data of one language."""
    source = files("parsing").joinpath("data", language, "letters.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


@cache
def phrases(table: str, key: str) -> tuple[str, ...]:
    """Return the phrases of every language under one key, folded, the longest first."""
    tables = [letters_data(language).get(table, {}) for language in (*LANGUAGES, OTHER)]
    every = {fold(phrase) for found in tables for phrase in found.get(key, ())}
    return tuple(sorted(every, key=lambda phrase: (-len(phrase), phrase)))


@cache
def framing() -> Framing:
    """Return the framing phrases of all languages."""
    kinds = ("other", "cc", "subject", "sent", "to", "from")
    verbs = phrases("attribution", "verbs")
    return Framing(
        starts=tuple(f"{start} " for start in phrases("attribution", "starts")),
        verbs=verbs,
        saying=re.compile(f"(?:^| )(?:{'|'.join(map(re.escape, verbs))})(?: |$)"),
        titles=phrases("quote", "titles"),
        labels={label: kind for kind in kinds for label in phrases("header", kind)},
        closings=frozenset(phrases("signature", "closings")),
        footers=phrases("signature", "footers"),
        banners=phrases("signature", "banners"),
        disclaimers=phrases("signature", "disclaimers"),
        professions=frozenset(phrases("signature", "titles")),
    )
