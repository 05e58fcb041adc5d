"""The picture of a forecast: a row a plan with its planned and projected day, its range as a bar, the CRM's date."""

import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from plans.report.forecast import Forecast
from templates.report.shape import Picture, plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 30
"""Plans in the picture, those that are expected first; more are told by their number."""
NAVY, BLUE, RED, BAR, GREY = "#16324f", "#2f6db3", "#b3372f", "#b9cfe6", "#4a5b6c"
LABEL = 28
"""Characters of a plan's slug beside its row."""


def ranges_of(forecasts: Sequence[Forecast], on: dt.date) -> Picture | None:
    """Return the picture as SVG, None where no plan has a day to show."""
    dated = [one for one in forecasts if one.expected]
    shown = dated[:MOST]
    if not shown:
        return None
    caption = _captioned(len(shown), len(dated) - len(shown), on)
    return Picture(_drawn(shown, on), " ".join([caption, *map(_row_said, shown)]), caption)


def _captioned(shown: int, more: int, on: dt.date) -> str:
    left = f"; {more:,} more are in the table" if more else ""
    return f"When {plural(shown, 'running plan')} may close, seen on {on}{left}."


def _row_said(one: Forecast) -> str:
    said = [f"planned {one.planned}", f"projected {one.projected}"]
    said += [f"10 to 90 % {one.range.early} to {one.range.late}"] if one.range else []
    said += [f"CRM {one.crm_close}"] if one.crm_close else []
    return f"{one.slug}: {', '.join(said)}."


def _drawn(shown: Sequence[Forecast], on: dt.date) -> bytes:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context({"svg.hashsalt": "milepost", "font.size": 10, "font.family": "DejaVu Sans"}):
        # Inches: room for the heads and the days, and the same height for each row.
        figure = Figure(figsize=(11, 1.5 + 0.36 * len(shown)), layout="constrained")
        axes = figure.add_subplot()
        _rows(axes, shown)
        _frame(axes, shown, on)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def _rows(axes: "Axes", shown: Sequence[Forecast]) -> None:
    """Draw every plan's marks; a name in the legend for each kind of mark that is there."""
    bars = [(row, one.range) for row, one in enumerate(shown) if one.range]
    if bars:
        starts, lengths = [_at(r.early) for _, r in bars], [(r.late - r.early).days for _, r in bars]
        axes.barh([row for row, _ in bars], lengths, 0.5, starts, color=BAR, label="10 % to 90 %", zorder=2)
        _marks(axes, [(row, r.middle) for row, r in bars], "50 %", "|", NAVY, s=160, linewidths=2.5)
    rows = list(enumerate(shown))
    _marks(axes, [(row, one.planned) for row, one in rows], "planned", "o", GREY, s=90, facecolors="white")
    _marks(axes, [(row, one.projected) for row, one in rows], "projected", "D", BLUE, s=22)
    _marks(axes, [(row, one.crm_close) for row, one in rows], "CRM", "x", RED, s=44, linewidths=2)


def _marks(
    axes: "Axes", days: Sequence[tuple[int, dt.date | None]], label: str, marker: str, color: str, **more: Any
) -> None:
    there = [(row, _at(day)) for row, day in days if day]
    if there:
        if "facecolors" in more:
            more |= {"edgecolors": color, "linewidths": 1.8}
        else:
            more["color"] = color
        axes.scatter([at for _, at in there], [row for row, _ in there], marker=marker, label=label, zorder=3, **more)


def _frame(axes: "Axes", shown: Sequence[Forecast], on: dt.date) -> None:
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    axes.axvline(_at(on), color=GREY, linewidth=1, linestyle=":", label=f"seen on {on}", zorder=1)
    axes.set_yticks(range(len(shown)), [_short(one.slug) for one in shown])
    axes.set_ylim(len(shown) - 0.4, -0.6)
    locator = AutoDateLocator()  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator))  # type: ignore[no-untyped-call]
    axes.grid(axis="x", color="#dde4ea", linewidth=0.8, zorder=0)
    axes.tick_params(length=0, colors=NAVY)
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.figure.legend(loc="outside upper left", ncols=6, frameon=False, handletextpad=0.4, columnspacing=1.6)


def _short(slug: str) -> str:
    return slug if len(slug) <= LABEL else f"{slug[: LABEL - 1]}…"


def _at(day: dt.date) -> float:
    """Return a day as the axis counts them."""
    return float((day - dt.date(1970, 1, 1)).days)
