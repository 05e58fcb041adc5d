"""The command of the forecast: when running deals are likely to close, with a picture on the page."""

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from milepost.commands.report import Form, given

if TYPE_CHECKING:
    from plans.report.forecast import Forecast
    from workflows.forecasts import Forecasts


def forecast(on: dt.date | None, form: Form, data: Path | None) -> int:
    """Tell when every running plan is likely to close, seen from a day, today where none is given."""
    from milepost.wiring import store_in
    from templates.report import say_forecast
    from workflows.forecasts import forecasts_on

    day = on or dt.date.today()
    with store_in(data) as store:
        found = forecasts_on(store, day)
    report = say_forecast(found.forecasts, found.past, found.accuracy, day)
    if form.draws:
        from templates.report.ranges import ranges_of

        picture = ranges_of(found.forecasts, day)
        report = replace(report, pictures=(picture,) if picture else ())
    return given(report, _as_json(found, day), form)


def _as_json(found: "Forecasts", day: dt.date) -> dict[str, Any]:
    record = found.past
    return {
        "day": day,
        "record": {"deals": record.deals, "milestones": record.milestones, "working_days": record.by_kind},
        "accuracy": found.accuracy,
        "plans": [_plan_as_json(one) for one in found.forecasts],
    }


def _plan_as_json(one: "Forecast") -> dict[str, Any]:
    span, crm = one.range, one.crm_close
    return {
        "slug": one.slug,
        "title": one.title,
        "version": one.version,
        "planned": one.planned,
        "projected": one.projected,
        "range": {"p10": span.early, "p50": span.middle, "p90": span.late} if span else None,
        "lacking": one.lacking,
        "crm_close": crm,
        "days_after_crm": one.days_after_crm,
        "chance_by_planned": span.chance_by(one.planned) if span and one.planned else None,
        "chance_by_crm": span.chance_by(crm) if span and crm else None,
    }
