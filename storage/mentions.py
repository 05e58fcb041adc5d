"""A mention is a name or address in a mail, wherever it hides: heads, quoted words, attachments, Word documents."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.message import Message
from email.policy import default
from html import unescape

Finds = Callable[[str], bool]
TAG = re.compile(r"<[^<>]{0,2000}>")
QUOTED = re.compile(r"(?m)^[>|\s]+")
"""What stands before the words of a quoted line."""
FOLDED = re.compile(r"\r?\n[ \t]")
"""Where a calendar's line is folded, within a name too (RFC 5545, 3.1)."""
PACKED = b"PK\x03\x04"
SEALED = b"%PDF"
DEEPEST = 3
"""How often documents may be packed into each other."""
MOST_UNPACKED = 30_000_000
"""Bytes of a packed document that are looked into; what is larger counts as a mention."""
SILENT = frozenset({"image", "audio", "video", "font"})
"""Kinds of parts that hold no text."""


def mentions(raw: bytes, finds: Finds) -> bool:
    """Tell whether a mail names somebody; what cannot be looked into counts as if it did."""
    try:
        return any(map(finds, _texts(raw)))
    except Exception:  # A mail that no parser takes is rather erased than left with a name in it.
        return True


def names_in(data: bytes, finds: Finds) -> bool:
    """Tell whether a document names somebody; a picture or what else cannot be looked into counts as if it did."""
    try:
        return any(map(finds, _unpacked(data, DEEPEST) if data.startswith(PACKED) else _readings(_plain(data))))
    except Exception:  # As with mails: rather erased than left with a name in it.
        return True


def _plain(data: bytes) -> str:
    if data.startswith(SEALED):
        raise ValueError("its text is packed in a way of its own")
    return data.decode()


def _texts(raw: bytes) -> Iterator[str]:
    yield raw.decode("utf-8", "replace")
    for part in message_from_bytes(raw, policy=default).walk():
        yield "\n".join(str(value) for value in part.values())
        if not part.is_multipart() and part.get_content_maintype() not in SILENT:
            yield from _texts_of(part)


def _texts_of(part: Message) -> Iterator[str]:
    data = part.get_payload(decode=True)
    assert isinstance(data, bytes)
    if part.get_content_maintype() == "text":
        yield from _readings(data.decode(part.get_content_charset("utf-8"), "replace"))
    elif data.startswith(PACKED):
        yield from _unpacked(data, DEEPEST)
    elif data:
        raise ValueError("a part that cannot be looked into")


def _readings(text: str) -> Iterator[str]:
    """Yield a text in every way in which a name can stand in it: across tags, cells, quoted lines, as entities."""
    bare = unescape(text)
    yield text
    yield FOLDED.sub("", text)
    yield QUOTED.sub("", bare)
    yield TAG.sub("", bare)
    yield TAG.sub(" ", bare)


def _unpacked(data: bytes, deep: int) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if not deep or sum(info.file_size for info in packed.infolist()) > MOST_UNPACKED:
            raise ValueError("too large, or packed too often, to be looked into")
        for info in packed.infolist():
            inner = packed.read(info)
            if inner.startswith(PACKED):
                yield from _unpacked(inner, deep - 1)
            else:
                yield from _readings(inner.decode("utf-8", "replace"))
                yield inner.decode("utf-16-le", "replace")
