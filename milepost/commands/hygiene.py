"""The command report hygiene: what running plans lack and what has gone stale in them, the worst first."""

import datetime as dt
from pathlib import Path
from typing import Any

from milepost.commands.report import Form, given


def hygiene(on: dt.date | None, form: Form, data: Path | None) -> int:
    """Tell what every running plan lacks on a day, today where none is given."""
    from milepost.wiring import store_in
    from plans.report.hygiene import hygiene_of
    from templates.report import say_hygiene

    day = on or dt.date.today()
    with store_in(data) as store:
        found = sorted((hygiene_of(record, day) for record in store.records()), key=lambda one: one.urgency)
    return given(say_hygiene(found, day), [_as_json(one) for one in found], form)


def _as_json(one: Any) -> dict[str, Any]:
    return {"slug": one.slug, "title": one.title, "day": one.day, "weight": one.weight, "findings": list(one.findings)}
