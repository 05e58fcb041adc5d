"""A column is known by its head in any of our languages, else by what stands in its cells."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from parsing.word.table import FoundRow
from plans.daytext import read_day
from plans.facets import canonical
from plans.sheet import COLUMNS, Column, Sheet
from plans.words import COLUMN_BY_HEAD, COLUMN_HEADS, STATUS_BY_WORD, folded

HEAD_ROWS = 6
"""How far down a table its head row may stand."""
ENOUGH = 3
"""Heads that must be known for a row to be the head row."""
MAJORITY = 0.5
_ID = re.compile(r"[A-Za-z]{0,3}\d{1,3}(?:\.\d+)?\Z")


def head_row(rows: Sequence[FoundRow]) -> int | None:
    """Return the number of the row that holds the heads, or None."""
    scores = [len({column for cell in row.texts if (column := _by_head(cell))}) for row in rows[:HEAD_ROWS]]
    best = max(scores, default=0)
    return scores.index(best) if best >= ENOUGH else None


def _by_head(text: str) -> Column | None:
    head = folded(text)
    found = COLUMN_BY_HEAD.get(head)
    if found is None and head:
        bare = re.split(r"\s*[(/:]", head)[0]
        found = COLUMN_BY_HEAD.get(bare)
    return found


def language_of_heads(head: FoundRow | None) -> str:
    """Return the language in which most of a table's heads are written; '' where none is ahead of the others."""
    heads = {folded(text) for text in head.texts} if head else set()
    votes = {
        language: sum(1 for column in COLUMNS if folded(columns[column][0]) in heads)
        for language, columns in COLUMN_HEADS.items()
    }
    best = max(votes, key=lambda language: votes[language])
    return best if votes[best] >= ENOUGH and list(votes.values()).count(votes[best]) == 1 else ""


def assign(head: FoundRow | None, rows: Sequence[FoundRow], known: Sheet | None) -> dict[int, Column]:
    """Return the column that stands at each place of a table: by heads, then by contents, then by what is left."""
    width = max((len(row.cells) for row in rows), default=0)
    places: dict[int, Column] = {}
    for place, cell in enumerate(head.cells if head else ()):
        column = _by_head(cell.text)
        if column and column not in places.values():
            places[place] = column
    for place in range(width):
        if place not in places:
            column = _by_content([row.texts[place] for row in rows if place < len(row.cells)], known)
            if column and column not in places.values():
                places[place] = column
    return places | _left_over(places, width, head)


def _left_over(places: Mapping[int, Column], width: int, head: FoundRow | None) -> dict[int, Column]:
    """Return the last place for the last column: where one head alone was renamed beyond recognition."""
    missing = [column for column in COLUMNS if column not in places.values()]
    free = [place for place in range(width) if place not in places]
    if head is not None and len(missing) == len(free) == 1:
        return {free[0]: missing[0]}
    return {}


def _by_content(texts: Sequence[str], known: Sheet | None) -> Column | None:
    written = [text for text in texts if text.strip()]
    if not written:
        return None
    shapes: tuple[tuple[Column, int], ...] = (
        ("due", sum(1 for text in written if read_day(text.split("\n")[0]))),
        ("status", sum(1 for text in written if folded(text) in STATUS_BY_WORD)),
        ("id", sum(1 for text in written if _ID.match(text.strip()))),
    )
    for column, votes in shapes:
        if votes > len(written) * MAJORITY:
            return column
    return _by_sheet(written, known)


def _by_sheet(written: Sequence[str], known: Sheet | None) -> Column | None:
    """Return the column of the sheet as it was sent that these cells repeat most of."""
    if known is None:
        return None
    votes: dict[Column, int] = {}
    for column in COLUMNS:
        sent = {canonical(row.text(column)) for row in known.rows if row.text(column)}
        votes[column] = sum(1 for text in written if canonical(text) in sent)
    best = max(votes, key=lambda column: votes[column])
    return best if votes[best] > len(written) * MAJORITY else None


def alike(one: str, other: str) -> float:
    """Return how much two texts have in common, from 0 to 1."""
    return SequenceMatcher(None, canonical(one).casefold()[:300], canonical(other).casefold()[:300]).ratio()
