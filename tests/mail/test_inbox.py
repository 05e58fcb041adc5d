"""The inbox on real servers: what waits, what wakes it, where mails go, and what is said when it cannot."""

import datetime as dt
import threading
from pathlib import Path

import pytest

from mail import inbox as module
from mail.inbox import Arrived, Inbox, MailboxDownError, MailboxRefusedError
from milepost.local_mail import LocalMail
from tests.dovecot import PASSWORD, Dovecot, running_dovecot
from tests.mail.conftest import Mailbox, a_mail


def subjects(inbox: Inbox) -> list[str]:
    return [line[9:].decode() for mail in inbox.waiting() for line in _head(mail) if line.startswith(b"Subject: ")]


def _head(mail: Arrived) -> list[bytes]:
    return mail.raw.split(b"\r\n\r\n")[0].split(b"\r\n")


def wait_often(inbox: Inbox) -> None:
    for _ in range(20):
        inbox.wait(20)


def test_what_waits_comes_oldest_first_and_whole(mailbox: Mailbox) -> None:
    body = "ü" + "x\r\n" * 50_000
    mailbox.put(a_mail("one"), a_mail("two", body), a_mail("three"))
    with Inbox(mailbox.account()) as inbox:
        mails = list(inbox.waiting())
        assert subjects(inbox) == ["one", "two", "three"]
    assert mails[1].raw.endswith(a_mail("two", body))


def test_more_than_a_batch_waits(mailbox: Mailbox) -> None:
    mailbox.put(*(a_mail(str(number)) for number in range(module.BATCH + 5)))
    with Inbox(mailbox.account()) as inbox:
        assert subjects(inbox) == [str(number) for number in range(module.BATCH + 5)]


def test_handled_and_quarantined_mails_lie_in_their_folders(mailbox: Mailbox) -> None:
    mailbox.put(a_mail("good"), a_mail("bad"), a_mail("open"))
    with Inbox(mailbox.account()) as inbox:
        good, bad, _ = inbox.waiting()
        inbox.handled(good.uid)
        inbox.quarantine(bad.uid)
        assert subjects(inbox) == ["open"]
    for folder, expected in (("Handled", ["good"]), ("Quarantine", ["bad"])):
        with Inbox(mailbox.account(folder=folder)) as inbox:
            assert subjects(inbox) == expected


def test_mails_may_be_handled_while_they_are_listed(mailbox: Mailbox) -> None:
    mailbox.put(*(a_mail(str(number)) for number in range(7)))
    with Inbox(mailbox.account()) as inbox:
        for arrived in inbox.waiting():
            inbox.handled(arrived.uid)
        assert subjects(inbox) == []


@pytest.mark.needs("dovecot")
def test_a_mail_that_went_away_meanwhile_is_left_out_and_stops_nothing(
    at_dovecot: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 1)
    at_dovecot.put(a_mail("one"), a_mail("two"))
    with Inbox(at_dovecot.account()) as inbox, Inbox(at_dovecot.account()) as other:
        waiting = inbox.waiting()
        gone = next(waiting)
        for arrived in other.waiting():
            other.handled(arrived.uid)
        assert list(waiting) == []
        inbox.handled(gone.uid)
        assert subjects(inbox) == []


