"""What a plan's life costs in Temporal: events of a reply and of a quiet week, memory of a cached plan, time to replay.

    python -m benchmarks.life_history

Replies, memory and replay are measured on the dev server, which counts events as production does; the quiet weeks on
the time-skipping server. Targets: 20 events for a reply that changes one line and is answered, 60 for a quiet week of a
ten-line plan.
"""

import asyncio
import contextlib
import datetime as dt
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

from temporalio.client import Client, WorkflowHandle, WorkflowHistory
from temporalio.worker import Replayer

from milepost.demo.scene import scene_of
from milepost.registering import register_attributes
from milepost.running_plans import start_plan
from milepost.settings import settings_for
from milepost.temporal_server import TemporalServer, free_port
from milepost.wiring import now
from plans.command import Amendment, Commanded
from plans.plan import Plan
from storage.store import Store
from tests.workflows.playing import ENGINE, Postbox, living, no_inbox, reply
from workflows import plan_workflow
from workflows.limits import LIMITS
from workflows.mailroom import keep
from workflows.parts import Identity, Parts, TrustRules
from workflows.plan_workflow import PlanWorkflow, workflow_id
from workflows.worker import DATA_CONVERTER, sandbox, worker_on

DANA = "Dana Whitlock <dana.whitlock@harborline.example>"
REPLY_TARGET, WEEK_TARGET, LINES = 20, 60, 10
WEEKS, CACHED = 4, 40
QUIET = 0.5
"""Seconds without a new event after which a plan is taken to wait."""


@dataclass
class Bench:
    """A dev server with a worker of ours, on which plans are started as the command line starts them."""

    client: Client
    folder: Path
    parts: Parts
    postbox: Postbox

    async def begun(self, plan: Plan) -> WorkflowHandle[PlanWorkflow, None]:
        """Start a plan and wait until it has settled."""
        await start_plan(self.client, settings_for(self.folder), plan)
        handle: WorkflowHandle[PlanWorkflow, None] = self.client.get_workflow_handle(workflow_id(plan.slug))
        await settled(handle)
        return handle


@contextlib.asynccontextmanager
async def bench(folder: Path) -> AsyncIterator[Bench]:
    """Give a bench, and stop what was started for it."""
    server = TemporalServer(folder, free_port(), free_port())
    server.start()
    store = Store(f"sqlite:///{folder / 'milepost.db'}")
    store.migrate()
    try:
        client = await Client.connect(server.address, data_converter=DATA_CONVERTER)
        await register_attributes(client)
        postbox = Postbox()
        parts = Parts(store, postbox, Identity(ENGINE, "Milepost", (b"k" * 32,)), now, TrustRules(local=True))
        async with worker_on(client, parts, no_inbox, settings_for(folder).temporal.task_queue):
            yield Bench(client, folder, parts, postbox)
    finally:
        store.close()
        server.stop()


async def length(handle: WorkflowHandle[PlanWorkflow, None]) -> int:
    """Return how many events the plan's history has."""
    return len((await handle.fetch_history()).events)


async def settled(handle: WorkflowHandle[PlanWorkflow, None]) -> int:
    """Wait until the plan waits, and return how many events its history has."""
    events = -1
    while events != (found := await length(handle)) or not events:
        events = found
        await asyncio.sleep(QUIET)
    return events


async def reply_events(bench: Bench, slug: str) -> int:
    """Return how many events a reply leaves that moves one line and is answered."""
    plan = replace(scene_of(now().date()).plan, slug=slug)
    handle = await bench.begun(plan)
    await handle.execute_update(PlanWorkflow.nudge)
    before = await settled(handle)
    status = bench.postbox.to("dana.whitlock")[-1]
    wanted = now().date() + dt.timedelta(days=11)
    raw = reply(status, DANA, f"Please move the pilot to {wanted:%B} {wanted.day}.", now())
    kept = await asyncio.to_thread(keep, bench.parts, raw)
    await handle.signal(PlanWorkflow.letter_arrived, kept.letter)
    events = await settled(handle) - before
    moved = (await handle.query(PlanWorkflow.show)).plan.milestone("M4")
    assert moved
    assert moved.due == wanted, "the reply was not understood: the figure would be worth nothing"
    return events


