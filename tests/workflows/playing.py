"""Playing a plan's life: the real workflow, storage and documents; only the mails that leave are caught."""

import asyncio
import contextlib
import datetime as dt
import hashlib
import shutil
import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from pathlib import Path

from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from mail.inbox import Inbox
from mail.outbox import Delivery
from milepost.temporal_server import TemporalServer, free_port
from plans.agenda import since
from plans.first_mail import begun
from plans.plan import Plan
from plans.state import PlanState
from storage.store import Store
from workflows.calendars import calendar_for
from workflows.digest_workflow import DigestWorkflow
from workflows.mailroom import keep
from workflows.messages import DigestRun, Nudging, PlanRun
from workflows.parts import Identity, Parts, TrustRules
from workflows.plan_workflow import PlanWorkflow, workflow_id
from workflows.worker import DATA_CONVERTER, worker_on

ENGINE = "plan@milepost.example"
QUEUE = "stories"
PATIENCE = 30.0
LOOK = 0.02
A_WEEK = dt.timedelta(weeks=1)
"""How long a life sleeps in one call to the server: a call has a time limit of its own."""


@dataclass
class Postbox:
    """Catches what leaves: every mail, in the order in which it was sent, and its envelope's sender; `refuses` says why
    an address is refused."""

    sent: list[EmailMessage] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    refuses: dict[str, Delivery] = field(default_factory=dict)

    def send(self, message: EmailMessage, sender: str, recipient: str) -> Delivery:
        """Take a mail."""
        if recipient in self.refuses:
            return self.refuses[recipient]
        self.sent.append(message)
        self.senders.append(sender)
        return Delivery("sent")

    def to(self, address: str) -> list[EmailMessage]:
        """Return every mail to an address, the oldest first."""
        return [message for message in self.sent if address in str(message["To"])]


@dataclass
class Clock:
    """The machine's clock as activities see it: the server's present when the life last moved on."""

    now: dt.datetime

    def __call__(self) -> dt.datetime:
        """Return the present."""
        return self.now


@dataclass
class Life:
    """A plan that lives on a test server."""

    environment: WorkflowEnvironment
    parts: Parts
    postbox: Postbox
    plan: Plan
    handle: WorkflowHandle[PlanWorkflow, None]
    clock: Clock

    async def state(self) -> PlanState:
        """Return the plan's state."""
        return await self.handle.query(PlanWorkflow.show)

    async def sleeps_until(self, moment: dt.datetime) -> None:
        """Let the time pass until a moment: what is due on the way is sent."""
        while (left := moment - await self.environment.get_current_time()) > dt.timedelta():
            await self.environment.sleep(min(left, A_WEEK))
            self.clock.now = await self.environment.get_current_time()

    async def nudge(self) -> Nudging:
        """Send what is due today."""
        return await self.handle.execute_update(PlanWorkflow.nudge)

    async def digests(self) -> None:
        """Have this week's digests sent, as their Schedule does."""
        run = DigestRun("UTC")
        await self.environment.client.execute_workflow(
            DigestWorkflow.run, run, id=f"digests/{self.clock.now.isoformat()}", task_queue=QUEUE
        )

    async def arrives(self, raw: bytes) -> PlanState:
        """Take a letter in as the mailbox does, and return the state once the plan has dealt with it."""
        kept = await asyncio.to_thread(keep, self.parts, raw)
        await self.handle.signal(PlanWorkflow.letter_arrived, kept.letter)
        await self.until(lambda state: kept.letter in state.handled)
        return await self.state()

    async def until(self, holds: Callable[[PlanState], bool]) -> None:
        """Wait until something holds of the plan."""
        async with asyncio.timeout(PATIENCE):
            while not holds(await self.state()):
                await asyncio.sleep(LOOK)

    async def kept(self, version: int) -> None:
        """Wait until the database has this version: it is never ahead of the workflow, and soon equal."""
        async with asyncio.timeout(PATIENCE):
            while (summary := self.parts.store.plans()) and summary[0].version < version:
                await asyncio.sleep(LOOK)

    async def mailed(self, address: str, number: int) -> EmailMessage:
        """Return the mail of this number (from 1) to an address, once it is sent."""
        async with asyncio.timeout(PATIENCE):
            while len(self.postbox.to(address)) < number:
                await asyncio.sleep(LOOK)
        return self.postbox.to(address)[number - 1]


