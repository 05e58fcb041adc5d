"""The inbox is one IMAP mailbox: what waits in it, a wait for more, and folders for what is dealt with."""

import contextlib
import datetime as dt
import imaplib
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError

from mail.fetch import PIECE, Listed, bodies, first_since, head, highest, large, pages
from mail.folders import folder_for, move
from mail.idle import SLICE, idle
from mail.imap import SLOWEST, ImapAccount, MailboxDownError, MailboxRefusedError, as_sentence, logged_in, shut, within

__all__ = ["Arrived", "ImapAccount", "Inbox", "MailboxDownError", "MailboxRefusedError"]
log = logging.getLogger(__name__)
BATCH = 50
"""Mails that are fetched at once."""
BATCH_BYTES = 2 << 20
"""Bytes that are fetched at once; a larger mail comes alone and in pieces."""
LARGEST = 40_000_000
"""Bytes above which only a mail's head is fetched."""
VAIN = 20
"""After so many wake-ups that brought no mail, with no quiet between, a server's IDLE is not used any more."""
DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Arrived:
    """A mail in the mailbox; of one that is too large to be fetched (not `whole`), `raw` is the head alone.

    `came_at` is when the server got it (by the server's clock), where it says so."""

    uid: int
    raw: bytes
    size: int
    whole: bool = True
    came_at: dt.datetime | None = None


