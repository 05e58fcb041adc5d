"""Rough mails on the wire: nothing lost, nothing injected, nothing that stops the mail room."""
# ruff: noqa: E501  (mails are kept as they stand)

import datetime as dt
import email
from collections.abc import Iterator
from email import policy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mail.envelope import Envelope, compose, route
from mail.outbox import Outbox, SmtpAccount
from parsing.letter import read_letter
from plans.change import Refusal
from plans.letter import Address, Letter
from plans.notice import Said
from plans.seal import Addressee, token
from storage.store import Store
from tests.mail.test_outbox import Post, port_of, post, server  # noqa: F401  (fixtures)
from tests.plans.a_plan import a_plan
from tests.workflows.playing import ENGINE, Postbox
from workflows.mailroom import keep
from workflows.parts import Identity, Parts

KEY = b"k" * 32
TO = ENGINE.replace("@", f"+{token(KEY, Addressee('harbor', 'ray'))}@").encode()
FROM = b"From: Ray Dominguez <ray@harborline.example>\r\n"
ROUGH = {
    "only line ends": b"\r\n\r\n\r\n",
    "no body": FROM + b"To: " + TO + b"\r\n",
    "null bytes": FROM + b"To: " + TO + b"\r\nSubject: a\0b\r\nMessage-ID: <a\0@x>\r\n\r\nM1\0 is done\0\r\n",
    "null bytes in the sender": b"From: ray\0@harborline.example\r\nTo: " + TO + b"\r\n\r\nM1 is done\r\n",
    "bare line feeds": (FROM + b"To: " + TO + b"\r\nSubject: plan\r\n\r\nM1 is done\r\n").replace(b"\r\n", b"\n"),
    "bare carriage returns": FROM + b"To: " + TO + b"\r\nSubject: a\rBcc: eve@evil.example\r\n\r\nM1 is done\r\n",
    "998 octets and far more": FROM + b"To: " + TO + b"\r\nSubject: " + b"x" * 70_000 + b"\r\n\r\n" + b"y" * 70_000,
    "500 recipients": FROM + b"To: " + b",\r\n ".join([*(b"p%d@x.example" % n for n in range(500)), TO]) + b"\r\n\r\nhi",
    "5,000 header fields": FROM + b"To: " + TO + b"\r\n" + b"X-Spam: yes\r\n" * 5_000 + b"\r\nM1 is done\r\n",
    "duplicate headers": FROM * 3 + (b"To: " + TO + b"\r\n") * 3 + b"Subject: a\r\nSubject: b\r\n" + b"\r\nM1 is done\r\n",
    "a date without a zone": FROM + b"To: " + TO + b"\r\nDate: Mon, 13 Apr 2026 09:00:00\r\n\r\nM1 is done\r\n",
    "a date of no calendar": FROM + b"To: " + TO + b"\r\nDate: Mon, 99 Foo 99999 99:99:99 +9999\r\n\r\nM1 is done\r\n",
    "RFC 2047 in all its uglinesses": (
        b"From: =?utf-8?q?Ray?= =?utf-8?q?_Dom=C3=ADnguez?= <ray@harborline.example>\r\nTo: " + TO
        + b"\r\nSubject: =?utf-8?b?w7w=?==?utf-8?q?=?= =?nonsense?q?x?= =?utf-8?b?!!!?= =?iso-8859-1?q?=FC\r\n\r\nM1 is done\r\n"
    ),
    "RFC 2047 that hides a header": (
        FROM + b"To: " + TO + b"\r\nSubject: =?utf-8?q?hi=0D=0ABcc:_eve@evil.example?=\r\n\r\nM1 is done\r\n"
    ),
    "RFC 2231 in all its uglinesses": (
        FROM + b"To: " + TO + b"\r\nContent-Type: multipart/mixed; boundary*0=\"a\"; boundary*1*=utf-8''%62; boundary*9=c\r\n"
        b"\r\n--ab\r\nContent-Type: text/plain; name*=bogus'xx'%FF%00; charset*=''\r\n"
        b"Content-Disposition: attachment; filename*1*=%ZZ; filename*0*=utf-8'en'%2e%2e%2f\r\n\r\nM1 is done\r\n--ab--\r\n"
    ),
    "an unknown charset": FROM + b"To: " + TO + b"\r\nContent-Type: text/plain; charset=klingon\r\n\r\nM1 is d\xf6ne\r\n",
    "8-bit headers": b"From: R\xe4y <ray@harborline.example>\r\nTo: " + TO + b"\r\nSubject: Gr\xfc\xdfe \xff\xfe\r\n\r\nhi\r\n",
    "a lone surrogate": FROM + b"To: " + TO + b"\r\nSubject: =?utf-16?b?2AA=?= =?utf-7?q?+2AA-?=\r\n\r\nM1 is done\r\n",
    "parts without end": FROM + b"To: " + TO + b"\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + b"--x\r\n" * 3_000,
    "comments in comments": b"From: " + b"(" * 9_000 + b" ray@harborline.example\r\nTo: " + TO + b"\r\n\r\nM1 is done\r\n",
    "quotes without end": b'From: "Ray <ray@harborline.example>\r\nTo: "' + TO + b"\r\nReferences: " + b"<" * 9_000 + b"\r\n\r\nhi",
}  # fmt: skip


