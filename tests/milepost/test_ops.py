"""Ops see every step: in logs that name nobody, in metrics that the alerts ask for, in traces from letter to answer."""

import asyncio
import datetime as dt
import io
import json
import logging
import re
import shutil
import subprocess
import threading
from collections.abc import Awaitable, Callable
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import structlog
import yaml
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from milepost.ops.logs import logging_to
from milepost.ops.metrics import LABELS, Metrics
from milepost.ops.server import Check, OpsServer, OpsServerRefusedError, listening
from milepost.ops.traces import Traces, trace_of, traces_to
from milepost.ops.watching import Watching
from milepost.temporal_server import free_port
from storage.backlog import Backlog
from storage.down import StorageDown

NOON = dt.datetime(2026, 4, 20, 12, tzinfo=dt.UTC)
LETTER = "4f2a9c" + "0" * 34
WAITS = Backlog(2, NOON - dt.timedelta(minutes=20), 1, NOON - dt.timedelta(hours=3), 4, {"active": 7, "won": 1})


def metrics(backlog: Callable[[], Backlog] = lambda: WAITS) -> Metrics:
    return Metrics(backlog, lambda: NOON)


def a_reply_is_answered(watching: Watching) -> None:
    with watching.step("read", "harbor", LETTER) as step:
        step.count("letters", kind="reply")
        step.count("readings", decision="apply")
    with watching.step("keep", "harbor", LETTER) as step:
        step.count("entries", kind="letter")
        step.count("entries", kind="applied")
    with watching.step("send", "harbor", LETTER) as step:
        step.count("mails", kind="acknowledgement", result="sent")
        step.late = 0.4


def told(text: bytes) -> dict[str, float]:
    lines = [line for line in text.decode().splitlines() if not line.startswith("#")]
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines)}


# --- metrics ---


def test_steps_are_counted_by_kind_decision_and_result() -> None:
    counted = metrics()
    a_reply_is_answered(Watching(counted))
    said = told(counted.text())
    assert said['milepost_letters_total{kind="reply"}'] == 1
    assert said['milepost_readings_total{decision="apply"}'] == 1
    assert said['milepost_entries_total{kind="applied"}'] == 1
    assert said['milepost_mails_total{kind="acknowledgement",result="sent"}'] == 1
    assert said['milepost_step_seconds_count{step="read"}'] == 1
    assert said['milepost_mail_late_seconds_bucket{le="0.5"}'] == 1
    assert not any("failures" in name for name in said)


def test_a_step_that_fails_is_counted_as_one_and_goes_on_failing() -> None:
    counted = metrics()
    with pytest.raises(ZeroDivisionError), Watching(counted).step("read", "harbor", LETTER):
        raise ZeroDivisionError
    assert told(counted.text())['milepost_step_failures_total{step="read"}'] == 1


def test_what_waits_is_told_with_the_age_of_the_oldest() -> None:
    said = told(metrics().text())
    assert said["milepost_unread_letters"] == 2
    assert said["milepost_oldest_unread_seconds"] == 20 * 60
    assert said["milepost_oldest_unsent_seconds"] == 3 * 3600
    assert said["milepost_open_questions"] == 4
    assert said['milepost_plans{status="active"}'] == 7
    nothing = metrics(lambda: Backlog(0, None, 0, None, 0, {}))
    assert told(nothing.text())["milepost_oldest_unread_seconds"] == 0


def test_a_database_that_is_away_is_told_and_the_rest_is_told_too() -> None:
    def away() -> Backlog:
        raise StorageDown("The disk is full.")

    counted = metrics(away)
    Watching(counted).mailbox("plans", "")
    said = told(counted.text())
    assert said["milepost_database_up"] == 0
    assert said['milepost_mailbox_up{mailbox="plans"}'] == 1
    assert "milepost_unread_letters" not in said


def test_every_metric_that_alerts_and_dashboard_ask_for_is_there(root: Path) -> None:
    counted = metrics()
    watching = Watching(counted)
    a_reply_is_answered(watching)
    watching.mailbox("plans", "the server is away")
    with watching.step("mirror", "harbor") as step:
        step.count("mirrored", result="failed")
    with pytest.raises(ZeroDivisionError), watching.step("read"):
        raise ZeroDivisionError
    names = {re.split(r"[{ ]", name)[0] for name in told(counted.text())}
    for file in ("alerts.yml", "grafana-dashboard.json"):
        asked = set(re.findall(r"\bmilepost_\w+", (root / "ops" / file).read_text(encoding="utf-8")))
        assert asked
        assert asked <= names, file
    assert {f"milepost_{name}_total" for name in LABELS} <= names


