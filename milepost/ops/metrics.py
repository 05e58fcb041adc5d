"""Metrics are what Prometheus asks this process for: steps counted and timed, and what waits in the database.

No label holds a person, an address or a plan: kinds, results and states only.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

    from storage.backlog import Backlog
    from workflows.watcher import Step

LABELS: dict[str, tuple[str, tuple[str, ...]]] = {
    "letters": ("Letters read, by kind.", ("kind",)),
    "readings": ("Readings, by the most cautious thing that they came to.", ("decision",)),
    "entries": ("Entries of the plans' logs, by kind: applied, asked, proposed, refused, undone and so on.", ("kind",)),
    "mails": ("Mails of ours, by kind and by what became of them.", ("kind", "result")),
    "given_up": ("Mails that no server has taken in their time.", ()),
    "mirrored": ("Versions that went to the CRM, by what it said.", ("result",)),
}
"""What is counted in steps, with its sentence and its labels."""
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
LATE = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400)


class Metrics:
    """The metrics of one process; thread-safe. `backlog` is asked at every scrape, `now` tells the time."""

    def __init__(self, backlog: "Callable[[], Backlog]", now: Callable[[], dt.datetime]) -> None:
        """Begin at zero."""
        self.registry = CollectorRegistry()
        self._counters = {
            name: Counter(f"milepost_{name}", words, labels, registry=self.registry)
            for name, (words, labels) in LABELS.items()
        }
        self._steps = Histogram(
            "milepost_step_seconds", "How long steps take.", ("step",), buckets=SECONDS, registry=self.registry
        )
        self._failures = Counter(
            "milepost_step_failures", "Steps that failed, and are tried again.", ("step",), registry=self.registry
        )
        self._late = Histogram(
            "milepost_mail_late_seconds",
            "Between the moment when a mail was to go out and the moment when a server had it.",
            buckets=LATE,
            registry=self.registry,
        )
        self._mailbox = Gauge(
            "milepost_mailbox_up", "Whether a mailbox can be looked at.", ("mailbox",), registry=self.registry
        )
        self._looked = Gauge(
            "milepost_mailbox_looked_timestamp_seconds", "When a mailbox was last watched.", ("mailbox",),
            registry=self.registry,
        )  # fmt: skip
        self._backlog, self._now = backlog, now
        self.registry.register(_Waiting(self))

    def step(self, step: "Step", seconds: float, failed: bool) -> None:
        """Count and time a step that has ended."""
        self._steps.labels(step.name).observe(seconds)
        if failed:
            self._failures.labels(step.name).inc()
        for what, labels in step.counts:
            counter = self._counters[what]
            (counter.labels(**labels) if labels else counter).inc()
        if step.late is not None:
            self._late.observe(max(0.0, step.late))

    def mailbox(self, name: str, up: bool) -> None:
        """Note that a mailbox was looked at."""
        self._mailbox.labels(name).set(up)
        self._looked.labels(name).set(self._now().timestamp())

    def text(self) -> bytes:
        """Return all metrics in Prometheus' text format."""
        return generate_latest(self.registry)

    def waiting(self) -> "Iterator[Metric]":
        """Yield what waits in the database; nothing but `milepost_database_up` 0 where it does not answer."""
        from storage.down import StorageDown

        up = GaugeMetricFamily("milepost_database_up", "Whether the database answers.")
        try:
            backlog = self._backlog()
        except StorageDown:
            up.add_metric([], 0)
            yield up
            return
        up.add_metric([], 1)
        yield up
        yield from _gauges(backlog, self._now())


def _gauges(backlog: "Backlog", now: dt.datetime) -> "Iterator[Metric]":
    def age(oldest: dt.datetime | None) -> float:
        return max(0.0, (now - oldest).total_seconds()) if oldest else 0.0

    numbers = {
        "unread_letters": ("Letters of plans that are not dealt with.", backlog.unread),
        "oldest_unread_seconds": ("How long the oldest of them has waited.", age(backlog.oldest_unread)),
        "unsent_mails": ("Mails that no server has taken yet.", backlog.unsent),
        "oldest_unsent_seconds": ("How long the oldest of them has waited.", age(backlog.oldest_unsent)),
        "open_questions": ("Questions and proposals that plans wait for.", backlog.questions),
    }
    for name, (words, number) in numbers.items():
        yield GaugeMetricFamily(f"milepost_{name}", words, number)
    plans = GaugeMetricFamily("milepost_plans", "Plans, by status.", labels=["status"])
    for status, number in sorted(backlog.plans.items()):
        plans.add_metric([status], number)
    yield plans


class _Waiting:
    """What waits, asked for at every scrape and never before."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def collect(self) -> "Iterator[Metric]":
        return self._metrics.waiting()

    def describe(self) -> "Iterator[Metric]":
        return iter(())
