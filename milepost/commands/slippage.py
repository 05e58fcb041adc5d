"""The command report slippage: how far closes have moved, over all running plans or from version to version of one."""

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milepost.commands.report import Form, given

if TYPE_CHECKING:
    from storage.store import Store


def slippage(slug: str | None, on: dt.date | None, form: Form, data: Path | None) -> int:
    """Tell how far the closes of all running plans have moved, or all dates of one plan; 1 where there is no such."""
    from milepost.wiring import store_in

    day = on or dt.date.today()
    with store_in(data) as store:
        return _of_one(store, slug, day, form) if slug else _of_all(store, day, form)


def _of_all(store: "Store", day: dt.date, form: Form) -> int:
    from plans.report.slippage import slippage_of
    from templates.report import say_slippage

    slips = sorted((slippage_of(kept.plan) for kept in store.running()), key=lambda slip: slip.urgency)
    pictures = []
    if form.draws:
        from templates.report.slides import draw_closes

        pictures = [draw_closes(slips, day)]
    report = say_slippage(slips, day, [picture for picture in pictures if picture])
    return given(report, [_as_json(slip) for slip in slips], form)


def _of_one(store: "Store", slug: str, day: dt.date, form: Form) -> int:
    from plans.report.slippage import close_over_time, slippage_of
    from templates.report import say_slippage_of

    plan = store.plan(slug)
    if plan is None:
        print(f"There is no plan {slug}: `milepost list` lists them.", file=sys.stderr)
        return 1
    slip, steps = slippage_of(plan), close_over_time(store.history(slug))
    pictures = []
    if form.draws:
        from templates.report.slides import draw_lines
        from templates.report.steps import draw_steps

        pictures = [draw_steps(steps, day), draw_lines(slip.lines, day)]
    report = say_slippage_of(slip, steps, day, [picture for picture in pictures if picture])
    return given(report, _as_json(slip) | {"steps": list(steps)}, form)


def _as_json(slip: Any) -> dict[str, Any]:
    lines = [_line_as_json(line) for line in slip.lines]
    return {
        "slug": slip.slug,
        "title": slip.title,
        "close": _line_as_json(slip.close) if slip.close else None,
        "lines": lines,
    }


def _line_as_json(line: Any) -> dict[str, Any]:
    return {
        "line": line.line, "name": line.name, "first": line.first, "now": line.now, "days": line.days,
        "times": line.times,
    }  # fmt: skip
