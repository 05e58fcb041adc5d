"""A person who is forgotten is in nothing that is kept, and the plan, its log and its reporter go on without them."""

import asyncio
import datetime as dt
import json
import sqlite3
from pathlib import Path

import pytest
from temporalio.client import WorkflowUpdateFailedError

from milepost.demo.scene import scene_of
from plans.command import Commanded
from plans.forgetting import Whom
from plans.plan import Plan
from storage.rebuild import rebuild
from tests.workflows.playing import Life, living, reply

DANA = "Dana Whitlock <dana.whitlock@harborline.example>"


def harborline(now: dt.datetime) -> Plan:
    return scene_of(now.date()).plan


def play(folder: Path, story: "object") -> None:
    async def whole() -> None:
        async with living(scene_of(dt.date(2026, 1, 5)).plan, folder, harborline) as life:
            await story(life)  # type: ignore[operator]

    asyncio.run(whole())


def everything_kept(folder: Path) -> str:
    """Return all that stands in any row of the database, as one text."""
    connection = sqlite3.connect(folder / "milepost.db")
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = [row for table in tables for row in connection.execute(f"SELECT * FROM {table}")]
    connection.close()
    cells = (cell for row in rows for cell in row)
    return "\n".join(cell.decode("utf-8", "replace") if isinstance(cell, bytes) else str(cell) for cell in cells)


async def _some_life(life: Life) -> None:
    """Let Dana answer by mail, and somebody else answer a mail that names her."""
    now = await life.environment.get_current_time()
    await life.nudge()
    status = await life.mailed("dana.whitlock", 1)
    await life.arrives(reply(status, DANA, "Security sign-off is done. Pilot: blocked, says Dana Whitlock.", now))
    seller = life.plan.reporter
    assert seller
    told = await life.mailed(seller.email, 1)
    await life.arrives(reply(told, f"{seller.name} <{seller.email}>", "M7 owner: Dana Whitlock", now))
    await life.kept((await life.state()).plan.version)


@pytest.mark.practice(117)
def test_a_forgotten_person_is_in_no_row_and_the_log_still_adds_up_to_the_plan(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        await _some_life(life)
        first = (await life.handle.describe()).run_id
        before = await life.state()
        assert "Whitlock" in everything_kept(tmp_path)
        done: Commanded = await life.handle.execute_update("forget", Whom("dana"), result_type=Commanded)
        await life.until(lambda state: state.plan.person("former-1") is not None)
        state = await life.state()
        assert state.plan.version == done.version == before.plan.version + 1
        kept = everything_kept(tmp_path)
        for trace in ("Whitlock", "whitlock", "Dana", '"dana"', "/dana"):
            assert trace not in kept, kept[max(0, kept.index(trace) - 300) :][:600]
            assert trace not in repr(state)
        store, slug = life.parts.store, life.plan.slug
        assert store.verify(slug) == ()
        assert rebuild(store.log(slug)) == store.plan(slug) == state.plan
        async with asyncio.timeout(20):
            while (await life.handle.describe()).run_id == first:
                await asyncio.sleep(0.05)
        assert "hitlock" not in (await life.handle.fetch_history()).to_json()
        files = b"".join(path.read_bytes() for path in tmp_path.glob("milepost.db*"))
        assert b"hitlock" not in files, "bytes are left behind in the file"

    play(tmp_path, story)


def test_the_reporter_is_asked_about_the_open_lines_and_names_the_next_owner(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        seller = life.plan.reporter
        assert seller
        lines = [line.id for line in life.plan.lines() if line.owner == "dana" and not line.settled]
        done: Commanded = await life.handle.execute_update("forget", Whom("dana"), result_type=Commanded)
        assert set(lines) <= set(done.lines)
        asked = await life.mailed(seller.email, 1)
        text = asked.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert "was erased from the plan. Who takes it over?" in text
        heir = next(person for person in life.plan.people if person.side == "buyer" and person.id != "dana")
        now = await life.environment.get_current_time()
        answer = reply(asked, f"{seller.name} <{seller.email}>", f"{heir.name} takes over {lines[0]}.", now)
        state = await life.arrives(answer)
        line = state.plan.line(lines[0])
        waits = [one for one in state.pending if one.change.target == lines[0] and one.change.value == heir.id]
        assert line
        assert line.owner == heir.id or waits, (lines, state.pending, life.parts.store.log(life.plan.slug)[-3:])
        assert not [mail for mail in life.postbox.sent[1:] if "invalid" in str(mail["To"])]

    play(tmp_path, story)


def test_nobody_and_whoever_keeps_the_plan_alone_are_not_forgotten(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        with pytest.raises(WorkflowUpdateFailedError) as caught:
            await life.handle.execute_update("forget", Whom("nobody"))
        assert "Nobody on the plan has the id nobody" in str(caught.value.cause)
        sellers = [person.id for person in life.plan.people if person.side == "seller"]
        for seller in sellers[1:]:
            await life.handle.execute_update("forget", Whom(seller))
        with pytest.raises(WorkflowUpdateFailedError) as caught:
            await life.handle.execute_update("forget", Whom(sellers[0]))
        assert "nobody else of the seller" in str(caught.value.cause)
        assert (await life.state()).plan.version == life.plan.version + len(sellers) - 1
        rows = [row.entry for row in life.parts.store.log(life.plan.slug)]
        assert [json.loads(entry.new) for entry in rows if entry and entry.kind == "forgotten"]

    play(tmp_path, story)
