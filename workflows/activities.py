"""Activities are what workflows have done outside themselves: keep, read, send, and watch the mailbox.

What sends mails is never broken off (`no_thread_cancel_exception`): between a server's yes and our record of it that
would send a mail twice. It ends by its server's time limits; of several mails none is begun once the worker stops.
"""

import asyncio
import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from temporalio import activity
from temporalio.client import Client
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from mail.inbox import Inbox
from plans.change import Reading
from plans.erasure import Erasure
from plans.notice import Notice
from storage.down import StorageDown
from storage.retention import Keeping, ended_plans, purge
from workflows.beating import HEARTBEAT, beating
from workflows.deferred import deferred, taken
from workflows.digests import send_digests
from workflows.draft_answers import answer_draft
from workflows.drafts import loaded, take
from workflows.giving_up import give_up
from workflows.handing import SIGNAL, Handing
from workflows.held_up import stuck_plans
from workflows.mailroom import Kept
from workflows.messages import (
    RELEASED,
    Delivered,
    Digested,
    Drafted,
    Erased,
    InDigest,
    Known,
    Mirrored,
    Noted,
    PurgeDone,
    PurgeRun,
    Record,
    Stopped,
    Understood,
    Unread,
    Watched,
)
from workflows.mirroring import copy, give, is_copied, tell, wake, wants_versions
from workflows.parts import Parts
from workflows.post import deliver, deliver_each
from workflows.reader import is_large, understand, understand_note
from workflows.starting import start
from workflows.stuck import alert, failing_plans, show_held_up
from workflows.telling import tell_of_digest
from workflows.tries import counted
from workflows.watch import Progress, Watch


