"""A mail that no server takes is tried for five days and no longer; then its reporter hears of it and it is counted."""

import asyncio
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from temporalio.exceptions import ActivityError
from temporalio.exceptions import TimeoutError as TimedOut

from mail.outbox import Delivery
from milepost.demo.desk import text_of
from milepost.demo.scene import scene_of
from milepost.ops.metrics import Metrics
from milepost.ops.watching import Watching
from plans.notice import Notice, NoticeKind
from plans.state import PlanState
from plans.unreachable import given_up
from plans.words import LANGUAGES
from plans.workdays import Calendar
from storage.outbox import NoticeRecord
from storage.store import Store
from templates.notice import say
from templates.notice.words import own_tables
from tests.plans.a_plan import NOW, a_plan
from tests.workflows.playing import ENGINE, Life, Postbox, living
from workflows.giving_up import give_up
from workflows.held_up import stuck_plans
from workflows.limits import GIVEN_UP, left
from workflows.notices import _last_words
from workflows.parts import Identity, Parts
from workflows.stuck import ALERT

DAY, HOUR = dt.timedelta(days=1), dt.timedelta(hours=1)
DANA = "dana.whitlock@harborline.example"
ASKS_FOR_PATIENCE = Delivery("later", f"450 4.2.2 <{DANA}>: the box is full", wait=6 * 3600)


def test_a_mail_that_is_deferred_for_ever_is_given_up_after_five_days_and_the_reporter_hears_of_it(
    tmp_path: Path,
) -> None:
    async def story(life: Life) -> None:
        reporter = life.plan.reporter
        assert reporter
        life.postbox.refuses[DANA] = ASKS_FOR_PATIENCE
        await life.nudge()
        begun = await life.environment.get_current_time()
        await life.sleeps_until(begun + GIVEN_UP - 12 * HOUR)
        assert not [mail for mail in life.postbox.to(reporter.email) if "could not be sent" in text_of(mail)]
        life.postbox.refuses[DANA] = replace(ASKS_FOR_PATIENCE, words="450 4.2.2 the last word")
        await life.sleeps_until(begun + GIVEN_UP + DAY)
        async with asyncio.timeout(20):
            while not (told := [m for m in life.postbox.to(reporter.email) if "could not be sent" in text_of(m)]):
                await asyncio.sleep(0.05)
        assert "450 4.2.2 the last word" in text_of(told[0])
        assert "the box is full" not in text_of(told[0])
        assert len(told) == 1

    async def whole() -> None:
        plan = scene_of(dt.date(2026, 1, 5)).plan
        async with living(plan, tmp_path, lambda now: scene_of(now.date()).plan) as life:
            await story(life)

    asyncio.run(whole())


def test_a_mail_has_its_days_from_its_own_moment_on_and_at_least_one() -> None:
    assert left(NOW, NOW) == GIVEN_UP
    assert left(NOW - 3 * DAY, NOW) == 2 * DAY, "a plan that goes on anew begins no new five days"
    assert left(NOW - 30 * DAY, NOW) == DAY


def test_the_outbox_gives_no_mail_up_that_a_plan_which_went_on_anew_still_tries(parts: Parts) -> None:
    anew = GIVEN_UP - HOUR
    ends = anew + left(NOW - anew, NOW)
    key = waits(parts, "harbor", "status", ends)
    assert give_up(parts) == 0, "its plan tries it up to this moment"
    assert [one.key for one in parts.store.unsent(NOW)] == [key]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_of_a_mail_that_nobody_has_tried_the_reporter_is_told_so_in_their_language(language: str) -> None:
    failed = ActivityError(
        "failed", scheduled_event_id=1, started_event_id=0, identity="", activity_type="send_notice", activity_id="1",
        retry_state=None,
    )  # fmt: skip
    failed.__cause__ = TimedOut("nobody came", type=None, last_heartbeat_details=())
    state, notice = PlanState(a_plan(), NOW, Calendar()), Notice("n", "status", "harbor", 1, "ray", NOW)
    (told,) = given_up(state, notice, _last_words(failed), NOW).notices
    said = say(told, replace(a_plan(), language=language), reply_to=ENGINE)
    sentence = own_tables(language)["reason"]["untried"]
    assert " ".join(sentence.partition("{who}")[2].split()) in " ".join(said.text.split())


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    store = Store(f"sqlite:///{tmp_path / 'milepost.db'}")
    store.migrate()
    metrics = Metrics(store.backlog, lambda: NOW)
    return Parts(store, Postbox(), Identity(ENGINE, "Milepost", (b"k" * 32,)), lambda: NOW, watcher=Watching(metrics))


def waits(parts: Parts, plan: str, kind: NoticeKind, since: dt.timedelta) -> str:
    key = f"{plan}/{kind}/{since}"
    parts.store.claim(NoticeRecord(key, plan, 1, "dana", kind, (), (), f"<{key}@m>", "", "", NOW - since))
    parts.store.deferred(key, "450 later")
    return key


def test_what_is_over_its_time_leaves_the_outbox_and_is_counted_whoever_was_to_send_it(parts: Parts) -> None:
    still = {waits(parts, "harbor", "status", GIVEN_UP + DAY), waits(parts, "all", "digest", DAY)}
    for plan, kind, since in (
        ("harbor", "status", 6 * DAY + 2 * HOUR),
        ("all", "digest", 3 * DAY),
        (ALERT, "question", 2 * DAY),
    ):
        waits(parts, plan, kind, since)  # type: ignore[arg-type]
    assert {one.plan for one in stuck_plans(parts.store, NOW)} == {"harbor", "all", ALERT}
    assert isinstance(parts.watcher, Watching)
    metrics = parts.watcher._metrics
    assert b"milepost_given_up_total 0.0" in metrics.text(), "so that the first is an increase"
    assert give_up(parts) == 3
    assert {one.key for one in parts.store.unsent(NOW)} == still
    assert give_up(parts) == 0
    assert b"milepost_given_up_total 3.0" in metrics.text()
