"""Rows pasted back: a line of the table typed or copied into the mail, cell by cell."""

import re
from collections.abc import Iterator

from parsing.dates.grammar import fold
from parsing.statements.marks import Draft
from parsing.statements.people import people_in
from parsing.statements.pipeline import Frame, dates_in
from plans.change import NewPerson

CELLS = re.compile(r"\t+| {2,}|\s\|\s|^\||\|$|\s[-–—]\s")
FEWEST = 3
"""Cells from which a line that begins with an id (or with a line's name) is a row."""


def row_drafts(line: str, frame: Frame) -> Iterator[Draft] | None:
    """Return what a pasted row changes, or None where the line is no row."""
    cells = [cell.strip() for cell in CELLS.split(line) if cell and cell.strip()]
    if not cells:
        return None
    first, _, rest = cells[0].partition(" ")
    ids = {line_id.casefold(): line_id for line_id in (row.id for row in frame.plan.lines())}
    line_id = ids.get(first.casefold().strip(".:"))
    if line_id is None:
        return None
    cells = [*([rest] if rest else []), *cells[1:]]
    laid_out = "\t" in line or "|" in line or re.search(r" {2,}\S", line.strip())
    if len(cells) < (FEWEST - 1 if laid_out else FEWEST):
        return None
    return _drafts(line_id, cells, line, frame)


def _drafts(line_id: str, cells: list[str], line: str, frame: Frame) -> Iterator[Draft]:
    from parsing.word.values import read_status  # reads documents too: loaded where a row is pasted

    target = frame.plan.line(line_id)
    name = fold(target.name) if target else ""
    for cell in cells:
        folded = fold(cell)
        if folded == name:
            continue
        days = dates_in(cell, frame)
        if days and days[0].date and days[0].end - days[0].start >= len(cell) - 8:
            if days[0].certain and target and days[0].date != target.due:
                yield Draft(line_id, "due", days[0].date.isoformat(), line)
            elif not days[0].certain and days[0].date != (target.due if target else None):
                yield Draft(line_id, "due", days[0].date.isoformat(), line, (days[0].why or "unsure",))
            continue
        if status := read_status(cell):
            if target and status != target.status:
                yield Draft(line_id, "status", status, line)
            continue
        people = people_in(cell, folded, frame.roster, frame.words, None)
        named = next((p for p in people if p.person is not None and p.end - p.start >= len(cell) - 2), None)
        if named and target and named.person != target.owner and not _same_name(named.person, target.owner, frame):
            yield Draft(line_id, "owner", named.person, line)


def _same_name(person: str | NewPerson | None, owner: str | None, frame: Frame) -> bool:
    """Tell whether a name is the owner's in another form ("M. Oyelaran")."""
    known = frame.plan.person(owner)
    if not known or not isinstance(person, NewPerson):
        return False
    return fold(person.name.split()[-1]) == fold(known.name.split()[-1])
