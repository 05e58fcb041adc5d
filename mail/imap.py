"""An IMAP account is where and as whom a mailbox is opened, and what is said when that fails."""

import contextlib
import imaplib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from imap_tools import BaseMailBox, MailBox, MailboxLoginError, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError

from mail.tokens import Tokens

Security = Literal["tls", "starttls", "none"]
ANSWER = 20.0
"""Seconds that a server gets to answer a command; shorter than the heartbeat of whoever waits for it."""
SLOWEST = 3
"""So many times ANSWER may one command take in all: a server that drips bytes beats every time-out of a socket."""
FOR_NOW = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "TEMPORARY", "TRY AGAIN")
"""What a server says (RFC 5530) to a login that is refused only for the moment."""


class MailboxRefusedError(Exception):
    """The server refuses the user or the password; only somebody's new setting changes that."""


class MailboxDownError(Exception):
    """The server does not answer, closed the connection, or answers nonsense; trying again later is right."""


@dataclass(frozen=True)
class ImapAccount:
    """A mailbox: `password` (or, with `oauth`, the access token) is asked for at each login, so that it can change.

    Where `tokens` are given they are logged in with instead, and renewed once where the server refuses one.
    """

    host: str
    port: int
    user: str
    password: Callable[[], str] = field(repr=False)
    security: Security = "tls"
    oauth: bool = False
    folder: str = "INBOX"
    handled: str = "Handled"
    quarantine: str = "Quarantine"
    timeout: float = ANSWER
    ca_file: str | None = None
    tokens: Tokens | None = None


def logged_in(account: ImapAccount) -> BaseMailBox:
    """Return a connection that is logged in; a token that is refused is renewed, once."""
    if account.tokens is None:
        return _logged_in(account, account.password(), account.oauth)
    try:
        return _logged_in(account, account.tokens.current(), True)
    except (MailboxLoginError, imaplib.IMAP4.error):
        return _logged_in(account, account.tokens.renewed(), True)


def _logged_in(account: ImapAccount, secret: str, oauth: bool) -> BaseMailBox:
    box = _connected(account)
    try:
        with within(box, account.timeout * SLOWEST):
            if oauth:
                box.xoauth2(account.user, secret, None)
            else:
                box.login(account.user, secret, None)
    except BaseException:
        shut(box)
        raise
    return box


def _connected(account: ImapAccount) -> BaseMailBox:
    if account.security == "none":
        return MailBoxUnencrypted(account.host, account.port, account.timeout)
    trusted = ssl.create_default_context(cafile=account.ca_file)
    if account.security == "starttls":
        return MailBoxStartTls(account.host, account.port, account.timeout, ssl_context=trusted)
    return MailBox(account.host, account.port, account.timeout, ssl_context=trusted)


def shut(box: BaseMailBox) -> None:
    """Close a connection without a word."""
    with contextlib.suppress(OSError):
        box.client.shutdown()


@contextlib.contextmanager
def within(box: BaseMailBox, seconds: float) -> Iterator[None]:
    """Cut the connection where the block takes longer: it then fails as one that the server closed."""
    timer = threading.Timer(seconds, _cut, (box.client.sock,))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _cut(sock: socket.socket) -> None:
    with contextlib.suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)


@contextlib.contextmanager
def as_sentence(account: ImapAccount) -> Iterator[None]:
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
    except (ImapToolsError, OSError, ValueError, MemoryError, OverflowError) as error:
        raise MailboxDownError(f"The mailbox {where} does not answer as it should: {_short(error)}") from error


def _short(error: BaseException) -> str:
    return " ".join(str(error).split())[:200]
