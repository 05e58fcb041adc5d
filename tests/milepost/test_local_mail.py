"""The local mail server forgets somebody: their box and every mail that names them, on disk, by IMAP and for good."""

import imaplib
import smtplib
from pathlib import Path

import pytest

from milepost.local_mail import LocalMail
from milepost.local_mail.erasing import erase
from tests.traces import in_files

DANA, JO, PASSWORD = "dana@acme.example", "jo@acme.example", "secret"


def server(folder: Path) -> LocalMail:
    mail = LocalMail(folder, PASSWORD, accounts=(JO,))
    mail.start()
    return mail


def send(mail: LocalMail, to: str, text: str) -> None:
    with smtplib.SMTP("127.0.0.1", mail.smtp_port) as smtp:
        smtp.login("anybody", PASSWORD)
        smtp.sendmail("x@acme.example", [to], f"Subject: Hello\r\n\r\n{text}\r\n")


def held(mail: LocalMail, address: str, folder: str = "INBOX") -> int:
    with imaplib.IMAP4("127.0.0.1", mail.imap_port) as connection:
        connection.login(f'"{address}"', PASSWORD)
        return int(connection.select(folder)[1][0] or b"0")


@pytest.mark.practice(117)
def test_a_box_and_mails_that_name_somebody_are_erased_and_the_next_mail_is_taken(tmp_path: Path) -> None:
    mail = server(tmp_path)
    for to, text in ((DANA, "yours"), (JO, f"ask {DANA}"), (JO, "innocent"), (JO, f"moved {DANA}")):
        send(mail, to, text)
    with imaplib.IMAP4("127.0.0.1", mail.imap_port) as connection:
        connection.login(f'"{JO}"', PASSWORD)
        connection.create("Handled")
        connection.select("INBOX")
        connection.copy("3", "Handled")
        connection.store("3", "+FLAGS", "(\\Deleted)")
        connection.expunge()
    assert in_files(tmp_path, [DANA])

    gone = erase(mail.spool.folder, mail.imap_port, PASSWORD, [DANA], lambda raw: DANA.encode() in raw)
    assert gone == 3
    assert in_files(tmp_path, [DANA]) == {}
    assert (held(mail, DANA), held(mail, JO), held(mail, JO, "Handled")) == (0, 1, 0)
    send(mail, JO, "the next")
    assert held(mail, JO) == 2
    send(mail, DANA, "a stranger again")
    assert held(mail, DANA) == 1
    mail.stop()
    again = server(tmp_path)
    assert held(again, JO) == 2
    again.stop()
    assert erase(again.spool.folder, again.imap_port, PASSWORD, [DANA], lambda _: False) == 1, "with no server running"


@pytest.mark.practice(117)
def test_a_mail_that_the_engine_has_not_read_yet_is_not_lost_with_somebody_whom_it_names(tmp_path: Path) -> None:
    mail = server(tmp_path)
    send(mail, JO, f"M3 is done, {DANA} agreed")
    gone = erase(mail.spool.folder, mail.imap_port, PASSWORD, [DANA], lambda raw: DANA.encode() in raw, engine=JO)
    assert (gone, held(mail, JO), len(mail.spool.waiting(JO))) == (0, 1, 1)
    mail.stop()
