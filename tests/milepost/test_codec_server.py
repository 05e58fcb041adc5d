"""The codec server opens payloads for the right page with the right token, and for nobody else."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path

import aiohttp
import pytest
from aiohttp.test_utils import TestServer
from google.protobuf import json_format
from pydantic import SecretStr
from temporalio.api.common.v1 import Payload, Payloads
from temporalio.client import Client

from milepost.codec_server import CodecServerRefusedError, Door, application, door_of
from milepost.settings import Settings
from milepost.settings.groups import CodecSettings, TemporalSettings
from milepost.temporal_server import TemporalServer, free_port
from tests.browser import browsing
from workflows.codec import SealedPayloads, converter

KEY = b"a secret of sixteen or more"
UI = "http://127.0.0.1:8233"
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'"M3 due 2026-12-04"')
JSON = "application/json"


def sealed() -> str:
    payloads = asyncio.run(SealedPayloads([KEY]).encode([PLAIN]))
    return json_format.MessageToJson(Payloads(payloads=payloads))


def asked(
    door: Door, body: str, path: str = "/decode", method: str = "POST", **headers: str
) -> tuple[int, str, Mapping[str, str]]:
    """Return status, text and headers of one request to a real server on loopback."""

    async def ask() -> tuple[int, str, Mapping[str, str]]:
        async with TestServer(application(SealedPayloads([KEY]), door)) as server, aiohttp.ClientSession() as session:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            async with session.request(method, server.make_url(path), data=body, headers=named) as answer:
                return answer.status, await answer.text(), answer.headers.copy()

    return asyncio.run(ask())


OPEN = Door(frozenset({UI}))
LOCKED = Door(frozenset({UI}), "a token")


@pytest.mark.parametrize("path", ["/decode", "/default/decode"])
def test_the_web_ui_gets_its_payloads_opened(path: str) -> None:
    status, text, headers = asked(OPEN, sealed(), path, Origin=UI, Content_Type=JSON)
    assert status == 200
    assert list(json_format.Parse(text, Payloads()).payloads) == [PLAIN]
    assert headers["Access-Control-Allow-Origin"] == UI
    assert headers["Cache-Control"] == "no-store"


def test_the_temporal_cli_names_no_origin_and_is_answered() -> None:
    assert asked(OPEN, sealed())[0] == 200


@pytest.mark.parametrize(
    "origin", ["http://127.0.0.1:8234", "https://127.0.0.1:8233", "http://127.0.0.1:8233.evil.example", "null"]
)
def test_a_page_of_any_other_origin_is_refused_not_only_kept_from_reading(origin: str) -> None:
    status, text, headers = asked(OPEN, sealed(), Origin=origin)
    assert (status, "M3" in text, "Access-Control-Allow-Origin" in headers) == (403, False, False)


@pytest.mark.parametrize(("shown", "status"), [("Bearer a token", 200), ("Bearer another", 403), ("", 403)])
def test_where_a_token_is_set_it_has_to_be_shown(shown: str, status: int) -> None:
    assert asked(LOCKED, sealed(), Origin=UI, Authorization=shown)[0] == status


def test_a_browser_that_asks_first_is_told_what_it_may_send() -> None:
    status, _, headers = asked(LOCKED, "", method="OPTIONS", Origin=UI)
    assert status == 204
    assert "Authorization" in headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(("path", "method", "status"), [("/encode", "POST", 404), ("/decode", "GET", 405)])
def test_it_seals_nothing_and_answers_nothing_else(path: str, method: str, status: int) -> None:
    assert asked(OPEN, sealed(), path, method)[0] == status


def test_what_is_no_payload_or_sealed_under_another_key_is_said_in_words() -> None:
    status, text, _ = asked(OPEN, "{no json")
    assert (status, "Payloads" in json.loads(text)["message"]) == (400, True)
    strange = asyncio.run(SealedPayloads([b"another secret entirely"]).encode([PLAIN]))
    status, text, _ = asked(OPEN, json_format.MessageToJson(Payloads(payloads=strange)))
    assert (status, "codec_keys" in json.loads(text)["message"]) == (400, True)


def settings(**codec: object) -> Settings:
    keys = TemporalSettings(codec_keys=SecretStr(KEY.decode()), ui_address=f"{UI}/")
    return Settings(data_dir=Path("."), temporal=keys, codec=CodecSettings.model_validate(codec))


def test_it_listens_to_the_world_only_with_a_token() -> None:
    with pytest.raises(CodecServerRefusedError, match=r"0\.0\.0\.0.*codec\.token"):
        door_of(settings(host="0.0.0.0"))
    assert door_of(settings(host="0.0.0.0", token="t0ken")).token == "t0ken"


def test_without_keys_there_is_nothing_to_open() -> None:
    with pytest.raises(CodecServerRefusedError, match="codec_keys"):
        door_of(Settings(data_dir=Path(".")))


def test_the_web_uis_own_address_is_the_origin_unless_others_are_set() -> None:
    assert door_of(settings()).origins == {UI}
    assert door_of(settings(origins="https://ui.example")).origins == {"https://ui.example"}


@pytest.mark.needs("chromium")
def test_a_person_reads_a_sealed_plan_in_the_web_ui_and_only_through_the_codec_server(tmp_path: Path) -> None:
    sealed_words, opened_words = asyncio.run(_looked_at(tmp_path))
    assert "Harborline" not in sealed_words
    assert "Harborline" in opened_words


async def _looked_at(folder: Path) -> tuple[str, str]:
    """Return what the Web UI shows of a sealed workflow without and with its codec server."""
    port = free_port()
    server = TemporalServer(folder, free_port(), free_port(), codec=f"http://127.0.0.1:{port}")
    await asyncio.to_thread(server.start)
    try:
        client = await Client.connect(server.address, data_converter=converter([KEY]))
        handle = await client.start_workflow("PlanWorkflow", "Harborline x Tallyworks", id="plan/x", task_queue="none")
        history = f"{server.ui}/namespaces/default/workflows/plan%2Fx/{handle.result_run_id}/history"
        async with browsing(folder / "profile") as page:
            await page.goes_to(history)
            sealed_words = await page.shows("encryption-key-id")
            async with TestServer(application(SealedPayloads([KEY]), Door(frozenset({server.ui}))), port=port):
                await page.goes_to(f"{history}?anew")
                opened_words = await page.shows("Harborline")
        return sealed_words, opened_words
    finally:
        await asyncio.to_thread(server.stop)
