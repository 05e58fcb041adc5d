"""Reading a returned document: its table becomes a sheet again, each row known by its marks, each cell by its words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsing.word.actions import are_actions
from parsing.word.columns import assign, head_row, language_of_heads
from parsing.word.formats import found_in
from parsing.word.guard import Unsafe
from parsing.word.identity import Origin, Verdict, identify, origin
from parsing.word.returned import Doubt, Returned
from parsing.word.table import Comment, Found, FoundRow
from parsing.word.values import Wit, cell_of, names_of
from plans.change import Refusal
from plans.plan import Plan, Side
from plans.sheet import COLUMNS, Cell, Column, Row, Sheet
from plans.sheet_of import actions_of, sheet_of
from plans.words import language_of

OUR_AUTHOR = "Milepost"
"""Who writes the comments that we put on overdue lines ourselves."""
REPEATED_HEAD = 3
"""Cells that a row must share with the head to be the head once more."""


def read_document(data: bytes, filename: str, plan: Plan | None = None) -> Returned | Refusal:
    """Return the sheet in a returned file of any format, or why it cannot be read, as a value with words."""
    try:
        found, ask_only = found_in(data, filename)
        return read_found(found, plan, ask_only=ask_only)
    except Unsafe as verdict:
        return verdict.refusal
    except RecursionError:
        return Refusal("hostile-document", "nested too deep")


def read_found(found: Found, plan: Plan | None, *, ask_only: bool = False) -> Returned | Refusal:
    """Return the sheet in what a file or a mail's words gave, or why there is none."""
    rows, head = _plan_rows(found)
    if not rows:
        return Refusal("no-table", "")
    source = origin(found)
    frame = _frame(source, plan, rows, head)
    mine = plan if frame.known else None
    wit = Wit(mine, frame.language, None, names_of(mine) if mine else {})
    places = assign(head, rows, frame.known)
    lost = _emptied(rows, places, frame.known)
    places = {place: column for place, column in places.items() if column not in lost}
    ours = plan is not None and source.plan == plan.slug and not source.torn
    read = [_row(row, places, frame.known, wit, ours) for row in rows]
    if frame.known and not source.plan and not any(frame.known.row(row.id) for row, _ in read):
        return Refusal("no-table", "none of the plan")
    kept = [(row, doubt, at) for (row, doubt), at in zip(read, rows, strict=True) if _written(row)]
    sheet = replace(
        frame,
        rows=tuple(replace(row, sure=row.sure and not ask_only) for row, _, _ in kept),
        columns=tuple(column for column in COLUMNS if column in places.values()),
    ).sheet
    doubts = (*_whole_doubts(source, plan, lost), *(doubt for _, doubt, _ in kept if doubt))
    comments = _bound(found.comments, [(row, at) for row, _, at in kept])
    return Returned(
        sheet, source.plan, source.version, source.document, source.stamp, comments, found.revisions, doubts, ask_only
    )


@dataclass(frozen=True)
class Frame:
    """What a document says of itself, and the sheet that the plan would show in its place."""

    plan: str
    version: int
    audience: Side
    language: str
    document: str
    known: Sheet | None
    rows: tuple[Row, ...] = ()
    columns: tuple[Column, ...] = ()

    @property
    def sheet(self) -> Sheet:
        """Return the sheet of the rows that were read."""
        return Sheet(self.plan, self.version, self.rows, self.audience, self.language, self.document, self.columns)


def _frame(source: Origin, plan: Plan | None, rows: Sequence[FoundRow], head: FoundRow | None) -> Frame:
    language = language_of(source.language or language_of_heads(head) or (plan.language if plan else "en"))
    audience: Side = "seller" if source.audience == "seller" else "buyer"
    mine = plan if plan and source.plan in ("", plan.slug) else None
    shown = actions_of if mine and are_actions(rows, mine) else sheet_of
    known = shown(mine, audience, language, source.document) if mine else None
    slug = source.plan or (plan.slug if plan else "")
    version = source.version if source.version is not None else (plan.version if plan else 0)
    return Frame(slug, version, audience, language, source.document, known)


