"""A plan that something holds up is seen from outside, and whoever looks after the engine is told once a day."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from temporalio.client import WorkflowExecution
from temporalio.testing import ActivityEnvironment

from storage.down import StorageDown
from storage.letters import LetterRecord
from storage.outbox import NoticeRecord
from storage.store import Store
from tests.plans.a_plan import NOW
from tests.workflows.playing import ENGINE, Postbox, no_inbox
from workflows import activities as reading
from workflows.activities import Activities
from workflows.details import current_details
from workflows.held_up import stuck_plans
from workflows.messages import Unread, Watched
from workflows.parts import Identity, Parts
from workflows.stuck import alert, failing_plans

OPS = "ops@tallyworks.example"


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    store = Store(f"sqlite:///{tmp_path / 'milepost.db'}")
    store.migrate()
    return Parts(store, Postbox(), Identity(ENGINE, "Milepost", (b"k" * 32,)), lambda: NOW, alerts=OPS)


def letter(parts: Parts, plan: str, minutes: int, state: str = "arrived") -> None:
    at = NOW - dt.timedelta(minutes=minutes)
    record = LetterRecord(f"{plan}-{minutes}", "digest", plan, "dana", "dana@x.example", "<m@x>", at)
    parts.store.keep_letter(replace(record, state=state))  # type: ignore[arg-type]


def mail(parts: Parts, plan: str, hours: int) -> str:
    record = NoticeRecord(
        f"{plan}/{hours}",
        plan,
        1,
        "dana",
        "status",
        (),
        (),
        f"<{plan}-{hours}@m>",
        "",
        "",
        NOW - dt.timedelta(hours=hours),
    )
    parts.store.claim(record)
    return record.key


def test_a_letter_or_mail_that_waits_for_long_makes_its_plan_stuck_the_longest_first(parts: Parts) -> None:
    letter(parts, "early", 20)
    mail(parts, "late", 3)
    letter(parts, "fresh", 1)
    letter(parts, "done", 90, state="handled")
    stuck = stuck_plans(parts.store, NOW)
    assert [one.plan for one in stuck] == ["late", "early"]
    assert stuck[0].words == "1 mail unsent since 2026-04-13 12:00 UTC"
    assert stuck[1].words == "1 letter unread since 2026-04-13 14:40 UTC"


def test_a_mail_that_a_server_defers_is_still_on_its_way_and_one_that_is_refused_is_not(parts: Parts) -> None:
    parts.store.deferred(mail(parts, "slow", 3), "450 later")
    parts.store.failed(mail(parts, "gone", 3), "550 no such user")
    assert [one.plan for one in stuck_plans(parts.store, NOW)] == ["slow"]
    assert parts.store.last_notice("slow", "dana") is None, "it has not reached anybody"


def test_a_plan_whose_own_steps_fail_is_stuck_though_nothing_waits(parts: Parts) -> None:
    letter(parts, "early", 20)
    stuck = stuck_plans(parts.store, NOW, ["mute", "early"])
    assert [(one.plan, one.words) for one in stuck] == [
        ("early", "1 letter unread since 2026-04-13 14:40 UTC; its own steps fail"),
        ("mute", "its own steps fail"),
    ]
    assert alert(parts, ["mute"]) == Watched(2, 2)
    assert alert(parts, ["mute"]) == Watched(2, 0)


def test_a_server_that_takes_long_to_tell_which_plans_fail_keeps_the_alert_of_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(_: str) -> AsyncIterator[WorkflowExecution]:
        await asyncio.sleep(60)
        yield Mock()

    monkeypatch.setattr("workflows.stuck.ASKING", dt.timedelta(milliseconds=20))
    assert asyncio.run(failing_plans(Mock(list_workflows=never))) == ()


def test_ops_are_told_once_a_plan_and_day(parts: Parts) -> None:
    letter(parts, "early", 20)
    assert alert(parts) == Watched(1, 1)
    assert alert(parts) == Watched(1, 0)
    letter(parts, "other", 25)
    assert alert(parts) == Watched(2, 1)
    tomorrow = replace(parts, clock=lambda: NOW + dt.timedelta(days=1))
    assert alert(tomorrow) == Watched(2, 2)
    assert isinstance(parts.outbox, Postbox)
    subjects = [str(one["Subject"]) for one in parts.outbox.to(OPS)]
    assert subjects == ["Milepost: early is held up", "Milepost: other is held up", "Milepost: 2 plans are held up"]


def test_without_an_address_nobody_is_told_and_the_plan_is_still_seen(parts: Parts) -> None:
    letter(parts, "early", 20)
    assert alert(replace(parts, alerts="")) == Watched(1, 0)


def test_the_plans_own_page_tells_of_letters_and_mails_that_wait() -> None:
    from plans.state import PlanState
    from tests.plans.a_plan import a_plan

    details = current_details(PlanState(a_plan(), NOW), {}, unread=2, unsent=1)
    assert "2 letters unread, 1 mail still to be sent" in details
    assert "unread" not in current_details(PlanState(a_plan(), NOW), {})


def test_a_letter_is_not_put_aside_for_what_the_database_does() -> None:
    async def spoilt(*faults: Exception) -> list[tuple[str, bool]]:
        """Read under one attempt after the other, as Temporal does, and return how each ended."""
        activities = Activities(None, None, asyncio.get_running_loop(), no_inbox)  # type: ignore[arg-type]
        ended: list[tuple[str, bool]] = []
        details: list[Any] = []
        for attempt, fault in enumerate(faults, start=1):
            environment = ActivityEnvironment()
            environment.info = replace(environment.info, attempt=attempt, heartbeat_details=tuple(details[-1:]))
            environment.on_heartbeat = details.append
            with pytest.MonkeyPatch.context() as patched:
                patched.setattr(reading, "understand", Mock(side_effect=fault))
                with pytest.raises(Exception) as raised:  # noqa: PT011
                    environment.run(activities.read_letter, Unread("harbor", 4, "letter", tried=1))
            ended.append((type(raised.value).__name__, getattr(raised.value, "non_retryable", False)))
        return ended

    down, broken = StorageDown("away"), ValueError("x")
    assert asyncio.run(spoilt(down, down, down, down, broken, down, broken)) == [
        *[("StorageDown", False)] * 4,
        ("ApplicationError", False),
        ("StorageDown", False),
        ("ApplicationError", True),
    ]
