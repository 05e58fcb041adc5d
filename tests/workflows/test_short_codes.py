"""A mailbox without plus-addresses: thread headers tell where a reply belongs, then a code in subject or footer."""

import datetime as dt
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from plans.notice import Ask, Notice
from storage.store import Store
from tests.plans.a_plan import a_plan
from tests.workflows.playing import ENGINE, Postbox
from workflows.mailroom import keep
from workflows.messages import Understood, Unread
from workflows.parts import Identity, Parts, TrustRules
from workflows.post import deliver
from workflows.reader import understand

AT = dt.datetime(2026, 4, 13, tzinfo=dt.UTC)
NOTICE = Notice(
    "harbor/question/1", "question", "harbor", 4, "ray", AT, asks=(Ask("M1", "due", "hedged", "2026-04-24"),),
    code="abcdefgh",
)  # fmt: skip


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    store = Store(f"sqlite:///{tmp_path}/milepost.db")
    store.migrate()
    store.keep_version(a_plan(title="Hafen × Zähler"), (), AT)
    identity = Identity(ENGINE, "Milepost", (b"k" * 32,), plus=False)
    yield Parts(store, Postbox(), identity, lambda: AT, TrustRules(local=True))
    store.close()


def sent(parts: Parts) -> EmailMessage:
    assert deliver(parts, NOTICE).result == "sent"
    assert isinstance(parts.outbox, Postbox)
    return parts.outbox.sent[-1]


def reply(
    mail: EmailMessage,
    sender: str = "ray@harborline.example",
    subject: str | None = None,
    *,
    threaded: bool = False,
    quoted: bool = False,
) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = sender, ENGINE
    message["Subject"] = f"Re: {mail['Subject']}" if subject is None else subject
    message["Date"], message["Message-ID"] = "Mon, 13 Apr 2026 09:00:00 -0500", "<reply@mail.example>"
    if threaded:
        message["In-Reply-To"] = str(mail["Message-ID"])
    body = mail.get_body(("plain",))
    old = "".join(f"> {line}\n" for line in body.get_content().splitlines()) if quoted and body else ""
    message.set_content(f"yes\n\nOn Monday Milepost wrote:\n{old}" if old else "yes\n")
    return message.as_bytes()


def taken(parts: Parts, raw: bytes) -> Understood:
    kept = keep(parts, raw)
    assert kept.plan == "harbor"
    return understand(parts, Unread("harbor", 4, kept.letter))


def test_the_mail_has_a_bare_address_and_a_code_in_subject_and_footer(parts: Parts) -> None:
    mail = sent(parts)
    assert mail["Reply-To"] == ENGINE
    code = str(mail["Subject"]).rpartition("[")[2].rstrip("]")
    assert len(code) == 17
    for kind in ("plain", "html"):
        body = mail.get_body((kind,))
        assert body
        assert f"[{code}]" in body.get_content()
    html = mail.get_body(("html",))
    assert html
    assert f"%5B{code}%5D" in html.get_content()


@pytest.mark.parametrize(
    ("how", "subject"),
    [({"threaded": True}, "yes"), ({}, None), ({"quoted": True}, "another subject")],
    ids=["by thread headers", "by the subject", "by the footer"],
)
def test_a_reply_is_found_and_brings_its_single_use_code_back(
    how: dict[str, bool], subject: str | None, parts: Parts
) -> None:
    found = taken(parts, reply(sent(parts), subject=subject, **how)).arrival
    assert (found.trust.verdict, found.trust.person, found.code) == ("trusted", "ray", "abcdefgh")


def test_the_code_of_another_person_routes_and_grants_nothing(parts: Parts) -> None:
    found = taken(parts, reply(sent(parts), "dana@harborline.example", threaded=True)).arrival
    assert (found.trust.person, found.code) == ("dana", "")


def test_a_stranger_with_somebodys_code_stays_a_stranger(parts: Parts) -> None:
    stranger = taken(parts, reply(sent(parts), "eve@evil.example")).arrival
    assert (stranger.trust.verdict, stranger.trust.person, stranger.code) == ("unsure", None, "")


def test_a_code_that_nobody_made_leads_nowhere(parts: Parts) -> None:
    raw = reply(sent(parts), "eve@evil.example", "[abcdefgh-abcdefgh]")
    assert keep(parts, raw).plan is None
