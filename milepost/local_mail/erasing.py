"""Erasing takes mails out of the local mailboxes, on disk and in the server that runs, and somebody's own box whole."""

import contextlib
import imaplib
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from milepost.local_mail.boxes import quoted
from milepost.local_mail.spool import Spool

ANSWER = 30.0
"""Seconds that the server gets for an answer."""
Names = Callable[[bytes], bool]
"""Tells whether a mail names whoever is erased."""


def erase(folder: Path, port: int, password: str, own: Collection[str], names: Names, engine: str = "") -> int:
    """Erase the boxes of `own` addresses, and all mails that name somebody; return how many mails went.

    What lies in the inbox of the `engine` has not been read yet, and stays: its letter is erased once it is kept.
    """
    spool, gone = Spool(folder), 0
    for address in spool.addresses():
        is_own, unread = address in own, address == engine
        with _mailboxes(address, port, password) as connection:
            if connection:
                _emptied(connection, is_own, names, spared="INBOX" if unread else "")
        waiting = set(spool.waiting(address)) if unread else set()
        for path in spool.files(address):
            with contextlib.suppress(FileNotFoundError):  # Put aside meanwhile: it has been read just now.
                if path not in waiting and (is_own or names(path.read_bytes())):
                    path.unlink()
                    gone += 1
        if is_own:
            shutil.rmtree(spool.box(address))
    return gone


@contextmanager
def _mailboxes(address: str, port: int, password: str) -> "Iterator[imaplib.IMAP4 | None]":
    """Open an address's mailboxes, None where no server runs: then they are on disk only."""
    try:
        connection = imaplib.IMAP4("127.0.0.1", port, timeout=ANSWER)
    except OSError:
        yield None
        return
    with contextlib.closing(connection.socket()):
        connection.login(quoted(address), password)
        yield connection


def _emptied(connection: imaplib.IMAP4, whole: bool, names: Names, spared: str) -> None:
    _, listed = connection.list()
    for line in listed:
        mailbox = line.split(b' "/" ')[-1].decode() if isinstance(line, bytes) else "INBOX"
        if mailbox.strip('"') == spared or connection.select(mailbox)[0] != "OK":
            continue
        for uid in (connection.uid("SEARCH", "ALL")[1][0] or b"").decode("ascii").split():
            _, found = connection.uid("FETCH", uid, "(BODY.PEEK[])")
            raw = next((part[1] for part in found if isinstance(part, tuple)), b"")
            if whole or names(raw):
                connection.uid("STORE", uid, "+FLAGS", "(\\Deleted)")
        connection.expunge()
