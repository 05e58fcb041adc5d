"""Views of a plan for the terminal: the table of its lines, and what waits for somebody's word."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from plans.plan import Plan
    from plans.state import PlanState

MARKS = {"not-started": "○", "in-progress": "►", "blocked": "■", "done": "●", "skipped": "–"}
COLOURS = {"not-started": "white", "in-progress": "cyan", "blocked": "red", "done": "green", "skipped": "bright_black"}


def columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield rows as lines of plain columns, each as wide as its widest cell, under their head."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, cells)) for cells in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = (cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


def plan_table(plan: "Plan") -> "Table":
    """Return the plan's milestones as a table, in the plan's order."""
    from rich.markup import escape
    from rich.table import Table

    from plans.words import STATUS_WORDS

    table = Table(title=f"{plan.title}, version {plan.version}, {plan.status}", title_justify="left", box=None)
    for head in ("#", "milestone", "owner", "due", "status", "note"):
        table.add_column(head, header_style="bold")
    for line in plan.milestones:
        owner = plan.person(line.owner)
        colour = COLOURS[line.status]
        status = f"[{colour}]{MARKS[line.status]} {STATUS_WORDS['en'][line.status][0]}[/{colour}]"
        due = f"{line.due:%a %d %b %Y}{' (fixed)' if line.deadline == 'hard' else ''}" if line.due else ""
        table.add_row(line.id, escape(line.name), owner.name if owner else "", due, status, escape(line.note[:60]))
    return table


def waiting_lines(state: "PlanState") -> Iterator[str]:
    """Yield a sentence for each change that waits for somebody's word."""
    for pending in state.pending:
        change = pending.change
        wanted = (
            f"{change.target} {change.field} → {change.value}"
            if change.value is not None
            else f"{change.target} {change.field}"
        )
        yield f"waiting for {', '.join(pending.to)}: {wanted} ({pending.reason}), wanted by {pending.by}"
