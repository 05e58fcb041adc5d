"""A backup is one file that holds the database as it stood at one moment; restoring it checks every log."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from storage.down import StorageDown

if TYPE_CHECKING:
    from storage.store import Store

SQLITE = b"SQLite format 3\0"
POSTGRES = b"PGDMP"
"""How a file of either engine begins."""


def backup(file: Path, data: Path | None) -> int:
    """Write the database into a new file that only its owner reads; 1 where that cannot be done."""
    from milepost.dumping import dump

    if file.exists():
        print(f"{file} is there already: name another file. Nothing was written.", file=sys.stderr)
        return 1
    with _store(data) as (store, url):
        number = store.schema()
        if number is None:
            print("The database holds nothing yet: there is nothing to back up.", file=sys.stderr)
            return 1
        with _room_beside(file) as room:
            written = room / file.name
            os.close(os.open(written, os.O_CREAT | os.O_EXCL, 0o600))
            if store.is_sqlite:
                store.copied_to(written)
            else:
                dump(url, written)
            _kept_for_good(written)
            written.replace(file)
    print(f"{file} holds the database ({file.stat().st_size:,} bytes, schema {number}).")
    print("Temporal's histories and the mailbox are not in it, and whoever is forgotten later still is.")
    return 0


def restore(file: Path, replace: bool, data: Path | None) -> int:
    """Put a backup into the database; 1 where it is refused, or where a log in it does not hold."""
    with _store(data) as (store, url):
        refused = _refused(store, file, replace)
        if refused:
            print(f"{refused} Nothing was changed.", file=sys.stderr)
            return 1
        number = _from_sqlite(store, file) if store.is_sqlite else _from_postgres(store, url, file)
        store.migrate()
        print(f"The database is as it was in {file} (schema {number}, now {store.schema()}).")
        return _verified(store)


@contextmanager
def _store(data: Path | None) -> "Iterator[tuple[Store, str]]":
    from milepost.settings import settings_for
    from milepost.wiring import here
    from storage.store import Store

    url = here(settings_for(data)).database_url()
    store = Store(url)
    try:
        yield store, url
    finally:
        store.close()


@contextmanager
def _room_beside(file: Path) -> Iterator[Path]:
    """Give a folder on the same disk that only its owner reads and that is gone afterwards."""
    try:
        room = tempfile.TemporaryDirectory(prefix=".milepost-", dir=file.absolute().parent)
    except OSError as error:
        raise StorageDown(f"{file} cannot be written ({error.strerror}). Nothing was written.") from error
    with room as name:
        yield Path(name)


def _kept_for_good(file: Path) -> None:
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def _refused(store: "Store", file: Path, replace: bool) -> str:
    """Return why a file does not go into this database, '' where it may."""
    try:
        with file.open("rb") as opened:
            begins = opened.read(len(SQLITE))
    except OSError as error:
        return f"{file} cannot be read ({error.strerror})."
    if not begins.startswith((SQLITE, POSTGRES)):
        return f"{file} is no backup: `milepost backup` writes them."
    if begins.startswith(SQLITE) != store.is_sqlite:
        ours, theirs = ("SQLite", "PostgreSQL") if store.is_sqlite else ("PostgreSQL", "SQLite")
        return f"{file} is a backup of {theirs}, and the database of the settings is {ours}."
    if not replace and store.holds_anything():
        return "The database is not empty: add --replace to put the backup in its place."
    return ""


def _from_sqlite(store: "Store", file: Path) -> str:
    """Bring a copy of the file up to date first: what cannot be read or migrated never reaches the database."""
    from storage.store import Store

    with _room_beside(file) as room:
        copied = room / "copy.db"
        copied.write_bytes(b"")
        copied.chmod(0o600)
        copy = Store(f"sqlite:///{copied}")
        try:
            copy.replaced_by(file)
            number = _known(file, copy.schema())
            copy.migrate()
            copy.settle()
        finally:
            copy.close()
        store.replaced_by(copied)
    return number


def _from_postgres(store: "Store", url: str, file: Path) -> str:
    from milepost.dumping import number_in, put_back
    from storage.migrate import known

    if store.schema() not in {None, *known()}:
        raise StorageDown("A newer Milepost has made this database. Nothing was changed. Give the backup an empty one.")
    number = _known(file, number_in(file))
    with tempfile.TemporaryDirectory(prefix="milepost-") as room:
        put_back(url, file, Path(room))
    return number


def _known(file: Path, number: str | None) -> str:
    from storage.migrate import known

    if number is None:
        raise StorageDown(f"{file} is no backup of Milepost: it has no schema number. Nothing was changed.")
    if number not in known():
        raise StorageDown(
            f"{file} was made by a newer Milepost (schema {number}). Nothing was changed. Restore it with that version."
        )
    return number


def _verified(store: "Store") -> int:
    """Check the log of every plan, and say how many hold and what comes next."""
    slugs = [plan.slug for plan in store.plans()]
    faults = [(slug, fault) for slug in slugs for fault in store.verify(slug)]
    broken = {slug for slug, _ in faults}
    entries = sum(len(store.log(slug)) for slug in slugs)
    for slug, fault in faults:
        print(f"{slug}: {fault}", file=sys.stderr)
    print(f"{len(slugs)} plans, {entries} entries: {len(slugs) - len(broken)} logs hold, {len(broken)} do not.")
    print("Next: `milepost doctor --fix` for the plans that run, and `milepost forget` for whoever was erased since.")
    return 1 if broken else 0
