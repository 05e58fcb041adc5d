"""The impact is how deals with a plan went beside deals without: won, days to close, tasks done, each with its n."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean, median
from typing import Literal

from plans.report.deals import CrmDeal, Deals
from plans.report.interval import Interval, newcombe, of_median, of_median_difference, wilson

ENOUGH = 10
"""Deals of a group below which nothing is said of a difference."""
Measured = Literal["win rate", "days to win", "days to any close", "tasks done"]


@dataclass(frozen=True)
class Figure:
    """A value counted from n deals; a share lies between 0 and 1, days are calendar days. None: there is nothing."""

    n: int
    value: float | None = None
    interval: Interval | None = None

    @property
    def enough(self) -> bool:
        """Tell whether there are deals enough to compare it."""
        return self.n >= ENOUGH


@dataclass(frozen=True)
class Comparison:
    """One measure of both groups; `difference` is with less without, None where one group is too small."""

    measure: Measured
    with_map: Figure
    without: Figure
    difference: float | None
    interval: Interval | None

    @property
    def is_share(self) -> bool:
        """Tell whether it is a share rather than days."""
        return self.measure in ("win rate", "tasks done")


@dataclass(frozen=True)
class Impact:
    """All measures, and the deals that went into none: still open, or with an outcome that nobody tells.

    `own` are decided deals with a plan that only our own record tells of.
    """

    comparisons: tuple[Comparison, ...]
    with_map: int
    without: int
    still_open: int
    untold: int
    own: int = 0


def impact_of(deals: Deals) -> Impact:
    """Return how decided deals with a plan went beside those without."""
    told = deals.every
    decided = _decided(told)
    having = [deal for deal in decided if deal.has_map]
    lacking = [deal for deal in decided if not deal.has_map]
    comparisons = (
        _shares("win rate", _won, having, lacking),
        _medians("days to win", lambda deal: deal.days if deal.outcome == "won" else None, having, lacking),
        _medians("days to any close", lambda deal: deal.days, having, lacking),
        _shares("tasks done", lambda deal: deal.completion, having, lacking),
    )
    still_open = sum(deal.outcome == "open" for deal in told)
    untold = len(told) - len(decided) - still_open
    return Impact(comparisons, len(having), len(lacking), still_open, untold, own=len(_decided(deals.own)))


def _decided(deals: Iterable[CrmDeal]) -> list[CrmDeal]:
    return [deal for deal in deals if deal.outcome in ("won", "lost")]


def _won(deal: CrmDeal) -> float:
    return float(deal.outcome == "won")


def _shares(
    measure: Measured, share: Callable[[CrmDeal], float | None], having: Sequence[CrmDeal], lacking: Sequence[CrmDeal]
) -> Comparison:
    """Return the comparison of a share that each deal has; a deal counts once, however many tasks it has.

    A share varies at most as a yes and no does, so Wilson's interval of the mean share is never too narrow.
    """
    one, two = (_mean([found for deal in deals if (found := share(deal)) is not None]) for deals in (having, lacking))
    if one.value is None or two.value is None or not (one.enough and two.enough):
        return Comparison(measure, one, two, None, None)
    apart = newcombe(one.value, one.n, two.value, two.n)
    return Comparison(measure, one, two, one.value - two.value, apart)


def _mean(values: Sequence[float]) -> Figure:
    if not values:
        return Figure(0)
    return Figure(len(values), fmean(values), wilson(fmean(values), len(values)))


def _medians(
    measure: Measured, days: Callable[[CrmDeal], int | None], having: Sequence[CrmDeal], lacking: Sequence[CrmDeal]
) -> Comparison:
    first, second = ([found for deal in deals if (found := days(deal)) is not None] for deals in (having, lacking))
    one, two = _middle(first), _middle(second)
    if one.value is None or two.value is None or not (one.enough and two.enough):
        return Comparison(measure, one, two, None, None)
    return Comparison(measure, one, two, one.value - two.value, of_median_difference(first, second))


def _middle(values: Sequence[int]) -> Figure:
    return Figure(len(values), float(median(values)), of_median(values)) if values else Figure(0)
