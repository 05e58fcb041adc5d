"""A worker hosts the workflows and activities of the queues that it serves, each with limits of its own."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import Worker, WorkerDeploymentConfig
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from mail.inbox import Inbox
from workflows.activities import Activities
from workflows.calendars import days_off
from workflows.codec import converter
from workflows.crm_workflow import CrmWorkflow
from workflows.digest_workflow import DigestWorkflow
from workflows.draft_workflow import DraftWorkflow
from workflows.lookout_workflow import LookoutWorkflow
from workflows.mailbox_workflow import MailboxWorkflow
from workflows.parts import Parts
from workflows.plan_workflow import PlanWorkflow
from workflows.purge_workflow import PurgeWorkflow
from workflows.queues import SHARES, Queue, Share, queue_named

WORKFLOWS = (
    PlanWorkflow,
    MailboxWorkflow,
    DigestWorkflow,
    LookoutWorkflow,
    DraftWorkflow,
    CrmWorkflow,
    PurgeWorkflow,
)
STOPPING = dt.timedelta(seconds=10)
"""How long what has begun may take when a worker stops, before it is broken off; a mail is not: it ends by its
server's time limits."""
DATA_CONVERTER = converter()
"""Carries frozen dataclasses with dates, which the default JSON cannot."""
PASSED_THROUGH = ("plans", "workflows", "pydantic", "zoneinfo", "tzdata")
"""Modules that the sandbox hands in as they are: `plans` is pure by contract, and proxies would break its dates."""


def sandbox() -> SandboxedWorkflowRunner:
    """Return the sandbox that workflows run in, and are replayed in."""
    restrictions = SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    return SandboxedWorkflowRunner(restrictions=restrictions)


def versioned(deployment: str, build: str) -> WorkerDeploymentConfig | None:
    """Return a worker's place in a deployment; None without a name: then every worker takes every plan.

    Plans live longer than versions, so a plan goes on with the current version, wherever it was started.
    """
    if not deployment:
        return None
    return WorkerDeploymentConfig(WorkerDeploymentVersion(deployment, build), True, VersioningBehavior.AUTO_UPGRADE)


@dataclass(frozen=True)
class Work:
    """What one worker takes on: its share of each queue that it serves, the mailboxes that may all fall to it, and how
    many plans it keeps at hand."""

    shares: Mapping[Queue, Share]
    mailboxes: int = 1
    cached_plans: int = 1000


ALL = Work(SHARES)
"""One process that does everything."""


@contextlib.asynccontextmanager
async def worker_on(
    client: Client,
    parts: Parts,
    open_inbox: Callable[[str], Inbox],
    task_queue: str,
    deployment: WorkerDeploymentConfig | None = None,
    work: Work = ALL,
) -> AsyncIterator[None]:
    """Work while the block runs; at its end all queues stop together, each once what it began is finished."""
    activities = Activities(parts, client, asyncio.get_running_loop(), open_inbox, task_queue)
    workers = [
        Worker(
            client,
            task_queue=queue_named(task_queue, queue),
            deployment_config=deployment,
            workflow_runner=sandbox(),
            graceful_shutdown_timeout=STOPPING,
            **(_plans(activities, work) if queue == "plans" else _beside(activities, work, queue)),
        )
        for queue in work.shares
    ]
    async with contextlib.AsyncExitStack() as running:
        for worker in workers:
            await running.enter_async_context(worker)
        try:
            yield
        finally:
            await asyncio.gather(*(worker.shutdown() for worker in workers))


def _plans(activities: Activities, work: Work) -> dict[str, Any]:
    """Return what the plans' own queue is served with; what is read at once has as many threads as the rest."""
    share = work.shares["plans"]
    return {
        "workflows": WORKFLOWS,
        "activities": _beside_plans(activities),
        "max_cached_workflows": work.cached_plans,
        "max_concurrent_local_activities": share.at_once,
        **_limited("plans", share, 2 * share.at_once),
    }


def _beside_plans(activities: Activities) -> Sequence[Callable[..., Any]]:
    """Return what runs on the plans' own queue: their record, what is read at once, and what is rare."""
    return [
        activities.keep,
        activities.read_at_once,
        days_off,
        activities.put_aside,
        activities.known_as,
        activities.forget,
        activities.mirror,
        activities.tell_of_mirror,
        activities.copy_to_crm,
        activities.take_draft,
        activities.start_draft,
        activities.answer_draft,
        activities.purge,
    ]


def _beside(activities: Activities, work: Work, queue: Queue) -> dict[str, Any]:
    """Return what a queue beside the plans' is served with; every mailbox has a thread to itself."""
    share = work.shares[queue]
    threads = share.at_once + (work.mailboxes if queue == "mail" else 0)
    return {"activities": _hosted(activities)[queue], "max_cached_workflows": 0, **_limited(queue, share, threads)}


def _hosted(activities: Activities) -> dict[Queue, Sequence[Callable[..., Any]]]:
    return {
        "mail": [
            activities.send_notice,
            activities.send_notices,
            activities.send_digests,
            activities.alert_of_stuck,
            activities.watch_mailbox,
        ],
        "reading": [activities.read_letter, activities.read_note],
        "word": [activities.send_notice, activities.send_notices],
    }


def _limited(queue: Queue, share: Share, threads: int) -> dict[str, Any]:
    return {
        "activity_executor": ThreadPoolExecutor(threads, thread_name_prefix=queue),
        "max_concurrent_activities": threads if queue != "plans" else share.at_once,
        "max_task_queue_activities_per_second": share.a_second or None,
    }
