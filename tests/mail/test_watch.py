"""A watch on real mailboxes: kept once, told, then moved; one mail, server or login in trouble stops nothing else."""

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from mail.envelope import message_id
from mail.inbox import Inbox, MailboxDownError, MailboxRefusedError
from plans.seal import Addressee, token
from storage.down import StorageDown
from storage.outbox import NoticeRecord
from storage.store import Store
from tests.dovecot import running_dovecot
from tests.mail.conftest import Mailbox, a_mail
from tests.plans.a_plan import a_plan
from tests.workflows.playing import ENGINE, Postbox
from workflows import mailroom, watch
from workflows.mailroom import Kept
from workflows.parts import Identity, Parts
from workflows.watch import PAUSES, TRIES, Progress, Watch

KEY = b"k" * 32


@dataclass
class Watched:
    """A watch that stops once nothing is left to do, or after so many rounds."""

    parts: Parts
    open_inbox: Callable[[str], Inbox]
    rounds: int = 30
    told: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    pauses: list[float] = field(default_factory=list)
    stranded: bool = False

    def run(self) -> Watch:
        one = Watch("plans", self.parts, self.open_inbox, self.tell, self.pulse, self.pauses.append)
        one.run()
        return one

    def tell(self, letters: Sequence[Kept]) -> Mapping[str, bool]:
        self.told += [letter.letter for letter in letters if letter.plan]
        return {letter.letter: letter.plan is not None and not self.stranded for letter in letters}

    def pulse(self, progress: Progress) -> bool:
        self.rounds -= 1
        if progress.trouble:
            self.troubles.append(progress.trouble)
        return self.rounds > 0


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    monkeypatch.setattr(watch, "LISTENING", 0.05)
    store = Store(f"sqlite:///{tmp_path}/milepost.db")
    store.migrate()
    store.keep_version(a_plan(), (), dt.datetime.now(dt.UTC))
    yield Parts(store, Postbox(), Identity(ENGINE, "Milepost", (KEY,)), lambda: dt.datetime.now(dt.UTC))
    store.close()


def watched(parts: Parts, mailbox: Mailbox, **more: int) -> Watched:
    return Watched(parts, lambda _: Inbox(mailbox.account()), **more)


def subjects(mailbox: Mailbox, folder: str = "INBOX") -> list[str]:
    with Inbox(mailbox.account(folder=folder)) as inbox:
        return [mail.raw.partition(b"Subject: ")[2].partition(b"\r\n")[0].decode() for mail in inbox.waiting()]


def a_letter(number: int, text: str = "M1 is done") -> bytes:
    to = ENGINE.replace("@", f"+{token(KEY, Addressee('harbor', 'ray'))}@")
    return f"To: {to}\r\nMessage-ID: <{number}@x>\r\n".encode() + a_mail(f"letter {number}", text)


def test_mails_are_kept_once_their_plan_is_told_and_they_are_out_of_the_way(parts: Parts, mailbox: Mailbox) -> None:
    mailbox.put(a_letter(1), a_letter(2), a_letter(1), b"From: eve@evil.example\r\nSubject: hello\r\n\r\nhi\r\n")
    seen = watched(parts, mailbox)
    assert seen.run().taken == 4
    first, second, again = seen.told
    assert first == again != second
    letters = parts.store.letters("harbor")
    assert [letter.person for letter in letters] == ["ray", "ray"]
    assert [letter.note for letter in parts.store.letters(state="quarantined")] == ["no plan"]
    assert subjects(mailbox) == []
    assert subjects(mailbox, "Handled") == ["letter 1", "letter 2", "letter 1"]
    assert subjects(mailbox, "Quarantine") == ["hello"]


def test_a_letter_whose_plan_does_not_run_lies_in_quarantine(parts: Parts, mailbox: Mailbox) -> None:
    mailbox.put(a_letter(1))
    seen = watched(parts, mailbox)
    seen.stranded = True
    seen.run()
    assert subjects(mailbox, "Quarantine") == ["letter 1"]