class Inbox:
    """A connection to one mailbox, for one thread; `with` opens and closes it."""

    def __init__(self, account: ImapAccount) -> None:
        """Take the account; nothing is connected before `open`."""
        self._account = account
        self._box: BaseMailBox | None = None
        self._offered: frozenset[str] = frozenset()
        self._folders: dict[str, str] = {}
        self._first: int | None = None
        self._past: set[int] = set()
        self._vain = 0
        self.uidvalidity = 0

    def __enter__(self) -> Self:
        """Open the mailbox."""
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Close the mailbox, however it was left."""
        self.close()

    def open(self) -> None:
        """Connect, log in, see to the two folders and select the one that mails arrive in.

        UIDs are remembered for one connection only: after a new UIDVALIDITY they would mean other mails.
        """
        account = self._account
        with as_sentence(account):
            self._box = logged_in(account)
        self._first, self._past, self._vain = None, set(), 0
        with self._asking():
            self._offered = _capabilities(self.box)
            self._folders = {name: folder_for(self.box, name) for name in (account.handled, account.quarantine)}
            self.uidvalidity = self.box.folder.status(account.folder, ["UIDVALIDITY"])["UIDVALIDITY"]
            self.box.folder.set(account.folder)

    def close(self) -> None:
        """Log out and close, whatever state the connection is in."""
        box, self._box = self._box, None
        if box is None:
            return
        with contextlib.suppress(ImapToolsError, imaplib.IMAP4.error, OSError), within(box, self._account.timeout):
            box.logout()
        shut(box)

    @property
    def box(self) -> BaseMailBox:
        """Return the open mailbox."""
        if self._box is None:
            raise MailboxDownError(f"The mailbox {self._account.user} is not open.")
        return self._box

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        """Ask the server within its time; what goes wrong is a sentence."""
        with as_sentence(self._account), within(self.box, self._account.timeout * SLOWEST):
            yield

    def waiting(self, since: dt.datetime | None = None) -> Iterator[Arrived]:
        """Yield what is in the folder, the oldest first, one by one."""
        for batch in self.batches(since):
            yield from batch

    def batches(
        self, since: dt.datetime | None = None, pulse: Callable[[], object] = lambda: None
    ) -> Iterator[tuple[Arrived, ...]]:
        """Yield what came since a moment and is not dealt with, the oldest first, in batches; older mails stay.

        Each batch is fetched when its turn comes, a mail that went away meanwhile is left out, `pulse` is called often.
        """
        with self._asking():
            # Some servers show a session what has come meanwhile only after it has spoken (RFC 3501, 6.1.2).
            self.box.client.noop()
            last = highest(self.box.client)
            if self._first is None:
                self._first = self._beginning(since, last)
        for group in _grouped(self._listed(self._first, last, since)):
            with self._asking():
                arrived = self._fetched(group, pulse)
            pulse()
            if arrived:
                self._vain = 0
                yield arrived

    def _beginning(self, since: dt.datetime | None, last: int) -> int:
        """Return the lowest UID that is to be looked at: the server's days have other time zones than ours."""
        if since is None:
            return 1
        return first_since(self.box.client, (since - DAY).date()) or last + 1

    def _listed(self, first: int, last: int, since: dt.datetime | None) -> Iterator[Listed]:
        turning = pages(self.box.client, first, last)
        while True:
            with self._asking():
                page = next(turning, None)
            if page is None:
                return
            ours = (one for one in page if since is None or one.came_at is None or one.came_at >= since)
            yield from (one for one in ours if one.uid not in self._past)

    def _fetched(self, group: Sequence[Listed], pulse: Callable[[], object]) -> tuple[Arrived, ...]:
        client, first = self.box.client, group[0]
        if first.size > LARGEST:
            found = head(client, first.uid)
            return () if found is None else (Arrived(first.uid, found, first.size, False, first.came_at),)
        if first.size > PIECE:
            raw = large(client, first.uid, first.size, pulse)
            return () if raw is None else (Arrived(first.uid, raw, first.size, True, first.came_at),)
        fetched = bodies(client, [one.uid for one in group])
        return tuple(
            Arrived(one.uid, fetched[one.uid], one.size, True, one.came_at) for one in group if one.uid in fetched
        )

    def wait(self, seconds: float, pulse: Callable[[], bool] = lambda: True) -> bool:
        """Wait for news, by IDLE where the server has it, else by a pause; True where there may be some.

        `pulse` is asked every few seconds whether to go on waiting.
        """
        if "IDLE" not in self._offered:
            time.sleep(min(seconds, SLICE))
            return True
        with as_sentence(self._account), within(self.box, seconds + self._account.timeout * SLOWEST):
            woken = idle(self.box.client, seconds, self._account.timeout, pulse)
        self._vain = 0 if woken == "quiet" else self._vain + 1
        if woken == "refused" or self._vain >= VAIN:
            log.warning("IDLE of %s is broken; the mailbox is looked at every %g s.", self._account.host, SLICE)
            self._offered -= {"IDLE"}
        return woken in ("news", "noise")

    def leave(self, *uids: int) -> None:
        """Leave mails where they are, as they are; on this connection they are looked at no more."""
        self._past.update(uids)

    def handled(self, *uids: int) -> None:
        """Move mails to the folder for what is dealt with."""
        self._move(uids, self._account.handled)

    def quarantine(self, *uids: int) -> None:
        """Move mails to the folder for what belongs to no plan or is not trusted."""
        self._move(uids, self._account.quarantine)

    def _move(self, uids: Sequence[int], folder: str) -> None:
        """Move mails, and look at none of them again: one that cannot be moved must not hold up the others."""
        self._past.update(uids)
        if uids:
            with self._asking():
                move(self.box, self._offered, uids, self._folders[folder])


def _grouped(mails: Iterator[Listed]) -> Iterator[list[Listed]]:
    """Part mails into groups that are fetched at once; a large one is a group of its own."""
    group: list[Listed] = []
    for mail in mails:
        alone = mail.size > min(PIECE, LARGEST)
        if group and (alone or len(group) == BATCH or sum(one.size for one in group) + mail.size > BATCH_BYTES):
            yield group
            group = []
        group.append(mail)
        if alone:
            yield group
            group = []
    if group:
        yield group


def _capabilities(box: BaseMailBox) -> frozenset[str]:
    """Return what the server offers after the login, which is more than before it."""
    _, answers = box.client.capability()
    return frozenset(b" ".join(answer for answer in answers if answer).decode("ascii", "replace").upper().split())
