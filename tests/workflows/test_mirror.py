"""The CRM gets every plan's newest version in order and once, whatever it answers and whoever dies in between."""

import asyncio
import contextlib
import datetime as dt
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.common import RetryPolicy
from temporalio.testing import ActivityEnvironment

from mail.outbox import Delivery
from mail.webhook import Endpoint
from milepost.commands.crm import resume
from milepost.demo.scene import scene_of
from milepost.running_plans import command_plan, start_plan
from milepost.settings import settings_for
from milepost.temporal_server import StackPorts, TemporalServer, free_port
from milepost.wiring import now
from plans.command import Note
from plans.notice import Notice
from plans.plan import Plan
from storage.store import Store
from tests.plans.a_plan import NOW, a_plan
from tests.receiver import KEY, Receiver, receiving
from tests.workflows.playing import ENGINE, Postbox, no_inbox
from workflows import limits
from workflows.activities import Activities
from workflows.crm_workflow import crm_workflow_id
from workflows.messages import Mirrored, Stopped
from workflows.mirroring import copy, give, is_copied, mirrored_plan, tell, wake
from workflows.parts import Crm, Identity, Parts
from workflows.plan_workflow import workflow_id
from workflows.post import deliver
from workflows.worker import DATA_CONVERTER, worker_on

NATE, OPS, LOG = "nate@tallyworks.example", "ops@tallyworks.example", "log@crm.example"
QUEUE = "milepost"


KILLED = """
import asyncio, os, signal, sys
from mail.webhook import Endpoint
from milepost.wiring import now
from storage.store import Store
from workflows.mirroring import give
from workflows.parts import Crm, Identity, Parts
store = Store(f"sqlite:///{sys.argv[1]}")
store.set_mirrored = lambda _: os.kill(os.getpid(), signal.SIGKILL)
endpoint = Endpoint(sys.argv[2], lambda: (sys.argv[3].encode(),))
identity = Identity("plan@milepost.example", "Milepost", (b"k" * 32,))
asyncio.run(give(Parts(store, None, identity, now, crm=Crm(endpoint)), "harbor"))
"""


@pytest.fixture
def crm() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def parts(tmp_path: Path, crm: Receiver) -> Iterator[Parts]:
    store = Store(f"sqlite:///{tmp_path / 'milepost.db'}")
    store.migrate()
    identity = Identity(ENGINE, "Milepost", (b"k" * 32,))
    mirrored = Crm(Endpoint(crm.url, lambda: (KEY,), seconds=3.0), bcc=LOG)
    yield Parts(store, Postbox(), identity, now, alerts=OPS, crm=mirrored)
    store.close()


def version(number: int, **changes: object) -> Plan:
    return a_plan(version=number, **changes)


def kept(parts: Parts, *plans: Plan) -> None:
    for plan in plans:
        parts.store.keep_version(plan, (), NOW + dt.timedelta(minutes=plan.version))


def given(parts: Parts) -> Mirrored:
    return asyncio.run(give(parts, "harbor"))[0]


def mails(parts: Parts) -> Postbox:
    assert isinstance(parts.outbox, Postbox)
    return parts.outbox


# --- one try ---


@pytest.mark.practice(111)
def test_a_version_is_given_once_and_a_second_look_gives_nothing(parts: Parts, crm: Receiver) -> None:
    kept(parts, version(4))
    assert given(parts) == Mirrored(4, "taken")
    assert given(parts) == Mirrored(4, "same")
    assert crm.versions() == [4]


@pytest.mark.practice(111)
def test_a_worker_that_is_killed_between_delivery_and_record_sends_the_same_event_which_changes_nothing(
    parts: Parts, crm: Receiver, tmp_path: Path
) -> None:
    kept(parts, version(4))
    killed = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path / "milepost.db"), crm.url, KEY], timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert (crm.versions(), parts.store.mirrored("harbor")) == ([4], None)
    assert given(parts) == Mirrored(4, "taken")
    assert crm.versions() == [4, 4]
    assert list(crm.taken) == ["harbor/4"]
    assert len(crm.bodies["harbor/4"]) == 1


def test_of_several_versions_that_wait_only_the_newest_is_given(parts: Parts, crm: Receiver) -> None:
    kept(parts, version(4), version(5), version(6, status="won"))
    assert given(parts) == Mirrored(6, "taken")
    assert crm.versions() == [6]
    assert crm.requests[0]["data"]["status"] == "won"


def test_another_endpoint_gets_what_the_first_one_has(parts: Parts, crm: Receiver) -> None:
    kept(parts, version(4))
    given(parts)
    assert parts.crm.endpoint
    moved = replace(parts, crm=Crm(replace(parts.crm.endpoint, url=f"{crm.url}/new")))
    assert given(moved) == Mirrored(4, "taken")


