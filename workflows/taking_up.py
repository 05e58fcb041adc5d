"""Taking up starts the workflow of a plan whose own is gone, from what is kept of it; nothing goes out twice."""

import asyncio
import datetime as dt

from temporalio.client import Client

from plans.taking_up import Mailed, TakenUp, taken_up
from storage.forms import notice_from_json, plan_as_json
from storage.letters import LetterRecord
from storage.outbox import NoticeRecord
from storage.store import Store
from workflows.calendars import calendar_ahead
from workflows.handing import SIGNAL
from workflows.limits import GIVEN_UP
from workflows.messages import PlanRun
from workflows.plan_workflow import workflow_id
from workflows.starting import begin


async def take_up(client: Client, task_queue: str, store: Store, slug: str, now: dt.datetime) -> TakenUp | None:
    """Start a kept plan's workflow and return how it goes on; None where it runs already. What is kept must exist.

    Its letters are handed to it once it runs: one that comes meanwhile is either among them or handed over by whoever
    took it in. Asked again, also where it runs, it hands over those that a try before this one did not come to.
    """
    going_on = await asyncio.to_thread(from_record, store, slug, now)
    unsent = tuple(notice_from_json(one.notice) for one in await asyncio.to_thread(_on_their_way, store, slug, now))
    run = PlanRun(going_on.state, runs=1, unsent=(*going_on.notices, *unsent), taken_up=going_on.entry)
    begun = await begin(client, task_queue, run, now)
    for letter in await asyncio.to_thread(_unread, store, slug):
        await client.get_workflow_handle(workflow_id(slug)).signal("letter_arrived", letter.id, rpc_timeout=SIGNAL)
    return going_on if begun else None


def from_record(store: Store, slug: str, now: dt.datetime) -> TakenUp:
    """Return how a kept plan goes on, by all that is kept of it."""
    plan, summary = store.plan(slug), store.summary(slug)
    assert plan
    handled = store.letters(slug, "handled")
    return taken_up(
        plan,
        calendar_ahead(plan, now),
        (mailed for one in store.notices(slug) if (mailed := _mailed(store, one))),
        tuple(one.id for one in handled),
        max((one.received_at for one in handled), default=None),
        summary.waiting if summary else 0,
        now,
        plan_as_json(plan),
        (row.entry for row in store.log(slug) if row.entry),
    )


def _mailed(store: Store, record: NoticeRecord) -> Mailed | None:
    then = store.plan(record.plan, record.version)
    notice = notice_from_json(record.notice) if record.notice else None
    rungs = tuple((one.line, one.rung) for one in notice.nudged) if notice else ()
    return Mailed(record.key, record.to, record.kind, record.lines, rungs, then) if then else None


def _unread(store: Store, slug: str) -> tuple[LetterRecord, ...]:
    """Return the letters that wait for the plan, those among them that came while it did not run."""
    return tuple(one for one in store.letters(slug) if one.state == "arrived")


def _on_their_way(store: Store, slug: str, now: dt.datetime) -> tuple[NoticeRecord, ...]:
    return tuple(one for one in store.unsent(now) if one.plan == slug and one.notice and one.at > now - GIVEN_UP)
