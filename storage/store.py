"""The store is everything that Milepost remembers, in one database."""

from sqlalchemy import inspect, select, text

from storage.backlog import Backlogs
from storage.deals import Deals
from storage.drafts import Drafts
from storage.figures import Figures
from storage.forgetting import Forgetting
from storage.mirrors import Mirrors
from storage.moments import Moments
from storage.records import Records
from storage.tables import SCHEMA, metadata


class Store(Forgetting, Drafts, Mirrors, Figures, Records, Deals, Moments, Backlogs):
    """Letters, versions, log, sheets, drafts, outbox, mirror, reports, and how people are forgotten; thread-safe."""

    def migrate(self) -> None:
        """Bring the database's schema to this version, keeping all data."""
        if self.schema() == SCHEMA:
            return
        from storage.migrate import migrate  # Alembic is needed only here.

        migrate(self)

    def schema(self) -> str | None:
        """Return the number of the database's schema, None where it has none yet."""
        with self.reading() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            number: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return number

    def holds_anything(self) -> bool:
        """Tell whether any table of ours has a row; the schema's number is none."""
        with self.reading() as connection:
            there = set(inspect(connection).get_table_names())
            ours = (table for name, table in metadata.tables.items() if name in there)
            return any(connection.execute(select(1).select_from(table).limit(1)).first() for table in ours)
