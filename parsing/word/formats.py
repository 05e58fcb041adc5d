"""A file's format is told by its bytes, never by its name alone."""

from parsing.word.docx import read_docx
from parsing.word.guard import MAX_FILE, OLE, Unsafe, open_package
from parsing.word.table import Found


def found_in(data: bytes, filename: str) -> tuple[Found, bool]:
    """Return what a file holds, and whether its format is one that is only ever asked about."""
    if not data:
        raise Unsafe("empty-file", filename)
    if len(data) > MAX_FILE:
        raise Unsafe("too-large", filename)
    if data.startswith(OLE):
        raise Unsafe("protected-file", filename)
    if data.startswith(b"PK"):
        return _zipped(data)
    raise Unsafe("unknown-format", filename)


def _zipped(data: bytes) -> tuple[Found, bool]:
    package = open_package(data)
    return read_docx(package), False
