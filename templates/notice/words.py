"""The words of one language, read once from its file; English stands in for a language that has none."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from plans.words import language_of


class _Kept(dict[str, object]):
    """Leaves what is not given as it stands, so that a sentence with a gap is still said."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


@dataclass(frozen=True)
class Words:
    """One language's tables; `say` fills a sentence in."""

    language: str
    tables: dict[str, dict[str, str]]

    def has(self, table: str, name: str) -> bool:
        """Tell whether there is a sentence of this name."""
        return name in self.tables.get(table, {})

    def say(self, table: str, name: str, /, **values: object) -> str:
        """Return a sentence with its gaps filled."""
        return self.tables[table][name].format_map(_Kept(values))


@lru_cache(maxsize=32)
def words_of(tag: str | None, folder: Path | None = None) -> Words:
    """Return the words of a language; those in the users' own folder win, sentence by sentence."""
    language = language_of(tag)
    own = files("templates") / "words"
    if not (own / f"{language}.toml").is_file():
        language = "en"
    tables: dict[str, dict[str, str]] = tomllib.loads((own / f"{language}.toml").read_text(encoding="utf-8"))
    theirs = folder / f"{language}.toml" if folder else None
    if theirs and theirs.is_file():
        for table, sentences in tomllib.loads(theirs.read_text(encoding="utf-8")).items():
            tables[table] = {**tables.get(table, {}), **sentences}
    return Words(language, tables)
