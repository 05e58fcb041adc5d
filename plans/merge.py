"""A merge takes what they changed in their copy, keeps what changed meanwhile, and asks about what collides."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from plans.change import Certainty, Change, Field, NewLine, Value, change_as_json
from plans.facets import FIELD_BY_COLUMN, SILENT, Facet, canonical, facets, main_text, person_value
from plans.sheet import Cell, Column, Row, Sheet, sheet_as_json
from plans.small_print import split_small_print

SURE, UNSURE = 0.97, 0.5
"""How certain a change is that was understood, and one that was not."""
Key = tuple[str, str]


@dataclass(frozen=True)
class Conflict:
    """A field that both changed since the base, differently; neither value is lost."""

    target: str
    field: Field
    base: Value
    ours: Value
    theirs: Value
    evidence: str = ""


@dataclass(frozen=True)
class Merge:
    """The merged sheet, what they changed, and what both changed.

    Changes whose `decision` is "ask", and conflicts, are not in `merged`: there, what stands in the plan stays.
    """

    merged: Sheet
    changes: tuple[Change, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


def merge(base: Sheet, ours: Sheet, theirs: Sheet) -> Merge:
    """Return the three-way merge of the sheet as sent, as it stands now, and as they sent it back."""
    theirs = replace(theirs, rows=tuple(_written_on(base.row(row.id) or ours.row(row.id), row) for row in theirs.rows))
    copies = Counter(row.id for row in theirs.rows)
    found = [
        item
        for row in _known(theirs, base, ours)
        for item in _row_differences(base, ours, row, theirs.columns, copies[row.id] > 1)
    ]
    changes = [item for item in found if isinstance(item, Change)]
    conflicts = tuple(item for item in found if isinstance(item, Conflict))
    changes += _gone(base, ours, theirs)
    added = list(_added(base, ours, theirs))
    merged = _merged(ours, theirs, changes, [row for row, _ in added])
    return Merge(merged, (*changes, *(change for _, change in added)), conflicts)


def merge_as_json(result: Merge) -> dict[str, Any]:
    """Return a merge as `milepost merge --json` prints it."""
    return {
        "merged": sheet_as_json(result.merged),
        "changes": [change_as_json(change) for change in result.changes],
        "conflicts": [_conflict_as_json(conflict) for conflict in result.conflicts],
    }


def _conflict_as_json(conflict: Conflict) -> dict[str, Any]:
    values = {"base": conflict.base, "ours": conflict.ours, "theirs": conflict.theirs}
    return {"target": conflict.target, "field": conflict.field} | {
        name: _plain(conflict.target, conflict.field, value) for name, value in values.items()
    }


def _plain(target: str, field: Field, value: Value) -> Any:
    return change_as_json(Change(target, field, value, "ask", 0, ""))["value"]


def _written_on(before: Row | None, row: Row) -> Row:
    """Return a row with what was typed on behind its links and numbers as words of its note."""
    cell = row.cells.get("notes")
    if before is None or cell is None or not cell.small:
        return row
    sent = {kind: canonical(words) for kind, words in before.cells.get("notes", Cell()).small if kind in SILENT}
    small, behind = dict(cell.small), list[str]()
    for kind, words in sent.items():
        now = canonical(small.get(kind, ""))
        if words and now != words and now.startswith(words):
            small[kind] = words
            behind.append(now[len(words) :].strip(" ,;"))
    if not any(behind):
        return row
    text = " ".join(part for part in (main_text("notes", cell.text), *behind) if part)
    return replace(row, cells={**row.cells, "notes": Cell(text, canonical(text), tuple(small.items()))})


def _known(theirs: Sheet, base: Sheet, ours: Sheet) -> Iterator[Row]:
    """Yield their rows that are lines of the plan; of identical copies the first only."""
    seen: list[Row] = []
    for row in theirs.rows:
        if row.id and (base.row(row.id) or ours.row(row.id)) and not any(_same_row(row, other) for other in seen):
            seen.append(row)
            yield row


def _same_row(one: Row, other: Row) -> bool:
    return one.id == other.id and _keys(one) == _keys(other)


def _keys(row: Row) -> dict[Key, str]:
    return {key: facet.key for key, facet in facets(row).items()}


def _row_differences(
    base: Sheet, ours: Sheet, row: Row, columns: tuple[Column, ...], copied: bool
) -> Iterator[Change | Conflict]:
    """Yield what one of their rows changes; a copied or guessed row changes nothing unasked."""
    before = base.row(row.id) or ours.row(row.id)
    now = ours.row(row.id)
    if before is None or (copied and _is_new_line(before, row)):
        return
    was, mine, wanted = facets(before), facets(now) if now else {}, facets(row)
    for key in dict.fromkeys((*was, *wanted)):
        column = (wanted.get(key) or was[key]).column
        if column not in columns or _same_words(before, row, column) or _typed_over(before, row, key, was, wanted):
            continue
        item = _difference(was.get(key), mine.get(key), wanted.get(key), gone=now is None)
        if isinstance(item, Change) and (copied or not row.sure):
            item = replace(item, decision="ask", confidence=UNSURE)
        if item is not None:
            yield item


def _same_words(before: Row, row: Row, column: Column) -> bool:
    """Tell whether the cell reads as it was sent, whatever was understood of it."""
    text = row.text(column)
    return bool(text) and canonical(text) == canonical(before.text(column))


def _typed_over(before: Row, row: Row, key: Key, was: dict[Key, Facet], wanted: dict[Key, Facet]) -> bool:
    """Tell whether small print is gone only because somebody wrote over the cell; actions are never taken out so."""
    if key in wanted or not was[key].small:
        return False
    if was[key].field == "note":
        return True
    column = was[key].column
    return canonical(main_text(column, before.text(column))) != canonical(main_text(column, row.text(column)))


def _is_new_line(before: Row, row: Row) -> bool:
    """Tell whether a copied row was given another name: then it is a new line, and asked as one."""
    return canonical(_name(before)) != canonical(_name(row))


def _name(row: Row) -> str:
    return main_text("milestone", row.text("milestone")) or (row.value("milestone") or "")


def _difference(was: Facet | None, mine: Facet | None, wanted: Facet | None, gone: bool) -> Change | Conflict | None:
    before, now, then = _key(was), _key(mine), _key(wanted)
    told = wanted or was
    if told is None or then == before or (then == now and not gone):
        return None
    text = wanted.text if wanted else ""
    if now != before or gone:
        return Conflict(told.target, told.field, _value(was), _value(mine), _value(wanted), text)
    return _change(told, _value(wanted), text)


def _key(facet: Facet | None) -> str:
    return facet.key if facet else ""


def _value(facet: Facet | None) -> Value:
    return facet.value if facet else None


def _change(told: Facet, value: Value, text: str) -> Change:
    """Return the change; what was emptied or not understood, and words about an action, are asked."""
    freed = told.field == "deadline" and value is None
    about_action = told.small and told.field == "note"
    sure = value is not None and not about_action
    decision: Certainty = "apply" if sure else "ask"
    certain = SURE if sure else UNSURE
    return Change(told.target, told.field, "soft" if freed else value, decision, certain, text, "document")


def _gone(base: Sheet, ours: Sheet, theirs: Sheet) -> list[Change]:
    """Return a question for every line whose row they took out (R79)."""
    kept = {row.id for row in theirs.rows}
    return [
        Change(row.id, "status", "skipped", "ask", UNSURE, _name(row), "document")
        for row in base.rows
        if row.id not in kept and (now := ours.row(row.id)) and now.value("status") != "skipped"
    ]


def _added(base: Sheet, ours: Sheet, theirs: Sheet) -> Iterator[tuple[Row, Change]]:
    """Yield every row that is no line of the plan, with the milestone that it proposes."""
    copies = Counter(row.id for row in theirs.rows if row.id)
    standing = {canonical(_name(row)).casefold() for row in ours.rows}
    for row in theirs.rows:
        before = base.row(row.id) or ours.row(row.id) if row.id else None
        copied = before is not None and copies[row.id] > 1 and _is_new_line(before, row)
        name = _name(row)
        if (before is not None and not copied) or canonical(name).casefold() in standing or not _says_anything(row):
            continue
        standing.add(canonical(name).casefold())
        yield replace(row, id=""), _proposed(row, copied)


def _says_anything(row: Row) -> bool:
    return any(cell.text.strip() for column, cell in row.cells.items() if column not in ("id", "status"))


def _proposed(row: Row, copied: bool) -> Change:
    owner = row.value("owner")
    name = " ".join(_name(row).split())
    unread = any(row.text(column).strip() and row.value(column) is None for column in ("owner", "due"))
    sure = bool(name) and row.sure and not copied and not unread
    line = NewLine(name, row.value("due"), person_value(owner) if owner else None)
    evidence = " | ".join(" ".join(cell.text.split()) for cell in row.cells.values() if cell.text.strip())
    return Change("new", "milestone", line, "apply" if sure else "ask", SURE if sure else UNSURE, evidence, "document")


def _merged(ours: Sheet, theirs: Sheet, changes: list[Change], added: list[Row]) -> Sheet:
    taken = {(change.target, change.field) for change in changes if change.decision == "apply"}
    rows = tuple(_merged_row(row, theirs.row(row.id), taken) for row in ours.rows)
    fresh = tuple(sorted(added, key=lambda row: canonical(_name(row)).casefold()))
    return replace(ours, rows=(*rows, *fresh))


def _merged_row(row: Row, wanted: Row | None, taken: set[tuple[str, Field]]) -> Row:
    if wanted is None:
        return row
    cells = dict(row.cells)
    for column, field in FIELD_BY_COLUMN.items():
        mine, theirs = cells.get(column, Cell()), wanted.cells.get(column, Cell())
        small = frozenset(kind for kind, _ in theirs.small if (row.id, kind) in taken)
        if (row.id, field) in taken or small:
            cells[column] = _merged_cell(mine, theirs, main_taken=(row.id, field) in taken, small_taken=small)
    return replace(row, cells=cells)


def _merged_cell(mine: Cell, theirs: Cell, *, main_taken: bool, small_taken: frozenset[str]) -> Cell:
    """Return a cell whose main words and small print each come from the side that changed them."""
    main, tail = theirs if main_taken else mine, theirs if small_taken else mine
    small = dict(mine.small) | {kind: words for kind, words in theirs.small if kind in small_taken}
    head, rest = split_small_print(main.text)[0], tail.text[len(split_small_print(tail.text)[0]) :].strip()
    return Cell("\n".join(part for part in (head, rest) if part), main.value, tuple(small.items()))
