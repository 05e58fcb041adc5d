"""A letter that crashes the reader is put aside after three tries, its bytes stay, and everybody else is served."""

import asyncio
import datetime as dt
from pathlib import Path

import pytest

from milepost.demo.desk import text_of
from milepost.demo.scene import scene_of
from plans.plan import Plan
from tests.workflows.playing import Life, living, reply
from workflows import activities
from workflows.mailroom import Roster, keep_head
from workflows.messages import Understood, Unread
from workflows.parts import Parts
from workflows.plan_workflow import PlanWorkflow
from workflows.reader import understand

DANA = "Dana Whitlock <dana.whitlock@harborline.example>"


def harborline(now: dt.datetime) -> Plan:
    return scene_of(now.date()).plan


def play(folder: Path, story: "object") -> None:
    async def whole() -> None:
        async with living(scene_of(dt.date(2026, 1, 5)).plan, folder, harborline) as life:
            await story(life)  # type: ignore[operator]

    asyncio.run(whole())


def test_a_letter_that_crashes_the_reader_is_put_aside_and_the_next_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[str] = []

    def stumbling(parts: Parts, unread: Unread) -> Understood:
        record = parts.store.letter(unread.letter)
        if record and b"poison" in (parts.store.blob(record.blob) or b""):
            tries.append(unread.letter)
            raise RecursionError("too deep")
        return understand(parts, unread)

    monkeypatch.setattr(activities, "understand", stumbling)

    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        await life.nudge()
        status = await life.mailed("dana.whitlock", 1)
        reporter = life.plan.reporter
        assert reporter
        before = len(life.postbox.to(reporter.email))
        await life.arrives(reply(status, DANA, "poison", now))
        assert len(tries) == 3
        aside = life.parts.store.letter(tries[0])
        assert aside
        assert (aside.state, aside.note) == ("put-aside", "could not be read in three tries")
        assert b"poison" in (life.parts.store.blob(aside.blob) or b"")
        told = await life.mailed(reporter.email, before + 1)
        assert tries[0][:8] in text_of(told)
        state = await life.arrives(reply(status, DANA, "Security sign-off is done.", now))
        assert state.plan.milestone("M3").status == "done"  # type: ignore[union-attr]

    play(tmp_path, story)


def test_the_sender_of_a_mail_that_is_too_large_is_told(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        await life.nudge()
        status = await life.mailed("dana.whitlock", 1)
        head = reply(status, DANA, "", now).partition(b"\n\n")[0] + b"\n\n"
        kept = await asyncio.to_thread(keep_head, Roster(life.parts).refreshed(), head)
        await life.handle.signal(PlanWorkflow.letter_arrived, kept.letter)
        answer = text_of(await life.mailed("dana.whitlock", 2))
        assert "too large" in answer

    play(tmp_path, story)
