"""The outbox hands mails to an SMTP server, one recipient at a time, and says what became of each."""

import contextlib
import smtplib
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

Result = Literal["sent", "later", "refused"]
Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True)
class SmtpAccount:
    """Where and as whom mails are handed in; `password` is asked for when it is needed, so that it can change."""

    host: str
    port: int
    user: str = ""
    password: Callable[[], str] = str
    security: Security = "tls"
    timeout: float = 30.0
    ca_file: str | None = None


@dataclass(frozen=True)
class Delivery:
    """What the server said to one mail: sent, later (4xx or unreachable), or refused for good (5xx)."""

    result: Result
    words: str = ""


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else error.smtp_error
        return f"{error.smtp_code} {said}"
    return str(error) or type(error).__name__


class Outbox:
    """One pooled connection to the server, used by one thread at a time and opened again when it was lost."""

    def __init__(self, account: SmtpAccount) -> None:
        """Take the account; nothing is connected before the first mail."""
        self._account = account
        self._connection: smtplib.SMTP | None = None
        self._lock = threading.Lock()

    def send(self, message: EmailMessage, sender: str, recipient: str) -> Delivery:
        """Hand one mail in for one recipient; a connection that was lost meanwhile is opened once more."""
        data = message.as_bytes()
        with self._lock:
            for _ in range(2):
                try:
                    return self._hand_in(data, sender, recipient)
                except (smtplib.SMTPServerDisconnected, ConnectionError):
                    self._drop()
                except smtplib.SMTPAuthenticationError as error:
                    self._drop()
                    return Delivery("later", f"the mail server refuses the password: {_words(error)}")
                except (smtplib.SMTPException, OSError) as error:
                    self._drop()
                    return Delivery("later", f"the mail server does not take mails now: {_words(error)}")
        return Delivery("later", "the mail server closed the connection twice")

    def _hand_in(self, data: bytes, sender: str, recipient: str) -> Delivery:
        connection = self._connected()
        try:
            connection.sendmail(sender, [recipient], data)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
            return _refusal(error)
        return Delivery("sent")

    def check(self) -> None:
        """Connect and say hello; raises what stands in the way."""
        with self._lock:
            self._connected().noop()

    def close(self) -> None:
        """Close the connection where one is open."""
        with self._lock:
            self._drop()

    def _drop(self) -> None:
        if self._connection:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._connection.quit()
        self._connection = None

    def _connected(self) -> smtplib.SMTP:
        if self._connection is None:
            self._connection = self._connect()
        return self._connection

    def _connect(self) -> smtplib.SMTP:
        account = self._account
        trusted = ssl.create_default_context(cafile=account.ca_file)
        connection: smtplib.SMTP
        if account.security == "tls":
            connection = smtplib.SMTP_SSL(account.host, account.port, timeout=account.timeout, context=trusted)
        else:
            connection = smtplib.SMTP(account.host, account.port, timeout=account.timeout)
        if account.security == "starttls":
            connection.starttls(context=trusted)
        if account.user:
            connection.login(account.user, account.password())
        return connection


def _refusal(
    error: smtplib.SMTPRecipientsRefused | smtplib.SMTPSenderRefused | smtplib.SMTPDataError,
) -> Delivery:
    """Return the server's word on this mail: a code of 500 and more is final (RFC 5321, 4.2.1)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        words = f"{code} {said.decode('utf-8', 'replace')}"
    else:
        code, words = error.smtp_code, _words(error)
    return Delivery("refused" if code >= 500 else "later", words)
