"""A worker hosts the workflows and activities on one task queue."""

import asyncio
import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import Worker, WorkerDeploymentConfig
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from mail.inbox import Inbox
from workflows.activities import Activities
from workflows.codec import converter
from workflows.crm_workflow import CrmWorkflow
from workflows.digest_workflow import DigestWorkflow
from workflows.draft_workflow import DraftWorkflow
from workflows.lookout_workflow import LookoutWorkflow
from workflows.mailbox_workflow import MailboxWorkflow
from workflows.parts import Parts
from workflows.plan_workflow import PlanWorkflow
from workflows.purge_workflow import PurgeWorkflow

THREADS = 12
"""Blocking activities at the same time: one watches the mailbox, the others read, keep and send."""
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


def worker_on(
    client: Client,
    parts: Parts,
    open_inbox: Callable[[str], Inbox],
    task_queue: str,
    deployment: WorkerDeploymentConfig | None = None,
) -> Worker:
    """Return a worker, ready to run, with its activities in a thread pool of set size."""
    activities = Activities(parts, client, asyncio.get_running_loop(), open_inbox)
    return Worker(
        client,
        task_queue=task_queue,
        deployment_config=deployment,
        workflows=[
            PlanWorkflow,
            MailboxWorkflow,
            DigestWorkflow,
            LookoutWorkflow,
            DraftWorkflow,
            CrmWorkflow,
            PurgeWorkflow,
        ],
        activities=[
            activities.keep,
            activities.read_at_once,
            activities.read_letter,
            activities.read_note,
            activities.put_aside,
            activities.known_as,
            activities.forget,
            activities.send_notice,
            activities.send_notices,
            activities.send_digests,
            activities.alert_of_stuck,
            activities.mirror,
            activities.tell_of_mirror,
            activities.copy_to_crm,
            activities.take_draft,
            activities.start_draft,
            activities.answer_draft,
            activities.purge,
            activities.watch_mailbox,
        ],
        activity_executor=ThreadPoolExecutor(THREADS, thread_name_prefix="activity"),
        workflow_runner=sandbox(),
        graceful_shutdown_timeout=dt.timedelta(seconds=10),
    )
