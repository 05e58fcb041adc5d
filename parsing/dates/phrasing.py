"""Phrases of a data file become patterns: case, accents, hyphens and the width of spaces do not count."""

import re
from collections.abc import Iterable, Mapping

from plans.accents import without_accents

DEEPEST = 4
"""Names inside names of a template, at most."""
NAME = re.compile(r"\{([a-z_]+)\}")


class _Folding(dict[int, str]):
    """Folds one character at a time, so that every offset in the folded text is one of the text itself."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        bare = without_accents(char).lower()
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


WORD = re.compile(r"[^\W\d_]+")


def telling(phrase: str) -> str:
    """Return the longest word of a phrase, # for one with figures: a text without it does not hold the phrase."""
    return "#" if re.search(r"[\d#]", phrase) else max(WORD.findall(phrase), key=len, default="")


def words_in(folded: str) -> frozenset[str]:
    """Return a text's words, and # where it holds figures."""
    return frozenset(WORD.findall(folded)) | ({"#"} if re.search(r"\d", folded) else set())


def key(phrase: str) -> str:
    """Return what a phrase is looked up by: its letters, however they are parted."""
    return re.sub(r"[ -]+", "", phrase)


def _matching(phrase: str) -> str:
    """Return a pattern of a phrase: spaces may be several, hyphens may be spaces or missing."""
    if phrase == "-":
        return "-"
    parts = (re.escape(part) for part in re.split(r"([ -])", phrase))
    return "".join({"\\ ": " {1,3}", "\\-": "[ -]?"}.get(part, part) for part in parts)


def either(phrases: Iterable[str]) -> str:
    """Return a pattern of any of the phrases, the longest first."""
    return "|".join(
        _matching(phrase) for phrase in sorted(set(phrases) - {""}, key=lambda phrase: (-len(phrase), phrase))
    )


def loose(template: str) -> str:
    """Return a template whose single spaces match up to three, outside of brackets."""
    out: list[str] = []
    inside = False
    for at, char in enumerate(template):
        following = template[at + 1 : at + 2]
        counted = following in ("*", "+") or (following == "{" and template[at + 2 : at + 3].isdigit())
        if char in "[]" and template[at - 1 : at] != "\\":
            inside = char == "["
        if char == " " and not inside and not counted:
            out.append(" {0,3}" if following == "?" else " {1,3}")
        elif char != "?" or inside or template[at - 1 : at] != " " or at == 0:
            out.append(char)
    return "".join(out)


def filled(template: str, words: Mapping[str, str]) -> str:
    """Return a template with its names filled in; what a name stands for may hold names itself."""
    for _ in range(DEEPEST):
        template = NAME.sub(lambda name: words[name[1]], template)
    return template


def compiled(template: str, words: Mapping[str, str]) -> re.Pattern[str]:
    """Return a template as a pattern that begins where a word does."""
    return re.compile(rf"(?<![\w@]){filled(loose(template), words)}")
