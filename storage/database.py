"""A database is one engine, SQLite or PostgreSQL, with short transactions and one kind of failure."""

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, Table, bindparam, create_engine, event, func, make_url, select, text
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from storage.down import StorageDown, storage_down

LOCK_WAIT_SECONDS = 10
CONNECT_SECONDS = 5
WRITES = {"writes": True}
BUSY_PAUSE = 0.25
BUSY_TRIES = 3
"""A copy is tried again this often where somebody holds the file; each try waits as every writer does."""


class Database:
    """The open database. `reading` and `writing` are its only doors; each is one transaction."""

    def __init__(self, url: str) -> None:
        """Prepare the engine for `sqlite:///file` or `postgresql://...`; nothing is opened yet."""
        try:
            parsed = make_url(url)
        except ArgumentError as error:
            raise StorageDown("The database address is not one: MILEPOST_DATABASE__URL is sqlite:///... or "
                              "postgresql://... Nothing was changed.") from error  # fmt: skip
        self._engine = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgres(parsed)
        self._writer = self._engine.execution_options(**WRITES)
        self._adding: dict[tuple[str, bool | tuple[str, ...]], Any] = {}

    @property
    def is_sqlite(self) -> bool:
        """Tell which of the two engines it is."""
        return self._engine.dialect.name == "sqlite"

    def __enter__(self) -> Self:
        """Return the database itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Give all connections back."""
        self.close()

    def close(self) -> None:
        """Give all connections back."""
        self._engine.dispose()

    def ping(self) -> None:
        """Raise StorageDown unless the database answers."""
        with self.reading() as connection:
            connection.execute(text("SELECT 1"))

    def settle(self) -> bool:
        """Have SQLite's journal written into the file and emptied, so that what was erased is in neither.

        False where somebody reads an earlier state for so long that it could not be.
        """
        if not self.is_sqlite:
            return True
        with _one_kind_of_failure(), contextlib.closing(self._engine.raw_connection()) as connection:
            busy, *_ = connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def copied_to(self, file: Path) -> None:
        """Write all of an SQLite database into one other file, as it stands at one moment, whoever writes meanwhile."""
        with self._beside(file) as (ours, other):
            _copied(ours, other)
            other.execute("PRAGMA journal_mode = DELETE")

    def replaced_by(self, file: Path) -> None:
        """Put what an SQLite file holds in the place of everything here, in one transaction."""
        with self._beside(file) as (ours, other):
            _copied(other, ours)

    @contextmanager
    def _beside(self, file: Path) -> Iterator[tuple[sqlite3.Connection, sqlite3.Connection]]:
        with (
            _one_kind_of_failure(),
            contextlib.closing(self._engine.raw_connection()) as connection,
            contextlib.closing(sqlite3.connect(file)) as other,
        ):
            ours = connection.driver_connection
            assert isinstance(ours, sqlite3.Connection)
            yield ours, other

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection for reading."""
        with _one_kind_of_failure(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection whose changes stand together or not at all."""
        with _one_kind_of_failure(), self._writer.begin() as connection:
            yield connection

    def insert_once(self, connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
        """Add a row unless its key is there already; tell whether it was added."""
        # The engines count rows differently here; what they return is the same.
        return connection.execute(self._unless_there(table), dict(values)).first() is not None

    def insert_each(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> frozenset[Any]:
        """Add rows of the same columns, each unless its key is there; return the keys that were added (of one column).

        PostgreSQL takes the columns as arrays: one short statement, however many rows.
        """
        if not rows:
            return frozenset()
        if self.is_sqlite:
            return frozenset(connection.execute(self._unless_there(table), [dict(row) for row in rows]).scalars())
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        return frozenset(connection.execute(self._from_arrays(table, tuple(columns)), columns).scalars())

    def add_each(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows, each unless its key is there already, where nobody needs to know which: engines do so faster."""
        if rows:
            connection.execute(self._unless_there(table, told=False), [dict(row) for row in rows])

    def _unless_there(self, table: Table, told: bool = True) -> Any:
        """Return the statement that adds a row and tells its key; made once, since making it costs what it takes."""
        if (table.name, told) not in self._adding:
            adding = self.insert_into(table).on_conflict_do_nothing()
            self._adding[table.name, told] = adding.returning(*table.primary_key) if told else adding
        return self._adding[table.name, told]

    def _from_arrays(self, table: Table, names: tuple[str, ...]) -> Any:
        from sqlalchemy.dialects.postgresql import ARRAY

        if (table.name, names) not in self._adding:
            arrays = func.unnest(*(bindparam(name, type_=ARRAY(table.c[name].type)) for name in names))
            adding = self.insert_into(table).from_select(names, select(arrays.table_valued(*names).render_derived()))
            self._adding[table.name, names] = adding.on_conflict_do_nothing().returning(*table.primary_key)
        return self._adding[table.name, names]

    def insert_into(self, table: Table) -> Any:
        """Return this engine's insert, which knows of conflicts."""
        if self.is_sqlite:
            from sqlalchemy.dialects import sqlite

            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql  # Loaded where it is used: commands on an SQLite file start sooner.

        return postgresql.insert(table)


@contextmanager
def _one_kind_of_failure() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except (DBAPIError, PoolTimeout, OSError, sqlite3.Error) as error:
        raise storage_down(error) from error


def _copied(source: sqlite3.Connection, target: sqlite3.Connection) -> None:
    tries = 0

    def patient(status: int, _: int, __: int) -> None:
        nonlocal tries
        tries += status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
        if tries > BUSY_TRIES:
            raise sqlite3.OperationalError("database is locked")

    # All pages in one step: what is written meanwhile neither mixes with the copy nor has it begin again.
    source.backup(target, pages=-1, progress=patient, sleep=BUSY_PAUSE)


def _sqlite(url: URL) -> Engine:
    if url.database and not url.database.startswith((":memory:", "file:")):
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_down(error) from error
    engine = create_engine(url, connect_args={"timeout": LOCK_WAIT_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
        try:
            connection.execute(f"PRAGMA {pragma}")
        except connection.OperationalError as error:
            # A read-only file can still be read: only its journal cannot be switched.
            if "readonly" not in str(error):
                raise


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: one that began as a reader would fail instead of waiting its turn.
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _postgres(url: URL) -> Engine:
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise StorageDown("Milepost keeps its data in SQLite or PostgreSQL: MILEPOST_DATABASE__URL is sqlite:///... or "
                          "postgresql://... Nothing was changed.")  # fmt: skip
    arguments = {"connect_timeout": CONNECT_SECONDS, "application_name": "milepost"}
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args=arguments,
        pool_pre_ping=True,
        pool_timeout=LOCK_WAIT_SECONDS,
    )
