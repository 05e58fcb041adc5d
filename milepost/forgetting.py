"""Forgetting goes plan by plan, running ones by their workflow, and ends with the histories that named somebody."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milepost.wiring import now

if TYPE_CHECKING:
    from temporalio.client import Client

    from plans.plan import Person, Plan
    from storage.store import Store

RENEWED_WITHIN = 30
"""Seconds within which a plan that has forgotten somebody has begun a new history."""


@dataclass(frozen=True)
class Found:
    """Somebody in one plan: the plan's slug, and the id, or the address where they only wrote to it."""

    slug: str
    who: str
    person: "Person | None"


def found(store: "Store", who: str, slug: str = "") -> tuple[Found, ...]:
    """Return where somebody is known, by address or by id; with `slug` in that plan only."""
    slugs = [slug] if slug else [summary.slug for summary in store.plans()]
    plans = {one: plan for one in slugs if (plan := store.plan(one))}
    if "@" not in who:
        return tuple(Found(one, who, person) for one, plan in plans.items() if (person := plan.person(who)))
    naming = set(store.naming(who))
    people = {one: plan.person_at(who) for one, plan in plans.items()}
    return tuple(
        Found(one, person.id if person else who, person) for one, person in people.items() if person or one in naming
    )


async def forget_in(client: "Client", store: "Store", where: Found) -> tuple[str, ...]:
    """Have somebody forgotten in one plan, and return their open lines."""
    from milepost.running_plans import command_plan
    from workflows.messages import Forgetting

    run = await _run_of(client, where.slug)
    commanded = await command_plan(client, where.slug, "forget", Forgetting(where.who)) if run else None
    if commanded is None:
        return await asyncio.to_thread(_forget_kept, store, where)
    await _renewed(client, where.slug, run)
    return commanded.lines


def _forget_kept(store: "Store", where: Found) -> tuple[str, ...]:
    """Forget somebody in a plan that does not run: only the database knows it."""
    from milepost.running_plans import CommandRefusedError
    from plans.forgetting import erasure_of, fault_of_forgetting, forgotten
    from plans.state import PlanState

    plan: Plan | None = store.plan(where.slug)
    if plan is None:
        return ()
    if fault := fault_of_forgetting(plan, where.who):
        raise CommandRefusedError(fault)
    at, key = now(), f"command/forget-{plan.version + 1}"
    erasure = erasure_of(plan, where.who, store.known_as(plan.slug, where.who))
    outcome = forgotten(PlanState(plan, at), erasure, key, at)
    store.forget(erasure, outcome.state.plan, at, key)
    return tuple(line for notice in outcome.notices for line in notice.lines)


async def _run_of(client: "Client", slug: str) -> str:
    """Return the id of a plan's history that is being written, '' where the plan does not run."""
    from temporalio.client import WorkflowExecutionStatus
    from temporalio.service import RPCError, RPCStatusCode

    try:
        found = await client.get_workflow_handle(f"plan/{slug}").describe()
    except RPCError as error:
        if error.status == RPCStatusCode.NOT_FOUND:
            return ""
        raise
    return found.run_id if found.status == WorkflowExecutionStatus.RUNNING else ""


async def _renewed(client: "Client", slug: str, run: str) -> None:
    async with asyncio.timeout(RENEWED_WITHIN):
        while await _run_of(client, slug) == run:
            await asyncio.sleep(0.2)


async def delete_histories(client: "Client", slug: str) -> int:
    """Have Temporal delete every closed history of a plan, and return how many; the one that is written stays."""
    from temporalio.api.common.v1 import WorkflowExecution
    from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest

    deleted = 0
    async for run in client.list_workflows(f"WorkflowId = 'plan/{slug}' AND ExecutionStatus != 'Running'"):
        execution = WorkflowExecution(workflow_id=run.id, run_id=run.run_id)
        request = DeleteWorkflowExecutionRequest(namespace=client.namespace, workflow_execution=execution)
        await client.workflow_service.delete_workflow_execution(request)
        deleted += 1
    return deleted


def forget_elsewhere(store: "Store", everywhere: tuple[Found, ...], who: str) -> int:
    """Erase somebody from what belongs to no plan, and return how many of others' letters wait unread."""
    from dataclasses import replace

    from plans.forgetting import Erasure, erasure_of
    from plans.plan import Party, Plan
    from workflows.digests import digests_of

    people = [one.person for one in everywhere if one.person]
    names = tuple(dict.fromkeys(person.name for person in people))
    addresses = {address for person in people for address in person.addresses} | (
        {who.casefold()} if "@" in who else set()
    )
    nobody = Plan("", "", "UTC", "en", Party("", ()), Party("", ()), (), ())
    erasure: Erasure = replace(erasure_of(nobody, who), names=names, addresses=tuple(sorted(addresses)))
    return store.forget_elsewhere(erasure, [digests_of(address) for address in addresses]).unread
