"""A guard looks at a zip's directory before anything is unpacked, and reads every part with a bound."""

import io
import re
import struct
import zipfile
from dataclasses import dataclass

from lxml import etree

from plans.change import Refusal

MAX_FILE = 10 * 2**20
MAX_ENTRIES = 1_000
MAX_UNPACKED = 64 * 2**20
MAX_PART = 32 * 2**20
MAX_RATIO, RATIO_FROM = 200, 2**20
MAX_PARSED = 12 * 2**20
"""Bytes of one XML part that are parsed; a page of a plan has a tenth of one mebibyte."""
MAX_NODES = 600_000
"""Tags and attributes of one part: a tree takes many times its text."""
OLE = bytes.fromhex("d0cf11e0a1b11ae1")

_END = b"PK\x05\x06"
_DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)


class Unsafe(Exception):
    """A file, or a part of one, that must not be read; carries the refusal."""

    def __init__(self, reason: str, detail: str = "") -> None:
        """Keep the refusal that the sender is given."""
        super().__init__(reason, detail)
        self.refusal = Refusal(reason, detail)


@dataclass(frozen=True)
class Package:
    """A zip that passed the guard; its parts are read one at a time, within bounds."""

    archive: zipfile.ZipFile
    names: frozenset[str]

    def read(self, name: str) -> bytes:
        """Return a part's bytes; b'' where there is none."""
        if name not in self.names:
            return b""
        try:
            with self.archive.open(name) as part:
                data = part.read(MAX_PARSED + 1)
        except (zipfile.BadZipFile, OSError, EOFError, ValueError, RuntimeError, NotImplementedError) as fault:
            raise Unsafe("broken-document", f"{name}: {fault}") from fault
        except Exception as fault:  # zlib and lzma raise errors of their own
            raise Unsafe("broken-document", f"{name}: {fault}") from fault
        if len(data) > MAX_PARSED:
            raise Unsafe("too-large", name)
        return data

    def tree(self, name: str) -> etree._Element | None:
        """Return a part's XML root, or None where there is no such part."""
        data = self.read(name)
        return parsed(data, name) if data else None


def parsed(data: bytes, name: str = "") -> etree._Element:
    """Return the root of XML that declares no document type, within bounds."""
    if _DOCTYPE.search(data) or b"\x00<\x00!\x00D" in data or b"<\x00!\x00D\x00" in data:
        raise Unsafe("hostile-document", f"{name}: DOCTYPE")
    if data.count(b"<") + data.count(b"=") > MAX_NODES:
        raise Unsafe("too-large", name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise Unsafe("broken-document", f"{name}: {fault}") from fault


def open_package(data: bytes) -> Package:
    """Return the zip in the bytes; raises Unsafe, with the refusal, for everything that no honest file is."""
    if len(data) > MAX_FILE:
        raise Unsafe("too-large", f"{len(data)} bytes")
    _check_end(data)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, struct.error) as fault:
        raise Unsafe("broken-document", str(fault)) from fault
    entries = archive.infolist()
    _check_entries(entries)
    return Package(archive, frozenset(entry.filename for entry in entries))


def _check_end(data: bytes) -> None:
    """Refuse by the end record alone, before the directory is read: it may claim a million entries."""
    at = data.rfind(_END, max(0, len(data) - 66_000))
    if at < 0 or at + 22 > len(data):
        raise Unsafe("broken-document", "no end of directory")
    entries, size = struct.unpack("<HI", data[at + 10 : at + 16])
    if entries > MAX_ENTRIES or size > MAX_ENTRIES * 600:
        raise Unsafe("too-large", f"{entries} entries")


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise Unsafe("too-large", f"{len(entries)} entries")
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise Unsafe("too-large", "unpacked")
    names = [entry.filename.replace("\\", "/").casefold() for entry in entries]
    if len(set(names)) < len(names):
        raise Unsafe("hostile-document", "an entry twice")
    for entry, name in zip(entries, names, strict=True):
        _check_entry(entry, name)


def _check_entry(entry: zipfile.ZipInfo, name: str) -> None:
    if name.startswith("/") or ".." in name.split("/") or ":" in name.split("/")[0]:
        raise Unsafe("hostile-document", f"path {entry.filename}")
    if entry.flag_bits & 0x1:
        raise Unsafe("protected-file", entry.filename)
    if entry.file_size > MAX_PART:
        raise Unsafe("too-large", entry.filename)
    if entry.file_size > RATIO_FROM and entry.file_size > MAX_RATIO * max(entry.compress_size, 1):
        raise Unsafe("hostile-document", f"{entry.filename} unpacks too far")
