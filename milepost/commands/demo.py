"""`milepost demo` runs the embedded stack on a directory of its own; a visitor, or the story, plays the buyer."""

import asyncio
import sys
import tempfile
from pathlib import Path

PREFIX = "milepost-demo-"


def demo(auto: bool) -> int:
    """Play the demo; 0 when all of the story holds, or the visitor has had enough."""
    with tempfile.TemporaryDirectory(prefix=PREFIX, ignore_cleanup_errors=True) as place:
        data_dir = Path(place)
        return asyncio.run(_auto(data_dir) if auto else _played(data_dir))


async def _auto(data_dir: Path) -> int:
    from milepost.demo.story import told

    failed = await told(data_dir, lambda words: print(words, flush=True))
    print("The whole story holds." if not failed else f"{failed} steps do not hold.", flush=True)
    return 1 if failed else 0


async def _played(data_dir: Path) -> int:
    from milepost.demo.play import played

    try:
        await played(data_dir)
    except EOFError:
        print("\nNobody types here. `milepost demo --auto` plays the story without a person.", file=sys.stderr)
    return 0
