"""`render`, `merge` and `template check` on plan files: what they write, print and return."""

import json
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from milepost.cli import app
from tests.documents.making import typed, with_cell

EXAMPLE = Path(__file__).parents[2] / "examples" / "us-saas.yaml"


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


def run(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.mark.parametrize(("kind", "part"), [("page", "word/document.xml"), ("detail", "word/document.xml")])
def test_render_writes_the_document_and_the_sheet_as_sent(kind: str, part: str) -> None:
    done = run("render", EXAMPLE, "-o", "plan.docx", "--sheet", "sheet.json", "--kind", kind)
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile("plan.docx") as package:
        assert b"M3" in package.read(part)
    sheet = json.loads(Path("sheet.json").read_text())
    assert (sheet["plan"], sheet["version"], sheet["audience"]) == ("quillpoint-sso", 4, "buyer")
    assert sheet["rows"][0]["id"] == ("M1" if kind == "page" else "M1.1")


@pytest.mark.practice(77)
def test_an_edit_of_the_plan_file_stands_in_the_document_when_it_is_rendered_again() -> None:
    Path("plan.yaml").write_text(EXAMPLE.read_text())
    for day in ("2026-03-20", "2026-03-24"):
        assert run("render", "plan.yaml", "-o", "plan.docx", "--sheet", "sheet.json").exit_code == 0
        assert day in Path("sheet.json").read_text()
        Path("plan.yaml").write_text(EXAMPLE.read_text().replace("due: 2026-03-20", "due: 2026-03-24"))


def test_render_names_the_file_for_plan_version_and_day() -> None:
    assert run("render", EXAMPLE).exit_code == 0
    assert Path("quillpoint-sso-v4-2026-03-10-en.docx").exists()


def test_what_was_not_edited_merges_to_nothing() -> None:
    run("render", EXAMPLE, "-o", "plan.docx", "--sheet", "sheet.json")
    done = run("merge", "sheet.json", "sheet.json", "plan.docx", "--plan", EXAMPLE)
    assert (done.exit_code, done.output) == (0, "Nothing changed.\n")


def test_a_collision_is_printed_with_both_values_and_is_exit_one() -> None:
    run("render", EXAMPLE, "-o", "plan.docx", "--sheet", "sheet.json")
    Path("now.yaml").write_text(EXAMPLE.read_text().replace("due: 2026-03-20", "due: 2026-03-24"))
    run("render", "now.yaml", "-o", "now.docx", "--sheet", "now.json")
    Path("theirs.docx").write_bytes(with_cell(Path("plan.docx").read_bytes(), 4, 5, typed("Mar 27, 2026")))
    done = run("merge", "sheet.json", "now.json", "theirs.docx", "--plan", EXAMPLE, "--json")
    assert done.exit_code == 1
    (conflict,) = json.loads(done.output)["conflicts"]
    assert (conflict["base"], conflict["ours"], conflict["theirs"]) == ("2026-03-20", "2026-03-24", "2026-03-27")
    assert "sent '2026-03-20'" in run("merge", "sheet.json", "now.json", "theirs.docx", "--plan", EXAMPLE).output


def test_what_cannot_be_read_is_said_and_is_exit_two() -> None:
    Path("broken.docx").write_bytes(b"PK\x03\x04")
    done = run("merge", "broken.docx", "broken.docx", "broken.docx")
    assert done.exit_code == 2
    assert "broken-document" in done.stderr
    assert run("render", "nowhere.yaml").exit_code == 2
    assert run("render", "no-such-plan").exit_code == 2
    assert run("render", EXAMPLE, "--language", "xx").exit_code == 2


def test_render_since_an_older_file_shows_tracked_changes() -> None:
    Path("now.yaml").write_text(
        EXAMPLE.read_text().replace("due: 2026-03-20", "due: 2026-03-24").replace("version: 4", "version: 5")
    )
    done = run("render", "now.yaml", "--since", EXAMPLE, "-o", "red.docx")
    assert done.exit_code == 0, done.output
    assert "changes since 4" in done.output
    with zipfile.ZipFile("red.docx") as package:
        body = package.read("word/document.xml").decode()
    assert "<w:delText" in body
    assert 'w:author="Eli Nakamura"' in body


def test_render_since_a_version_reads_it_from_the_store(tmp_path: Path) -> None:
    import datetime as dt
    from dataclasses import replace

    from milepost.settings import settings_for
    from milepost.wiring import store_of
    from plans.entry import Entry
    from storage.planfile import load

    plan = load(EXAMPLE).plan
    assert plan is not None
    store = store_of(settings_for(None))
    third = replace(plan.milestones[3], due=dt.date(2026, 3, 24))
    later = replace(plan, version=5, milestones=(*plan.milestones[:3], third, *plan.milestones[4:]))
    for version in (plan, later):
        store.keep_version(version, list[Entry](), dt.datetime(2026, 3, version.version, tzinfo=dt.UTC))
    store.close()
    done = run("render", "quillpoint-sso", "--since", "4", "-o", "red.docx")
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile("red.docx") as package:
        body = package.read("word/document.xml").decode()
    assert "Mar 24, 2026" in body
    assert "<w:delText" in body


def test_template_check_says_what_is_lacking() -> None:
    ours = Path(__file__).parents[2] / "templates" / "plan.docx"
    assert run("template", "check", ours).exit_code == 0
    assert run("template", "check", EXAMPLE).exit_code == 2


def test_a_template_of_ones_own_that_is_broken_is_said_and_nothing_is_written() -> None:
    Path("mine.docx").write_bytes(b"no template")
    done = run("render", EXAMPLE, "--template", "mine.docx", "-o", "plan.docx")
    assert done.exit_code == 1
    assert "no Word template" in done.stderr
    assert not Path("plan.docx").exists()
