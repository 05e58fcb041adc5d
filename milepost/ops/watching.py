"""Watching tells every step to the logs, to the metrics and, where they are wanted, to the traces."""

import contextlib
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

import structlog

from workflows.watcher import Step, StepName

if TYPE_CHECKING:
    from milepost.ops.metrics import Metrics
    from milepost.ops.traces import Traces

log = structlog.get_logger("milepost")
SHOWN = 8
"""Signs of a letter's id that are enough to find it."""


class Watching:
    """A watcher of steps and mailboxes; thread-safe."""

    def __init__(self, metrics: "Metrics", traces: "Traces | None" = None) -> None:
        """Watch for metrics, and for traces where there are any."""
        self._metrics, self._traces = metrics, traces
        self._troubles: dict[str, str] = {}

    @contextlib.contextmanager
    def step(self, name: StepName, plan: str = "", letter: str = "") -> Iterator[Step]:
        """Watch a step: one line in the log, its counts and its time, and a span where it is about a letter."""
        step, began, failed = Step(name, plan, letter), time.perf_counter(), True
        about = {"plan": plan, "letter": letter[:SHOWN]}
        with contextlib.ExitStack() as around:
            around.enter_context(
                structlog.contextvars.bound_contextvars(**{key: value for key, value in about.items() if value})
            )
            if self._traces and letter:
                around.enter_context(self._traces.span(step))
            try:
                yield step
                failed = False
            finally:
                seconds = time.perf_counter() - began
                self._metrics.step(step, seconds, failed)
                self._told(step, seconds, failed)

    def _told(self, step: Step, seconds: float, failed: bool) -> None:
        said: dict[str, str] = {}
        for label, value in (pair for _, labels in step.counts for pair in labels.items()):
            said[label] = f"{said[label]},{value}" if label in said and said[label] != value else value
        tell = log.warning if failed else log.info
        tell(f"{step.name} failed" if failed else step.name, seconds=round(seconds, 4), **said)

    def mailbox(self, name: str, trouble: str) -> None:
        """Note that a mailbox was looked at; what stands in the way is said when it begins and when it ends."""
        self._metrics.mailbox(name, not trouble)
        if trouble != self._troubles.get(name, ""):
            self._troubles[name] = trouble
            if not trouble:
                log.info("mailbox is back", mailbox=name)
