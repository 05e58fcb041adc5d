"""The backlog is what waits: letters to be read, mails to be sent, questions to be answered, and since when."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select

from storage.database import Database
from storage.letters import UNREAD
from storage.outbox import UNSENT
from storage.tables import letters, notices, plans


@dataclass(frozen=True)
class Backlog:
    """What waits over all plans: numbers, and the moment (aware) of the oldest, None where nothing waits."""

    unread: int
    oldest_unread: dt.datetime | None
    unsent: int
    oldest_unsent: dt.datetime | None
    questions: int
    plans: Mapping[str, int]
    """How many plans have which status."""


class Backlogs(Database):
    """What waits, counted by the database."""

    def backlog(self) -> Backlog:
        """Return what waits now."""
        with self.reading() as connection:
            unread, oldest_unread = _waiting(connection, letters.c.received_at, UNREAD)
            unsent, oldest_unsent = _waiting(connection, notices.c.at, UNSENT)
            rows = connection.execute(select(plans.c.status, func.count()).group_by(plans.c.status))
            by_status = {row[0]: row[1] for row in rows}
            questions = connection.execute(select(func.coalesce(func.sum(plans.c.waiting), 0))).scalar_one()
        return Backlog(unread, oldest_unread, unsent, oldest_unsent, int(questions), by_status)


def _waiting(
    connection: Connection, at: ColumnElement[dt.datetime], which: ColumnElement[bool]
) -> tuple[int, dt.datetime | None]:
    number, oldest = connection.execute(select(func.count(), func.min(at)).where(which)).one()
    return number, oldest
