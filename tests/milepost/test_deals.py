"""Deals come from a CRM's file, whole or not at all, last through a backup, and tell what plans did for them."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from milepost.commands.backup import backup, restore
from milepost.commands.deals import impact, import_deals, list_deals
from milepost.commands.report import Form
from plans.plan import Deal
from storage.store import Store
from tests.milepost.test_up import milepost
from tests.plans.a_plan import a_plan

HEADS = "deal,plan,opened,closed,outcome,map,tasks_total,tasks_done,amount\n"
JSON = Form(as_json=True)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COLUMNS", "250")
    return tmp_path / "data"


def opened(data: Path) -> Store:
    store = Store(f"sqlite:///{data}/milepost.db")
    store.migrate()
    return store


def known(path: Path) -> Path:
    """A file of 20 deals with a plan (15 won in 60 days), 20 without (10 won in 90 days) and an open one."""
    rows = [f"m{n},,2026-01-01,2026-03-02,{'won' if n < 15 else 'lost'},yes,10,9,5000" for n in range(20)]
    rows += [f"c{n},,2026-01-01,2026-04-01,{'won' if n < 10 else 'lost'},no,10,5,5000" for n in range(20)]
    path.write_text(HEADS + "\n".join([*rows, "o,,2026-01-01,,open,yes,,,1"]) + "\n", encoding="utf-8")
    return path


@pytest.mark.practice(112)
def test_a_known_set_of_deals_gives_known_numbers_with_n_and_interval(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = known(tmp_path / "deals.csv")
    assert import_deals(file, data) == 0
    assert "41 deals: 41 new, 0 changed, 0 as they were.\nNot read and not kept: amount." in capsys.readouterr().out
    assert impact(JSON, data) == 0
    found = json.loads(capsys.readouterr().out)
    rates, days, _, tasks = found["comparisons"]
    assert (found["with_map"], found["without"], found["still_open"]) == (20, 20, 1)
    assert (rates["with_map"]["value"], rates["with_map"]["n"], rates["without"]["value"]) == (0.75, 20, 0.5)
    assert (round(rates["interval"]["low"], 3), round(rates["interval"]["high"], 3)) == (-0.047, 0.494)
    assert (days["with_map"]["value"], days["without"]["value"], days["difference"]) == (60.0, 90.0, -30.0)
    assert (tasks["with_map"]["value"], tasks["without"]["value"]) == (pytest.approx(0.9), 0.5)
    assert impact(Form(), data) == 0
    said = capsys.readouterr().out
    assert "may be chance" in said
    assert "no experiment" in said
    assert "25 points more" in said
    assert "30 days fewer" in said


@pytest.mark.practice(112)
def test_too_few_deals_are_said_to_be_too_few(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(HEADS + "a,,2026-01-01,2026-02-01,won,yes,,,\nb,,2026-01-01,2026-02-01,lost,no,,,\n")
    import_deals(file, data)
    capsys.readouterr()
    assert impact(Form(as_csv=True), data) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert rows[1] == [
        "win rate",
        "100% (too few)",
        "1",
        "21% to 100%",
        "0% (too few)",
        "1",
        "0% to 79%",
        "too few to tell",
        "",
    ]
    assert impact(Form(), data) == 0
    assert "Too few deals (fewer than 10 on a side)" in capsys.readouterr().out


@pytest.mark.practice(112)
def test_our_own_plans_stand_beside_imported_deals_without_one(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(data) as store:
        for number in range(12):
            plan = a_plan(slug=f"own{number}", title=f"Own {number}")
            store.keep_version(plan, (), datetime(2026, 1, 1, 18, tzinfo=UTC))
            store.keep_version(replace(plan, version=5, status="won"), (), datetime(2026, 3, 2, 18, tzinfo=UTC))
    assert impact(Form(), data) == 0
    assert "There is nothing to compare with yet." in capsys.readouterr().out
    import_deals(known(tmp_path / "deals.csv"), data)
    capsys.readouterr()
    assert impact(Form(), data) == 0
    assert "32 decided deals with a MAP (12 of them from our record alone), 20 without" in capsys.readouterr().out
    assert impact(JSON, data) == 0
    found = json.loads(capsys.readouterr().out)
    rates, days = found["comparisons"][:2]
    assert (found["own"], rates["with_map"]["n"], round(rates["with_map"]["value"], 3)) == (12, 32, 0.844)
    assert (days["with_map"]["n"], days["with_map"]["value"]) == (27, 60.0)
    assert list_deals(Form(), data) == 0
    assert "53 deals, 33 with a MAP, 20 without. 12 of them are in no imported file." in capsys.readouterr().out


@pytest.mark.practice(112)
def test_nothing_is_nothing_and_says_what_would_count(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert impact(Form(), data) == 0
    said = capsys.readouterr().out
    assert "0 decided deals with a MAP, 0 without." in said
    assert "Plans of ours count as soon as they are won or lost." in said


def test_nothing_of_a_file_is_imported_where_a_line_is_wrong(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "deals.csv"
    file.write_text(HEADS + "a,,2026-01-01,,open,yes,,,\nb,,01.02.2026,,open,no,,,\n")
    assert import_deals(file, data) == 1
    said = capsys.readouterr().err
    assert f'{file}:3: "01.02.2026" under opened is no date. Write it as 2026-03-20.\nNothing was imported.' in said
    assert import_deals(tmp_path / "none.csv", data) == 1
    assert "cannot be read" in capsys.readouterr().err
    with opened(data) as store:
        assert store.deals() == ()


def test_the_same_file_again_changes_nothing_and_no_amount_is_kept(data: Path, tmp_path: Path) -> None:
    file = known(tmp_path / "deals.csv")
    first = milepost("deals", "import", str(file), data=data)
    assert (first.returncode, first.stderr) == (0, "")
    with opened(data) as store:
        before = store.deals()
    again = milepost("deals", "import", str(file), data=data)
    assert "41 deals: 0 new, 0 changed, 41 as they were." in again.stdout
    with opened(data) as store:
        assert store.deals() == before
    assert b"5000" not in (data / "milepost.db").read_bytes()


def test_deals_come_back_from_a_backup(data: Path, tmp_path: Path) -> None:
    import_deals(known(tmp_path / "deals.csv"), data)
    assert backup(tmp_path / "kept.backup", data) == 0
    assert restore(tmp_path / "kept.backup", False, tmp_path / "new") == 0
    with opened(data) as old, opened(tmp_path / "new") as new:
        assert new.deals() == old.deals() != ()
        assert new.holds_anything()


def test_the_list_tells_what_our_plan_knows_of_a_deal(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = a_plan(deal=Deal(crm_id="006-9"))
    done = tuple(replace(m, status="done", done_on=date(2026, 6, 10)) for m in first.milestones)
    with opened(data) as store:
        store.keep_version(first, (), datetime(2026, 4, 1, 18, tzinfo=UTC))
        store.keep_version(
            replace(first, version=5, status="won", milestones=done), (), datetime(2026, 6, 12, 18, tzinfo=UTC)
        )
    file = tmp_path / "deals.csv"
    file.write_text("deal\n006-9\n006-10\n")
    import_deals(file, data)
    capsys.readouterr()
    assert list_deals(JSON, data) == 0
    found = {deal["id"]: deal for deal in json.loads(capsys.readouterr().out)}
    assert found["006-9"] == {
        "id": "006-9", "plan": "harbor", "has_map": True, "opened": "2026-04-01", "closed": "2026-06-10",
        "outcome": "won", "crm_close": None, "tasks_total": 4, "tasks_done": 4,
    }  # fmt: skip
    assert (found["006-10"]["has_map"], found["006-10"]["outcome"]) == (False, None)
    assert list_deals(Form(), data) == 0
    assert "2 deals, 1 with a MAP, 1 without." in capsys.readouterr().out
