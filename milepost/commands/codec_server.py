"""The command that opens sealed payloads for people who look at Temporal's Web UI."""

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milepost.settings import Settings


def codec_server(data: Path | None) -> int:
    """Run the codec server until Ctrl-C; exit 1 where it must not start as it is set."""
    from milepost.settings import settings_for
    from milepost.wiring import here

    return asyncio.run(_serve(here(settings_for(data))))


async def _serve(settings: "Settings") -> int:
    from milepost.codec_server import CodecServerRefusedError, door_of, serving
    from milepost.commands.stack import stop_asked

    try:
        async with serving(settings) as address:
            asked = stop_asked()
            pages = ", ".join(sorted(door_of(settings).origins)) or "the Temporal CLI only"
            print(f"Opening payloads at {address} for {pages}. Ctrl-C stops.", flush=True)
            await asked.wait()
    except CodecServerRefusedError as refused:
        print(refused, file=sys.stderr)
        return 1
    return 0