def test_every_alert_has_its_cure_in_the_runbook(root: Path) -> None:
    rules = yaml.safe_load((root / "ops" / "alerts.yml").read_text(encoding="utf-8"))
    alerts = [rule["alert"] for group in rules["groups"] for rule in group["rules"]]
    cures = re.findall(r"^\| `(Milepost\w+)` \|", (root / "docs" / "operations.md").read_text(encoding="utf-8"), re.M)
    assert sorted(alerts) == sorted(cures)


ALONE = ("milepost_step_failures_total", "milepost_mirrored_total", "milepost_readings_total", "milepost_mails_total")
"""Metrics that are not there before the first of their kind, and need not be: nothing has failed."""


def alert_rules(root: Path) -> dict[str, dict[str, Any]]:
    rules = yaml.safe_load((root / "ops" / "alerts.yml").read_text(encoding="utf-8"))
    return {rule["alert"]: rule for group in rules["groups"] for rule in group["rules"]}


def test_whatever_an_alert_looks_at_is_missed_by_another_alert_once_nobody_sends_it(root: Path) -> None:
    exprs = {name: rule["expr"] for name, rule in alert_rules(root).items()}
    missed = {name for expr in exprs.values() for name in re.findall(r"absent\((\w+)", expr)}
    assert {"up", "milepost_database_up", "milepost_mailbox_up"} <= missed
    assert 'absent({__name__=~"temporal_.+"})' in exprs["MilepostNothingTold"]
    with_database = metrics()
    with_database.mailbox("plans", True)
    there = {re.split(r"[{ ]", name)[0] for name in told(with_database.text())}
    looked_at = {name for expr in exprs.values() for name in re.findall(r"\bmilepost_\w+", expr)}
    assert looked_at - there == {*ALONE}, "all others are there whenever the two that are missed are"


def test_every_alert_rule_has_its_keys_a_severity_a_summary_a_duration_and_no_bracket_left_open(root: Path) -> None:
    for name, rule in alert_rules(root).items():
        assert rule.keys() - {"for"} == {"alert", "expr", "labels", "annotations"}, name
        assert rule["labels"]["severity"] in ("page", "ticket"), name
        assert re.fullmatch(r"\d+[smh]", rule.get("for", "1m")), name
        assert rule["annotations"]["summary"].endswith("."), name
        bare = re.sub(r'"[^"]*"', "", rule["expr"])
        assert all(bare.count(left) == bare.count(right) for left, right in ("()", "{}", "[]")), name
    if promtool := shutil.which("promtool"):  # Where Prometheus's own tool is there, it is asked as well.
        subprocess.run([promtool, "check", "rules", str(root / "ops" / "alerts.yml")], check=True)


# --- logs ---


def test_a_line_of_the_log_names_plan_and_letter_and_what_became_of_it() -> None:
    stream = io.StringIO()
    with logging_to(stream, as_json=True, level="info"):
        a_reply_is_answered(Watching(metrics()))
    read, kept, sent = map(json.loads, stream.getvalue().splitlines())
    assert (read["event"], read["plan"], read["letter"], read["decision"]) == ("read", "harbor", LETTER[:8], "apply")
    assert kept["kind"] == "letter,applied"
    assert (sent["event"], sent["result"], sent["level"]) == ("send", "sent", "info")
    assert dt.datetime.fromisoformat(sent["timestamp"]).tzinfo


def test_what_others_log_within_a_step_carries_its_plan_and_letter_and_nothing_after_it() -> None:
    stream = io.StringIO()
    with logging_to(stream, as_json=True, level="warning"):
        with Watching(metrics()).step("read", "harbor", LETTER):
            logging.getLogger("parsing").warning("A part cannot be read: %s.", "cid:1")
        logging.getLogger("parsing").warning("Later.")
        structlog.get_logger("milepost").info("too quiet")
    within, after = map(json.loads, stream.getvalue().splitlines())
    assert (within["event"], within["plan"], within["letter"]) == (
        "A part cannot be read: cid:1.",
        "harbor",
        LETTER[:8],
    )
    assert "plan" not in after


def test_a_log_for_people_is_text_and_ends_with_its_block() -> None:
    stream = io.StringIO()
    with logging_to(stream, as_json=False, level="info"):
        Watching(metrics()).mailbox("plans", "the server is away")
        watching = Watching(metrics())
        watching.mailbox("plans", "away")
        watching.mailbox("plans", "")
    logging.getLogger("milepost").warning("nobody hears this")
    (line,) = stream.getvalue().splitlines()
    assert "mailbox is back" in line
    assert "mailbox=plans" in line


# --- traces ---


