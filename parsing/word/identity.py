"""Identity is layered: plan, version and rows are each voted on by every mark that came through, never by one alone."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from parsing.word.columns import alike
from parsing.word.table import Found, FoundRow
from plans.facets import canonical, main_text
from plans.sheet import Column, Sheet

HIDDEN = re.compile(r"\{mp (?P<plan>\S+) (?P<version>\d{1,6}) (?P<row>[^}\s]+)\}")
_BOOKMARK = re.compile(r"mp_v(?P<version>\d{1,6})_(?P<row>\w+)")
_LINK = re.compile(r"/(?P<plan>[a-z0-9][\w-]*)/v(?P<version>\d{1,6})/(?P<row>[\w.%-]+)")
_TAG = re.compile(r"mp:(?P<row>[^:]+):(?:due|status)\Z")
_STAMP = re.compile(r"\bMP-[A-Z2-7]{4}-[A-Z2-7]{4}-[A-Z2-7]{4}\b")
_FOOT_LINE = re.compile(r"(?P<plan>[a-z0-9][\w-]*) · \w+ (?P<version>\d{1,6}) · .{4,20} · \S+ MP-")
_KEYWORDS = re.compile(r"milepost[\s,;]+(?P<plan>\S+?)[\s,;]+v(?P<version>\d{1,6})[\s,;]+(?P<document>[^\s,;]+)")
SAME_WORDS = 0.9
"""How alike a name must be to be the same name in a document that lost its marks."""


@dataclass(frozen=True)
class Origin:
    """Which document this once was: '' and None where no mark says so; `torn` where the marks disagree."""

    plan: str = ""
    version: int | None = None
    document: str = ""
    stamp: str = ""
    audience: str = ""
    language: str = ""
    torn: bool = False


def origin(found: Found) -> Origin:
    """Return the document's origin as most of its marks have it."""
    properties = dict(mark.split("=", 1) for mark in found.marks if "=" in mark)
    plans, versions = Counter[str](), Counter[str]()
    for mark in (*found.marks, *(mark for table in found.tables for row in table for mark in row.marks)):
        _vote(mark, plans, versions)
    if keyed := _KEYWORDS.search(" ".join(mark for mark in found.marks if mark.startswith("keyword"))):
        plans[keyed["plan"]] += 1
        versions[keyed["version"]] += 1
        properties.setdefault("MilepostDocument", keyed["document"])
    if line := _FOOT_LINE.search(found.text):
        plans[line["plan"]] += 2
        versions[line["version"]] += 2
    for counter, key in ((plans, "MilepostPlan"), (versions, "MilepostVersion")):
        if properties.get(key):
            counter[properties[key]] += 2
    version = _most(versions)
    stamp = _STAMP.search(found.text) or _STAMP.search(properties.get("MilepostStamp", ""))
    return Origin(
        plan=_most(plans),
        version=int(version) if version.isdecimal() else None,
        document=properties.get("MilepostDocument", ""),
        stamp=stamp[0] if stamp else "",
        audience=properties.get("MilepostAudience", ""),
        language=properties.get("MilepostLanguage", ""),
        torn=len(plans) > 1 or len(versions) > 1,
    )


def _vote(mark: str, plans: Counter[str], versions: Counter[str]) -> None:
    if named := HIDDEN.search(mark) or _LINK.search(mark):
        plans[named["plan"]] += 1
        versions[named["version"]] += 1
    elif bookmark := _BOOKMARK.search(mark):
        versions[bookmark["version"]] += 1


def _most(votes: Counter[str]) -> str:
    return votes.most_common(1)[0][0] if votes else ""


@lru_cache(maxsize=1024)
def _in_bookmark(row_id: str) -> str:
    """Return an id as a bookmark's name holds it: letters, digits and underscores."""
    return re.sub(r"[^A-Za-z0-9]", lambda char: f"_{ord(char[0]):02x}_", row_id)


