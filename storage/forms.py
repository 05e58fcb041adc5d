"""Forms are how plans, entries, sheets and notices are kept as JSON, and read back equal."""

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from plans.change import Value
from plans.entry import Entry
from plans.notice import Notice
from plans.plan import Plan
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
        text = json.dumps(adapter.dump_python(thing, mode="json"), ensure_ascii=False)
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