def test_server() -> str:
    """Return where the time-skipping server's program is: beside the Python that runs the tests."""
    found = shutil.which("temporal-test-server", path=str(Path(sys.executable).parent)) or shutil.which(
        "temporal-test-server"
    )
    assert found, "temporal-test-server is missing: `make test` installs it"
    return found


@contextlib.asynccontextmanager
async def time_skipping() -> AsyncIterator[WorkflowEnvironment]:
    """Start a server on which days pass at once; it stands still where a plan goes on anew with a mail on its way."""
    async with await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=test_server(), data_converter=DATA_CONVERTER
    ) as environment:
        yield environment


@contextlib.asynccontextmanager
async def real_time(folder: Path) -> AsyncIterator[WorkflowEnvironment]:
    """Start a dev server of our own, whose present is the machine's."""
    server = TemporalServer(folder, free_port(), free_port())
    server.start()
    try:
        async with asyncio.timeout(PATIENCE):
            while not (client := await connected(server.address)):
                await asyncio.sleep(LOOK)
        yield WorkflowEnvironment.from_client(client)
    finally:
        server.stop()


async def connected(address: str) -> Client | None:
    """Return a client, None as long as the server answers before it can do anything."""
    try:
        client = await Client.connect(address, data_converter=DATA_CONVERTER)
        await client.count_workflows()
    except (RuntimeError, RPCError):
        return None
    return client


@contextlib.asynccontextmanager
async def living(
    plan: Plan,
    folder: Path,
    plan_of: Callable[[dt.datetime], Plan] | None = None,
    begins: dt.datetime | None = None,
    server: contextlib.AbstractAsyncContextManager[WorkflowEnvironment] | None = None,
) -> AsyncIterator[Life]:
    """Start the plan on a server of its own (one that skips time where none is given), at a moment to come or in the
    server's own present, for which `plan_of` makes the plan."""
    store = Store(f"sqlite:///{folder / 'milepost.db'}")
    store.migrate()
    async with server or time_skipping() as environment:
        if begins:
            await environment.sleep(begins - await environment.get_current_time())
        now = begins or await environment.get_current_time()
        lived, clock = plan_of(now) if plan_of else plan, Clock(now)
        postbox = Postbox()
        parts = Parts(store, postbox, Identity(ENGINE, "Milepost", (b"k" * 32,)), clock, TrustRules(local=True))
        async with worker_on(environment.client, parts, no_inbox, QUEUE):
            handle = await started(environment.client, lived, now)
            yield Life(environment, parts, postbox, lived, handle, clock)
    store.close()


def no_inbox(name: str) -> Inbox:
    """Refuse: letters are handed in by the test."""
    raise AssertionError(f"no mailbox {name} in this story")


async def started(client: Client, plan: Plan, now: dt.datetime) -> WorkflowHandle[PlanWorkflow, None]:
    """Start a plan's workflow as wiring does."""
    calendar = calendar_for(plan, now.year, now.year + 1)
    state, notices = begun(PlanState(plan, now, calendar, sent=(since(now.astimezone(plan.zone).date()),)))
    return await client.start_workflow(
        PlanWorkflow.run,
        PlanRun(state, unsent=notices),
        id=workflow_id(plan.slug),
        task_queue=QUEUE,
        static_summary=plan.title,
    )


def reply(
    to: EmailMessage,
    sender: str,
    text: str,
    at: dt.datetime,
    document: tuple[str, bytes] | None = None,
    headers: dict[str, str] | None = None,
) -> bytes:
    """Return a reply as a mail program writes it."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = str(to["Reply-To"])
    message["Subject"] = f"Re: {to['Subject']}"
    message["Date"] = format_datetime(at)
    own = hashlib.sha256(repr((sender, at, text)).encode()).hexdigest()[:24]
    message["Message-ID"] = f"<{own}@mail.example>"
    message["In-Reply-To"] = str(to["Message-ID"])
    for name, value in (headers or {}).items():
        message[name] = value
    body = to.get_body(("plain",))
    quoted = "".join(f"> {line}\n" for line in (body.get_content().splitlines() if body else ()))
    message.set_content(f"{text}\n\nOn {to['Date']}, {to['From']} wrote:\n{quoted}")
    if document:
        name, data = document
        message.add_attachment(
            data, "application", "vnd.openxmlformats-officedocument.wordprocessingml.document", filename=name
        )
    return message.as_bytes()