@pytest.fixture
def parts(url: str) -> Iterator[Parts]:
    store = Store(url)
    store.migrate()
    store.keep_version(a_plan(), (), dt.datetime.now(dt.UTC))
    yield Parts(store, Postbox(), Identity(ENGINE, "Milepost", (KEY,)), lambda: dt.datetime.now(dt.UTC))
    store.close()


def test_every_rough_mail_is_kept_whole_finds_its_plan_and_is_read_or_refused(parts: Parts) -> None:
    for name, rough in ROUGH.items():
        raw = rough + name.encode()  # Else some would be one letter: same sender, same words.
        kept = keep(parts, raw)
        record = parts.store.letter(kept.letter)
        assert record, name
        assert parts.store.blob(record.blob) == raw, name
        assert (kept.plan == "harbor") == (TO in raw), name
        assert isinstance(read_letter(raw), Letter | Refusal), name
        assert "\0" not in f"{record.sender}{record.message_id}", name
    assert len(parts.store.letters()) == len(ROUGH)


@given(st.binary(max_size=600))
@settings(max_examples=150, deadline=None)
def test_no_head_whatever_it_holds_stops_the_mail_room(junk: bytes) -> None:
    for raw in (junk, FROM + junk, FROM + b"Subject: " + junk + b"\r\nTo: " + TO + b"\r\n\r\nhi"):
        found = route(raw)
        texts = (found.sender, found.subject, found.message_id, found.in_reply_to, *found.references)
        assert not any(sign in text for text in texts for sign in "\r\n\0"), found


UGLY = [
    "Ray\r\nBcc: eve@evil.example",
    "Ray\nX-Injected: yes",
    "Ray\rBcc: eve@evil.example",
    "Ray\x0bBcc: x\x0cX: y\x1cZ: z",
    "R\0ay",
    "x" * 3_000,
    "ü" * 1_200,
    "Ray\u2028Bcc: eve@evil.example\u2029\x85Bcc: x",
    '"Ray" <eve@evil.example>, Eve',
    "=?utf-8?q?Ray=0D=0ABcc:_eve@evil.example?=",
    "\ud800",
    "",
]


@pytest.mark.parametrize("ugly", UGLY, ids=lambda ugly: ascii(ugly)[:24])
def test_nothing_that_a_name_or_subject_holds_becomes_a_header_or_a_long_line(
    ugly: str,
    server: object,  # noqa: F811
    post: Post,  # noqa: F811
) -> None:
    envelope = Envelope(
        to=Address("ray@harborline.example", ugly),
        sender=Address(ENGINE, f"{ugly} via Milepost"),
        reply_to=ENGINE,
        message_id="<key@milepost.example>",
        sent_at=dt.datetime(2026, 4, 13, tzinfo=dt.UTC),
        references=tuple(f"<{number}.{'r' * 60}@mail.example>" for number in range(100)),
    )
    message = compose(Said(ugly, f"Hello {ugly}", f"<p>{len(ugly)}</p>", "en"), envelope)
    outbox = Outbox(SmtpAccount("127.0.0.1", port_of(server), security="none"))  # type: ignore[arg-type]
    assert outbox.send(message, ENGINE, "ray@harborline.example").result == "sent"
    outbox.close()
    [(_, recipients, raw)] = post.mails
    assert recipients == ["ray@harborline.example"]
    assert max(len(line) for line in raw.split(b"\r\n")) <= 998
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    read = email.message_from_bytes(raw, policy=policy.default)
    assert {name.casefold() for name in read} & {"bcc", "x-injected", "x", "z"} == set()
    assert len(read.get_all("From", [])) == len(read.get_all("Subject", [])) == 1
    assert [address.addr_spec for address in read["From"].addresses] == [ENGINE]
    assert [address.addr_spec for address in read["To"].addresses] == ["ray@harborline.example"]
