"""The words of one language, read once from its file; English stands in for a sentence that a language lacks."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from plans.words import language_of

Tables = dict[str, dict[str, str]]


class _Kept(dict[str, object]):
    """Leaves what is not given as it stands, so that a sentence with a gap is still said."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


@dataclass(frozen=True)
class Words:
    """One language's tables; `say` fills a sentence in."""

    language: str
    tables: Tables

    def has(self, table: str, name: str) -> bool:
        """Tell whether there is a sentence of this name."""
        return name in self.tables.get(table, {})

    def names(self, table: str, name: str, gap: str) -> bool:
        """Tell whether a sentence has this gap to fill."""
        return f"{{{gap}}}" in self.tables[table][name]

    def say(self, table: str, name: str, /, **values: object) -> str:
        """Return a sentence with its gaps filled."""
        return self.tables[table][name].format_map(_Kept(values))


def own_tables(language: str) -> Tables:
    """Return the sentences that come with Milepost in a language."""
    return tomllib.loads((files("templates") / "words" / f"{language}.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def words_of(tag: str | None, folder: Path | None = None) -> Words:
    """Return the words of a language; those in the users' own folder win, sentence by sentence."""
    language = language_of(tag)
    theirs = folder / f"{language}.toml" if folder else None
    layers = [own_tables("en"), own_tables(language)]
    if theirs and theirs.is_file():
        layers.append(tomllib.loads(theirs.read_text(encoding="utf-8")))
    tables: Tables = {}
    for layer in layers:
        for table, sentences in layer.items():
            tables[table] = {**tables.get(table, {}), **sentences}
    return Words(language, tables)
