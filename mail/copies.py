"""Copies of what was sent lie in a folder of the mailbox, each once, for people who look there."""

import contextlib
import imaplib
import logging
import threading
from email.message import EmailMessage

from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError
from imap_tools.utils import encode_folder

from mail.folders import folder_for
from mail.imap import SLOWEST, ImapAccount, as_sentence, logged_in, shut, within

log = logging.getLogger(__name__)


class SentFolder:
    """The folder for what was sent, filled over one connection that is opened when it is needed."""

    def __init__(self, account: ImapAccount, folder: str) -> None:
        """Take the mailbox and the folder's name; nothing is connected before the first copy."""
        self._account, self._folder = account, folder
        self._box: BaseMailBox | None = None
        self._lock = threading.Lock()

    def keep(self, message: EmailMessage) -> bool:
        """Put a copy there unless one with its Message-ID is there; tell whether it lies there now.

        The mail has left already: a copy that cannot be put there is logged, and holds up nothing.
        """
        with self._lock:
            for _ in range(2):  # The connection may have been closed while it rested.
                try:
                    with as_sentence(self._account):
                        self._put(message)
                    return True
                except Exception as trouble:
                    self._drop()
                    why = trouble
        log.warning("No copy of a mail could be put into %s: %s", self._folder, why)
        return False

    def _put(self, message: EmailMessage) -> None:
        box = self._opened()
        with within(box, self._account.timeout * SLOWEST):
            quoted = str(message["Message-ID"]).replace("\\", "").replace('"', "")
            done, found = box.client.uid("SEARCH", "HEADER", "Message-ID", f'"{quoted}"')
            if done == "OK" and any(found):
                return
            folder = encode_folder(self._folder)
            done, said = box.client.append(folder, r"(\Seen)", None, message.as_bytes())  # type: ignore[arg-type]
            if done != "OK":
                raise imaplib.IMAP4.error(f"APPEND is refused: {said!r}")

    def _opened(self) -> BaseMailBox:
        if self._box is None:
            self._box = logged_in(self._account)
            self._folder = folder_for(self._box, self._folder)
            self._box.folder.set(self._folder)
        return self._box

    def close(self) -> None:
        """Log out where a connection is open."""
        with self._lock:
            if self._box:
                with contextlib.suppress(ImapToolsError, imaplib.IMAP4.error, OSError):
                    self._box.logout()
            self._drop()

    def _drop(self) -> None:
        if self._box:
            shut(self._box)
        self._box = None
