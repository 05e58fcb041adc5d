"""Local mail is a mail server for one machine: SMTP in, IMAP out, no root, a mailbox for every address it hears of."""

import argparse
import asyncio
import contextlib
import hashlib
import imaplib
import os
import re
import secrets
import socket
import threading
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LARGEST = 40 << 20
"""Bytes of the largest mail that is taken."""
START_LIMIT = 20.0


class LocalMailError(Exception):
    """The local mail server did not come up."""


def base_address(address: str) -> str:
    """Return the address without a plus part, lower case: whose mailbox it is (RFC 5233)."""
    local, _, domain = address.strip().casefold().rpartition("@")
    return f"{local.split('+')[0]}@{domain}"


@dataclass(frozen=True)
class Spool:
    """Every mail on disk before it is acknowledged: one folder an address, numbered files."""

    folder: Path

    def keep(self, address: str, raw: bytes) -> Path:
        """Write a mail for an address, and have it on the disk when this returns."""
        box = self.folder / _safe(address)
        box.mkdir(parents=True, exist_ok=True)
        (box / "address").write_text(address, encoding="utf-8")
        number = sum(1 for _ in box.glob("*.eml")) + 1
        path = box / f"{number:08d}-{secrets.token_hex(4)}.eml"
        with path.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        return path

    def mails(self, address: str) -> list[bytes]:
        """Return the mails of an address, the oldest first."""
        return [path.read_bytes() for path in sorted((self.folder / _safe(base_address(address))).glob("*.eml"))]

    def addresses(self) -> list[str]:
        """Return every address that has mail."""
        return [path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*/address"))]


def _safe(address: str) -> str:
    """Return a folder name for an address that no address can break out of."""
    return f"{re.sub(r'[^a-z0-9.@_-]', '_', address)[:80]}-{hashlib.sha256(address.encode()).hexdigest()[:8]}"


@dataclass
class LocalMail:
    """The server in a thread of its own; `password` opens every mailbox."""

    data_dir: Path
    password: str
    smtp_port: int = 0
    imap_port: int = 0
    accounts: Iterable[str] = ()
    _ready: threading.Event = field(default_factory=threading.Event)
    _loop: asyncio.AbstractEventLoop | None = None
    _stopping: asyncio.Event | None = None
    _thread: threading.Thread | None = None
    _failure: BaseException | None = None

    @property
    def spool(self) -> Spool:
        """Return where mails lie on disk."""
        return Spool(self.data_dir / "spool")

    def start(self) -> None:
        """Start the server and wait until it answers."""
        from milepost.temporal_server import free_port

        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.smtp_port, self.imap_port = free_port(self.smtp_port), free_port(self.imap_port)
        self._thread = threading.Thread(target=self._run, name="local mail", daemon=True)
        self._thread.start()
        if not self._ready.wait(START_LIMIT) or self._failure:
            raise LocalMailError(f"The local mail server did not start: {self._failure or 'no answer'}.")

    def stop(self) -> None:
        """Stop the server; every mail is on disk."""
        if self._loop and self._stopping and self._thread:
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(10)

    def mails(self, address: str) -> list[bytes]:
        """Return every mail that an address got, the oldest first."""
        return self.spool.mails(address)

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as failure:  # The thread's own end; start() says it in the caller's thread.
            self._failure = failure
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        boxes = _Boxes(self.password, self.imap_port)
        async with AsyncExitStack() as stack:
            await boxes.start(stack)
            for address in self.accounts:
                await boxes.open(base_address(address))
            for address in self.spool.addresses():
                for raw in self.spool.mails(address):
                    await boxes.deliver(address, raw)
            smtp = await self._loop.create_server(
                lambda: _smtp(self.password, _Reception(self.spool, boxes)), "127.0.0.1", self.smtp_port
            )
            stack.callback(smtp.close)
            self._ready.set()
            await self._stopping.wait()
            boxes.close()


def _smtp(password: str, reception: "_Reception") -> Any:
    from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

    def authenticated(_: object, __: object, ___: object, ____: str, given: object) -> Any:
        known = isinstance(given, LoginPassword) and secrets.compare_digest(given.password, password.encode())
        return AuthResult(success=known, handled=False)

    return SMTP(
        reception, authenticator=authenticated, auth_require_tls=False, enable_SMTPUTF8=True, data_size_limit=LARGEST
    )


@dataclass(frozen=True)
class _Reception:
    """What SMTP does with a mail: spool it, put it into its mailboxes, and only then say 250."""

    spool: Spool
    boxes: "_Boxes"

    async def handle_RCPT(self, _: object, __: object, envelope: Any, address: str, ___: object) -> str:
        if not re.fullmatch(r"[^@\s]{1,64}@[^@\s]{1,255}", address):
            return "550 5.1.3 that is no address"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: object, __: object, envelope: Any) -> str:
        for recipient in envelope.rcpt_tos:
            raw = b"".join(
                (
                    f"Return-Path: <{envelope.mail_from or ''}>\r\n".encode(),
                    f"Delivered-To: {recipient}\r\n".encode(),
                    envelope.content,
                )
            )
            address = base_address(recipient)
            await asyncio.to_thread(self.spool.keep, address, raw)
            await self.boxes.deliver(address, raw)
        return "250 2.0.0 kept and delivered"


class _Boxes:
    """pymap's mailboxes in memory, one account an address, each filled through one IMAP connection of our own."""

    def __init__(self, password: str, port: int) -> None:
        self._password, self._port = password, port
        self._connections: dict[str, imaplib.IMAP4] = {}
        self._backend: Any = None
        self._config: Any = None
        self._lock = asyncio.Lock()

    async def start(self, stack: AsyncExitStack) -> None:
        from pymap.backend.dict import DictBackend
        from pymap.imap import IMAPService

        self._backend, self._config = await DictBackend.init(_pymap_arguments(self._port))
        self._config.apply_context()
        await self._backend.start(stack)
        await IMAPService(self._backend, self._config).start(stack)

    async def open(self, address: str) -> imaplib.IMAP4:
        """Return the connection to an address's mailbox, made the first time that the address is heard of."""
        if address not in self._connections:
            from pymap.backend.dict import Identity
            from pymap.user import Passwords, UserMetadata

            hashed = await Passwords(self._config).hash_password(self._password)
            identity = Identity(address, self._backend.login, None, frozenset({"admin"}))
            await identity.set(UserMetadata(self._config, address, password=hashed))
            self._connections[address] = await asyncio.to_thread(self._connected, address)
        return self._connections[address]

    def _connected(self, address: str) -> imaplib.IMAP4:
        connection = imaplib.IMAP4("127.0.0.1", self._port, timeout=30)
        # Without it each delivery waits 40 ms for the other side's acknowledgement.
        connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.login(_quoted(address), self._password)
        return connection

    async def deliver(self, address: str, raw: bytes) -> None:
        """Put a mail into an address's mailbox, so that whoever idles on it wakes."""
        async with self._lock:
            connection = await self.open(address)
            done, said = await asyncio.to_thread(connection.append, "INBOX", "", None, raw)
        if done != "OK":
            raise LocalMailError(f"the mailbox {address} does not take a mail: {said!r}")

    def close(self) -> None:
        for connection in self._connections.values():
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                connection.shutdown()


def _quoted(text: str) -> str:
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
