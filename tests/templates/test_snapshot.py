"""The snapshot: one page, at most 120 words and a picture with words of its own, which nobody edits by mistake."""

import datetime as dt
import io
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from PIL import Image

from plans.plan import Plan
from plans.words import LANGUAGES
from templates.build_template import build_snapshot
from templates.document import Snapshot, render_snapshot
from templates.document.timeline import SHAPES, timeline
from tests.documents.making import EXAMPLES, KEY, example

DAY = dt.date(2026, 3, 10)


def made(plan: Plan, language: str = "en", *, pdf: bool = False) -> Snapshot:
    return render_snapshot(plan, language=language, key=KEY, document="s", made_on=plan.as_of or DAY, pdf=pdf)


def text_of(snapshot: Snapshot) -> str:
    page = docx.Document(io.BytesIO(snapshot.data))
    feet = page.sections[0].footer.paragraphs
    return "\n".join(paragraph.text for paragraph in (*page.paragraphs, *feet))


@pytest.mark.practice(114)
@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_executive_reads_at_most_120_words(name: str, language: str) -> None:
    assert 30 < len(text_of(made(example(name), language)).split()) <= 120


@pytest.mark.practice(114)
def test_a_plan_of_long_names_stays_short() -> None:
    plan = example("us-saas")
    words = " ".join(["very"] * 60)
    lines = tuple(replace(line, name=words, name_local="", status="blocked", due=DAY) for line in plan.milestones)
    goals = tuple(replace(goal, text=words) for goal in plan.goals)
    assert len(text_of(made(replace(plan, title=words, milestones=lines, goals=goals))).split()) <= 120


@pytest.mark.practice(47)
@pytest.mark.practice(57)
def test_it_says_the_goal_how_far_it_is_what_is_late_and_what_is_next() -> None:
    text = text_of(made(example("us-saas")))
    for wanted in (
        "Goal: New hires work on day one.",
        "Steps done: 1 of 7.",
        "Overdue: M2 Technical evaluation.",
        "Next: M3 Security review, Dana Kowalczyk, Mar 13, 2026.",
        "Decision by Mar 30, 2026.",
        "Ask Eli Nakamura",
    ):
        assert wanted in text
    assert "Blockiert: M2 Datenzugang Linie 4." in text_of(made(example("de-manufacturer"), "de"))


@pytest.mark.practice(118)
def test_the_word_file_is_marked_as_final() -> None:
    snapshot = made(example("us-saas"))
    assert snapshot.filename.endswith(".docx")
    with zipfile.ZipFile(io.BytesIO(snapshot.data)) as package:
        assert b'name="_MarkAsFinal"><vt:bool>true' in package.read("docProps/custom.xml")
        assert b"<cp:contentStatus>Final<" in package.read("docProps/core.xml")


def test_the_picture_has_words_for_those_who_do_not_see_it() -> None:
    shape = docx.Document(io.BytesIO(made(example("us-saas")).data)).inline_shapes[0]
    told = shape._inline.docPr.get("descr") or ""
    assert "M3 Security review (VRM green light): Mar 13, 2026, In progress" in told


@pytest.mark.practice(9)
def test_internal_lines_are_in_no_part_of_the_snapshot() -> None:
    plan = example("us-saas")
    hidden = replace(plan.milestones[2], name="SECRET", internal=True)
    snapshot = made(replace(plan, milestones=(*plan.milestones[:2], hidden, *plan.milestones[3:])))
    with zipfile.ZipFile(io.BytesIO(snapshot.data)) as package:
        assert not [each for each in package.namelist() if b"SECRET" in package.read(each)]
    assert "M3" not in text_of(snapshot)


def test_the_timeline_draws_every_status_in_its_own_shape() -> None:
    lines = example("us-saas").milestones
    pictures = {timeline([replace(line, status=status) for line in lines], DAY, "en-US") for status in SHAPES}
    assert len(pictures) == len(SHAPES)
    assert Image.open(io.BytesIO(next(iter(pictures)))).width == 2600
    assert timeline(lines[:1], DAY, "en-US") == b""


def test_a_plan_without_dates_has_a_snapshot_without_a_picture() -> None:
    plan = example("us-saas")
    undated = replace(plan, milestones=tuple(replace(line, due=None) for line in plan.milestones))
    snapshot = made(undated)
    assert "Steps done: 1 of 7." in text_of(snapshot)
    assert not docx.Document(io.BytesIO(snapshot.data)).inline_shapes


def test_equal_plans_make_equal_snapshots() -> None:
    assert made(example("fr-hospital")).data == made(example("fr-hospital")).data


def test_its_template_is_what_its_script_builds() -> None:
    kept = (Path(__file__).parents[2] / "templates" / "snapshot.docx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(kept)) as one, zipfile.ZipFile(io.BytesIO(build_snapshot())) as other:
        assert {name: one.read(name) for name in one.namelist()} == {n: other.read(n) for n in other.namelist()}


@pytest.mark.needs("libreoffice")
@pytest.mark.practice(110)
@pytest.mark.parametrize("name", EXAMPLES)
def test_where_libreoffice_is_installed_it_is_a_pdf_of_one_page(name: str, tmp_path: Path) -> None:
    snapshot = made(example(name), example(name).language, pdf=True)
    assert (snapshot.media_type, snapshot.data[:5]) == ("application/pdf", b"%PDF-")
    path = tmp_path / snapshot.filename
    path.write_bytes(snapshot.data)
    told = subprocess.run(["pdfinfo", str(path)], capture_output=True, check=True, text=True).stdout
    assert "Pages:           1\n" in told
    assert "Tagged:          yes" in told
    words = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True, text=True).stdout.split()
    assert len(words) <= 120
