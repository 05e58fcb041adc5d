"""Running plans are started, looked at and told things here, by the command line and whoever else holds a client."""

import asyncio
import uuid
from typing import TYPE_CHECKING

from milepost.wiring import TemporalDownError, now

if TYPE_CHECKING:
    from temporalio.client import Client

    from milepost.settings import Settings
    from plans.command import Commanded
    from plans.plan import Plan
    from plans.state import PlanState
    from plans.taking_up import TakenUp
    from storage.store import Store
    from workflows.messages import Nudging

SILENT_AFTER = 45
"""Seconds after which a command stops waiting for a plan's answer."""


class CommandRefusedError(Exception):
    """A command that a plan refused; the sentence is the plan's."""


async def start_plan(client: "Client", settings: "Settings", plan: "Plan") -> bool:
    """Start a plan's workflow; False where it runs already."""
    from workflows.starting import start

    return await start(client, settings.temporal.task_queue, plan, now())


async def take_up_plan(client: "Client", settings: "Settings", store: "Store", slug: str) -> "TakenUp | None":
    """Start a kept plan whose workflow is gone; None where it runs."""
    from workflows.taking_up import take_up

    return await take_up(client, settings.temporal.task_queue, store, slug, now())


async def state_of(client: "Client", slug: str) -> "PlanState | None":
    """Return a running plan's state, None where it does not run."""
    from temporalio.client import WorkflowExecutionStatus
    from temporalio.service import RPCError, RPCStatusCode

    from workflows.plan_workflow import PlanWorkflow, workflow_id

    handle = client.get_workflow_handle(workflow_id(slug))
    try:
        if (await handle.describe()).status != WorkflowExecutionStatus.RUNNING:
            return None
        return await handle.query(PlanWorkflow.show)
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return None
        raise


async def command_plan(client: "Client", slug: str, command: str, told: object) -> "Commanded | None":
    """Give a running plan a command and return what came of it; None where it does not run.

    CommandRefusedError has the sentence where the plan refuses. A command is given under an id of its own, so that
    it counts once however often the connection breaks.
    """
    from temporalio.client import WorkflowUpdateFailedError
    from temporalio.service import RPCError

    from plans.command import Commanded
    from workflows.plan_workflow import workflow_id

    handle = client.get_workflow_handle(workflow_id(slug))
    try:
        async with asyncio.timeout(SILENT_AFTER):
            commanded: Commanded = await handle.execute_update(
                command, told, id=f"{command}-{uuid.uuid4().hex}", result_type=Commanded
            )
    except WorkflowUpdateFailedError as refused:
        raise CommandRefusedError(getattr(refused.cause, "message", "") or str(refused)) from refused
    except (TimeoutError, RPCError) as failed:
        _say_why(slug, failed)
        return None
    return commanded


def _say_why(slug: str, failed: Exception) -> None:
    """Raise what a failed command means, as a sentence; nothing where the plan just does not run."""
    from temporalio.service import RPCError, RPCStatusCode

    if isinstance(failed, TimeoutError):
        raise TemporalDownError(
            f"{slug} did not answer within {SILENT_AFTER} s: no worker seems to run. Start `milepost up` or "
            "`milepost worker`, then run this again; nothing is sent twice."
        ) from None
    if not (isinstance(failed, RPCError) and failed.status == RPCStatusCode.NOT_FOUND):
        raise failed


async def nudge_plan(client: "Client", slug: str) -> "Nudging | None":
    """Have a plan send what is due today; return who got a mail, None where it does not run."""
    from temporalio.service import RPCError

    from workflows.plan_workflow import PlanWorkflow, workflow_id

    try:
        async with asyncio.timeout(SILENT_AFTER):
            nudging = await client.get_workflow_handle(workflow_id(slug)).execute_update(PlanWorkflow.nudge)
    except (TimeoutError, RPCError) as failed:
        _say_why(slug, failed)
        return None
    return nudging
