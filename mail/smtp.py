"""An SMTP connection is opened for one account, and hands in one mail for one recipient at a time."""

import contextlib
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from mail.tokens import Tokens

Result = Literal["sent", "later", "refused"]
Security = Literal["tls", "starttls", "none"]
ANSWER = 15.0
"""Seconds that a server gets to answer a command."""
TAKING = 60.0
"""Seconds that it gets to take a whole mail: giving up early makes duplicates (RFC 5321, 4.5.3.2.6)."""


@dataclass(frozen=True)
class SmtpAccount:
    """Where and as whom mails are handed in; `password` is asked for when it is needed, so that it can change.

    With `oauth` the password is an access token; where `tokens` are given, those are logged in with instead.
    """

    host: str
    port: int
    user: str = ""
    password: Callable[[], str] = field(default=str, repr=False)
    security: Security = "tls"
    timeout: float = ANSWER
    ca_file: str | None = None
    oauth: bool = False
    tokens: Tokens | None = None
    connections: int = 3


@dataclass(frozen=True)
class Delivery:
    """What the server said to one mail: sent, later (4xx or unreachable), or refused for good (5xx).

    `wait` tells after how many seconds it may be tried again, where that is known.
    """

    result: Result
    words: str = ""
    wait: float = 0.0


class LostWhileTakingError(Exception):
    """The connection broke while the server took a mail: it may have it, or not."""


def connect(account: SmtpAccount) -> smtplib.SMTP:
    """Return a connection that is logged in; a token that is refused is renewed, once."""
    connection = _connect(account)
    try:
        _log_in(connection, account)
    except BaseException:
        drop(connection)
        raise
    return connection


def drop(connection: smtplib.SMTP) -> None:
    """Close a connection, politely where it still listens."""
    with contextlib.suppress(smtplib.SMTPException, OSError, ValueError):
        connection.quit()
    with contextlib.suppress(OSError):
        connection.close()


def _connect(account: SmtpAccount) -> smtplib.SMTP:
    trusted = ssl.create_default_context(cafile=account.ca_file)
    if account.security == "tls":
        return smtplib.SMTP_SSL(account.host, account.port, timeout=account.timeout, context=trusted)
    connection = smtplib.SMTP(account.host, account.port, timeout=account.timeout)
    if account.security == "starttls":
        try:
            connection.starttls(context=trusted)
        except BaseException:
            connection.close()
            raise
    return connection


def _log_in(connection: smtplib.SMTP, account: SmtpAccount) -> None:
    connection.ehlo_or_helo_if_needed()
    if not account.user:
        return
    if account.tokens:
        try:
            _by_token(connection, account.user, account.tokens.current())
        except smtplib.SMTPAuthenticationError:
            _by_token(connection, account.user, account.tokens.renewed())
    elif account.oauth:
        _by_token(connection, account.user, account.password())
    else:
        connection.login(account.user, account.password())


def _by_token(connection: smtplib.SMTP, user: str, token: str) -> None:
    def answer(challenge: bytes | None = None) -> str:
        # A refusal comes as a challenge, which an empty answer ends (Google's XOAUTH2).
        return "" if challenge else f"user={user}\1auth=Bearer {token}\1\1"

    connection.auth("XOAUTH2", answer, initial_response_ok=True)


def hand_in(connection: smtplib.SMTP, data: bytes, sender: str, recipient: str) -> Delivery:
    """Hand a mail in for one recipient, and return what the server said.

    What it says against the sender is trouble of the account's, so for later; against the recipient or the mail, a
    code of 500 and more is final (RFC 5321, 4.2.1). A connection that breaks before the mail was begun is only lost.
    """
    addresses = _addresses(connection, sender, recipient)
    if addresses is None:
        return Delivery("refused", f"the mail server cannot write to {recipient!r}")
    (sender, recipient), options = addresses
    connection.rset()
    code, said = connection.mail(sender, options)
    if code != 250:
        return Delivery("later", f"the mail server does not take our mails: {code} {_text(said)}")
    code, said = connection.rcpt(recipient)
    if code not in (250, 251):
        return _refusal(code, said)
    connection_timeout = connection.timeout
    try:
        if connection.sock:
            connection.sock.settimeout(TAKING)
        code, said = connection.data(data)
    except smtplib.SMTPDataError as error:
        code, said = error.smtp_code, error.smtp_error if isinstance(error.smtp_error, bytes) else b""
    except (smtplib.SMTPServerDisconnected, OSError) as error:
        raise LostWhileTakingError(str(error)) from error
    finally:
        if connection.sock:
            connection.sock.settimeout(connection_timeout)
    return Delivery("sent") if code == 250 else _refusal(code, said)


def _refusal(code: int, said: bytes) -> Delivery:
    return Delivery("refused" if code >= 500 else "later", f"{code} {_text(said)}")


def _text(said: bytes) -> str:
    return " ".join(said.decode("utf-8", "replace").split())[:300]


def _addresses(connection: smtplib.SMTP, sender: str, recipient: str) -> tuple[tuple[str, str], tuple[str, ...]] | None:
    """Return both addresses as this server can write to them (RFC 6531, RFC 5891), None where it cannot."""
    try:
        plain = tuple(
            f"{local}@{_domain(domain)}" for local, _, domain in (a.rpartition("@") for a in (sender, recipient))
        )
    except UnicodeError:
        return None
    if any(not address.isprintable() or set(address) & set("<> ") for address in plain):
        return None
    options = ("SMTPUTF8", "BODY=8BITMIME") if not "".join(plain).isascii() else ()
    if options and not connection.has_extn("smtputf8"):
        return None
    return (plain[0], plain[1]), options


def _domain(domain: str) -> str:
    return domain if domain.isascii() else domain.encode("idna").decode("ascii")
