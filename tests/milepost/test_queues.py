"""Two worker processes that serve different queues handle a reply together, on either database."""

import asyncio
import contextlib
import datetime as dt
import smtplib
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import Client

from milepost.demo.scene import scene_of
from milepost.local_mail import LocalMail
from milepost.registering import register_attributes
from milepost.running_plans import start_plan, state_of
from milepost.settings import Settings, WrongSettingError, settings_for
from milepost.temporal_server import StackPorts, TemporalServer, free_port
from milepost.wiring import here, now, work_of
from storage.rebuild import rebuild
from storage.store import Store
from tests.workflows.playing import reply
from workflows.plan_workflow import workflow_id
from workflows.worker import DATA_CONVERTER

ENGINE = "plan@milepost.example"
DANA = "dana.whitlock@harborline.example"


def a_worker(data: Path, queues: str) -> "subprocess.Popen[bytes]":
    program = Path(sys.executable).with_name("milepost")
    command = [str(program), "worker", "--queues", queues, "--data", str(data)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def ended(process: "subprocess.Popen[bytes]") -> None:
    process.kill()  # A polite end is tested elsewhere, and takes seconds.
    process.wait(30)


async def until(holds: Callable[[], Any], what: str) -> Any:
    for _ in range(400):
        if found := await asyncio.to_thread(holds):
            return found
        await asyncio.sleep(0.1)
    raise AssertionError(what)


async def who_did_what(client: Client, slug: str) -> dict[str, set[str]]:
    """Return the processes that did each kind of activity of a plan."""
    names, done = {}, defaultdict(set)
    for event in (await client.get_workflow_handle(workflow_id(slug)).fetch_history()).events:
        if scheduled := event.activity_task_scheduled_event_attributes.activity_type.name:
            names[event.event_id] = scheduled
        started = event.activity_task_started_event_attributes
        if started.identity:
            done[names[started.scheduled_event_id]].add(started.identity.partition("@")[0])
    return done


async def a_reply_is_handled(settings: Settings, mail: LocalMail, plans: int, beside: int) -> None:
    client = await Client.connect(settings.temporal.address, data_converter=DATA_CONVERTER)
    await register_attributes(client)
    plan = scene_of(now().date()).plan
    await start_plan(client, settings, plan)
    await client.get_workflow_handle(workflow_id(plan.slug)).execute_update("nudge")
    status = message_from_bytes((await until(lambda: mail.mails(DANA), "no status mail"))[0], policy=policy.default)
    assert isinstance(status, EmailMessage)
    wanted = now().date() + dt.timedelta(days=11)
    raw = reply(status, DANA, f"Please move the pilot to {wanted:%B} {wanted.day}.", now())
    with smtplib.SMTP("127.0.0.1", mail.smtp_port, timeout=20) as smtp:
        smtp.sendmail(DANA, [ENGINE], raw.replace(b"\n", b"\r\n"))
    await until(lambda: len(mail.mails(DANA)) > 1, "no answer")
    async with asyncio.timeout(20):
        while "send_notice" not in (done := await who_did_what(client, plan.slug)):
            await asyncio.sleep(0.1)  # An activity stands in the history once it has ended, a moment after its mail.
    assert done["keep"] == done["send_notices"] == {str(plans)}, "the plan, and the page that rides on its status mails"
    assert done["read_letter"] == done["send_notice"] == {str(beside)}, "the letter, and its answer without a page"
    state = await state_of(client, plan.slug)
    store = Store(settings.database_url())
    assert state
    assert state.plan == store.plan(plan.slug) == rebuild(store.log(plan.slug))
    assert state.plan.milestone("M4").due == wanted  # type: ignore[union-attr]
    store.close()


@pytest.mark.parametrize("engine", ["sqlite", pytest.param("postgresql", marks=pytest.mark.needs("postgres"))])
def test_two_workers_with_different_queues_handle_a_reply(
    engine: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    if engine == "postgresql":
        monkeypatch.setenv("MILEPOST_DATABASE__URL", request.getfixturevalue("postgres").database())
    monkeypatch.setenv("MILEPOST_READING__AT_ONCE_KB", "0")
    temporal = TemporalServer(tmp_path, free_port(), free_port())
    mail = LocalMail(tmp_path / "mail", settings_for(tmp_path).mail_password(), accounts=(ENGINE,))
    with contextlib.ExitStack() as undo:
        undo.callback(temporal.stop)
        undo.callback(mail.stop)
        temporal.start()
        mail.start()
        StackPorts(temporal.port, temporal.ui_port, mail.smtp_port, mail.imap_port).write(tmp_path)
        settings = here(settings_for(tmp_path))
        workers = [a_worker(tmp_path, queues) for queues in ("plans,word", "mail,reading")]
        for process in workers:
            undo.callback(ended, process)
        asyncio.run(a_reply_is_handled(settings, mail, *(process.pid for process in workers)))


def test_a_worker_takes_on_what_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_WORKER__QUEUES", "mail, word")
    monkeypatch.setenv("MILEPOST_WORKER__MAIL_AT_ONCE", "3")
    monkeypatch.setenv("MILEPOST_WORKER__WORD_A_SECOND", "1.5")
    work = work_of(settings_for())
    assert {queue: (share.at_once, share.a_second) for queue, share in work.shares.items()} == {
        "mail": (3, 0),
        "word": (2, 1.5),
    }
    assert tuple(work_of(settings_for().serving("plans")).shares) == ("plans",)


def test_a_queue_that_nobody_knows_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(WrongSettingError, match="plans, mail, reading, word"):
        settings_for().serving("plans,post")
    monkeypatch.setenv("MILEPOST_WORKER__QUEUES", "post")
    with pytest.raises(WrongSettingError, match="'plans', 'mail', 'reading' or 'word', but it is 'post'"):
        settings_for()
