"""Records of running plans are read many at a time: newest version, letters in the log, and mails that went out."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from plans.report.figures import Kept
from plans.report.record import Mailed, Record
from storage.database import Database
from storage.forms import entry_from_json, plan_from_json
from storage.tables import log_contents, notices, plans, versions

AT_ONCE = 200
"""Plans whose records are held in memory at a time."""
LETTERS = ('{"kind":"letter"', '{"kind":"quarantined"')
"""How the contents of entries about letters begin."""


class Records(Database):
    """What reports read of plans that they keep no figures of."""

    def records(self) -> Iterator[Record]:
        """Yield the record of each running plan, by slug."""
        running = select(plans.c.slug).where(plans.c.status == "active").order_by(plans.c.slug)
        with self.reading() as connection:
            slugs = connection.execute(running).scalars().all()
        for start in range(0, len(slugs), AT_ONCE):
            with self.reading() as connection:
                read = _records(connection, slugs[start : start + AT_ONCE])
            yield from read

    def running(self) -> Iterator[Kept]:
        """Yield the newest version of each running plan, by slug."""
        query = _newest().where(plans.c.status == "active").order_by(plans.c.slug)
        with self.reading() as connection:
            for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
                yield Kept(plan_from_json(row.content), row.kept_at)

    def history(self, slug: str) -> Iterator[Kept]:
        """Yield every version of a plan that is kept, the first one first."""
        query = select(versions).where(versions.c.slug == slug).order_by(versions.c.version)
        with self.reading() as connection:
            for row in connection.execution_options(yield_per=AT_ONCE).execute(query):
                yield Kept(plan_from_json(row.content), row.kept_at)


def _newest() -> Select[Any]:
    last = (versions.c.slug == plans.c.slug) & (versions.c.version == plans.c.version)
    return select(versions.c.slug, versions.c.content, versions.c.kept_at).join(plans, last)


def _records(connection: Connection, slugs: Sequence[str]) -> list[Record]:
    newest = connection.execute(_newest().where(plans.c.slug.in_(slugs)).order_by(plans.c.slug)).all()
    began = select(versions.c.slug, func.min(versions.c.kept_at)).where(versions.c.slug.in_(slugs))
    firsts = dict(connection.execute(began.group_by(versions.c.slug)).tuples().all())
    told, mailed = _letters(connection, slugs), _mails(connection, slugs)
    return [
        Record(
            plan=plan_from_json(row.content),
            kept_at=row.kept_at,
            began_at=firsts[row.slug],
            letters=tuple(entry_from_json(content) for (content,) in told.get(row.slug, ())),
            mails=tuple(Mailed(to, at) for to, at in mailed.get(row.slug, ())),
        )
        for row in newest
    ]


def _letters(connection: Connection, slugs: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    about = or_(*(log_contents.c.content.startswith(start, autoescape=True) for start in LETTERS))
    query = select(log_contents.c.slug, log_contents.c.content).where(log_contents.c.slug.in_(slugs), about)
    return _grouped(connection.execute(query.order_by(log_contents.c.slug, log_contents.c.seq)))


def _mails(connection: Connection, slugs: Sequence[str]) -> dict[str, list[tuple[Any, ...]]]:
    query = select(notices.c.plan, notices.c.to, notices.c.sent_at)
    return _grouped(connection.execute(query.where(notices.c.plan.in_(slugs), notices.c.state == "sent")))


def _grouped(rows: Iterable[Any]) -> dict[str, list[tuple[Any, ...]]]:
    """Return what follows the slug in each row, by the slug."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for slug, *rest in rows:
        found.setdefault(slug, []).append(tuple(rest))
    return found
