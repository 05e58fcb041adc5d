"""`make bench-mail`: mails are taken in from Dovecot while workers are killed; then how long an answer takes.

python -m benchmarks.mail [--mails 10000] [--kills 10] [--heartbeat SECONDS] [--old 100000] [--answers 40]

Each mail has to be kept once, its plan signalled, none lost, none left in the mailbox. The plans here only note the
signals: reading is timed by bench-reading. `--heartbeat` is how soon a dead worker is noticed; what runs in production
is 30 s, and ten times that is only waiting, so it is 4 s unless set.
"""

import argparse
import asyncio
import contextlib
import datetime as dt
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from imap_tools import MailBoxUnencrypted
from temporalio import workflow
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from benchmarks.mail_answers import answers
from benchmarks.mail_old import old
from benchmarks.mail_replies import ENGINE, KEY, PLANS, plans, replies
from mail.inbox import ImapAccount, Inbox
from milepost.ending import leave
from milepost.temporal_server import TemporalServer, free_port
from storage.store import Store
from tests.dovecot import PASSWORD, Dovecot, running_dovecot
from workflows.mailroom import Kept, Roster, keep_all
from workflows.parts import Identity, Parts

QUEUE = "bench-mail"
WORKER = """
import dataclasses, datetime, sys
from pathlib import Path
from workflows.limits import LIMITS
limit = datetime.timedelta(seconds=float(sys.argv[2]))
LIMITS["watch_mailbox"] = dataclasses.replace(LIMITS["watch_mailbox"], heartbeat=limit)
from milepost.commands.stack import worker
from milepost.ending import leave
leave(worker(Path(sys.argv[1])))
"""


@workflow.defn(name="PlanWorkflow", sandboxed=False)
class Noting:
    """Stands in for a plan: notes the letters it is told of."""

    def __init__(self) -> None:
        self.letters: list[str] = []

    @workflow.run
    async def run(self) -> None:
        await workflow.wait_condition(lambda: False)

    @workflow.signal
    def letter_arrived(self, letter: str) -> None:
        self.letters.append(letter)

    @workflow.query
    def noted(self) -> list[str]:
        return self.letters


def fill(server: Dovecot, number: int) -> None:
    connection = server.connect(ENGINE)
    for raw in replies(number):
        connection.append("INBOX", "", None, raw)
    connection.logout()


def parts_of(folder: Path, name: str) -> Parts:
    store = Store(f"sqlite:///{folder / name}")
    store.migrate()
    began = dt.datetime.now(dt.UTC) - dt.timedelta(days=1)
    for plan in plans():
        store.keep_version(plan, (), began)
    outbox = contextlib.nullcontext()  # Nothing is sent here.
    return Parts(store, outbox, Identity(ENGINE, "Milepost", (KEY.encode(),)), lambda: dt.datetime.now(dt.UTC))  # type: ignore[arg-type]


def account(server: Dovecot) -> ImapAccount:
    return ImapAccount("127.0.0.1", server.port, ENGINE, lambda: PASSWORD, "none")


def bare(server: Dovecot, bulk: int) -> float:
    """Return how many mails a second imap-tools alone fetches and parses."""
    with MailBoxUnencrypted("127.0.0.1", server.port).login(ENGINE, PASSWORD) as box:
        began = time.perf_counter()
        number = sum(bool(mail.from_) for mail in box.fetch(mark_seen=False, bulk=bulk or False))
        return number / (time.perf_counter() - began)


def fetch_and_keep(server: Dovecot, folder: Path) -> float:
    """Return how many mails a second are fetched, recognised and kept on disk, into a database of their own."""
    parts = parts_of(folder, "scratch.db")
    roster = Roster(parts)
    with Inbox(account(server)) as inbox:
        began = time.perf_counter()
        number = 0
        for batch in inbox.batches():
            kept = keep_all(roster.refreshed(), [mail.raw for mail in batch])
            number += sum(1 for letter in kept if letter.new and letter.plan)
        spent = time.perf_counter() - began
    parts.store.close()
    return number / spent


async def signals(client: Client, letters: int = 500) -> float:
    """Return how many signals a second Temporal's dev server takes, as the watch gives them."""
    from workflows.activities import Activities

    activities = Activities(None, client, asyncio.get_running_loop(), None)  # type: ignore[arg-type]
    kept = [Kept(f"timing-{at}", f"plan-{at % PLANS}", True) for at in range(letters)]
    began = time.perf_counter()
    for at in range(0, letters, 50):
        await activities._told(kept[at : at + 50])
    return letters / (time.perf_counter() - began)


def worker(folder: Path, server: Dovecot, temporal: TemporalServer, heartbeat: float) -> "subprocess.Popen[bytes]":
    """Start a worker as anybody would, on this Dovecot; only its plans are elsewhere."""
    environment = {
        "MILEPOST_TEMPORAL__ADDRESS": temporal.address, "MILEPOST_KEYS": KEY,
        "MILEPOST_MAIL__IMAP__HOST": "127.0.0.1", "MILEPOST_MAIL__IMAP__PORT": str(server.port),
        "MILEPOST_MAIL__IMAP__TLS": "none", "MILEPOST_MAIL__IMAP__PASSWORD": PASSWORD,
        "MILEPOST_MAIL__SMTP__HOST": "127.0.0.1", "MILEPOST_MAIL__ADDRESS": ENGINE,
    }  # fmt: skip
    log = (folder / "worker.log").open("ab")
    command = [sys.executable, "-c", WORKER, str(folder), str(heartbeat)]
    process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=log, stderr=log)
    log.close()
    return process


