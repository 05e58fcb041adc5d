"""Wiring is the one place where real parts meet: settings in, a store, a mailbox, a client and a worker out."""

import contextlib
import datetime as dt
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from temporalio.client import Client
    from temporalio.runtime import Runtime
    from temporalio.service import TLSConfig

    from mail.copies import SentFolder
    from mail.inbox import Inbox
    from mail.outbox import Outbox
    from milepost.settings import Settings
    from milepost.temporal_server import StackPorts
    from storage.store import Store
    from workflows.parts import Parts
    from workflows.watcher import Watcher
    from workflows.worker import Work


class TemporalDownError(Exception):
    """Temporal does not answer; the sentence says what to do."""


def now() -> dt.datetime:
    """Return the time: the one clock that the parts are given."""
    return dt.datetime.now(dt.UTC)


def embedded_settings(settings: "Settings", ports: "StackPorts") -> "Settings":
    """Return the settings with every address of the embedded stack in place."""
    return settings.on_ports(temporal=ports.temporal, ui=ports.ui, smtp=ports.smtp, imap=ports.imap)


def here(settings: "Settings") -> "Settings":
    """Return the settings, pointing at the embedded stack of the data directory where they name no Temporal."""
    from milepost.temporal_server import StackPorts

    if settings.temporal.address:
        return settings
    ports = StackPorts.read(settings.data_dir)
    return embedded_settings(settings, ports) if ports else settings


def store_of(settings: "Settings") -> "Store":
    """Return the store of the settings, its schema brought up to date."""
    from storage.store import Store

    store = Store(settings.database_url())
    store.migrate()
    return store


def store_in(data: "Path | None") -> "Store":
    """Return the store of the settings that hold in a data directory, of those in force where none is given."""
    from milepost.settings import settings_for

    return store_of(here(settings_for(data)))


def outbox_of(settings: "Settings") -> "Outbox":
    """Return the way out: the SMTP account of the settings, its pace, and who signs."""
    from mail.outbox import Outbox
    from milepost.settings.accounts import pace_of, signer_of, smtp_account

    return Outbox(smtp_account(settings), pace_of(settings), signer_of(settings))


def sent_folder_of(settings: "Settings") -> "SentFolder | None":
    """Return where copies of what is sent lie, None where nobody wants any."""
    from mail.copies import SentFolder
    from milepost.settings.accounts import imap_account

    return SentFolder(imap_account(settings), settings.mail.imap.sent) if settings.mail.imap.sent else None


def inbox_of(settings: "Settings", name: str) -> "Inbox":
    """Return the mailbox with this name, not opened yet."""
    from mail.inbox import Inbox
    from milepost.settings.accounts import imap_account

    return Inbox(imap_account(settings, name))


def parts_of(settings: "Settings", store: "Store", watcher: "Watcher") -> "Parts":
    """Return everything that activities need, on a store, with whoever watches them."""
    from mail.records import txt_records
    from milepost.settings.accounts import endpoint_of
    from workflows.parts import Crm, Identity, Parts, TrustRules

    return Parts(
        store=store,
        outbox=outbox_of(settings),
        sent=sent_folder_of(settings),
        identity=Identity(
            settings.mail.address, settings.mail.display_name, settings.seal_keys(), settings.mail.plus_addresses
        ),
        clock=now,
        trust=TrustRules(
            settings.trust.authserv_id,
            frozenset(settings.trust.unauthenticated),
            local=_is_embedded(settings),
            resolver=None if _is_embedded(settings) else txt_records,
        ),
        threshold=settings.reading.threshold,
        at_once=settings.reading.at_once_kb << 10,
        link=settings.web.url,
        words=settings.mail.words,
        alerts=settings.alerts.address,
        crm=Crm(endpoint_of(settings), settings.crm.people, settings.crm.bcc),
        sellers=frozenset(settings.sellers),
        watcher=watcher,
    )


def _is_embedded(settings: "Settings") -> bool:
    """Tell whether the mail server is the local one: then its mails never left this machine."""
    return settings.mail.imap.host == "127.0.0.1" and settings.mail.imap.tls == "none"


async def temporal_client(settings: "Settings", runtime: "Runtime | None" = None) -> "Client":
    """Return a connected client, on a runtime of its own where one is given; TemporalDownError where none answers."""
    from temporalio.client import Client

    from workflows.codec import converter

    temporal = settings.temporal
    if not temporal.address:
        raise TemporalDownError("No Temporal is set and no embedded stack runs here: start one with `milepost up`.")
    key = temporal.secret("api_key") or None
    try:
        return await Client.connect(
            temporal.address,
            namespace=temporal.namespace,
            tls=_tls_of(settings) if temporal.tls or key else False,
            api_key=key,
            data_converter=converter(settings.payload_keys()),
            runtime=runtime,
        )
    except RuntimeError as down:
        why = "connection refused" if "refused" in str(down).casefold() else str(down)[:160]
        raise TemporalDownError(
            f"Temporal at {temporal.address} does not answer ({why}). Plans are safe in it: start it and try again."
        ) from down


