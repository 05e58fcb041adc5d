"""The local mail server takes mails by SMTP, has them on disk before it says so, and shows them by IMAP."""

import asyncio
import contextlib
import logging
import secrets
import threading
import time
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from milepost.local_mail.boxes import ADDRESS, BoxClosedError, Boxes
from milepost.local_mail.spool import Spool, base_address

LARGEST = 40 << 20
"""Bytes of the largest mail that is taken."""
START_LIMIT = 20.0
LOOK = 0.02
"""Seconds between two looks for a mail that somebody waits for."""


class LocalMailError(Exception):
    """The local mail server did not come up."""


@dataclass
class LocalMail:
    """The server in a thread of its own; `password` opens every mailbox.

    What the programs behind `accounts` have taken out of their mailbox does not come again after a restart.
    """

    data_dir: Path
    password: str = field(repr=False)
    smtp_port: int = 0
    imap_port: int = 0
    accounts: Iterable[str] = ()
    _ready: threading.Event = field(default_factory=threading.Event)
    _loop: asyncio.AbstractEventLoop | None = None
    _stopping: asyncio.Event | None = None
    _thread: threading.Thread | None = None
    _failure: BaseException | None = None
    _spool: Spool | None = None
    _waiting: dict[tuple[str, str], Path] = field(default_factory=dict)

    @property
    def spool(self) -> Spool:
        """Return where mails lie on disk."""
        if self._spool is None:
            self._spool = Spool(self.data_dir / "spool")
        return self._spool

    def start(self) -> None:
        """Start the server and wait until it answers."""
        from milepost.temporal_server import free_port

        # aiosmtpd warns about a setter of its own that it calls at every login.
        logging.getLogger("mail.log").setLevel(logging.ERROR)
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.smtp_port, self.imap_port = free_port(self.smtp_port), free_port(self.imap_port)
        self._thread = threading.Thread(target=self._run, name="local mail", daemon=True)
        self._thread.start()
        if not self._ready.wait(START_LIMIT) or self._failure:
            raise LocalMailError(f"The local mail server did not start: {self._failure or 'no answer'}.")

    def stop(self) -> None:
        """Stop the server; every mail is on disk."""
        if self._loop and self._stopping and self._thread and self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._stopping.set)
            self._thread.join(10)

    def mails(self, address: str) -> list[bytes]:
        """Return every mail that an address ever got, the oldest first."""
        return self.spool.mails(address)

    def wait_for_mail(self, address: str, after: int, timeout: float) -> bytes | None:
        """Return the mail that an address gets next after its first `after` ones, None where none came in time."""
        ends = time.monotonic() + timeout
        while self.spool.count(address) <= after:
            if time.monotonic() >= ends:
                return None
            time.sleep(LOOK)
        return self.spool.mails(address)[after]

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        except BaseException as failure:  # The thread's own end; start() says it in the caller's thread.
            self._failure = failure
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stopping = asyncio.get_running_loop(), asyncio.Event()
        boxes = Boxes(self.password, self.imap_port)
        async with AsyncExitStack() as stack:
            await boxes.start(stack)
            for address in self.spool.addresses():
                for path in self.spool.waiting(address):
                    await self._deliver(boxes, address, path, path.read_bytes())
            smtp = await self._loop.create_server(lambda: self._reception(boxes), "127.0.0.1", self.smtp_port)
            stack.callback(smtp.close)
            self._ready.set()
            await self._stopping.wait()
            with contextlib.suppress(BoxClosedError):
                await self._put_aside_what_is_done(boxes)

    async def _deliver(self, boxes: Boxes, address: str, path: Path, raw: bytes) -> None:
        uid = await boxes.deliver(address, raw)
        if address in map(base_address, self.accounts):
            self._waiting[address, uid] = path

    async def _put_aside_what_is_done(self, boxes: Boxes) -> None:
        """Put aside the mails that their reader moved out of the mailbox; after a crash they come again instead."""
        for account in map(base_address, self.accounts):
            still = await boxes.uids(account)
            for (address, uid), path in self._waiting.items():
                if address == account and uid and uid not in still:
                    self.spool.done(path)

    def _reception(self, boxes: Boxes) -> Any:
        from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

        password = self.password.encode()

        def authenticated(_: object, __: object, ___: object, ____: str, given: object) -> Any:
            known = isinstance(given, LoginPassword) and secrets.compare_digest(given.password, password)
            return AuthResult(success=known, handled=False)

        return SMTP(
            _Reception(self, boxes),
            authenticator=authenticated,
            auth_require_tls=False,
            enable_SMTPUTF8=True,
            data_size_limit=LARGEST,
        )


@dataclass(frozen=True)
class _Reception:
    """What SMTP does with a mail: spool it, put it into its mailboxes, and only then say 250."""

    mail: LocalMail
    boxes: Boxes

    async def handle_RCPT(self, _: object, __: object, envelope: Any, address: str, ___: object) -> str:
        if not ADDRESS.fullmatch(address):
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
            path = await asyncio.to_thread(self.mail.spool.keep, address, raw)
            await self.mail._deliver(self.boxes, address, path, raw)
        return "250 2.0.0 kept and delivered"