def _plan_rows(found: Found) -> tuple[list[FoundRow], FoundRow | None]:
    """Return the rows below the heads, of the table that has them and of those that were split off below it."""
    rows: list[FoundRow] = []
    head: FoundRow | None = None
    for table in found.tables:
        at = head_row(table)
        if at is not None and head is None:
            head, rows = table[at], [*table[at + 1 :]]
        elif at is not None and head is not None and _repeats(table[at], head):
            rows += table[at + 1 :]
        elif head is not None and at is None and table and len(table[0].cells) == len(head.cells):
            rows += table
    if head is None:
        rows = list(sorted(found.tables, key=len)[-1]) if found.tables else []
    return [row for row in rows if not (head and _repeats(row, head))], head


def _repeats(row: FoundRow, head: FoundRow) -> bool:
    same = [one for one, other in zip(row.texts, head.texts, strict=False) if one and one == other]
    return len(same) >= REPEATED_HEAD and len(same) * 2 > len(head.cells)


def _emptied(rows: Sequence[FoundRow], places: dict[int, Column], known: Sheet | None) -> frozenset[Column]:
    """Return the columns of which nothing came through though much was sent: damage, not an edit."""
    if known is None:
        return frozenset()
    blank = {
        column for place, column in places.items() if not any(place < len(r.cells) and r.texts[place] for r in rows)
    }
    sent = {column for column in blank if sum(1 for line in known.rows if line.text(column)) > 1}
    return frozenset(sent)


def _row(
    row: FoundRow, places: dict[int, Column], known: Sheet | None, document: Wit, ours: bool
) -> tuple[Row, Doubt | None]:
    texts = {column: row.texts[place] for place, column in places.items() if place < len(row.cells)}
    merged = {places.get(place) for place, cell in enumerate(row.cells) if cell.merged}
    verdict = identify(row, texts, known, ours)
    line = known.row(verdict.row) if known else None
    wit = replace(document, near=_near(line, document.plan))
    cells: dict[Column, Cell] = {
        column: cell_of(column, texts[column], wit)
        for column in COLUMNS
        if column in texts and not (column in merged and not texts[column])
    }
    sure = verdict.sure and not merged
    doubt = None if sure else Doubt(verdict.why or "merged-cells", verdict.row, _label(verdict, cells))
    return Row(verdict.row, cells, sure), doubt


def _near(line: Row | None, plan: Plan | None) -> dt.date | None:
    """Return the date by which a day without a year is placed: the line's own, else the plan's."""
    due = line.value("due") if line else None
    if due:
        return dt.date.fromisoformat(due)
    dates = [milestone.due for milestone in plan.milestones if milestone.due] if plan else []
    return (plan.as_of if plan else None) or (max(dates) if dates else None)


def _label(verdict: Verdict, cells: dict[Column, Cell]) -> str:
    name = cells.get("milestone", Cell())
    return name.value or verdict.row


def _written(row: Row) -> bool:
    return any(cell.text.strip() for cell in row.cells.values())


def _whole_doubts(source: Origin, plan: Plan | None, lost: frozenset[Column]) -> list[Doubt]:
    doubts = []
    if plan is not None and source.plan and source.plan != plan.slug:
        doubts.append(Doubt("other-plan", "", source.plan))
    if plan is not None and not source.plan:
        doubts.append(Doubt("no-identity"))
    if source.torn:
        doubts.append(Doubt("marks-disagree"))
    doubts += [Doubt("column-empty", "", column) for column in sorted(lost)]
    return doubts


def _bound(comments: Sequence[Comment], rows: Sequence[tuple[Row, FoundRow]]) -> tuple[Comment, ...]:
    """Return the comments, each with the line whose row it hangs on; a reply hangs where its comment does."""
    by_id = {number: row.id for row, found in rows for cell in found.cells for number in cell.comments}
    kept = [comment for comment in comments if comment.text and comment.author != OUR_AUTHOR]
    return tuple(replace(each, row=by_id.get(each.id) or by_id.get(each.answers, each.row)) for each in kept)
