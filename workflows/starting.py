"""Starting a plan is one way, whoever asks for it: the command line, or a seller's mail."""

import datetime as dt
from dataclasses import replace

from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.exceptions import WorkflowAlreadyStartedError
from temporalio.service import RPCError

from plans.agenda import since
from plans.first_mail import begun
from plans.health import vitals_of
from plans.plan import Plan
from plans.state import PlanState
from workflows.attributes import KEYS, as_started
from workflows.calendars import calendar_ahead
from workflows.messages import PlanRun
from workflows.plan_workflow import PlanWorkflow, workflow_id


async def missing_attributes(client: Client) -> tuple[str, ...]:
    """Return the names of our search attributes that the namespace does not know."""
    asked = ListSearchAttributesRequest(namespace=client.namespace)
    known = (await client.operator_service.list_search_attributes(asked)).custom_attributes
    return tuple(key.name for key in KEYS if key.name not in known)


async def _unknown(client: Client) -> tuple[str, ...]:
    """Return the search attributes that the namespace does not know; all, where we may not ask."""
    try:
        return await missing_attributes(client)
    except RPCError:
        return tuple(key.name for key in KEYS)


async def start(client: Client, task_queue: str, plan: Plan, now: dt.datetime) -> bool:
    """Start a plan's workflow; False where it runs already."""
    calendar = calendar_ahead(plan, now)
    state = PlanState(plan, now, calendar, sent=(since(now.astimezone(plan.zone).date()),))
    state, notices = begun(state)
    return await begin(client, task_queue, PlanRun(state, unsent=notices), now)


async def begin(client: Client, task_queue: str, run: PlanRun, now: dt.datetime) -> bool:
    """Begin a plan's workflow with what it is to carry; False where it runs already."""
    state, plan = run.state, run.state.plan
    searchable = not await _unknown(client)
    try:
        await client.start_workflow(
            PlanWorkflow.run,
            replace(run, searchable=searchable),
            id=workflow_id(plan.slug),
            search_attributes=as_started(vitals_of(state, now)) if searchable else None,
            task_queue=task_queue,
            static_summary=plan.title,
            static_details=f"Plan {plan.slug}: {len(plan.milestones)} milestones, {len(plan.people)} people.",
        )
    except WorkflowAlreadyStartedError:
        return False
    return True
