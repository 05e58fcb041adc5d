"""The inbox is one IMAP mailbox: what waits in it, a wait for more, and folders for what is dealt with."""

import contextlib
import imaplib
import select
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Self

from imap_tools import BaseMailBox, MailBox, MailboxLoginError, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from mail.fetch import sizes, whole
from mail.idle import idle

Security = Literal["tls", "starttls", "none"]
BATCH = 50
"""Mails whose sizes are asked for at once."""
LARGEST = 40 << 20
"""Bytes above which a mail is not fetched but put aside as it is."""
POLL = 5.0
"""Seconds between two looks where the server has no IDLE."""
ANSWER = 30.0
"""Seconds that a server gets to answer a command."""
FOR_NOW = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "TEMPORARY")
"""What a server says (RFC 5530) to a login that is refused only for the moment."""


class MailboxRefusedError(Exception):
    """The server refuses the user or the password; only somebody's new setting changes that."""


class MailboxDownError(Exception):
    """The server does not answer, closed the connection, or answers nonsense; trying again later is right."""


@dataclass(frozen=True)
class ImapAccount:
    """A mailbox: `password` (or, with `oauth`, the access token) is asked for at each login, so that it can change."""

    host: str
    port: int
    user: str
    password: Callable[[], str]
    security: Security = "tls"
    oauth: bool = False
    folder: str = "INBOX"
    handled: str = "Handled"
    quarantine: str = "Quarantine"
    timeout: float = ANSWER
    ca_file: str | None = None


@dataclass(frozen=True)
class Arrived:
    """A mail in the mailbox; `raw` is None where it is too large to be fetched."""

    uid: str
    raw: bytes | None
    size: int


class Inbox:
    """A connection to one mailbox, for one thread; `with` opens and closes it."""

    def __init__(self, account: ImapAccount) -> None:
        """Take the account; nothing is connected before `open`."""
        self._account = account
        self._box: BaseMailBox | None = None
        self._offered: frozenset[str] = frozenset()
        self.uidvalidity = 0

    def __enter__(self) -> Self:
        """Open the mailbox."""
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        """Close the mailbox, however it was left."""
        self.close()

    def open(self) -> None:
        """Connect, log in, select the folder and see to the two others."""
        account = self._account
        with _as_sentence(account):
            self._box = _connected(account)
            if account.oauth:
                self._box.xoauth2(account.user, account.password(), account.folder)
            else:
                self._box.login(account.user, account.password(), account.folder)
            self._offered = _capabilities(self._box)
            for folder in (account.handled, account.quarantine):
                if not self._box.folder.exists(folder):
                    self._box.folder.create(folder)
            self.uidvalidity = self._box.folder.status(account.folder, ["UIDVALIDITY"])["UIDVALIDITY"]
            self._box.folder.set(account.folder)

    def close(self) -> None:
        """Log out and close, whatever state the connection is in."""
        box, self._box = self._box, None
        if box is None:
            return
        with contextlib.suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
            box.logout()
        with contextlib.suppress(OSError):
            box.client.shutdown()

    @property
    def box(self) -> BaseMailBox:
        """Return the open mailbox."""
        if self._box is None:
            raise MailboxDownError(f"The mailbox {self._account.user} is not open.")
        return self._box

    def waiting(self) -> Iterator[Arrived]:
        """Yield what is in the folder, the oldest first; each is fetched when its turn comes."""
        with _as_sentence(self._account):
            # Some servers show a session what has come meanwhile only after it has spoken (RFC 3501, 6.1.2).
            self.box.client.noop()
            uids = sorted((uid for uid in self.box.uids("ALL") if uid), key=int)
        for first in range(0, len(uids), BATCH):
            batch = uids[first : first + BATCH]
            with _as_sentence(self._account):
                found = sizes(self.box.client, batch)
            for uid in batch:
                if uid in found:
                    with _as_sentence(self._account):
                        arrived = self._fetched(uid, found[uid])
                    if arrived:
                        yield arrived

    def _fetched(self, uid: str, size: int) -> Arrived | None:
        """Return one mail; None where it went away meanwhile."""
        if size > LARGEST:
            return Arrived(uid, None, size)
        raw = whole(self.box.client, uid)
        return None if raw is None else Arrived(uid, raw, size)

    def wait(self, seconds: float) -> bool:
        """Wait for news: by IDLE where the server has it, else by a pause; True where there may be some."""
        with _as_sentence(self._account):
            if "IDLE" not in self._offered:
                select.select([], [], [], min(seconds, POLL))
                self.box.client.noop()
                return True
            return idle(self.box.client, seconds, self._account.timeout)

    def handled(self, uid: str) -> None:
        """Move a mail to the folder for what is dealt with."""
        self._move(uid, self._account.handled)

    def quarantine(self, uid: str) -> None:
        """Move a mail to the folder for what belongs to no plan or is not trusted."""
        self._move(uid, self._account.quarantine)

    def _move(self, uid: str, folder: str) -> None:
        """Move by MOVE where the server has it (RFC 6851), else by copy, flag and expunge."""
        with _as_sentence(self._account):
            if "MOVE" in self._offered:
                done, _ = self.box.client.uid("MOVE", uid, folder)
                if done == "OK":
                    return
            self.box.move([uid], folder)


def _connected(account: ImapAccount) -> BaseMailBox:
    if account.security == "none":
        return MailBoxUnencrypted(account.host, account.port, account.timeout)
    trusted = ssl.create_default_context(cafile=account.ca_file)
    if account.security == "starttls":
        return MailBoxStartTls(account.host, account.port, account.timeout, ssl_context=trusted)
    return MailBox(account.host, account.port, account.timeout, ssl_context=trusted)


def _capabilities(box: BaseMailBox) -> frozenset[str]:
    """Return what the server offers after the login, which is more than before it."""
    _, answers = box.client.capability()
    return frozenset(b" ".join(answer for answer in answers if answer).decode("ascii", "replace").upper().split())


@contextlib.contextmanager
def _as_sentence(account: ImapAccount) -> Iterator[None]:
    """Turn what the library and the network throw into one of two errors with a sentence."""
    where = f"{account.user} at {account.host}:{account.port}"
    try:
        yield
    except MailboxLoginError as error:
        if any(code in str(error).upper() for code in FOR_NOW):
            raise MailboxDownError(f"The mailbox {where} takes no logins now: {_short(error)}") from error
        raise MailboxRefusedError(f"The mailbox {where} refuses the login: {_short(error)}") from error
    except imaplib.IMAP4.abort as error:
        raise MailboxDownError(f"The mailbox {where} closed the connection: {_short(error)}") from error
    except imaplib.IMAP4.error as error:
        # A wrong OAuth token surfaces here too, without a class of its own.
        refused = "auth" in str(error).casefold() or "login" in str(error).casefold()
        kind = MailboxRefusedError if refused else MailboxDownError
        raise kind(f"The mailbox {where} says no: {_short(error)}") from error
    except (ImapToolsError, OSError, ValueError) as error:
        raise MailboxDownError(f"The mailbox {where} does not answer as it should: {_short(error)}") from error


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
