"""A file of deals is the CSV that a CRM exports; it is taken whole, or every line that is wrong is named."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from plans.report.deals import CrmDeal, Outcome

COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("deal", "deal_id", "crm_id", "id", "opportunity_id"),
    "plan": ("plan", "plan_slug", "slug"),
    "has_map": ("map", "has_map"),
    "opened": ("opened", "created", "created_date", "open_date"),
    "closed": ("closed", "closed_date"),
    "outcome": ("outcome", "result"),
    "crm_close": ("crm_close", "crm_close_date", "close_date", "expected_close"),
    "tasks_total": ("tasks_total",),
    "tasks_done": ("tasks_done",),
}
"""What is read → the heads that name it; case, blanks and hyphens do not count."""
OUTCOMES: tuple[Outcome, ...] = ("won", "lost", "open")
YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
LONGEST = 200
"""Characters of an id or a slug."""
MOST_BYTES = 50_000_000


@dataclass(frozen=True)
class Wrong:
    """What is wrong in a line of the file (0: the file as a whole), and what to do."""

    line: int
    problem: str
    remedy: str


@dataclass(frozen=True)
class DealFile:
    """What a file tells: the deals in it, or what is wrong; `unread` are the heads of columns that are not kept."""

    deals: tuple[CrmDeal, ...]
    wrong: tuple[Wrong, ...]
    unread: tuple[str, ...] = ()


class _WrongCellError(ValueError):
    """A cell or a row that cannot be taken: what is wrong, and what to do."""


def deals_in(data: bytes) -> DealFile:
    """Return the deals of a CSV file in UTF-8 (commas, semicolons or tabs); a wrong row means that none is taken."""
    text = _text(data)
    if isinstance(text, Wrong):
        return DealFile((), (text,))
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count), strict=True)
    try:
        heads = next(rows, [])
        columns, unread = _columns(heads)
        read = list(_read(_numbered(rows), columns, len(heads)))
    except csv.Error as error:
        return DealFile((), (Wrong(rows.line_num, f"This is no CSV ({error}).", "Export the file again."),))
    except _WrongCellError as error:
        return DealFile((), (Wrong(1, *error.args),))
    wrong = tuple(one for one in read if isinstance(one, Wrong))
    deals = () if wrong else tuple(one for one in read if isinstance(one, CrmDeal))
    return DealFile(deals, wrong, unread)


def _text(data: bytes) -> str | Wrong:
    if len(data) > MOST_BYTES:
        return Wrong(0, f"The file has more than {MOST_BYTES // 1_000_000} MB.", "Export fewer deals at a time.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Wrong(0, "The file is not in UTF-8.", "Save it as CSV UTF-8.")


def _columns(heads: list[str]) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return at which place each thing that is read stands, and the heads of what is not read."""
    plain = [re.sub(r"[\s_-]+", "_", head.strip().casefold()) for head in heads]
    found: dict[str, int] = {}
    for name, spellings in COLUMNS.items():
        places = [place for place, head in enumerate(plain) if head in spellings]
        if len(places) > 1:
            named = " and ".join(heads[place] for place in places)
            raise _WrongCellError(f"The columns {named} say the same.", "Leave one of them.")
        if places:
            found[name] = places[0]
    if "id" not in found:
        raise _WrongCellError("No column holds the deal's id.", 'Name one "deal".')
    return found, tuple(head.strip() for place, head in enumerate(heads) if place not in found.values())


def _read(rows: Iterator[tuple[int, list[str]]], columns: dict[str, int], width: int) -> Iterator[CrmDeal | Wrong]:
    """Yield each row as a deal, or what is wrong with it."""
    seen: dict[str, int] = {}
    for line, row in rows:
        try:
            deal = _deal(row, columns, width)
            if (before := seen.setdefault(deal.id, line)) != line:
                raise _WrongCellError(f"Deal {deal.id} stands on line {before} already.", "Leave one of them.")
            yield deal
        except _WrongCellError as error:
            yield Wrong(line, *error.args)


