"""Activities are what workflows have done outside themselves: keep, read, send, and watch the mailbox."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace

from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from mail.inbox import Arrived, Inbox
from plans.change import Reading
from plans.notice import Notice
from storage.forms import plan_as_json
from workflows.mailroom import Kept, keep
from workflows.messages import Delivered, Noted, Record, Understood, Unread
from workflows.parts import Parts
from workflows.post import deliver
from workflows.reader import understand, understand_note

LISTENING = 5.0
"""Seconds between two heartbeats while the mailbox is quiet."""


@dataclass
class Activities:
    """The activities with the parts they work on; `client` and `loop` let the mailbox signal plans."""

    parts: Parts
    client: Client
    loop: asyncio.AbstractEventLoop
    open_inbox: Callable[[str], Inbox]

    @activity.defn(name="keep")
    def keep(self, record: Record) -> None:
        """Keep a version with its entries, or entries alone; kept again, nothing happens."""
        entries = tuple(
            replace(entry, new=plan_as_json(record.plan)) if entry.kind == "started" and record.plan else entry
            for entry in record.entries
        )
        if record.plan:
            self.parts.store.keep_version(record.plan, entries, record.at)
        else:
            self.parts.store.append(record.slug, entries, record.key)
        if self.parts.store.letter(record.key):
            self.parts.store.mark_letter(record.key, "handled")

    @activity.defn(name="read_letter")
    def read_letter(self, unread: Unread) -> Understood:
        """Read a letter against its plan's version."""
        return understand(self.parts, unread)

    @activity.defn(name="read_note")
    def read_note(self, noted: Noted) -> Reading:
        """Read a line in somebody's own words against its plan's version."""
        return understand_note(self.parts, noted)

    @activity.defn(name="put_aside")
    def put_aside(self, letter: str) -> None:
        """Put a letter aside that could not be read in three tries; its bytes stay."""
        self.parts.store.mark_letter(letter, "put-aside", "could not be read in three tries")

    @activity.defn(name="send_notice")
    def send_notice(self, notice: Notice) -> Delivered:
        """Send one notice once; a server that says "later" is asked again by the retry rule."""
        delivered = deliver(self.parts, notice)
        if delivered.result == "later":
            raise ApplicationError(delivered.words, type="MailDeferred")
        return delivered

    @activity.defn(name="watch_mailbox")
    def watch_mailbox(self, mailbox: str) -> int:
        """Take in what arrives, with a heartbeat every few seconds, until the worker stops; return how many mails."""
        taken = 0
        with self.open_inbox(mailbox) as inbox:
            while not (activity.is_cancelled() or activity.is_worker_shutdown()):
                for arrived in inbox.waiting():
                    taken += self._take(inbox, arrived)
                    activity.heartbeat(taken)
                activity.heartbeat(taken)
                inbox.wait(LISTENING)
        return taken

    def _take(self, inbox: Inbox, arrived: Arrived) -> int:
        """Keep the mail, tell its plan, and only then mark it handled in the mailbox."""
        taken = arrived.raw is not None and self._signal(keep(self.parts, arrived.raw))
        if taken:
            inbox.handled(arrived.uid)
        else:
            inbox.quarantine(arrived.uid)
        return 1

    def _signal(self, kept: Kept) -> bool:
        """Signal the plan's workflow; False where there is no plan, or it no longer runs."""
        if kept.plan is None:
            return False
        if not kept.new and (known := self.parts.store.letter(kept.letter)) and known.state != "arrived":
            return True
        handle = self.client.get_workflow_handle(f"plan/{kept.plan}")
        sending = asyncio.run_coroutine_threadsafe(handle.signal("letter_arrived", kept.letter), self.loop)
        try:
            sending.result(timeout=20)
        except RPCError as error:
            if error.status != RPCStatusCode.NOT_FOUND:
                raise
            self.parts.store.mark_letter(kept.letter, "put-aside", "the plan does not run")
            return False
        return True