def _tls_of(settings: "Settings") -> "TLSConfig | bool":
    """Return how TLS is spoken with Temporal: with a private authority or a client certificate where they are set."""
    from temporalio.service import TLSConfig

    temporal = settings.temporal
    if not (temporal.tls_ca_file or temporal.tls_cert_file):
        return True
    return TLSConfig(
        server_root_ca_cert=_bytes_of(temporal.tls_ca_file),
        client_cert=_bytes_of(temporal.tls_cert_file),
        client_private_key=_bytes_of(temporal.tls_key_file),
    )


def _bytes_of(path: "Path | None") -> bytes | None:
    return path.read_bytes() if path else None


@contextlib.asynccontextmanager
async def working(client: "Client", parts: "Parts", settings: "Settings") -> AsyncIterator[None]:
    """Run a worker while the block runs; it finishes what it began before the block is left."""
    from functools import partial
    from importlib.metadata import version

    from workflows.worker import versioned, worker_on

    deployment = versioned(settings.temporal.deployment, version("milepost"))
    queue, work = settings.temporal.task_queue, work_of(settings)
    async with worker_on(client, parts, partial(inbox_of, settings), queue, deployment, work):
        yield


def work_of(settings: "Settings") -> "Work":
    """Return what a worker of these settings takes on."""
    from milepost.settings.accounts import mailboxes
    from workflows.queues import Share
    from workflows.worker import Work

    worker = settings.worker
    shares = {
        "plans": Share(worker.plans_at_once),
        "mail": Share(worker.mail_at_once, worker.mail_a_second),
        "reading": Share(worker.reading_at_once, worker.reading_a_second),
        "word": Share(worker.word_at_once, worker.word_a_second),
    }
    served = {queue: shares[queue] for queue in worker.queues}
    return Work(served, len(mailboxes(settings)), worker.cached_plans)


async def watched(client: "Client", settings: "Settings") -> None:
    """See to it that each mailbox has its workflow."""
    from temporalio.common import WorkflowIDConflictPolicy

    from milepost.settings.accounts import mailboxes
    from workflows.mailbox_workflow import MailboxWorkflow, mailbox_workflow_id
    from workflows.messages import MailboxRun

    for name in mailboxes(settings):
        await client.start_workflow(
            MailboxWorkflow.run,
            MailboxRun(name),
            id=mailbox_workflow_id(name),
            task_queue=settings.temporal.task_queue,
            id_conflict_policy=WorkflowIDConflictPolicy.USE_EXISTING,
            static_summary="Keeps the plans' mailbox" if name == settings.mail.imap.name else f"Keeps {name}",
        )


async def unwatched(client: "Client", settings: "Settings") -> tuple[str, ...]:
    """End the workflows of mailboxes on our task queue that the settings do not name any more; return their names."""
    from temporalio.service import RPCError, RPCStatusCode

    from milepost.settings.accounts import mailboxes
    from workflows.mailbox_workflow import mailbox_workflow_id

    kept = {mailbox_workflow_id(name) for name in mailboxes(settings)}
    running = "WorkflowType = 'MailboxWorkflow' AND ExecutionStatus = 'Running'"
    ended = []
    async for found in client.list_workflows(running):
        if found.task_queue != settings.temporal.task_queue or found.id in kept:
            continue
        try:
            await client.get_workflow_handle(found.id).terminate("The settings name this mailbox no more.")
        except RPCError as error:
            if error.status != RPCStatusCode.NOT_FOUND:
                raise
            continue
        ended.append(found.id.removeprefix(mailbox_workflow_id("")))
    return tuple(sorted(ended))


async def prepared(client: "Client", settings: "Settings") -> None:
    """Make the namespace ready for our plans, where we may; `milepost doctor` tells what it lacks."""
    from temporalio.service import RPCError

    from milepost.registering import register_attributes
    from milepost.scheduling import schedule_digests, schedule_lookout, schedule_purge

    wanted = (
        register_attributes(client),
        schedule_digests(client, settings),
        schedule_lookout(client, settings),
        schedule_purge(client, settings),
    )
    for ready in wanted:
        with contextlib.suppress(RPCError):
            await ready
