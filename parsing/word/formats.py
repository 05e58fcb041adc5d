"""A file's format is told by its bytes, never by its name alone."""

from parsing.word.docx import read_docx
from parsing.word.guard import MAX_FILE, OLE, Package, Unsafe, open_package
from parsing.word.odt import read_odt
from parsing.word.outside import read_doc, read_pdf
from parsing.word.rtf import read_rtf
from parsing.word.table import Found
from parsing.word.text_table import read_html, read_text
from parsing.word.xlsx import read_xlsx

TEXT_NAMES = (".txt", ".csv", ".md", ".tsv")
_LOCKED = "EncryptedPackage".encode("utf-16-le"), "DRMEncrypted".encode("utf-16-le")
_OLD_WORD = "WordDocument".encode("utf-16-le")


def found_in(data: bytes, filename: str) -> tuple[Found, bool]:
    """Return what a file holds, and whether its format is one that is only ever asked about."""
    if not data:
        raise Unsafe("empty-file", filename)
    if len(data) > MAX_FILE:
        raise Unsafe("too-large", filename)
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data.startswith(OLE):
        return _ole(data, filename), False
    if data.startswith(b"PK"):
        return _zipped(open_package(data), data), False
    if head.startswith(b"{\\rtf"):
        return read_rtf(data), False
    if head.startswith(b"%PDF"):
        return read_pdf(data), True
    return _plain(data, head, filename), False


def _ole(data: bytes, filename: str) -> Found:
    """Read an old Word file; encrypted and rights-managed files come in the same container."""
    if any(mark in data for mark in _LOCKED) or _OLD_WORD not in data:
        raise Unsafe("protected-file", filename)
    return read_doc(data)


def _zipped(package: Package, data: bytes) -> Found:
    if "xl/workbook.xml" in package.names:
        return read_xlsx(package, data)
    if "content.xml" in package.names:
        return read_odt(package)
    return read_docx(package)


def _plain(data: bytes, head: bytes, filename: str) -> Found:
    if b"\x00" in data[:4096]:
        raise Unsafe("unknown-format", filename)
    text = data.decode("utf-8", "replace")
    lowered = head[:200].lower()
    if lowered.startswith((b"<!doctype html", b"<html", b"<table", b"<body", b"<div", b"<p")):
        return read_html(text)
    if filename.casefold().endswith(TEXT_NAMES):
        return read_text(text)
    raise Unsafe("unknown-format", filename)
