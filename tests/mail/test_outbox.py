"""The outbox on a real SMTP server: taken, for later, refused, and a connection that was lost."""

import contextlib
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from mail.outbox import Outbox, SmtpAccount
from milepost.temporal_server import free_port


class Post:
    """Takes what comes in, and says what a test wants said to a recipient."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, list[str], bytes]] = []
        self.says: dict[str, str] = {}
        self.connections = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.says:
            return self.says[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append((envelope.mail_from, list(envelope.rcpt_tos), envelope.content))
        return "250 taken"

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, name: str, answers: list[str]) -> list[str]:
        self.connections += 1
        session.host_name = name
        return answers


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def server(post: Post) -> Iterator[Controller]:
    controller = Controller(post, hostname="127.0.0.1", port=free_port(0))
    controller.start()
    yield controller
    with contextlib.suppress(AssertionError):  # The test has stopped it.
        controller.stop()


def port_of(server: Controller) -> int:
    return int(server.port)


def outbox_to(port: int, **more: Any) -> Outbox:
    return Outbox(SmtpAccount("127.0.0.1", port, security="none", timeout=5, **more))


def a_mail() -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "A plan"
    message["Message-ID"] = "<key@milepost.example>"
    message.set_content("Hello")
    return message


SENDER = "plan+verp-x@milepost.example"


def test_a_mail_is_handed_in_for_one_recipient_with_the_envelope_sender(server: Controller, post: Post) -> None:
    assert outbox_to(port_of(server)).send(a_mail(), SENDER, "ray@harborline.example").result == "sent"
    [(sender, recipients, content)] = post.mails
    assert (sender, recipients) == (SENDER, ["ray@harborline.example"])
    assert b"Message-ID: <key@milepost.example>" in content


def test_one_connection_serves_many_mails(server: Controller, post: Post) -> None:
    outbox = outbox_to(port_of(server))
    for _ in range(3):
        assert outbox.send(a_mail(), SENDER, "ray@harborline.example").result == "sent"
    assert (len(post.mails), post.connections) == (3, 1)


def test_4xx_is_for_later_and_5xx_is_refused_in_the_servers_words(server: Controller, post: Post) -> None:
    post.says = {"busy@x.example": "451 4.7.1 greylisted", "nobody@x.example": "550 5.1.1 no such user"}
    outbox = outbox_to(port_of(server))
    later = outbox.send(a_mail(), SENDER, "busy@x.example")
    refused = outbox.send(a_mail(), SENDER, "nobody@x.example")
    assert (later.result, refused.result) == ("later", "refused")
    assert "greylisted" in later.words
    assert "no such user" in refused.words
    assert outbox.send(a_mail(), SENDER, "ray@harborline.example").result == "sent"


def test_a_server_that_is_not_there_is_for_later(server: Controller) -> None:
    port = port_of(server)
    server.stop()
    delivery = outbox_to(port).send(a_mail(), SENDER, "ray@harborline.example")
    assert delivery.result == "later"
    assert delivery.words


def test_a_connection_that_was_lost_is_opened_once_more(server: Controller, post: Post) -> None:
    port = port_of(server)
    outbox = outbox_to(port)
    assert outbox.send(a_mail(), SENDER, "ray@harborline.example").result == "sent"
    server.stop()
    again = Controller(post, hostname="127.0.0.1", port=port)
    again.start()
    try:
        assert outbox.send(a_mail(), SENDER, "ray@harborline.example").result == "sent"
    finally:
        again.stop()
    assert len(post.mails) == 2


def test_mails_from_many_threads_are_all_taken(server: Controller, post: Post) -> None:
    outbox = outbox_to(port_of(server))
    threads = [
        threading.Thread(target=outbox.send, args=(a_mail(), SENDER, f"p{number}@x.example")) for number in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(recipients[0] for _, recipients, _ in post.mails) == [f"p{number}@x.example" for number in range(8)]


def test_a_wrong_password_is_for_later_and_never_in_the_words(post: Post) -> None:
    controller = Controller(
        post,
        hostname="127.0.0.1",
        port=free_port(0),
        authenticator=lambda *_: AuthResult(success=False, handled=False),
        auth_require_tls=False,
    )
    controller.start()
    try:
        outbox = outbox_to(port_of(controller), user="plan", password=lambda: "s3cret")
        delivery = outbox.send(a_mail(), SENDER, "ray@harborline.example")
    finally:
        controller.stop()
    assert delivery.result == "later"
    assert "s3cret" not in delivery.words
