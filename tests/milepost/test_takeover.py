"""A worker that dies while it keeps the mailbox is followed by another, which takes in what has arrived."""

import contextlib
import os
import signal
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from milepost.local_mail import LocalMail
from milepost.settings import settings_for
from milepost.temporal_server import StackPorts, TemporalServer, free_port
from milepost.wiring import now, store_of
from tests.plans.a_plan import a_plan

WORKER = """
import dataclasses, datetime, sys
from pathlib import Path
from workflows.limits import LIMITS
LIMITS["watch_mailbox"] = dataclasses.replace(LIMITS["watch_mailbox"], heartbeat=datetime.timedelta(seconds=3))
from milepost.commands.stack import worker
sys.exit(worker(Path(sys.argv[1])))
"""
ENGINE = "plan@milepost.example"


def worker(data: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-c", WORKER, str(data)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def until(holds: Callable[[], bool], what: str) -> None:
    ends = time.monotonic() + 40
    while not holds():
        assert time.monotonic() < ends, what
        time.sleep(0.1)


def test_another_worker_takes_the_mailbox_over_when_one_is_killed(tmp_path: Path) -> None:
    settings = settings_for(tmp_path)
    temporal = TemporalServer(tmp_path, free_port(0), free_port(0))
    mail = LocalMail(tmp_path / "mail", settings.mail_password(), accounts=(ENGINE,))
    with contextlib.ExitStack() as undo:
        undo.callback(temporal.stop)
        undo.callback(mail.stop)
        temporal.start()
        mail.start()
        ports = StackPorts(temporal.port, temporal.ui_port, mail.smtp_port, mail.imap_port)
        ports.write(tmp_path)
        store = store_of(settings.on_ports(ports.temporal, ports.ui, ports.smtp, ports.imap))
        undo.callback(store.close)
        store.keep_version(a_plan(), (), now())

        def arrives(number: int) -> None:
            with smtplib.SMTP("127.0.0.1", mail.smtp_port, timeout=20) as smtp:
                raw = (
                    f"From: ray@harborline.example\r\nMessage-ID: <{number}@x>\r\nSubject: hello\r\n\r\nhi {number}\r\n"
                )
                smtp.sendmail("ray@harborline.example", [ENGINE], raw)

        first = worker(tmp_path)
        undo.callback(_end, first)
        arrives(1)
        until(lambda: len(store.letters()) == 1, "the first worker takes nothing in")
        second = worker(tmp_path)
        undo.callback(_end, second)
        os.kill(first.pid, signal.SIGKILL)
        first.wait(10)
        arrives(2)
        until(lambda: len(store.letters()) == 2, "nobody has taken the mailbox over")
        second.send_signal(signal.SIGTERM)
        assert second.wait(30) == 0


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.kill()
    process.wait(10)
