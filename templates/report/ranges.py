"""The picture of a forecast: a row a plan with its planned and projected day, its range as a bar, the CRM's date."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plans.report.forecast import Forecast
from templates.report.drawing import (
    ALARM,
    BIG,
    CALM,
    FAINT,
    GRID,
    INK,
    NAME,
    PAPER,
    PLAIN,
    SMALL,
    Span,
    as_picture,
    drawn,
    legend,
    named,
    ruled,
    short,
    today,
)
from templates.report.shape import Picture, plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 30
"""Plans in the picture, those that are expected first; more are told by their number."""
ROW, TOP, BOTTOM, LEFT, RIGHT = 0.5, 0.35, 0.8, 3.2, 9.6
"""Inches: the height of a row, the margins, and where the days begin and end."""
BAR = "#B9CFE6"
"""The bar from the 10 % to the 90 % day."""
MARKS: Mapping[str, Mapping[str, Any]] = {
    "planned": {"marker": "o", "s": 90, "facecolor": PAPER, "edgecolor": FAINT, "linewidth": 1.8},
    "projected": {"marker": "D", "s": 24, "facecolor": CALM, "edgecolor": CALM, "linewidth": 0},
    "CRM": {"marker": "x", "s": 48, "color": ALARM, "linewidth": 2.2},
}
"""How each day looks besides the range."""


def ranges_of(forecasts: Sequence[Forecast], on: dt.date) -> Picture | None:
    """Return the picture, None where no plan has a day to show."""
    dated = [one for one in forecasts if one.expected]
    shown = dated[:MOST]
    if not shown:
        return None
    caption, bottom = _captioned(len(shown), len(dated) - len(shown), on), TOP + ROW * len(shown)
    span = _span(shown, on)
    with drawn(bottom + BOTTOM) as axes:
        ruled(axes, span, TOP, bottom)
        today(axes, span, on, TOP, bottom)
        for number, one in enumerate(shown):
            _row(axes, TOP + ROW * (number + 0.5), one, span)
        _legend(axes, bottom + BOTTOM - 0.22)
        return as_picture(axes, " ".join([caption, *map(_row_said, shown)]), caption)


def _captioned(shown: int, more: int, on: dt.date) -> str:
    left = f"; {more:,} more are in the table" if more else ""
    return f"When {plural(shown, 'running deal')} may close, seen on {on}{left}."


def _row_said(one: Forecast) -> str:
    said = [f"planned {one.planned}", f"projected {one.projected}"]
    said += [f"10 to 90 % {one.range.early} to {one.range.late}"] if one.range else []
    said += [f"CRM {one.crm_close}"] if one.crm_close else []
    return f"{one.slug}: {', '.join(said)}."


def _span(shown: Sequence[Forecast], on: dt.date) -> Span:
    days = [on]
    for one in shown:
        ends = (one.range.early, one.range.late) if one.range else ()
        days += [day for day in (one.planned, one.projected, one.crm_close, *ends) if day]
    return Span.around(days, 5, LEFT, RIGHT)


def _row(axes: "Axes", y: float, one: Forecast, span: Span) -> None:
    axes.text(0.05, y - 0.02, short(one.title, NAME), va="bottom", fontsize=BIG, fontweight="bold")
    axes.text(0.05, y + 0.04, _told(one), va="top", fontsize=SMALL, color=FAINT)
    axes.plot([span.left, span.right], [y, y], color=GRID, linewidth=1.2, zorder=1)
    if one.range:
        early, middle, late = (span.x(day) for day in (one.range.early, one.range.middle, one.range.late))
        axes.fill_betweenx([y - 0.11, y + 0.11], early, late, color=BAR, linewidth=0, zorder=2)
        axes.plot([middle] * 2, [y - 0.15, y + 0.15], color=INK, linewidth=2.4, zorder=3)
    for day, mark in ((one.planned, "planned"), (one.projected, "projected"), (one.crm_close, "CRM")):
        if day:
            axes.scatter(span.x(day), y, zorder=4, **MARKS[mark])
    axes.text(RIGHT + 0.12, y, f"{one.expected}", va="center", fontsize=PLAIN, fontweight="bold")


def _told(one: Forecast) -> str:
    """Return what stands below a plan's title."""
    apart = one.days_after_crm
    crm = f"{plural(abs(apart), 'day')} {'after' if apart > 0 else 'before'} the CRM's date" if apart else ""
    return " · ".join(filter(None, (f"planned {one.planned}", crm)))


def _legend(axes: "Axes", y: float) -> None:
    axes.fill_betweenx([y - 0.08, y + 0.08], LEFT, LEFT + 0.3, color=BAR, linewidth=0)
    axes.plot([LEFT + 0.15] * 2, [y - 0.11, y + 0.11], color=INK, linewidth=2.4)
    named(axes, LEFT + 0.4, y, "10 % to 90 %, 50 %")
    legend(axes, LEFT + 1.9, y, MARKS.items())
