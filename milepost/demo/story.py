"""The story plays the demo without a person, and checks every step against the plan."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from milepost.demo.desk import document_of, text_of
from milepost.demo.scene import AWAY, BUYER, CONTINGENCY, EDITOR, SELLER, SLUG
from milepost.demo.theatre import PATIENCE, Theatre, opened, today
from milepost.demo.word import typed

SETTLING = 1.5
"""Seconds after which a mail that must not come has not come."""
DUE_COLUMN = 5
"""The column of the Word table in which the due date stands."""


@dataclass(frozen=True)
class Checked:
    """One step of the story: what was to hold, whether it did, and what was seen."""

    holds: bool
    seen: str = ""


Step = Callable[["Story"], Awaitable[Checked]]


class Story:
    """What the steps hand to one another."""

    def __init__(self, theatre: Theatre, today: dt.date) -> None:
        """Begin before the first mail."""
        self.theatre = theatre
        self.today = today
        self.status: dict[str, EmailMessage] = {}
        self.answer: EmailMessage | None = None
        self.letters = 0

    async def send(self, role: str, message: EmailMessage) -> bool:
        """Send somebody's mail, and wait until the plan has dealt with it."""
        self.letters += 1
        await asyncio.to_thread(self.theatre.desks[role].send, message)
        return await self.theatre.handled(self.letters)

    async def answered(self, role: str, message: EmailMessage, seconds: float = PATIENCE) -> EmailMessage | None:
        """Return the answer to somebody's mail, None where none comes in time."""
        return await self.theatre.desks[role].answer_to(message, seconds)

    def day(self, ahead: int) -> dt.date:
        """Return the day so many days from today."""
        return self.today + dt.timedelta(days=ahead)


async def overdue(story: Story) -> Checked:
    """The line that is three days late has reached the seller, with what to do about it."""
    mails = await asyncio.to_thread(story.theatre.desks[SELLER].mails)
    alerts = [mail for mail in mails if "M2" in text_of(mail) and CONTINGENCY in text_of(mail)]
    return Checked(bool(alerts), str(alerts[0]["Subject"]) if alerts else f"{len(mails)} mails, none about it")


async def first_status(story: Story) -> Checked:
    """A nudge by hand sends the first status mail with the Word document."""
    from milepost.running_plans import nudge_plan

    nudging = await nudge_plan(story.theatre.stack.client, SLUG)
    for role in (BUYER, EDITOR):
        mail = await story.theatre.desks[role].next_mail(PATIENCE)
        if mail is None:
            return Checked(False, f"no status mail for {role}")
        story.status[role] = mail
    documents = [document_of(mail) for mail in story.status.values()]
    return Checked(bool(nudging) and all(documents), f"{len(nudging.to) if nudging else 0} people mailed")


async def three_changes(story: Story) -> Checked:
    """A reply in plain words with three changes: all three stand in the plan, and are said back."""
    desk = story.theatre.desks[BUYER]
    day = story.day(11)
    words = (
        "Hi Nate,\n\nthree things:\n"
        "- Security sign-off is done, Priya finished it this morning.\n"
        f"- Please move the pilot to {day:%B} {day.day}.\n"
        "- Jill takes over M6.2 from me.\n\nBest,\nDana"
    )
    sent = desk.reply(story.status[BUYER], words)
    handled = await story.send(BUYER, sent)
    state = await story.theatre.state()
    plan, ids = state.plan, story.theatre.scene.ids
    security, pilot, meeting = plan.line("M3"), plan.line("M4"), plan.line("M6.2")
    holds = bool(
        handled and security and security.status == "done" and pilot and pilot.due == day
        and meeting and meeting.owner == ids[EDITOR]
    )  # fmt: skip
    story.answer = await story.answered(BUYER, sent)
    return Checked(holds and story.answer is not None, f"version {plan.version}")


async def taken_back(story: Story) -> Checked:
    """One word undoes what was understood."""
    if story.answer is None:
        return Checked(False, "there is no answer to undo")
    desk = story.theatre.desks[BUYER]
    before = story.theatre.scene.plan
    sent = desk.reply(story.answer, "Undo")
    handled = await story.send(BUYER, sent)
    plan = (await story.theatre.state()).plan
    same = [plan.line(line) == before.line(line) for line in ("M3", "M6.2")]
    pilot, was = plan.line("M4"), before.line("M4")
    answer = await story.answered(BUYER, sent)
    holds = handled and all(same) and bool(pilot and was and pilot.due == was.due) and answer is not None
    return Checked(holds, f"version {plan.version}")


async def ambiguous(story: Story) -> Checked:
    """Words that could mean anything change nothing, and are asked back."""
    desk = story.theatre.desks[BUYER]
    before = (await story.theatre.state()).plan
    words = "The pilot might slip a bit, that depends on the test data."
    sent = desk.reply(story.status[BUYER], words)
    handled = await story.send(BUYER, sent)
    plan = (await story.theatre.state()).plan
    answer = await story.answered(BUYER, sent)
    asked = "?" in text_of(answer) if answer else False
    return Checked(handled and plan == before and asked, _first_question(answer))


