"""An interval says between which values a figure lies at 95 % confidence, given how few cases it was counted from."""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

Z = 1.959963984540054
"""The 97.5 % point of the normal distribution."""
TAIL = Fraction(1, 40)
"""The share that may lie outside on each side."""
RESAMPLES = 2000


@dataclass(frozen=True)
class Interval:
    """The lowest and the highest value."""

    low: float
    high: float


def wilson(share: float, n: int) -> Interval:
    """Return Wilson's interval of a share (0 to 1) of n cases, n at least 1."""
    square = Z * Z
    middle = (share + square / (2 * n)) / (1 + square / n)
    half = Z / (1 + square / n) * math.sqrt(share * (1 - share) / n + square / (4 * n * n))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def newcombe(first: float, n_first: int, second: float, n_second: int) -> Interval:
    """Return Newcombe's interval (1998, method 10) of the first share less the second; each n at least 1."""
    one, two = wilson(first, n_first), wilson(second, n_second)
    difference = first - second
    below = math.hypot(first - one.low, two.high - second)
    above = math.hypot(one.high - first, second - two.low)
    return Interval(difference - below, difference + above)


def of_median(values: Sequence[int]) -> Interval | None:
    """Return the interval of a median between two of the values themselves (binomial); None for fewer than 6."""
    ordered, n = sorted(values), len(values)
    place, ways, outside = 0, 1, 1
    while outside <= TAIL * 2**n:
        place += 1
        ways = ways * (n - place + 1) // place
        outside += ways
    return Interval(ordered[place - 1], ordered[n - place]) if place else None


def of_median_difference(first: Sequence[int], second: Sequence[int]) -> Interval:
    """Return the interval of the first median less the second (bootstrap); the same values give the same."""
    one, two = sorted(first), sorted(second)
    rng = random.Random(f"{one}/{two}")
    found = sorted(_resampled(one, rng) - _resampled(two, rng) for _ in range(RESAMPLES))
    cut = round(TAIL * RESAMPLES)
    return Interval(found[cut], found[-cut - 1])


def _resampled(ordered: Sequence[int], rng: random.Random) -> float:
    """Return the median of as many values drawn with replacement: where the middle ones of n uniform draws fall."""
    n = len(ordered)
    lower = (n + 1) // 2
    at = rng.betavariate(lower, n - lower + 1)
    below = ordered[min(n - 1, int(at * n))]
    if n % 2:
        return below
    above = 1 - (1 - at) * rng.random() ** (1 / (n - lower))
    return (below + ordered[min(n - 1, int(above * n))]) / 2
