"""The page fits when its lines, wrapped at the widths of the columns, are not higher than the paper."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from plans.sheet import COLUMNS, Sheet

SCALES: tuple[float, ...] = tuple(round(1.1 - step / 40, 3) for step in range(19))
"""How far the text may grow or shrink, largest first; 0.7 of 9 points is 6.3."""
WIDTHS_CM: tuple[float, ...] = (1.0, 6.0, 5.2, 4.8, 3.6, 2.2, 2.3, 2.8)
"""The columns of the table, together as wide as A4 less its margins."""
MAIN, SMALL, FOOT = 9.0, 7.5, 7.5
"""Points of a cell's main words, its small print, and the lines below the table."""
LEADING = 1.21
POINTS_A_CM = 28.35
CELL_SIDES_CM, CELL_ENDS = 0.24, 2.5
WIDTHS_OF_CALIBRI: Mapping[float, str] = {
    0.24: "'ilj \u00a0", 0.26: ",.I·:;’‘`", 0.31: "()-[]f{}!t|", 0.35: "rJ°", 0.39: "/\\sz\"", 0.43: "Lcxkvy?",
    0.47: "FSZgaETY", 0.51: "#*+<=>^_e~$0123456789–►■", 0.535: "KPCbdhnopquß○", 0.56: "BRAV", 0.6: "DHG●",
    0.66: "UNOQ&…", 0.72: "%w", 0.8: "mæ", 0.87: "MW@œŒÆ—",
}  # fmt: skip
"""Characters by their width in ems; a letter with an accent is as wide as one without."""
_WIDTHS = {char: width for width, chars in WIDTHS_OF_CALIBRI.items() for char in chars}


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
    foot = points(FOOT, scale)
    texts = sum(_lines(text, foot, width_cm) * foot * LEADING for text in around)
    fixed = 15 * LEADING + 3 * (10 * LEADING + 4) + 2 * points(MAIN, scale) * LEADING + 20
    return (rows + texts + fixed) / POINTS_A_CM


def points(size: float, scale: float) -> float:
    """Return a scaled size in the half points that Word knows, rounded down."""
    return int(size * scale * 2) / 2


def _row_height(texts: Sequence[str], widths: Sequence[float], scale: float) -> float:
    heights = (
        _cell_height(text, width - CELL_SIDES_CM, scale, plain=column == "depends_on")
        for column, text, width in zip(COLUMNS, texts, widths, strict=True)
    )
    return max(heights) + CELL_ENDS


def _cell_height(text: str, width: float, scale: float, *, plain: bool) -> float:
    head, *small = text.split("\n")
    large, tiny = points(MAIN, scale), points(SMALL, scale)
    if plain:
        return sum(_lines(line, large, width) for line in (head, *small)) * large * LEADING
    # A paragraph's mark has the main words' size, and the last line is as high as its mark.
    last = large - tiny if small else 0.0
    return (
        _lines(head, large, width) * large + sum(_lines(line, tiny, width) for line in small) * tiny + last
    ) * LEADING


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
    """Return a character's width in ems of Calibri; of one that the table lacks, a wide one's."""
    found = _WIDTHS.get(char) or _WIDTHS.get(unicodedata.normalize("NFD", char)[0])
    return found or (1.0 if unicodedata.east_asian_width(char) in "WF" else 0.6)
