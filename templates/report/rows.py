"""The rows are one plan's timeline: a line each by its date, from where it was first agreed to where it is expected."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from plans.plan import Event
from plans.report.timeline import PlanTimeline, Row
from templates.report.drawing import (
    ALARM,
    BIG,
    CALM,
    EDGE,
    FAINT,
    GRID,
    SMALL,
    WIDTH,
    Span,
    as_picture,
    drawn,
    legend,
    named,
    ruled,
    short,
    today,
)
from templates.report.shape import Picture, moved, plural
from templates.report.timelines import MARKS

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ROW, TOP, BOTTOM, LEFT, RIGHT = 0.5, 0.95, 0.85, 3.75, 9.95
"""Inches: the height of a row, the margins, and where the days begin and end."""
EVENT = "#EEF2F6"
"""Behind the days of the buyer's own calendar."""
HEAD = 12.0
"""Points of the title, which a picture that is passed on alone needs."""
CHARACTER = 0.062
"""Inches that a small character takes at most."""
EXPECTED: Mapping[str, Any] = {"marker": "x", "s": 45, "color": ALARM, "linewidth": 2}
"""Where a line can be expected."""
CAPTION = (
    "A pale bar runs from what is overdue to the day told of, dots to where a line can be expected at the earliest; "
    "a thin line joins what decides when the close is."
)


def draw_rows(timeline: PlanTimeline) -> Picture | None:
    """Return the timeline of one plan, None where nothing in it has a date."""
    if not timeline.rows:
        return None
    span, bottom = _span(timeline), TOP + ROW * len(timeline.rows)
    places = {row.line: TOP + ROW * (number + 0.5) for number, row in enumerate(timeline.rows)}
    below = bottom + (ROW if timeline.events else 0)
    with drawn(below + BOTTOM) as axes:
        axes.text(0.05, 0.08, short(timeline.title, 90), va="top", fontsize=HEAD, fontweight="bold")
        axes.text(0.05, 0.34, standing_of(timeline), va="top", fontsize=SMALL, color=FAINT)
        _events(axes, timeline.events, span, bottom, below)
        ruled(axes, span, TOP, below)
        today(axes, span, timeline.day, TOP, below)
        _way(axes, timeline, places, span)
        for row in timeline.rows:
            _row(axes, places[row.line], row, span, timeline.day)
        _legend(axes, below + BOTTOM - 0.2)
        return as_picture(axes, _in_words(timeline), CAPTION)


def standing_of(timeline: PlanTimeline) -> str:
    """Return how the plan stands in a few words."""
    told = [f"version {timeline.version} on {timeline.day}", f"{timeline.done} of {timeline.total} done"]
    told += [f"{plural(len(timeline.late), 'line')} overdue"] if timeline.late else []
    planned, projected = timeline.planned_close, timeline.projected_close
    if planned:
        told.append(f"closes with {timeline.close} on {planned}")
    if planned and projected and projected > planned:
        told.append(f"expected {projected}, {plural((projected - planned).days, 'day')} later")
    return " · ".join(told)


def _span(timeline: PlanTimeline) -> Span:
    days = [timeline.day]
    for row in timeline.rows:
        days += [row.first, row.day, row.expected or row.day]
    return Span.around(days, 5, LEFT, RIGHT)


