"""Forgetting goes plan by plan, running ones by their workflow, and ends with the histories that named somebody."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milepost.wiring import now
from plans.forgetting import Whom

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Mapping

    from temporalio.client import Client

    from milepost.settings import Settings
    from plans.plan import Person, Plan
    from storage.store import Store

RENEWED_WITHIN = 30
"""Seconds within which a plan that has forgotten somebody has begun a new history."""


@dataclass(frozen=True)
class Found:
    """Somebody in one plan: the plan's slug, and the person, None where it only mentions them."""

    slug: str
    whom: Whom
    person: "Person | None"


@dataclass(frozen=True)
class Everywhere:
    """Somebody by all names and addresses that any plan knows them by, and where they are found."""

    names: tuple[str, ...]
    addresses: tuple[str, ...]
    where: tuple[Found, ...]
    namesakes: tuple[str, ...] = ()
    """Plans on which somebody else, with another address, has the same name."""


def found(store: "Store", who: str, slug: str = "") -> Everywhere:
    """Return where somebody is known, by address or by id; with `slug` in that plan only.

    An id stands for its person's address, and that for every plan that has it, or their name in full.
    """
    slugs = [slug] if slug else [summary.slug for summary in store.plans()]
    plans = {one: plan for one in slugs if (plan := store.plan(one))}
    asked = _asked_for(plans, who)
    own = {person.email.casefold() for person in asked.values()}
    if len(own) > 1 or ("@" not in who and not own):
        return Everywhere((), (), tuple(Found(one, Whom(person.id), person) for one, person in asked.items()))
    own = own or {who.casefold()}
    records = _records(store, plans, own)
    people = [person for plan in plans.values() for person in plan.people]
    others = {one for person in people if person.email.casefold() not in own for one in person.addresses}
    addresses = tuple(sorted({one for record in records for one in record.addresses} - others | own))
    names = tuple(dict.fromkeys(record.name for record in records if " " in record.name))
    where = _where(store, plans, own, names, addresses)
    return Everywhere(names, addresses, where, _namesakes(plans, where, names))


def _asked_for(plans: "Mapping[str, Plan]", who: str) -> "dict[str, Person]":
    """Return who has this id, or this address as their own; where nobody has, whose alias it is."""
    address = who.casefold()
    ways: tuple[Callable[[Person], bool], ...] = (
        lambda person: who == person.id or address == person.email.casefold(),
        lambda person: address in person.addresses,
    )
    for is_asked in ways:
        people = {one: next(filter(is_asked, plan.people), None) for one, plan in plans.items()}
        if known := {one: person for one, person in people.items() if person}:
            return known
    return {}


def _records(store: "Store", plans: "Mapping[str, Plan]", own: set[str]) -> "list[Person]":
    """Return every way in which whoever has one of these addresses stands anywhere; `own` grows by their others."""
    while True:
        naming = [one for one in store.naming(own) if one in plans]
        records = [record for one in naming for record in store.known_as(one, *own)]
        if own >= (known := {record.email.casefold() for record in records}):
            return records
        own |= known


def _where(
    store: "Store", plans: "Mapping[str, Plan]", own: set[str], names: tuple[str, ...], addresses: tuple[str, ...]
) -> tuple[Found, ...]:
    """Return the plans that somebody is on, or that mention them; a name that is somebody else's there is none."""
    naming = set(store.naming(addresses))
    by_name = {name: set(store.naming((), (name,))) for name in names}
    where = []
    for slug, plan in plans.items():
        known = store.known_as(slug, *own) if slug in naming else ()
        person = next((one for one in plan.people if one in known), None)
        theirs = {one.name for one in plan.people if one != person}
        if person or slug in naming or any(slug in by_name[name] for name in names if name not in theirs):
            where.append(Found(slug, Whom(person.id if person else min(own), names, addresses), person))
    return tuple(where)


