"""A mailbox with very many old mails: how long the first look takes, the next ones, and how much memory they need."""

import datetime as dt
import os
import resource
import time
from pathlib import Path

from mail.inbox import ImapAccount, Inbox
from tests.dovecot import PASSWORD, Dovecot

USER = "old@milepost.example"


def old(server: Dovecot, number: int) -> None:
    """Fill a mailbox with mails of years ago and one of today, and print what looking at it costs."""
    fill(server, number)
    account = ImapAccount("127.0.0.1", server.port, USER, lambda: PASSWORD, "none", timeout=120)
    since = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    before = peak()
    began = time.perf_counter()
    with Inbox(account) as inbox:
        opened = time.perf_counter() - began
        first, found = timed(inbox, since)
        time.sleep(5)  # Until then Dovecot moves files about itself.
        timed(inbox, since)
        second, _ = timed(inbox, since)
        print(
            f"{number} old mails: opened in {opened:.2f} s (Dovecot reads its folder), first look {first:.3f} s, "
            f"next looks {second:.4f} s, {found} mail taken, {peak() - before} MB more"
        )
    with Inbox(account) as inbox:
        before = peak()
        began = time.perf_counter()
        listed = sum(1 for _ in inbox._listed(1, number + 1, None))
        print(f"all {listed} listed, page by page: {time.perf_counter() - began:.2f} s, {peak() - before} MB more")


def timed(inbox: Inbox, since: dt.datetime) -> tuple[float, int]:
    began = time.perf_counter()
    found = sum(1 for _ in inbox.waiting(since))
    return time.perf_counter() - began, found


def peak() -> int:
    """Return the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def fill(server: Dovecot, number: int) -> None:
    """Write a maildir as Dovecot keeps it: ten thousand mails a second instead of six hundred."""
    connection = server.connect(USER)  # Makes the maildir, with its owner.
    connection.select("INBOX")
    connection.logout()
    box = server.folder / "mail" / USER
    owner = box.stat()
    long_ago = time.time() - 3 * 365 * 86_400
    for at in range(number):
        write(box, f"{int(long_ago) + at}.{at}.old", at, long_ago + at, owner)
    write(box, f"{int(time.time())}.new.mail", number, time.time(), owner)


def write(box: Path, name: str, number: int, came_at: float, owner: os.stat_result) -> None:
    path = box / "new" / name
    path.write_bytes(b"From: someone@elsewhere.example\r\nSubject: %d\r\n\r\nhello\r\n" % number)
    os.utime(path, (came_at, came_at))
    os.chown(path, owner.st_uid, owner.st_gid)