async def quiet_weeks(folder: Path) -> list[int]:
    """Return how many events each of some weeks leaves in which nothing is due and nobody writes."""

    def ten_lines(today: dt.datetime) -> Plan:
        plan = scene_of(today.date() + dt.timedelta(weeks=12)).plan
        last = plan.milestones[-1]
        more = tuple(replace(last, id=f"X{number}") for number in range(LINES - len(plan.milestones)))
        return replace(plan, milestones=(*plan.milestones, *more))

    counted = []
    async with living(scene_of(dt.date(2026, 1, 5)).plan, folder, ten_lines) as life:
        await life.environment.sleep(dt.timedelta(days=3))
        before = await settled(life.handle)
        for _ in range(WEEKS):
            await life.environment.sleep(dt.timedelta(days=7))
            after = await settled(life.handle)
            counted.append(after - before)
            before = after
    return counted


def resident() -> int:
    """Return the bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE")


async def cached_plan(bench: Bench) -> float:
    """Return how many bytes a plan takes that a worker keeps at hand."""
    before = resident()
    plans = [replace(scene_of(now().date()).plan, slug=f"cached-{number}") for number in range(CACHED)]
    for plan in plans:
        await start_plan(bench.client, settings_for(bench.folder), plan)
    await settled(bench.client.get_workflow_handle(workflow_id(plans[-1].slug)))
    return (resident() - before) / CACHED


async def longest(bench: Bench) -> WorkflowHistory:
    """Return a history about as long as one gets before its plan continues as new."""
    plan = replace(scene_of(now().date()).plan, slug="longest")
    handle = await bench.begun(plan)
    states = ("blocked", "in-progress")
    turn = 0
    while (await length(handle)) < plan_workflow.LONGEST_HISTORY - 80:
        for _ in range(4):
            turn += 1
            wish = Amendment("M4", "status", states[turn % 2], by="dana")
            await handle.execute_update("amend", wish, result_type=Commanded)
    return await handle.fetch_history()


async def replayed(history: WorkflowHistory) -> float:
    """Return the seconds that replaying a history takes, the sandbox's start left out."""
    replayer = Replayer(workflows=[PlanWorkflow], data_converter=DATA_CONVERTER, workflow_runner=sandbox())
    began = time.monotonic()
    await replayer.replay_workflow(history)
    return time.monotonic() - began


async def measured() -> bool:
    """Print every figure; return whether those that have a target keep it."""
    with tempfile.TemporaryDirectory() as folder:
        weeks = await quiet_weeks(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        async with bench(Path(folder)) as on:
            await reply_events(on, "warm")
            at_once = await reply_events(on, "at-once")
            memory = await cached_plan(on)
            quick = LIMITS["read_at_once"]
            LIMITS["read_at_once"] = replace(quick, start_to_close=dt.timedelta(milliseconds=1))
            slow = await reply_events(on, "slow")
            LIMITS["read_at_once"] = quick
            history = await longest(on)
    size = sum(event.ByteSize() for event in history.events)
    spent = await replayed(history)
    print(f"a reply that moves one line and is answered: {at_once} events (target {REPLY_TARGET})")
    print(f"  the same, where reading takes long and gets an activity of its own: {slow} events")
    print(f"quiet weeks of a plan of {LINES} lines: {', '.join(map(str, weeks))} events (target {WEEK_TARGET})")
    print(f"memory of a plan that a worker keeps at hand: {memory / 1024:.0f} KiB (mean of {CACHED})")
    print(f"replay of {len(history.events)} events, {size / 1e6:.1f} MB: {spent:.2f} s")
    return at_once <= REPLY_TARGET and max(weeks) <= WEEK_TARGET


if __name__ == "__main__":
    sys.exit(0 if asyncio.run(measured()) else 1)
