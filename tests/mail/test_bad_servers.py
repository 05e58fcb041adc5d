"""Servers that hang, close, answer BYE or lie: an error with a sentence, or nothing at all; never a loop."""

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


def test_the_answer_to_another_uid_is_not_taken_for_this_one() -> None:
    sizes = "* 1 FETCH (UID 1 RFC822.SIZE 4)\r\n{tag} OK done\r\n"
    other = "* 2 FETCH (UID 2 BODY[] {4}\r\nabcd)\r\n{tag} OK done\r\n"
    script = Script(answers={"UID FETCH 1,2": sizes, "UID FETCH 1 ": other})
    with scripted(script), Inbox(account(script)) as inbox:
        assert list(inbox.waiting()) == []


def test_the_uid_may_stand_behind_the_mail() -> None:
    sizes = "* 1 FETCH (UID 1 RFC822.SIZE 4)\r\n{tag} OK done\r\n"
    behind = "* 1 FETCH (BODY[] {4}\r\nabcd UID 1)\r\n{tag} OK done\r\n"
    script = Script(answers={"UID FETCH 1,2": sizes, "UID FETCH 1 ": behind})
    with scripted(script), Inbox(account(script)) as inbox:
        assert [arrived.raw for arrived in inbox.waiting()] == [b"abcd"]


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
