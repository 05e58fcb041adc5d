"""What ops see of a plan: found by its health, also once something holds it up, and again in each new history."""

import asyncio
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from temporalio.client import WorkflowUpdateFailedError

from mail.outbox import Delivery
from milepost.demo.scene import scene_of
from milepost.registering import register_attributes
from plans.command import Commanded, Wish
from plans.plan import Plan
from tests.workflows.playing import LOOK, PATIENCE, QUEUE, Life, living, real_time
from workflows.held_up import MAIL_PATIENCE, stuck_plans
from workflows.plan_workflow import PlanWorkflow
from workflows.starting import start
from workflows.stuck import FAILING, failing_plans, show_held_up

JILL = "jill.kowalczyk@harborline.example"


def harborline(now: dt.datetime) -> Plan:
    return scene_of(now.date()).plan


async def is_found(life: Life, query: str) -> bool:
    """Wait until the plan is found by this; the server's search lags a little behind."""
    try:
        async with asyncio.timeout(PATIENCE):
            while not [one async for one in life.environment.client.list_workflows(query) if one.id == life.handle.id]:
                await asyncio.sleep(LOOK)
    except TimeoutError:
        return False
    return True


async def details(life: Life) -> str:
    return str((await life.handle.query("__temporal_workflow_metadata")).current_details)


async def searchable(life: Life) -> Life:
    """Return a plan of its own on the same server, which knows our search attributes."""
    client = life.environment.client
    await register_attributes(client)
    plan = replace(life.plan, slug="found")
    async with asyncio.timeout(PATIENCE):
        while not await start(client, QUEUE, plan, life.clock()):
            await asyncio.sleep(LOOK)
    return replace(life, plan=plan, handle=client.get_workflow_handle_for(PlanWorkflow.run, "plan/found"))


@pytest.mark.practice(106)
def test_a_plan_that_is_held_up_is_found_by_it_in_each_new_history_until_nothing_waits_any_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.plan_workflow.NUDGE_WAITS", dt.timedelta(seconds=1))

    async def story() -> None:
        async with living(harborline(dt.datetime.now(dt.UTC)), tmp_path, harborline, server=real_time(tmp_path)) as one:
            life = await searchable(one)
            assert await failing_plans(life.environment.client) == ()
            assert [one async for one in life.environment.client.list_workflows(FAILING)] == [], "a server can be asked"
            await show_held_up(life.environment.client, ["found", "nowhere"])
            assert "held up" not in await details(life), "nothing waits"
            life.postbox.refuses[JILL] = Delivery("later", "greylisted, come back")
            await life.nudge()
            life.clock.now += MAIL_PATIENCE * 2
            async with asyncio.timeout(PATIENCE):
                while not (stuck := stuck_plans(life.parts.store, life.clock())):
                    await asyncio.sleep(LOOK)
            await show_held_up(life.environment.client, [one.plan for one in stuck])
            assert await is_found(life, "PlanHealth = 'held-up'")
            assert "held up" in await details(life)
            with pytest.raises(WorkflowUpdateFailedError):
                await life.handle.execute_update(PlanWorkflow.hold_up)

            first = (await life.handle.describe()).run_id
            monkeypatch.setattr("workflows.plan_workflow.LONGEST_HISTORY", 5)
            await life.handle.execute_update("pause", Wish(), result_type=Commanded)
            monkeypatch.setattr("workflows.plan_workflow.LONGEST_HISTORY", 2_000)
            async with asyncio.timeout(PATIENCE):
                while (await life.handle.describe()).run_id == first:
                    await asyncio.sleep(LOOK)
            assert await is_found(life, "PlanHealth = 'held-up' AND PlanStatus = 'on-hold' AND Version > 1")
            assert "on-hold, held up" in await details(life)

            life.postbox.refuses.clear()
            await life.mailed(JILL, 1)
            assert await is_found(life, "PlanHealth = 'resting'")
            assert "held up" not in await details(life)

    asyncio.run(story())
