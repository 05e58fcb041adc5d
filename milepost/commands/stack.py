"""Commands that run the engine: the embedded stack, and a worker on somebody else's servers."""

import asyncio
import contextlib
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milepost.embedded import Stack
    from milepost.settings import Settings


def up(data: Path | None) -> int:
    """Run the embedded stack until Ctrl-C; what was running goes on where it was."""
    from milepost.settings import settings_for

    return asyncio.run(_up(settings_for(data)))


async def _up(settings: "Settings") -> int:
    from milepost.embedded import StackBusyError, running
    from milepost.temporal_server import TemporalNotStartedError

    try:
        async with running(settings) as stack:
            asked = stop_asked()
            _announce(stack, settings)
            await asked.wait()
            print("Stopping: what has begun is finished first.")
    except (StackBusyError, TemporalNotStartedError) as said:
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
    from milepost.wiring import TemporalDownError, here, parts_of, prepared, temporal_client, watched, working
    from storage.down import StorageDown

    located = here(settings)
    try:
        client = await temporal_client(located)
        parts = await asyncio.to_thread(parts_of, located)
    except (TemporalDownError, StorageDown) as down:
        print(down, file=sys.stderr)
        return 1
    await prepared(client, located)
    async with working(client, parts, located):
        await watched(client, located)
        asked = stop_asked()
        served = f"{located.temporal.task_queue} ({', '.join(located.worker.queues)})"
        print(f"Working on {served} at {located.temporal.address}. Ctrl-C finishes and stops.")
        await asked.wait()
    parts.store.close()
    return 0
