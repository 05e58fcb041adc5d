"""What the tests themselves promise: groups are left out by name, exit codes are right, practices are counted."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.practices import marked, practices, proofs

TESTS = """
import pytest

@pytest.mark.needs("pandoc")
def test_with_pandoc():
    pass

def test_without():
    pass
"""


def _run(root: Path, folder: Path, tests: str, *options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    (folder / "test_it.py").write_text(tests)
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  needs(program): x\n")
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-p", "no:cacheprovider", str(folder), *options]
    # No PATH: so pandoc is not found, wherever it is installed.
    given = {"PATH": "", "PYTHONPATH": str(root), **environment}
    return subprocess.run(command, cwd=folder, env=given, capture_output=True, text=True, timeout=60, check=False)


def test_a_group_whose_program_is_missing_is_left_out_by_name(root: Path, tmp_path: Path) -> None:
    run = _run(root, tmp_path, TESTS)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "1 passed, 1 deselected" in run.stdout
    assert "pandoc: 1 test left out" in run.stdout
    assert "make system" in run.stdout


@pytest.mark.parametrize("options", [(), ("--numprocesses=2",)], ids=["alone", "two workers"])
def test_in_ci_a_left_out_group_is_a_failure(options: tuple[str, ...], root: Path, tmp_path: Path) -> None:
    run = _run(root, tmp_path, TESTS, *options, CI="true")
    assert run.returncode == 1
    assert "pandoc: 1 test left out" in run.stdout
    assert "With CI=true" in run.stdout


def test_the_one_door_out_keeps_the_exit_code(root: Path, tmp_path: Path) -> None:
    assert _run(root, tmp_path, "def test_it(): assert 0").returncode == 1
    assert _run(root, tmp_path, "def test_it(): assert 0", "--numprocesses=1").returncode == 1
    assert _run(root, tmp_path, "def test_it(: pass").returncode == 2
    assert _run(root, tmp_path, "").returncode == 5


def test_a_group_that_does_not_exist_is_refused(root: Path, tmp_path: Path) -> None:
    run = _run(root, tmp_path, TESTS.replace("pandoc", "pandok"))
    assert run.returncode == 4
    assert "pandok" in run.stdout + run.stderr


def test_all_120_practices_are_there_and_every_mark_names_one(root: Path) -> None:
    rows = practices((root / "docs" / "requirements.md").read_text())
    assert sorted(rows) == list(range(1, 121))
    assert set(proofs(root / "tests")) <= set(rows)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("@pytest.mark.practice(3, 4)\ndef test_a(): pass", {(3, "test_a"), (4, "test_a")}),
        ("pytestmark = pytest.mark.practice(5)\nasync def test_b(): pass", {(5, "test_b")}),
        ("@pytest.mark.practice(6)\nclass TestC:\n  def test_c(self): pass", {(6, "test_c")}),
        ("@pytest.mark.practice(7)\ndef not_a_test(): pass", set()),
    ],
)
def test_marks_are_found_on_functions_classes_and_modules(source: str, found: set[tuple[int, str]]) -> None:
    assert set(marked(source)) == found
