"""Playing the buyer in the terminal: read the mail, answer in your own words, edit the Word file, see the answer."""

import asyncio
import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import TYPE_CHECKING

from milepost.demo.desk import Desk, document_of, text_of
from milepost.demo.scene import BUYER, SELLER, SLUG
from milepost.demo.theatre import PATIENCE, Theatre, opened

if TYPE_CHECKING:
    from rich.console import Console

    from plans.plan import Plan

MENU = (
    ("r", "reply in your own words"),
    ("e", "show the escalation that the seller got for the late line"),
    ("p", "show the plan as it stands"),
    ("q", "stop"),
)
LOOK = 0.5
"""Seconds between two looks at the Word file: what is the same twice has been written whole."""
QUIET = 3.0
"""Seconds after which no further answer is waited for."""


class Visit:
    """One visitor at the buyer's desk."""

    def __init__(self, theatre: Theatre, console: "Console", folder: Path) -> None:
        """Sit down; `folder` is where the Word file is put."""
        self.theatre = theatre
        self.console = console
        self.folder = folder
        self.mail: EmailMessage | None = None
        self.document: Path | None = None
        self.sent = b""
        self.letters = 0

    @property
    def desk(self) -> Desk:
        """Return the visitor's desk."""
        return self.theatre.desks[BUYER]

    async def begin(self) -> None:
        """Have the first status mail sent, and show it."""
        from milepost.running_plans import nudge_plan

        self.console.print(f"\nYou are [bold]{self.desk.name}[/bold], who buys. Milepost keeps the plan by e-mail.")
        self.console.print(f"The plan's workflow in the Web UI: {self.theatre.link}\n")
        await nudge_plan(self.theatre.stack.client, SLUG)
        mail = await self.desk.next_mail(PATIENCE)
        if mail is None:
            raise RuntimeError("the first status mail did not come")
        self.show(mail)

    def show(self, mail: EmailMessage) -> None:
        """Show a mail as it came, and put its Word document where it can be edited."""
        from rich.markup import escape
        from rich.panel import Panel

        self.mail = mail
        self.console.print(Panel(escape(text_of(mail).strip()), title=escape(str(mail["Subject"])), title_align="left"))
        if found := document_of(mail):
            name, data = found
            self.document, self.sent = self.folder / name, data
            self.document.write_bytes(data)
            self.console.print(
                "Its Word document lies here; edit it with any editor, and it is mailed back when you save:"
            )
            self.console.print(f"  {self.document}", style="bold", soft_wrap=True)

    async def reply(self) -> None:
        """Take a reply in the visitor's own words, and send it."""
        self.console.print("Your reply; an empty line sends it.")
        lines: list[str] = []
        while line := await asked("> "):
            lines.append(line)
        if lines and self.mail is not None:
            await self.send(self.desk.reply(self.mail, "\n".join(lines)))

    async def saved(self) -> bytes:
        """Wait until the Word file has been saved with something else in it, and return what is in it."""
        before = self.sent
        while True:
            await asyncio.sleep(LOOK)
            found = self._content()
            if found and found == before and found != self.sent:
                return found
            before = found

    def _content(self) -> bytes:
        """Return what is in the Word file, b"" while it is none (an editor is writing it)."""
        try:
            return self.document.read_bytes() if self.document and zipfile.is_zipfile(self.document) else b""
        except OSError:
            return b""

    async def send_document(self, data: bytes) -> None:
        """Send the Word file back."""
        if self.document is None or self.mail is None:
            return
        self.sent = data
        self.console.print(f"\n{self.document.name} was saved, and goes back by mail.")
        await self.send(self.desk.reply(self.mail, "Please see the attached.", (self.document.name, data)))

    async def send(self, mail: EmailMessage) -> None:
        """Send a mail over SMTP, and show what the plan made of it and the answer."""
        before = (await self.theatre.state()).plan
        self.letters += 1
        await asyncio.to_thread(self.desk.send, mail)
        if not await self.theatre.handled(self.letters):
            self.console.print("The plan has not dealt with it yet; the Web UI tells why.")
            return
        after = (await self.theatre.state()).plan
        for line in differences(before, after):
            self.console.print(line)
        if before == after:
            self.console.print("[yellow]nothing was changed[/yellow]")
        answer = await self.desk.answer_to(mail, QUIET)
        if answer is None:
            self.console.print("No answer was called for.")
        else:
            self.show(answer)

    async def escalation(self) -> None:
        """Show what the seller got about the late line."""
        mails = await asyncio.to_thread(self.theatre.desks[SELLER].mails)
        late = [mail for mail in mails if "M2" in text_of(mail)]
        kept = self.mail
        for mail in late[:1]:
            self.show(mail)
        self.mail = kept

    async def plan(self) -> None:
        """Show the plan as it stands."""
        from milepost.views import plan_table, waiting_lines

        state = await self.theatre.state()
        self.console.print(plan_table(state.plan))
        for line in waiting_lines(state):
            self.console.print(line)


def differences(before: "Plan", after: "Plan") -> list[str]:
    """Return a sentence for each field of a line that stands otherwise now."""
    from plans.fields import value_of

    known = {line.id for line in before.lines()}
    found = [f"[green]added[/green] {line.id} {line.name}" for line in after.lines() if line.id not in known]
    for line in before.lines():
        for field in ("due", "owner", "backup", "approver", "status"):
            old, new = value_of(before, line.id, field), value_of(after, line.id, field)
            if old != new:
                found.append(f"[green]changed[/green] {line.id} {line.name}: {field} {old} → {new}")
    return found


async def asked(words: str) -> str:
    """Return what somebody types; EOFError where nobody does."""
    return (await asyncio.to_thread(input, words)).strip()


async def played(data_dir: Path) -> None:
    """Let somebody play the buyer until they have had enough."""
    from rich.console import Console

    console = Console(highlight=False)
    folder = data_dir / "documents"
    folder.mkdir(parents=True, exist_ok=True)
    console.print("Starting Temporal, a mail server and a plan on this machine …")
    async with opened(data_dir) as theatre:
        visit = Visit(theatre, console, folder)
        await visit.begin()
        await visited(visit)
        console.print("Stopping what was started here.")


async def visited(visit: Visit) -> None:
    """Do what the visitor asks for, and mail the Word file back whenever it was saved, until they stop."""
    actions = {"r": visit.reply, "e": visit.escalation, "p": visit.plan}
    typing: asyncio.Task[str] | None = None
    while True:
        visit.console.print("\n" + "   ".join(rf"\[{key}] {words}" for key, words in MENU))
        typing = typing or asyncio.create_task(asked("What next? "))
        saving = asyncio.create_task(visit.saved())
        await asyncio.wait({typing, saving}, return_when=asyncio.FIRST_COMPLETED)
        if saving.done():
            await visit.send_document(saving.result())
            continue
        saving.cancel()
        chosen, typing = typing.result().casefold()[:1], None
        if chosen == "q":
            return
        if chosen in actions:
            await actions[chosen]()