def test_before_the_first_plan_nothing_is_touched(parts: Parts, mailbox: Mailbox, tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/empty.db")
    store.migrate()
    mailbox.put(a_mail("old"))
    empty = Parts(store, parts.outbox, parts.identity, parts.clock)
    assert watched(empty, mailbox, rounds=5).run().taken == 0
    assert subjects(mailbox) == ["old"]
    store.close()


def test_a_mail_that_cannot_be_taken_in_holds_up_nobody_and_its_plan_is_told(
    parts: Parts, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = 0
    found = mailroom.route

    def stumbling(raw: bytes) -> object:
        nonlocal tries
        if b"poison" in raw:
            tries += 1
            raise RecursionError("too deep")
        return found(raw)

    monkeypatch.setattr(mailroom, "route", stumbling)
    mailbox.put(a_letter(1), a_letter(2, "poison"), a_letter(3), a_mail("poison"))
    seen = watched(replace(parts, alerts="ops@tallyworks.example"), mailbox, rounds=60)
    seen.run()
    assert subjects(mailbox) == []
    assert len(seen.told) == 3
    assert isinstance(parts.outbox, Postbox)
    [alert] = parts.outbox.to("ops@tallyworks.example")
    assert alert["Subject"] == "Milepost: a mail in plans cannot be read"
    assert tries >= 2 * TRIES
    [unread] = [letter for letter in parts.store.letters("harbor") if letter.note]
    assert (unread.state, unread.note) == ("arrived", mailroom.UNREADABLE)
    assert b"poison" in (parts.store.blob(unread.blob) or b"")
    assert len(parts.store.letters(state="put-aside")) == 1


def test_storage_that_is_down_is_no_mails_fault(
    parts: Parts, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(*_: object) -> None:
        raise StorageDown("The disk is full.")

    mailbox.put(a_letter(1))
    monkeypatch.setattr(parts.store, "keep_arrived", down)
    monkeypatch.setattr(parts.store, "ping", down)
    with pytest.raises(StorageDown):
        watched(parts, mailbox).run()
    monkeypatch.undo()
    assert subjects(mailbox) == ["letter 1"]


def test_of_a_mail_that_is_too_large_the_head_is_kept_and_its_plan_told(
    parts: Parts, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mail.inbox.LARGEST", 5_000)
    mailbox.put(a_letter(1, "x\r\n" * 4_000))
    seen = watched(parts, mailbox)
    seen.run()
    [kept] = parts.store.letters("harbor")
    assert (kept.person, kept.note) == ("ray", "too large to be fetched")
    assert seen.told == [kept.id]


@pytest.mark.needs("dovecot")
def test_a_server_that_comes_back_is_taken_up_again(parts: Parts) -> None:
    with running_dovecot() as server:
        mailbox = Mailbox(ENGINE, server)
        mailbox.put(a_letter(1))
        server.stop()
        seen = watched(parts, mailbox)
        pauses: list[float] = []

        def pause(seconds: float) -> None:
            pauses.append(seconds)
            if len(pauses) == 2:
                server.start()

        one = Watch("plans", parts, seen.open_inbox, seen.tell, seen.pulse, pause)
        one.run()
        assert (one.taken, one.failures) == (1, 0)
        assert all("does not answer" in trouble for trouble in seen.troubles)
        assert seen.troubles


def test_a_server_that_stays_away_is_tried_less_and_less_often_until_the_watch_gives_up(parts: Parts) -> None:
    tries = 0

    def gone(_: str) -> Inbox:
        nonlocal tries
        tries += 1
        raise MailboxDownError("The mailbox does not answer.")

    seen = Watched(parts, gone, rounds=1_000)
    with pytest.raises(MailboxDownError):
        seen.run()
    assert tries == len(PAUSES) + 1
    assert max(seen.pauses) <= 5
    assert 0.75 * sum(PAUSES) <= sum(seen.pauses) <= 1.25 * sum(PAUSES)


def test_a_login_that_is_refused_is_not_tried_again_soon(parts: Parts) -> None:
    def refused(_: str) -> Inbox:
        raise MailboxRefusedError("The mailbox refuses the login.")

    seen = Watched(parts, refused, rounds=13)
    seen.run()
    assert sum(seen.pauses) >= 50
    assert set(seen.troubles) == {"The mailbox refuses the login."}


def test_a_watch_that_is_told_to_stop_stops_between_batches(
    parts: Parts, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mail.inbox.BATCH", 2)
    mailbox.put(*(a_letter(number) for number in range(9)))
    one = watched(parts, mailbox, rounds=5).run()
    assert 0 < one.taken < 9
    assert watched(parts, mailbox, rounds=60).run().taken == 9 - one.taken
    assert len(parts.store.letters("harbor")) == 9


def off_by(parts: Parts, folder: Path, days: int) -> Parts:
    """Return parts whose first plan began while the machine's clock was days ahead, or behind; it is right again."""
    store = Store(f"sqlite:///{folder}/off.db")
    store.migrate()
    store.keep_version(a_plan(), (), dt.datetime.now(dt.UTC) + dt.timedelta(days=days))
    return replace(parts, store=store)


@pytest.mark.parametrize("days", [2, -2])
def test_replies_are_read_though_the_clock_was_two_days_off_when_the_first_plan_began(
    parts: Parts, mailbox: Mailbox, tmp_path: Path, days: int
) -> None:
    off = off_by(parts, tmp_path, days)
    mail = message_id("harbor/status/1", "milepost.example")
    off.store.claim(NoticeRecord("harbor/status/1", "harbor", 4, "ray", "status", (), (), mail, "", "", off.clock()))
    threaded = f"In-Reply-To: {mail}\r\nMessage-ID: <2@x>\r\n".encode() + a_mail("threaded", "M1 is done")
    mailbox.put(a_letter(1), threaded)
    watched(off, mailbox).run()
    assert subjects(mailbox, "Handled") == ["letter 1", "threaded"]
    assert len(off.store.letters("harbor")) == 2
    off.store.close()


def test_what_was_there_before_the_first_plan_and_does_not_say_that_it_is_ours_stays_untouched(
    parts: Parts, mailbox: Mailbox, tmp_path: Path
) -> None:
    off = replace(off_by(parts, tmp_path, 2), sellers=frozenset({"rep@tallyworks.example"}))
    from_ray = a_mail("lunch").replace(b"From: ", b"From: ray@harborline.example\r\nX-Was: ")
    head = b"From: rep@tallyworks.example\r\nMessage-ID: <9@x>\r\nSubject: new plan\r\n"
    begins = head + b"\r\nStart a plan for Acme from saas\r\n"
    mailbox.put(a_mail("hello"), from_ray, begins, a_letter(1))
    watched(off, mailbox).run()
    assert subjects(mailbox) == ["hello", "lunch"]
    assert [letter.state for letter in off.store.letters()] == ["arrived", "arrived"]
    off.store.close()
