"""An address that was revoked routes no more: no reply, bounce or code; the next mail carries a new one."""

import asyncio
import datetime as dt
import re
from email.message import EmailMessage
from pathlib import Path

import pytest
from temporalio.client import WorkflowUpdateFailedError

from milepost.demo.scene import scene_of
from plans.command import Commanded, Revocation
from plans.plan import Plan
from tests.workflows.playing import Life, living, reply
from workflows.mailroom import keep
from workflows.reader import addressee_of

DANA = "Dana Whitlock <dana.whitlock@harborline.example>"
STRANGER = "Eve <eve@elsewhere.example>"


def harborline(now: dt.datetime) -> Plan:
    return scene_of(now.date()).plan


def unthreaded(raw: bytes) -> bytes:
    return re.sub(rb"(?m)^In-Reply-To:.*\n", b"", raw)


def tokens(mail: EmailMessage, sender: str) -> list[str]:
    return [
        str(address).partition("+")[2].removeprefix("verp-").partition("@")[0] for address in (mail["Reply-To"], sender)
    ]


def test_a_revoked_address_routes_no_more_and_the_next_mail_carries_a_new_one(tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        await life.nudge()
        status = await life.mailed("dana.whitlock", 1)
        sender = life.postbox.senders[life.postbox.sent.index(status)]
        told: Commanded = await life.handle.execute_update(
            "revoke", Revocation("dana", why="it was passed on"), id="r1", result_type=Commanded
        )
        assert told.lines == ("applied: person:dana address 0 -> 1",)
        await life.kept(told.version)
        plan = life.parts.store.plan(life.plan.slug)
        assert plan
        for old in tokens(status, sender):
            assert addressee_of(life.parts, [old], (life.plan,)) is not None
            assert addressee_of(life.parts, [old], (plan,)) is None
        lost = await asyncio.to_thread(keep, life.parts, unthreaded(reply(status, STRANGER, "M3 is done", now)))
        assert lost.plan is None, "it goes to the mailbox's quarantine"
        state = await life.arrives(reply(status, DANA, "Security sign-off is done.", now))
        assert state.plan.version == told.version + 1, "whoever is on the plan is still found by thread and address"
        answer = await life.mailed("dana.whitlock", 2)
        [new, _] = tokens(answer, "")
        found = addressee_of(life.parts, [new], (plan,))
        assert found
        assert (found.person, bool(found.code)) == ("dana", True)
        undone = await life.arrives(reply(answer, DANA, "undo", now))
        assert undone.plan.version == state.plan.version + 1
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await life.handle.execute_update("revoke", Revocation("nobody"), result_type=Commanded)
        assert "Nobody on the plan has the id nobody" in str(refused.value.cause)

    async def whole() -> None:
        async with living(scene_of(dt.date(2026, 1, 5)).plan, tmp_path, harborline) as life:
            await story(life)

    asyncio.run(whole())
