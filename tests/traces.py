"""Traces of somebody in bytes, however they are wrapped: mail codings, packed documents, marks of quotes, entities."""

import base64
import binascii
import html
import io
import quopri
import re
import zipfile
from collections.abc import Iterable, Iterator
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from pathlib import Path

from storage.store import Store
from storage.tables import metadata

BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]{20,}[\r\n ]*)+={0,2}")
ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[bqBQ]\?[^?\s]*\?=")


def in_tables(store: Store, words: Iterable[str]) -> dict[str, str]:
    """Return the columns of the store in which a word stands, each with an example."""
    found = {}
    for name, table in metadata.tables.items():
        with store.reading() as connection:
            rows = connection.execute(table.select()).mappings().all()
        for row in rows:
            for column, cell in row.items():
                raw = bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode()
                if trace := first(raw, words):
                    found[f"{name}.{column}"] = trace
    return found


def dump(store: Store) -> str:
    """Return all cells of all tables as one text."""
    with store.reading() as connection:
        rows = [row for table in metadata.tables.values() for row in connection.execute(table.select()).all()]
    return "\n".join(str(cell) for row in rows for cell in row)


def in_files(folder: Path, words: Iterable[str], but: str = "") -> dict[str, str]:
    """Return the files under a folder in whose name or bytes a word stands, each with an example; `but` names some."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and not (but and path.match(but))]
    named = ((path, str(path.relative_to(folder)).encode() + b"\n" + path.read_bytes()) for path in files)
    return {str(path.relative_to(folder)): trace for path, raw in named if (trace := first(raw, words))}


def first(raw: bytes, words: Iterable[str]) -> str:
    """Return the first place at which a word stands, '' where none does."""
    for text in _texts(raw):
        for word in words:
            if (at := text.casefold().find(word.casefold())) >= 0:
                return text[max(0, at - 80) : at + 80]
    return ""


def _texts(raw: bytes, deep: int = 4) -> Iterator[str]:
    for text in (raw.decode("utf-8", "replace"), raw.decode("utf-16-le", "ignore")):
        bare = html.unescape(text)
        yield text
        yield " ".join(re.sub(r"(?m)^[> \t]+", "", bare).split())
        yield " ".join(re.sub(r"<[^<>]*>", " ", bare).split())
        yield re.sub(r"<[^<>]*>", "", bare)
        yield from map(_decoded, ENCODED_WORD.findall(text))
    if deep:
        for inner in _inner(raw):
            yield from _texts(inner, deep - 1)


def _decoded(word: str) -> str:
    try:
        return str(make_header(decode_header(word)))
    except (UnicodeError, LookupError, HeaderParseError):
        return ""


def _inner(raw: bytes) -> Iterator[bytes]:
    if b"=" in raw and (plain := quopri.decodestring(raw)) != raw:
        yield plain
    for run in BASE64.findall(raw):
        try:
            yield base64.b64decode(run)
        except binascii.Error:
            continue
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            yield from (packed.read(name) for name in packed.namelist())