def test_a_mail_too_large_is_told_and_not_fetched(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST", 5_000)
    mailbox.put(a_mail("big", "x\r\n" * 4_000), a_mail("small"))
    with Inbox(mailbox.account()) as inbox:
        big, small = inbox.waiting()
    assert (big.whole, small.whole) == (False, True)
    assert b"Subject: big" in big.raw
    assert len(big.raw) < 1_000 < big.size


def test_news_wakes_an_idle_inbox(mailbox: Mailbox) -> None:
    with Inbox(mailbox.account()) as inbox:
        assert inbox.wait(0.1) is False
        arriving = threading.Timer(0.3, mailbox.put, (a_mail("news"),))
        arriving.start()
        assert inbox.wait(20) is True
        arriving.join()
        assert subjects(inbox) == ["news"]


def test_a_mail_that_came_before_idling_began_wakes_it_at_once_or_is_seen_before(mailbox: Mailbox) -> None:
    with Inbox(mailbox.account()) as inbox:
        for number in range(10):
            mailbox.put(a_mail(str(number)))
            seen = subjects(inbox)
            assert seen or inbox.wait(20)
            for arrived in inbox.waiting():
                inbox.handled(arrived.uid)


def test_a_wrong_password_is_said_in_a_sentence_that_does_not_hold_it(mailbox: Mailbox) -> None:
    with pytest.raises(MailboxRefusedError, match="refuses the login") as refused:
        Inbox(mailbox.account(password=lambda: "s3cret-wrong")).open()
    assert "s3cret-wrong" not in str(refused.value)


def test_a_server_that_is_not_there_is_said_in_a_sentence(mailbox: Mailbox) -> None:
    with pytest.raises(MailboxDownError, match="does not answer"):
        Inbox(mailbox.account(port=1)).open()


def test_an_inbox_that_is_not_open_says_so(mailbox: Mailbox) -> None:
    with pytest.raises(MailboxDownError, match="is not open"):
        next(Inbox(mailbox.account()).waiting())


@pytest.mark.needs("dovecot")
@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_tls_is_verified(at_dovecot: Mailbox, security: str) -> None:
    server = at_dovecot.server
    assert not isinstance(server, LocalMail)
    port = server.tls_port if security == "tls" else server.port
    at_dovecot.put(a_mail("safe"))
    with Inbox(at_dovecot.account(port=port, security=security, ca_file=server.ca_file)) as inbox:
        assert subjects(inbox) == ["safe"]
        assert inbox.wait(0.1) is False
    with pytest.raises(MailboxDownError, match="CERTIFICATE_VERIFY_FAILED"):
        Inbox(at_dovecot.account(port=port, security=security)).open()


PREFIXED = """
namespace inbox {
  inbox = yes
  prefix = INBOX.
  separator = .
}
"""


@pytest.mark.needs("dovecot")
def test_folders_below_a_prefix_are_made_and_filled() -> None:
    with running_dovecot(more=PREFIXED) as server:
        mailbox = Mailbox("plan@milepost.example", server)
        mailbox.put(a_mail("one"), a_mail("two"))
        with Inbox(mailbox.account(quarantine="Für später")) as inbox:
            first, second = inbox.waiting()
            inbox.handled(first.uid)
            inbox.quarantine(second.uid)
        for folder, subject in (("INBOX.Handled", "one"), ("INBOX.Für später", "two")):
            with Inbox(mailbox.account(folder=folder)) as inbox:
                assert subjects(inbox) == [subject]


@pytest.mark.needs("dovecot")
def test_a_folder_that_was_removed_meanwhile_is_made_again(at_dovecot: Mailbox) -> None:
    assert isinstance(at_dovecot.server, Dovecot)
    at_dovecot.put(a_mail("one"))
    with Inbox(at_dovecot.account()) as inbox:
        [first] = inbox.waiting()
        connection = at_dovecot.server.connect(at_dovecot.user)
        connection.delete("Handled")
        connection.logout()
        inbox.handled(first.uid)
    with Inbox(at_dovecot.account(folder="Handled")) as inbox:
        assert subjects(inbox) == ["one"]


@pytest.mark.needs("dovecot")
@pytest.mark.parametrize("capability", ["IMAP4rev1 UIDPLUS", "IMAP4rev1"])
def test_copying_takes_the_place_of_move_and_takes_nobody_elses_flagged_mails(capability: str) -> None:
    with running_dovecot(capability) as server:
        mailbox = Mailbox("plan@milepost.example", server)
        mailbox.put(a_mail("one"), a_mail("flagged"))
        with Inbox(mailbox.account()) as inbox:
            first, second = inbox.waiting()
            inbox.box.client.uid("STORE", str(second.uid), "+FLAGS", r"(\Deleted)")
            inbox.handled(first.uid)
            assert subjects(inbox) == (["flagged"] if "UIDPLUS" in capability else [])
        with Inbox(mailbox.account(folder="Handled")) as inbox:
            assert subjects(inbox) == ["one"]


def append(mailbox: Mailbox, came_at: str, *mails: bytes) -> None:
    assert isinstance(mailbox.server, Dovecot)
    connection = mailbox.server.connect(mailbox.user)
    for raw in mails:
        connection.append("INBOX", "", f'"{came_at}"', raw)
    connection.logout()


@pytest.mark.needs("dovecot")
def test_what_came_before_the_first_plan_is_left_alone(at_dovecot: Mailbox) -> None:
    since = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
    append(at_dovecot, "01-Mar-2020 10:00:00 +0000", a_mail("years ago"))
    append(at_dovecot, "25-Nov-2026 10:59:00 +0100", a_mail("a minute before"))
    append(at_dovecot, "25-Nov-2026 11:01:00 +0100", a_mail("a minute after"))
    append(at_dovecot, "01-Mar-2020 10:00:00 +0000", a_mail("old, put here later"))
    with Inbox(at_dovecot.account()) as inbox:
        for _ in range(2):
            assert [b"after" in mail.raw for mail in inbox.waiting(since)] == [True]
        for mail in inbox.waiting(since):
            inbox.handled(mail.uid)
        append(at_dovecot, "26-Nov-2026 11:01:00 +0100", a_mail("news"))
        assert [b"news" in mail.raw for mail in inbox.waiting(since)] == [True]


@pytest.mark.needs("dovecot")
def test_a_mailbox_with_nothing_since_waits_for_what_comes(at_dovecot: Mailbox) -> None:
    since = dt.datetime(2026, 11, 25, 10, tzinfo=dt.UTC)
    with Inbox(at_dovecot.account()) as inbox:
        assert list(inbox.waiting(since)) == []
        append(at_dovecot, "26-Nov-2026 11:01:00 +0100", a_mail("news"))
        assert [b"news" in mail.raw for mail in inbox.waiting(since)] == [True]


def test_uids_are_listed_a_page_at_a_time_and_gaps_are_crossed(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mail.fetch.PAGE", 2)
    monkeypatch.setattr("mail.fetch.WIDEST", 8)
    mailbox.put(*(a_mail(str(number)) for number in range(40)))
    with Inbox(mailbox.account()) as inbox:
        uids = [mail.uid for mail in inbox.waiting()]
        inbox.handled(*(uid for number, uid in enumerate(uids) if number not in (0, 1, 35, 39)))
    with Inbox(mailbox.account()) as inbox:
        assert subjects(inbox) == ["0", "1", "35", "39"]


def test_a_large_mail_comes_in_pieces_and_says_that_it_lives(mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mail.fetch.PIECE", 1_000)
    monkeypatch.setattr(module, "PIECE", 1_000)
    raw = a_mail("large", "".join(f"line {number}\r\n" for number in range(2_000)))
    mailbox.put(raw)
    pulses: list[int] = []
    with Inbox(mailbox.account()) as inbox:
        [[mail]] = inbox.batches(pulse=lambda: pulses.append(1))
    assert mail.raw.endswith(raw)
    assert len(pulses) > len(raw) // 1_000


@pytest.mark.needs("dovecot")
def test_without_idle_and_move_mails_still_come_and_go() -> None:
    with running_dovecot("IMAP4rev1 UIDPLUS") as server:
        mailbox = Mailbox("plan@milepost.example", server)
        with Inbox(mailbox.account()) as inbox:
            mailbox.put(a_mail("one"), a_mail("two"))
            assert inbox.wait(0.1) is True
            first, _ = inbox.waiting()
            inbox.handled(first.uid)
            assert subjects(inbox) == ["two"]
        with Inbox(mailbox.account(folder="Handled")) as inbox:
            assert subjects(inbox) == ["one"]


@pytest.mark.needs("dovecot")
def test_a_server_that_dies_while_idling_is_down_and_a_fresh_inbox_goes_on() -> None:
    with running_dovecot() as server:
        mailbox = Mailbox("plan@milepost.example", server)
        mailbox.put(a_mail("kept"))
        inbox = Inbox(mailbox.account())
        inbox.open()
        stopping = threading.Timer(0.3, server.stop)
        stopping.start()
        with pytest.raises(MailboxDownError):
            wait_often(inbox)
        stopping.join()
        inbox.close()
        server.start()
        with inbox:
            assert subjects(inbox) == ["kept"]


@pytest.mark.needs("dovecot")
def test_a_folder_made_anew_has_another_uidvalidity_and_its_mails_are_new(at_dovecot: Mailbox) -> None:
    assert isinstance(at_dovecot.server, Dovecot)
    connection = at_dovecot.server.connect(at_dovecot.user)
    seen = []
    for subject in ("before", "after"):
        connection.create("Letters")
        connection.append("Letters", "", None, a_mail(subject))
        with Inbox(at_dovecot.account(folder="Letters")) as inbox:
            seen.append((inbox.uidvalidity, next(inbox.waiting()).uid, subjects(inbox)))
        connection.delete("Letters")
    connection.logout()
    (first, uid, one), (second, same_uid, two) = seen
    assert first != second
    assert uid == same_uid
    assert (one, two) == (["before"], ["after"])


def test_the_embedded_server_brings_unhandled_mails_back_after_a_restart(tmp_path: Path) -> None:
    server = LocalMail(tmp_path, PASSWORD, accounts=("plan@milepost.example",))
    server.start()
    mailbox = Mailbox("plan@milepost.example", server)
    mailbox.put(a_mail("handled"), a_mail("open"))
    with Inbox(mailbox.account()) as inbox:
        before = inbox.uidvalidity
        inbox.handled(next(inbox.waiting()).uid)
    server.stop()
    again = LocalMail(tmp_path, PASSWORD, accounts=("plan@milepost.example",))
    again.start()
    with Inbox(Mailbox("plan@milepost.example", again).account()) as inbox:
        assert subjects(inbox) == ["open"]
        assert inbox.uidvalidity != before
    again.stop()
    assert len(again.mails("plan@milepost.example")) == 2
