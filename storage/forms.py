"""Forms are how plans, entries, sheets and notices are kept as JSON, and read back equal."""

import datetime as dt
import json
from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from plans.change import Value
from plans.entry import Entry
from plans.notice import Notice
from plans.plan import Plan
from plans.report.figures import PlanFigures
from plans.sheet import Sheet


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    return TypeAdapter(shape)


def _json(shape: Any, thing: Any) -> str:
    adapter = _adapter(shape)
    try:
        return adapter.dump_json(thing).decode()
    except PydanticSerializationError:
        # Evidence from a broken mail can hold halves of surrogate pairs: they become question marks.
        text = json.dumps(adapter.dump_python(thing, mode="json"), ensure_ascii=False, separators=(",", ":"))
        return text.encode("utf-8", "replace").decode()


def plan_as_json(plan: Plan) -> str:
    """Return a plan's JSON."""
    return _json(Plan, plan)


def plan_from_json(text: str) -> Plan:
    """Return the plan of a JSON text."""
    plan: Plan = _adapter(Plan).validate_json(text)
    return plan


def entry_as_json(entry: Entry) -> str:
    """Return a log entry's JSON."""
    return _json(Entry, entry)


def entry_from_json(text: str) -> Entry:
    """Return the log entry of a JSON text."""
    entry: Entry = _adapter(Entry).validate_json(text)
    return entry


def sheet_as_json(sheet: Sheet) -> str:
    """Return a sheet's JSON."""
    return _json(Sheet, sheet)


def sheet_from_json(text: str) -> Sheet:
    """Return the sheet of a JSON text."""
    sheet: Sheet = _adapter(Sheet).validate_json(text)
    return sheet


def notice_as_json(notice: Notice) -> str:
    """Return a notice's JSON."""
    return _json(Notice, notice)


def notice_from_json(text: str) -> Notice:
    """Return the notice of a JSON text."""
    notice: Notice = _adapter(Notice).validate_json(text)
    return notice


def value_as_json(value: Value) -> str:
    """Return a field value's JSON as entries keep it: '' for nothing."""
    return "" if value is None else _json(Value, value)


def value_from_json(text: str) -> Value:
    """Return the field value of an entry's `old` or `new`."""
    value: Value = _adapter(Value).validate_json(text) if text else None
    return value


def figures_as_json(figures: PlanFigures) -> str:
    """Return the JSON of a plan's figures: their values in order, days as numbers, for they are read by thousands."""
    row = [_numbered(getattr(figures, name)) for name in _FIGURES]
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _numbered(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_numbered(one) for one in value]
    return value.toordinal() if isinstance(value, dt.date) else value


_FIGURES = PlanFigures._fields
_DATED = ("day", "since", "next_due", "planned_close", "projected_close", "holds_until")
_DAYS = tuple(_FIGURES.index(name) for name in _DATED)
_TUPLES = tuple(_FIGURES.index(name) for name in ("late", "blocked", "lacks"))
_DUES = _FIGURES.index("dues")


def figures_from_json(texts: Iterable[str]) -> tuple[PlanFigures, ...]:
    """Return the figures of many JSON texts, read in one go."""
    day = dt.date.fromordinal
    rows: list[list[Any]] = json.loads(f"[{','.join(texts)}]")
    for row in rows:
        for at in _DAYS:
            row[at] = day(row[at]) if row[at] else None
        for at in _TUPLES:
            row[at] = tuple(row[at])
        row[_DUES] = tuple((line, day(on)) for line, on in row[_DUES])
    return tuple(map(PlanFigures._make, rows))
