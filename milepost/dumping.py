"""PostgreSQL is dumped and put back by its own programs, each with a time limit and no password on its command line."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import make_url

from storage.down import KEPT, StorageDown

SECONDS = 3600
CONNECT_SECONDS = "10"
VERSIONS = "alembic_version"


def dump(url: str, file: Path) -> None:
    """Write a PostgreSQL database into a file, as it stands at one moment."""
    address, secret = _split(url)
    asked = ["--format=custom", "--no-owner", "--no-privileges", "--no-password"]
    _run("pg_dump", [*asked, f"--file={file}", f"--dbname={address}"], secret)


def number_in(file: Path) -> str | None:
    """Return the schema's number in a dump, None where it has none."""
    said = _run("pg_restore", ["--data-only", f"--table={VERSIONS}", "--file=-", str(file)])
    lines = iter(said.splitlines())
    for line in lines:
        if line.startswith("COPY ") and VERSIONS in line:
            number = next(lines, "\\.")
            return None if number == "\\." else number
    return None


def put_back(url: str, file: Path, room: Path) -> None:
    """Put a dump in the place of all tables of ours, in one transaction; the room holds it as SQL meanwhile."""
    from storage.tables import metadata

    script = room / "restore.sql"
    _run("pg_restore", ["--no-owner", "--no-privileges", f"--file={script}", str(file)])
    script.chmod(0o600)
    tables = ", ".join(f'"{name}"' for name in (*metadata.tables, VERSIONS))
    address, secret = _split(url)
    asked = ["--no-psqlrc", "--quiet", "--no-password", "--single-transaction", "--set=ON_ERROR_STOP=1"]
    work = [f"--command=DROP TABLE IF EXISTS {tables} CASCADE", f"--file={script}"]
    _run("psql", [*asked, *work, "--output=/dev/null", f"--dbname={address}"], secret)


def _split(url: str) -> tuple[str, str]:
    """Return a database's address without its password, and the password."""
    parsed = make_url(url)
    asked = parsed.query.get("password", "")
    secret = parsed.password or (asked if isinstance(asked, str) else asked[0])
    bare = parsed.set(drivername="postgresql").difference_update_query(["password"])._replace(password=None)
    return bare.render_as_string(hide_password=False), str(secret)


def _run(program: str, words: Sequence[str], secret: str = "") -> str:
    found = shutil.which(program)
    if found is None:
        raise StorageDown(f"{program} is not installed: it comes with PostgreSQL's client programs. {KEPT}")
    asked = {"PGPASSWORD": secret} if secret else {}
    child = {**os.environ, **asked, "PGCONNECT_TIMEOUT": CONNECT_SECONDS, "LC_ALL": "C"}
    try:
        run = subprocess.run(
            [found, *words], env=child, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as late:
        raise StorageDown(f"{program} was not done within {SECONDS // 60} minutes and was stopped. {KEPT}") from late
    if run.returncode:
        said = (run.stderr.strip().splitlines() or [f"exit {run.returncode}"])[0]
        raise StorageDown(f"{program} failed: {said.removeprefix(f'{program}: ')}. {KEPT}")
    return run.stdout
