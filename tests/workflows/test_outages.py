"""A database that is away uses up none of a letter's three tries; what crashes the reader three times is put aside."""

import asyncio
import contextlib
import datetime as dt
import multiprocessing
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from temporalio.client import Client, WorkflowHandle
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from milepost.demo.desk import text_of
from milepost.demo.scene import scene_of
from milepost.temporal_server import TemporalServer, free_port
from milepost.wiring import now
from plans.command import Commanded, Note
from storage.down import StorageDown
from storage.store import Store
from tests.workflows.playing import ENGINE, QUEUE, Postbox, no_inbox, reply, started, time_skipping
from workflows import activities
from workflows.draft_workflow import DraftWorkflow, draft_workflow_id
from workflows.limits import LIMITS
from workflows.mailroom import keep
from workflows.messages import Drafted, Understood, Unread
from workflows.parts import Identity, Parts, TrustRules
from workflows.plan_workflow import PlanWorkflow
from workflows.tries import counted
from workflows.worker import DATA_CONVERTER, worker_on

DANA = "Dana Whitlock <dana.whitlock@harborline.example>"
QUICK = RetryPolicy(initial_interval=dt.timedelta(milliseconds=50), maximum_interval=dt.timedelta(milliseconds=200))
SEEN = 4
"""So many failed attempts are more than a letter's three tries."""


@dataclass
class Desk:
    """A plan on a dev server, and its database, which can be taken away and given back."""

    handle: WorkflowHandle[PlanWorkflow, None]
    parts: Parts
    postbox: Postbox
    folder: Path

    def take_away(self) -> None:
        """Take the database away: its folder is a file now."""
        self.parts.store.close()
        self.folder.rename(self.folder.with_name("away"))
        self.folder.write_text("")

    def give_back(self) -> None:
        """Put the database back where it was."""
        self.folder.unlink()
        self.folder.with_name("away").rename(self.folder)

    async def attempted(self, activity: str, times: int) -> None:
        """Wait until an activity has been attempted so many times."""
        async with asyncio.timeout(20):
            while True:
                described = (await self.handle.describe()).raw_description.pending_activities
                if any(one.activity_type.name == activity and one.attempt >= times for one in described):
                    return
                await asyncio.sleep(0.05)

    async def handled(self, letter: str) -> None:
        """Wait until the plan has dealt with a letter."""
        async with asyncio.timeout(20):
            while letter not in (await self.handle.query(PlanWorkflow.show)).handled:
                await asyncio.sleep(0.05)


@contextlib.asynccontextmanager
async def desk(server: TemporalServer, folder: Path) -> AsyncIterator[Desk]:
    store = Store(f"sqlite:///{folder / 'milepost.db'}")
    store.migrate()
    postbox = Postbox()
    parts = Parts(store, postbox, Identity(ENGINE, "Milepost", (b"k" * 32,)), now, TrustRules(local=True))
    client = await Client.connect(server.address, data_converter=DATA_CONVERTER)
    async with worker_on(client, parts, no_inbox, QUEUE):
        handle = await started(client, scene_of(now().date()).plan, now())
        yield Desk(handle, parts, postbox, folder)
    store.close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("read_letter", "read_note"):
        monkeypatch.setitem(LIMITS, name, replace(LIMITS[name], retry=QUICK))


def play(folder: Path, story: "Callable[[Desk], object]") -> None:
    async def whole() -> None:
        (folder / "data").mkdir()
        async with desk(server, folder / "data") as on:
            await story(on)  # type: ignore[misc]

    server = TemporalServer(folder, free_port(), free_port())
    try:
        server.start()
        asyncio.run(whole())
    finally:
        server.stop()


async def an_outage(on: Desk) -> None:
    """A letter and a note come while the database is away for longer than three tries."""
    status = on.postbox.to("dana.whitlock")[0]
    letter = keep(on.parts, reply(status, DANA, "Security sign-off is done.", now())).letter
    before = (await on.handle.query(PlanWorkflow.show)).plan.version
    on.take_away()
    await on.handle.signal(PlanWorkflow.letter_arrived, letter)
    await on.attempted("read_letter", SEEN)
    on.give_back()
    await on.handled(letter)
    assert (await on.handle.query(PlanWorkflow.show)).plan.version == before + 1
    on.take_away()
    noting = asyncio.create_task(
        on.handle.execute_update("note", Note("M6 has started"), id="away", result_type=Commanded)
    )
    await on.attempted("read_note", SEEN)
    on.give_back()
    assert any("M6 status" in line for line in (await noting).lines)