def test_all_steps_about_a_letter_are_one_trace_in_whichever_process() -> None:
    exporters = [InMemorySpanExporter(), InMemorySpanExporter()]
    one, other = (Watching(metrics(), Traces(SimpleSpanProcessor(exporter))) for exporter in exporters)
    with one.step("take-in", "harbor", LETTER):
        pass
    a_reply_is_answered(other)
    with other.step("send", "harbor"):
        pass  # No letter asked for it: it belongs to no trace.
    spans = [span for exporter in exporters for span in exporter.get_finished_spans()]
    assert [span.name for span in spans] == ["letter take-in", "letter read", "letter keep", "letter send"]
    assert {span.context.trace_id for span in spans if span.context} == {trace_of(LETTER)}
    assert dict(spans[-1].attributes or {}) == {
        "milepost.plan": "harbor", "milepost.letter": LETTER[:8], "milepost.mails.kind": "acknowledgement",
        "milepost.mails.result": "sent",
    }  # fmt: skip


def test_a_step_that_fails_is_a_span_that_says_so_and_names_nobody() -> None:
    exporter, named = InMemorySpanExporter(), "dana@harborline.example"
    with (
        pytest.raises(KeyError),
        Watching(metrics(), Traces(SimpleSpanProcessor(exporter))).step("read", "", LETTER),
    ):
        raise KeyError(named)
    (span,) = exporter.get_finished_spans()
    assert not span.status.is_ok
    assert (span.status.description or "").startswith("KeyError")
    assert named not in span.to_json()


def test_spans_reach_a_collector_with_its_headers_before_the_process_ends() -> None:
    taken: list[tuple[str | None, bytes]] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((self.headers["X-Team"], body))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Collector)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    traces = traces_to(f"http://127.0.0.1:{server.server_port}/v1/traces", "x-team=deals")
    a_reply_is_answered(Watching(metrics(), traces))
    traces.close()
    server.shutdown()
    server.server_close()
    ((team, body),) = taken
    assert team == "deals"
    request = ExportTraceServiceRequest.FromString(body) if body[:2] != b"\x1f\x8b" else None
    assert request
    spans = [span for resource in request.resource_spans for scope in resource.scope_spans for span in scope.spans]
    assert [span.name for span in spans] == ["letter read", "letter keep", "letter send"]


# --- health ---


async def asked(server: OpsServer, path: str) -> tuple[int, str]:
    async with (
        listening(server, "127.0.0.1", 0) as address,
        aiohttp.ClientSession() as session,
        session.get(f"{address}{path}") as answer,
    ):
        return answer.status, await answer.text()


def checks(**found: str | Exception | None) -> dict[str, Check]:
    def check(words: str | Exception | None) -> Callable[[], Awaitable[str]]:
        async def answer() -> str:
            if words is None:
                await asyncio.sleep(3600)
            if isinstance(words, Exception):
                raise words
            return words or ""

        return answer

    return {name: check(words) for name, words in found.items()}


def test_a_process_is_ready_once_database_and_temporal_answer() -> None:
    server = OpsServer(checks(database="", temporal=""), metrics().text)
    status, said = asyncio.run(asked(server, "/readyz"))
    assert (status, json.loads(said)) == (200, {"ready": True, "checks": {"database": "ok", "temporal": "ok"}})


def test_what_is_away_hangs_or_is_of_another_version_makes_a_process_unready_but_not_dead(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("milepost.ops.server.PATIENCE", 0.2)
    away = checks(database="schema 0004, this version needs 0005", temporal=None, disk=StorageDown("The disk is full."))
    server = OpsServer(away, metrics().text)
    status, said = asyncio.run(asked(server, "/readyz"))
    assert status == 503
    assert json.loads(said)["checks"] == {
        "database": "schema 0004, this version needs 0005", "temporal": "no answer in 0 s",
        "disk": "The disk is full.",
    }  # fmt: skip
    assert asyncio.run(asked(server, "/healthz")) == (200, "alive\n")


def test_metrics_are_told_where_temporals_own_cannot_be_had() -> None:
    server = OpsServer({}, metrics().text, f"http://127.0.0.1:{free_port()}/metrics")
    status, said = asyncio.run(asked(server, "/metrics"))
    assert status == 200
    assert "milepost_unread_letters 2.0" in said


def test_a_port_that_is_taken_is_a_sentence() -> None:
    async def twice() -> None:
        server = OpsServer({}, metrics().text)
        async with listening(server, "127.0.0.1", 0) as address:
            port = int(address.rpartition(":")[2])
            with pytest.raises(OpsServerRefusedError, match=r"set ops\.port"):
                async with listening(server, "127.0.0.1", port):
                    pass

    asyncio.run(twice())
