"""Folders are where mails go that are dealt with: made where they are missing, filled by MOVE or by copying."""

import contextlib
import imaplib
import logging
import re
from collections.abc import Sequence

from imap_tools import BaseMailBox
from imap_tools.errors import ImapToolsError
from imap_tools.utils import encode_folder

log = logging.getLogger(__name__)
PREFIX = re.compile(rb'\(\("((?:[^"\\]|\\.){0,100})"')


def folder_for(box: BaseMailBox, name: str) -> str:
    """Return a folder's name on this server, and make the folder where it is missing.

    Some servers keep every folder below a prefix ("INBOX."), and refuse one that stands beside it (RFC 2342).
    """
    for candidate in (name, f"{_prefix(box)}{name}"):
        with contextlib.suppress(ImapToolsError):
            if not box.folder.exists(candidate):
                box.folder.create(candidate)
            return candidate
    return name


def _prefix(box: BaseMailBox) -> str:
    with contextlib.suppress(imaplib.IMAP4.error):
        done, said = box.client.namespace()
        found = PREFIX.search(said[0] or b"") if done == "OK" and said else None
        if found and isinstance(found[1], bytes):
            return found[1].decode("ascii", "replace")
    return ""


def move(box: BaseMailBox, offered: frozenset[str], uids: Sequence[int], folder: str) -> bool:
    """Move mails by MOVE where the server has it (RFC 6851), else by copy, flag and expunge; tell whether they went."""
    if "MOVE" in offered and _done(box, "MOVE", uids, folder):
        return True
    if not _copied(box, uids, folder):
        log.warning("The mail server moves no mails to the folder %s; %d stay where they are.", folder, len(uids))
        return False
    _tell(box, "STORE", _set(uids), "+FLAGS.SILENT", r"(\Deleted)")
    if "UIDPLUS" in offered:
        # A plain EXPUNGE would also take what somebody else has flagged (RFC 4315).
        _tell(box, "EXPUNGE", _set(uids))
    else:
        box.client.expunge()
    return True


def _copied(box: BaseMailBox, uids: Sequence[int], folder: str) -> bool:
    if _done(box, "COPY", uids, folder):
        return True
    # Somebody has removed the folder since it was seen to.
    return _done(box, "COPY", uids, folder_for(box, folder))


def _done(box: BaseMailBox, command: str, uids: Sequence[int], folder: str) -> bool:
    # The library quotes no folder names of its own accord; this one does, and encodes them (RFC 3501, 5.1.3).
    return _tell(box, command, _set(uids), encode_folder(folder))  # type: ignore[arg-type]  # imaplib takes bytes too


def _tell(box: BaseMailBox, command: str, *arguments: str) -> bool:
    done, _ = box.client.uid(command, *arguments)
    return bool(done == "OK")


def _set(uids: Sequence[int]) -> str:
    return ",".join(map(str, uids))
