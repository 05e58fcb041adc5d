"""Accepted journals are those that somebody has read as a person would: `make bench-life ACCEPT=1` takes new ones."""

import difflib
from pathlib import Path

from tests.lives.journal import Journal

FOLDER = Path(__file__).parent.parent / "says" / "lives"


def accept(name: str, journal: Journal) -> None:
    """Take a journal for the accepted one."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{name}.txt").write_text(_text(journal), encoding="utf-8")


def differences(name: str, journal: Journal) -> list[str]:
    """Return where a journal is another than the accepted one, as a reader of code expects it."""
    accepted = FOLDER / f"{name}.txt"
    before = accepted.read_text(encoding="utf-8").splitlines() if accepted.exists() else []
    return list(difflib.unified_diff(before, _text(journal).splitlines(), "accepted", "now", lineterm="", n=0))


def _text(journal: Journal) -> str:
    return "".join(f"{line}\n" for line in journal.lines())