async def a_letter_of_lead(on: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A letter crashes the reader three times, and outages come between."""
    away, crashed = StorageDown("The disk is full."), RuntimeError("a letter of lead")
    course: list[Exception] = [crashed, away, crashed, away, away, crashed]
    met: list[Exception] = []

    def stumbles(*_: object) -> None:
        met.append(course[len(met)])
        raise met[-1]

    status = on.postbox.to("dana.whitlock")[0]
    letter = keep(on.parts, reply(status, DANA, "Pilot is blocked.", now())).letter
    monkeypatch.setattr(activities, "understand", stumbles)
    await on.handle.signal(PlanWorkflow.letter_arrived, letter)
    await on.handled(letter)
    assert met == course, "three crashes in all, the try at once among them"
    kept = on.parts.store.letter(letter)
    assert kept
    assert kept.state == "put-aside"
    reporter = (await on.handle.query(PlanWorkflow.show)).plan.reporter
    assert reporter
    async with asyncio.timeout(10):
        while not any(letter[:8] in text_of(mail) for mail in on.postbox.to(reporter.email)):
            await asyncio.sleep(0.05)


@pytest.mark.usefixtures("quick")
def test_outages_take_no_try_at_reading_and_three_crashes_put_a_letter_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def story(on: Desk) -> None:
        await on.handle.execute_update(PlanWorkflow.nudge)
        await an_outage(on)
        await a_letter_of_lead(on, monkeypatch)

    play(tmp_path, story)


def tried(*told: object) -> ActivityEnvironment:
    environment = ActivityEnvironment()
    environment.info = replace(environment.info, heartbeat_details=told)
    return environment


def test_a_try_that_took_its_process_with_it_counts() -> None:
    def read() -> None:
        with counted():
            raise AssertionError("it was read a fourth time")

    with pytest.raises(ApplicationError) as final:
        tried(3).run(read)
    assert final.value.non_retryable


def reading_in(folder: Path) -> activities.Activities:
    store = Store(f"sqlite:///{folder / 'milepost.db'}")
    store.migrate()
    parts = Parts(store, Postbox(), Identity(ENGINE, "Milepost", (b"k" * 32,)), now)
    return activities.Activities(parts, None, None, no_inbox)  # type: ignore[arg-type]


def dies_of(folder: Path, unread: Unread) -> None:
    activities.understand = lambda *_: os._exit(9)  # type: ignore[assignment]
    ActivityEnvironment().run(reading_in(folder).read_at_once, unread)


def test_a_letter_that_takes_its_process_with_it_is_left_to_the_activity_that_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = scene_of(now().date())
    own = reading_in(tmp_path)
    own.parts.store.keep_version(scene.plan, (), now())
    letter = keep(own.parts, b"From: dana@x.example\n\nSecurity sign-off is done.").letter
    unread, again = Unread(scene.plan.slug, scene.plan.version, letter), ActivityEnvironment()
    process = multiprocessing.get_context("spawn").Process(target=dies_of, args=(tmp_path, unread))
    process.start()
    process.join(60)
    assert process.exitcode == 9
    assert again.run(own.read_at_once, unread) is None
    assert isinstance(tried().run(own.read_letter, unread), Understood)
    assert isinstance(again.run(own.read_at_once, unread), Understood), "what was read in the end may be read again"
    monkeypatch.setattr(activities, "understand", lambda *_: 1 / 0)
    assert again.run(own.read_at_once, unread) == replace(unread, tried=1)
    assert again.run(own.read_at_once, unread) == replace(unread, tried=1), "a reader that only failed has ended"
    own.parts.store.close()


@pytest.mark.parametrize(
    ("course", "came_to"),
    [
        ([StorageDown("The disk is full.")] * SEEN, "no letter"),
        (
            [RuntimeError("of lead"), StorageDown("The disk is full."), RuntimeError("of lead"), RuntimeError()],
            "unreadable",
        ),
    ],
)
def test_a_sellers_letter_outlasts_an_outage_too_and_is_put_aside_after_three_crashes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, course: list[Exception], came_to: str
) -> None:
    met = iter(course)

    def take(_: Parts, letter: str) -> Drafted:
        if fault := next(met, None):
            raise fault
        return Drafted(letter, "ref", 0, "ignored", "no letter")

    async def whole() -> None:
        own = reading_in(tmp_path)
        parts = replace(own.parts, sellers=frozenset({"seller.example"}))
        letter = keep(parts, b"From: ann@seller.example\n\nA plan for Harborline, please.").letter
        async with time_skipping() as environment, worker_on(environment.client, parts, no_inbox, QUEUE):
            drafted = await environment.client.execute_workflow(
                DraftWorkflow.run, letter, id=draft_workflow_id(letter), task_queue=QUEUE
            )
        assert drafted.reason == came_to
        assert next(met, None) is None
        parts.store.close()

    monkeypatch.setattr(activities, "take", take)
    asyncio.run(whole())
