"""The embedded stack is everything on one machine: Temporal with its Web UI, local mail, SQLite and one worker."""

import asyncio
import contextlib
import fcntl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from milepost.local_mail import LocalMail
from milepost.temporal_server import StackPorts, TemporalServer, free_port

if TYPE_CHECKING:
    from temporalio.client import Client

    from milepost.settings import Settings
    from workflows.parts import Parts

ENGINE_ADDRESS = "plan@milepost.example"
"""The engine's own address on the embedded stack, unless settings name another."""


LOG = "milepost.log"
"""Where, in the data directory, the stack writes what went wrong and is tried again."""


class StackBusyError(Exception):
    """Another stack runs on this data directory."""


@dataclass(frozen=True)
class Stack:
    """A running embedded stack."""

    data_dir: Path
    ports: StackPorts
    temporal: TemporalServer
    mail: LocalMail
    client: "Client"
    parts: "Parts"


def _locked(data_dir: Path) -> IO[str]:
    """Take the data directory for this process; the lock goes with the process, however it ends."""
    lock = (data_dir / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        raise StackBusyError(
            f"Another stack runs on {data_dir}: stop it with Ctrl-C, or give this one a directory of its own (--data)."
        ) from None
    return lock


@contextlib.asynccontextmanager
async def running(settings: "Settings") -> AsyncIterator[Stack]:
    """Start the stack on the settings' data directory, and stop what was started, in order, at the end."""
    from milepost.ops.logs import logging_to
    from milepost.ops.process import asked_by_ops, watch_of
    from milepost.settings.work import QUEUES
    from milepost.wiring import (
        embedded_settings,
        parts_of,
        prepared,
        store_of,
        temporal_client,
        unwatched,
        watched,
        working,
    )

    data_dir = settings.data_dir
    data_dir.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as undo:
        undo.enter_context(_locked(data_dir))
        log = undo.enter_context((data_dir / LOG).open("a", encoding="utf-8"))
        undo.enter_context(logging_to(log, settings.log.format == "json", settings.log.level))
        codec = free_port(settings.codec.port) if settings.payload_keys() else 0
        temporal, mail, ports = await _started(settings, codec, undo)
        here = embedded_settings(settings, ports)
        store = undo.enter_context(store_of(here))
        watch = watch_of(here, store)
        parts = parts_of(here, store, watch.watcher)
        client = await temporal_client(here, watch.runtime)
        await prepared(client, here)
        opening_payloads, asked = _opening(here, codec), asked_by_ops(here, watch, client, store)
        async with opening_payloads, asked, working(client, parts, here.serving(",".join(QUEUES))):
            await watched(client, here)
            await unwatched(client, here)
            yield Stack(data_dir, ports, temporal, mail, client, parts)


async def _started(
    settings: "Settings", codec: int, undo: contextlib.ExitStack
) -> tuple[TemporalServer, LocalMail, StackPorts]:
    """Start Temporal and the mail server, where they can be on the ports that they had; `undo` stops them."""
    data_dir = settings.data_dir
    kept = StackPorts.read(data_dir) or StackPorts()
    mail = LocalMail(data_dir / "mail", settings.mail_password(), kept.smtp, kept.imap, (settings.mail.address,))
    opening = f"http://127.0.0.1:{codec}" if codec else ""
    temporal = TemporalServer(data_dir, free_port(kept.temporal), free_port(kept.ui), opening)
    # Side by side: each takes half a second to come up.
    starting = asyncio.gather(asyncio.to_thread(temporal.start), asyncio.to_thread(mail.start))
    undo.callback(temporal.stop)
    undo.callback(mail.stop)
    await starting
    ports = StackPorts(temporal.port, temporal.ui_port, mail.smtp_port, mail.imap_port)
    ports.write(data_dir)
    return temporal, mail, ports


@contextlib.asynccontextmanager
async def _opening(settings: "Settings", port: int) -> AsyncIterator[None]:
    """Open sealed payloads for the Web UI while the block runs, where they are sealed at all."""
    if not port:
        yield
        return
    from milepost.codec_server import serving

    at = settings.codec.model_copy(update={"host": "127.0.0.1", "port": port})
    async with serving(settings.model_copy(update={"codec": at})):
        yield
