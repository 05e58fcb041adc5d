"""A slide is a date that has moved, drawn from where it was first to where it is now."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from plans.report.slippage import LineSlip, PlanSlippage
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
    ruled,
    short,
    today,
)
from templates.report.shape import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 20
"""Rows that one picture shows."""
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
        return f"{self.days:+d} {'day' if abs(self.days) == 1 else 'days'}" if self.days else "as first agreed"


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
    span = Span(min(days) - dt.timedelta(days=4), max(days) + dt.timedelta(days=4), LEFT, RIGHT)
    with drawn(bottom + BOTTOM) as axes:
        ruled(axes, span, TOP, bottom)
        today(axes, span, on, TOP, bottom)
        for number, slide in enumerate(slides):
            _drawn(axes, TOP + ROW * (number + 0.5), slide, span)
        _legend(axes, bottom + BOTTOM - 0.22)
        told = "; ".join(f"{short(slide.name, 80)}: {slide.first} to {slide.now}, {slide.told}" for slide in slides)
        return as_picture(axes, f"{what}: {told}.", f"{what}.")


def _drawn(axes: "Axes", y: float, slide: _Slide, span: Span) -> None:
    colour = ALARM if slide.days > 0 else CALM
    axes.text(0.05, y, short(slide.name, NAME), va="center", fontsize=BIG, fontweight="bold")
    axes.plot([span.left, span.x(min(slide.first, slide.now))], [y, y], color=GRID, linewidth=1.2, zorder=1)
    axes.plot([span.x(slide.first), span.x(slide.now)], [y, y], color=colour, linewidth=4, zorder=2)
    axes.scatter(span.x(slide.first), y, marker="o", s=50, facecolor=PAPER, edgecolor=INK, linewidth=1.6, zorder=3)
    axes.scatter(span.x(slide.now), y, marker="D", s=70, facecolor=colour, edgecolor=PAPER, linewidth=1.6, zorder=4)
    moved = f" ({slide.times}×)" if slide.times > 1 else ""
    axes.text(max(span.x(slide.first), span.x(slide.now)) + 0.13, y, f"{slide.told}{moved}", va="center",
              fontsize=PLAIN, fontweight="bold", color=colour)  # fmt: skip


def _legend(axes: "Axes", y: float) -> None:
    axes.scatter(LEFT, y, marker="o", s=50, facecolor=PAPER, edgecolor=INK, linewidth=1.6)
    axes.text(LEFT + 0.13, y, "first agreed", va="center", fontsize=SMALL, color=FAINT)
    axes.scatter(LEFT + 1.3, y, marker="D", s=70, facecolor=ALARM, edgecolor=PAPER, linewidth=1.6)
    axes.text(LEFT + 1.43, y, "now", va="center", fontsize=SMALL, color=FAINT)
