"""The outbox hands mails to an SMTP server, one recipient at a time, and says what became of each."""

import smtplib
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage

from mail.pace import Pace
from mail.signature import KeyUnusableError, Signer
from mail.smtp import Delivery, LostWhileTakingError, Result, SmtpAccount, connect, drop, hand_in
from mail.tokens import TokenRefusedError

__all__ = ["Delivery", "Outbox", "Result", "SmtpAccount"]
OLDEST = 300.0
"""Seconds after which a connection is not used again: servers and what stands between forget old ones."""
RESTED = 20.0
"""Seconds of rest after which a connection is asked whether it still lives."""
BUSY = 5.0
"""Seconds to wait for one of the connections; then the mail is for later, and the thread free for other work."""
LARGEST = 20_000_000
"""Bytes of a mail above which most servers refuse it."""


@dataclass
class _Line:
    """An open connection, when it was opened and last used."""

    connection: smtplib.SMTP
    opened_at: float
    used_at: float


class Outbox:
    """A pool of connections to one server, safe for threads; `clock` gives seconds that only count up."""

    def __init__(
        self,
        account: SmtpAccount,
        pace: Pace | None = None,
        signer: Signer | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Take the account, how fast mails may leave and who signs; nothing is connected before the first mail."""
        self._account, self._pace, self._signer, self._clock = account, pace, signer, clock
        self._rested: list[_Line] = []
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(account.connections)

    def send(self, message: EmailMessage, sender: str, recipient: str) -> Delivery:
        """Hand one mail in for one recipient; a connection that was lost meanwhile is opened once more."""
        domain = recipient.rpartition("@")[2].casefold()
        if self._pace and (wait := self._pace.turn(str(message["Message-ID"]), domain)):
            return Delivery("later", "enough mails leave in this minute", wait)
        try:
            data = self._as_bytes(message)
        except KeyUnusableError as unusable:
            return Delivery("later", str(unusable))
        if len(data) > LARGEST:
            return Delivery("refused", f"the mail has {len(data) >> 20} MB, and mail servers take {LARGEST >> 20} MB")
        if not self._places.acquire(timeout=BUSY):
            return Delivery("later", "all connections to the mail server are busy", BUSY)
        try:
            return self._sent(data, sender, recipient)
        finally:
            self._places.release()

    def _as_bytes(self, message: EmailMessage) -> bytes:
        data = message.as_bytes(policy=message.policy.clone(linesep="\r\n"))
        return self._signer.signed(data) if self._signer else data

    def _sent(self, data: bytes, sender: str, recipient: str) -> Delivery:
        try:
            return self._handed_in(self._line(), data, sender, recipient)
        except (smtplib.SMTPServerDisconnected, ConnectionError):
            pass  # Before the mail was begun, so on a fresh connection it is still its first time.
        except (smtplib.SMTPException, OSError, LostWhileTakingError, TokenRefusedError) as error:
            return _later(error)
        try:
            return self._handed_in(self._opened(), data, sender, recipient)
        except (smtplib.SMTPException, OSError, LostWhileTakingError, TokenRefusedError) as error:
            return _later(error)

    def _handed_in(self, line: _Line, data: bytes, sender: str, recipient: str) -> Delivery:
        try:
            delivery = hand_in(line.connection, data, sender, recipient)
        except BaseException:
            drop(line.connection)
            raise
        self._rest(line)
        return delivery

    def _rest(self, line: _Line) -> None:
        line.used_at = self._clock()
        with self._lock:
            self._rested.append(line)

    def _line(self) -> _Line:
        """Return a connection that rests and still lives, else a fresh one."""
        while True:
            with self._lock:
                line = self._rested.pop() if self._rested else None
            if line is None:
                return self._opened()
            if self._lives(line):
                return line
            drop(line.connection)

    def _lives(self, line: _Line) -> bool:
        now = self._clock()
        if now - line.opened_at > OLDEST:
            return False
        if now - line.used_at < RESTED:
            return True
        try:
            return line.connection.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False

    def _opened(self) -> _Line:
        now = self._clock()
        return _Line(connect(self._account), now, now)

    def check(self) -> None:
        """Connect and log in; raises what stands in the way."""
        line = self._line()
        line.connection.noop()
        self._rest(line)

    def close(self) -> None:
        """Close the connections that rest."""
        with self._lock:
            lines, self._rested = self._rested, []
        for line in lines:
            drop(line.connection)


def _later(error: Exception) -> Delivery:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Delivery("later", f"the mail server refuses the login: {_words(error)}")
    if isinstance(error, LostWhileTakingError):
        return Delivery("later", f"the mail server closed the connection while it took the mail: {error}")
    return Delivery("later", f"the mail server does not take mails now: {_words(error)}")


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {said}"
    return str(error) or type(error).__name__
