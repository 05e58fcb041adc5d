"""The timeline is the plan's dates as a picture: a mark a milestone, shaped by its status, with number and date."""

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from plans.daytext import MONTH_FIRST
from plans.plan import Milestone, Status

WIDTH, ROW, SIDE = 2600, 74, 90
"""Pixels: the picture's width, the height of one row of labels, the margin at both ends."""
RADIUS, TEXT = 21, 36
INK, PAPER, TODAY = "#22272B", "#FFFFFF", "#8A2B06"
COLOURS: Mapping[Status, str] = {
    "done": "#0E5A36",
    "in-progress": "#0B4F8A",
    "blocked": "#8A2B06",
    "not-started": "#414A52",
    "skipped": "#5E646A",
}


@dataclass(frozen=True)
class Mark:
    """A milestone on the line: where, which status, and what its label says."""

    x: int
    status: Status
    label: str


def timeline(milestones: Sequence[Milestone], made_on: dt.date, locale: str) -> bytes:
    """Return the picture of the milestones that have a date, as PNG; b'' where there are fewer than two."""
    dated = sorted((line for line in milestones if line.due), key=lambda line: (line.due or made_on, line.id))
    if len(dated) < 2:
        return b""
    days = [line.due for line in dated if line.due]
    first, last = min(*days, made_on), max(*days, made_on)
    span = max((last - first).days, 1)

    def place(day: dt.date) -> int:
        return SIDE + round((day - first).days * (WIDTH - 2 * SIDE) / span)

    marks = [
        Mark(place(day), line.status, f"{line.id} {_day(day, locale)}") for day, line in zip(days, dated, strict=True)
    ]
    return _drawn(marks, place(made_on))


def _day(day: dt.date, locale: str) -> str:
    """Return a day in digits, as the reader's country writes them: the picture's font has no accents for months."""
    return f"{day.month}/{day.day}" if locale.casefold().replace("_", "-") in MONTH_FIRST else f"{day.day}.{day.month}."


def _drawn(marks: Sequence[Mark], today: int) -> bytes:
    from PIL import Image, ImageDraw, ImageFont

    font: Any = ImageFont.load_default(TEXT)
    rows = _rows([(mark.x, round(font.getlength(mark.label))) for mark in marks])
    height = ROW * (max(rows) + 1) + 3 * RADIUS + 30
    picture = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(picture)
    line = height - 2 * RADIUS - 12
    pen.line((SIDE // 2, line, WIDTH - SIDE // 2, line), fill=INK, width=5)
    pen.line((today, 0, today, height), fill=TODAY, width=4)
    bases = [line - RADIUS - 14 - row * ROW for row in rows]
    for mark, base in zip(marks, bases, strict=True):
        pen.line((mark.x, base, mark.x, line), fill="#C5CBD1", width=3)
    for mark, base in zip(marks, bases, strict=True):
        _label(pen, font, mark, base)
    for mark in marks:
        SHAPES[mark.status](pen, mark.x, line, COLOURS[mark.status])
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True, dpi=(240, 240))
    return out.getvalue()


def _label(pen: Any, font: Any, mark: Mark, base: int) -> None:
    width = font.getlength(mark.label)
    left = min(max(mark.x - width / 2, 4), WIDTH - width - 4)
    pen.rectangle((left - 4, base - TEXT - 12, left + width + 4, base), fill=PAPER)
    pen.text((left, base - TEXT - 10), mark.label, font=font, fill=INK)


def _rows(labels: Sequence[tuple[int, int]]) -> list[int]:
    """Return the row of each label (middle, width), the lowest in which it touches no earlier one."""
    ends: list[float] = []
    rows = []
    for x, width in labels:
        row = next((number for number, end in enumerate(ends) if x - width / 2 > end), len(ends))
        ends[row : row + 1] = [x + width / 2 + 24]
        rows.append(row)
    return rows


def _dot(pen: Any, x: int, y: int, colour: str) -> None:
    pen.ellipse((x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS), fill=colour)


def _ring(pen: Any, x: int, y: int, colour: str) -> None:
    pen.ellipse((x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS), fill=PAPER, outline=colour, width=7)


def _square(pen: Any, x: int, y: int, colour: str) -> None:
    pen.rectangle((x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS), fill=colour)


def _arrow(pen: Any, x: int, y: int, colour: str) -> None:
    pen.polygon([(x - RADIUS, y - RADIUS), (x + RADIUS + 6, y), (x - RADIUS, y + RADIUS)], fill=colour)


def _dash(pen: Any, x: int, y: int, colour: str) -> None:
    pen.rectangle((x - RADIUS, y - 16, x + RADIUS, y + 16), fill=PAPER)
    pen.rectangle((x - RADIUS, y - 5, x + RADIUS, y + 5), fill=colour)


SHAPES: Mapping[Status, Callable[[Any, int, int, str], None]] = {
    "done": _dot,
    "in-progress": _arrow,
    "blocked": _square,
    "not-started": _ring,
    "skipped": _dash,
}
"""The shapes of the marks that the page's own status words bear."""
