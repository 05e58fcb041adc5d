"""A plan's calendar keeps up with its people and with time: it is looked up outside, and stands in the history."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from milepost.demo.scene import scene_of
from plans.command import Commanded, Note, Wish
from plans.plan import Plan
from plans.state import PlanState
from plans.workdays import Calendar, is_workday
from tests.workflows.playing import QUEUE, Life, living
from workflows.calendars import calendar_for
from workflows.messages import PlanRun
from workflows.plan_workflow import PlanWorkflow
from workflows.worker import DATA_CONVERTER, sandbox

BEGINS = dt.datetime(2026, 1, 5, 15, tzinfo=dt.UTC)
CHRISTMAS = dt.date(2026, 12, 25)


def harborline(now: dt.datetime) -> Plan:
    plan = scene_of(now.date()).plan
    return replace(plan, buyer=replace(plan.buyer, country="US"))


def play(folder: Path, story: Callable[[Life], Awaitable[None]]) -> None:
    async def whole() -> None:
        async with living(harborline(BEGINS), folder, harborline, BEGINS) as life:
            await story(life)

    asyncio.run(whole())


async def told(life: Life, command: str, words: object) -> Commanded:
    commanded: Commanded = await life.handle.execute_update(command, words, result_type=Commanded)
    return commanded


@pytest.mark.practice(85)
def test_whoever_joins_by_a_reply_has_the_holidays_of_their_country_and_a_replay_has_the_same(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        before = await life.state()
        await told(life, "note", Note("Lena Ortiz (lena.ortiz@harborline.example) takes over M4.", by="dana"))
        state = await life.state()
        lena = state.plan.person_at("lena.ortiz@harborline.example")
        assert lena
        assert lena.id not in before.calendar.places
        assert not is_workday(state.plan, state.calendar, lena, CHRISTMAS)
        await life.mailed(lena.email, 1)
        await life.mailed("dana.whitlock", 1)
        history = await life.handle.fetch_history()
        replayer = Replayer(workflows=[PlanWorkflow], data_converter=DATA_CONVERTER, workflow_runner=sandbox())
        await replayer.replay_workflow(WorkflowHistory(life.handle.id, history.events))

    play(tmp_path, story)


@pytest.mark.practice(85)
def test_a_plan_that_rested_for_years_has_the_holidays_of_the_year_in_which_it_goes_on(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        assert (await life.state()).calendar.until == 2027
        await told(life, "pause", Wish())
        await life.sleeps_until(BEGINS + dt.timedelta(days=5 * 365))
        await told(life, "resume", Wish())
        state = await life.state()
        dana = state.plan.person("dana")
        assert not is_workday(state.plan, state.calendar, dana, dt.date(2031, 12, 25))

    play(tmp_path, story)


def test_a_plan_that_was_started_without_a_calendar_has_one_before_it_speaks(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        plan = replace(life.plan, slug="bare")
        state = PlanState(plan, BEGINS, Calendar())
        handle = await life.environment.client.start_workflow(
            PlanWorkflow.run, PlanRun(state), id="plan/bare", task_queue=QUEUE
        )
        await handle.execute_update(PlanWorkflow.nudge)
        known = (await handle.query(PlanWorkflow.show)).calendar
        assert known.holidays.keys() == calendar_for(plan, 2026, 2027).holidays.keys()
        assert known.until == 2029

    play(tmp_path, story)
