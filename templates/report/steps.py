"""Steps show how the planned close of one plan moved from version to version: days over time, up is later."""

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from plans.report.slippage import CloseStep
from templates.report.drawing import ALARM, FAINT, GRID, PAPER, PLAIN, SMALL, Span, as_picture, drawn, ruled, today
from templates.report.shape import Picture, plural

if TYPE_CHECKING:
    from matplotlib.axes import Axes

TOP, CHART, BOTTOM, LEFT, RIGHT = 0.35, 2.6, 0.45, 1.1, 10.2
"""Inches: the margin above, the chart, the margin below, and where the days begin and end."""
HEADROOM, FOOTROOM = 0.5, 0.25
"""Inches of the chart above the latest close and below the earliest."""
LABEL = (1.25, 0.25)
"""Inches that a label takes, across and down."""
CAPTION = "The planned close as each version gave it, and by how many days it is later than first agreed."

Point = tuple[float, float, CloseStep]
"""Where a step is drawn, in inches, and the step."""


def draw_steps(steps: Sequence[CloseStep], on: dt.date) -> Picture | None:
    """Return the days by which a plan's close was later, from version to version; None where it never moved."""
    moves = [step for number, step in enumerate(steps) if not number or step.close != steps[number - 1].close]
    if len(moves) < 2:
        return None
    last, bottom = max(on, steps[-1].day), TOP + CHART
    span = Span.around((steps[0].day, last), 2, LEFT, RIGHT)
    low, high = min(0, *(move.days for move in moves)), max(0, *(move.days for move in moves))

    def y_of(days: int) -> float:
        return bottom - FOOTROOM - (days - low) * (CHART - HEADROOM - FOOTROOM) / (high - low)

    points = [(span.x(move.day), y_of(move.days), move) for move in moves]
    with drawn(bottom + BOTTOM) as axes:
        ruled(axes, span, TOP, bottom)
        today(axes, span, on, TOP, bottom)
        axes.plot([span.left, span.right], [y_of(0)] * 2, color=GRID, linewidth=1.4, zorder=1)
        axes.text(span.left - 0.1, y_of(0), "first agreed", ha="right", va="center", fontsize=SMALL, color=FAINT)
        _stairs(axes, points, span.x(last))
        _named(axes, points)
        return as_picture(axes, _in_words(moves), CAPTION)


def _stairs(axes: "Axes", points: Sequence[Point], end: float) -> None:
    """Draw each close as long as it held."""
    across, down = [*(x for x, _, _ in points), end], [*(y for _, y, _ in points), points[-1][1]]
    axes.step(across, down, where="post", color=ALARM, linewidth=2.4, zorder=2)
    axes.scatter(across[:-1], down[:-1], marker="D", s=80, facecolor=ALARM, edgecolor=PAPER, linewidth=1.6, zorder=4)


def _named(axes: "Axes", points: Sequence[Point]) -> None:
    """Name the moves as far as their names do not touch, the latest first: where the stairs are not."""
    taken: list[tuple[float, float]] = []
    for (x, y, move), before in reversed(list(zip(points, (points[0], *points), strict=False))):
        earlier = y > before[1]
        side = "left" if earlier or x < LABEL[0] + LEFT else "right"
        middle, down = x + LABEL[0] / (2 if side == "left" else -2), y + (0.22 if earlier else -0.22)
        if all(abs(middle - across) > LABEL[0] or abs(down - other) > LABEL[1] for across, other in taken):
            taken.append((middle, down))
            told = f"v{move.version} {move.close}" + (f" ({move.days:+d})" if move.days else "")
            axes.text(x, down, told, ha=side, va="center", fontsize=PLAIN, fontweight="bold", zorder=3,
                      bbox={"facecolor": PAPER, "edgecolor": "none", "alpha": 0.85, "pad": 0.6})  # fmt: skip


def _in_words(moves: Sequence[CloseStep]) -> str:
    told = "; ".join(f"version {move.version} on {move.day}: {move.close}" for move in moves)
    last = moves[-1].days
    later = f"{plural(abs(last), 'day')} {'earlier' if last < 0 else 'later'} than first agreed now"
    return f"The planned close from version to version, {later}. {told}."
