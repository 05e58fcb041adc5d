"""Playing a life: the script's people write and the engine speaks, on the time-skipping server, months in seconds."""

import asyncio
import contextlib
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from milepost.demo.desk import document_of
from milepost.demo.word import typed
from plans.command import Closing, Wish
from tests.lives.journal import Journal, Written
from tests.lives.script import Cue, Script
from tests.workflows.playing import Life, living, reply
from workflows import plan_workflow
from workflows.plan_workflow import PlanWorkflow

SETTLING = dt.timedelta(minutes=2)
"""How long after a cue the journal is looked at: what it calls for is on its way."""


class NothingToAnswerError(Exception):
    """A cue that answers a mail which its writer never got."""


async def played(script: Script, folder: Path) -> tuple[Life, Journal]:
    """Play a script to its end and return the life, its server gone, and the journal of its mails."""
    with in_one_run():
        return await _played(script, folder)


@contextlib.contextmanager
def in_one_run() -> Iterator[None]:
    """Let no life continue as new: the time-skipping server stands still when it has to sleep across two runs."""
    before, plan_workflow.LONGEST_HISTORY = plan_workflow.LONGEST_HISTORY, 50_000
    try:
        yield
    finally:
        plan_workflow.LONGEST_HISTORY = before


async def _played(script: Script, folder: Path) -> tuple[Life, Journal]:
    async with living(script.plan, folder, begins=script.begins) as life:
        journal = Journal(script.plan)
        for cue in script.cues:
            await life.sleeps_until(cue.at)
            await (_commanded(life, cue, journal) if cue.command else _written(life, cue, journal))
            await life.sleeps_until(cue.at + SETTLING)
        await life.sleeps_until(script.ends)
        await quiet(life)
        journal.take(life)
        return life, journal


async def quiet(life: Life) -> None:
    """Wait until nothing is on its way."""
    async with asyncio.timeout(30):
        while await life.handle.query(PlanWorkflow.unread):
            await asyncio.sleep(0.02)
        await life.kept((await life.state()).plan.version)


async def _commanded(life: Life, cue: Cue, journal: Journal) -> None:
    journal.written.append(Written(cue.at, cue.by, f"({cue.command})", cue.text))
    match cue.command:
        case "pause" | "resume" as name:
            await life.handle.execute_update(name, Wish(cue.by, cue.text))
        case "won" | "lost" as status:
            await life.handle.execute_update("close", Closing(status, cue.by, cue.text))
        case _:
            raise AssertionError(f"no command {cue.command}")


async def _written(life: Life, cue: Cue, journal: Journal) -> None:
    plan = (await life.state()).plan
    person = plan.person(cue.by)
    address = person.email if person else cue.by.rpartition("<")[2].strip("> ")
    sender = f"{person.name} <{person.email}>" if person else cue.by
    kinds = {notice.message_id: notice.kind for notice in life.parts.store.notices(plan.slug)}
    known = life.postbox.sent if not person else life.postbox.to(address)
    mails = [mail for mail in known if cue.answers in ("", kinds.get(str(mail["Message-ID"])))]
    if not mails:
        raise NothingToAnswerError(f"{cue.by} has no {cue.answers or 'mail'} to answer at {cue.at}")
    document = next((found for mail in reversed(mails) if (found := document_of(mail))), None) if cue.cells else None
    edited = (document[0], typed(document[1], cue.cells)) if document else None
    raw = reply(mails[-1], sender, cue.text, cue.at, edited, cue.headers)
    what = "document" if edited else "automatic" if cue.headers else "reply"
    journal.written.append(Written(cue.at, cue.by, what, cue.text))
    await life.arrives(raw)
