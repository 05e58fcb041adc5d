"""A database that fails says in one sentence what happened, what was kept and what to do."""

import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text
from sqlalchemy.exc import OperationalError

from storage import database
from storage.down import StorageDown, storage_down
from storage.migrate import config
from storage.store import Store
from storage.tables import SCHEMA, metadata

LETTERS_BEFORE = b"kept before"


def test_the_migrated_schema_is_that_of_the_tables(store: Store) -> None:
    with store.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_migrating_again_keeps_everything(store: Store) -> None:
    digest = store.keep_blob(LETTERS_BEFORE)
    store.migrate()
    assert store.blob(digest) == LETTERS_BEFORE


def test_the_tables_are_those_of_the_last_migration(store: Store) -> None:
    assert ScriptDirectory.from_config(config()).get_current_head() == SCHEMA == store.schema()


def test_workers_that_start_together_set_the_database_up_once(url: str) -> None:
    program = f"from storage.store import Store; Store({url!r}).migrate()"
    workers = [subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE) for _ in range(3)]
    assert [(worker.communicate(timeout=60)[1], worker.returncode) for worker in workers] == [(b"", 0)] * 3


def test_a_schema_from_the_future_is_left_alone(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StorageDown, match="newer Milepost"):
        store.migrate()


def test_an_open_database_answers_and_survives_a_second_process(store: Store, url: str) -> None:
    store.ping()
    program = f"from storage.store import Store; s = Store({url!r}); print(s.keep_blob(b'x')[:8])"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert store.blob(store.keep_blob(b"x")) == b"x"
    assert run.stdout.strip() == store.keep_blob(b"x")[:8]


def test_a_database_that_was_never_set_up_says_how_to(url: str) -> None:
    store = Store(url)
    with pytest.raises(StorageDown, match="milepost up"):
        store.plans()
    store.close()


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    path = tmp_path / "milepost.db"
    store = Store(f"sqlite:///{path}")
    store.migrate()
    store.keep_blob(LETTERS_BEFORE)
    store.close()
    return path


def _says(path: Path, words: str) -> None:
    store = Store(f"sqlite:///{path}")
    with pytest.raises(StorageDown, match=words) as raised:
        store.keep_blob(b"more")
    assert "kept before is still there" in str(raised.value)
    store.close()


def test_a_full_disk_is_named_and_nothing_is_lost(sqlite_file: Path) -> None:
    store = Store(f"sqlite:///{sqlite_file}")
    with store.writing() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(StorageDown, match="disk of the database is full"):
        store.keep_blob(os.urandom(100_000))
    assert store.blob(store.keep_blob(LETTERS_BEFORE)) == LETTERS_BEFORE
    store.close()


def test_a_damaged_file_is_named(sqlite_file: Path) -> None:
    sqlite_file.write_bytes(b"this is no database" * 100)
    _says(sqlite_file, "damaged")


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    _says(tmp_path, "cannot be opened")


def test_a_locked_file_is_waited_for_and_then_named(sqlite_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOCK_WAIT_SECONDS", 0.1)
    other = sqlite3.connect(sqlite_file)
    other.execute("BEGIN IMMEDIATE")
    _says(sqlite_file, "Another program holds")
    other.close()


def test_a_read_only_database_can_still_be_read(sqlite_file: Path) -> None:
    copy = sqlite_file.with_name("copy.db")
    shutil.copy(sqlite_file, copy)
    store = Store(f"sqlite:///file:{copy}?mode=ro&uri=true")
    assert store.plans() == ()
    with pytest.raises(StorageDown, match="read but not written"):
        store.keep_blob(b"more")
    store.close()


def test_a_server_that_is_away_is_named_without_its_password() -> None:
    store = Store("postgresql://milepost:s3cret-word@127.0.0.1:1/milepost")
    with pytest.raises(StorageDown, match="cannot be reached") as raised:
        store.ping()
    assert "s3cret-word" not in str(raised.value)


@pytest.mark.parametrize("url", ["not an address", "mysql://localhost/x"])
def test_an_address_of_no_database_is_named(url: str) -> None:
    with pytest.raises(StorageDown, match="MILEPOST_DATABASE__URL"):
        Store(url)


@pytest.mark.needs("postgres")
def test_a_read_only_server_is_named(request: pytest.FixtureRequest) -> None:
    url = request.getfixturevalue("postgres").database()
    store = Store(url)
    store.migrate()
    with store.writing() as connection:
        name = url.rpartition("/")[0] and connection.engine.url.database
        connection.execute(text(f"ALTER DATABASE {name} SET default_transaction_read_only = on"))
    store.close()
    with pytest.raises(StorageDown, match="read but not written"):
        store.keep_blob(b"more")
    store.close()


def test_an_unknown_failure_is_named_without_its_words_and_says_what_was_kept() -> None:
    said = str(storage_down(OperationalError("SELECT 1", {}, RuntimeError("moon phase"))))
    assert "(RuntimeError)" in said
    assert "moon phase" not in said
    assert "Nothing was changed" in said
