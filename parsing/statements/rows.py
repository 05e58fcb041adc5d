"""Rows pasted back: a line of the table typed or copied into the mail, cell by cell."""

import re
from collections.abc import Iterator, Sequence

from parsing.dates.grammar import fold
from parsing.statements.cues import cues_in
from parsing.statements.frame import Frame
from parsing.statements.marks import DOUBTS, Draft
from parsing.statements.people import people_in
from parsing.statements.pipeline import dates_in
from plans.change import NewPerson
from plans.plan import External, Line, Milestone

CELLS = re.compile(r"\t+| {2,}|\s\|\s|^\||\|$|\s[-–—]\s")
BRACKETS = re.compile(r"[()\[\]]")
FEWEST = 3
"""Cells from which a line that begins with an id (or with a line's name) is a row."""
STRANGE = "unknown-person"
"""Doubt about an owner whom nobody knows in a row without its line's name: it may be that name in other words."""


def row_drafts(line: str, frame: Frame) -> Iterator[Draft] | None:
    """Return what a pasted row changes, or None where the line is no row."""
    cells = [cell.strip() for cell in CELLS.split(line) if cell and cell.strip()]
    if not cells:
        return None
    first, _, rest = cells[0].partition(" ")
    ids = {line_id.casefold(): line_id for line_id in (row.id for row in frame.plan.chased())}
    laid_out = bool("\t" in line or "|" in line or re.search(r" {2,}\S", line.strip()))
    line_id = ids.get(first.casefold().strip(".:")) or (_by_place(first, cells, frame) if laid_out else None)
    if line_id is None:
        return None
    cells = [*([rest] if rest else []), *cells[1:]]
    if len(cells) < (FEWEST - 1 if laid_out else FEWEST):
        return None
    return _drafts(line_id, cells, line, frame)


def _by_place(number: str, cells: Sequence[str], frame: Frame) -> str | None:
    """Return the line whose row number and name a pasted row of a table begins with."""
    place = number.strip(".:#")
    if not place.isdigit() or not 1 <= int(place) <= len(frame.rows):
        return None
    line_id = frame.rows[int(place) - 1]
    names = _names(frame.plan.entry(line_id))
    return line_id if any(_opens(name, cell) for name in names for cell in cells[1:2]) else None


def _drafts(line_id: str, cells: list[str], line: str, frame: Frame) -> Iterator[Draft]:
    from parsing.word.values import read_status  # reads documents too: loaded where a row is pasted

    target = frame.plan.entry(line_id)
    doubts = _doubts(line_id, cells, line, frame)
    names = _names(target)
    named_so = any(_opens(name, cell) for name in names for cell in cells)
    for cell in _behind_name(cells, names):
        folded = fold(cell)
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
        named = next((p for p in people if p.person is not None and p.end - p.start >= len(cell) - 2), None)
        if named and target and named.person != target.owner and not _same_name(named.person, target.owner, frame):
            stranger = isinstance(named.person, NewPerson) and not (named.person.email or named_so)
            yield Draft(line_id, "owner", named.person, line, (*doubts, *((STRANGE,) if stranger else ())))


def _names(target: Line | External | None) -> tuple[str, ...]:
    """Return the folded names of a line: its own, and the one in the plan's other language."""
    names = (target.name, target.name_local) if isinstance(target, Milestone) else (target.name,) if target else ()
    return tuple(fold(name) for name in names if name)


def _opens(name: str, cell: str) -> bool:
    return re.match(rf"{re.escape(name)}(?!\w)", fold(cell)) is not None


def _behind_name(cells: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """Yield the cells that are no name of the line; one that only begins with it holds others, maybe in brackets."""
    for cell in cells:
        opened = max((name for name in names if _opens(name, cell)), key=len, default="")
        rest = BRACKETS.split(cell[len(opened) :]) if opened else [cell]
        yield from (found for part in rest if (found := part.strip(" ,;:")))


def _doubts(line_id: str, cells: list[str], line: str, frame: Frame) -> tuple[str, ...]:
    """Return why a pasted row has to be asked about: another line's name beside the id, a hedge, a question mark."""
    others = {fold(other.name) for other in frame.plan.chased() if other.id != line_id}
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
