"""The outbox on a real SMTP server: taken, for later, refused, and a connection that was lost."""

import base64
import contextlib
import re
import ssl
import threading
import time
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import dkim
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from mail.copies import SentFolder
from mail.inbox import Inbox
from mail.outbox import OLDEST, RESTED, Outbox, SmtpAccount
from mail.pace import Pace
from mail.signature import Signer
from mail.tokens import Grant, Tokens
from milepost.temporal_server import free_port
from tests.certificate import self_signed
from tests.mail.conftest import Mailbox
from tests.mail.scripted import scripted_smtp


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


def test_a_login_by_token_is_renewed_once_where_it_is_refused(post: Post) -> None:
    seen: list[str] = []

    class Tokened(Post):
        async def auth_XOAUTH2(self, server: Any, args: list[str]) -> Any:
            said = base64.b64decode(args[1]).decode()
            seen.append(said)
            if "good" in said:
                return AuthResult(success=True, auth_data=said)
            await server.challenge_auth("eyJzdGF0dXMiOiI0MDAifQ==")
            return AuthResult(success=False, handled=False)

    controller = Controller(Tokened(), hostname="127.0.0.1", port=free_port(0), auth_require_tls=False)
    controller.start()
    given = iter([Grant("stale", 3_600), Grant("good", 3_600)])
    try:
        outbox = outbox_to(port_of(controller), user="plan@x.example", tokens=Tokens(lambda: next(given), lambda: 0.0))
        assert outbox.send(a_mail(), SENDER, "ray@harborline.example").result == "sent"
    finally:
        outbox.close()
        controller.stop()
    assert seen == [f"user=plan@x.example\1auth=Bearer {token}\1\1" for token in ("stale", "good")]


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_tls_is_verified_and_a_private_authority_can_be_named(post: Post, security: str, tmp_path: Path) -> None:
    certificate = self_signed()
    (tmp_path / "cert.pem").write_bytes(certificate.certificate)
    (tmp_path / "key.pem").write_bytes(certificate.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    tls = {"ssl_context": context} if security == "tls" else {"tls_context": context, "require_starttls": True}
    controller = Controller(post, hostname="127.0.0.1", port=free_port(0), **tls)
    controller.start()
    try:
        for ca_file, result in ((str(tmp_path / "cert.pem"), "sent"), (None, "later")):
            account = SmtpAccount("127.0.0.1", port_of(controller), security=security, timeout=5, ca_file=ca_file)  # type: ignore[arg-type]
            outbox = Outbox(account)
            delivery = outbox.send(a_mail(), SENDER, "ray@harborline.example")
            outbox.close()
            assert delivery.result == result, delivery.words
        assert "CERTIFICATE_VERIFY_FAILED" in delivery.words
    finally:
        controller.stop()
    assert len(post.mails) == 1


def test_a_connection_that_is_old_or_dead_is_not_used_again(server: Controller, post: Post) -> None:
    now = 0.0
    outbox = Outbox(SmtpAccount("127.0.0.1", port_of(server), security="none", timeout=5), clock=lambda: now)
    for later in (0.0, RESTED + 1, OLDEST - 1, OLDEST + 1):
        now = later
        assert outbox.send(a_mail(), SENDER, "ray@harborline.example").result == "sent"
    assert post.connections == 2
    outbox.close()


def test_no_more_connections_than_allowed_are_opened(server: Controller, post: Post) -> None:
    outbox = outbox_to(port_of(server), connections=2)
    threads = [
        threading.Thread(target=outbox.send, args=(a_mail(), SENDER, f"p{number}@x.example")) for number in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(post.mails) == 12
    assert post.connections <= 2
    outbox.close()


@pytest.mark.parametrize(
    ("answers", "result", "times"),
    [
        ({"MAIL": "550 5.7.1 you may not send"}, "later", 1),
        ({"RCPT": "550 5.1.1 no such user"}, "refused", 1),
        ({"RCPT": "452 4.2.2 mailbox full"}, "later", 1),
        ({"DATA": "554 5.7.1 looks like spam"}, "refused", 1),
        ({".": "554 5.6.0 not this one"}, "refused", 1),
        ({".": "451 4.3.0 disk full"}, "later", 1),
        ({".": "close"}, "later", 1),
        ({".": "hang"}, "later", 1),
        ({"MAIL": "close"}, "later", 2),
        ({"RCPT": "421 4.3.2 shutting down"}, "later", 1),
        ({"EHLO": "close"}, "later", 2),
        ({"greeting": "554 no"}, "later", 1),
        ({"greeting": "* OK IMAP4 ready"}, "later", 1),
    ],
    ids=str,
)
def test_what_a_server_says_is_later_or_final_and_a_mail_that_was_begun_is_not_begun_again(
    answers: dict[str, str], result: str, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mail.smtp.TAKING", 0.5)
    with scripted_smtp(answers) as script:
        outbox = Outbox(SmtpAccount("127.0.0.1", script.port, security="none", timeout=0.5))
        delivery = outbox.send(a_mail(), SENDER, "ray@harborline.example")
        outbox.close()
    assert delivery.result == result
    assert delivery.words
    assert script.seen.get("." if "." in answers else next(iter(answers)), times) <= times


def test_a_server_that_hangs_does_not_hold_up_every_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mail.outbox.BUSY", 0.1)
    with scripted_smtp({"MAIL": "hang"}) as script:
        outbox = Outbox(SmtpAccount("127.0.0.1", script.port, security="none", timeout=1, connections=1))
        first = threading.Thread(target=outbox.send, args=(a_mail(), SENDER, "ray@x.example"))
        first.start()
        while not script.seen.get("MAIL"):
            time.sleep(0.01)
        delivery = outbox.send(a_mail(), SENDER, "dana@x.example")
        first.join(20)
        outbox.close()
    assert (delivery.result, delivery.wait) == ("later", 0.1)


@pytest.mark.parametrize(
    ("recipient", "result"),
    [
        ("ray\r\nRCPT TO:<eve@evil.example>@x.example", "refused"),
        ("ray>x@x.example", "refused"),
        ("", "refused"),
        ("ray@" + "x" * 80 + ".example", "sent"),
        ("räy@x.example", "sent"),
        ("ray@müller.example", "sent"),
        ("ray@" + "ü" * 80 + ".example", "refused"),
    ],
)
def test_no_address_crashes_the_outbox_or_smuggles_a_command(
    recipient: str, result: str, server: Controller, post: Post
) -> None:
    delivery = outbox_to(port_of(server)).send(a_mail(), SENDER, recipient)
    assert delivery.result == result, delivery.words
    assert len(post.mails) == (result == "sent")
    assert all("evil" not in address for _, recipients, _ in post.mails for address in recipients)


def test_a_mail_above_what_servers_take_is_refused_before_it_leaves(server: Controller, post: Post) -> None:
    message = a_mail()
    message.add_attachment(b"x" * 15_000_000, "application", "octet-stream", filename="big")
    delivery = outbox_to(port_of(server)).send(message, SENDER, "ray@harborline.example")
    assert (delivery.result, post.mails) == ("refused", [])
    assert "20 MB" in delivery.words or "19 MB" in delivery.words


def test_mails_leave_at_the_pace_that_is_set_and_those_that_wait_keep_their_order() -> None:
    now = 0.0
    pace = Pace(6, 2, lambda: now)
    assert [pace.turn(f"a{n}", "a.example") for n in range(3)][:2] == [0, 0]
    assert [pace.turn(f"b{n}", f"{n}.example") for n in range(4)] == [0] * 4
    waits = {f"c{n}": pace.turn(f"c{n}", f"{n}.example") for n in range(8)}
    assert list(waits.values()) == sorted(set(waits.values()))
    left: list[tuple[float, str]] = []
    while waits:
        name = min(waits, key=waits.__getitem__)
        now = max(now, waits[name])
        again = pace.turn(name, f"{name}.example")
        if again:
            waits[name] = now + again
        else:
            left.append((now, waits.pop(name) and name))
    assert [name for _, name in left] == [f"c{n}" for n in range(8)]
    assert all(later - earlier >= 60 for (earlier, _), (later, _) in zip(left, left[6:], strict=False))


def test_a_mail_that_has_to_wait_says_for_how_long(server: Controller, post: Post) -> None:
    outbox = Outbox(
        SmtpAccount("127.0.0.1", port_of(server), security="none"), Pace(1, 1, lambda: 10.0), clock=lambda: 10.0
    )
    assert outbox.send(a_mail(), SENDER, "ray@x.example").result == "sent"
    delivery = outbox.send(a_mail(), SENDER, "ray@y.example")
    assert (delivery.result, delivery.wait) == ("later", 60.0)
    outbox.close()


@pytest.fixture(scope="module")
def signer() -> tuple[Signer, bytes]:
    key = rsa.generate_private_key(65537, 2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()
    public = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return Signer("milepost.example", "mp1", lambda: pem), b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)


def test_a_signed_mail_verifies_and_holds_what_receivers_want_signed(
    signer: tuple[Signer, bytes], server: Controller, post: Post
) -> None:
    message = a_mail()
    message["From"] = "Nate via Milepost <plan@milepost.example>"
    message["To"] = "ray@harborline.example"
    message["List-Unsubscribe"] = "<mailto:plan+x@milepost.example?subject=stop>, <https://milepost.example/stop>"
    message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.replace_header("Subject", "Grüße an alle Beteiligten " * 8)
    outbox = Outbox(SmtpAccount("127.0.0.1", port_of(server), security="none"), signer=signer[0])
    assert outbox.send(message, SENDER, "ray@harborline.example").result == "sent"
    outbox.close()
    [(_, _, content)] = post.mails

    def verified(data: bytes) -> bool:
        return bool(dkim.verify(data, dnsfunc=lambda name, timeout=5: signer[1] if name.startswith(b"mp1.") else None))

    assert verified(content)
    signed = re.search(rb"h=([^;]*);", content)
    assert signed
    fields = re.sub(rb"\s", b"", signed[1]).lower().split(b":")
    assert {b"list-unsubscribe", b"list-unsubscribe-post", b"message-id"} <= set(fields)
    assert fields.count(b"from") == 2
    assert not verified(content.replace(b"One-Click", b"Two-Click"))
    assert not verified(content.replace(b"From: ", b"From: Eve <eve@evil.example>\r\nFrom: ", 1))


def test_a_key_that_cannot_be_used_is_for_later_and_not_in_the_words(server: Controller, post: Post) -> None:
    signer = Signer("milepost.example", "mp1", lambda: "no key but s3cret")
    outbox = Outbox(SmtpAccount("127.0.0.1", port_of(server), security="none"), signer=signer)
    delivery = outbox.send(a_mail(), SENDER, "ray@harborline.example")
    assert (delivery.result, post.mails) == ("later", [])
    assert "mp1._domainkey.milepost.example" in delivery.words
    assert "s3cret" not in f"{delivery.words}{signer!r}"


def test_a_copy_of_what_was_sent_lies_in_its_folder_once(mailbox: Mailbox) -> None:
    sent = SentFolder(mailbox.account(), "Gesendet & Büro")
    message = a_mail()
    for _ in range(3):
        assert sent.keep(message)
    message.replace_header("Message-ID", "<other@milepost.example>")
    assert sent.keep(message)
    sent.close()
    with Inbox(mailbox.account(folder="Gesendet & Büro")) as inbox:
        assert len(list(inbox.waiting())) == 2


def test_a_copy_that_cannot_be_put_away_is_a_line_in_the_log(
    mailbox: Mailbox, caplog: pytest.LogCaptureFixture
) -> None:
    assert SentFolder(mailbox.account(port=1), "Sent").keep(a_mail()) is False
    assert "No copy of a mail" in caplog.text
