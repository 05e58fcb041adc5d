"""Whoever begins a plan by mail attaches a file, or says in a sentence for whom and from which baseline."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from parsing.phrases import COMBINING, fold
from plans.beginning import Wish
from plans.letter import Attachment, Letter

PLAN_FILES = (".yaml", ".yml")
PAGES = (".docx", ".docm", ".odt")
ROLE = re.compile(
    r"(?m)^\s*[-*•]?\s*(?P<role>[A-Za-z][\w-]{1,20})\s*[:=]\s*(?P<name>[^<>;\n]{3,80}?)\s*"
    r"<(?:mailto:)?(?P<email>[^<>\s]+@[^<>\s]+?)>(?:\s*[;,]\s*(?P<title>[^\n]{1,80}))?\s*$"
)
STRANGE = re.compile(r" (?:from|based on) (?:the )?(?P<baseline>[a-z-]+(?: [a-z-]+)?)(?: baseline)?[.!]?\Z")
"""A baseline that we do not have: said, rather than taken for a part of the company's name."""
ENDS = re.compile(r"[!?;]|\.?(?:, | -+ )?\b(?:please|bitte|thanks|danke|merci|gracias|grazie|obrigad[ao])\b|\. |\.?\Z")
"""Where a company's name ends when no baseline follows."""
LONGEST_NAME = 80
LONGEST = 400
"""Characters of a line that may ask for a plan."""


@cache
def _data() -> Mapping[str, Any]:
    source = files("parsing").joinpath("data", "beginning.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


@cache
def _baselines() -> Mapping[str, str]:
    """Return the name of each baseline by every word for it, folded."""
    return {
        fold(word): name
        for table in _data().values()
        for name, words in table["baselines"].items()
        for word in (name, *words)
    }


@cache
def _lead() -> re.Pattern[str]:
    return re.compile("|".join(lead for table in _data().values() for lead in table["lead"]))


@cache
def _from() -> re.Pattern[str]:
    """Return what tells a baseline: a word for "from" and, behind it, one that names a baseline."""
    words = "|".join(re.escape(word) for word in sorted(_baselines(), key=len, reverse=True))
    before = "|".join(word for table in _data().values() for word in table["from"])
    return re.compile(rf",? (?:{before}) (?P<baseline>{words})\b")


def wish_in(letter: Letter) -> Wish | None:
    """Return what a mail's words ask to begin, None where they ask for no plan."""
    for line in (*letter.text.splitlines(), letter.subject):
        found = _asked_in(" ".join(line.split())[:LONGEST])
        if found:
            buyer, baseline = found
            return Wish(buyer, baseline, people_in(letter.text))
    return None


def _asked_in(line: str) -> tuple[str, str] | None:
    """Return the company, as it was written, and the baseline that a line asks a plan for."""
    plain, places = _unaccented(line)
    lead = _lead().search(plain)
    if lead is None:
        return None
    start = lead.end()
    named = _from().search(plain, start)
    strange = None if named else STRANGE.search(plain, start)
    told = named or strange or ENDS.search(plain, start)
    end = told.start() if told else len(plain)
    if end <= start:
        return None
    buyer = line[places[start] : places[end - 1] + 1].strip(" \"'“”„«»,")[:LONGEST_NAME]
    if named:
        return buyer, _baselines()[named["baseline"]]
    return buyer, strange["baseline"] if strange else ""


def _unaccented(line: str) -> tuple[str, list[int]]:
    """Return a line in lower case without accents, and for each of its characters the place in the line."""
    found = [
        (plain, place)
        for place, letter in enumerate(line)
        for plain in COMBINING.sub("", unicodedata.normalize("NFKD", letter)).lower()
    ]
    return "".join(plain for plain, _ in found), [place for _, place in found]


def people_in(text: str) -> dict[str, tuple[str, ...]]:
    """Return name, address and title by role from lines such as "champion: Dana Whitlock <dana@buyer.example>"."""
    found = ROLE.finditer(text)
    return {m["role"].casefold(): (m["name"].strip(), m["email"], (m["title"] or "").strip()) for m in found}


def says_go(letter: Letter) -> bool:
    """Tell whether a reply is the one word that starts its plan."""
    words = {fold(word) for table in _data().values() for word in table["go"]}
    first = next((line for line in letter.text.splitlines() if line.strip()), "")
    return re.sub(r"[^\w ]+", "", fold(first)).strip() in words


def plan_file_in(letter: Letter) -> Attachment | None:
    """Return the first plan file that is attached."""
    return _attached(letter, PLAN_FILES)


def page_in(letter: Letter) -> Attachment | None:
    """Return the first document that may be a plan's page."""
    return _attached(letter, PAGES)


def _attached(letter: Letter, endings: tuple[str, ...]) -> Attachment | None:
    return next((one for one in letter.attachments if one.filename.casefold().endswith(endings)), None)
