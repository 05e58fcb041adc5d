"""Migrating brings a database's schema forward to this version; one from the future is refused with words."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from storage.database import Database
from storage.down import StorageDown

LOCK = 6453
"""PostgreSQL's advisory lock that workers which start together take in turn."""
SCRIPTS = Path(__file__).parent / "migrations"


def config() -> Config:
    """Return Alembic's settings; the connection is handed over, so no address is written down."""
    settings = Config()
    settings.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings


def known() -> frozenset[str]:
    """Return the numbers of the schemas that this version knows, its own and all before."""
    return frozenset(revision.revision for revision in ScriptDirectory.from_config(config()).walk_revisions())


def migrate(database: Database, target: str = "head") -> None:
    """Run what is missing, in one transaction: it stands whole or not at all."""
    settings = config()
    with database.writing() as connection:
        if not database.is_sqlite:  # SQLite's writers wait for each other anyway.
            connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
        standing = MigrationContext.configure(connection).get_current_revision()
        if standing is not None and standing not in known():
            raise StorageDown(
                f"The database was made by a newer Milepost (schema {standing}). Nothing was changed. "
                "Start that version, or put back the backup from before the upgrade."
            )
        settings.attributes["connection"] = connection
        command.upgrade(settings, target)
