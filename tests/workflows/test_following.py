"""A deal that is won goes on: its workflow starts the plan that follows, and mails whoever takes over."""

import asyncio
import datetime as dt
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from milepost.demo.desk import document_of, text_of
from milepost.demo.scene import scene_of
from plans.command import Closing, Commanded
from plans.kickoff import success_owner
from tests.workflows.playing import LOOK, PATIENCE, Life, living, reply
from workflows.plan_workflow import PlanWorkflow, workflow_id


async def found(life: Life, address: str, wanted: Callable[[EmailMessage], bool]) -> EmailMessage:
    """Return the first mail to an address that is the wanted one, once it is sent."""
    async with asyncio.timeout(20):
        while True:
            for mail in life.postbox.to(address):
                if wanted(mail):
                    return mail
            await asyncio.sleep(0.05)


@pytest.mark.practice(94)
def test_a_won_plan_starts_the_one_that_follows_once_and_mails_whoever_takes_over(tmp_path: Path) -> None:
    async def story() -> None:
        plan = scene_of(dt.date(2026, 1, 5)).plan
        async with living(plan, tmp_path, lambda now: scene_of(now.date()).plan) as life:
            now = await life.environment.get_current_time()
            reporter = life.plan.reporter
            assert reporter is not None
            sender = f"{reporter.name} <{reporter.email}>"
            await life.nudge()
            status = await life.mailed(reporter.email, 1)
            await life.arrives(reply(status, sender, "The contract is signed and the deal is won.", now))
            question = await found(life, reporter.email, lambda mail: mail["In-Reply-To"] is not None)
            state = await life.arrives(reply(question, sender, "yes", now + dt.timedelta(minutes=5)))
            assert state.plan.status == "won"
            takes_over = success_owner(life.plan)
            assert takes_over is not None
            welcome = await found(life, takes_over.email, lambda mail: "Kickoff: " in str(mail["Subject"]))
            follows = life.environment.client.get_workflow_handle(workflow_id(f"{life.plan.slug}-kickoff"))
            new = (await follows.query(PlanWorkflow.show)).plan
            assert (new.status, new.follows) == ("draft", life.plan.slug)
            assert document_of(welcome) is not None
            assert "draft" in text_of(welcome)
            assert life.parts.store.plan(new.slug) == new

    asyncio.run(story())


@pytest.mark.practice(94)
def test_the_plan_that_follows_rests_where_the_win_is_undone_and_goes_on_where_it_is_won_again(tmp_path: Path) -> None:
    async def story() -> None:
        async with living(scene_of(dt.date(2026, 1, 5)).plan, tmp_path, lambda now: scene_of(now.date()).plan) as life:
            now = await life.environment.get_current_time()
            reporter = life.plan.reporter
            assert reporter is not None
            follows = life.environment.client.get_workflow_handle(workflow_id(f"{life.plan.slug}-kickoff"))

            async def stands(status: str) -> None:
                async with asyncio.timeout(PATIENCE):
                    while (await follows.query(PlanWorkflow.show)).plan.status != status:
                        await asyncio.sleep(LOOK)

            await life.handle.execute_update("close", Closing("won"), result_type=Commanded)
            closing = await life.mailed(reporter.email, 1)
            await stands("draft")
            undo = reply(closing, f"{reporter.name} <{reporter.email}>", "undo", now + dt.timedelta(minutes=5))
            assert (await life.arrives(undo)).plan.status == "active"
            await stands("on-hold")
            await life.handle.execute_update("close", Closing("won"), result_type=Commanded)
            await stands("draft")
            waits = [pending.reason for pending in (await follows.query(PlanWorkflow.show)).pending]
            assert waits == ["endorse"]

    asyncio.run(story())
