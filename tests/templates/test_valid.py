"""Word opens every file of ours without a repair prompt: each is held against the schemas and rules of ECMA-376."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from openxml_audit import FileFormat, OpenXmlValidator

from templates.document import redline, render, render_detail, render_snapshot
from tests.documents.making import EXAMPLES, KEY, body_edited, example, page, rows

DAY = dt.date(2026, 3, 10)
AT = dt.datetime(2026, 3, 11, 9, tzinfo=dt.UTC)


def faults(data: bytes, folder: Path) -> list[str]:
    path = folder / "document.docx"
    path.write_bytes(data)
    result = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(path)
    return [f"{error.part_uri} {error.path}: {error.description}" for error in result.errors]


@pytest.mark.parametrize("name", EXAMPLES)
def test_page_detail_and_snapshot_are_valid(name: str, tmp_path: Path) -> None:
    plan = example(name)
    detail = render_detail(plan, audience="seller", key=KEY, document="d", made_on=DAY)
    snapshot = render_snapshot(plan, key=KEY, document="s", made_on=DAY, pdf=False)
    for data in (page(name).data, page(name, "seller", "fr").data, detail.data, snapshot.data):
        assert faults(data, tmp_path) == []


def test_a_page_with_blanks_a_draft_mark_and_links_is_valid(tmp_path: Path) -> None:
    plan = example("us-saas")
    bare = replace(plan.milestones[2], owner=None, due=None, docs=(), note="a\nb <&> \x07")
    draft = replace(plan, status="draft", milestones=(*plan.milestones[:2], bare, *plan.milestones[3:]))
    made = render(draft, audience="buyer", key=KEY, document="d", made_on=DAY, link="https://plans.example")
    assert faults(made.data, tmp_path) == []


def test_a_redline_of_moved_added_and_removed_lines_is_valid(tmp_path: Path) -> None:
    plan = example("us-saas")
    first, second, *others = plan.milestones
    later = replace(
        plan,
        version=9,
        title="Another title",
        goals=plan.goals[:1],
        milestones=(replace(first, due=DAY, owner=None), *others[::-1], replace(second, id="M9", name="New")),
    )
    old, new = (
        render(each, audience="buyer", key=KEY, document=f"d{each.version}", made_on=DAY, link="https://plans.example")
        for each in (plan, later)
    )
    assert faults(redline(new, old, author="Eli Nakamura", at=AT), tmp_path) == []
    assert faults(redline(old, new, author="Eli Nakamura", at=AT), tmp_path) == []


def test_the_check_finds_what_word_would_call_damage(tmp_path: Path) -> None:
    def edit(root: object) -> None:
        row = rows(root)[1]  # type: ignore[arg-type]
        row.append(row[0])

    assert faults(body_edited(page("us-saas").data, edit), tmp_path) != []
