"""How long an answer takes on the embedded stack: from SMTP in to the answer in the buyer's mailbox, by its steps."""

import asyncio
import datetime as dt
import smtplib
import statistics
import tempfile
import time
from dataclasses import dataclass, replace
from email import message_from_bytes
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path

from temporalio.api.enums.v1 import EventType
from temporalio.client import Client

from mail.outbox import Delivery
from milepost.demo.scene import scene_of
from milepost.embedded import Stack, running
from milepost.running_plans import start_plan
from milepost.settings import settings_for
from milepost.wiring import embedded_settings
from plans.notice import Notice
from plans.plan import Plan
from plans.seal import Addressee, token
from workflows.post import deliver

PLANS = 8
PATIENCE = 30.0
MEDIAN, P95 = 1.0, 2.5
"""Seconds that half and nineteen of twenty answers may take."""
STEPS = ("taken by SMTP", "kept", "plan told", "read", "decided and kept", "written and in the mailbox")
"""The local server says yes to the answer only once it lies in the buyer's mailbox: that is the end."""


@dataclass(frozen=True)
class Answer:
    """When each step of one answer was over, in seconds of the clock; the first is when the letter set out."""

    at: tuple[float, ...]

    @property
    def whole(self) -> float:
        return self.at[-1] - self.at[0]

    @property
    def steps(self) -> list[float]:
        return [later - earlier for earlier, later in zip(self.at, self.at[1:], strict=False)]


async def answers(number: int) -> bool:
    """Measure, print, and tell whether the figures are kept."""
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_for(Path(folder))
        async with running(settings) as stack:
            plans = [replace(scene_of(dt.date.today()).plan, slug=f"harborline-{at}") for at in range(PLANS)]
            for plan in plans:
                await start_plan(stack.client, embedded_settings(settings, stack.ports), plan)
            await asyncio.sleep(5)
            measured = [await _answer(stack, plans[at % PLANS], at) for at in range(number)]
            windows = [await asyncio.to_thread(_window, stack, plans[at % PLANS], at) for at in range(number)]
    kept = _print(measured)
    print(
        f"between the server's yes and the record of it: median {statistics.median(windows) * 1000:.1f} ms, longest "
        f"{max(windows) * 1000:.1f} ms; a worker that dies within repeats the mail under the same Message-ID"
    )
    return kept


async def _answer(stack: Stack, plan: Plan, number: int) -> Answer:
    people = [person for person in plan.people if person.side == "buyer"]
    person = people[number // PLANS % len(people)]
    letter = _letter(stack, plan, person.id, number)
    began = time.time()
    await asyncio.to_thread(_hand_in, stack.ports.smtp, letter)
    taken = time.time()
    await asyncio.to_thread(_await_answer, stack, person.email, str(letter["Message-ID"]))
    kept = next(one for one in stack.parts.store.letters(plan.slug) if one.message_id == letter["Message-ID"])
    moments = await _moments(stack.client, plan.slug, kept.id)
    while not moments[-1]:  # The mail is there before the activity that sent it has said so.
        await asyncio.sleep(0.05)
        moments = await _moments(stack.client, plan.slug, kept.id)
    return Answer((began, taken, kept.received_at.timestamp(), *moments))


def _window(stack: Stack, plan: Plan, number: int) -> float:
    """Return how long a notice was accepted and not yet on record."""
    moments: list[float] = []

    class Timed:
        def send(self, message: EmailMessage, sender: str, recipient: str) -> Delivery:
            delivery = stack.parts.outbox.send(message, sender, recipient)
            moments.append(time.perf_counter())
            return delivery

    notice = Notice(f"window/{number}", "status", plan.slug, plan.version, plan.people[0].id, dt.datetime.now(dt.UTC))
    deliver(replace(stack.parts, outbox=Timed()), notice)
    return time.perf_counter() - moments[0]


def _letter(stack: Stack, plan: Plan, person: str, number: int) -> EmailMessage:
    who = plan.person(person)
    assert who
    line = [one for one in plan.milestones if one.status != "done"][number % 3]
    wanted = dt.date.today() + dt.timedelta(days=40 + number)
    local, _, domain = stack.parts.identity.address.rpartition("@")
    sealed = token(stack.parts.identity.key, Addressee(plan.slug, person))
    message = EmailMessage()
    message["From"] = f"{who.name} <{who.email}>"
    message["To"] = f"{local}+{sealed}@{domain}"
    message["Subject"] = f"Re: {plan.title}"
    message["Date"] = format_datetime(dt.datetime.now(dt.UTC))
    message["Message-ID"] = make_msgid(domain="mail.example")
    message.set_content(f"Please move {line.id} to {wanted:%B} {wanted.day}, {wanted.year}.\n")
    return message


def _hand_in(port: int, letter: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as smtp:
        smtp.send_message(letter)


def _await_answer(stack: Stack, address: str, message_id: str) -> None:
    """Wait until the answer to a letter lies in somebody's mailbox."""
    ends, seen = time.monotonic() + PATIENCE, 0
    while time.monotonic() < ends:
        if stack.mail.spool.count(address) > seen:
            found = stack.mail.mails(address)
            if any(message_from_bytes(raw)["In-Reply-To"] == message_id for raw in found[seen:]):
                return
            seen = len(found)
        time.sleep(0.02)
    raise SystemExit(f"no answer to {message_id} within {PATIENCE:.0f} s")


async def _moments(client: Client, slug: str, letter: str) -> tuple[float, float, float, float]:
    """Return when the plan was told of a letter, had read it, had kept what it decided, and had sent the answer."""
    told = read = decided = sent = 0.0
    scheduled: dict[int, str] = {}
    history = client.get_workflow_handle(f"plan/{slug}").fetch_history_events()
    async for event in history:
        at = event.event_time.ToDatetime(dt.UTC).timestamp()
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED:
            payload = event.workflow_execution_signaled_event_attributes.input.payloads[0].data
            if letter.encode() in payload:
                told = at
        elif event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            scheduled[event.event_id] = event.activity_task_scheduled_event_attributes.activity_type.name
        elif event.event_type == EventType.EVENT_TYPE_ACTIVITY_TASK_COMPLETED and told:
            name = scheduled[event.activity_task_completed_event_attributes.scheduled_event_id]
            read = read or (at if name == "read_letter" else 0.0)
            decided = decided or (at if name == "keep" and read else 0.0)
            sent = sent or (at if name == "send_notice" and read else 0.0)
    return told, read, decided, sent


def _print(measured: list[Answer]) -> bool:
    wholes = sorted(one.whole for one in measured)
    median, p95 = statistics.median(wholes), wholes[max(0, round(len(wholes) * 0.95) - 1)]
    print(
        f"arrival to answer, {len(wholes)} letters: median {median:.2f} s, p95 {p95:.2f} s, slowest {wholes[-1]:.2f} s"
    )
    for name, spent in zip(STEPS, zip(*(one.steps for one in measured), strict=True), strict=True):
        print(f"  {name:26} {statistics.median(spent) * 1000:6.0f} ms")
    return median <= MEDIAN and p95 <= P95
