"""A fleet is what a company runs, in small: workers, a Temporal dev server and a database, all processes to be killed.

Letters come in by IMAP from a local mail server; what leaves is taken by an SMTP server that notes every mail's
Message-ID and when it said yes. Neither of the two is ever killed: they are other people's machines.
"""

import contextlib
import datetime as dt
import os
import signal
import smtplib
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import psycopg
from aiosmtpd.controller import Controller

from milepost.demo.scene import scene_of
from milepost.local_mail import LocalMail
from milepost.settings import Settings, settings_for
from milepost.temporal_server import TemporalServer, answers, free_port
from plans.plan import Plan
from plans.seal import Addressee, token
from tests.postgres import _as_somebody, _program

ENGINE, KEY = "plan@milepost.example", "k" * 32
COMES_UP = 60.0


@dataclass(frozen=True)
class Mailed:
    """A mail that the outside world has said yes to: when, by its clock."""

    message_id: str
    to: str
    answers: str
    at: float


@dataclass
class Outside:
    """The SMTP server of the world: it takes everything and remembers what."""

    mailed: list[Mailed] = field(default_factory=list)
    controller: Any = None

    async def handle_DATA(self, _: object, __: object, envelope: Any) -> str:
        mail = message_from_bytes(envelope.content)
        to = ",".join(envelope.rcpt_tos)
        self.mailed.append(Mailed(str(mail["Message-ID"]), to, str(mail["In-Reply-To"] or ""), time.time()))
        return "250 taken"

    def start(self) -> int:
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port(), data_size_limit=40 << 20)
        self.controller.start()
        return int(self.controller.port)


