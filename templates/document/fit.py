"""The page fits when the table's lines, counted in the widths of its columns, are not higher than the paper."""

import math
from collections.abc import Sequence

from plans.sheet import COLUMNS, Sheet

SCALES: tuple[float, ...] = (1.0, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65)
"""How far the text may shrink, largest first; 0.7 of 9 points is 6.3."""
WIDTHS_CM: tuple[float, ...] = (1.2, 5.7, 5.3, 4.5, 3.7, 2.3, 2.3, 2.9)
EM = 0.53
"""Mean width of a character in Calibri's small sizes, as a part of its height, with the loss at line ends."""
POINTS_A_CM = 28.35
LEADING = 1.24


def fitting_scale(sheet: Sheet, around: Sequence[str], page_cm: tuple[float, float]) -> float:
    """Return the largest scale at which the sheet and the texts around it stay on one page of this size."""
    width, height = page_cm
    return next((scale for scale in SCALES if _height(sheet, around, scale, width) <= height), SCALES[-1])


def _height(sheet: Sheet, around: Sequence[str], scale: float, width_cm: float) -> float:
    rows = sum(_row_height([row.text(column) for column in COLUMNS], scale) for row in sheet.rows)
    texts = sum(_lines(text, 8.0 * scale, width_cm) * 8.0 * scale * LEADING for text in around)
    fixed = (17 + 4 * 10) * scale * LEADING + 40
    return (rows + texts + fixed) / POINTS_A_CM


def _row_height(texts: list[str], scale: float) -> float:
    return max(_cell_height(text, width - 0.25, scale) for text, width in zip(texts, WIDTHS_CM, strict=True)) + 4


def _cell_height(text: str, width: float, scale: float) -> float:
    head, *small = text.split("\n")
    main = _lines(head, 9 * scale, width) * 9 * scale
    return (main + sum(_lines(line, 7.5 * scale, width) * 7.5 * scale for line in small)) * LEADING


def _lines(text: str, size: float, width_cm: float) -> int:
    return max(1, math.ceil(len(text) * EM * size / (width_cm * POINTS_A_CM)))
