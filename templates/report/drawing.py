"""Drawing gives every picture of a report the same paper, ink and scale; what it draws is the same at every run."""

import contextlib
import datetime as dt
import io
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from templates.report.shape import Picture

if TYPE_CHECKING:
    from matplotlib.axes import Axes

INK, FAINT, GRID, PAPER = "#1B2733", "#4A5B6C", "#DDE4EA", "#FFFFFF"
GOOD, CALM, ALARM = "#5B7083", "#0072B2", "#C44601"
"""Blue against vermilion: told apart with every kind of colour blindness, and by a shape besides."""
WIDTH = 11.0
"""Inches; a page shows a picture as wide as it is itself."""
SMALL, PLAIN, BIG = 8.0, 9.0, 10.0
"""Points of letters."""
EDGE = 1.6
"""Points of the line around a mark."""
NAME = 35
"""Characters of a name in bold that fit to the left of the days."""
DPI, MARGIN = 160, 0.2
"""Dots an inch of a PNG, sharp on a slide, and the inches around it."""
FONTS = re.compile(rb"font-family: [^;\"]+")
"""What the drawing library says of fonts, at every word; any reader has one of the few that are as wide or narrower."""
MOST_MONTHS = 12
"""Months that are named along a span; of more, every second, third and so on."""


@dataclass(frozen=True)
class Span:
    """The days that a picture shows between two places, in inches from its left."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    @classmethod
    def around(cls, days: Iterable[dt.date], margin: int, left: float, right: float) -> Self:
        """Return the days from the first to the last, with so many before and after."""
        known, beside = sorted(days), dt.timedelta(days=margin)
        return cls(known[0] - beside, known[-1] + beside, left, right)

    def x(self, day: dt.date) -> float:
        """Return where a day stands: at the edge where it lies beyond."""
        inside = (min(max(day, self.first), self.last) - self.first).days
        return self.left + (self.right - self.left) * inside / max((self.last - self.first).days, 1)

    def months(self) -> list[dt.date]:
        """Return the first days of the months that are named."""
        found = [self.first.replace(day=1)]
        while found[-1] <= self.last:
            found.append((found[-1] + dt.timedelta(days=32)).replace(day=1))
        inside = [month for month in found if self.first <= month <= self.last]
        return inside[:: 1 + (len(inside) - 1) // MOST_MONTHS]


@contextlib.contextmanager
def drawn(height: float) -> Iterator["Axes"]:
    """Give an empty picture WIDTH inches wide; its coordinates are inches from the left and from the top."""
    from matplotlib.figure import Figure

    with _inked():
        axes = Figure(figsize=(WIDTH, height), facecolor=PAPER).add_axes((0, 0, 1, 1))
        axes.set(xlim=(0, WIDTH), ylim=(height, 0))
        axes.set_axis_off()
        yield axes


@contextlib.contextmanager
def _inked() -> Iterator[None]:
    """Draw with our letters, whatever they are asked to show."""
    import matplotlib

    settings: Any = {
        "svg.fonttype": "none",
        "svg.hashsalt": "milepost",
        "text.parse_math": False,  # A title is words, whatever dollars stand in it.
        "text.color": INK,
        "font.size": PLAIN,
    }
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        # Our font measures words that the reader's own will show, also where it has no such letters itself.
        warnings.filterwarnings("ignore", "Glyph .* missing from")
        yield


def as_picture(axes: "Axes", alt: str, caption: str) -> Picture:
    """Return what was drawn as SVG, with what it shows in words and what stands below it."""
    figure = axes.get_figure(root=True)
    data = FONTS.sub(b"font-family: Arial, Helvetica, sans-serif", _saved(figure, "svg"))
    return Picture(data, alt, caption=caption, figure=figure)


def as_png(picture: Picture) -> bytes:
    """Return a picture as PNG, for slides and mails that take no SVG: with a margin, since no page is around it."""
    with _inked():
        return _saved(picture.figure, "png", bbox_inches=picture.figure.bbox_inches.padded(MARGIN))


def _saved(figure: Any, form: str, **cut: Any) -> bytes:
    out = io.BytesIO()
    nameless = {"svg": {"Date": None, "Creator": None}, "png": {"Software": None}}
    figure.savefig(out, format=form, dpi=DPI, metadata=nameless[form], **cut)
    return out.getvalue()


def ruled(axes: "Axes", span: Span, top: float, bottom: float) -> None:
    """Draw a line at the beginning of each month, named below."""
    for month in span.months():
        axes.plot([span.x(month)] * 2, [top, bottom], color=GRID, linewidth=0.8, zorder=0)
        axes.text(span.x(month), bottom + 0.08, f"{month:%b %Y}", ha="center", va="top", fontsize=SMALL, color=FAINT)


def today(axes: "Axes", span: Span, on: dt.date, top: float, bottom: float) -> None:
    """Draw the day that the picture tells of as a line, named above."""
    axes.plot([span.x(on)] * 2, [top, bottom], color=INK, linewidth=1.3, zorder=1)
    axes.text(span.x(on), top - 0.05, f"{on}", ha="center", va="bottom", fontsize=SMALL, fontweight="bold")


def legend(axes: "Axes", x: float, y: float, marks: Iterable[tuple[str, Mapping[str, Any]]]) -> float:
    """Draw marks with their names from a place on; return where the next one may stand."""
    for name, mark in marks:
        axes.scatter(x, y, **{"linewidth": EDGE, **mark})
        named(axes, x + 0.13, y, name.replace("-", " "))
        x += 0.55 + 0.06 * len(name)
    return x


def named(axes: "Axes", x: float, y: float, words: str) -> None:
    """Write small words that explain what stands before them."""
    axes.text(x, y, words, va="center", fontsize=SMALL, color=FAINT)


def short(text: str, most: int) -> str:
    """Return words of at most so many characters that can stand in a picture."""
    clean = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return clean if len(clean) <= most else clean[: most - 1].rstrip() + "…"
