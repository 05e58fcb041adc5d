"""The doctor tells whether everything is reachable and set right, one line each with the cure."""

import asyncio
import json
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temporalio.client import Client

    from milepost.settings import Settings

LIMIT = 8.0
"""Seconds that each question may take."""
LONG = 600.0
"""Seconds that mending may take: every running plan is compared."""
MOST_COMPARED = 300
"""Running plans that are compared with the database unless mending is asked."""
LITTLE_SPACE = 200 << 20
"""Bytes of free disk below which letters may soon not be kept."""


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: fine or not, what was found, and the cure."""

    what: str
    fine: bool
    found: str
    cure: str = ""


def doctor(as_json: bool, fix: bool, data: Path | None) -> int:
    """Look at everything, after mending what can be mended where `fix` is asked; exit 0 where all is well, 1 if not."""
    from milepost.settings import settings_for
    from milepost.wiring import here

    settings = here(settings_for(data))
    findings = asyncio.run(_looked_at(settings, fix))
    if as_json:
        print(json.dumps([asdict(finding) for finding in findings]))
    else:
        _print(findings)
    return 0 if all(finding.fine for finding in findings) else 1


def _print(findings: list[Finding]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    for finding in findings:
        mark = "[green]●[/green]" if finding.fine else "[red]■[/red]"
        console.print(f"{mark} {finding.what}: {finding.found}{'' if finding.fine else f' {finding.cure}'}")


async def _looked_at(settings: "Settings", fix: bool) -> list[Finding]:
    mended = (
        [await _finding("fix", lambda: _mend(settings), "See what is said of Temporal below.", LONG)] if fix else []
    )
    return [*mended, *await _findings(settings)]


async def _mend(settings: "Settings") -> str:
    from milepost.registering import register_attributes
    from milepost.scheduling import schedule_digests, schedule_lookout, schedule_purge
    from milepost.wiring import unwatched

    client = await _client(settings)
    registered = await register_attributes(client)
    digests, lookout = await schedule_digests(client, settings), await schedule_lookout(client, settings)
    repaired = await _repaired(client, settings)
    missing, purge = ", ".join(registered) or "none was missing", await schedule_purge(client, settings)
    ended = ", ".join(await unwatched(client, settings)) or "none"
    return (
        f"search attributes registered: {missing}; digests {digests}; lookout {lookout}; purge {purge}; {repaired}; "
        f"mailboxes no longer watched: {ended}"
    )


async def _repaired(client: "Client", settings: "Settings") -> str:
    from milepost.comparing import repair
    from milepost.wiring import store_of

    with store_of(settings) as store:
        mended = await repair(client, store)
    return f"written anew: {', '.join(one.slug for one in mended) or 'no plan'}"


async def _compared(settings: "Settings") -> str:
    from milepost.comparing import differences
    from milepost.wiring import store_of

    with store_of(settings) as store:
        found = await differences(await _client(settings), store, MOST_COMPARED)
    if found:
        raise LookupError(f"{'; '.join(f'{one.slug} {one.words}' for one in found)}.")
    return "the database shows the running plans as they are"


async def _running(settings: "Settings") -> str:
    from milepost.comparing import gone
    from milepost.wiring import store_of

    with store_of(settings) as store:
        found = await gone(await _client(settings), store)
    if found:
        raise LookupError(f"the database has plans that no workflow runs: {', '.join(found)}.")
    return "every plan in use has its workflow"


async def _findings(settings: "Settings") -> list[Finding]:
    """Ask everything side by side; each question has its time limit, and a failure is a finding."""
    questions: dict[str, tuple[Callable[[], Awaitable[str]], str]] = {
        "disk": (lambda: asyncio.to_thread(_disk, settings), "Free some space or move data_dir."),
        "keys": (lambda: asyncio.to_thread(_keys, settings), "Set MILEPOST_KEYS, or let `milepost up` make one."),
        "database": (lambda: asyncio.to_thread(_database, settings), "Check database.url and that the server runs."),
        "temporal": (lambda: _temporal(settings), "Check temporal.address, or start `milepost up`."),
        "worker": (lambda: _worker(settings), "Start one with `milepost worker` (or `milepost up`)."),
        "search": (lambda: _searchable(settings), "Run `milepost doctor --fix`, or add them in your cloud's console."),
        "held up": (
            lambda: asyncio.to_thread(_held_up, settings),
            "See the plan's page in the Web UI: which activity fails?",
        ),
        "record": (
            lambda: _compared(settings),
            "Run `milepost doctor --fix`: the database is written anew from the plans.",
        ),
        "running": (
            lambda: _running(settings),
            "Are temporal.address and namespace right? `milepost start --kept PLAN` takes each up from its record.",
        ),
        "mailbox in": (lambda: asyncio.to_thread(_imap, settings), "Check mail.imap.* and the password."),
        "mail out": (lambda: asyncio.to_thread(_smtp, settings), "Check mail.smtp.* and the password."),
    }
    if settings.mail.dkim.selector:
        questions["signature"] = (lambda: asyncio.to_thread(_signature, settings), "Check mail.dkim.* and the DNS.")
    if settings.crm.has("webhook"):
        questions["crm"] = (
            lambda: asyncio.to_thread(_crm, settings),
            "Mend the CRM's side, then `milepost crm resume PLAN`; docs/crm.md.",
        )
    asked = (_finding(what, ask, cure) for what, (ask, cure) in questions.items())
    return list(await asyncio.gather(*asked))


async def _finding(what: str, ask: Callable[[], Awaitable[str]], cure: str, limit: float = LIMIT) -> Finding:
    try:
        return Finding(what, True, await asyncio.wait_for(ask(), limit))
    except TimeoutError:
        return Finding(what, False, f"no answer within {limit:.0f} s.", cure)
    except Exception as error:  # A question must never stop the others; what it ran into is the finding.
        return Finding(what, False, f"{str(error) or type(error).__name__}", cure)


def _disk(settings: "Settings") -> str:
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free
    if free < LITTLE_SPACE:
        raise OSError(f"only {free >> 20} MB are free in {settings.data_dir}.")
    return f"{free >> 30} GB free in {settings.data_dir}"


def _keys(settings: "Settings") -> str:
    keys = settings.seal_keys()
    if not keys:
        raise ValueError("there is no key to seal addresses and documents with.")
    return f"{len(keys)} in the ring"


def _database(settings: "Settings") -> str:
    from milepost.wiring import store_of

    with store_of(settings) as store:
        return f"{len(store.plans())} plans, schema up to date"


def _held_up(settings: "Settings") -> str:
    from milepost.wiring import now, store_of
    from workflows.held_up import stuck_plans

    with store_of(settings) as store:
        stuck = stuck_plans(store, now())
    if stuck:
        raise LookupError(f"{'; '.join(f'{one.plan} has {one.words}' for one in stuck)}.")
    return "no letter unread and no mail unsent for long"


async def _client(settings: "Settings") -> "Client":
    from milepost.wiring import temporal_client

    return await temporal_client(settings)


async def _temporal(settings: "Settings") -> str:
    await (await _client(settings)).count_workflows("WorkflowType = 'PlanWorkflow'")
    return f"{settings.temporal.address}, namespace {settings.temporal.namespace}"


async def _searchable(settings: "Settings") -> str:
    from workflows.starting import missing_attributes

    if missing := await missing_attributes(await _client(settings)):
        raise LookupError(f"the namespace does not know the search attributes {', '.join(missing)}.")
    return "the namespace knows all search attributes"


async def _worker(settings: "Settings") -> str:
    from temporalio.api.enums.v1 import TaskQueueType
    from temporalio.api.taskqueue.v1 import TaskQueue
    from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest

    from workflows.queues import QUEUES, Queue, queue_named

    client, base = await _client(settings), settings.temporal.task_queue

    async def workers(queue: Queue) -> int:
        plans = queue == "plans"
        request = DescribeTaskQueueRequest(
            namespace=settings.temporal.namespace,
            task_queue=TaskQueue(name=queue_named(base, queue)),
            task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW if plans else TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
        )
        return len((await client.workflow_service.describe_task_queue(request)).pollers)

    found = dict(zip(QUEUES, await asyncio.gather(*map(workers, QUEUES)), strict=True))
    if idle := [queue_named(base, queue) for queue, number in found.items() if not number]:
        raise LookupError(f"nobody works on the task {'queues' if len(idle) > 1 else 'queue'} {', '.join(idle)}.")
    return f"on the task queue {base}: {', '.join(f'{number} for {queue}' for queue, number in found.items())}"


def _imap(settings: "Settings") -> str:
    from mail.inbox import Inbox
    from milepost.settings.accounts import imap_account, mailboxes

    accounts = [imap_account(settings, name) for name in mailboxes(settings)]
    for account in accounts:
        with Inbox(account):
            pass
    return ", ".join(f"{account.user} at {account.host}:{account.port}" for account in accounts)


def _smtp(settings: "Settings") -> str:
    from milepost.settings.accounts import smtp_account
    from milepost.wiring import outbox_of

    account, outbox = smtp_account(settings), outbox_of(settings)
    try:
        outbox.check()
    finally:
        outbox.close()
    return f"{account.host}:{account.port}"


def _crm(settings: "Settings") -> str:
    from milepost.settings.accounts import endpoint_of
    from milepost.wiring import store_of

    endpoint, store = endpoint_of(settings), store_of(settings)
    try:
        stopped = [one for one in store.mirrors_stopped() if endpoint and one.endpoint == endpoint.name]
    finally:
        store.close()
    if stopped:
        states = {"off": "switched off", "failed": "behind"}
        raise LookupError(f"{'; '.join(f'{one.plan} is {states[one.state]}: {one.why}' for one in stopped)}.")
    return "no plan is switched off or given up"


def _signature(settings: "Settings") -> str:
    from milepost.settings.accounts import signer_of

    signer = signer_of(settings)
    if signer is None:
        return "none"
    if problem := signer.problem():
        raise LookupError(problem)
    return f"{signer.selector}._domainkey.{signer.domain}"
