"""A PostgreSQL server that belongs to one test session: own folder, own socket, no port, stopped by its id."""

import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import psycopg


@dataclass
class Postgres:
    folder: Path
    process: subprocess.Popen[bytes]
    _numbers: Iterator[int] = field(default_factory=count)

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def database(self) -> str:
        name = f"t{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}".encode())
        return self.url(name)


def _program(name: str) -> str:
    found = shutil.which(name) or next(iter(sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"), reverse=True)), None)
    assert found, f"{name} is not installed"
    return found


def _as_somebody() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: then it runs as its own user."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="milepost-pg-"))
    somebody = _as_somebody()
    if somebody:
        os.chown(folder, somebody["user"], somebody["group"])
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, "env": {"LC_ALL": "C"}}
    data = folder / "data"
    initdb = [_program("initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(initdb, check=True, **quiet, **somebody)
    settings = ("listen_addresses=", f"unix_socket_directories={folder}", "fsync=off", "max_connections=50")
    command = [_program("postgres"), "-D", str(data), *(word for setting in settings for word in ("-c", setting))]
    server = Postgres(folder, subprocess.Popen(command, **quiet, **somebody))
    try:
        _wait(server)
        yield server
    finally:
        server.process.send_signal(signal.SIGINT)
        server.process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(server: Postgres) -> None:
    for _ in range(150):
        try:
            psycopg.connect(server.url("postgres")).close()
            return
        except psycopg.OperationalError:
            assert server.process.poll() is None, "PostgreSQL ended while it started"
            time.sleep(0.1)
    raise AssertionError("PostgreSQL did not answer within 15 s")