def ingest(folder: Path, server: Dovecot, temporal: TemporalServer, options: argparse.Namespace) -> list[float]:
    """Have workers take everything in, and kill one whenever a random number of letters is kept."""
    store = parts_of(folder, "milepost.db").store
    chance = random.Random()
    marks = sorted(chance.sample(range(options.mails // 50, options.mails * 95 // 100), options.kills))
    pauses: list[float] = []
    process = worker(folder, server, temporal, options.heartbeat)
    try:
        for mark in marks:
            wait_for(store, mark, process)
            process.send_signal(signal.SIGKILL)
            process.wait()
            killed, before = time.monotonic(), count(store)
            process = worker(folder, server, temporal, options.heartbeat)
            wait_for(store, before + 1, process)
            pauses.append(time.monotonic() - killed)
        wait_for(store, options.mails, process)
        time.sleep(3)  # What is kept last is moved and told last.
    finally:
        process.terminate()
        process.wait(60)
        store.close()
    return pauses


def count(store: Store) -> int:
    with store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM letters").scalar() or 0)


def wait_for(store: Store, number: int, process: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + 300
    while count(store) < number:
        if process.poll() is not None or time.monotonic() > ends:
            raise SystemExit(f"the worker stands at {count(store)} letters of {number}")
        time.sleep(0.02)


async def verdict(client: Client, folder: Path, server: Dovecot, number: int) -> bool:
    """Print what became of every mail."""
    store = Store(f"sqlite:///{folder / 'milepost.db'}")
    letters = store.letters()
    told: Counter[str] = Counter()
    for plan in plans():
        handle: WorkflowHandle[Noting, None] = client.get_workflow_handle(f"plan/{plan.slug}")
        told.update(letter for letter in await handle.query(Noting.noted) if not letter.startswith("timing"))
    ids = {letter.message_id for letter in letters}
    left = {name: count_in(server, name) for name in ("INBOX", "Handled", "Quarantine")}
    again = sum(told.values()) - len(told)
    print(f"mails {number}, kept {len(letters)}, different {len(ids)}, plans told of {len(told)} ({again} told again)")
    print("in the mailbox: " + ", ".join(f"{name} {found}" for name, found in left.items()))
    store.close()
    sound = len(letters) == len(ids) == len(told) == number and left["INBOX"] == left["Quarantine"] == 0
    print("each kept once, each plan told, none lost" if sound else "NOT SOUND")
    return sound


def count_in(server: Dovecot, folder: str) -> int:
    connection = server.connect(ENGINE)
    _, said = connection.select(folder, readonly=True)
    connection.logout()
    return int(said[0] or 0)


async def connected(address: str) -> Client:
    """Connect; the port answers before the server does."""
    for _ in range(50):
        with contextlib.suppress(RuntimeError):
            return await Client.connect(address)
        await asyncio.sleep(0.2)
    return await Client.connect(address)


async def whole(folder: Path, server: Dovecot, options: argparse.Namespace) -> bool:
    fill(server, options.mails)
    print(f"{options.mails} mails in Dovecot; rates are mails a second, in this run on this machine")
    rates = {bulk: bare(server, bulk) for bulk in (0, 50)}
    ours = fetch_and_keep(server, folder)
    print(f"imap-tools alone, fetch and parse: {rates[0]:.0f} one by one (as it does), {rates[50]:.0f} by fifties")
    print(
        f"fetch and keep: {ours:.0f}, which is {ours / rates[0]:.2f} of imap-tools ({ours / rates[50]:.2f} of fifties)"
    )
    temporal = TemporalServer(folder, free_port(0), free_port(0))
    temporal.start()
    try:
        client = await connected(temporal.address)
        async with Worker(client, task_queue=QUEUE, workflows=[Noting], workflow_runner=UnsandboxedWorkflowRunner()):
            for plan in plans():
                await client.start_workflow(Noting.run, id=f"plan/{plan.slug}", task_queue=QUEUE)
            print(f"signals: {await signals(client):.0f} a second")
            began = time.monotonic()
            pauses = await asyncio.to_thread(ingest, folder, server, temporal, options)
            spent = time.monotonic() - began
            print(
                f"kept, told and moved with {options.kills} workers killed: {options.mails / spent:.0f} a second in all"
            )
            print(f"from a kill to the next mail: {max(pauses, default=0):.1f} s (heartbeat {options.heartbeat:g} s)")
            return await verdict(client, folder, server, options.mails)
    finally:
        temporal.stop()


def main() -> None:
    """Print the figures; the exit code tells whether all is sound."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mails", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--heartbeat", type=float, default=4.0)
    parser.add_argument("--old", type=int, default=100_000)
    parser.add_argument("--answers", type=int, default=40)
    options = parser.parse_args()
    sound = True
    if options.mails:
        with tempfile.TemporaryDirectory() as folder, running_dovecot() as server:
            sound = asyncio.run(whole(Path(folder), server, options))
    if options.old:
        with running_dovecot() as server:
            old(server, options.old)
    if options.answers:
        sound = asyncio.run(answers(options.answers)) and sound
    leave(0 if sound else 1)


if __name__ == "__main__":
    main()