@pytest.mark.practice(111)
def test_an_endpoint_that_is_gone_is_switched_off_for_the_plan_and_told_once(parts: Parts, crm: Receiver) -> None:
    kept(parts, version(4))
    crm.answers = [410]
    assert given(parts) == Mirrored(4, "gone", "it answers 410 Gone")
    for _ in range(2):
        assert tell(parts, Stopped("harbor", 4, "it answers 410 Gone", off=True)) is None
    kept(parts, version(5))
    assert given(parts).result == "off"
    assert crm.versions() == [4]
    assert [len(mails(parts).to(one)) for one in (OPS, NATE)] == [1, 1]
    (mail,) = mails(parts).to(NATE)
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "it answers 410 Gone" in text
    assert "milepost crm resume harbor" in text
    assert "secret-path" not in str(mail)


def test_what_is_given_up_is_told_once_until_the_crm_takes_something_again(parts: Parts, crm: Receiver) -> None:
    kept(parts, version(4))
    for number in (4, 5):
        tell(parts, Stopped("harbor", number, "the CRM answers 500"))
    assert len(mails(parts).to(OPS)) == 1
    assert [one.plan for one in parts.store.mirrors_stopped()] == ["harbor"]
    assert given(parts) == Mirrored(4, "taken")
    assert parts.store.mirrors_stopped() == ()
    tell(parts, Stopped("harbor", 6, "the CRM answers 500"))
    assert len(mails(parts).to(OPS)) == 2


def test_a_telling_that_no_mail_server_takes_is_told_later(parts: Parts) -> None:
    kept(parts, version(4))
    stopped = Stopped("harbor", 4, "the CRM answers 500")
    mails(parts).refuses[NATE] = Delivery("later", "try again")
    assert tell(parts, stopped).result == "later"
    assert parts.store.mirrors_stopped() == ()
    mails(parts).refuses.clear()
    assert tell(parts, stopped) is None
    assert [len(mails(parts).to(one)) for one in (OPS, NATE)] == [1, 1]


def test_without_a_webhook_no_workflow_is_started(parts: Parts) -> None:
    from tests.workflows.playing import no_inbox as nobody
    from workflows.messages import Record

    silent = replace(parts, crm=Crm())
    activities = Activities(silent, None, None, nobody)  # type: ignore[arg-type]
    ActivityEnvironment().run(activities.keep, Record("harbor", "start", NOW, (), version(4)))
    assert silent.store.newest("harbor")


# --- copies of mails for the CRM's log ---


def notice(kind: str, to: str, **more: object) -> Notice:
    return Notice(f"harbor/{kind}/{to}", kind, "harbor", 4, to, NOW, **more)  # type: ignore[arg-type]


@pytest.mark.practice(111)
def test_the_crms_log_gets_the_reporters_status_mail_once_without_an_address_or_code_that_works(parts: Parts) -> None:
    kept(parts, version(4))
    status = notice("status", "nate", lines=("M1", "M2"), code="c0de")
    deliver(parts, status)
    assert is_copied(parts, status)
    assert [copied.result for _ in range(2) if (copied := copy(parts, status.key))] == ["sent", "sent-before"]
    original, copied = mails(parts).to(NATE)
    assert copied["To"] == original["To"]
    assert copied["Subject"] == original["Subject"]
    assert copied["Bcc"] is None
    assert LOG not in str(copied)
    assert original["Reply-To"] != copied["Reply-To"] == ENGINE
    assert "plan+" not in copied.as_string()
    assert "c0de" not in copied.as_string()


def test_what_goes_to_others_and_what_answers_somebody_is_never_copied(parts: Parts) -> None:
    kept(parts, version(4))
    assert not is_copied(parts, notice("status", "dana"))
    assert not is_copied(parts, notice("question", "nate"))
    assert not is_copied(parts, notice("status", "nate", letter="a-letter"))
    assert not is_copied(replace(parts, crm=Crm()), notice("status", "nate"))


# --- on the dev server ---


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    soon = RetryPolicy(initial_interval=dt.timedelta(milliseconds=100), backoff_coefficient=1.0)
    for name in ("mirror", "tell_of_mirror", "copy_to_crm"):
        monkeypatch.setitem(limits.LIMITS, name, replace(limits.LIMITS[name], retry=soon))
    pauses = list(limits.REFUSED_AGAIN)
    limits.REFUSED_AGAIN[:] = [dt.timedelta(milliseconds=100)] * 2
    yield
    limits.REFUSED_AGAIN[:] = pauses


@dataclass
class Stage:
    client: Client
    parts: Parts
    crm: Receiver

    async def told(self, number: int) -> None:
        await asyncio.to_thread(kept, self.parts, version(number))
        await wake(self.client, QUEUE, "harbor", number)

    async def ended(self) -> list[str]:
        """Wait until the CRM workflow has ended, and return what its activities and timers were called."""
        handle = self.client.get_workflow_handle(crm_workflow_id("harbor"))
        await asyncio.wait_for(handle.result(), 20)
        assert (await handle.describe()).status == WorkflowExecutionStatus.COMPLETED
        events = (await handle.fetch_history()).events
        return [
            e.activity_task_scheduled_event_attributes.activity_type.name
            for e in events
            if e.HasField("activity_task_scheduled_event_attributes")
        ]


