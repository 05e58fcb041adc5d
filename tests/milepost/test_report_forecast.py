"""`milepost report forecast` draws ranges from kept versions alone, says what it rests on, and pictures them."""

import base64
import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from milepost.commands.forecast import forecast
from milepost.commands.report import Form
from plans.plan import Deal
from plans.report.deals import CrmDeal
from plans.report.forecast import Forecast
from storage.store import Store
from templates.report.ranges import MOST, ranges_of
from tests.plans.a_plan import a_plan

DAY = dt.date(2026, 4, 13)
JSON = Form(as_json=True)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "250")
    return tmp_path


@pytest.fixture
def store(data: Path, commands_url: str) -> Iterator[Store]:
    """One running plan, and a CRM that expects it two weeks early."""
    opened = Store(commands_url)
    opened.migrate()
    opened.keep_version(a_plan(deal=Deal(crm_id="006-9")), (), noon(dt.date(2026, 4, 1)))
    opened.import_deals([CrmDeal("006-9", crm_close=dt.date(2026, 5, 29))])
    yield opened
    opened.close()


def noon(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(18), dt.UTC)


def closed(store: Store, number: int, late: int = 7) -> None:
    """Keep a plan of last year in which every line was done so many calendar days after its date."""
    year, delay = dt.timedelta(days=364), dt.timedelta(days=late)
    lines = tuple(replace(m, due=m.due and m.due - year, depends_on=()) for m in a_plan().milestones)
    first = a_plan(slug=f"old{number}", milestones=lines)
    done = tuple(replace(m, status="done", done_on=m.due and m.due + delay) for m in lines)
    store.keep_version(first, (), noon(dt.date(2025, 4, 2)))
    store.keep_version(replace(first, version=5, status="won", milestones=done), (), noon(dt.date(2025, 6, 20)))


@pytest.mark.practice(51)
def test_a_range_comes_from_the_slips_of_finished_plans_beside_the_crms_date(
    store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(10):
        closed(store, number)
    assert forecast(DAY, JSON, data) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["record"]["deals"], found["record"]["milestones"]) == (10, 40)
    (plan,) = found["plans"]
    assert (plan["planned"], plan["projected"]) == ("2026-06-12", "2026-06-12")
    # Seven calendar days were four working days of the owner last year: 19 June is a holiday.
    assert plan["range"] == {"p10": "2026-06-18", "p50": "2026-06-18", "p90": "2026-06-18"}
    assert (plan["crm_close"], plan["days_after_crm"], plan["chance_by_crm"]) == ("2026-05-29", 20, 0.0)
    assert found["accuracy"] == {"n": 10, "planned": 7.0, "projected": 7.0, "lean": 7.0, "ranges": 10, "within": 10}
    assert forecast(DAY, Form(), data) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "n = 10 deals, 40 milestones" in said
    assert "off by 7 calendar days in the median" in said
    assert "the median deal closed 7 days later than projected" in said
    assert forecast(DAY, Form(as_csv=True), data) == 0
    (row,) = list(csv.DictReader(io.StringIO(capsys.readouterr().out.partition("\n\n")[0])))
    assert (row["50 %"], row["CRM"], row["by CRM's date"]) == ("2026-06-18", "2026-05-29", "0%")


@pytest.mark.practice(51)
def test_without_a_record_there_is_no_range_and_it_says_so(
    store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(4):
        closed(store, number)
    assert forecast(DAY, Form(), data) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "no ranges: too few milestones are finished to draw from (n = 4 deals, 16 milestones; it takes 20" in said
    assert "n = 4, too few to rely on" in said
    assert forecast(DAY, JSON, data) == 0
    (plan,) = json.loads(capsys.readouterr().out)["plans"]
    assert (plan["range"], plan["lacking"], plan["days_after_crm"]) == (None, "record", 14)


def test_a_plan_that_rests_or_is_a_draft_has_no_forecast(
    store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.keep_version(a_plan(slug="resting", status="on-hold"), (), noon(DAY))
    store.keep_version(a_plan(slug="draft", status="draft"), (), noon(DAY))
    assert forecast(DAY, JSON, data) == 0
    assert [plan["slug"] for plan in json.loads(capsys.readouterr().out)["plans"]] == ["harbor"]


def test_the_page_has_a_picture_that_words_tell_as_well(store: Store, data: Path) -> None:
    for number in range(10):
        closed(store, number)
    page = data / "forecast.html"
    assert forecast(DAY, Form(html=page), data) == 0
    html = page.read_text(encoding="utf-8")
    assert not re.search(r'(?:src|href)="(?!data:)', html)
    alt = "harbor: planned 2026-06-12, projected 2026-06-12, 10 to 90 % 2026-06-18 to 2026-06-18, CRM 2026-05-29."
    assert re.search(rf'<img [^>]*alt="[^"]*{re.escape(alt)}', html)
    assert f"{alt}</figcaption>" not in html


def of(number: int, day: dt.date | None = dt.date(2026, 6, 12)) -> Forecast:
    return Forecast(f"p{number}", "A plan", 1, DAY, day, day, None, "record")


def test_a_picture_holds_thirty_plans_and_is_the_same_each_time() -> None:
    forecasts = [of(number) for number in range(MOST + 2)]
    picture = ranges_of(forecasts, DAY)
    assert picture
    assert picture == ranges_of(forecasts, DAY)
    assert picture.caption.endswith("2 more are in the table.")
    assert (f"p{MOST - 1}:" in picture.alt, f"p{MOST}:" in picture.alt) == (True, False)
    assert base64.b64decode(picture.base64).startswith(b"<?xml")
    assert ranges_of([of(1, None)], DAY) is None


def test_a_plan_that_goes_on_from_one_that_was_won_is_no_deal_to_forecast(
    store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.keep_version(a_plan(slug="won-kickoff", follows="won", deal=Deal(crm_id="006-9")), (), noon(DAY))
    assert forecast(DAY, JSON, data) == 0
    plans = json.loads(capsys.readouterr().out)["plans"]
    assert [(one["slug"], one["crm_close"]) for one in plans] == [("harbor", "2026-05-29")]


def test_where_only_kickoffs_run_no_deal_is_said_to_run_and_not_that_no_plan_does(
    store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closed(store, 1)
    store.keep_version(a_plan(slug="won-kickoff", follows="won"), (), noon(DAY))
    store.keep_version(a_plan(version=5, status="lost"), (), noon(DAY))
    assert forecast(DAY, Form(), data) == 0
    said = capsys.readouterr().out
    assert "No deal is running" in said
    assert "No plan is running" not in said
