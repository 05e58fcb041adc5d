"""Envelopes: the shape of a mail, what cannot be injected into it, and what is read of one that came back."""

import datetime as dt
import email
from email import policy
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.envelope import Envelope, compose, letter_id, message_id, reply_address, route, verp
from plans.letter import Address, Attachment
from plans.notice import Picture, Said
from plans.seal import Addressee, token

AT = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=-6)))
SAID = Said("Harborline × Tallyworks: 2 of 5", "Grüße\n" * 3, "<p>Grüße</p>", "de")
KEY = b"k" * 32
TOKEN = token(KEY, Addressee("harbor", "ray"))
CODED = token(KEY, Addressee("harbor", "ray", "abcdefgh"))
PLAN = "plan@milepost.example"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def envelope(**changes: object) -> Envelope:
    fields = {
        "to": Address("ray@harborline.example", "Ray Dominguez"),
        "sender": Address(PLAN, "Nate Sorensen via Milepost"),
        "reply_to": reply_address(PLAN, TOKEN),
        "message_id": message_id("harbor/status/1", "milepost.example"),
        "sent_at": AT,
    }
    return Envelope(**(fields | changes))  # type: ignore[arg-type]


def composed(said: Said = SAID, **changes: object) -> EmailMessage:
    raw = compose(said, envelope(**changes)).as_bytes()
    read = email.message_from_bytes(raw, policy=policy.default)
    assert isinstance(read, EmailMessage)
    return read


def shape(part: EmailMessage) -> object:
    kids = [shape(kid) for kid in part.iter_parts()] if part.is_multipart() else []
    return {part.get_content_type(): kids} if kids else part.get_content_type()


@pytest.mark.practice(40)
def test_headers_address_thread_and_mark_the_mail() -> None:
    mail = composed(references=("<root@milepost.example>", "<a@b>"), in_reply_to="<a@b>")
    assert mail["From"] == "Nate Sorensen via Milepost <plan@milepost.example>"
    assert mail["To"] == "Ray Dominguez <ray@harborline.example>"
    assert mail["Reply-To"] == f"plan+{TOKEN}@milepost.example"
    assert mail["Subject"] == SAID.subject
    assert mail["Date"].datetime == AT
    assert mail["References"] == "<root@milepost.example> <a@b>"
    assert mail["In-Reply-To"] == "<a@b>"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert mail["List-Unsubscribe"] == f"<mailto:plan+{TOKEN}@milepost.example?subject=stop>"
    assert mail["Content-Language"] == "de"


def test_the_parts_stand_in_the_shape_that_mail_programs_read() -> None:
    said = Said(
        "s", "t", '<img src="cid:bar@milepost">', "en", (Picture("bar@milepost", "image/png", b"\x89PNG", "bar"),)
    )
    calendar = b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
    mail = composed(said, attachments=(Attachment("map.docx", WORD, b"PK"),), calendar=calendar)
    related = {"multipart/related": ["text/html", "image/png"]}
    alternative = {"multipart/alternative": ["text/plain", related, "text/calendar"]}
    assert shape(mail) == {"multipart/mixed": [alternative, WORD]}
    parts = {part.get_content_type(): part for part in mail.walk()}
    assert parts["text/calendar"].get_param("method") == "REQUEST"
    assert parts["text/calendar"].get_payload(decode=True) == calendar
    assert parts["image/png"]["Content-ID"] == "<bar@milepost>"
    assert parts[WORD].get_filename() == "map.docx"


def test_a_plain_mail_is_plain_and_html_only() -> None:
    assert shape(composed()) == {"multipart/alternative": ["text/plain", "text/html"]}


def test_bodies_survive_word_for_word() -> None:
    text = "a" * 3_000 + "\nFrom here\n.\n..\nüñ日本\n"
    mail = composed(Said("s", text, f"<pre>{text}</pre>", "en"))
    plain = mail.get_body(("plain",))
    assert plain is not None
    assert plain.get_content().replace("\r\n", "\n") == text


@pytest.mark.parametrize(
    "evil", ["x\r\nBcc: eve@evil.example", "x\nBcc: eve@evil.example", "x\rBcc: e@e", "x\0y", "x Bcc: e", "x\x0bBcc: e"]
)
def test_nothing_can_be_injected(evil: str) -> None:
    mail = composed(
        Said(evil, "t", "h", "en"),
        to=Address("ray@harborline.example", evil),
        sender=Address(PLAN, evil),
        attachments=(Attachment(evil, "text/plain", b"x"),),
    )
    assert mail["Bcc"] is None
    assert [address.addr_spec for address in mail["To"].addresses] == ["ray@harborline.example"]
    assert mail.get_body(("plain",)) is not None