def _namesakes(plans: "Mapping[str, Plan]", where: tuple[Found, ...], names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the plans on which somebody else has one of these names."""
    them = {one.slug: one.person for one in where}
    return tuple(
        slug for slug, plan in plans.items() if any(p.name in names and p != them.get(slug) for p in plan.people)
    )


async def forget_in(client: "Client", store: "Store", where: Found) -> tuple[str, ...]:
    """Have somebody forgotten in one plan, and return their open lines."""
    from milepost.running_plans import command_plan

    run = await _run_of(client, where.slug)
    commanded = await command_plan(client, where.slug, "forget", where.whom) if run else None
    if commanded is None:
        return await asyncio.to_thread(_forget_kept, store, where)
    await _renewed(client, where.slug, run)
    await _delete_history(client, where.slug, run)
    return commanded.lines


def _forget_kept(store: "Store", where: Found) -> tuple[str, ...]:
    """Forget somebody in a plan that does not run: only the database knows it."""
    from milepost.running_plans import CommandRefusedError
    from plans.forgetting import fault_of_forgetting, forgotten
    from plans.state import PlanState

    plan = store.plan(where.slug)
    if plan is None:
        return ()
    if fault := fault_of_forgetting(plan, where.whom.person):
        raise CommandRefusedError(fault)
    at, key = now(), f"command/forget-{plan.version + 1}"
    erasure = store.erasure_of(plan, where.whom)
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
    deleted = 0
    async for run in client.list_workflows(f"WorkflowId = 'plan/{slug}' AND ExecutionStatus != 'Running'"):
        deleted += await _delete_history(client, slug, run.run_id)
    return deleted


async def _delete_history(client: "Client", slug: str, run: str) -> bool:
    """Have Temporal delete one history, and tell whether it was there; its list may be late to know of it."""
    from temporalio.api.common.v1 import WorkflowExecution
    from temporalio.api.workflowservice.v1 import DeleteWorkflowExecutionRequest
    from temporalio.service import RPCError, RPCStatusCode

    execution = WorkflowExecution(workflow_id=f"plan/{slug}", run_id=run)
    request = DeleteWorkflowExecutionRequest(namespace=client.namespace, workflow_execution=execution)
    try:
        await client.workflow_service.delete_workflow_execution(request)
    except RPCError as error:
        if error.status != RPCStatusCode.NOT_FOUND:
            raise
        return False
    return True


def forget_elsewhere(store: "Store", everywhere: Everywhere) -> None:
    """Erase somebody from what belongs to no plan, and from letters of all."""
    from plans.forgetting import erasure_outside
    from workflows.digests import digests_of

    erasure = erasure_outside(everywhere.names, everywhere.addresses)
    digests = [digests_of(address) for address in everywhere.addresses]
    store.forget_elsewhere(erasure, digests, everywhere.namesakes)


def unread_naming(store: "Store", everywhere: Everywhere, slug: str = "", *, soon: bool = False) -> "Counter[str]":
    """Return how many letters of others that name somebody wait to be read, by plan; with `slug` in that plan only.

    With `soon` those are left out whose plan does not run: nobody can tell when they are read.
    """
    from plans.forgetting import erasure_outside
    from workflows.mailroom import NOT_RUNNING

    erasure = erasure_outside(everywhere.names, everywhere.addresses)
    slugs, but = (slug,) if slug else (), NOT_RUNNING if soon else None
    return store.unread_naming(erasure, everywhere.namesakes, slugs, but)


def forget_local_mail(settings: "Settings", everywhere: Everywhere) -> int:
    """Erase somebody from the embedded stack's own mailboxes, where there are any; return how many mails went."""
    from functools import partial

    from milepost.local_mail.erasing import erase
    from plans.forgetting import erasure_outside
    from storage.mentions import mentions

    folder = settings.data_dir / "mail" / "spool"
    if not folder.exists():
        return 0
    erasure = erasure_outside(everywhere.names, everywhere.addresses)
    names = partial(mentions, finds=erasure.names_them)
    engine = settings.mail.address.casefold()
    return erase(folder, settings.mail.imap.port, settings.mail_password(), everywhere.addresses, names, engine)
