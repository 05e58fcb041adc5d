"""A webhook carries one CloudEvent (1.0, structured JSON) to an endpoint, signed as Standard Webhooks says."""

import asyncio
import base64
import binascii
import datetime as dt
import hashlib
import hmac
import json
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote

import aiohttp

ANSWER = 10.0
"""Seconds that an endpoint gets for everything: connecting, taking the event, answering."""
READ = 4_096
"""Bytes of an answer that are read at most; the rest is left where it is, and the connection closed."""
QUOTED = 120
"""Characters of an answer that are repeated to whoever looks after the endpoint."""
LONGEST_WAIT = 3_600.0
"""Seconds that an endpoint may ask us to wait at most."""
BUSY = frozenset({408, 425, 429})
"""Answers below 500 that mean "later"."""
LOCAL = frozenset({"http://127.0.0.1", "http://localhost", "http://::1"})
"""Where an endpoint may go without TLS: what never leaves the machine."""

Taking = Literal["taken", "later", "refused", "gone"]


@dataclass(frozen=True)
class Endpoint:
    """Where events go; `keys` gives the ring of keys that sign them, newest first, when they are needed."""

    url: str = field(repr=False)
    keys: Callable[[], tuple[bytes, ...]] = field(repr=False)
    seconds: float = ANSWER
    ca_file: str | None = None

    @property
    def name(self) -> str:
        """Return what tells this endpoint from others, without its address, which can be a secret."""
        return hashlib.sha256(self.url.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Event:
    """A CloudEvent: `key` names it for ever, so that whoever has it already can leave a second one aside.

    `sequence` orders the events of one subject, as text that sorts (CloudEvents' extension of that name).
    """

    key: str
    source: str
    type: str
    subject: str
    time: dt.datetime
    sequence: int
    data: Mapping[str, Any]

    @property
    def id(self) -> str:
        """Return the key as a header can carry it, without the dot that parts what is signed."""
        return quote(self.key, safe="/-_").replace(".", "%2E")

    def body(self) -> bytes:
        """Return the event as structured JSON; the same event is the same bytes."""
        event = {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": self.time.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"),
            "datacontenttype": "application/json",
            "sequence": f"{self.sequence:010}",
            "data": self.data,
        }
        return json.dumps(event, ensure_ascii=False).encode("utf-8", "replace")


@dataclass(frozen=True)
class Answer:
    """What became of an event; `wait` tells after how many seconds it may be sent again, where the endpoint says so."""

    result: Taking
    words: str = ""
    wait: float = 0.0


def key_from(text: str) -> bytes:
    """Return a signing key: what follows "whsec_" is base64 (Standard Webhooks), all else is taken as it is."""
    if not text.startswith("whsec_"):
        return text.encode()
    try:
        return base64.b64decode(text.removeprefix("whsec_"), validate=True)
    except binascii.Error:
        return text.encode()


def signatures(keys: tuple[bytes, ...], id: str, at: int, body: bytes) -> str:
    """Return the signatures of an event at a moment (Unix seconds), the newest key's first.

    Older keys of the ring sign too, so that a receiver may change over on any day.
    """
    signed = f"{id}.{at}.".encode() + body
    made = (hmac.new(key, signed, hashlib.sha256).digest() for key in keys)
    return " ".join(f"v1,{base64.b64encode(one).decode('ascii')}" for one in made)


async def post(endpoint: Endpoint, event: Event, at: dt.datetime) -> Answer:
    """Send an event once, signed at this moment (aware), and return what the endpoint says to it."""
    body = event.body()
    seconds = int(at.timestamp())
    headers = {
        "Content-Type": "application/cloudevents+json; charset=UTF-8",
        "User-Agent": "Milepost",
        "Accept-Encoding": "identity",
        "webhook-id": event.id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": signatures(endpoint.keys(), event.id, seconds, body),
    }
    try:
        return await _posted(endpoint, headers, body)
    except TimeoutError:
        return Answer("later", f"the CRM has not answered within {endpoint.seconds:g} s")
    except aiohttp.ClientConnectorCertificateError:
        return Answer("later", "the CRM's certificate is not one that we trust (crm.tls_ca_file)")
    except aiohttp.InvalidURL:
        return Answer("refused", "crm.webhook is no web address")
    except (aiohttp.ClientError, ssl.SSLError, OSError) as error:
        return Answer("later", f"the CRM cannot be reached ({type(error).__name__})")


async def _posted(endpoint: Endpoint, headers: dict[str, str], body: bytes) -> Answer:
    trusted = await asyncio.to_thread(ssl.create_default_context, cafile=endpoint.ca_file)
    limit = aiohttp.ClientTimeout(total=endpoint.seconds)
    async with (
        asyncio.timeout(endpoint.seconds + 1),
        aiohttp.ClientSession(timeout=limit, auto_decompress=False, trust_env=False) as session,
        session.post(endpoint.url, data=body, headers=headers, allow_redirects=False, ssl=trusted) as response,
    ):
        try:
            said = await response.content.read(READ)
        except (aiohttp.ClientError, TimeoutError):
            said = b""  # The status says what counts.
        answer = _answer(response.status, response.headers.get("Retry-After", ""), said)
        response.close()  # What was not read is never fetched.
        return answer


def _answer(status: int, retry_after: str, said: bytes) -> Answer:
    if 200 <= status < 300:
        return Answer("taken")
    if status == 410:
        return Answer("gone", "it answers 410 Gone")
    if status >= 500 or status in BUSY:
        wait = min(float(retry_after), LONGEST_WAIT) if retry_after.isascii() and retry_after.isdigit() else 0.0
        return Answer("later", f"the CRM answers {status}", wait)
    if 300 <= status < 400:
        return Answer("refused", f"it answers {status}: redirects are not followed, set its new address")
    quoted = " ".join("".join(c if c.isprintable() else " " for c in said.decode("utf-8", "replace")).split())[:QUOTED]
    return Answer("refused", f'it answers {status}: "{quoted}"' if quoted else f"it answers {status}")
