"""Comparing holds each running plan against the database, and writes again what the database lacks."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milepost.wiring import now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from temporalio.client import Client

    from plans.state import PlanState
    from storage.store import Store
    from workflows.messages import Record

AT_ONCE = 20
"""How many plans are asked at the same time."""
SOON = 2.0
"""Seconds after which a plan that is just being kept is looked at once more."""


@dataclass(frozen=True)
class Difference:
    """A running plan that the database does not show as it is."""

    slug: str
    words: str


async def differences(client: "Client", store: "Store", most: int | None = None) -> tuple[Difference, ...]:
    """Return how the database differs from the running plans (the latest begun, where only so many are looked at).

    What is on its way is given a moment to arrive.
    """
    running = client.list_workflows("WorkflowType = 'PlanWorkflow' AND ExecutionStatus = 'Running'", limit=most)
    slugs = [run.id.removeprefix("plan/") async for run in running]
    gate = asyncio.Semaphore(AT_ONCE)

    async def looked_at(slug: str) -> Difference | None:
        async with gate:
            found = await _difference(client, store, slug)
            if found:
                await asyncio.sleep(SOON)
                found = await _difference(client, store, slug)
            return found

    return tuple(one for one in await asyncio.gather(*map(looked_at, slugs)) if one)


async def gone(client: "Client", store: "Store") -> tuple[str, ...]:
    """Return the kept plans in use that no workflow runs: Temporal's data were lost, or somebody ended it there."""
    from milepost.running_plans import state_of
    from plans.plan import ENDED

    kept = [one.slug for one in await asyncio.to_thread(store.plans) if one.status not in ENDED]
    listed = client.list_workflows("WorkflowType = 'PlanWorkflow' AND ExecutionStatus = 'Running'", page_size=1_000)
    running = {run.id.removeprefix("plan/") async for run in listed} if kept else set()
    # The list of workflows is a moment behind: whoever is missing there is asked for by name.
    return tuple([slug for slug in kept if slug not in running and await state_of(client, slug) is None])


async def _difference(client: "Client", store: "Store", slug: str) -> Difference | None:
    from milepost.running_plans import state_of

    state = await state_of(client, slug)
    words = await asyncio.to_thread(fault_of, store, state) if state else ""
    if state and not words:
        words = next(
            (f"has a log that does not hold: {one}" for one in await asyncio.to_thread(store.verify, slug)), ""
        )
    return Difference(slug, words) if words else None


def fault_of(store: "Store", state: "PlanState") -> str:
    """Return how the database differs from a plan's state, '' where it does not."""
    from storage.rebuild import rebuild

    plan = state.plan
    kept = store.plan(plan.slug)
    if kept is None:
        return f"is at version {plan.version}, and the database has none of it"
    if kept.version > plan.version:
        return f"is at version {plan.version}, and the database is ahead of it at {kept.version}"
    if kept.version < plan.version:
        return f"is at version {plan.version}, and the database behind it at {kept.version}"
    if kept != plan:
        return f"differs from its version {plan.version} in the database"
    log = store.log(plan.slug)
    since = max((row.entry.version for row in log if row.entry and row.entry.kind == "restored"), default=0)
    if missing := [number for number in store.missing_versions(plan.slug) if number > since]:
        return f"lacks its versions {', '.join(map(str, missing))} in the database"
    return "" if rebuild(log) == plan else "is not what its log adds up to"


async def repair(client: "Client", store: "Store") -> tuple[Difference, ...]:
    """Write again what the database lacks of running plans, and return what was mended.

    First what each history says was to be kept is kept again, which changes nothing that is there; where that does not
    make the database equal, the plan is kept whole, with an entry that says so.
    """
    from milepost.running_plans import state_of

    mended = await differences(client, store)
    for one in mended:
        for record in [record async for record in _records(client, one.slug)]:
            await asyncio.to_thread(_kept_again, store, record)
        state = await state_of(client, one.slug)
        if state is not None:
            await asyncio.to_thread(_made_equal, store, state)
    return mended


def _made_equal(store: "Store", state: "PlanState") -> None:
    if fault_of(store, state):
        store.restore(state.plan, now(), len(state.pending))


async def _records(client: "Client", slug: str) -> "AsyncIterator[Record]":
    """Yield what a plan's histories say was to be kept, the oldest first."""
    from workflows.messages import Record

    runs = [run async for run in client.list_workflows(f"WorkflowId = 'plan/{slug}'")]
    for run in sorted(runs, key=lambda run: run.start_time):
        handle = client.get_workflow_handle(run.id, run_id=run.run_id)
        async for event in handle.fetch_history_events():
            scheduled = event.activity_task_scheduled_event_attributes
            if scheduled.activity_type.name == "keep":
                (record,) = await client.data_converter.decode(list(scheduled.input.payloads), [Record])
                yield record


def _kept_again(store: "Store", record: "Record") -> None:
    """Keep a record again; one that clashes with what is there is left to the restoring."""
    from storage.versions import VersionClashError, as_kept

    if record.plan is None:
        store.keep_entries(record.slug, record.entries, record.key, record.waiting)
        return
    known = {row.entry for row in store.log(record.slug)}
    lacking = [one for one in as_kept(record.plan, record.entries) if one not in known]
    try:
        store.keep_version(record.plan, lacking, record.at, record.waiting)
    except VersionClashError:
        return
