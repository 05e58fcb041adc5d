"""The store is everything that Milepost remembers, in one database."""

from storage.letters import Letters
from storage.outbox import Outbox
from storage.sheets import Sheets
from storage.versions import Versions


class Store(Letters, Versions, Sheets, Outbox):
    """Letters, versions and their log, sheets and the outbox: one object over one database, safe for threads."""

    def migrate(self) -> None:
        """Bring the database's schema to this version, keeping all data."""
        from storage.migrate import migrate

        migrate(self)
