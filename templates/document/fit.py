"""The page fits when its lines, wrapped at the widths of the columns, are not higher than the paper."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache

from plans.sheet import COLUMNS, Sheet

SCALES: tuple[float, ...] = (1.1, 1.05, 1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65)
"""How far the text may grow or shrink, largest first; 0.7 of 9 points is 6.3."""
WIDTHS_CM: tuple[float, ...] = (1.0, 6.0, 5.2, 4.8, 3.6, 2.2, 2.3, 2.8)
"""The columns of the table, together as wide as A4 less its margins."""
MAIN, SMALL, FOOT = 9.0, 7.5, 7.5
"""Points of a cell's main words, its small print, and the lines below the table."""
LEADING = 1.21
POINTS_A_CM = 28.35
CELL_SIDES_CM, CELL_ENDS = 0.24, 2.5
_WIDTHS = {**dict.fromkeys("iljI.,;:'|!()[]ftr-/ ·", 0.3), **dict.fromkeys("mwMW@%—_", 0.83)}


def fitting_scale(sheet: Sheet, around: Sequence[str], page_cm: tuple[float, float]) -> float:
    """Return the largest scale at which the sheet and the texts around it stay on one page of this size."""
    width, height = page_cm
    # The page grows with its scale, so the right one is found by halving.
    at = bisect_left(SCALES, True, key=lambda scale: page_height(sheet, around, scale, width) <= height)
    return SCALES[min(at, len(SCALES) - 1)]


def page_height(sheet: Sheet, around: Iterable[str], scale: float, width_cm: float) -> float:
    """Return how high, in centimetres, the page becomes at a scale; title and headings are counted as fixed."""
    widths = [width * width_cm / sum(WIDTHS_CM) for width in WIDTHS_CM]
    rows = sum(_row_height([row.text(column) for column in COLUMNS], widths, scale) for row in sheet.rows)
    texts = sum(_lines(text, FOOT * scale, width_cm) * FOOT * scale * LEADING for text in around)
    fixed = 15 * LEADING + 3 * (10 * LEADING + 4) + 2 * MAIN * scale * LEADING + 14
    return (rows + texts + fixed) / POINTS_A_CM


def _row_height(texts: Sequence[str], widths: Sequence[float], scale: float) -> float:
    heights = (
        _cell_height(text, width - CELL_SIDES_CM, scale, plain=column == "depends_on")
        for column, text, width in zip(COLUMNS, texts, widths, strict=True)
    )
    return max(heights) + CELL_ENDS


def _cell_height(text: str, width: float, scale: float, *, plain: bool) -> float:
    head, *small = text.split("\n")
    if plain:
        return sum(_lines(line, MAIN * scale, width) for line in (head, *small)) * MAIN * scale * LEADING
    main = _lines(head, MAIN * scale, width) * MAIN
    # A paragraph's mark has the main words' size, and the last line is as high as its mark.
    last = MAIN - SMALL if small else 0.0
    return (main + sum(_lines(line, SMALL * scale, width) * SMALL for line in small) + last) * scale * LEADING


def _lines(text: str, size: float, width_cm: float) -> int:
    """Return how many lines the text takes when words are wrapped greedily."""
    room, lines, used = width_cm * POINTS_A_CM / size, 1, 0.0
    for width in _words(text):
        if used and used + width > room:
            lines, used = lines + 1, 0.0
        used += width + 0.226
    return lines


@lru_cache(maxsize=4096)
def _words(text: str) -> tuple[float, ...]:
    return tuple(sum(map(_width, word)) for word in text.split())


def _width(char: str) -> float:
    """Return a character's width in ems of Calibri, by its class."""
    return _WIDTHS.get(char) or (0.56 if char.isupper() else 0.485)
