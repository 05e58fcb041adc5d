"""A desk is somebody's mail program: it sends by SMTP and looks into a mailbox by IMAP, as anybody's does."""

import asyncio
import datetime as dt
import smtplib
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import cast

LOOK = 0.1
"""Seconds between two looks into a mailbox."""
ANSWER = 10
"""Seconds that a server may take to answer."""
WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass
class Desk:
    """One person's desk; `seen` counts the mails that were read already."""

    name: str
    address: str
    password: str = field(repr=False)
    smtp_port: int
    imap_port: int
    clock: Callable[[], dt.datetime]
    seen: int = 0

    def mails(self) -> list[EmailMessage]:
        """Return every mail in the mailbox, the oldest first, over IMAP."""
        from imap_tools.mailbox import MailBoxUnencrypted

        with MailBoxUnencrypted("127.0.0.1", self.imap_port, ANSWER).login(self.address, self.password) as box:
            raws = [found.obj.as_bytes() for found in box.fetch(mark_seen=False)]
        return [message_from_bytes(raw, policy=policy.default) for raw in raws]

    async def next_mail(self, seconds: float) -> EmailMessage | None:
        """Return the next mail that was not read yet, None where none comes in time."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        while True:
            found: list[EmailMessage] = await asyncio.to_thread(self.mails)
            if len(found) > self.seen:
                self.seen += 1
                return found[self.seen - 1]
            if loop.time() >= ends:
                return None
            await asyncio.sleep(LOOK)

    async def answer_to(self, sent: EmailMessage, seconds: float) -> EmailMessage | None:
        """Return the mail that answers a sent one, by its headers, None where none comes in time."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + seconds
        while True:
            mails: list[EmailMessage] = await asyncio.to_thread(self.mails)
            wanted = str(sent["Message-ID"]).strip()
            answers = [mail for mail in mails if str(mail["In-Reply-To"] or "").strip() == wanted]
            if answers:
                return answers[-1]
            if loop.time() >= ends:
                return None
            await asyncio.sleep(LOOK)

    def reply(
        self,
        to: EmailMessage,
        text: str,
        attachment: tuple[str, bytes] | None = None,
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """Return a reply, as a mail program writes it: the answered mail quoted below, threaded by its headers."""
        said = text_of(to)
        quoted = "\n".join(f"> {line}" for line in said.splitlines())
        message = EmailMessage()
        message["From"] = f"{self.name} <{self.address}>"
        message["To"] = str(to["Reply-To"] or to["From"])
        message["Subject"] = f"Re: {to['Subject']}"
        message["Date"] = format_datetime(self.clock().astimezone())
        message["Message-ID"] = make_msgid(domain=self.address.partition("@")[2])
        message["In-Reply-To"] = str(to["Message-ID"])
        message["References"] = f"{to['References'] or ''} {to['Message-ID']}".strip()
        for name, value in (headers or {}).items():
            message[name] = value
        message.set_content(f"{text}\n\nOn {to['Date']}, {to['From']} wrote:\n{quoted}\n")
        if attachment:
            message.add_attachment(attachment[1], "application", WORD, filename=attachment[0])
        return message

    def send(self, message: EmailMessage, sender: str = "") -> None:
        """Send a mail over SMTP; `sender` is the envelope's, where it is not one's own."""
        with smtplib.SMTP("127.0.0.1", self.smtp_port, timeout=ANSWER) as server:
            server.send_message(message, sender or self.address, [str(message["To"]).rpartition("<")[2].strip("> ")])


def text_of(message: EmailMessage) -> str:
    """Return a mail's plain text."""
    part = message.get_body(("plain",))
    return str(part.get_content()) if part else ""


def document_of(message: EmailMessage) -> tuple[str, bytes] | None:
    """Return the Word document in a mail: its name and bytes."""
    for part in message.iter_attachments():
        name = part.get_filename() or ""
        if name.endswith(".docx"):
            return name, cast(bytes, part.get_payload(decode=True))
    return None