def _numbered(reader: Any) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold anything, each with the number of the line that it begins on."""
    line = reader.line_num + 1
    for row in reader:
        if any(cell.strip() for cell in row):
            yield line, row
        line = reader.line_num + 1


def _deal(row: list[str], columns: dict[str, int], width: int) -> CrmDeal:
    if len(row) > width:
        raise _WrongCellError(
            f"The line has {len(row)} cells, the heads are {width}.", "Put a cell with a comma in quotes."
        )
    cells = {name: row[place].strip() if place < len(row) else "" for name, place in columns.items()}
    deal = CrmDeal(
        id=_name(cells["id"], "deal"),
        plan=_name(cells["plan"], "plan") if cells.get("plan") else "",
        has_map=_yes_no(cells.get("has_map", "")),
        opened=_day(cells.get("opened", ""), "opened"),
        closed=_day(cells.get("closed", ""), "closed"),
        outcome=_outcome(cells.get("outcome", "")),
        crm_close=_day(cells.get("crm_close", ""), "crm_close"),
        tasks_total=_number(cells.get("tasks_total", ""), "tasks_total"),
        tasks_done=_number(cells.get("tasks_done", ""), "tasks_done"),
    )
    for holds, problem, remedy in _contradictions(deal):
        if holds:
            raise _WrongCellError(problem, remedy)
    return deal


def _contradictions(deal: CrmDeal) -> tuple[tuple[bool, str, str], ...]:
    total, done = deal.tasks_total, deal.tasks_done
    return (
        (
            bool(deal.opened and deal.closed and deal.closed < deal.opened),
            f"Deal {deal.id} closed on {deal.closed}, before {deal.opened}, when it was opened.", "Correct it.",
        ),
        (
            deal.outcome == "open" and deal.closed is not None,
            f"Deal {deal.id} is open and has a day on which it closed.", "Empty that cell, or write won or lost.",
        ),
        (
            deal.has_map is False and deal.plan != "",
            f"Deal {deal.id} names a plan and says that it had none.", "Write yes under map, or empty the plan's cell.",
        ),
        (
            (total is None) != (done is None),
            f"Deal {deal.id} has one of tasks_total and tasks_done.", "Fill both cells, or none.",
        ),
        (
            total is not None and done is not None and done > total,
            f"Deal {deal.id} has {done} tasks done of {total}.", "Correct one of the numbers.",
        ),
    )  # fmt: skip


def _name(text: str, column: str) -> str:
    if not text:
        raise _WrongCellError(f"The cell under {column} is empty.", "Give every deal its id.")
    if len(text) > LONGEST:
        raise _WrongCellError(f"The cell under {column} has more than {LONGEST} characters.", "Shorten it.")
    return text


def _yes_no(text: str) -> bool | None:
    if text and text.casefold() not in YES_NO:
        raise _WrongCellError(f'"{_shown(text)}" under map is neither yes nor no.', "Write yes or no.")
    return YES_NO.get(text.casefold())


def _outcome(text: str) -> Outcome | None:
    found = next((outcome for outcome in OUTCOMES if outcome == text.casefold()), None)
    if text and found is None:
        raise _WrongCellError(f'"{_shown(text)}" is no outcome.', "Write won, lost or open.")
    return found


def _day(text: str, column: str) -> dt.date | None:
    """Return an ISO day, with or without a time after it."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(re.split(r"[T ]", text)[0])
    except ValueError:
        raise _WrongCellError(f'"{_shown(text)}" under {column} is no date.', "Write it as 2026-03-20.") from None


def _number(text: str, column: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,6}", text):
        raise _WrongCellError(f'"{_shown(text)}" under {column} is no number of tasks.', "Write a number, such as 12.")
    return int(text)


def _shown(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}..."
