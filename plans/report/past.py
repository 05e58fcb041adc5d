"""The past is how all finished milestones of all plans slipped: what a forecast draws from, by kind."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from plans.report.slips import Slip

OF_A_KIND = 10
"""Milestones of a kind from which that kind is drawn from by itself; below it, all kinds are drawn from together."""
AT_ALL = 20
"""Milestones below which nothing is drawn."""
DEALS = 5
"""Deals below which nothing is drawn: milestones of one deal slip together."""


@dataclass(frozen=True)
class Past:
    """The slips of all plans, in working days."""

    slips: tuple[Slip, ...]

    @property
    def milestones(self) -> int:
        """Return how many finished milestones there are."""
        return len(self.slips)

    @cached_property
    def deals(self) -> int:
        """Return from how many plans they come."""
        return len({slip.plan for slip in self.slips})

    @property
    def speaks(self) -> bool:
        """Tell whether it is enough to draw from."""
        return self.milestones >= AT_ALL and self.deals >= DEALS

    @cached_property
    def by_kind(self) -> Mapping[str, tuple[int, ...]]:
        """Return the working days of every kind, sorted."""
        found: dict[str, list[int]] = defaultdict(list)
        for slip in self.slips:
            found[slip.kind].append(slip.days)
        return {kind: tuple(sorted(days)) for kind, days in sorted(found.items())}

    @cached_property
    def pool(self) -> tuple[int, ...]:
        """Return the working days of all kinds together, sorted."""
        return tuple(sorted(slip.days for slip in self.slips))

    def has_own(self, kind: str) -> bool:
        """Tell whether a kind is drawn from by itself."""
        return len(self.by_kind.get(kind, ())) >= OF_A_KIND

    def draws_for(self, kind: str) -> tuple[int, ...]:
        """Return what a milestone of this kind is drawn from."""
        return self.by_kind[kind] if self.has_own(kind) else self.pool

    def without(self, plan: str) -> "Past":
        """Return the past that does not know how one plan went."""
        return Past(tuple(slip for slip in self.slips if slip.plan != plan))


def past_of(slips: Iterable[Slip]) -> Past:
    """Return the past in an order of its own, so that the same slips draw the same."""
    return Past(tuple(sorted(slips, key=lambda slip: (slip.plan, slip.line))))


def quantile(ordered: Sequence[int], share: float) -> int:
    """Return the smallest of some sorted values that at least this share of them does not exceed."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
