"""`milepost up` as a person runs it: it says where everything is, and Ctrl-C ends it with all that it started."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from milepost import temporal_server
from milepost.temporal_server import TemporalServer, answers, free_port

MILEPOST = str(Path(sys.executable).parent / "milepost")
PATIENCE = 60


def milepost(*arguments: str, data: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [MILEPOST, *arguments, "--data", str(data)], capture_output=True, text=True, timeout=PATIENCE, check=False
    )


@contextmanager
def up(data: Path, **environment: str) -> Iterator["subprocess.Popen[str]"]:
    """Run the stack, and stop it at the end with all that it started, if nobody has."""
    process = subprocess.Popen(
        [MILEPOST, "up", "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, **environment},
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE)


def announced(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith("Ctrl-C"):
            break
    return "".join(lines)


def children_of(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(found) for task in tasks for found in task.read_text(encoding="ascii").split()]


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[:1]


def test_up_says_where_everything_is_runs_a_plan_and_ends_with_all_it_started(root: Path, tmp_path: Path) -> None:
    data, port = tmp_path / "data", free_port()
    with up(data, MILEPOST_OPS__PORT=str(port), MILEPOST_LOG__FORMAT="json") as process:
        said = announced(process)
        assert re.search(r"Web UI +http://127\.0\.0\.1:\d+/", said)
        assert re.search(r"IMAP 127\.0\.0\.1:\d+, SMTP 127\.0\.0\.1:\d+", said)
        assert "No plan yet" in said

        started = milepost("start", str(root / "examples" / "us-saas.yaml"), data=data)
        assert started.returncode == 0, started.stderr
        again = milepost("start", str(root / "examples" / "us-saas.yaml"), data=data)
        assert again.returncode == 1
        assert "runs already" in again.stderr

        busy = milepost("up", data=data)
        assert busy.returncode == 1
        assert "Another stack runs" in busy.stderr

        assert milepost("doctor", data=data).returncode == 0
        ends = time.monotonic() + PATIENCE
        while "quillpoint-sso" not in milepost("list", "--json", data=data).stdout:
            assert time.monotonic() < ends, "the plan was never kept"
            time.sleep(0.2)

        asked = ("address", str(root / "examples" / "us-saas.yaml"), "dana")
        before = milepost(*asked, data=data).stdout
        revoked = milepost(*asked, "--revoke", data=data)
        assert (revoked.returncode, "address 0 -> 1" in revoked.stdout) == (0, True), revoked.stderr
        assert "@" in before
        assert milepost(*asked, data=data).stdout != before

        assert milepost("nudge", "quillpoint-sso", data=data).returncode == 0
        coming = milepost("agenda", "quillpoint-sso", "--days", "90", "--json", data=data)
        assert json.loads(coming.stdout), coming.stderr
        its_ops_see(port, data / "milepost.log")

        children = children_of(process.pid)
        assert children
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0
        assert not any(alive(child) for child in children)

    with up(data) as process:
        assert re.search(r"Plan +quillpoint-sso, version 5", announced(process))
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0

    for state in data.glob("temporal.db*"):
        state.unlink()
    with up(data) as process:
        announced(process)
        it_is_taken_up_from_its_record(root / "examples" / "us-saas.yaml", data)
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0


def it_is_taken_up_from_its_record(file: Path, data: Path) -> None:
    """Find that Temporal has lost a plan, have it not begun anew from its file, and take it up from its record."""
    ill = milepost("doctor", data=data)
    assert ill.returncode == 1
    assert "no workflow runs: quillpoint-sso. Are temporal.address" in " ".join(ill.stdout.split())
    anew = milepost("start", str(file), data=data)
    assert (anew.returncode, "`milepost start --kept quillpoint-sso`" in anew.stderr) == (1, True)
    taken = milepost("start", "--kept", "quillpoint-sso", data=data)
    assert (taken.returncode, "goes on from version 5" in taken.stdout) == (0, True), taken.stderr
    twice = milepost("start", "--kept", "quillpoint-sso", data=data)
    assert (twice.returncode, "quillpoint-sso runs" in twice.stderr) == (1, True)
    assert milepost("start", "--kept", "nosuch", data=data).returncode == 1
    assert "Nothing is due today" in milepost("nudge", "quillpoint-sso", data=data).stdout
    assert milepost("doctor", data=data).returncode == 0


def its_ops_see(port: int, log: Path) -> None:
    """See health, metrics and logs of the running stack; nothing of them names anybody."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=10) as answer:
        assert json.load(answer) == {"ready": True, "checks": {"database": "ok", "temporal": "ok"}}
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        metrics = answer.read().decode()
    assert re.search(r'^milepost_mails_total{kind="\w+",result="sent"} [1-9]', metrics, re.M)
    assert 'milepost_plans{status="active"} 1.0' in metrics
    assert 'milepost_mailbox_up{mailbox="plans"} 1.0' in metrics
    assert "temporal_workflow_task_execution_latency_bucket" in metrics
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert any(line["event"] == "send" and line["plan"] == "quillpoint-sso" for line in lines)
    for said in (metrics, log.read_text(encoding="utf-8")):
        assert not re.search(r"@|whitfield|dana", said, re.I)


def test_a_killed_stack_leaves_no_second_server_on_its_state_file(tmp_path: Path) -> None:
    """A stack that is killed outright leaves its Temporal server behind; the next stack stops it first."""
    first = TemporalServer(tmp_path, free_port(), free_port())
    first.start()
    assert first.process
    process, first.process = first.process, None  # Whoever started it is gone.
    second = TemporalServer(tmp_path, free_port(), free_port())
    try:
        second.start()
        assert process.wait(PATIENCE) is not None
        assert not answers(first.port)
        assert answers(second.port)
    finally:
        second.stop()
    (tmp_path / "temporal.pid").write_text(str(os.getpid()))
    third = TemporalServer(tmp_path, free_port(), free_port())
    third.start()  # Another process that has the number by now is left alone.
    third.stop()


SLOW = """#!{python}
import pathlib, socket, sys, time
asked = pathlib.Path(__file__).with_name("asked")
if sys.argv[1] == "operator":
    count = int(asked.read_text()) + 1 if asked.exists() else 1
    asked.write_text(str(count))
    sys.exit(count < 3)
for flag in ("--port", "--ui-port"):
    listening = socket.create_server(("127.0.0.1", int(sys.argv[sys.argv.index(flag) + 1])))
    globals()[flag] = listening
time.sleep(60)
"""
"""A server whose ports answer at once, and which says from the third asking on that it is healthy."""


def test_a_server_has_started_only_once_it_says_that_it_is_healthy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "temporal"
    program.write_text(SLOW.format(python=sys.executable))
    program.chmod(0o755)
    monkeypatch.setattr(temporal_server, "_program", lambda: str(program))
    server = TemporalServer(tmp_path, free_port(), free_port())
    try:
        server.start()
        assert (tmp_path / "asked").read_text() == "3"
    finally:
        server.stop()


def test_commands_without_an_engine_say_so_in_a_sentence(tmp_path: Path) -> None:
    for command in (("nudge", "nosuch"), ("show", "nosuch"), ("agenda", "nosuch")):
        said = milepost(*command, data=tmp_path)
        assert said.returncode == 1
        assert "milepost up" in said.stderr
        assert "Traceback" not in said.stderr


def test_a_database_that_cannot_be_opened_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "milepost.db").mkdir()
    said = milepost("list", data=tmp_path)
    assert said.returncode == 1
    assert "Traceback" not in said.stderr
    assert "database" in said.stderr.casefold()
