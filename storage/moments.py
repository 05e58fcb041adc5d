"""Moments are noted once under a name: since when something holds, or that something has begun and not ended yet."""

import datetime as dt

from sqlalchemy import delete, select, update

from storage.database import Database
from storage.tables import moments


class Moments(Database):
    """The moments that were noted."""

    def noted_moment(self, name: str, at: dt.datetime) -> dt.datetime:
        """Note a moment, once, and return the one that holds."""
        with self.writing() as connection:
            self.insert_once(connection, moments, {"name": name, "at": at})
            found = connection.execute(select(moments.c.at).where(moments.c.name == name)).scalar()
        return found or at

    def has_moment(self, name: str) -> bool:
        """Tell whether a moment of this name is noted."""
        with self.reading() as connection:
            return connection.execute(select(moments.c.at).where(moments.c.name == name)).first() is not None

    def notes_first(self, name: str, at: dt.datetime) -> bool:
        """Note a moment and tell whether it is the first of this name."""
        with self.writing() as connection:
            return self.insert_once(connection, moments, {"name": name, "at": at})

    def takes_over(self, name: str, at: dt.datetime, stale: dt.datetime) -> bool:
        """Note a moment and tell whether it is now ours: it is the first of this name, or the one before was noted
        before `stale`, by somebody who has not taken it back."""
        older = update(moments).where((moments.c.name == name) & (moments.c.at < stale)).values(at=at)
        with self.writing() as connection:
            first = self.insert_once(connection, moments, {"name": name, "at": at})
            return first or connection.execute(older).rowcount > 0

    def forget_moment(self, name: str) -> None:
        """Take a moment back, so that the next is the first; where there is none, nothing happens."""
        with self.writing() as connection:
            connection.execute(delete(moments).where(moments.c.name == name))
