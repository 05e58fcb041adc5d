"""Of a letter that is too large only the head is kept; whoever sent it is told."""

import asyncio
import datetime as dt
from pathlib import Path

from milepost.demo.desk import text_of
from milepost.demo.scene import scene_of
from plans.plan import Plan
from tests.workflows.playing import Life, living, reply
from workflows.mailroom import Roster, keep_head
from workflows.plan_workflow import PlanWorkflow

DANA = "Dana Whitlock <dana.whitlock@harborline.example>"


def harborline(now: dt.datetime) -> Plan:
    return scene_of(now.date()).plan


def play(folder: Path, story: "object") -> None:
    async def whole() -> None:
        async with living(scene_of(dt.date(2026, 1, 5)).plan, folder, harborline) as life:
            await story(life)  # type: ignore[operator]

    asyncio.run(whole())


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
