"""People's own data on the real stack: exported, then erased from the database, the plan and Temporal's histories."""

import asyncio
import datetime as dt
import json
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

from temporalio.client import Client

from milepost.temporal_server import StackPorts
from storage.letters import LetterRecord
from storage.store import Store
from tests.milepost.test_up import PATIENCE, announced, milepost, up
from tests.traces import in_files

SLUG = "quillpoint-sso"


def until(holds: Callable[[], bool], what: str) -> None:
    ends = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < ends, what
        time.sleep(0.2)


def histories(data: Path) -> int:
    """Return how many histories of the plan Temporal keeps."""

    async def count() -> int:
        ports = StackPorts.read(data)
        assert ports
        client = await Client.connect(f"127.0.0.1:{ports.temporal}")
        return len([run async for run in client.list_workflows(f"WorkflowId = 'plan/{SLUG}'")])

    return asyncio.run(count())


def test_what_is_kept_about_a_person_is_exported_and_then_erased_everywhere(root: Path, tmp_path: Path) -> None:
    data, packed = tmp_path / "data", tmp_path / "about.zip"
    with up(data) as process:
        announced(process)
        assert milepost("start", str(root / "examples" / "us-saas.yaml"), data=data).returncode == 0
        until(lambda: SLUG in milepost("list", "--json", data=data).stdout, "the plan was never kept")
        assert milepost("nudge", SLUG, data=data).returncode == 0
        wished = milepost("amend", SLUG, "M5", "due", "2031-05-02", "--by", "dana", data=data)
        assert "proposed" in wished.stdout or "asked" in wished.stdout, wished.stdout

        exported = milepost("export", "dana", "-o", str(packed), data=data)
        assert exported.returncode == 0, exported.stderr
        with zipfile.ZipFile(packed) as opened:
            about = json.loads(opened.read("about.json"))
        (address,) = about["addresses"]
        (plan,) = about["plans"]
        assert (plan["plan"], plan["records"][0]["email"]) == (SLUG, address)
        assert plan["lines"]
        assert [one["plan"] for one in about["questions"]] == [SLUG]

        asked = milepost("forget", address, data=data)
        assert asked.returncode == 1
        assert "Nothing was erased" in asked.stderr
        done = milepost("forget", address, "--yes", data=data)
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"{SLUG}: erased" in done.stdout
        until(lambda: histories(data) == 1, "the history that names her stays")

        shown = milepost("show", SLUG, "--json", data=data).stdout
        assert "a former colleague (buyer)" in shown
        assert "whitfield" not in shown.casefold()
        assert in_files(data, (address, plan["records"][0]["name"]), but="temporal.db*") == {}
        assert milepost("log", SLUG, "--verify", data=data).returncode == 0
        assert milepost("export", address, "-o", str(packed), data=data).returncode == 1
        _an_old_mail_of_a_stranger_goes(data)


def _an_old_mail_of_a_stranger_goes(data: Path) -> None:
    """See what is old counted by a dry run, and deleted by the Schedule when it is triggered."""
    store = Store(f"sqlite:///{data / 'milepost.db'}")
    old = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    record = LetterRecord("old", store.keep_blob(b"spam"), None, None, "eve@x.example", "", old, "quarantined")
    store.keep_letter(record)
    said = milepost("purge", "--dry-run", data=data)
    assert "Would be deleted: 0 letters, 1 letters of strangers" in said.stdout
    assert store.letter("old")

    async def trigger() -> None:
        ports = StackPorts.read(data)
        assert ports
        client = await Client.connect(f"127.0.0.1:{ports.temporal}")
        await client.get_schedule_handle("purge").trigger()

    asyncio.run(trigger())
    until(lambda: store.letter("old") is None, "the schedule deletes nothing")
    assert store.blob(record.blob) is None
    store.close()