@dataclass
class Database:
    """PostgreSQL as a process in a folder of its own; `url` stays the same over its deaths."""

    folder: Path
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"postgresql://postgres@/postgres?host={self.folder}"

    def _quiet(self) -> dict[str, Any]:
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": self.folder, "env": {"LC_ALL": "C"}}
        return {**quiet, **_as_somebody()}

    def make(self) -> None:
        if somebody := _as_somebody():
            os.chown(self.folder, somebody["user"], somebody["group"])
        words = [_program("initdb"), "-D", str(self.folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        subprocess.run(words, check=True, **self._quiet())

    def start(self) -> None:
        """Start it, again and again while what is left of the last one still goes: its children outlive it a little."""
        settings = ("listen_addresses=", f"unix_socket_directories={self.folder}", "max_connections=100")
        words = [_program("postgres"), "-D", str(self.folder / "data"), *(w for one in settings for w in ("-c", one))]
        ends = time.monotonic() + COMES_UP
        while time.monotonic() < ends:
            if self.process is None or self.process.poll() is not None:
                self.process = subprocess.Popen(words, **self._quiet())
            with contextlib.suppress(psycopg.OperationalError):
                psycopg.connect(self.url).close()
                return
            time.sleep(0.1)
        raise SystemExit("PostgreSQL does not come up")

    def kill(self) -> None:
        _killed(self.process)


@dataclass
class WorkerProcess:
    """A worker as anybody starts it, started again as an init system would where it ends by itself."""

    data: Path
    queues: str
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    ended: list[int] = field(default_factory=list)
    wanted: bool = False

    def start(self) -> None:
        self.wanted = True
        with (self.data / "worker.log").open("ab") as log:
            words = [str(Path(sys.executable).with_name("milepost")), "worker", "--queues", self.queues]
            words += ["--data", str(self.data)]
            environment = {**os.environ, **self.environment}
            self.process = subprocess.Popen(words, env=environment, stdout=log, stderr=log)

    def kept_up(self) -> None:
        """Start it again where it has ended by itself, and note how."""
        if self.wanted and self.process and (code := self.process.poll()) is not None:
            self.ended.append(code)
            self.start()

    def kill(self) -> None:
        self.wanted = False
        _killed(self.process)

    def stop(self) -> None:
        self.wanted = False
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


def _killed(process: "subprocess.Popen[bytes] | None") -> None:
    if process and process.poll() is None:
        process.send_signal(signal.SIGKILL)
        process.wait(20)


@dataclass
class Fleet:
    """Everything that runs, and how it is reached."""

    folder: Path
    outside: Outside
    mail: LocalMail
    temporal: TemporalServer
    database: Database | None
    workers: list[WorkerProcess]
    settings: Settings

    def hand_in(self, letter: EmailMessage) -> None:
        with smtplib.SMTP("127.0.0.1", self.mail.smtp_port, timeout=60) as smtp:
            smtp.send_message(letter, to_addrs=[ENGINE])

    def start_temporal(self) -> None:
        """Start the dev server, again where its own start-up fails."""
        for _ in range(5):
            try:
                self.temporal.start()
            except Exception as failure:
                print(f"  the dev server did not come up at once: {str(failure)[:90]}", flush=True)
            if answers(self.temporal.port):
                return
        raise SystemExit("the dev server does not come up")


@contextlib.contextmanager
def fleet(queues: tuple[str, ...], postgres: bool = True, environment: dict[str, str] | None = None) -> Iterator[Fleet]:
    """Give a fleet whose servers run and whose workers do not yet; stop everything at the end."""
    with contextlib.ExitStack() as undo:
        folder = Path(undo.enter_context(_folder("milepost-fleet-")))
        outside = Outside()
        smtp = outside.start()
        undo.callback(outside.controller.stop)
        mail = LocalMail(folder / "mail", settings_for(folder).mail_password(), accounts=(ENGINE,))
        mail.start()
        undo.callback(mail.stop)
        temporal = TemporalServer(folder, free_port(), free_port())
        database = Database(Path(undo.enter_context(_folder("milepost-pg-")))) if postgres else None
        given = {
            "MILEPOST_TEMPORAL__ADDRESS": temporal.address, "MILEPOST_KEYS": KEY,
            "MILEPOST_MAIL__IMAP__HOST": "127.0.0.1", "MILEPOST_MAIL__IMAP__PORT": str(mail.imap_port),
            "MILEPOST_MAIL__IMAP__TLS": "none", "MILEPOST_MAIL__IMAP__PASSWORD": mail.password,
            "MILEPOST_MAIL__SMTP__HOST": "127.0.0.1", "MILEPOST_MAIL__SMTP__PORT": str(smtp),
            "MILEPOST_MAIL__SMTP__TLS": "none", "MILEPOST_MAIL__ADDRESS": ENGINE,
            "MILEPOST_MAIL__SMTP__RATE": "100000", "MILEPOST_MAIL__SMTP__RATE_PER_DOMAIN": "100000",
            "MILEPOST_MAIL__SMTP__CONNECTIONS": "8", **(environment or {}),
        }  # fmt: skip
        if database:
            database.make()
            database.start()
            undo.callback(database.kill)
            given["MILEPOST_DATABASE__URL"] = database.url
        os.environ.update(given)
        workers = [WorkerProcess(folder, served, given) for served in queues]
        running = Fleet(folder, outside, mail, temporal, database, workers, settings_for(folder))
        running.start_temporal()
        undo.callback(temporal.stop)
        for worker in workers:
            undo.callback(worker.stop)
        yield running


@contextlib.contextmanager
def _folder(prefix: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix=prefix, ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        yield folder


def plans(number: int) -> list[Plan]:
    """Return plans of the demo's kind: eight lines, nine people."""
    one = scene_of(dt.date.today()).plan
    return [replace(one, slug=f"harborline-{at}") for at in range(number)]


def letter(plan: Plan, number: int, at: dt.datetime) -> EmailMessage:
    """Return a letter of a buyer that moves one line to a day that no other letter names."""
    people = [person for person in plan.people if person.side == "buyer"]
    who = people[number % len(people)]
    line = [one for one in plan.milestones if one.status != "done"][number % 3]
    wanted = dt.date.today() + dt.timedelta(days=40 + number % 300)
    local, _, domain = ENGINE.rpartition("@")
    message = EmailMessage()
    message["From"] = f"{who.name} <{who.email}>"
    message["To"] = f"{local}+{token(KEY.encode(), Addressee(plan.slug, who.id))}@{domain}"
    message["Subject"] = f"Re: {plan.title}"
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{number}.{plan.slug}@mail.example>"
    message.set_content(f"Please move {line.id} to {wanted:%B} {wanted.day}, {wanted.year}.\n")
    return message


class Writers(threading.Thread):
    """Letters at a steady rate, whatever the fleet is doing; `sent` are the Message-IDs that the mailbox has taken."""

    def __init__(self, fleet: Fleet, over: list[Plan], a_second: float, seconds: float) -> None:
        super().__init__(daemon=True)
        self.fleet, self.over, self.a_second, self.seconds = fleet, over, a_second, seconds
        self.sent: dict[str, str] = {}

    def run(self) -> None:
        began, number = time.monotonic(), 0
        while (ahead := number / self.a_second) < self.seconds:
            time.sleep(max(0.0, began + ahead - time.monotonic()))
            plan = self.over[number % len(self.over)]
            one = letter(plan, number, dt.datetime.now(dt.UTC))
            self.fleet.hand_in(one)
            self.sent[str(one["Message-ID"])] = plan.slug
            number += 1
