"""A bounce comes back to the return address of one person's mail: the reporter is told whom it is about."""

import asyncio
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from mail.envelope import reply_address, verp
from milepost.demo.desk import text_of
from milepost.demo.scene import scene_of
from plans.plan import Plan
from plans.seal import Addressee, Purpose, token
from tests.workflows.playing import ENGINE, Life, living
from workflows.mailroom import keep
from workflows.messages import Unread
from workflows.reader import understand

VAGUE = (
    b"Subject: RE: Your message : non remis\r\nFrom: spi@bank.example\r\n\r\n"
    b"Votre message n'a pas ete delivre : utilisateur inconnu.\r\n"
)
NAMES_ANOTHER = (
    b"From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail\r\n\r\n"
    b"Could not be delivered, user unknown: <plans-list@elsewhere.example>\r\n"
)
NAMES_JILL = NAMES_ANOTHER.replace(b"plans-list@elsewhere.example", b"jill.kowalczyk@harborline.example")
DELAYED = (
    b"From: MAILER-DAEMON@mx.example\r\nSubject: Warning: delivery delayed\r\n\r\n"
    b"Your message has not yet been delivered to <jill@x.example>. Delivery attempts will continue.\r\n"
)
VACATION = (
    b"Return-Path: <>\r\nFrom: jill.kowalczyk@harborline.example\r\nAuto-Submitted: auto-replied\r\n"
    b"Subject: Out of office\r\n\r\nI am out of the office until May 4.\r\n"
)


def harborline(now: dt.datetime) -> Plan:
    return scene_of(now.date()).plan


def sealed(life: Life, purpose: Purpose) -> str:
    jill = life.plan.person_at("jill.kowalczyk@harborline.example")
    assert jill
    return token(life.parts.identity.key, Addressee(life.plan.slug, jill.id, purpose=purpose))


def returned(life: Life, report: bytes) -> bytes:
    return f"Delivered-To: {verp(ENGINE, sealed(life, 'return'))}\r\n".encode() + report


def play(folder: Path, story: "object") -> None:
    async def whole() -> None:
        async with living(scene_of(dt.date(2026, 1, 5)).plan, folder, harborline) as life:
            await story(life)  # type: ignore[operator]

    asyncio.run(whole())


@pytest.mark.parametrize("report", [VAGUE, NAMES_ANOTHER])
def test_a_bounce_is_about_whom_its_return_address_was_made_for(report: bytes, tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        before = await life.state()
        reporter = life.plan.reporter
        assert reporter
        after = await life.arrives(returned(life, report))
        assert after.plan.milestones == before.plan.milestones
        gone = after.plan.person_at("jill.kowalczyk@harborline.example")
        assert gone is not None
        assert not gone.mailed
        told = text_of(await life.mailed(reporter.email, 1))
        assert "Mails to jill.kowalczyk@harborline.example do not arrive." in told
        assert "elsewhere.example" not in told

    play(tmp_path, story)


@pytest.mark.practice(116)
@pytest.mark.parametrize("place", [verp, reply_address])
def test_whoever_holds_a_persons_reply_address_cannot_stop_their_mails(
    place: Callable[[str, str], str], tmp_path: Path
) -> None:
    async def story(life: Life) -> None:
        before = await life.state()
        reporter = life.plan.reporter
        assert reporter
        forged = f"Delivered-To: {place(ENGINE, sealed(life, 'address'))}\r\n".encode() + NAMES_JILL
        after = await life.arrives(forged)
        assert after.plan == before.plan
        assert "do not arrive" in text_of(await life.mailed(reporter.email, 1))
        assert len(life.postbox.sent) == 1

    play(tmp_path, story)


@pytest.mark.parametrize(("report", "kind"), [(DELAYED, "bounce"), (VACATION, "auto-reply")])
def test_a_delay_and_an_absence_at_the_return_address_tell_nobody(report: bytes, kind: str, tmp_path: Path) -> None:
    async def story(life: Life) -> None:
        raw = returned(life, report)
        await life.arrives(raw)
        letter = await asyncio.to_thread(keep, life.parts, raw)
        understood = understand(life.parts, Unread(life.plan.slug, life.plan.version, letter.letter))
        assert understood.reading.kind == kind
        assert not any(bounced.permanent for bounced in understood.reading.bounced)
        assert life.postbox.sent == []

    play(tmp_path, story)
