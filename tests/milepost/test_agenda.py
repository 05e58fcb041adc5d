"""`milepost agenda` foretells a reporter's mails as they will be: by the other plans that are kept here."""

import datetime as dt
import json
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from milepost.commands.agenda import agenda
from plans.plan import Communication, Plan
from storage.planfile import dumps
from storage.store import Store
from tests.plans.a_plan import a_plan

MONDAY = dt.date(2026, 4, 13)
PLAN = a_plan(communication=Communication(reporter="nate", status="weekly Tuesday 08:00"))


def printed(plan: Plan, days: int, data: Path, capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return what the agenda prints of a plan file."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", encoding="utf-8") as file:
        file.write(dumps(plan))
        file.flush()
        assert agenda(file.name, days, MONDAY, True, data) == 0
    mails: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return mails


def reporters_mails(data: Path, capsys: pytest.CaptureFixture[str]) -> list[tuple[str, str]]:
    """Return the days and kinds of the reporter's regular mails in two weeks."""
    mails = printed(PLAN, 14, data, capsys)
    regular = [mail for mail in mails if mail["to"] == "nate" and mail["kind"] in ("status", "digest")]
    return [(mail["at"][:16], mail["kind"]) for mail in regular]


def kept(data: Path, **changes: object) -> None:
    with Store(f"sqlite:///{data}/milepost.db") as store:
        store.migrate()
        for plan in (PLAN, replace(PLAN, slug="second", **changes)):  # type: ignore[arg-type]
            store.keep_version(plan, (), dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC))


def test_a_reporter_of_one_plan_gets_its_status_and_nothing_is_made_where_nothing_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    statuses = [("2026-04-14T08:00", "status"), ("2026-04-21T08:00", "status")]
    assert reporters_mails(tmp_path / "none", capsys) == statuses
    assert not (tmp_path / "none" / "milepost.db").exists()
    kept(tmp_path, status="won")
    assert reporters_mails(tmp_path, capsys) == statuses


@pytest.mark.practice(106)
def test_a_reporter_of_several_plans_gets_their_digest_in_the_statuses_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept(tmp_path)
    assert reporters_mails(tmp_path, capsys) == [("2026-04-13T03:00", "digest"), ("2026-04-20T03:00", "digest")]


def test_where_digests_are_off_every_plan_has_its_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(tmp_path)
    monkeypatch.setenv("MILEPOST_DIGEST__WEEKLY", "off")
    assert [kind for _, kind in reporters_mails(tmp_path, capsys)] == ["status", "status"]


@pytest.mark.practice(69)
def test_a_draft_foretells_its_first_mail_the_two_reminders_and_who_hears_that_nobody_answers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mails = printed(replace(PLAN, status="draft"), 60, tmp_path, capsys)
    assert [(mail["at"][:10], mail["to"], mail["kind"], mail["again"]) for mail in mails] == [
        ("2026-04-13", "dana", "welcome", False),
        ("2026-04-16", "dana", "question", True),
        ("2026-04-21", "dana", "question", True),
        ("2026-04-23", "nate", "question", False),
        ("2026-05-01", "nate", "question", False),
        ("2026-05-11", "nate", "refusal", False),
    ]
