"""A plan goes on in a new history with nothing lost: letters, commands, mails and what is shown of it."""

import asyncio
import datetime as dt
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent

from mail.outbox import Delivery
from milepost.demo.scene import scene_of
from plans.command import Commanded, Note, Wish
from plans.plan import Plan
from tests.workflows.playing import LOOK, PATIENCE, QUEUE, Life, living, real_time, reply
from workflows.limits import LIMITS
from workflows.messages import InDigest, PlanRun
from workflows.plan_workflow import PlanWorkflow, workflow_id

DANA = "Dana Whitlock <dana.whitlock@harborline.example>"
JILL = "jill.kowalczyk@harborline.example"


def harborline(now: dt.datetime) -> Plan:
    return scene_of(now.date()).plan


def play(folder: Path, story: Callable[[Life], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with living(scene_of(dt.date(2026, 1, 5)).plan, folder, harborline, server=real_time(folder)) as life:
            await story(life)

    asyncio.run(whole())


async def run_of(life: Life) -> str:
    return (await life.handle.describe()).run_id


async def events(life: Life) -> list[HistoryEvent]:
    return list((await life.handle.fetch_history()).events)


def activities(happened: list[HistoryEvent]) -> list[str]:
    return [
        event.activity_task_scheduled_event_attributes.activity_type.name
        for event in happened
        if event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED
    ]


def test_commands_and_letters_that_come_while_a_plan_continues_as_new_are_all_dealt_with_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.plan_workflow.LONGEST_HISTORY", 25)

    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        first = await run_of(life)
        await life.nudge()
        status = await life.mailed("dana.whitlock", 1)

        async def told(command: str, words: object, id: str) -> Commanded:
            commanded: Commanded = await life.handle.execute_update(command, words, id=id, result_type=Commanded)
            return commanded

        letter = reply(status, DANA, "Pilot: blocked, no test data yet.", now)
        _, *commanded = await asyncio.gather(
            life.arrives(letter),
            told("note", Note("M6 has started"), "n1"),
            told("pause", Wish(why="on-site audit"), "p1"),
            told("note", Note("M7 has started"), "n2"),
        )
        state = await life.state()
        assert await run_of(life) != first
        assert state.plan.status == "on-hold"
        assert state.plan.milestone("M4").status == "blocked"  # type: ignore[union-attr]
        assert all(one.lines for one in commanded)
        rows = [row.entry for row in life.parts.store.log(life.plan.slug)]
        raised = {entry.version for entry in rows if entry and entry.kind == "applied"}
        assert state.plan.version == max(raised) == life.plan.version + len(raised)
        await life.kept(state.plan.version)
        assert not life.parts.store.verify(life.plan.slug)
        assert f"version {state.plan.version}, on-hold" in await details(life)

    play(tmp_path, story)


def test_a_long_history_continues_as_new_with_nothing_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workflows.plan_workflow.LONGEST_HISTORY", 40)

    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        first = (await life.handle.describe()).run_id
        await asyncio.gather(life.nudge(), life.nudge(), life.nudge())
        status = await life.mailed("dana.whitlock", 1)
        state = await life.arrives(reply(status, DANA, "Security sign-off is done.", now))
        assert state.plan.milestone("M3").status == "done"  # type: ignore[union-attr]
        await life.mailed("dana.whitlock", 2)
        assert (await life.handle.describe()).run_id != first
        assert len(life.postbox.to("dana.whitlock")) == 2

    play(tmp_path, story)


async def details(life: Life) -> str:
    """Return what the Web UI shows of the plan now."""
    found = await life.handle.query("__temporal_workflow_metadata")
    return str(found.current_details)


def test_a_mail_that_no_server_takes_yet_is_carried_over_and_sent_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.plan_workflow.LONGEST_HISTORY", 25)
    monkeypatch.setattr("workflows.plan_workflow.NUDGE_WAITS", dt.timedelta(seconds=1))

    async def story(life: Life) -> None:
        life.postbox.refuses[JILL] = Delivery("later", "greylisted, come back")
        now = await life.environment.get_current_time()
        first = await run_of(life)
        nudging = asyncio.create_task(life.nudge())
        status = await life.mailed("dana.whitlock", 1)
        await life.arrives(reply(status, DANA, "Pilot: blocked, no test data yet.", now))
        await nudging
        assert await run_of(life) != first
        assert re.search(r"\d mails? still to be sent", await details(life))
        assert not life.postbox.to(JILL)
        life.postbox.refuses.clear()
        await life.mailed(JILL, 1)
        status_to_jill = life.postbox.to(JILL)
        assert len({str(mail["Message-ID"]) for mail in status_to_jill}) == len(status_to_jill)

    play(tmp_path, story)


def test_a_letter_that_takes_long_is_read_by_an_activity_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = replace(LIMITS["read_at_once"], start_to_close=dt.timedelta(microseconds=1000))
    monkeypatch.setitem(LIMITS, "read_at_once", at_once)

    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        await life.nudge()
        status = await life.mailed("dana.whitlock", 1)
        state = await life.arrives(reply(status, DANA, "Pilot: blocked, no test data yet.", now))
        assert state.plan.milestone("M4").status == "blocked"  # type: ignore[union-attr]
        assert "read_letter" in activities(await events(life))

    play(tmp_path, story)


def test_a_reply_is_read_at_once_and_its_answers_are_tried_together(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        await life.nudge()
        status = await life.mailed("dana.whitlock", 1)
        before = len(await events(life))
        await life.arrives(reply(status, DANA, "Pilot: blocked, no test data yet.", now))
        await life.mailed("dana.whitlock", 2)
        assert activities((await events(life))[before:]) == ["keep", "send_notices"]

    play(tmp_path, story)


def test_what_a_plan_hears_in_the_first_moment_of_a_new_history_is_answered_once(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        plan = replace(life.plan, slug="anew", follows=life.plan.slug)
        life.parts.store.keep_version(plan, (), now)
        state = replace(await life.state(), plan=plan)
        anew = await life.environment.client.start_workflow(
            PlanWorkflow.run,
            PlanRun(state, runs=1),
            id=workflow_id(plan.slug),
            task_queue=QUEUE,
            start_signal="plan_before",
            start_signal_args=[True],
        )
        async with asyncio.timeout(PATIENCE):
            while not life.parts.store.notices(plan.slug, sent=True):
                await asyncio.sleep(LOOK)
        await asyncio.sleep(1)
        sent = [name for name in activities(list((await anew.fetch_history()).events)) if name.startswith("send")]
        assert len(sent) == 1
        assert len({str(mail["Message-ID"]) for mail in life.postbox.sent}) == len(life.postbox.sent)

    play(tmp_path, story)


def test_a_mail_that_a_server_is_taking_while_its_plan_goes_on_anew_goes_out_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(life: Life) -> None:
        first, takes = await run_of(life), life.postbox.send

        def slowly(message: EmailMessage, sender: str, recipient: str) -> Delivery:
            time.sleep(1.5)
            return takes(message, sender, recipient)

        monkeypatch.setattr(life.postbox, "send", slowly)
        await life.handle.execute_update("pause", Wish(), result_type=Commanded)
        await life.mailed("example", 1)
        monkeypatch.setattr("workflows.plan_workflow.LONGEST_HISTORY", 5)
        await life.handle.signal(PlanWorkflow.told_in_digest, InDigest("nobody", life.clock()))
        async with asyncio.timeout(PATIENCE):
            while await run_of(life) == first:
                await asyncio.sleep(LOOK)
        monkeypatch.setattr("workflows.plan_workflow.LONGEST_HISTORY", 2_000)
        async with asyncio.timeout(2 * PATIENCE):
            while life.parts.store.unsent(life.clock() + dt.timedelta(days=1)):
                await asyncio.sleep(LOOK)
        await asyncio.sleep(1)
        assert len({str(mail["Message-ID"]) for mail in life.postbox.sent}) == len(life.postbox.sent) > 1

    play(tmp_path, story)
