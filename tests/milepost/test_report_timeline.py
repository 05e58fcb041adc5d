"""`milepost report timeline PLAN` shows one plan in time: as a table, JSON, CSV, a page, a PNG and an SVG."""

import csv
import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from milepost.commands.report import Form
from milepost.commands.timeline import timeline
from plans.plan import Dependency, Event, External, Plan
from plans.report.timeline import Row, plan_timeline_of
from plans.workdays import Calendar
from storage.store import Store
from templates.report.rows import draw_rows, standing_of
from tests.plans.a_plan import a_plan
from tests.templates.test_report import words

DAY = dt.date(2026, 4, 20)


def late_plan() -> Plan:
    """A plan whose first line is overdue, whose second was done, whose third has moved and whose fourth must wait."""
    first, second, third, fourth = a_plan().milestones
    return a_plan(
        milestones=(
            first,
            replace(second, status="done", done_on=dt.date(2026, 4, 15), depends_on=()),
            replace(third, due=dt.date(2026, 6, 18), slipped_from=(dt.date(2026, 5, 15), dt.date(2026, 5, 22))),
            replace(fourth, name="Purchase order", depends_on=(Dependency("M3", critical=True),)),
        ),
        externals=(External("X1", "Audit report", kind="third-party", due=dt.date(2026, 5, 4)),),
        events=(Event("Plant shut", dt.date(2026, 5, 11), dt.date(2026, 5, 15)),),
    )


@pytest.fixture
def rows() -> dict[str, Row]:
    return {row.line: row for row in plan_timeline_of(late_plan(), Calendar(), DAY).rows}


def test_a_row_tells_where_a_line_was_first_is_now_and_can_be_expected(rows: dict[str, Row]) -> None:
    assert (rows["M1"].look, rows["M1"].late, rows["M1"].side) == ("overdue", 3, "buyer")
    assert (rows["M2"].look, rows["M2"].day) == ("done", dt.date(2026, 4, 15))
    assert (rows["M3"].first, rows["M3"].day, rows["M3"].moved) == (dt.date(2026, 5, 15), dt.date(2026, 6, 18), 34)
    assert (rows["X1"].side, rows["X1"].look) == ("outside", "not-started")
    assert rows["M4"].after == "M3"
    assert rows["M4"].expected
    assert rows["M4"].expected > rows["M4"].day


def test_rows_stand_in_the_order_of_their_days_and_what_has_none_is_named() -> None:
    first, *others = late_plan().milestones
    found = plan_timeline_of(replace(late_plan(), milestones=(replace(first, due=None), *others)), Calendar(), DAY)
    assert [row.line for row in found.rows] == ["M2", "X1", "M4", "M3"]
    assert found.undated == ("M1",)


def test_all_lines_are_counted_whether_they_have_a_date_or_not_and_none_that_is_skipped() -> None:
    first, second, third, fourth = late_plan().milestones
    bare, done = replace(first, due=None), replace(second, due=None, done_on=None)
    lines = (bare, done, replace(third, status="skipped"), fourth)
    told = standing_of(plan_timeline_of(replace(late_plan(), milestones=lines), Calendar(), DAY))
    assert "1 of 4 done" in told


def test_the_picture_of_a_plan_says_in_words_what_is_late_has_moved_and_is_shut() -> None:
    picture = draw_rows(plan_timeline_of(late_plan(), Calendar(), DAY))
    assert picture
    told = words(picture)
    assert {"M1 Site walk", "+34 days", "Plant shut", str(DAY)} <= set(told)
    assert any("3 days overdue" in word for word in told)
    assert "M1 Site walk: buyer · 2026-04-17 · 3 days overdue" in picture.alt
    assert draw_rows(plan_timeline_of(a_plan(milestones=(), externals=()), Calendar(), DAY)) is None


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "200")
    store = Store(f"sqlite:///{tmp_path}/milepost.db")
    store.migrate()
    store.keep_version(late_plan(), (), dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC))
    store.close()
    return tmp_path


def test_a_timeline_is_the_same_in_every_form(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert timeline("harbor", DAY, Form(as_json=True), data) == 0
    found = json.loads(capsys.readouterr().out)
    assert [line["line"] for line in found["lines"]] == ["M2", "M1", "X1", "M4", "M3"]
    assert (found["close"], found["planned_close"]) == ("M4", "2026-06-12")
    assert timeline("harbor", DAY, Form(as_csv=True), data) == 0
    told = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(row["line"], row["days moved"]) for row in told if row["days moved"]] == [("M3", "34")]
    assert timeline("harbor", DAY, Form(), data) == 0
    assert "1 of 5 done · 1 line overdue · closes with M4 on 2026-06-12" in capsys.readouterr().out
    assert timeline("harbor", DAY, Form(html=data / "page.html"), data) == 0
    assert '<img src="data:image/svg+xml' in (data / "page.html").read_text()


@pytest.mark.parametrize(("name", "begins"), [("a.png", b"\x89PNG"), ("a.SVG", b"<?xml")])
def test_a_timeline_is_written_as_a_picture_alone(data: Path, name: str, begins: bytes) -> None:
    assert timeline("harbor", DAY, Form(picture=data / name), data) == 0
    assert (data / name).read_bytes().startswith(begins)


def test_a_page_and_a_picture_are_both_written_where_both_are_wanted(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page, picture = data / "page.html", data / "a.svg"
    assert timeline("harbor", DAY, Form(html=page, picture=picture), data) == 0
    assert capsys.readouterr().out.split() == f"{page} holds the report. {picture} holds the picture.".split()
    assert page.read_text().startswith("<!DOCTYPE html>")
    assert picture.read_bytes().startswith(b"<?xml")
    page.unlink()
    assert timeline("harbor", DAY, Form(html=page, picture=data / "a.jpg"), data) == 2
    assert not page.exists(), "nothing is written, as it says"


def test_a_timeline_that_cannot_be_shown_says_why(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert timeline("nosuch", DAY, Form(), data) == 1
    assert timeline("harbor", DAY, Form(picture=data / "a.jpg"), data) == 2
    nowhere = data / "no" / "a.png"
    assert timeline("harbor", DAY, Form(picture=nowhere), data) == 2
    told = capsys.readouterr().err
    assert "There is no plan nosuch" in told
    assert "neither a .png nor a .svg" in told
    assert "Nothing was written." in told
    assert f"{nowhere} cannot be written (No such file or directory), and was not." in told
