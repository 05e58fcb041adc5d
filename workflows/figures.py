"""The figures of all plans are brought up to a day: what still holds is taken as kept, the rest made anew and kept."""

import contextlib
import datetime as dt
from collections.abc import Callable

from plans.plan import Plan
from plans.report.figures import NOBODYS, Kept, PlanFigures, figures_of, figures_on
from plans.workdays import Calendar
from storage.down import StorageDown
from storage.store import Store
from workflows.calendars import calendar_for


def figures_up_to(store: Store, day: dt.date, beat: Callable[[], None] = lambda: None) -> tuple[PlanFigures, ...]:
    """Return the figures of all plans on a day, the most urgent first.

    What was made anew is kept for the next report, and `beat` is called after each; a database that can only be read
    tells the same, more slowly.
    """
    kept, made = {one.slug: one for one in store.figures()}, list[PlanFigures]()
    for versions in store.outdated(day):
        made.append(_made(versions, kept.get(versions[-1].plan.slug), day))
        beat()
    with contextlib.suppress(StorageDown):
        store.keep_figures(made)
    anew = {one.slug for one in made}
    told = [one for figures in kept.values() if figures.slug not in anew and (one := figures_on(figures, day))]
    return tuple(sorted([*told, *made], key=lambda one: one.urgency))


def _made(versions: tuple[Kept, ...], before: PlanFigures | None, day: dt.date) -> PlanFigures:
    return figures_of(
        versions, days_off(versions[-1].plan, day), day, (before.ball, before.since) if before else NOBODYS
    )


def days_off(plan: Plan, day: dt.date) -> Calendar:
    """Return the holidays of a plan's people around its open dates, from a day on."""
    last = max((line.due for line in plan.milestones if line.due and not line.settled), default=day)
    return calendar_for(plan, day.year, min(max(last, day).year + 1, day.year + 5))
