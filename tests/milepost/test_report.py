"""`milepost report` tells over all plans, the same as a table, CSV, JSON and a page that loads nothing."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from milepost.commands.report import Form, portfolio
from plans.plan import Plan
from storage.store import Store
from tests.documents.making import EXAMPLES, example
from tests.plans.a_plan import a_plan
from workflows.figures import figures_up_to

DAY = dt.date(2026, 4, 20)
AT = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
JSON, CSV = Form(as_json=True), Form(as_csv=True)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "250")
    return tmp_path


@pytest.fixture
def store(data: Path) -> Iterator[Store]:
    opened = Store(f"sqlite:///{data}/milepost.db")
    opened.migrate()
    for plan in (a_plan(), *map(example, EXAMPLES)):
        opened.keep_version(plan, (), AT)
    yield opened
    opened.close()


def printed(capsys: pytest.CaptureFixture[str]) -> str:
    return capsys.readouterr().out


@pytest.mark.practice(106)
@pytest.mark.practice(52)
def test_the_portfolio_tells_health_ball_overdue_next_and_close(
    store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert portfolio(DAY, JSON, data) == 0
    rows = {row["slug"]: row for row in json.loads(printed(capsys))}
    harbor = rows["harbor"]
    assert (harbor["health"], harbor["ball"], harbor["since"]) == ("late", "buyer", "2026-04-01")
    assert (harbor["days_overdue"], harbor["late"]) == (3, ["M1"])
    assert (harbor["next"], harbor["next_due"]) == ("M1", "2026-04-17")
    assert (harbor["planned_close"], harbor["projected_close"]) == ("2026-06-12", "2026-06-12")
    assert portfolio(DAY, Form(), data) == 0
    said = printed(capsys)
    assert "4 plans, 4 running" in said
    assert "Harborline x Tallyworks" in said


def test_csv_has_every_plan_and_no_cell_that_a_spreadsheet_runs(
    store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.keep_version(a_plan(slug="trap", title="=HYPERLINK(1)"), (), AT)
    assert portfolio(DAY, CSV, data) == 0
    rows = list(csv.DictReader(io.StringIO(printed(capsys))))
    assert len(rows) == 5
    assert "'=HYPERLINK(1)" in [row["title"] for row in rows]


def test_a_page_loads_nothing_and_shows_words_as_words(
    store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.keep_version(a_plan(slug="trap", title="<img src=https://evil.example/x>"), (), AT)
    page = data / "portfolio.html"
    assert portfolio(DAY, Form(html=page), data) == 0
    html = page.read_text()
    assert "&lt;img src=" in html
    assert not re.search(r'(?:src|href)="(?!data:)', html)
    assert portfolio(DAY, Form(html=data / "no" / "such.html"), data) == 2


def test_many_plans_are_told_by_their_number_in_the_terminal(
    store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(120):
        store.keep_version(a_plan(slug=f"p{number}"), (), AT)
    assert portfolio(DAY, Form(), data) == 0
    assert "and 24 more" in printed(capsys)


def test_figures_are_kept_and_follow_a_new_version(store: Store) -> None:
    first = figures_up_to(store, DAY)
    assert list(store.outdated(DAY)) == []
    assert figures_up_to(store, DAY) == first
    changed: Plan = replace(
        a_plan(), version=5, milestones=tuple(replace(m, status="done") for m in a_plan().milestones)
    )
    store.keep_version(changed, (), AT + dt.timedelta(days=9))
    harbor = next(one for one in figures_up_to(store, DAY) if one.slug == "harbor")
    assert (harbor.done, harbor.total, harbor.ball, harbor.version) == (4, 4, "nobody", 5)
    tomorrow = figures_up_to(store, DAY + dt.timedelta(days=1))
    assert {one.day for one in tomorrow} == {DAY + dt.timedelta(days=1)}
