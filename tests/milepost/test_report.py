"""`milepost report` tells over all plans, the same as a table, CSV, JSON and a page that loads nothing."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from milepost.commands.deals import impact
from milepost.commands.engagement import engagement
from milepost.commands.forecast import forecast
from milepost.commands.hygiene import hygiene
from milepost.commands.report import Form, portfolio
from milepost.commands.slippage import slippage
from plans.entry import Entry
from plans.plan import Plan
from storage.outbox import NoticeRecord
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
def store(data: Path, commands_url: str) -> Iterator[Store]:
    opened = Store(commands_url)
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


def mailed(store: Store, to: str, at: dt.datetime, key: str, *, plan: str = "harbor", arrived: bool = True) -> None:
    """Record a mail of ours, as it went out or as no server took it."""
    store.claim(NoticeRecord(key, plan, 4, to, "status", (), (), f"<{key}@x.example>", "", "", at))
    if arrived:
        store.sent(key, at)
    else:
        store.failed(key, "no such mailbox")


def written(store: Store, by: str, at: dt.datetime, number: str, kind: str = "letter") -> None:
    """Log a letter."""
    entry = Entry(kind, at, by, 4, number, detail="reply")  # type: ignore[arg-type]
    store.append("harbor", [entry], f"{kind}/{number}")


def hours(number: float) -> dt.timedelta:
    return dt.timedelta(hours=number)


@pytest.mark.practice(101)
def test_engagement_tells_letters_quiet_days_and_reply_times_from_log_and_outbox(
    store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mailed(store, "dana", AT, "k1")
    mailed(store, "ray", AT, "k2")
    mailed(store, "marcus", AT, "k3", arrived=False)
    mailed(store, "dana", AT, "k4", plan="digest")
    written(store, "dana", AT + hours(6), "l1")
    mailed(store, "dana", AT + hours(48), "k5")
    written(store, "dana", AT + hours(50), "l2")
    written(store, "ray", AT + hours(60), "l3")
    written(store, "ray", AT + hours(60), "l3", kind="quarantined")
    store.append("harbor", [Entry("applied", AT + hours(61), "dana", 4, "l2", "M1", "due")], "applied")
    assert engagement(DAY, JSON, data) == 0
    told = {row["slug"]: row for row in json.loads(printed(capsys))}["harbor"]
    assert (told["letters"], told["days_quiet"], told["needs_a_call"]) == (2, 17, True)
    assert (told["replies"], told["median_hours"], told["hours_90"]) == (2, 4.0, 6.0)
    assert (told["written_to"], told["wrote"], told["never_answered"]) == (["dana", "ray"], ["dana"], ["ray"])
    assert (told["lines"], told["confirmed"]) == (3, 0)


@pytest.mark.practice(101)
def test_engagement_names_people_by_their_ids_and_never_an_address(
    store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mailed(store, "ray", AT, "k1")
    written(store, "stranger@else.example", AT + hours(1), "l1")
    page = data / "engagement.html"
    for form in (JSON, CSV, Form(), Form(html=page)):
        assert engagement(DAY, form, data) == 0
    told = printed(capsys) + page.read_text()
    assert "4 running plans" in told
    assert "ray" in told
    assert not any(person.name in told or person.email in told for person in a_plan().people)
    assert ".example" not in told


@pytest.mark.practice(120)
def test_hygiene_tells_the_worst_plan_first_and_what_to_do(
    store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bare = a_plan(slug="bare", people=tuple(replace(person, power=None) for person in a_plan().people))
    store.keep_version(bare, (), AT)
    store.keep_version(a_plan(slug="over", status="won"), (), AT)
    assert hygiene(DAY, JSON, data) == 0
    rows = json.loads(printed(capsys))
    assert rows[0]["slug"] == "bare"
    assert "over" not in [row["slug"] for row in rows]
    assert rows[0]["findings"][:3] == [
        {"flaw": "decision-maker", "lines": [], "days": None},
        {"flaw": "champion", "lines": [], "days": None},
        {"flaw": "overdue", "lines": ["M1"], "days": 3},
    ]
    assert hygiene(DAY, CSV, data) == 0
    told = printed(capsys)
    assert 'no champion,1,20%,"find who at the buyer wants it, and ask them"' in told
    assert "overdue,M1,3,finish it or agree a new date with its owner" in told


def test_slippage_tells_all_plans_or_the_versions_of_one(
    store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    *others, last = a_plan().milestones
    close = replace(last, due=dt.date(2026, 6, 26), slipped_from=(dt.date(2026, 6, 12),))
    store.keep_version(a_plan(version=5, milestones=(*others, close)), (), AT + dt.timedelta(days=4))
    assert slippage(None, DAY, JSON, data) == 0
    first = json.loads(printed(capsys))[0]
    assert first["slug"] == "harbor"
    assert [first["close"][name] for name in ("line", "first", "days", "times")] == ["M4", "2026-06-12", 14, 1]
    assert slippage("harbor", DAY, JSON, data) == 0
    steps = json.loads(printed(capsys))["steps"]
    told = [(step["version"], step["day"], step["days"]) for step in steps]
    assert told == [(4, "2026-04-01", 0), (5, "2026-04-05", 14)]
    assert slippage("nowhere", DAY, Form(), data) == 1
    for slug in (None, "harbor"):
        page = data / f"{slug}.html"
        assert slippage(slug, DAY, Form(html=page), data) == 0
        assert page.read_text().count("<img ") == (2 if slug else 1)


@pytest.mark.practice(106)
def test_the_portfolios_page_shows_timelines_of_running_plans(
    store: Store, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store.keep_version(a_plan(slug="ended", title="An ended deal", status="lost"), (), AT)
    page = data / "portfolio.html"
    assert portfolio(DAY, Form(html=page), data) == 0
    html = page.read_text()
    assert "Timelines of 4 plans around 2026-04-20" in html
    assert "ended:" not in html


@pytest.mark.parametrize(
    ("report", "says"),
    [
        (partial(portfolio, DAY), "No plan is kept here yet"),
        (partial(forecast, DAY), "No deal is running"),
        (partial(engagement, DAY), "No plan is running"),
        (partial(hygiene, DAY), "No plan is running"),
        (partial(slippage, None, DAY), "No plan is running"),
        (impact, "Plans of ours count as soon as they are won or lost."),
    ],
)
def test_a_report_of_nothing_says_so_and_what_to_do_in_every_form(
    report: Callable[[Form, Path], int], says: str, data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(Form(), data) == 0
    told = printed(capsys)
    assert says in told
    assert "`milepost " in told
    assert len(told.splitlines()) <= 3
    assert report(CSV, data) == 0
    assert len(next(csv.reader(io.StringIO(printed(capsys))))) > 1, "a file of heads, which a spreadsheet opens"
    assert report(JSON, data) == 0
    json.loads(printed(capsys))
    assert report(Form(html=data / "page.html"), data) == 0
    assert says in (data / "page.html").read_text(encoding="utf-8")
