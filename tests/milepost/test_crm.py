"""What a CRM sees of the plans is written as a file, and given to it again by a command."""

import csv
import json
from pathlib import Path

import pytest

from milepost.commands.crm import export, resume
from milepost.commands.doctor import _crm
from milepost.settings import settings_for
from milepost.settings.accounts import endpoint_of
from milepost.wiring import store_of
from storage.mirrors import MirrorRecord
from tests.plans.a_plan import NOW, a_plan


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    store = store_of(settings_for(tmp_path))
    store.keep_version(a_plan(), (), NOW)
    store.keep_version(a_plan(slug="second", title="Second deal"), (), NOW)
    store.close()
    return tmp_path


@pytest.mark.practice(111)
def test_milestones_dates_status_and_projected_close_are_written_as_json_and_csv(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export("harbor", False, False, True, None, data) == 0
    (plan,) = json.loads(capsys.readouterr().out)
    assert (plan["plan"], plan["status"], plan["projected_close"]) == ("harbor", "active", "2026-06-12")
    assert [one["due"] for one in plan["milestones"]] == ["2026-04-17", "2026-04-24", "2026-05-15", "2026-06-12"]
    assert export("", True, True, False, data / "all.csv", data) == 0
    rows = list(csv.DictReader((data / "all.csv").read_text().splitlines()))
    assert [row["plan"] for row in rows] == ["harbor"] * 4 + ["second"] * 4
    assert rows[1]["milestone"] == "M2"
    assert rows[1]["due"] == "2026-04-24"
    assert "Marcus" not in (data / "all.csv").read_text()


def test_what_is_not_clear_or_not_there_is_said(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert export("", False, False, False, None, data) == 2
    assert export("harbor", True, False, False, None, data) == 2
    assert export("none", False, False, False, None, data) == 1
    assert export("harbor", False, False, False, data / "no" / "file", data) == 1
    assert "cannot be written" in capsys.readouterr().err


def test_the_doctor_tells_which_plans_the_crm_does_not_have(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_CRM__WEBHOOK", "https://crm.acme.example/hook")
    monkeypatch.setenv("MILEPOST_CRM__KEYS", "a key that signs webhooks")
    settings = settings_for(data)
    assert _crm(settings) == "no plan is switched off or given up"
    endpoint, store = endpoint_of(settings), store_of(settings)
    assert endpoint
    store.set_mirrored(MirrorRecord("harbor", endpoint.name, 3, "off", "it answers 410 Gone", NOW))
    store.set_mirrored(MirrorRecord("second", "an older endpoin", 3, "off", "it answers 410 Gone", NOW))
    store.close()
    with pytest.raises(LookupError, match=r"^harbor is switched off: it answers 410 Gone\.$"):
        _crm(settings)


def test_resuming_without_temporal_is_a_sentence(data: Path) -> None:
    from milepost.wiring import TemporalDownError

    with pytest.raises(TemporalDownError):
        resume("harbor", False, data)
    assert resume("", False, data) == resume("harbor", True, data) == 2
