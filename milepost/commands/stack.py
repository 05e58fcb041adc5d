"""Commands that run the engine: the embedded stack, and a worker on somebody else's servers."""

import asyncio
import contextlib
import logging
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temporalio.client import Client

    from milepost.embedded import Stack
    from milepost.ops.process import Watch
    from milepost.settings import Settings
    from storage.store import Store


def up(data: Path | None) -> int:
    """Run the embedded stack until Ctrl-C; what was running goes on where it was."""
    from milepost.settings import settings_for

    return asyncio.run(_up(settings_for(data)))


async def _up(settings: "Settings") -> int:
    from milepost.embedded import StackBusyError, running
    from milepost.ops.server import OpsServerRefusedError
    from milepost.temporal_server import TemporalNotStartedError

    try:
        async with running(settings) as stack:
            asked = stop_asked()
            _announce(stack, settings)
            await asked.wait()
            print("Stopping: what has begun is finished first.")
    except (StackBusyError, TemporalNotStartedError, OpsServerRefusedError) as said:
        print(said, file=sys.stderr)
        return 1
    return 0


def stop_asked() -> asyncio.Event:
    """Return what is set by Ctrl-C or a polite kill; from now on neither ends the process by itself."""
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(name, asked.set)
    return asked


def _announce(stack: "Stack", settings: "Settings") -> None:
    from rich.console import Console

    from milepost.embedded import LOG

    ports, console = stack.ports, Console(highlight=False)
    console.print(f"[bold]Milepost runs[/bold] on {stack.data_dir}")
    console.print(f"  Web UI       {stack.temporal.ui}/namespaces/default/workflows")
    console.print(f"  Mail client  IMAP 127.0.0.1:{ports.imap}, SMTP 127.0.0.1:{ports.smtp}, no TLS;")
    place = settings.data_dir / "mail-password"
    console.print(f"               user: any address of a plan, password: see {place}", soft_wrap=True)
    console.print(f"  Engine       {settings.mail.address}")
    console.print(f"  Log          {stack.data_dir / LOG}", soft_wrap=True)
    plans = stack.parts.store.plans()
    for plan in plans:
        due = f", next date {plan.next_due:%d %b}" if plan.next_due else ""
        console.print(f"  Plan         {plan.slug}, version {plan.version}, {plan.status}{due}")
    if not plans:
        console.print("  No plan yet: in another terminal, `milepost start PLAN.yaml`.")
    console.print("Ctrl-C stops everything that was started here, and nothing else.")


def worker(data: Path | None, queues: str = "") -> int:
    """Run a worker until Ctrl-C, on other queues than the settings say where some are named."""
    from milepost.settings import settings_for

    settings = settings_for(data)
    return asyncio.run(_work(settings.serving(queues) if queues else settings))


async def _work(settings: "Settings") -> int:
    from milepost.ops.logs import logging_to
    from milepost.ops.process import watch_of
    from milepost.ops.server import OpsServerRefusedError
    from milepost.wiring import TemporalDownError, here, store_of, temporal_client
    from storage.down import StorageDown

    located = here(settings)
    with logging_to(sys.stderr, settings.log.format == "json", settings.log.level):
        try:
            with await asyncio.to_thread(store_of, located) as store:
                watch = watch_of(located, store)
                client = await temporal_client(located, watch.runtime)
                await _worked(located, store, watch, client)
        except (TemporalDownError, StorageDown, OpsServerRefusedError) as refused:
            print(refused, file=sys.stderr)
            return 1
        except Exception:  # Told by the log, which names nobody: a traceback would quote what it stumbled over.
            logging.getLogger(__name__).critical("The worker ends by a fault of its own.", exc_info=True)
            return 1
    return 0


async def _worked(located: "Settings", store: "Store", watch: "Watch", client: "Client") -> None:
    """Work until somebody asks to stop."""
    from milepost.ops.process import asked_by_ops
    from milepost.wiring import parts_of, prepared, watched, working

    await prepared(client, located)
    parts = parts_of(located, store, watch.watcher)
    async with asked_by_ops(located, watch, client, store) as address, working(client, parts, located):
        await watched(client, located)
        asked = stop_asked()
        served = f"{located.temporal.task_queue} ({', '.join(located.worker.queues)})"
        told = f" Health and metrics: {address}." if address else ""
        print(f"Working on {served} at {located.temporal.address}.{told} Ctrl-C finishes and stops.")
        await asked.wait()
