"""An alert tells whoever looks after the engine of the plans that something holds up, each once a day."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.service import RPCError

from mail.envelope import Envelope, compose, message_id
from plans.letter import Address
from plans.notice import Said
from storage.outbox import NoticeRecord
from templates.alert import say_alert, say_unread
from workflows.held_up import stuck_plans
from workflows.messages import Watched
from workflows.parts import Parts
from workflows.sending import send_claimed

ALERT = "alert"
"""What stands in the outbox for a plan where a mail goes to whoever looks after the engine."""
FAILING = "WorkflowType = 'PlanWorkflow' AND ExecutionStatus = 'Running' AND TemporalReportedProblems IS NOT NULL"
"""How the server is asked for them; it marks a workflow after five tries in a row."""
ASKING = dt.timedelta(seconds=20)
"""How long the server may take to tell which plans fail; whoever looks after the engine hears of the others anyway."""
ANSWER, SHOWING = dt.timedelta(seconds=10), dt.timedelta(seconds=60)
"""How long one plan, and all of them, may take to show that they are held up; the next look goes on."""
SIDE_BY_SIDE = 20
"""Plans that are told at a time."""


def alert(parts: Parts, failing: Collection[str] = ()) -> Watched:
    """Mail whoever looks after the engine about plans that are stuck, each plan once a day."""
    now = parts.clock()
    stuck = stuck_plans(parts.store, now, failing)
    fresh = [one for one in stuck if parts.alerts and _claims(parts, _key(one.plan, now), one.words, now)]
    if not fresh:
        return Watched(len(stuck))
    keys = [_key(one.plan, now) for one in fresh]
    sent = _sent(parts, say_alert([(one.plan, one.words) for one in fresh], now), keys, now)
    return Watched(len(stuck), len(fresh) if sent else 0)


async def failing_plans(client: Client) -> tuple[str, ...]:
    """Return the plans whose own steps fail again and again, as Temporal marks them; none where it cannot tell."""
    try:
        async with asyncio.timeout(ASKING.total_seconds()):
            return tuple([one.id.removeprefix("plan/") async for one in client.list_workflows(FAILING)])
    except (RPCError, TimeoutError):
        return ()


async def show_held_up(client: Client, plans: Iterable[str]) -> None:
    """Have plans show that something holds them up, so that they are found by it; a plan that cannot answer is left.

    One that shows it already, or that nothing holds up any more, refuses, which leaves no event.
    """
    few = asyncio.Semaphore(SIDE_BY_SIDE)

    async def show(plan: str) -> None:
        async with few:
            with contextlib.suppress(RPCError, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError):
                handle = client.get_workflow_handle(f"plan/{plan}")
                await handle.execute_update("hold_up", rpc_timeout=ANSWER)

    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(SHOWING.total_seconds()):
            await asyncio.gather(*(show(plan) for plan in plans))


def alert_of_unread(parts: Parts, mailbox: str, digest: str) -> bool:
    """Mail whoever looks after the engine that a mail which shows no plan cannot be read, once a mailbox and day.

    Tell whether it was sent.
    """
    now = parts.clock()
    key = _key(f"unread/{mailbox}", now)
    if not parts.alerts or not _claims(parts, key, digest, now):
        return False
    return _sent(parts, say_unread(mailbox, digest, now), [key], now)


def _sent(parts: Parts, said: Said, keys: Sequence[str], now: dt.datetime) -> bool:
    """Send one alert for all that it tells of, and tell whether it left."""
    envelope = Envelope(
        to=Address(parts.alerts),
        sender=parts.identity.sender,
        reply_to=parts.identity.address,
        message_id=message_id("/".join(keys), parts.identity.domain),
        sent_at=now,
    )
    delivered = send_claimed(parts, keys, compose(said, envelope), parts.alerts, parts.identity.address)
    return delivered.result == "sent"


def _key(what: str, now: dt.datetime) -> str:
    return f"alert/{what}/{now.date().isoformat()}"


def _claims(parts: Parts, key: str, words: str, now: dt.datetime) -> bool:
    """Tell whether this alert of the day has not gone out yet, and note that it is about to."""
    record = NoticeRecord(
        key=key, plan=ALERT, version=0, to="ops", kind="question", lines=(), asks=(),
        message_id=message_id(key, parts.identity.domain), code="", text=words, at=now,
    )  # fmt: skip
    return parts.store.claim(record) != "sent"