def row_votes(row: FoundRow, ids: Iterable[str]) -> Counter[str]:
    """Return how often each row id is marked in a row; each layer counts once."""
    by_bookmark = {_in_bookmark(row_id): row_id for row_id in ids}
    layers: set[tuple[str, str]] = set()
    for mark in row.marks:
        layers |= {("hidden", hidden["row"]) for hidden in HIDDEN.finditer(mark)}
        layers |= {("link", link["row"]) for link in _LINK.finditer(mark)}
        if bookmark := _BOOKMARK.search(mark):
            layers.add(("bookmark", by_bookmark.get(bookmark["row"], bookmark["row"])))
        if tag := _TAG.match(mark):
            layers.add(("tag", tag["row"]))
    return Counter(row_id for _, row_id in layers)


@dataclass(frozen=True)
class Verdict:
    """Which line a row is; '' for a new one. `sure` is False where it is better asked."""

    row: str
    sure: bool = True
    why: str = ""


def identify(row: FoundRow, texts: dict[Column, str], known: Sheet | None, ours: bool) -> Verdict:
    """Return which line of the plan a row is: by its marks and visible number, held against its words.

    `ours` tells whether the document itself is known to be ours; without that, every difference is asked.
    """
    ids = [line.id for line in known.rows] if known else []
    marked = row_votes(row, ids)
    visible = _visible(texts.get("id", ""), ids, known is None)
    if not marked:
        return _unmarked(visible, texts, known, ours)
    top = marked.most_common(1)[0][0]
    if visible == top or (not visible and len(marked) == 1):
        return _renamed_copy(top, texts, known)
    if len(marked) == 1 and visible not in ids and not _similar(texts, top, known):
        return Verdict("", False, "copied")
    best = _by_words(texts, known)
    return Verdict(best or visible or top, False, "marks-disagree")


def _visible(text: str, ids: Sequence[str], anything: bool) -> str:
    words = text.split()
    if not words:
        return ""
    folded = {row_id.casefold(): row_id for row_id in ids}
    return words[0] if anything else folded.get(words[0].casefold().strip(".:#"), words[0])


def _renamed_copy(row_id: str, texts: dict[Column, str], known: Sheet | None) -> Verdict:
    """Return the marked line; unsure where all its words are those of another line."""
    if known is None or _similar(texts, row_id, known):
        return Verdict(row_id)
    other = _by_words(texts, known)
    return Verdict(row_id, not other or other == row_id)


def _unmarked(visible: str, texts: dict[Column, str], known: Sheet | None, ours: bool) -> Verdict:
    if known is None:
        return Verdict(visible, False, "no-plan")
    by_words = _by_words(texts, known)
    if known.row(visible) is None:
        return Verdict(by_words, ours and not by_words, "no-number" if by_words else "")
    if _similar(texts, visible, known):
        return Verdict(visible, ours, "" if ours else "no-identity")
    return Verdict(by_words or visible, False, "number-and-words-disagree")


def _by_words(texts: dict[Column, str], known: Sheet | None) -> str:
    """Return the line whose name, else whose outcome, the row repeats; '' for none or several."""
    columns: tuple[Column, ...] = ("milestone", "outcome")
    for column in columns:
        words = main_text(column, texts.get(column, ""))
        if words and known is not None and (found := _worded(column, words, known)):
            return found
    return ""


def _worded(column: Column, words: str, known: Sheet) -> str:
    """Return the one line with these words in a column, to the letter or else nearly so."""
    told = {line.id: main_text(column, line.text(column)) for line in known.rows}
    wanted = canonical(words).casefold()
    same = [row_id for row_id, text in told.items() if canonical(text).casefold() == wanted]
    same = same or [row_id for row_id, text in told.items() if text and alike(words, text) > SAME_WORDS]
    return same[0] if len(same) == 1 else ""


def _similar(texts: dict[Column, str], row_id: str, known: Sheet | None) -> bool:
    """Tell whether a row still reads like a line: its name, its outcome, or half of its cells."""
    line = known.row(row_id) if known else None
    if line is None:
        return False
    shared = [column for column in texts if column != "id" and line.text(column)]
    same = [column for column in shared if canonical(texts[column]) == canonical(line.text(column))]
    if {"milestone", "outcome"} & set(same):
        return True
    return len(same) * 2 >= len(shared) > 0
