"""Payloads are sealed under the newest key, opened under the one that sealed them, and never believed when changed."""

import asyncio
import base64
import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from temporalio.api.common.v1 import Payload
from temporalio.testing import WorkflowEnvironment

from plans.plan import Plan
from storage.planfile import load
from storage.store import Store
from tests.workflows import playing
from workflows.codec import ENCODING, KEY_ID, SealedPayloads, UnreadablePayloadError, converter, sealing_key
from workflows.parts import Identity, Parts, TrustRules
from workflows.worker import worker_on

OLD, NEW = b"an old secret of ours", b"a new secret of ours!"
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'"Dana Whitlock"')
EXAMPLE = Path("examples/us-saas.yaml")


def sealed(*ring: bytes) -> Payload:
    return asyncio.run(SealedPayloads(ring).encode([PLAIN]))[0]


def opened(payload: Payload, *ring: bytes) -> Payload:
    return asyncio.run(SealedPayloads(ring).decode([payload]))[0]


def test_a_payload_comes_back_as_it_was_and_shows_nothing_on_its_way() -> None:
    one, other = sealed(NEW), sealed(NEW)
    assert one.metadata["encoding"] == ENCODING
    assert b"Dana" not in one.SerializeToString()
    assert b"json/plain" not in one.SerializeToString()
    assert opened(one, NEW) == PLAIN
    assert one.data != other.data, "equal values must not look equal"


def test_after_a_key_is_changed_the_newest_seals_and_the_older_one_still_opens() -> None:
    assert opened(sealed(OLD), NEW, OLD) == PLAIN
    assert sealed(NEW, OLD).metadata[KEY_ID].decode() == sealing_key(NEW).id


def test_what_was_written_before_encryption_stays_readable() -> None:
    assert opened(PLAIN, NEW) == PLAIN


def test_a_missing_key_is_named_by_its_id_and_the_cure_is_said() -> None:
    with pytest.raises(UnreadablePayloadError, match=rf"{sealing_key(OLD).id}.*temporal\.codec_keys"):
        opened(sealed(OLD), NEW)


@pytest.mark.parametrize(
    "change", [lambda data: data[:-1], lambda data: data[:5], lambda data: data[:-1] + bytes([data[-1] ^ 1])]
)
def test_a_payload_that_was_changed_is_not_believed(change: Callable[[bytes], bytes]) -> None:
    whole = sealed(NEW)
    with pytest.raises(UnreadablePayloadError, match="changed on its way"):
        opened(Payload(metadata=dict(whole.metadata), data=change(whole.data)), NEW)


def test_a_payload_cannot_be_given_the_id_of_another_key() -> None:
    whole = sealed(NEW, OLD)
    relabelled = Payload(metadata={**whole.metadata, KEY_ID: sealing_key(OLD).id.encode()}, data=whole.data)
    with pytest.raises(UnreadablePayloadError):
        opened(relabelled, NEW, OLD)


@pytest.mark.practice(116)
def test_a_living_plans_history_holds_no_name_and_no_address(tmp_path: Path) -> None:
    plan = load(EXAMPLE).plan
    assert plan
    history = asyncio.run(_lived(plan, tmp_path))
    plain = history.encode() + b"".join(base64.b64decode(part) for part in history.split('"') if _is_base64(part))
    telling = [word for person in plan.people for word in (person.name, person.email)]
    assert sealing_key(NEW).id.encode() in plain, "the history is not sealed at all"
    assert [word for word in telling if word.encode() in plain] == []


def _is_base64(part: str) -> bool:
    return len(part) >= 8 and len(part) % 4 == 0 and re.fullmatch(r"[A-Za-z0-9+/]+=*", part) is not None


async def _lived(plan: Plan, folder: Path) -> str:
    """Return the history of a plan that was nudged, sealed under our key."""
    store = Store(f"sqlite:///{folder / 'milepost.db'}")
    store.migrate()
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=playing.test_server(), data_converter=converter([NEW])
    ) as environment:
        now = await environment.get_current_time()
        parts = Parts(
            store, playing.Postbox(), Identity("plan@m.example", "M", (b"k" * 32,)), lambda: now, TrustRules()
        )
        async with worker_on(environment.client, parts, playing.no_inbox, "stories"):
            handle = await playing.started(environment.client, plan, now)
            await environment.sleep(dt.timedelta(days=3))
            await handle.execute_update("nudge")
            history = (await handle.fetch_history()).to_json()
    store.close()
    return history
