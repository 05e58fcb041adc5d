"""A worker that is asked to stop while the mail server takes a mail waits for its yes, records it, and ends well."""

import asyncio
import contextlib
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowUpdateStage as Stage

from milepost.demo.scene import scene_of
from milepost.local_mail import LocalMail
from milepost.local_mail.server import _Reception
from milepost.running_plans import start_plan
from milepost.settings import Settings, settings_for
from milepost.temporal_server import StackPorts, TemporalServer, free_port
from milepost.wiring import here, now, store_of, temporal_client
from storage.store import Store
from workflows.plan_workflow import PlanWorkflow, workflow_id

WORKER = """
import datetime, sys
from pathlib import Path
import workflows.worker
workflows.worker.STOPPING = datetime.timedelta(seconds=0.2)
from milepost.commands.stack import worker
sys.exit(worker(Path(sys.argv[1])))
"""
ENGINE = "plan@milepost.example"
HOLDS = 4.0
"""Seconds for which the mail server goes on holding a mail after its worker was asked to stop: many times what that one
gives to anything else."""


@contextlib.contextmanager
def working(data: Path) -> "Iterator[subprocess.Popen[bytes]]":
    """Run a worker, which is dead at the latest when the block ends."""
    command = [sys.executable, "-c", WORKER, str(data)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait(10)


def stopped(process: "subprocess.Popen[bytes]", taken: threading.Event) -> int:
    """Ask a worker politely to stop while the server holds its mail, which it takes later; return how it ends."""
    process.send_signal(signal.SIGTERM)
    time.sleep(HOLDS)
    assert process.poll() is None, "it waits for the mail"
    taken.set()
    return process.wait(60)


def until(holds: Callable[[], Any], what: str) -> None:
    ends = time.monotonic() + 40
    while not holds():
        assert time.monotonic() < ends, what
        time.sleep(0.02)


async def start(settings: Settings) -> None:
    await start_plan(await temporal_client(settings), settings, scene_of(now().date()).plan)


async def nudge(settings: Settings) -> None:
    client = await temporal_client(settings)
    handle = client.get_workflow_handle(workflow_id(scene_of(now().date()).plan.slug))
    await handle.start_update(PlanWorkflow.nudge, wait_for_stage=Stage.ACCEPTED)


def outbox(store: Store) -> Counter[str]:
    slug = scene_of(now().date()).plan.slug
    waiting = {one.key for one in store.unsent(now())}
    return Counter("unsent" if one.key in waiting else "sent" for one in store.notices(slug))


def test_a_worker_stops_after_the_mail_that_it_has_begun_and_none_is_sent_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    taken = threading.Event()
    at_once = _Reception.handle_DATA

    async def slowly(self: _Reception, server: object, session: object, envelope: Any) -> str:
        begun.append(str(message_from_bytes(envelope.content)["Message-ID"]))
        await asyncio.to_thread(taken.wait, 50)
        return await at_once(self, server, session, envelope)

    monkeypatch.setattr(_Reception, "handle_DATA", slowly)
    temporal = TemporalServer(tmp_path, free_port(), free_port())
    mail = LocalMail(tmp_path / "mail", settings_for(tmp_path).mail_password(), accounts=(ENGINE,))
    with contextlib.ExitStack() as undo:
        undo.callback(temporal.stop)
        undo.callback(mail.stop)
        temporal.start()
        mail.start()
        StackPorts(temporal.port, temporal.ui_port, mail.smtp_port, mail.imap_port).write(tmp_path)
        settings = here(settings_for(tmp_path))
        store = undo.enter_context(store_of(settings))
        asyncio.run(start(settings))
        together = undo.enter_context(working(tmp_path))
        asyncio.run(nudge(settings))
        until(lambda: begun, "no mail is begun")
        assert stopped(together, taken) == 0
        assert len(begun) == outbox(store)["sent"] == 1, "of several mails no other is begun"
        taken.clear()
        each = undo.enter_context(working(tmp_path))
        until(lambda: len(begun) > 1, "the others are not tried one by one")
        assert stopped(each, taken) == 0
        assert len(begun) == outbox(store)["sent"], "what was begun is on record"
        undo.enter_context(working(tmp_path))
        until(lambda: outbox(store) == Counter(sent=len(begun)), "the others are not sent by the next worker")
        assert max(Counter(begun).values()) == 1
