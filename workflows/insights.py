"""Insights are what the reports tell of all plans on one day, gathered once and handed out by who follows which."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from plans.plan import Plan
from plans.report.figures import PlanFigures
from plans.report.forecast import Forecast
from plans.report.hygiene import PlanHygiene, hygiene_of
from plans.report.past import Past
from plans.report.replay import Accuracy
from storage.store import Store
from workflows.figures import figures_up_to
from workflows.forecasts import Ground, forecasts_of, ground_of, lives_in


@dataclass(frozen=True)
class Theirs:
    """What the reports tell of the plans that one person follows, each in its own order."""

    day: dt.date
    figures: tuple[PlanFigures, ...]
    forecasts: tuple[Forecast, ...]
    hygiene: tuple[PlanHygiene, ...]
    past: Past
    accuracy: Accuracy


@dataclass(frozen=True)
class Insights:
    """What is known of all plans: by slug what they lack, and for how many days nobody has written.

    Forecasts are drawn when they are handed out, so that few are held at a time.
    """

    day: dt.date
    figures: tuple[PlanFigures, ...]
    hygiene: Mapping[str, PlanHygiene]
    quiet: Mapping[str, int]
    ground: Ground

    def of(self, plans: Sequence[Plan], beat: Callable[[], None]) -> Theirs:
        """Return what is known of some plans; `beat` is called with each forecast."""
        slugs = {plan.slug for plan in plans}
        found = [self.hygiene[slug] for slug in slugs if slug in self.hygiene]
        return Theirs(
            day=self.day,
            figures=tuple(one for one in self.figures if one.slug in slugs),
            forecasts=forecasts_of(self.ground, _beating(plans, beat), self.day),
            hygiene=tuple(sorted(found, key=lambda one: one.urgency)),
            past=self.ground.past,
            accuracy=self.ground.accuracy,
        )


def insights_on(store: Store, day: dt.date, beat: Callable[[], None]) -> Insights:
    """Return what is known of all plans on a day; `beat` is called after each."""
    figures = figures_up_to(store, day, beat)
    hygiene, quiet = {}, {}
    for record in store.records():
        hygiene[record.plan.slug], quiet[record.plan.slug] = hygiene_of(record, day), record.quiet_on(day)
        beat()
    return Insights(day, figures, hygiene, quiet, ground_of(store, lives_in(store, beat)))


def _beating(plans: Sequence[Plan], beat: Callable[[], None]) -> Iterator[Plan]:
    for plan in plans:
        beat()
        yield plan
