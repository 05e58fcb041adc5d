"""Ids, timers, search attributes, details and log lines of a played plan hold no person, address or amount."""

import asyncio
import datetime as dt
import logging
from pathlib import Path

import pytest

from mail.outbox import Delivery
from milepost.demo.scene import scene_of
from plans.health import vitals_of
from plans.plan import Plan
from tests.workflows.playing import Life, living, reply
from workflows.attributes import attributes_of

DANA = "Dana Whitlock <dana.whitlock@harborline.example>"


def traces(plan: Plan) -> tuple[str, ...]:
    """Return what must not be seen: names, addresses, phone numbers, the amount."""
    people = [(one.name, *one.name.split(), one.email, one.phone) for one in plan.people]
    amount = plan.deal.amount
    return tuple({text for person in people for text in person if text} | ({str(amount)} if amount else set()))


def test_what_is_never_sealed_names_nobody(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    seen: dict[str, str] = {}

    async def story(life: Life) -> None:
        now = await life.environment.get_current_time()
        reporter = life.plan.reporter
        assert reporter
        life.postbox.refuses[reporter.email] = Delivery("refused", f"550 5.1.1 <{reporter.email}> nobody is here")
        await life.nudge()
        status = await life.mailed("dana.whitlock", 1)
        await life.arrives(reply(status, DANA, "Security sign-off is done. Pilot: blocked, no test data yet.", now))
        await life.arrives(b"From: dana.whitlock@harborline.example\r\nTo: x\r\n\r\n\xff\xfe")
        for _ in range(7):
            await life.environment.sleep(dt.timedelta(days=1))
        state = await life.state()
        described = await life.handle.describe()
        seen["ids"] = f"{described.id} {described.task_queue} {described.workflow_type}"
        seen["attributes"] = repr(dict(attributes_of(vitals_of(state, now))))
        history = await life.handle.fetch_history()
        timers = [event for event in history.events if event.HasField("timer_started_event_attributes")]
        assert timers
        seen["timers"] = " ".join(event.user_metadata.summary.data.decode() for event in timers)
        begun = [event.activity_task_scheduled_event_attributes for event in history.events]
        seen["activities"] = " ".join(
            f"{one.activity_id} {one.activity_type.name} {one.task_queue.name}" for one in begun
        )

    async def whole() -> None:
        plan = scene_of(dt.date(2026, 1, 5)).plan
        async with living(plan, tmp_path, lambda now: scene_of(now.date()).plan) as life:
            await story(life)

    asyncio.run(whole())
    seen["log lines"] = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith(OURS))
    assert "M4" in seen["timers"]
    for place, text in seen.items():
        for trace in traces(scene_of(dt.date(2026, 1, 5)).plan):
            assert trace not in text, f"{place} hold {trace}"


OURS = ("workflows", "mail", "storage", "parsing", "templates", "milepost", "temporalio")
"""The loggers whose lines are ours."""
