"""The command report timeline: one plan's dates, as a table or as a picture."""

import datetime as dt
import sys
from pathlib import Path
from typing import Any

from milepost.commands.report import Form, given


def timeline(slug: str, on: dt.date | None, form: Form, data: Path | None) -> int:
    """Tell where every line of a plan stands in time, seen from a day, today where none is given; 1 without a plan."""
    from milepost.wiring import store_in
    from plans.report.timeline import plan_timeline_of
    from templates.report import say_timeline
    from workflows.calendars import calendar_for

    day = on or dt.date.today()
    with store_in(data) as store:
        plan = store.plan(slug)
    if plan is None:
        print(f"There is no plan {slug}: `milepost list` lists them.", file=sys.stderr)
        return 1
    last = max((line.due for line in plan.milestones if line.due), default=day)
    found = plan_timeline_of(plan, calendar_for(plan, day.year, min(max(last, day).year, day.year + 4) + 1), day)
    pictures = []
    if form.draws:
        from templates.report.rows import draw_rows

        pictures = [picture for picture in [draw_rows(found)] if picture]
    return given(say_timeline(found, pictures), _as_json(found), form)


def _as_json(found: Any) -> dict[str, Any]:
    names = ("slug", "title", "version", "day", "close", "planned_close", "projected_close")
    rows = [
        {"line": row.line, "name": row.name, "side": row.side, "first": row.first, "date": row.day,
         "days_moved": row.moved, "look": row.look, "days_overdue": row.late, "expected": row.expected}
        for row in found.rows
    ]  # fmt: skip
    return {name: getattr(found, name) for name in names} | {"lines": rows, "undated": list(found.undated)}
