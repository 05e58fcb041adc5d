"""What happens when the machine is at fault stands in one table of the docs, and every row of it has its test."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from milepost.commands.stack import worker
from storage.store import Store

CASES = (
    "disk is full", "not written", "holds the sqlite file", "schema is newer", "clock is days ahead",
    "when the first plan began", "clock is days behind", "answers 500", "answers 410", "30 s late", "100 mb",
)  # fmt: skip
"""The cases that issue 7 names."""


@pytest.fixture(scope="module")
def rows(root: Path) -> list[list[str]]:
    told = (root / "docs" / "operations.md").read_text(encoding="utf-8")
    table = told.partition("## When the machine is at fault")[2].partition("\n## ")[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line[:1] == "|"][2:]


def test_every_case_says_what_is_said_kept_tried_again_and_given_up(rows: list[list[str]]) -> None:
    for row in rows:
        assert len(row) == 6, row[0]
        assert all(row), f"{row[0]}: a cell is empty"
    for case in CASES:
        assert any(case in row[0].casefold() for row in rows), case


def test_every_row_names_a_test_or_a_benchmark_that_there_is(rows: list[list[str]], root: Path) -> None:
    tests = {
        name
        for file in root.glob("tests/**/test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.M)
    }
    targets = set(re.findall(r"^([\w-]+):", (root / "Makefile").read_text(encoding="utf-8"), re.M))
    for row in rows:
        (named,) = re.findall(r"`(?:make )?([\w-]+)`", row[-1])
        assert named in tests | targets, row[0]


@pytest.mark.parametrize("command", ["worker", "list"])
def test_a_command_and_a_worker_that_meet_a_schema_from_the_future_end_with_a_sentence(
    tmp_path: Path, command: str
) -> None:
    with Store(f"sqlite:///{tmp_path}/milepost.db") as store:
        store.migrate()
        with store.writing() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    program = str(Path(sys.executable).with_name("milepost"))
    ended = subprocess.run(
        [program, command, "--data", str(tmp_path)], capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 1
    assert "newer Milepost" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_worker_that_ends_by_a_fault_of_its_own_tells_kind_and_place_and_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    async def stumbles(*_: object) -> None:
        raise KeyError("Ray Castellano <ray@harborline.example>")

    monkeypatch.setattr("milepost.wiring.temporal_client", stumbles)
    assert worker(tmp_path) == 1
    said = capsys.readouterr().err
    assert "ends by a fault of its own" in said
    assert "KeyError in milepost.commands.stack:" in said
    assert "Castellano" not in said
