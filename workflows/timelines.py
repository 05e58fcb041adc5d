"""The picture of a portfolio is drawn of the most urgent running plans, in the versions that its figures tell of."""

import datetime as dt
from collections.abc import Iterable

from plans.report.figures import PlanFigures
from plans.report.timeline import timeline_of
from storage.store import Store
from templates.report.shape import Picture
from templates.report.timelines import MOST, draw_timelines


def pictures_of(store: Store, figures: Iterable[PlanFigures], on: dt.date) -> tuple[Picture, ...]:
    """Return the timelines of the first running plans, in the order in which they come; none where nothing is dated."""
    running = [one for one in figures if one.health not in ("over", "resting")][:MOST]
    timelines = [timeline_of(plan, one) for one in running if (plan := store.plan(one.slug, one.version))]
    drawn = draw_timelines(timelines, on)
    return (drawn,) if drawn else ()