@dataclass
class Activities:
    """The activities with the parts they work on; `client` and `loop` let the mailbox signal plans."""

    parts: Parts
    client: Client
    loop: asyncio.AbstractEventLoop
    open_inbox: Callable[[str], Inbox]
    queue: str = ""
    """The plans' own queue, on which workflows are started."""

    @activity.defn(name="keep")
    def keep(self, record: Record) -> None:
        """Keep a version with its entries, or entries alone; kept again, nothing happens."""
        letter_id = next((entry.letter for entry in record.entries if entry.letter), "")
        with self.parts.watcher.step("keep", record.slug, letter_id) as step:
            if record.plan:
                self.parts.store.keep_version(record.plan, record.entries, record.at, record.waiting)
            else:
                self.parts.store.keep_entries(record.slug, record.entries, record.key, record.waiting)
            for entry in record.entries:
                step.count("entries", kind=entry.kind)
        letter = self.parts.store.letter(record.key.removesuffix(RELEASED))
        if letter and letter.state != "put-aside":  # What nobody could read has not been handled.
            self.parts.store.mark_letter(letter.id, "handled")
        if record.plan and wants_versions(self.parts, record.slug):
            self._wake(record.slug, version=record.plan.version)

    @activity.defn(name="read_at_once", no_thread_cancel_exception=True)
    def read_at_once(self, unread: Unread) -> Understood | Unread | None:
        """Read a letter within the plan's own task; where the reader fails it comes back with one try counted.

        None where it is for `read_letter` to read, whose tries are counted whatever happens: storage is down, the
        letter is large, or a reading of it began and never ended: it may have taken the whole process with it.
        """
        store, reading = self.parts.store, _reading(unread.letter)
        try:
            if is_large(self.parts, unread.letter) or not store.notes_first(reading, self.parts.clock()):
                return None
            try:
                return understand(self.parts, unread)
            except Exception as fault:
                activity.logger.warning("A letter could not be read at once: %s", fault)
                return None if isinstance(fault, StorageDown) else replace(unread, tried=unread.tried + 1)
            finally:
                store.forget_moment(reading)
        except StorageDown as fault:
            activity.logger.warning("A letter could not be read at once: %s", fault)
            return None

    @activity.defn(name="read_letter", no_thread_cancel_exception=True)
    def read_letter(self, unread: Unread) -> Understood:
        """Read a letter against its plan's version: three tries in all, and as many as a broken machine calls for."""
        with counted(unread.tried):
            understood = understand(self.parts, unread)
        self.parts.store.forget_moment(_reading(unread.letter))
        return understood

    @activity.defn(name="read_note", no_thread_cancel_exception=True)
    def read_note(self, noted: Noted) -> Reading:
        """Read a line in somebody's own words against its plan's version, tried like a letter."""
        with counted():
            return understand_note(self.parts, noted)

    @activity.defn(name="known_as")
    def known_as(self, known: Known) -> Erasure:
        """Return every name and address that storage knows of somebody, and what stands in their place."""
        return self.parts.store.erasure_of(known.plan, known.whom)

    @activity.defn(name="forget")
    def forget(self, erased: Erased) -> None:
        """Erase somebody from all that is kept of a plan, and have the CRM told; asked again, nothing happens."""
        slug = erased.plan.slug
        self.parts.store.forget(erased.erasure, erased.plan, erased.at, erased.key)
        if wants_versions(self.parts, slug):
            self._wake(slug, version=erased.plan.version)

    @activity.defn(name="put_aside")
    def put_aside(self, letter: str) -> None:
        """Put a letter aside that could not be read in three tries; its bytes stay."""
        self.parts.store.mark_letter(letter, "put-aside", "could not be read in three tries")

    @activity.defn(name="send_notice", no_thread_cancel_exception=True)
    def send_notice(self, notice: Notice) -> Delivered:
        """Send one notice once; a server that says "later" is asked again by the retry rule."""
        with beating():
            delivered = deliver(self.parts, notice)
        self._copied(notice, delivered)
        return taken(delivered)

    @activity.defn(name="send_notices", no_thread_cancel_exception=True)
    def send_notices(self, notices: tuple[Notice, ...]) -> tuple[Delivered, ...]:
        """Try each notice once, in order; what was not taken is said so, and never holds up the others."""
        with beating():
            tried = deliver_each(self.parts, notices, activity.is_worker_shutdown)
        for notice, delivered in zip(notices, tried, strict=True):
            self._copied(notice, delivered)
        return tried

    @activity.defn(name="send_digests", no_thread_cancel_exception=True)
    def send_digests(self, day: dt.date) -> Digested:
        """Send everybody's digest of this day's week; the retry rule asks again for those that no server took."""
        digested = send_digests(self.parts, day, _beat_and_go_on, self._in_digest)
        if digested.failed:
            raise ApplicationError(f"{digested.failed} digests could not be sent, or not told of", type="MailDeferred")
        return digested

    def _in_digest(self, slug: str, told: InDigest) -> None:
        telling = asyncio.run_coroutine_threadsafe(tell_of_digest(self.client, slug, told, SIGNAL), self.loop)
        telling.result(timeout=SIGNAL.total_seconds() + HEARTBEAT)

    @activity.defn(name="alert_of_stuck", no_thread_cancel_exception=True)
    def alert_of_stuck(self) -> Watched:
        """Give up mails whose time is over; tell whoever looks after the engine of plans that something holds up, and
        have those show it."""
        failing = asyncio.run_coroutine_threadsafe(failing_plans(self.client), self.loop).result()
        watched = replace(alert(self.parts, failing), given_up=give_up(self.parts))
        stuck = [one.plan for one in stuck_plans(self.parts.store, self.parts.clock())]
        asyncio.run_coroutine_threadsafe(show_held_up(self.client, stuck), self.loop).result()
        return watched

    @activity.defn(name="mirror")
    async def mirror(self, slug: str) -> Mirrored:
        """Give a plan's newest version to the CRM; one that is down is asked again by the retry rule."""
        with self.parts.watcher.step("mirror", slug) as step:
            mirrored, answer = await give(self.parts, slug)
            step.count("mirrored", result=mirrored.result)
        if answer.result == "later":
            raise deferred("CrmDeferred", answer.words, answer.wait)
        return mirrored

    @activity.defn(name="tell_of_mirror", no_thread_cancel_exception=True)
    def tell_of_mirror(self, stopped: Stopped) -> None:
        """Tell that a plan is not mirrored, once for as long as it lasts."""
        if untold := tell(self.parts, stopped):
            taken(untold)

    @activity.defn(name="copy_to_crm", no_thread_cancel_exception=True)
    def copy_to_crm(self, key: str) -> None:
        """Send the CRM's log a copy of a mail, once."""
        if copied := copy(self.parts, key):
            taken(copied)

    def _copied(self, notice: Notice, delivered: Delivered) -> None:
        """See to it that the CRM's log gets a copy of what went out; one that it has is not sent again."""
        if delivered.result in ("sent", "sent-before") and is_copied(self.parts, notice):
            self._wake(notice.plan, copy=notice.key)

    def _wake(self, slug: str, version: int = 0, copy: str = "") -> None:
        """Tell a plan's CRM workflow; told again, nothing happens twice."""
        waking = wake(self.client, self.queue, slug, version, copy)
        asyncio.run_coroutine_threadsafe(waking, self.loop).result(timeout=SIGNAL.total_seconds() + HEARTBEAT)

    @activity.defn(name="take_draft", no_thread_cancel_exception=True)
    def take_draft(self, letter: str) -> Drafted:
        """Take a seller's letter, tried like any: it makes a draft, corrects one, starts one, or does nothing for a
        reason."""
        with counted():
            return take(self.parts, letter)

    @activity.defn(name="start_draft")
    def start_draft(self, drafted: Drafted) -> None:
        """Start the plan of a draft; where it runs already, nothing happens."""
        draft = self.parts.store.draft(drafted.ref)
        plan = loaded(self.parts, draft).plan if draft else None
        if plan is None:
            raise ApplicationError(f"the draft {drafted.ref} gives no plan", type="DraftLost")
        starting = start(self.client, self.queue, plan, self.parts.clock())
        asyncio.run_coroutine_threadsafe(starting, self.loop).result(timeout=SIGNAL.total_seconds())

    @activity.defn(name="answer_draft", no_thread_cancel_exception=True)
    def answer_draft(self, drafted: Drafted) -> Delivered:
        """Answer a seller's letter once; a server that says "later" is asked again by the retry rule."""
        return taken(answer_draft(self.parts, drafted))

    @activity.defn(name="purge")
    def purge(self, run: PurgeRun) -> PurgeDone:
        """Delete what has been kept for long enough; a plan that ended long ago stops first."""
        keeping, now = Keeping(run.letters, run.strangers, run.mails, run.ended), self.parts.clock()
        for slug in ended_plans(self.parts.store, keeping, now):
            asyncio.run_coroutine_threadsafe(self._stopped(slug), self.loop).result(SIGNAL.total_seconds())
        done = purge(self.parts.store, keeping, now)
        return PurgeDone(done.letters, done.strangers, done.mails, len(done.plans))

    async def _stopped(self, slug: str) -> None:
        try:
            await self.client.get_workflow_handle(f"plan/{slug}").terminate("kept for long enough", rpc_timeout=SIGNAL)
        except RPCError as error:
            if error.status != RPCStatusCode.NOT_FOUND:
                raise

    @activity.defn(name="watch_mailbox")
    def watch_mailbox(self, mailbox: str) -> int:
        """Take in what arrives, with a heartbeat every few seconds, until the worker stops; return how many mails."""
        handing = Handing(self.parts.store, self.client, self.loop, self.queue)
        pause = activity.wait_for_worker_shutdown_sync

        def tell(letters: Sequence[Kept]) -> dict[str, bool]:
            return handing.from_thread(letters, activity.heartbeat)

        return Watch(mailbox, self.parts, self.open_inbox, tell, _pulse, pause).run()


def _reading(letter: str) -> str:
    """Return under which name it is noted that a letter is being read."""
    return f"reading/{letter}"


def _beat_and_go_on() -> None:
    """Beat between two mails; where the worker stops, what is left is for the next try, on another."""
    activity.heartbeat()
    if activity.is_worker_shutdown():
        raise ApplicationError("the worker stops", type="WorkerStops")


def _pulse(progress: Progress) -> bool:
    """Say how the watch goes, and whether it may go on."""
    activity.heartbeat(progress)
    return not (activity.is_cancelled() or activity.is_worker_shutdown())