@contextlib.asynccontextmanager
async def staged(folder: Path, parts: Parts, crm: Receiver) -> AsyncIterator[Stage]:
    server = TemporalServer(folder, free_port(), free_port())
    await asyncio.to_thread(server.start)
    try:
        client = await Client.connect(server.address, data_converter=DATA_CONVERTER)
        async with worker_on(client, parts, no_inbox, QUEUE):
            StackPorts(server.port, server.ui_port).write(folder)
            yield Stage(client, parts, crm)
    finally:
        await asyncio.to_thread(server.stop)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.02)


@pytest.mark.practice(111)
@pytest.mark.usefixtures("quick")
def test_on_the_dev_server_versions_go_in_order_through_failures_refusals_and_the_end(
    tmp_path: Path, parts: Parts, crm: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MILEPOST_CRM__WEBHOOK", crm.url)
    monkeypatch.setenv("MILEPOST_CRM__KEYS", KEY.decode())

    async def each(*acts: Callable[[Stage], Awaitable[None]]) -> None:
        async with staged(tmp_path, parts, crm) as stage:
            for act in acts:
                await act(stage)

    async def down_and_up(stage: Stage) -> None:
        crm.answers = [500] * 3
        await stage.told(4)
        assert await stage.ended() == ["mirror"]
        assert crm.versions() == [4] * 4
        assert list(crm.taken) == ["harbor/4"]

    async def newer_ones_while_it_is_slow(stage: Stage) -> None:
        crm.requests.clear()
        crm.late = 0.5
        await stage.told(5)
        await until(lambda: crm.versions() == [5])
        for number in (6, 7, 8):
            await stage.told(number)
        crm.late = 0.0
        assert await stage.ended() == ["mirror"] * 2
        assert crm.versions() == [5, 8]

    async def refused(stage: Stage) -> None:
        crm.requests.clear()
        crm.answers = [422] * 3
        await stage.told(9)
        assert await stage.ended() == [*["mirror"] * 3, "tell_of_mirror"]
        await stage.told(10)
        await stage.ended()
        assert crm.versions() == [9, 9, 9, 10]
        assert len(mails(parts).to(OPS)) == 1

    async def down_for_as_long_as_it_is_tried(stage: Stage) -> None:
        crm.answers = [500] * 1000
        lasting = limits.LIMITS["mirror"]
        limits.LIMITS["mirror"] = replace(lasting, schedule_to_close=dt.timedelta(seconds=1))
        await stage.told(11)
        assert await stage.ended() == ["mirror", "tell_of_mirror"]
        limits.LIMITS["mirror"] = lasting
        text = mails(parts).to(OPS)[-1].get_body(("plain",)).get_content()  # type: ignore[union-attr]
        assert (
            "Version 11 of Harborline x Tallyworks (harbor) could not be given to the CRM: the CRM answers 500" in text
        )

    async def gone_and_resumed(stage: Stage) -> None:
        crm.requests.clear()
        crm.answers = [410]
        await stage.told(12)
        assert await stage.ended() == ["mirror", "tell_of_mirror"]
        await stage.told(13)
        await stage.ended()
        assert crm.versions() == [12]
        assert len(mails(parts).to(OPS)) == 3
        assert await asyncio.to_thread(resume, "none", False, tmp_path) == 1
        assert await asyncio.to_thread(resume, "", True, tmp_path) == 0
        await stage.ended()
        assert crm.versions() == [12, 13]

    asyncio.run(
        each(down_and_up, newer_ones_while_it_is_slow, refused, down_for_as_long_as_it_is_tried, gone_and_resumed)
    )


@pytest.mark.practice(111)
@pytest.mark.usefixtures("quick")
def test_a_plans_own_history_holds_nothing_of_the_mirror_and_the_crm_gets_every_change_and_the_status_mail(
    tmp_path: Path, parts: Parts, crm: Receiver
) -> None:
    async def whole() -> None:
        async with staged(tmp_path, parts, crm) as stage:
            plan = scene_of(now().date()).plan
            await start_plan(stage.client, settings_for(tmp_path), plan)
            await until(lambda: crm.versions() == [1])
            own = next(m for m in plan.milestones if m.owner == plan.reporter.id and not m.settled)  # type: ignore[union-attr]
            await command_plan(stage.client, plan.slug, "note", Note(f"{own.id} has started"))
            await until(lambda: crm.versions() == [1, 2])
            data = crm.requests[-1]["data"]
            assert [m["status"] for m in data["milestones"] if m["id"] == own.id] == ["in-progress"]
            await stage.client.get_workflow_handle(workflow_id(plan.slug)).execute_update("nudge")
            await until(lambda: any(mail["Reply-To"] == ENGINE for mail in mails(parts).to(NATE)))
            history = await stage.client.get_workflow_handle(workflow_id(plan.slug)).fetch_history()
            told = str(history.events)
            assert "CrmWorkflow" not in told
            assert "crm/" not in told
            assert '"mirror"' not in told

    asyncio.run(whole())


def test_a_plan_that_is_not_kept_is_no_mirror(parts: Parts) -> None:
    assert mirrored_plan(parts, "none") is None
    assert given(parts) == Mirrored(0, "off")
