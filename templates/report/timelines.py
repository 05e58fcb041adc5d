"""The timelines show many plans at a glance: a row a plan, a mark a milestone shaped by its status, today as a line."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plans.report.timeline import Look, Mark, Timeline
from templates.report.drawing import (
    ALARM,
    BIG,
    CALM,
    EDGE,
    FAINT,
    GOOD,
    GRID,
    INK,
    NAME,
    PAPER,
    SMALL,
    Span,
    as_picture,
    drawn,
    legend,
    ruled,
    short,
    today,
)
from templates.report.shape import Picture, plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST = 20
"""Plans that one picture shows."""
BACK, AHEAD = dt.timedelta(days=120), dt.timedelta(days=270)
"""How far a picture looks around its day; how much lies later is told by its number."""
ROW, TOP, BOTTOM, LEFT, RIGHT = 0.56, 0.35, 0.8, 3.2, 10.2
"""Inches: the height of a row, the margins, and where the days begin and end."""
CHARACTER = 0.1
"""Inches that a character of a label takes at most."""
MARKS: Mapping[Look, Mapping[str, Any]] = {
    "done": {"marker": "o", "s": 75, "facecolor": GOOD, "edgecolor": PAPER},
    "in-progress": {"marker": ">", "s": 105, "facecolor": CALM, "edgecolor": PAPER},
    "not-started": {"marker": "o", "s": 50, "facecolor": PAPER, "edgecolor": CALM},
    "blocked": {"marker": "s", "s": 95, "facecolor": INK, "edgecolor": PAPER},
    "overdue": {"marker": "D", "s": 90, "facecolor": ALARM, "edgecolor": PAPER},
}
"""The shapes that a plan's own timeline has, and one more for what is late."""
CAPTION = (
    f"The most urgent running plans, {MOST} at most. A pale bar runs from what is overdue to the day of the report."
)
LABELLED_FIRST: tuple[Look, ...] = ("overdue", "blocked", "in-progress", "not-started", "done")
"""Where two labels would touch, the one that matters more is kept."""


def draw_timelines(timelines: Sequence[Timeline], on: dt.date) -> Picture | None:
    """Return the picture of at most MOST plans in the order in which they come, None where none of them has a date."""
    told = [one for one in timelines if one.marks][:MOST]
    if not told:
        return None
    bottom, span = TOP + ROW * len(told), _span(told, on)
    with drawn(bottom + BOTTOM) as axes:
        ruled(axes, span, TOP, bottom)
        today(axes, span, on, TOP, bottom)
        for number, one in enumerate(told):
            _row(axes, TOP + ROW * (number + 0.5), one, span, on)
        _legend(axes, bottom + BOTTOM - 0.22)
        return as_picture(axes, _in_words(told, on), CAPTION)


def _span(told: Sequence[Timeline], on: dt.date) -> Span:
    days = [on, *(mark.day for one in told for mark in one.marks)]
    days += [one.projected_close for one in told if one.projected_close]
    return Span.around((max(min(days), on - BACK), min(max(days), on + AHEAD)), 4, LEFT, RIGHT)


def _row(axes: "Axes", y: float, one: Timeline, span: Span, on: dt.date) -> None:
    axes.text(0.05, y - 0.03, short(one.title, NAME), va="bottom", fontsize=BIG, fontweight="bold")
    axes.text(0.05, y + 0.04, short(_standing(one), 44), va="top", fontsize=SMALL, color=ALARM if one.late else FAINT)
    axes.plot([span.left, span.right], [y, y], color=GRID, linewidth=1.4, zorder=1)
    _delay(axes, y, one, span)
    shown = [mark for mark in one.marks if mark.look == "overdue" or span.first <= mark.day <= span.last]
    late = [mark.day for mark in shown if mark.look == "overdue"]
    if late:
        axes.plot([span.x(min(late)), span.x(on)], [y, y], color=ALARM, alpha=0.35, linewidth=5, zorder=2)
    for mark in sorted(shown, key=_importance, reverse=True):
        axes.scatter(span.x(mark.day), y, zorder=4, linewidth=EDGE, **MARKS[mark.look])
    _labels(axes, y, shown, span)
    if later := sum(mark.day > span.last for mark in one.marks):
        axes.text(span.right + 0.1, y, f"+{later} later", va="center", fontsize=SMALL, color=FAINT)


def _importance(mark: Mark) -> int:
    return LABELLED_FIRST.index(mark.look)


def _delay(axes: "Axes", y: float, one: Timeline, span: Span) -> None:
    """Draw where the close is expected, and from where it moves there."""
    planned, projected = one.planned_close, one.projected_close
    if planned is None or projected is None or projected <= planned:
        return
    axes.plot([span.x(planned), span.x(projected)], [y, y], color=ALARM, linewidth=1.6, linestyle=":", zorder=3)
    if projected <= span.last:
        axes.scatter(span.x(projected), y, marker="x", s=60, color=ALARM, linewidth=2.2, zorder=4)


def _labels(axes: "Axes", y: float, marks: Sequence[Mark], span: Span) -> None:
    """Name the marks above them, as far as their names do not touch."""
    taken: list[tuple[float, float]] = []
    for mark in sorted(marks, key=_importance):
        x, half = span.x(mark.day), CHARACTER * len(mark.line) / 2
        if all(x + half < left or x - half > right for left, right in taken):
            taken.append((x - half, x + half))
            weight = "bold" if mark.look == "overdue" else "normal"
            axes.text(x, y - 0.1, short(mark.line, 8), ha="center", va="bottom", fontsize=SMALL, fontweight=weight,
                      bbox={"facecolor": PAPER, "edgecolor": "none", "pad": 0.6}, zorder=3)  # fmt: skip


def _legend(axes: "Axes", y: float) -> None:
    later = {"marker": "x", "s": 50, "color": ALARM, "linewidth": 2.2}
    legend(axes, LEFT, y, [*MARKS.items(), ("close, later than planned", later)])


def _standing(one: Timeline) -> str:
    """Return what the row says of its plan in a few words."""
    if one.late:
        return f"{plural(len(one.late), 'line')} overdue: {' '.join(one.late)}"
    close = one.projected_close or one.planned_close
    return " · ".join(
        part for part in (f"next {one.next}" if one.next else "", f"close {close}" if close else "") if part
    )


def _in_words(told: Sequence[Timeline], on: dt.date) -> str:
    """Return the picture in words, for those who do not see it."""
    rows = "; ".join(f"{one.slug}: {_standing(one) or 'no open date'}" for one in told)
    return f"Timelines of {plural(len(told), 'plan')} around {on}. {rows}."
