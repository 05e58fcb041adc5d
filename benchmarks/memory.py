"""`make bench-memory`: what remembering costs, beside bare SQLAlchemy, over 10,000 plans, and on a big file.

python -m benchmarks.memory [--versions 1000] [--plans 10000] [--entries 200000] [--megabytes 1000]

Targets: storage 1.5 times bare SQLAlchemy leaving the same rows; `list`, `show` and `log` 0.3 s over 10,000 plans, once
the program is loaded; 50,000 log entries verified a second; a migration writes no copy of the file.
"""

import argparse
import contextlib
import datetime as dt
import gc
import io
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext

from benchmarks.memory_bare import beside_bare
from benchmarks.memory_made import AT, entries, timed
from milepost.cli import GARBAGE, app
from milepost.temporal_server import TemporalServer, free_port
from plans.seal import Addressee, token
from storage import tables
from storage.forms import plan_as_json
from storage.letters import LetterRecord
from storage.store import Store
from tests.conftest import present
from tests.plans.a_plan import a_plan
from tests.postgres import running_postgres
from workflows.mailroom import Roster
from workflows.parts import Identity, Parts

COMMAND, VERIFIED, COPIED = 0.3, 50_000, 0.1


def filled(folder: Path, number: int) -> Store:
    """Keep many plans as they are kept; many in one transaction, since only their number matters here."""
    store = Store(f"sqlite:///{folder / 'milepost.db'}")
    store.migrate()
    plans = [a_plan(slug=f"deal-{at:06}", title=f"Harborline x Tallyworks {at}") for at in range(number)]
    with store.writing() as connection:
        connection.execute(
            sa.insert(tables.versions),
            [{"slug": one.slug, "version": 4, "kept_at": AT, "content": plan_as_json(one)} for one in plans],
        )
        connection.execute(
            sa.insert(tables.plans),
            [
                {"slug": one.slug, "title": one.title, "version": 4, "status": one.status, "updated_at": AT,
                 "next_due": dt.date(2026, 4, 15)}
                for one in plans
            ],
        )  # fmt: skip
    store.append("deal-000001", (replace(entries(4)[0], kind="started"),), "start")
    return store


def whole(folder: Path, *words: str) -> float:
    """Return the best of three runs of a command, from its start to its end."""
    line = [str(Path(sys.executable).with_name("milepost")), *words, "--data", str(folder)]

    def run() -> None:
        subprocess.run(line, capture_output=True, check=True)

    return min(timed(run) for _ in range(3))


def loaded(folder: Path, *words: str) -> float:
    """Return the best of three runs of a command in this process, what it prints thrown away."""
    gc.set_threshold(GARBAGE)

    def quietly() -> None:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            app([*words, "--data", str(folder)], standalone_mode=False)

    return min(timed(quietly) for _ in range(3))


COMMANDS = (
    ("list",), ("list", "--json"), ("report", "portfolio"), ("show", "deal-004711"), ("log", "deal-000001"),
)  # fmt: skip


def commands(folder: Path, number: int) -> bool:
    """Print how long the commands take that look at plans; `show` asks Temporal first, where this plan does not run."""
    store = filled(folder, number)
    temporal = TemporalServer(folder, free_port(), free_port())
    temporal.start()
    os.environ["MILEPOST_TEMPORAL__ADDRESS"] = temporal.address
    try:
        times = {words: (loaded(folder, *words), whole(folder, *words)) for words in COMMANDS}
    finally:
        temporal.stop()
        del os.environ["MILEPOST_TEMPORAL__ADDRESS"]
    for words, (spent, long) in times.items():
        print(
            f"milepost {' '.join(words)} over {number} plans: {spent * 1000:.0f} ms (target {COMMAND * 1000:.0f}); "
            f"{long * 1000:.0f} ms with the start of the program",
            flush=True,
        )
    roster = Roster(Parts(store, None, Identity("plan@x.example", "M", (b"k" * 32,)), lambda: AT))  # type: ignore[arg-type]
    tokens = [token(b"k" * 32, Addressee("deal-004711", "ray"))]
    first, then = timed(lambda: roster.refreshed().meant(tokens)), timed(lambda: roster.refreshed().meant(tokens))
    stranger = timed(lambda: roster.naming("nobody@stranger.example"))
    print(
        f"a mail's plan among {number}: {then * 1000:.1f} ms, the first of a worker {first * 1000:.0f} ms, one by its "
        f"sender alone {stranger * 1000:.0f} ms",
        flush=True,
    )
    store.close()
    return all(spent <= COMMAND for spent, _ in times.values())


