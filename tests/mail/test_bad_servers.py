"""Servers that hang, close, answer BYE or lie: an error with a sentence, or nothing at all; never a loop."""

import time

import pytest

from mail.inbox import ImapAccount, Inbox, MailboxDownError, MailboxRefusedError
from tests.mail.scripted import Script, scripted


def account(script: Script) -> ImapAccount:
    return ImapAccount("127.0.0.1", script.port, "plan@milepost.example", lambda: "pw", "none", timeout=0.5)


@pytest.mark.parametrize(
    "script",
    [
        Script(greeting=""),
        Script(greeting="* BYE too busy\r\n"),
        Script(greeting="220 smtp.example ESMTP\r\n"),
        Script(greeting="x" * 2_000_000),
        Script(answers={"CAPABILITY": "close"}),
        Script(answers={"LOGIN": "hang"}),
        Script(answers={"LOGIN": "close"}),
        Script(answers={"LOGIN": "* BYE go away\r\n"}),
        Script(answers={"LOGIN": "{tag} NO [UNAVAILABLE] temporary failure\r\n"}),
        Script(answers={"SELECT": "{tag} NO no such folder\r\n"}),
        Script(answers={"SELECT": "close"}),
        Script(answers={"STATUS": "{tag} BAD what\r\n"}),
    ],
    ids=lambda script: f"{script.greeting[:20].strip()} {script.answers}",
)
def test_a_server_that_cannot_be_opened_is_down(script: Script) -> None:
    with scripted(script), pytest.raises(MailboxDownError) as down:
        Inbox(account(script)).open()
    assert str(down.value).startswith("The mailbox plan@milepost.example at 127.0.0.1")


def test_a_login_that_is_refused_for_good_is_refused() -> None:
    script = Script(answers={"LOGIN": "{tag} NO [AUTHENTICATIONFAILED] wrong\r\n"})
    with scripted(script), pytest.raises(MailboxRefusedError, match="wrong"):
        Inbox(account(script)).open()


@pytest.mark.parametrize(
    "answer",
    [
        "hang",
        "close",
        "* BYE\r\n",
        "{tag} NO not now\r\n",
        "{tag} BAD what\r\n",
        "* 1 FETCH (UID 1 RFC822.SIZE {999999999}\r\n",
    ],
)
def test_a_server_that_fails_while_fetching_is_down(answer: str) -> None:
    script = Script(answers={"UID FETCH": answer})
    with scripted(script), Inbox(account(script)) as inbox, pytest.raises(MailboxDownError):
        list(inbox.waiting())


@pytest.mark.parametrize(
    "answer",
    [
        "{tag} OK nothing\r\n",
        "* 1 FETCH (FLAGS ())\r\n{tag} OK done\r\n",
        "* 1 FETCH (UID 77 RFC822.SIZE 10)\r\n{tag} OK done\r\n",
        "* 1 FETCH (UID None RFC822.SIZE 10)\r\n{tag} OK done\r\n",
    ],
)
def test_a_server_that_lies_about_uids_gives_no_mails(answer: str) -> None:
    script = Script(answers={"UID FETCH": answer})
    with scripted(script), Inbox(account(script)) as inbox:
        assert list(inbox.waiting()) == []


SIZES = "* 1 FETCH (UID 1 RFC822.SIZE 4)\r\n{tag} OK done\r\n"


def test_the_answer_to_another_uid_is_not_taken_for_this_one() -> None:
    other = "* 2 FETCH (UID 2 BODY[] {4}\r\nabcd)\r\n{tag} OK done\r\n"
    script = Script(answers={"UID FETCH 1:2": SIZES, "UID FETCH 1 ": other})
    with scripted(script), Inbox(account(script)) as inbox:
        assert list(inbox.waiting()) == []


