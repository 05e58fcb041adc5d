"""Mail servers that answer: our own embedded one, and Dovecot where it is installed."""

import itertools
import smtplib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from mail.inbox import ImapAccount
from milepost.local_mail import LocalMail
from tests.dovecot import PASSWORD, Dovecot, running_dovecot

NUMBERS = itertools.count(1)


@dataclass
class Mailbox:
    """A fresh mailbox on one of the servers."""

    user: str
    server: LocalMail | Dovecot

    def put(self, *mails: bytes) -> None:
        if isinstance(self.server, Dovecot):
            self.server.put(self.user, *mails)
            return
        with smtplib.SMTP("127.0.0.1", self.server.smtp_port, timeout=20) as smtp:
            for raw in mails:
                smtp.sendmail("sender@elsewhere.example", [self.user], raw)

    def account(self, **changes: Any) -> ImapAccount:
        port = self.server.port if isinstance(self.server, Dovecot) else self.server.imap_port
        fields = {"host": "127.0.0.1", "port": port, "user": self.user, "password": lambda: PASSWORD} | changes
        return ImapAccount(**({"security": "none"} | fields))


@pytest.fixture(scope="session")
def local_mail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalMail]:
    server = LocalMail(tmp_path_factory.mktemp("mail"), PASSWORD)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    with running_dovecot() as server:
        yield server


@pytest.fixture(params=["local_mail", pytest.param("dovecot", marks=pytest.mark.needs("dovecot"))])
def mailbox(request: pytest.FixtureRequest) -> Mailbox:
    return Mailbox(f"plan{next(NUMBERS)}@milepost.example", request.getfixturevalue(request.param))


@pytest.fixture
def at_dovecot(dovecot: Dovecot) -> Mailbox:
    return Mailbox(f"plan{next(NUMBERS)}@milepost.example", dovecot)


def a_mail(subject: str = "hello", body: str = "hi") -> bytes:
    return f"From: ray@harborline.example\r\nSubject: {subject}\r\n\r\n{body}\r\n".encode()
