"""Boxes are pymap's mailboxes in memory: one for every address, each filled through one IMAP connection of our own."""

import argparse
import asyncio
import contextlib
import imaplib
import re
import secrets
import socket
from contextlib import AsyncExitStack
from typing import Any

from milepost.local_mail.spool import base_address

ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s]{1,255}")
ANSWER = 30.0
"""Seconds that the mailbox server, in our own process, gets to take a mail."""


class BoxClosedError(Exception):
    """A mailbox does not take a mail."""


class Boxes:
    """The mailboxes; `password` opens every one, made the first time that its address is heard of."""

    def __init__(self, password: str, port: int) -> None:
        """Take the password and the port; nothing runs before `start`."""
        self._password, self._port = password, port
        self._connections: dict[str, imaplib.IMAP4] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def start(self, stack: AsyncExitStack) -> None:
        """Serve IMAP until the stack is left."""
        from pymap.backend.dict import DictBackend
        from pymap.imap import IMAPService
        from pymap.user import Passwords, UserMetadata

        backend, config = await DictBackend.init(_pymap_arguments(self._port))
        config.apply_context()
        hashed = await Passwords(config).hash_password(self._password)

        class Everybody(dict[str, Any]):
            """Users by address: whoever asks for one that is in order is known."""

            def get(self, name: str, default: Any = None) -> Any:
                if not ADDRESS.fullmatch(name) or base_address(name) != name:
                    return default
                return self.setdefault(name, UserMetadata(config, name, password=hashed))

        backend.login.users_dict = Everybody()
        await backend.start(stack)
        await IMAPService(backend, config).start(stack)
        stack.callback(self._close)

    async def deliver(self, address: str, raw: bytes) -> str:
        """Put a mail into an address's mailbox, so that whoever idles on it wakes; return its UID there."""
        async with self._locks.setdefault(address, asyncio.Lock()):
            return await asyncio.to_thread(self._append, address, raw)

    async def uids(self, address: str) -> frozenset[str]:
        """Return the UIDs that are still in an address's mailbox."""
        async with self._locks.setdefault(address, asyncio.Lock()):
            return await asyncio.to_thread(self._listed, address)

    def _append(self, address: str, raw: bytes) -> str:
        try:
            done, said = self._open(address).append("INBOX", "", None, raw)
        except (imaplib.IMAP4.abort, OSError):
            # The connection had gone meanwhile: once more on a fresh one.
            self._drop(address)
            done, said = self._open(address).append("INBOX", "", None, raw)
        if done != "OK":
            raise BoxClosedError(f"the mailbox {address} does not take a mail: {said!r}")
        uid = re.search(rb"APPENDUID \d+ (\d+)", said[0] or b"")
        return uid[1].decode() if uid else ""

    def _listed(self, address: str) -> frozenset[str]:
        try:
            connection = self._open(address)
            connection.select("INBOX", readonly=True)
            _, found = connection.uid("SEARCH", "ALL")
            connection.close()
        except (imaplib.IMAP4.error, OSError) as error:
            raise BoxClosedError(f"the mailbox {address} cannot be listed: {error}") from error
        return frozenset((found[0] or b"").decode("ascii").split())

    def _open(self, address: str) -> imaplib.IMAP4:
        if address not in self._connections:
            connection = imaplib.IMAP4("127.0.0.1", self._port, timeout=ANSWER)
            # Without it each delivery waits 40 ms for the other side's acknowledgement.
            connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.login(quoted(address), self._password)
            self._connections[address] = connection
        return self._connections[address]

    def _drop(self, address: str) -> None:
        connection = self._connections.pop(address, None)
        if connection:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                connection.shutdown()

    def _close(self) -> None:
        for address in tuple(self._connections):
            self._drop(address)


def quoted(text: str) -> str:
    """Return a text as IMAP takes it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _pymap_arguments(port: int) -> argparse.Namespace:
    """Return what pymap's own command line would have parsed for a dict backend on this port."""
    return argparse.Namespace(
        debug=False, pid_file=None, set_uid=None, set_gid=None, logging_cfg=None, skip_services=[], passlib_cfg=None,
        host="127.0.0.1", port=str(port), cert=None, key=None, tls=False, proxy_protocol=None, inherited_sockets=None,
        demo_data=False, demo_user="nobody", demo_password=secrets.token_hex(8), base_dir="", concurrency=None,
        layout="++", colon=None, backend="dict",
    )  # fmt: skip
