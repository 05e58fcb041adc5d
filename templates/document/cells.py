"""A cell of the page is a sheet's cell as runs: main words, small print, links and controls."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from plans.plan import Plan, Status
from plans.sheet import Cell, Row, Sheet
from plans.sheet_of import STATUS_MARKS, status_text
from plans.small_print import HINTS, label
from plans.words import COLUMN_HEADS
from templates.document.runs import bookmark_name, choice_control, date_control, link, mark, remarked, run

FILLS: Mapping[str | None, str] = {
    "done": "D9EFE3",
    "in-progress": "DCE9F7",
    "blocked": "FBE3D6",
    "not-started": "EEF0F2",
    "skipped": "F3F3F3",
    None: "FFFFFF",
}
STYLES: Mapping[str | None, str] = {
    "done": "MapDone",
    "in-progress": "MapInProgress",
    "blocked": "MapBlocked",
    "not-started": "MapNotStarted",
    "skipped": "MapSkipped",
    None: "MapNotStarted",
}
_SAFE_URL = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)


@dataclass(frozen=True)
class Ink:
    """What cells need besides their words: the sheet, the plan, and how to make a link's relationship."""

    sheet: Sheet
    plan: Plan
    relation: Callable[[str], str]
    link: str = ""
    remarks: Mapping[str, int] = field(default_factory=dict)
    """Row id → number of the comment that hangs on it."""


def row_runs(row: Row, ink: Ink) -> dict[str, object]:
    """Return a row as the template takes it: `{{r row.milestone }}` and its like, and the status cell's colour."""
    status = row.value("status")
    return {
        "id": Markup(_id_runs(row, ink)),
        "milestone": Markup(_worded(row.cells["milestone"], "MapName")),
        "outcome": Markup(run(row.text("outcome"))),
        "owner": Markup(_owner_runs(row, ink)),
        "depends_on": Markup(run(row.text("depends_on"))),
        "due": Markup(_due_runs(row, ink)),
        "status": Markup(_status_runs(row, ink)),
        "notes": Markup(_notes_runs(row, ink)),
        "status_color": FILLS[status],
    }


def _id_runs(row: Row, ink: Ink) -> str:
    sheet = ink.sheet
    # The hidden run is one of the layers by which a row is known again after it went through other editors.
    hidden = run(f"{{mp {sheet.plan} {sheet.version} {row.id}}}", hidden=True)
    target = f"{ink.link.rstrip('/')}/{sheet.plan}/v{sheet.version}/{row.id}" if ink.link else ""
    relation = ink.relation(target) if target else ""
    shown = mark(bookmark_name(sheet.version, row.id), run(row.id, "MapId"), relation)
    return remarked(shown, ink.remarks.get(row.id)) + hidden


def _worded(cell: Cell, style: str) -> str:
    head, *small = cell.text.split("\n")
    return run(head, style) + "".join(run(f"\n{line}", "MapSmall") for line in small)


def _owner_runs(row: Row, ink: Ink) -> str:
    cell = row.cells["owner"]
    if cell.value is not None:
        return _worded(cell, "")
    hint = run(HINTS[ink.sheet.language][2], "MapHint")
    return hint + "".join(run(f"\n{line}", "MapSmall") for line in cell.text.split("\n") if line)


def _due_runs(row: Row, ink: Ink) -> str:
    sheet, cell = ink.sheet, row.cells["due"]
    head, *small = cell.text.split("\n")
    line = ink.plan.line(row.id)
    title = COLUMN_HEADS[sheet.language]["due"][0]
    day = line.due if line else None
    control = date_control(
        f"mp:{row.id}:due", title, day, head, sheet.language, ink.plan.locale, HINTS[sheet.language][0]
    )
    return control + "".join(run(f"\n{line}", "MapSmall") for line in small)


def _status_runs(row: Row, ink: Ink) -> str:
    sheet = ink.sheet
    statuses: tuple[Status, ...] = tuple(STATUS_MARKS)
    choices = [status_text(status, sheet.language) for status in statuses]
    title = COLUMN_HEADS[sheet.language]["status"][0]
    style = STYLES[row.value("status")]
    return choice_control(f"mp:{row.id}:status", title, choices, row.text("status"), style, HINTS[sheet.language][1])


def _notes_runs(row: Row, ink: Ink) -> str:
    milestone = ink.plan.milestone(row.id)
    urls = {doc.label: doc.url for doc in milestone.docs} if milestone else {}
    owner = ink.plan.person(milestone.owner) if milestone else None
    if owner and owner.calendar:
        urls[owner.calendar] = owner.calendar
    parts: list[str] = []
    for line in row.text("notes").split("\n"):
        parts.append(run("\n") if parts else "")
        parts.append(_linked(line, urls, ink))
    return "".join(parts)


def _linked(line: str, urls: Mapping[str, str], ink: Ink) -> str:
    """Return a line of notes with the plan's own documents and calendars as links."""
    labels = tuple(f"{label(ink.sheet.language, kind)}: " for kind in ("docs", "contact"))
    head = next((words for words in labels if line.startswith(words)), None)
    if head is None:
        return run(line)
    pieces = line.removeprefix(head).split(", ")
    shown = [
        link(ink.relation(urls[piece]), piece) if _SAFE_URL.match(urls.get(piece, "")) else run(piece, "MapSmall")
        for piece in pieces
    ]
    return run(head, "MapSmall") + run(", ", "MapSmall").join(shown)
