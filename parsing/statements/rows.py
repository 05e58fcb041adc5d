"""Rows pasted back: a line of the table typed or copied into the mail, cell by cell."""

import re
from collections.abc import Iterator

from parsing.dates.grammar import fold
from parsing.statements.cues import cues_in
from parsing.statements.marks import DOUBTS, Draft
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
    doubts = _doubts(line_id, cells, line, frame)
    for cell in cells:
        folded = fold(cell)
        if target and folded == fold(target.name):
            continue
        days = dates_in(cell, frame)
        if days and days[0].date and days[0].end - days[0].start >= len(cell) - 8:
            if target is None or days[0].date != target.due:
                unsure = () if days[0].certain else (days[0].why or "unsure",)
                yield Draft(line_id, "due", days[0].date.isoformat(), line, (*doubts, *unsure))
            continue
        if status := read_status(cell):
            if target and status != target.status:
                yield Draft(line_id, "status", status, line, doubts)
            continue
        people = people_in(cell, folded, frame.roster, frame.words, None)
        named = next((p for p in people if _is_known(p.person) and p.end - p.start >= len(cell) - 2), None)
        if named and target and named.person != target.owner and not _same_name(named.person, target.owner, frame):
            yield Draft(line_id, "owner", named.person, line, doubts)


def _is_known(person: str | NewPerson | None) -> bool:
    """Tell whether a cell's person can own a row: of the plan, or with an address; other names may be a line's."""
    return isinstance(person, str) or (person is not None and bool(person.email))


def _doubts(line_id: str, cells: list[str], line: str, frame: Frame) -> tuple[str, ...]:
    """Return why a pasted row has to be asked about: another line's name beside the id, a hedge, a question mark."""
    others = {fold(other.name) for other in frame.plan.lines() if other.id != line_id}
    found = ["number-and-words-disagree"] if any(fold(cell) in others for cell in cells) else []
    said = {cue.name for cue in cues_in(fold(line), frame.words)}
    found += [name for name in DOUBTS if name in said or (name == "asks_whether" and "?" in line)]
    return tuple(found)


def _same_name(person: str | NewPerson | None, owner: str | None, frame: Frame) -> bool:
    """Tell whether a name is the owner's in another form ("M. Oyelaran")."""
    known = frame.plan.person(owner)
    if not known or not isinstance(person, NewPerson):
        return False
    return fold(person.name.split()[-1]) == fold(known.name.split()[-1])
