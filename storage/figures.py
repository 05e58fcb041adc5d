"""Figures of plans are kept from report to report: one query tells all of them, one more what has to be made anew."""

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select

from plans.report.figures import Kept, PlanFigures
from storage.database import Database
from storage.forms import figures_as_json, figures_from_json, plan_from_json
from storage.tables import figures, plans, versions

AT_ONCE = 200
"""Versions that are held in memory at a time."""


class Figures(Database):
    """The figures that reports kept; they can be thrown away at any time."""

    def figures(self) -> tuple[PlanFigures, ...]:
        """Return the figures as they were kept last, by slug; `outdated` tells which of them no longer hold."""
        with self.reading() as connection:
            rows = connection.execute(select(figures.c.content).order_by(figures.c.slug)).scalars()
            return figures_from_json(rows)

    def outdated(self, day: dt.date) -> Iterator[tuple[Kept, ...]]:
        """Yield for each plan whose figures cannot tell of this day the versions since them, the last one at least."""
        newer = versions.c.version > func.coalesce(figures.c.version, 0)
        over = (figures.c.day > day) | ((figures.c.day < day) & (figures.c.holds_until < day))
        again = (versions.c.version == figures.c.version) & (versions.c.version == plans.c.version) & over
        joined = versions.join(plans, plans.c.slug == versions.c.slug).outerjoin(
            figures, figures.c.slug == versions.c.slug
        )
        query = select(versions).select_from(joined).where(newer | again).order_by(versions.c.slug, versions.c.version)
        with self.reading() as connection:
            rows = connection.execution_options(yield_per=AT_ONCE).execute(query)
            for _, group in itertools.groupby(rows, key=lambda row: row.slug):
                yield tuple(Kept(plan_from_json(row.content), row.kept_at) for row in group)

    def histories(self) -> Iterator[tuple[Kept, ...]]:
        """Yield all versions of each plan, the oldest first; one plan is held in memory at a time."""
        with self.reading() as connection:
            rows = connection.execution_options(yield_per=AT_ONCE).execute(
                select(versions).order_by(versions.c.slug, versions.c.version)
            )
            for _, group in itertools.groupby(rows, key=lambda row: row.slug):
                yield tuple(Kept(plan_from_json(row.content), row.kept_at) for row in group)

    def keep_figures(self, made: Sequence[PlanFigures]) -> None:
        """Keep figures in the place of older ones."""
        rows = [_row(one) for one in made]
        if not rows:
            return
        adding = self.insert_into(figures)
        changing = {name: adding.excluded[name] for name in ("version", "day", "holds_until", "content")}
        with self.writing() as connection:
            connection.execute(adding.on_conflict_do_update(index_elements=["slug"], set_=changing), rows)


def _row(made: PlanFigures) -> dict[str, Any]:
    return {
        "slug": made.slug,
        "version": made.version,
        "day": made.day,
        "holds_until": made.holds_until,
        "content": figures_as_json(made),
    }