def _row(axes: "Axes", y: float, row: Row, span: Span, on: dt.date) -> None:
    axes.text(0.05, y - 0.02, short(f"{row.line}  {row.name}", 41), va="bottom", fontsize=BIG, fontweight="bold")
    axes.text(0.05, y + 0.04, _told(row), va="top", fontsize=SMALL, color=ALARM if row.late else FAINT)
    axes.plot([span.left, span.right], [y, y], color=GRID, linewidth=1.0, zorder=1)
    if row.moved:
        colour = ALARM if row.moved > 0 else CALM
        axes.plot([span.x(row.first), span.x(row.day)], [y, y], color=colour, linewidth=1.8, zorder=2)
        axes.plot([span.x(row.first)] * 2, [y - 0.07, y + 0.07], color=colour, linewidth=1.8, zorder=2)
        axes.text(RIGHT + 0.1, y, moved(row.moved), va="center", fontsize=SMALL, fontweight="bold", color=colour)
    if row.late:
        axes.plot([span.x(row.day), span.x(on)], [y, y], color=ALARM, alpha=0.3, linewidth=6, zorder=2)
    if row.expected:
        axes.plot([span.x(row.day), span.x(row.expected)], [y, y], color=ALARM, linewidth=1.6, linestyle=":", zorder=3)
        axes.scatter(span.x(row.expected), y, zorder=4, **EXPECTED)
    axes.scatter(span.x(row.day), y, zorder=5, linewidth=EDGE, **MARKS[row.look])


def _told(row: Row) -> str:
    """Return what stands below a line's name."""
    told = [row.side or "nobody's yet", f"{row.day}" + (" (hard)" if row.hard else "")]
    told.append(f"{plural(row.late, 'day')} overdue" if row.late else row.look.replace("-", " "))
    told += [f"expected {row.expected}"] if row.expected else []
    return " · ".join(told)


def _way(axes: "Axes", timeline: PlanTimeline, places: Mapping[str, float], span: Span) -> None:
    """Join each line that decides when the close is to the one that it waits for."""
    days = {row.line: row.expected or max(row.day, timeline.day) for row in timeline.rows}
    for row in timeline.rows:
        if row.after in places:
            x, end = span.x(days[row.after]), span.x(days[row.line])
            upper, lower = places[row.after], places[row.line]
            axes.plot([x, x, end], [upper, lower, lower], color=FAINT, linewidth=0.9, alpha=0.75, zorder=2)


def _events(axes: "Axes", events: Sequence[Event], span: Span, bottom: float, below: float) -> None:
    """Show the buyer's dates as pale bands; a row names them, the longest first, as far as the names do not touch."""
    shown = [event for event in events if event.date <= span.last and (event.end or event.date) >= span.first]
    if shown:
        axes.text(0.05, bottom + ROW / 2, "The buyer's calendar", va="center", fontsize=SMALL, color=FAINT)
    taken: list[tuple[float, float]] = []
    for event in sorted(shown, key=lambda event: ((event.date - (event.end or event.date)), event.date)):
        start, end = span.x(event.date), span.x((event.end or event.date) + dt.timedelta(days=1))
        axes.fill_betweenx([TOP, below], start, max(end, start + 0.05), color=EVENT, linewidth=0, zorder=0)
        name = short(event.name, int((WIDTH - start - 0.1) / CHARACTER))
        ends = start + 0.1 + CHARACTER * len(name)
        if all(ends < left or start > right for left, right in taken):
            taken.append((start, ends))
            axes.text(start + 0.03, bottom + ROW / 2, name, va="center", fontsize=SMALL, color=FAINT)


def _legend(axes: "Axes", y: float) -> None:
    x = legend(axes, 0.15, y, MARKS.items())
    axes.plot([x] * 2, [y - 0.07, y + 0.07], color=ALARM, linewidth=1.8)
    axes.plot([x, x + 0.25], [y, y], color=ALARM, linewidth=1.8)
    named(axes, x + 0.35, y, "moved since first agreed")
    legend(axes, x + 2.3, y, [("expected", EXPECTED)])
    axes.plot([x + 3.2, x + 3.45], [y, y], color=FAINT, linewidth=0.9)
    named(axes, x + 3.55, y, "decides the close")


def _in_words(timeline: PlanTimeline) -> str:
    """Return the picture in words, for those who do not see it."""
    rows = "; ".join(f"{row.line} {short(row.name, 60)}: {_told(row)}" for row in timeline.rows)
    return f"Timeline of {short(timeline.title, 90)}, {standing_of(timeline)}. {rows}."
