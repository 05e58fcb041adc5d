"""Six months of each example plan are played here: how long they take, and every mail beside the accepted journal.

python -m benchmarks.life [NAME ...] [--accept]

--accept takes the journals as they now are for the accepted ones, in tests/says/lives. Weeks are a person's fullest.
They are lived on a machine without LibreOffice: snapshots go out as Word files that are marked final. A PDF takes it a
second each, which `make bench-word` measures; with it the two longer lives take twice as long.
"""

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.lives.accepted import accept, differences
from tests.lives.journal import Journal
from tests.lives.play import played
from tests.lives.script import script_of, scripts

LONGEST = 20.0
"""Seconds that six months may take."""


@dataclass(frozen=True)
class Lived:
    """One life and what it took."""

    name: str
    seconds: float
    journal: Journal


def main(arguments: Sequence[str]) -> int:
    """Play the lives, and return 1 where a journal is not the accepted one."""
    parser = argparse.ArgumentParser(prog="benchmarks.life")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--accept", action="store_true")
    told = parser.parse_args(arguments)
    faults = 0
    for name in told.names or scripts():
        faults += _shown(lived(name), told.accept)
    return 1 if faults else 0


def lived(name: str) -> Lived:
    """Play the life of this name."""
    began = time.perf_counter()
    os.environ["PATH"] = str(Path(sys.executable).parent)
    with tempfile.TemporaryDirectory() as folder:
        _, journal = asyncio.run(played(script_of(name), Path(folder)))
    return Lived(name, time.perf_counter() - began, journal)


def _shown(life: Lived, accepting: bool) -> int:
    """Print a life's figures and where its journal is another than the accepted one; return how many lines are."""
    late = "" if life.seconds <= LONGEST else f" (more than {LONGEST:.0f})"
    print(f"{life.name}: {len(life.journal.sent)} mails for {len(life.journal.written)} letters and commands, "
          f"{life.seconds:.1f} s{late}")  # fmt: skip
    for person, weeks in sorted(life.journal.a_week().items()):
        print(
            f"  {person:10} {sum(weeks.values()):3} mails in {len(weeks):2} weeks, {max(weeks.values())} in the fullest"
        )
    if accepting:
        accept(life.name, life.journal)
        return 0
    found = differences(life.name, life.journal)
    print("\n".join(found) if found else "  as accepted, line by line")
    return len(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