@given(st.text(max_size=300), st.text(max_size=100))
def test_any_subject_and_name_make_one_sound_mail(subject: str, name: str) -> None:
    said = Said(subject, "text", "<p>html</p>", "en")
    raw = compose(said, envelope(to=Address("ray@harborline.example", name))).as_bytes()
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\0" not in raw
    read = email.message_from_bytes(raw, policy=policy.default)
    assert {key.lower() for key in read} <= {
        "from", "to", "reply-to", "subject", "date", "message-id", "auto-submitted", "x-auto-response-suppress",
        "list-unsubscribe", "content-language", "mime-version", "content-type",
    }  # fmt: skip
    assert read["To"].addresses[-1].addr_spec == "ray@harborline.example"


def test_a_retry_has_the_same_message_id_and_another_notice_another() -> None:
    assert message_id("a", "x.example") == message_id("a", "x.example") != message_id("b", "x.example")


@pytest.mark.parametrize("header", ["To", "Cc", "Delivered-To", "X-Original-To"])
@pytest.mark.parametrize("made", [TOKEN, CODED, TOKEN.upper()])
def test_the_token_comes_back_by_any_way_it_was_addressed(header: str, made: str) -> None:
    raw = f"{header}: Milepost <plan+{made}@milepost.example>\r\nFrom: r@h.example\r\n\r\nhi".encode()
    assert route(raw).tokens == (made.lower(),)


def test_a_bounce_comes_back_with_the_token_of_whom_it_is_about() -> None:
    raw = f"To: {verp(PLAN, TOKEN)}\r\nFrom: mailer-daemon@h.example\r\n\r\nfailed".encode()
    assert route(raw).tokens == (TOKEN,)


def test_a_folded_and_repeated_thread_is_read() -> None:
    raw = b"From: a@b.example\r\nIn-Reply-To:\r\n <1@x>\r\nReferences: <0@x>\r\n\t<1@x>\r\nReferences: <2@x>\r\n\r\n"
    found = route(raw)
    assert (found.in_reply_to, found.references) == ("<1@x>", ("<0@x>", "<1@x>", "<2@x>"))


def test_one_mail_by_two_ways_is_one_letter_and_another_body_another() -> None:
    def mail(trace: str, body: str = "hi", end: str = "\r\n") -> bytes:
        return f"{trace}From: A <a@b.example>\r\nMessage-ID: <1@x>\r\n\r\n{body}\r\n".replace("\r\n", end).encode()

    first = letter_id(mail("Received: one\r\nDelivered-To: plan@m.example\r\n"))
    assert first == letter_id(mail("Received: two\r\nReceived: three\r\n"))
    assert first == letter_id(mail("", end="\n"))
    assert first != letter_id(mail("", body="ho"))


@given(st.binary(max_size=2_000))
def test_any_bytes_have_a_route(raw: bytes) -> None:
    assert len(route(raw).letter_id) == 40


UGLY = [b"From: ", b"To: ", b"=?utf-8?b?", b"=?x?q?", b"?=", b"<", b">", b"@", b",", b'"', b"\\", b"(", b"\r\n", b"\n "]
UGLY += [
    b"\0",
    b"\xff",
    b"References: ",
    b"Message-ID: ",
    b"Subject: ",
    b"a" * 1_200,
    b";",
    b":",
    b"filename*0*=",
    b"[",
    b"]",
]


@given(st.lists(st.sampled_from(UGLY), max_size=40))
def test_ugly_heads_have_a_route(parts: list[bytes]) -> None:
    found = route(b"".join(parts))
    assert "\n" not in found.subject + found.sender + found.message_id


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\r\n\r\n",
        b"From: " + b"a@b.example, " * 500 + b"\r\n\r\n",
        b"To: " + b"(" * 50_000 + b"\r\n\r\n",
        b"Subject: " + b"=?utf-8?q?" * 5_000 + b"\r\n\r\n",
        b"References: " + b"<a@b> " * 50_000 + b"\r\n\r\n",
        b"From: a@b\r\n" * 5_000 + b"\r\n",
        b"X" * 3_000_000,
        b"In-Reply-To: " + b"<" * 100_000 + b"\r\n\r\n",
        b"Delivered-To: " + b"a" * 100_000 + b"-" * 1_000 + b"\r\n\r\n",
    ],
    ids=range(10),
)
@pytest.mark.timeout(20)
def test_a_hostile_head_ends_in_time(raw: bytes) -> None:
    assert route(raw).letter_id


def test_without_a_message_id_the_date_tells_two_letters_of_the_same_words_apart() -> None:
    monday, tuesday = (f"From: a@b.example\nDate: {day} Apr 2026 09:00:00 +0000\n\nyes".encode() for day in (13, 14))
    assert letter_id(monday) != letter_id(tuesday)
    assert letter_id(monday) == letter_id(b"Received: x\n" + monday)
