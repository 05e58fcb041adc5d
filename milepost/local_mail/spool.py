"""The spool has every mail on disk before it is acknowledged: one folder an address, numbered files."""

import contextlib
import hashlib
import os
import re
import threading
from dataclasses import dataclass, field
from pathlib import Path

DONE = "done"
"""Where an address's mails go that need not be put into its mailbox again after a restart."""


def base_address(address: str) -> str:
    """Return the address without a plus part, lower case: whose mailbox it is (RFC 5233)."""
    local, _, domain = address.strip().casefold().rpartition("@")
    return f"{local.split('+')[0]}@{domain}"


@dataclass(frozen=True)
class Spool:
    """The mails of all addresses under one folder."""

    folder: Path
    _numbers: dict[str, int] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, address: str, raw: bytes) -> Path:
        """Write a mail for an address, and have it whole on the disk when this returns."""
        box = self._box(address)
        path = box / f"{self._next(address, box):08d}.eml"
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        _sync(box)
        return path

    def waiting(self, address: str) -> list[Path]:
        """Return the files that belong into an address's mailbox, the oldest first."""
        return sorted(self.box(address).glob("*.eml"))

    def box(self, address: str) -> Path:
        """Return an address's folder."""
        return self.folder / _safe(base_address(address))

    def files(self, address: str) -> list[Path]:
        """Return the files of every mail that an address ever got, the oldest first."""
        box = self.box(address)
        return sorted((*box.glob("*.eml"), *(box / DONE).glob("*.eml")), key=lambda path: path.name)

    def mails(self, address: str) -> list[bytes]:
        """Return every mail that an address ever got, the oldest first."""
        return [path.read_bytes() for path in self.files(address)]

    def count(self, address: str) -> int:
        """Return how many mails an address ever got."""
        box = self.box(address)
        return sum(1 for _ in box.glob("*.eml")) + sum(1 for _ in (box / DONE).glob("*.eml"))

    def done(self, path: Path) -> None:
        """Put a mail aside that its reader has dealt with: it is kept, but does not come again."""
        with contextlib.suppress(FileNotFoundError):  # Erased meanwhile.
            path.parent.joinpath(DONE).mkdir(exist_ok=True)
            path.rename(path.parent / DONE / path.name)

    def addresses(self) -> list[str]:
        """Return every address that has mail."""
        return [path.read_text(encoding="utf-8") for path in sorted(self.folder.glob("*/address"))]

    def _box(self, address: str) -> Path:
        box = self.folder / _safe(address)
        if not (box / "address").exists():  # New, or erased with whoever had it.
            (box / DONE).mkdir(parents=True, exist_ok=True)
            (box / "address").write_text(address, encoding="utf-8")
        return box

    def _next(self, address: str, box: Path) -> int:
        with self._lock:
            if address not in self._numbers:
                names = (path.stem for path in (*box.glob("*.eml"), *(box / DONE).glob("*.eml")))
                self._numbers[address] = max((int(name) for name in names), default=0)
            self._numbers[address] += 1
            return self._numbers[address]


def _sync(folder: Path) -> None:
    """Have a folder's own entries on the disk: a new name is not there before (fsync(2))."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _safe(address: str) -> str:
    """Return a folder name for an address that no address can break out of."""
    return f"{re.sub(r'[^a-z0-9.@_-]', '_', address)[:80]}-{hashlib.sha256(address.encode()).hexdigest()[:8]}"
