"""The codec seals every payload before it leaves this machine: AES-256-GCM, under the newest key of a ring."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter, PayloadCodec

from workflows.discretion import DiscreetFailures, SealedFailures

ENCODING = b"binary/encrypted"
KEY_ID = "encryption-key-id"
NONCE = 12
"""Octets of a nonce (NIST SP 800-38D, 8.2.2): random, so a key is good for 2^32 payloads."""


class UnreadablePayloadError(Exception):
    """A payload that no key of the ring opens; the sentence says what to do."""


@dataclass(frozen=True)
class SealingKey:
    """A key and the id that sealed payloads name it by; the id tells nothing of the key."""

    id: str
    key: bytes


def sealing_key(secret: bytes) -> SealingKey:
    """Return the AES-256 key of a secret of any length, with its id."""
    key = hashlib.sha256(b"milepost payload key " + secret).digest()
    return SealingKey(hashlib.sha256(b"milepost key id " + key).hexdigest()[:16], key)


class SealedPayloads(PayloadCodec):
    """Payloads sealed under the newest key, opened under the one that sealed them; unsealed ones are read as they are.

    So a running Temporal can take to encryption, and to a new key, without a stop: what was written before stays
    readable for as long as its key is in the ring.
    """

    def __init__(self, ring: Sequence[bytes]) -> None:
        """Take the ring of secrets, newest first."""
        keys = [sealing_key(secret) for secret in ring]
        self._newest = keys[0]
        self._by_id = {key.id: AESGCM(key.key) for key in keys}

    async def encode(self, payloads: Iterable[Payload]) -> list[Payload]:
        """Return the payloads sealed."""
        return [self._sealed(payload) for payload in payloads]

    async def decode(self, payloads: Iterable[Payload]) -> list[Payload]:
        """Return the payloads opened; UnreadablePayloadError where a key is missing or a payload was changed."""
        return [self._opened(payload) for payload in payloads]

    def _sealed(self, payload: Payload) -> Payload:
        nonce, id = secrets.token_bytes(NONCE), self._newest.id.encode()
        sealed = self._by_id[self._newest.id].encrypt(nonce, payload.SerializeToString(), id)
        return Payload(metadata={"encoding": ENCODING, KEY_ID: id}, data=nonce + sealed)

    def _opened(self, payload: Payload) -> Payload:
        if payload.metadata.get("encoding") != ENCODING:
            return payload
        id = payload.metadata.get(KEY_ID, b"")
        key = self._by_id.get(id.decode("ascii", "replace"))
        if key is None:
            raise UnreadablePayloadError(
                f"A payload is sealed under the key {id.decode('ascii', 'replace')!r}, which is not in the ring: "
                "put it back behind the newest in temporal.codec_keys. Nothing was changed."
            )
        try:
            opened = key.decrypt(payload.data[:NONCE], payload.data[NONCE:], id)
        except (InvalidTag, ValueError) as error:
            raise UnreadablePayloadError(
                "A sealed payload was changed on its way; nothing of it is believed."
            ) from error
        return Payload.FromString(opened)


def converter(ring: Sequence[bytes] = ()) -> DataConverter:
    """Return what carries values to Temporal: frozen dataclasses with dates, sealed where there are keys.

    Failures name nobody (`discretion`); with keys their words and stack traces are sealed as well.
    """
    if not ring:
        return replace(pydantic_data_converter, failure_converter_class=DiscreetFailures)
    return replace(pydantic_data_converter, payload_codec=SealedPayloads(ring), failure_converter_class=SealedFailures)
