"""A facet is one field in a row of a sheet: what it means, and the form in which two of them compare."""

import re
import unicodedata
from dataclasses import dataclass

from plans.change import Field, NewPerson, Value
from plans.sheet import Cell, Column, Row
from plans.small_print import split_deadline, split_small_print, without_optional

FIELD_BY_COLUMN: dict[Column, Field] = {
    "milestone": "name",
    "outcome": "outcome",
    "owner": "owner",
    "depends_on": "depends_on",
    "due": "due",
    "status": "status",
    "notes": "note",
}
PROSE: frozenset[Field] = frozenset({"name", "outcome", "note"})
"""Fields whose value is what was written."""
SILENT: frozenset[str] = frozenset({"docs", "contact"})
"""Small print that no change is read from: the plan's own links and numbers, retyped or left out."""
_SAME = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u2032": "'", "\u00b4": "'", "\u0060": "'", "\u201b": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u201f": '"', "\u2033": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-",
        "\u200b": "", "\u200c": "", "\u200d": "", "\u2060": "", "\ufeff": "", "\u00ad": "", "\u200e": "", "\u200f": "",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Facet:
    """One field as a sheet shows it: `key` compares, `value` is the contract's, `text` the words of the cell."""

    target: str
    field: Field
    column: Column
    value: Value
    key: str
    text: str

    small: bool = False


def canonical(text: str) -> str:
    """Return text as it compares: Unicode forms, quotes, dashes and white space are no difference."""
    if text.isascii():
        return " ".join(text.replace("`", "'").split())
    # Dashes and quotes first: NFKC would turn a spacing accent into a space and its accent.
    return " ".join(unicodedata.normalize("NFKC", text.translate(_SAME)).split())


def main_text(column: Column, text: str) -> str:
    """Return what a cell says above its small print."""
    if column == "due":
        return split_deadline(text)[0]
    main, _ = split_small_print(text)
    return without_optional(main) if column == "milestone" else main


def facets(row: Row) -> dict[tuple[str, str], Facet]:
    """Return every facet of a row, by target and field; what is next stands under its action's id."""
    found = [_main_facet(row.id, column, cell) for column, cell in row.cells.items() if column in FIELD_BY_COLUMN]
    for column, cell in row.cells.items():
        found += [_small_facet(row.id, column, kind, words) for kind, words in cell.small if kind not in SILENT]
    return {(facet.target, facet.field): facet for facet in found}


def _main_facet(target: str, column: Column, cell: Cell) -> Facet:
    field = FIELD_BY_COLUMN[column]
    text = main_text(column, cell.text)
    if field in PROSE:
        words = " ".join(text.split()) or (cell.value or "")
        value: Value = words if words or field == "note" else None
        return Facet(target, field, column, value, canonical(words), text)
    if cell.value is None:
        empty: Value = () if field == "depends_on" and not text else None
        return Facet(target, field, column, empty, canonical(text) and f"text {canonical(text).casefold()}", text)
    if field == "depends_on":
        ids = cell.value.split()
        return Facet(target, field, column, tuple(ids), " ".join(sorted(set(ids))), text)
    return Facet(target, field, column, person_value(cell.value), cell.value.casefold(), text)


def _small_facet(row_id: str, column: Column, kind: str, words: str) -> Facet:
    if kind == "deadline":
        return Facet(row_id, "deadline", column, words, words, words, small=True)
    if kind == "backup":
        return Facet(row_id, "backup", column, person_value(words), words.casefold(), words, small=True)
    if kind == "approver":
        return Facet(row_id, "approver", column, person_value(words), words.casefold(), words, small=True)
    return Facet(kind, "note", column, words, canonical(words), words, small=True)


def person_value(value: str) -> str | NewPerson:
    """Return a cell's value as the contract has it: somebody new ("Name <address>") as such, else the value itself."""
    found = re.match(r"(?P<name>[^<>]*?)\s*<(?P<email>[^<>]*)>\Z", value)
    if not found:
        return value
    return NewPerson(found["name"], found["email"] or None)
