"""`milepost check` tells all faults of a plan file, and its exit code says how bad they are."""

import json
from pathlib import Path

import pytest

from milepost.commands.plan_file import check

KEYS = ["rule", "severity", "line", "where", "problem", "why", "suggestion"]


def test_a_clean_plan_is_said_to_be_clean(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(root / "examples" / "us-saas.yaml") in (0, 1)
    assert "7 milestones, 9 people" in capsys.readouterr().out


def test_faults_are_told_with_file_line_and_cure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("plan: acme\ntitel: '[bold]x'\ntimezone: UTC\n")
    assert check(path) == 1
    said = capsys.readouterr().out
    assert f"{path}:2 error titel" in said
    assert "Did you mean `title`?" in said
    assert "errors" in said.splitlines()[-1]


def test_json_has_the_seven_keys_of_every_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("plan: acme\ntitel: x\n")
    assert check(path, as_json=True) == 1
    rows = json.loads(capsys.readouterr().out)
    assert all(list(row) == KEYS for row in rows)
    assert {(row["line"], row["where"]) for row in rows} >= {(2, "titel"), (1, "buyer")}


def test_an_unreadable_file_is_its_own_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("plan: [a\nb")
    assert check(path) == 2
    assert check(tmp_path / "missing.yaml", as_json=True) == 2
    assert "not valid YAML" in capsys.readouterr().out