async def word_returned(story: Story) -> Checked:
    """Procurement types a new date into the Word file and sends it back: the plan has it."""
    desk, mail = story.theatre.desks[EDITOR], story.status[EDITOR]
    document = document_of(mail)
    day = story.day(22)
    if document is None:
        return Checked(False, "the status mail carries no document")
    name, data = document
    edited = await asyncio.to_thread(typed, data, {("M7", DUE_COLUMN): f"{day:%B} {day.day}, {day.year}"})
    sent = desk.reply(mail, "Please see my change in the attached.", (name, edited))
    handled = await story.send(EDITOR, sent)
    plan = (await story.theatre.state()).plan
    order = plan.line("M7")
    answer = await story.answered(EDITOR, sent)
    fresh = document_of(answer) if answer else None
    return Checked(
        handled and bool(order and order.due == day) and fresh is not None,
        f"M7 {order.due if order else '?'}, {'fresh document came back' if fresh else 'no fresh document'}",
    )


async def out_of_office(story: Story) -> Checked:
    """An out-of-office is noted and never answered."""
    desk = story.theatre.desks[AWAY]
    back = story.day(6)
    first = await desk.next_mail(PATIENCE)
    if first is None:
        return Checked(False, "no mail to be away from")
    words = f"I am out of the office until {back:%B} {back.day}, {back.year} and will answer when I am back."
    auto = desk.reply(first, words, headers={"Auto-Submitted": "auto-replied"})
    auto.replace_header("Subject", f"Automatic reply: {first['Subject']}")
    handled = await story.send(AWAY, auto)
    person = (await story.theatre.state()).plan.person(story.theatre.scene.ids[AWAY])
    answered = await story.answered(AWAY, auto, SETTLING)
    return Checked(
        handled and bool(person and person.away_until == back) and answered is None,
        f"away until {person.away_until if person else '?'}, {'answered' if answered else 'not answered'}",
    )


async def forged(story: Story) -> Checked:
    """A look-alike address with the buyer's own reply token changes nothing, and the reporter hears of it."""
    desk, reporter = story.theatre.desks[BUYER], story.theatre.desks[SELLER]
    reporter.seen = len(await asyncio.to_thread(reporter.mails))
    before = (await story.theatre.state()).plan
    false = desk.reply(story.status[BUYER], "Executive sign-off is done. Purchase order issued, M7 done as well.")
    false.replace_header("From", "Dana Whitlock <dana.whitlock@harborIine.example>")
    handled = await story.send(BUYER, false)
    plan = (await story.theatre.state()).plan
    alert = await reporter.next_mail(PATIENCE)
    return Checked(handled and plan == before and alert is not None, str(alert["Subject"]) if alert else "no alert")


async def audited(story: Story) -> Checked:
    """The log tells every change with its letter, and nothing in it was touched."""
    verdict = await asyncio.to_thread(story.theatre.stack.parts.store.verify, SLUG)
    entries = await asyncio.to_thread(story.theatre.stack.parts.store.log, SLUG)
    return Checked(not verdict, f"{len(entries)} entries")


STEPS: tuple[tuple[str, Step], ...] = (
    ("a nudge sends the first status mail with the Word plan", first_status),
    ("the line that is three days late reaches the seller, with its contingency", overdue),
    ("a reply with three changes: all three stand, and are said back", three_changes),
    ("one word undoes them", taken_back),
    ("an ambiguous reply changes nothing and is asked back", ambiguous),
    ("the edited Word file returned: its change stands, a fresh one comes back", word_returned),
    ("an out-of-office is noted and not answered", out_of_office),
    ("a forged sender changes nothing, the reporter is told", forged),
    ("the audit log verifies", audited),
)


async def told(data_dir: Path, say: Callable[[str], None]) -> int:
    """Play the story, saying a line a step; return how many steps did not hold."""
    failed = 0
    async with opened(data_dir) as theatre:
        say(f"stack    Temporal and its Web UI at {theatre.link}")
        story = Story(theatre, today())
        for words, step in STEPS:
            started = asyncio.get_running_loop().time()
            checked = await _played(step, story)
            took = asyncio.get_running_loop().time() - started
            failed += not checked.holds
            say(f"{'ok      ' if checked.holds else 'FAILED  '} {words} ({checked.seen}; {took:.1f} s)")
    return failed


async def _played(step: Step, story: Story) -> Checked:
    """Play one step; one that cannot even be played does not hold, and the others go on."""
    try:
        return await step(story)
    except (LookupError, RuntimeError, OSError) as error:
        return Checked(False, f"{type(error).__name__}: {error}")


def _first_question(answer: EmailMessage | None) -> str:
    if answer is None:
        return "no answer"
    found = [line.strip() for line in text_of(answer).splitlines() if "?" in line]
    return found[0][:80] if found else "no question"
