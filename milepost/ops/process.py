"""A process under watch: its steps are logged, counted and traced, and ops can ask how it goes, as the settings say."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from milepost.ops.metrics import Metrics
from milepost.ops.watching import Watching

if TYPE_CHECKING:
    from temporalio.client import Client
    from temporalio.runtime import Runtime

    from milepost.ops.server import Check
    from milepost.ops.traces import Traces
    from milepost.settings import Settings
    from storage.store import Store

HERE = "127.0.0.1"


@dataclass(frozen=True)
class Watch:
    """What watches a process: the watcher of its steps, its metrics, and where Temporal's SDK tells its own."""

    watcher: Watching
    metrics: Metrics
    traces: "Traces | None"
    sdk_port: int

    @property
    def runtime(self) -> "Runtime | None":
        """Return the runtime that Temporal's SDK tells its metrics with; None for the usual one, which tells none."""
        if not self.sdk_port:
            return None
        from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig

        prometheus = PrometheusConfig(bind_address=f"{HERE}:{self.sdk_port}", durations_as_seconds=True)
        return Runtime(telemetry=TelemetryConfig(metrics=prometheus))


def watch_of(settings: "Settings", store: "Store") -> Watch:
    """Return what watches this process."""
    from milepost.temporal_server import free_port
    from milepost.wiring import now

    metrics = Metrics(store.backlog, now)
    traces = _traces(settings)
    return Watch(Watching(metrics, traces), metrics, traces, free_port() if settings.ops.port else 0)


def _traces(settings: "Settings") -> "Traces | None":
    if not settings.ops.otlp:
        return None
    from milepost.ops.traces import traces_to

    return traces_to(settings.ops.otlp, settings.ops.secret("otlp_headers"))


@contextlib.asynccontextmanager
async def asked_by_ops(settings: "Settings", watch: Watch, client: "Client", store: "Store") -> AsyncIterator[str]:
    """Answer ops while the block runs, where a port is set, and give the address; spans are sent before it ends."""
    try:
        if not settings.ops.port:
            yield ""
            return
        from milepost.ops.server import OpsServer, listening

        sdk = f"http://{HERE}:{watch.sdk_port}/metrics" if watch.sdk_port else ""
        server = OpsServer(_checks(client, store), watch.metrics.text, sdk)
        async with listening(server, settings.ops.host, settings.ops.port) as address:
            yield address
    finally:
        if watch.traces:
            await asyncio.to_thread(watch.traces.close)


def _checks(client: "Client", store: "Store") -> "dict[str, Check]":
    async def database() -> str:
        from storage.tables import SCHEMA

        schema = await asyncio.to_thread(store.schema)
        return "" if schema == SCHEMA else f"schema {schema}, this version needs {SCHEMA}"

    async def temporal() -> str:
        return "" if await client.service_client.check_health() else "not serving"

    return {"database": database, "temporal": temporal}
