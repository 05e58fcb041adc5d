"""Beating tells Temporal that an activity lives while it waits for somebody else's server."""

import contextlib
import contextvars
import threading
from collections.abc import Iterator

from temporalio import activity

HEARTBEAT = 5.0
"""Seconds between two beats."""


@contextlib.contextmanager
def beating() -> Iterator[None]:
    """Beat while the block runs, from a thread of its own: what does not beat is taken for dead and done by another."""
    over, context = threading.Event(), contextvars.copy_context()

    def beat() -> None:
        while not over.wait(HEARTBEAT):
            context.run(activity.heartbeat)

    beats = threading.Thread(target=beat, name="heartbeat", daemon=True)
    beats.start()
    try:
        yield
    finally:
        over.set()
        beats.join()