def test_the_uid_may_stand_behind_the_mail() -> None:
    behind = "* 1 FETCH (BODY[] {4}\r\nabcd UID 1)\r\n{tag} OK done\r\n"
    script = Script(answers={"UID FETCH 1:2": SIZES, "UID FETCH 1 ": behind})
    with scripted(script), Inbox(account(script)) as inbox:
        assert [arrived.raw for arrived in inbox.waiting()] == [b"abcd"]


def test_a_server_that_drips_bytes_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mail.inbox.SLOWEST", 2)
    script = Script(answers={"UID FETCH 1:2": "drip"})
    with scripted(script), Inbox(account(script)) as inbox:
        began = time.monotonic()
        with pytest.raises(MailboxDownError):
            list(inbox.waiting())
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("size", ["99999999999999999999", "999999999999999"])
def test_a_mail_of_impossible_size_is_a_server_that_is_down(size: str) -> None:
    script = Script(answers={"UID FETCH 1:2": SIZES, "UID FETCH 1 ": f"* 1 FETCH (UID 1 BODY[] {{{size}}}\r\nabcd"})
    with scripted(script), Inbox(account(script)) as inbox, pytest.raises(MailboxDownError):
        list(inbox.waiting())


def test_a_mail_that_is_never_moved_is_looked_at_once_a_connection() -> None:
    mail = "* 1 FETCH (UID 1 BODY[] {4}\r\nabcd)\r\n{tag} OK done\r\n"
    script = Script(answers={"UID FETCH 1:2": SIZES, "UID FETCH 1 ": mail})
    with scripted(script), Inbox(account(script)) as inbox:
        [arrived] = inbox.waiting()
        inbox.handled(arrived.uid)
        assert list(inbox.waiting()) == []
    with scripted(script), Inbox(account(script)) as inbox:
        assert [arrived.uid for arrived in inbox.waiting()] == [1]


@pytest.mark.parametrize("refusal", ["{tag} NO over quota\r\n", "{tag} NO [TRYCREATE] no such folder\r\n"])
def test_a_mail_that_cannot_be_moved_holds_up_nothing(refusal: str, caplog: pytest.LogCaptureFixture) -> None:
    script = Script(answers={"UID MOVE": refusal, "UID COPY": refusal})
    with scripted(script), Inbox(account(script)) as inbox:
        inbox.handled(1, 2)
        inbox.handled(3)
    assert "stay where they are" in caplog.text


@pytest.mark.parametrize("answer", ["{tag} NO not here\r\n", "{tag} BAD what\r\n", "+ idling\r\n* OK noise\r\n"])
def test_an_idle_that_is_refused_or_never_quiet_gives_way_to_looking(
    answer: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("mail.inbox.VAIN", 5)
    script = Script(answers={"IDLE": answer})
    pauses: list[float] = []
    monkeypatch.setattr("mail.inbox.time.sleep", pauses.append)
    with scripted(script), Inbox(account(script)) as inbox:
        for _ in range(7):
            inbox.wait(30)
    assert "IDLE of 127.0.0.1 is broken" in caplog.text
    assert pauses
    assert set(pauses) == {5.0}


@pytest.mark.parametrize(
    ("answer", "news"),
    [
        ("+ idling\r\n* 3 EXISTS\r\n", True),
        ("* 3 EXISTS\r\n+ idling\r\n", True),
        ("+ idling\r\n", False),
        ("{tag} NO not here\r\n", False),
    ],
)
def test_news_is_seen_wherever_it_stands(answer: str, news: bool) -> None:
    script = Script(answers={"IDLE": answer})
    with scripted(script), Inbox(account(script)) as inbox:
        assert inbox.wait(0.2) is news


@pytest.mark.parametrize("answer", ["hang", "close", "* BYE\r\n"])
def test_a_server_that_fails_while_idling_is_down(answer: str) -> None:
    script = Script(answers={"IDLE": answer})
    with scripted(script), Inbox(account(script)) as inbox, pytest.raises(MailboxDownError):
        inbox.wait(0.2)
