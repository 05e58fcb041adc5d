"""Every version of a plan is kept whole, together with the entries that made it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, select, update

from plans.entry import Entry
from plans.plan import Plan, PlanStatus
from storage.forms import plan_as_json, plan_from_json
from storage.log import Log
from storage.tables import figures, keepable, plans, versions

NEWER = update(plans).where((plans.c.slug == bindparam("of")) & (plans.c.version < bindparam("than")))
"""Brings a plan's summary forward, never back."""


@dataclass(frozen=True)
class PlanSummary:
    """A plan in one line; `next_due` is the earliest date of its open lines, `waiting` how many questions are open."""

    slug: str
    title: str
    version: int
    status: PlanStatus
    updated_at: dt.datetime
    next_due: dt.date | None
    waiting: int = 0


class VersionClashError(Exception):
    """The same version of a plan came with other content: two writers, or a history that was cut."""


def as_kept(plan: Plan, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return a version's entries as the log has them: the one that starts a plan holds it whole."""
    return tuple(replace(one, new=plan_as_json(plan)) if one.kind == "started" else one for one in entries)


class Versions(Log):
    """The plans as they were at each version."""

    def keep_version(self, plan: Plan, entries: Sequence[Entry], at: dt.datetime, waiting: int = 0) -> None:
        """Keep a version, its entries and how much it waits for together; kept again as it was, nothing happens."""
        content = plan_as_json(plan)
        row = {"slug": plan.slug, "version": plan.version, "kept_at": at, "content": content}
        with self.writing() as connection:
            if not self.insert_once(connection, versions, row):
                if plan_from_json(_content(connection, plan.slug, plan.version) or "{}") != plan:
                    raise VersionClashError(f"Version {plan.version} of {plan.slug} is kept already, and it differs.")
                return
            self._append(connection, plan.slug, as_kept(plan, entries))
            self._summarise(connection, plan, at, waiting)

    def keep_entries(self, slug: str, entries: Sequence[Entry], key: str, waiting: int = 0) -> None:
        """Keep entries that made no version, and how much the plan waits for; under a key that was used, nothing."""
        with self.writing() as connection:
            if self._appended(connection, slug, entries, key):
                connection.execute(update(plans).where(plans.c.slug == slug).values(waiting=waiting))

    def _summarise(self, connection: Connection, plan: Plan, at: dt.datetime, waiting: int | None = None) -> None:
        """Bring a plan's one line up to a version; what it waits for stays where nothing is said of it."""
        due = min((line.due for line in plan.lines() if line.due and not line.settled), default=None)
        summary: dict[str, Any] = {
            "title": plan.title, "version": plan.version, "status": plan.status, "updated_at": at, "next_due": due,
        }  # fmt: skip
        if waiting is not None:
            summary["waiting"] = waiting
        if connection.execute(NEWER, {"of": plan.slug, "than": plan.version, **summary}).rowcount:
            return
        if not self.insert_once(connection, plans, {"slug": plan.slug, **summary}):
            forget_figures(connection, plan.slug)  # They were made without this version, which came late.

    def missing_versions(self, slug: str) -> tuple[int, ...]:
        """Return the versions between the first and the last that are not kept."""
        with self.reading() as connection:
            kept = set(connection.execute(select(versions.c.version).where(versions.c.slug == slug)).scalars())
        return tuple(number for number in range(min(kept, default=0), max(kept, default=0)) if number not in kept)

    def restore(self, plan: Plan, at: dt.datetime, waiting: int = 0) -> None:
        """Make a plan's records end with this version, whatever they said, and say in its log that they were made to.

        Versions above it are taken away: they are none of the plan's, which is the truth, and would be in its way.
        """
        content = plan_as_json(plan)
        entry = Entry("restored", at, "milepost", plan.version, new=content, detail="by the plan that runs")
        row = {"slug": plan.slug, "version": plan.version, "kept_at": at, "content": content}
        with self.writing() as connection:
            connection.execute(delete(versions).where(versions.c.slug == plan.slug, versions.c.version >= plan.version))
            connection.execute(delete(plans).where(plans.c.slug == plan.slug))
            forget_figures(connection, plan.slug)
            self.insert_once(connection, versions, row)
            self._append(connection, plan.slug, (entry,))
            self._summarise(connection, plan, at, waiting)

    def began(self) -> dt.datetime | None:
        """Return when the first of all plans began, None where there is none."""
        with self.reading() as connection:
            return connection.execute(select(versions.c.kept_at).order_by(versions.c.kept_at).limit(1)).scalar()

    def plan(self, slug: str, version: int | None = None) -> Plan | None:
        """Return a plan, as it was at a version where one is given."""
        with self.reading() as connection:
            content = _content(connection, slug, version)
        return plan_from_json(content) if content else None

    def newest(self, slug: str) -> tuple[Plan, dt.datetime] | None:
        """Return a plan's newest version and when it was kept (aware), None where there is none."""
        query = select(versions.c.content, versions.c.kept_at).where(versions.c.slug == slug)
        with self.reading() as connection:
            row = connection.execute(query.order_by(versions.c.version.desc()).limit(1)).first()
        return (plan_from_json(row.content), row.kept_at) if row else None

    def summary(self, slug: str) -> PlanSummary | None:
        """Return a plan in one line, None where it is not kept."""
        with self.reading() as connection:
            row = connection.execute(select(plans).where(plans.c.slug == slug)).first()
        return PlanSummary(*row) if row else None

    def kept_versions(self, slugs: Sequence[str] | None = None) -> dict[str, int]:
        """Return the last version of plans by their slug, of all of them where none are named."""
        query = select(plans.c.slug, plans.c.version)
        with self.reading() as connection:
            found = connection.execute(query if slugs is None else query.where(plans.c.slug.in_(slugs)))
            return {row.slug: row.version for row in found}

    def plans_naming(self, address: str) -> tuple[str, ...]:
        """Return the slugs of the plans whose last version has an address somewhere in it; no plan is loaded for it."""
        last = plans.join(versions, (plans.c.slug == versions.c.slug) & (plans.c.version == versions.c.version))
        named = func.lower(versions.c.content).contains(keepable(address).lower(), autoescape=True)
        query = select(plans.c.slug).select_from(last).where(named).order_by(plans.c.slug)
        with self.reading() as connection:
            return tuple(connection.execute(query).scalars())

    def plans(self) -> tuple[PlanSummary, ...]:
        """Return all plans in one line each, by slug."""
        with self.reading() as connection:
            return tuple(PlanSummary(*row) for row in connection.execute(select(plans).order_by(plans.c.slug)))


def forget_figures(connection: Connection, slug: str) -> None:
    """Forget what reports kept of a plan: its records say something else by now."""
    connection.execute(delete(figures).where(figures.c.slug == slug))


def _content(connection: Connection, slug: str, version: int | None) -> str | None:
    query = select(versions.c.content).where(versions.c.slug == slug)
    if version is not None:
        query = query.where(versions.c.version == version)
    return connection.execute(query.order_by(versions.c.version.desc()).limit(1)).scalar()
