"""The post sends a notice once by its key, keeps a copy after that is on record, and leaves out what is too large."""

import asyncio
import datetime as dt
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from mail.envelope import message_id, route
from mail.outbox import Delivery
from milepost.settings import Settings
from milepost.wiring import inbox_of, watched
from plans.letter import Attachment
from plans.notice import Notice, Nudged
from storage.down import StorageDown
from storage.store import Store
from tests.plans.a_plan import a_plan
from tests.workflows.playing import ENGINE, Postbox, no_inbox
from workflows import post
from workflows.activities import Activities
from workflows.messages import MailboxRun
from workflows.parts import Identity, Parts
from workflows.post import deliver, deliver_each
from workflows.reader import addressee_of
from workflows.sending import LONGEST

NOTICE = Notice("harbor/status/1", "status", "harbor", 4, "ray", dt.datetime(2026, 4, 13, tzinfo=dt.UTC))


class Copies:
    """Notes what it is given, and whether the mail was on record as sent by then."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.kept: list[str] = []

    def keep(self, message: EmailMessage) -> bool:
        assert self.store.last_notice("harbor", "ray")
        self.kept.append(str(message["Message-ID"]))
        return True


@pytest.fixture
def parts(tmp_path: Path) -> Iterator[Parts]:
    store = Store(f"sqlite:///{tmp_path}/milepost.db")
    store.migrate()
    now = dt.datetime.now(dt.UTC)
    store.keep_version(a_plan(), (), now)
    yield Parts(store, Postbox(), Identity(ENGINE, "Milepost", (b"k" * 32,)), lambda: now, sent=Copies(store))
    store.close()


def postbox(parts: Parts) -> Postbox:
    assert isinstance(parts.outbox, Postbox)
    return parts.outbox


def test_a_notice_is_sent_once_by_its_key_and_copied_once(parts: Parts) -> None:
    assert [deliver(parts, NOTICE).result for _ in range(3)] == ["sent", "sent-before", "sent-before"]
    assert len(postbox(parts).sent) == 1
    assert isinstance(parts.sent, Copies)
    assert parts.sent.kept == [message_id(NOTICE.key, "milepost.example")]


@pytest.mark.practice(116)
def test_answers_and_bounces_come_to_two_addresses_that_both_tell_whose_they_are(parts: Parts) -> None:
    assert deliver(parts, NOTICE).result == "sent"
    [mail], [sender] = postbox(parts).sent, postbox(parts).senders
    for address, purpose in ((str(mail["Reply-To"]), "address"), (sender, "return")):
        tokens = route(f"To: {address}\r\n\r\n".encode()).tokens
        found = addressee_of(parts, tokens, (a_plan(),))
        assert found
        assert (found.plan, found.person, found.purpose) == ("harbor", "ray", purpose)


def test_a_worker_that_dies_between_acceptance_and_record_repeats_the_same_message_id(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise StorageDown("The machine is gone.")

    with monkeypatch.context() as dying:
        dying.setattr(parts.store, "sent", dies)
        with pytest.raises(StorageDown):
            deliver(parts, NOTICE)
    assert deliver(parts, NOTICE).result == "sent"
    first, again = postbox(parts).sent
    assert first["Message-ID"] == again["Message-ID"]
    assert deliver(parts, NOTICE).result == "sent-before"


def test_a_mail_that_is_in_a_servers_hands_is_not_sent_beside_itself(parts: Parts) -> None:
    taking, taken = threading.Event(), threading.Event()

    class Slow(Postbox):
        def send(self, message: EmailMessage, sender: str, recipient: str) -> Delivery:
            taking.set()
            assert taken.wait(20)
            return super().send(message, sender, recipient)

    slow = replace(parts, outbox=Slow(postbox(parts).sent))
    with ThreadPoolExecutor(1) as other:
        first = other.submit(deliver, slow, NOTICE)
        assert taking.wait(20)
        meanwhile = deliver(parts, NOTICE)
        taken.set()
        assert first.result().result == "sent"
    assert (meanwhile.result, meanwhile.wait) == ("later", 15.0)
    assert deliver(parts, NOTICE).result == "sent-before"
    assert len(postbox(parts).sent) == 1


def test_a_mail_whose_worker_died_with_it_is_sent_by_another_a_little_later(parts: Parts) -> None:
    with pytest.MonkeyPatch.context() as dying:
        dying.setattr(parts.outbox, "send", Mock(side_effect=StorageDown("The machine is gone.")))
        dying.setattr(parts.store, "forget_moment", lambda _: None)
        with pytest.raises(StorageDown):
            deliver(parts, NOTICE)
    assert deliver(parts, NOTICE).result == "later"
    at = parts.clock() + LONGEST + dt.timedelta(seconds=1)
    assert deliver(replace(parts, clock=lambda: at), NOTICE).result == "sent"


def test_how_long_to_wait_is_handed_on(parts: Parts) -> None:
    postbox(parts).refuses["ray@harborline.example"] = Delivery("later", "enough mails leave in this minute", 12.5)
    assert deliver(parts, NOTICE).wait == 12.5


def test_a_document_too_large_for_mail_is_left_out_and_the_mail_says_so(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    big = Attachment("plan.docx", "application/octet-stream", b"x" * (post.MOST_ENCLOSED + 1))
    monkeypatch.setattr(post, "enclosures_of", lambda *_: (big,))
    assert deliver(parts, NOTICE).result == "sent"
    [message] = postbox(parts).sent
    body = message.get_body(("plain",))
    assert body is not None
    assert "too large for a mail" in body.get_content()
    assert list(message.iter_attachments()) == []
    assert len(message.as_bytes()) < 200_000


def test_temporal_is_told_when_to_try_again(parts: Parts) -> None:
    async def sent_by_activity() -> ApplicationError:
        activities = Activities(parts, None, asyncio.get_running_loop(), no_inbox)  # type: ignore[arg-type]
        with pytest.raises(ApplicationError) as raised:
            ActivityEnvironment().run(activities.send_notice, NOTICE)
        return raised.value

    postbox(parts).refuses["ray@harborline.example"] = Delivery("later", "enough mails leave in this minute", 12.5)
    told = asyncio.run(sent_by_activity())
    assert (told.type, told.next_retry_delay) == ("MailDeferred", dt.timedelta(seconds=12.5))
    postbox(parts).refuses["ray@harborline.example"] = Delivery("later", "451 greylisted")
    assert asyncio.run(sent_by_activity()).next_retry_delay is None


def test_each_mailbox_of_the_settings_has_a_workflow_of_its_own() -> None:
    started: list[tuple[str, str]] = []

    class Client:
        async def start_workflow(self, _: object, run: MailboxRun, **options: Any) -> None:
            started.append((options["id"], run.mailbox))

    box = {"name": "emea", "host": "imap.emea.example"}
    settings = Settings(mail={"imap": {"host": "imap.acme.example"}, "mailboxes": [box]})  # type: ignore[arg-type]
    asyncio.run(watched(Client(), settings))  # type: ignore[arg-type]
    assert started == [("mailbox/plans", "plans"), ("mailbox/emea", "emea")]
    assert inbox_of(settings, "emea")._account.host == "imap.emea.example"


def to(person: str) -> Notice:
    return replace(NOTICE, key=f"harbor/status/1/{person}", to=person)


def test_several_notices_are_tried_once_each_and_what_is_not_taken_holds_up_no_other(parts: Parts) -> None:
    postbox(parts).refuses["ray@harborline.example"] = Delivery("later", "try again later")
    broken = replace(to("ellen"), version=99)
    together = deliver_each(replace(parts, sent=None), (broken, to("ray"), to("nate")))
    assert [one.result for one in together] == ["later", "later", "sent"]
    assert [str(mail["To"]) for mail in postbox(parts).sent] == ["Nate Sorensen <nate@tallyworks.example>"]


def test_a_mail_that_takes_long_beats_so_that_nobody_takes_its_worker_for_dead(
    parts: Parts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workflows.beating.HEARTBEAT", 0.02)
    beats: list[object] = []
    environment = ActivityEnvironment()
    environment.on_heartbeat = lambda *details: beats.append(details)
    sends = Activities(replace(parts, outbox=Slow()), None, None, no_inbox).send_notice  # type: ignore[arg-type]
    assert environment.run(sends, NOTICE).result == "sent"
    assert len(beats) > 2
    told = len(beats)
    time.sleep(0.1)
    assert len(beats) == told, "what has ended is silent"


class Slow(Postbox):
    def send(self, message: EmailMessage, sender: str, recipient: str) -> Delivery:
        time.sleep(0.2)
        return super().send(message, sender, recipient)


def test_a_round_that_lasts_too_long_leaves_the_others_to_themselves(parts: Parts) -> None:
    hours = iter(range(100))
    slow = replace(parts, clock=lambda: NOTICE.at + dt.timedelta(hours=next(hours)))
    together = deliver_each(slow, (to("ray"), to("nate")))
    assert {one.result for one in together} == {"later"}
    assert postbox(parts).sent == []


@pytest.mark.parametrize(("wanted", "carried"), [(None, False), (True, True), (False, False)])
def test_an_invitation_rides_on_a_buyers_mail_once_they_have_asked(
    parts: Parts, wanted: bool | None, carried: bool
) -> None:
    plan = a_plan()
    ray = plan.person("ray")
    assert ray
    asked = replace(plan.with_person(replace(ray, invites=wanted)), version=plan.version + 1)
    parts.store.keep_version(asked, (), NOTICE.at)
    line = next(one for one in plan.milestones if one.owner == "ray" and one.due and not one.settled)
    reminder = Notice(
        "harbor/r", "reminder", "harbor", asked.version, "ray", NOTICE.at, nudged=(Nudged(line.id, "reminder", -3),)
    )
    assert deliver(parts, reminder).result == "sent"
    [mail] = postbox(parts).sent
    assert any(part.get_content_type() == "text/calendar" for part in mail.walk()) is carried
