"""The codec server opens sealed payloads for the Web UI and the Temporal CLI; it seals nothing and keeps nothing."""

import contextlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web
from google.protobuf import json_format
from temporalio.api.common.v1 import Payloads

from milepost.listening import listen
from workflows.codec import SealedPayloads, UnreadablePayloadError

if TYPE_CHECKING:
    from temporalio.converter import PayloadCodec

    from milepost.settings import Settings

LARGEST_REQUEST = 16 << 20
"""Octets of one request: a page of history, sealed."""
REMEMBERED = "600"
"""Seconds for which a browser need not ask again whether it may."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


class CodecServerRefusedError(Exception):
    """A codec server that must not start as it is set; the sentence says what to do."""


@dataclass(frozen=True)
class Door:
    """Who may ask: pages of these exact origins, and whoever shows the token where there is one."""

    origins: frozenset[str]
    token: str = ""

    def lets_in(self, request: web.Request) -> bool:
        """Tell whether a request may be answered.

        A browser names the origin of the page that asks, the Temporal CLI names none. A page of another origin is
        refused here and not only by CORS, which would let its request through and hide the answer.
        """
        origin = request.headers.get("Origin")
        if origin is not None and origin not in self.origins:
            return False
        shown = request.headers.get("Authorization", "")
        return not self.token or hmac.compare_digest(shown.encode(), f"Bearer {self.token}".encode())


def door_of(settings: "Settings") -> Door:
    """Return who may ask; CodecServerRefusedError where keys are missing or the world could ask without a token."""
    codec = settings.codec
    if not settings.payload_keys():
        raise CodecServerRefusedError("temporal.codec_keys is not set: nothing is sealed, so there is nothing to open.")
    token = codec.secret("token")
    if codec.host not in LOOPBACK and not token:
        raise CodecServerRefusedError(
            f"The codec server would listen on {codec.host} for anybody: set codec.token, or codec.host to 127.0.0.1."
        )
    origins = codec.origins or tuple(filter(None, (settings.temporal.ui_address,)))
    return Door(frozenset(origin.rstrip("/") for origin in origins), token)


@contextlib.asynccontextmanager
async def serving(settings: "Settings") -> AsyncIterator[str]:
    """Listen as the settings say while the block runs, and give the address; a CodecServerRefusedError says why not."""
    door, codec = door_of(settings), SealedPayloads(settings.payload_keys())
    runner = web.AppRunner(application(codec, door), access_log=None)
    await runner.setup()
    try:
        await listen(runner, settings.codec.host, settings.codec.port, "codec.port", CodecServerRefusedError)
        yield "http://{}:{}".format(*runner.addresses[0][:2])
    finally:
        await runner.cleanup()


def application(codec: "PayloadCodec", door: Door) -> web.Application:
    """Return the server: POST /decode and /{namespace}/decode take and give Temporal's `Payloads` as JSON."""

    async def decode(request: web.Request) -> web.Response:
        try:
            sealed = json_format.Parse(await request.text(), Payloads())
        except (json_format.ParseError, ValueError):
            return web.json_response({"message": "This is no JSON of Temporal's Payloads."}, status=400)
        try:
            opened = await codec.decode(sealed.payloads)
        except UnreadablePayloadError as error:
            return web.json_response({"message": str(error)}, status=400)
        return web.Response(text=json_format.MessageToJson(Payloads(payloads=opened)), content_type="application/json")

    @web.middleware
    async def guard(request: web.Request, handler: Answering) -> web.StreamResponse:
        if request.method == "OPTIONS":
            return _headed(web.Response(status=204), request, door)
        if not door.lets_in(request):
            return _headed(web.json_response({"message": "Not for this page or token."}, status=403), request, door)
        try:
            return _headed(await handler(request), request, door)
        except web.HTTPException as refused:
            return _headed(web.json_response({"message": refused.reason}, status=refused.status), request, door)

    built = web.Application(middlewares=[guard], client_max_size=LARGEST_REQUEST)
    built.router.add_post("/decode", decode)
    built.router.add_post("/{namespace}/decode", decode)
    return built


def _headed(response: web.StreamResponse, request: web.Request, door: Door) -> web.StreamResponse:
    """Return the response with what tells a browser which page may read it: one of the exact origins, never all."""
    response.headers.update({"Vary": "Origin", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"})
    origin = request.headers.get("Origin")
    if origin in door.origins:
        response.headers.update(
            {
                "Access-Control-Allow-Origin": str(origin),
                "Access-Control-Allow-Methods": "POST, OPTIONS",
                "Access-Control-Allow-Headers": "Content-Type, X-Namespace, Authorization",
                "Access-Control-Allow-Credentials": "true",
                "Access-Control-Max-Age": REMEMBERED,
            }
        )
    return response
