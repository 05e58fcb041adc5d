"""A slide is a date that has moved, drawn from where it was first to where it is now."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from plans.report.slippage import LineSlip, PlanSlippage
from templates.report.drawing import (
    ALARM,
    BIG,
    CALM,
    EDGE,
    GRID,
    INK,
    NAME,
    PAPER,
    PLAIN,
    Span,
    as_picture,
    drawn,
    legend,
    ruled,
    short,
    today,
)
from templates.report.shape import Picture, moved

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 20
"""Rows that one picture shows."""
FIRST: Mapping[str, Any] = {"marker": "o", "s": 50, "facecolor": PAPER, "edgecolor": INK}
NOW: Mapping[str, Any] = {"marker": "D", "s": 70, "edgecolor": PAPER}
"""How the date that was first agreed looks, and the one that stands."""
ROW, TOP, BOTTOM, LEFT, RIGHT = 0.42, 0.35, 0.8, 3.2, 9.9
"""Inches: the height of a row, the margins, and where the days begin and end."""


@dataclass(frozen=True)
class _Slide:
    """One row: what moved, from where to where, and how often."""

    name: str
    first: dt.date
    now: dt.date
    times: int

    @property
    def days(self) -> int:
        return (self.now - self.first).days

    @property
    def told(self) -> str:
        return moved(self.days) if self.days else "as first agreed"


def draw_closes(slips: Sequence[PlanSlippage], on: dt.date) -> Picture | None:
    """Return how far the closes of the plans that moved have slid, None where none has."""
    slides = [_slide(one.title, one.close) for one in slips if one.close and one.close.times]
    return _slides(slides[:MOST], on, "The closes that have moved, those furthest first") if slides else None


def draw_lines(lines: Sequence[LineSlip], on: dt.date) -> Picture | None:
    """Return how far the lines of a plan have slid, None where none has."""
    slides = [_slide(f"{slip.line} {slip.name}", slip) for slip in lines]
    return _slides(slides[:MOST], on, "The lines whose dates have moved, those furthest first") if slides else None


def _slide(name: str, slip: LineSlip) -> _Slide:
    return _Slide(name, slip.first, slip.now, slip.times)


def _slides(slides: Sequence[_Slide], on: dt.date, what: str) -> Picture:
    bottom = TOP + ROW * len(slides)
    days = [on, *(slide.first for slide in slides), *(slide.now for slide in slides)]
    span = Span.around(days, 4, LEFT, RIGHT)
    with drawn(bottom + BOTTOM) as axes:
        ruled(axes, span, TOP, bottom)
        today(axes, span, on, TOP, bottom)
        for number, slide in enumerate(slides):
            _drawn(axes, TOP + ROW * (number + 0.5), slide, span)
        legend(axes, LEFT, bottom + BOTTOM - 0.22, [("first agreed", FIRST), ("now", {**NOW, "facecolor": ALARM})])
        told = "; ".join(f"{short(slide.name, 80)}: {slide.first} to {slide.now}, {slide.told}" for slide in slides)
        return as_picture(axes, f"{what}: {told}.", f"{what}.")


def _drawn(axes: "Axes", y: float, slide: _Slide, span: Span) -> None:
    colour = ALARM if slide.days > 0 else CALM
    axes.text(0.05, y, short(slide.name, NAME), va="center", fontsize=BIG, fontweight="bold")
    axes.plot([span.left, span.x(min(slide.first, slide.now))], [y, y], color=GRID, linewidth=1.2, zorder=1)
    axes.plot([span.x(slide.first), span.x(slide.now)], [y, y], color=colour, linewidth=4, zorder=2)
    axes.scatter(span.x(slide.first), y, linewidth=EDGE, zorder=3, **FIRST)
    axes.scatter(span.x(slide.now), y, facecolor=colour, linewidth=EDGE, zorder=4, **NOW)
    often = f" ({slide.times}×)" if slide.times > 1 else ""
    axes.text(max(span.x(slide.first), span.x(slide.now)) + 0.13, y, f"{slide.told}{often}", va="center",
              fontsize=PLAIN, fontweight="bold", color=colour)  # fmt: skip
