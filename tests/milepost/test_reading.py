"""`milepost read`: the contract as JSON, what a person is shown, and files that are none."""

import json
from pathlib import Path

import pytest

from milepost.commands.reading import read

MAIL = """From: Ray Dominguez <ray.d@harborlinefoods.example>
To: plan@tallyworks.example
Date: Mon, 13 Apr 2026 09:31:00 -0500
Message-ID: <1@harborlinefoods.example>
Subject: Re: status
Content-Type: text/plain; charset=utf-8

{words}
"""


@pytest.fixture
def plan(root: Path) -> Path:
    return root / "tests" / "letters" / "development" / "plans" / "harbor-wms.yaml"


def written(folder: Path, words: str, name: str = "a.eml") -> Path:
    path = folder / name
    path.write_text(MAIL.format(words=words), encoding="utf-8")
    return path


def test_the_json_is_the_reading_contract_one_line_a_file(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = [written(tmp_path, "Pilot: May 15.", "b.eml"), written(tmp_path, "Who signs for you?", "c.eml")]
    assert read(plan, files, None, True) == 0
    first, second = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first == {
        "file": "b.eml",
        "kind": "reply",
        "changes": [
            {
                "target": "M4", "field": "due", "value": "2026-05-15", "decision": "apply",
                "confidence": first["changes"][0]["confidence"], "evidence": "Pilot: May 15.", "source": "body",
            }
        ],
        "questions": [],
    }  # fmt: skip
    assert 0.9 <= first["changes"][0]["confidence"] <= 1
    assert second["changes"] == []
    assert second["questions"] == ["Who signs for you?"]


def test_a_person_sees_the_letter_the_change_and_why(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert read(plan, [written(tmp_path, "The pilot might slip.")], None, False) == 0
    shown = capsys.readouterr().out
    assert "The pilot might slip." in shown
    assert "ask" in shown
    assert "hedged" in shown


def test_a_folder_is_read_in_the_order_of_its_names(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("2.eml", "1.eml", "notes.md"):
        written(tmp_path, "ok", name)
    assert read(plan, [tmp_path], None, True) == 0
    assert [json.loads(line)["file"] for line in capsys.readouterr().out.splitlines()] == ["1.eml", "2.eml"]


def test_a_broken_document_and_a_missing_file_are_named_and_the_rest_is_read(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "plan.docx"
    broken.write_bytes(b"PK\x03\x04 not really")
    files = [broken, tmp_path / "nowhere.eml", written(tmp_path, "Pilot is done.")]
    assert read(plan, files, None, True) == 1
    first, second, third = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert first["refused"]
    assert second["refused"][0]["reason"] == "unreadable"
    assert third["changes"][0]["value"] == "done"


def test_a_base_that_is_no_sheet_is_said_in_a_sentence(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base = tmp_path / "sheet.json"
    base.write_text("{}", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        read(plan, [written(tmp_path, "ok")], base, True)
    assert ended.value.code == 2
    assert "milepost render --sheet" in capsys.readouterr().err
