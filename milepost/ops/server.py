"""The ops server answers three questions over HTTP: is the process alive, is it ready, and what has it counted."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from milepost.listening import listen
from workflows.discretion import in_few_words

PATIENCE = 3.0
"""Seconds that each check, and Temporal's SDK with its own metrics, gets to answer."""
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"

Check = Callable[[], Awaitable[str]]
"""Returns what is wrong in a few words, '' for nothing."""


class OpsServerRefusedError(Exception):
    """The ops server cannot listen where it is set to; the sentence says what to do."""


@dataclass(frozen=True)
class OpsServer:
    """What is served: checks by name, our metrics, and where Temporal's SDK tells its own ('' for nowhere)."""

    checks: Mapping[str, Check]
    metrics: Callable[[], bytes]
    sdk: str = ""

    def application(self) -> web.Application:
        """Return the server: GET /healthz, /readyz and /metrics."""
        built = web.Application()
        built.router.add_get("/healthz", _alive)
        built.router.add_get("/readyz", self._ready)
        built.router.add_get("/metrics", self._metrics)
        return built

    async def _ready(self, _: web.Request) -> web.Response:
        said = await asyncio.gather(*(_asked(check) for check in self.checks.values()))
        found = dict(zip(self.checks, said, strict=True))
        ready = not any(found.values())
        told = {"ready": ready, "checks": {name: words or "ok" for name, words in found.items()}}
        return web.json_response(told, status=200 if ready else 503)

    async def _metrics(self, _: web.Request) -> web.Response:
        ours, theirs = await asyncio.gather(asyncio.to_thread(self.metrics), self._sdk_metrics())
        return web.Response(body=ours + theirs, headers={"Content-Type": PROMETHEUS})

    async def _sdk_metrics(self) -> bytes:
        """Return the metrics of Temporal's SDK; where it does not answer, ours are told all the same."""
        if not self.sdk:
            return b""
        timeout = aiohttp.ClientTimeout(total=PATIENCE)
        with contextlib.suppress(aiohttp.ClientError, TimeoutError):
            async with aiohttp.ClientSession(timeout=timeout) as session, session.get(self.sdk) as answer:
                return await answer.read()
        return b""


async def _alive(_: web.Request) -> web.Response:
    return web.Response(text="alive\n")


async def _asked(check: Check) -> str:
    try:
        return await asyncio.wait_for(check(), PATIENCE)
    except TimeoutError:
        return f"no answer in {PATIENCE:.0f} s"
    except Exception as fault:
        return in_few_words(fault)[:200]


@contextlib.asynccontextmanager
async def listening(server: OpsServer, host: str, port: int) -> AsyncIterator[str]:
    """Listen while the block runs, and give the address."""
    runner = web.AppRunner(server.application(), access_log=None)
    await runner.setup()
    try:
        await listen(runner, host, port, "ops.port", OpsServerRefusedError)
        yield "http://{}:{}".format(*runner.addresses[0][:2])
    finally:
        await runner.cleanup()