def verified(folder: Path, number: int) -> bool:
    """Print how many log entries are verified a second."""
    store = Store(f"sqlite:///{folder / 'log.db'}")
    store.migrate()
    for at in range(0, number, 5000):
        store.append("long", entries(4, 5000), f"{at}")
    spent = min(timed(lambda: store.verify("long")) for _ in range(3))
    print(f"log: {number / spent:.0f} entries verified a second (target {VERIFIED})", flush=True)
    sound = not store.verify("long")
    store.close()
    return sound and number / spent >= VERIFIED


def written() -> int:
    """Return the bytes that this process has handed to the disk."""
    lines = dict(line.split(": ") for line in Path("/proc/self/io").read_text().splitlines())
    return int(lines["wchar"])


STEPS: dict[str, Callable[[Operations], Any]] = {
    "a column with a default": lambda op: op.add_column(
        "letters", sa.Column("probe", sa.Text(), nullable=False, server_default="")
    ),
    "a table": lambda op: op.create_table("probes", sa.Column("id", sa.Text(), primary_key=True)),
    "an index": lambda op: op.create_index("ix_letters_sender", "letters", ["sender"]),
}
"""What a migration may do: what both engines do without a copy of the table."""


def big_file(folder: Path, megabytes: int) -> bool:
    """Print what each kind of step writes on a big file of letters, and how long it takes."""
    store = Store(f"sqlite:///{folder / 'big.db'}")
    store.migrate()
    each, body = 100, os.urandom(50_000)
    for start in range(0, megabytes * 20, each):
        with store.writing() as connection:
            some = [(f"{at:064}", f"{at:08}".encode() + body) for at in range(start, start + each)]
            connection.execute(
                sa.insert(tables.blobs), [{"digest": one, "size": len(raw), "data": raw} for one, raw in some]
            )
            connection.execute(
                sa.insert(tables.letters),
                [
                    vars(LetterRecord(one[:40] + one[-20:], one, "p", "ray", "r@x.example", f"<{one}>", AT))
                    for one, _ in some
                ],
            )
    size = (folder / "big.db").stat().st_size
    shares = []
    for what, step in STEPS.items():
        before = written()

        def migrated(step: Callable[[Operations], Any] = step) -> None:
            with store.writing() as connection:
                step(Operations(MigrationContext.configure(connection)))

        spent, moved = timed(migrated), written() - before
        shares.append(moved / size)
        print(f"file of {size / 1e6:.0f} MB, {what}: {spent:.2f} s, {moved / 1e6:.1f} MB written", flush=True)
    store.close()
    return max(shares) <= COPIED


@contextlib.contextmanager
def _engines(folder: Path) -> Iterator[dict[str, Callable[[], str]]]:
    numbers = iter(range(100))
    engines: dict[str, Callable[[], str]] = {"SQLite": lambda: f"sqlite:///{folder / f'beside-{next(numbers)}.db'}"}
    if not present("postgres"):
        yield engines
        return
    with running_postgres() as server:
        yield {**engines, "PostgreSQL": server.database}


def main() -> None:
    """Print the figures; the exit code tells whether all targets are kept."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--versions", type=int, default=1000)
    parser.add_argument("--plans", type=int, default=10_000)
    parser.add_argument("--entries", type=int, default=200_000)
    parser.add_argument("--megabytes", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with _engines(folder) as engines:
            kept = [beside_bare(engine, address, options.versions) for engine, address in engines.items()]
        kept.append(commands(folder, options.plans))
        kept.append(verified(folder, options.entries))
        kept.append(big_file(folder, options.megabytes))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(f"most memory {memory} MB; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    sys.exit(0 if all(kept) else 1)


if __name__ == "__main__":
    main()
