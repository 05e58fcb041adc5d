"""Header fields keep their order and repeats, decoded to text however they were encoded (RFC 2047, 2231, raw bytes)."""

import binascii
import re
from dataclasses import dataclass, field
from email.message import Message

from parsing.mime.charset import decode

MOST_FIELDS = 1_000
LONGEST_FIELD = 32_768
LONGEST_PARAMETERS = 4_096
ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\n]{0,4000})\?=")


@dataclass(frozen=True)
class Fields:
    """The header fields of a mail or a part."""

    pairs: tuple[tuple[str, str], ...] = ()
    _first: dict[str, str] = field(default_factory=dict, repr=False)

    def get(self, name: str) -> str:
        """Return the first field of this name, or ''."""
        return self._first.get(name.casefold(), "")

    def all(self, name: str) -> list[str]:
        """Return every field of this name, in order."""
        folded = name.casefold()
        return [value for key, value in self.pairs if key.casefold() == folded]


def parse_fields(block: bytes) -> Fields:
    """Return the fields of a header block; lines that are no field and no continuation are dropped."""
    folded: list[list[bytes]] = []
    for line in block.splitlines():
        if line[:1] in (b" ", b"\t") and folded:
            folded[-1].append(line.strip())
        elif b":" in line and len(folded) < MOST_FIELDS:
            folded.append([line])
    return fields_of(tuple(_pair(b" ".join(lines)[:LONGEST_FIELD]) for lines in folded))


def fields_of(pairs: tuple[tuple[str, str], ...]) -> Fields:
    """Return pairs of names and values as fields."""
    first: dict[str, str] = {}
    for name, value in pairs:
        first.setdefault(name.casefold(), value)
    return Fields(pairs, first)


def _pair(line: bytes) -> tuple[str, str]:
    name, _, value = line.partition(b":")
    return decode(name).strip(), decode_words(decode(value).strip())


def decode_words(value: str) -> str:
    """Return text with its encoded words (RFC 2047) decoded; neighbours in one charset are joined before decoding."""
    if "=?" not in value:
        return value
    result: list[str] = []
    charset, pending, end = "", b"", 0
    for word in ENCODED_WORD.finditer(value):
        between = value[end : word.start()]
        same = pending and charset == word[1].casefold() and not between.strip()
        if not same:
            result += [decode(pending, charset), "" if end and not between.strip() else between]
            pending = b""
        charset, pending, end = word[1].casefold(), pending + _word_bytes(word[2], word[3]), word.end()
    return "".join([*result, decode(pending, charset.partition("*")[0]), value[end:]])


def _word_bytes(encoding: str, content: str) -> bytes:
    data = content.encode("utf-8", "replace")
    if encoding in "qQ":
        return binascii.a2b_qp(data, header=True)
    return from_base64(data)


NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


def from_base64(data: bytes) -> bytes:
    """Return what can be decoded of base64, whatever stands between its letters."""
    letters = data.translate(None, NOT_BASE64)
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


def parameters(value: str) -> dict[str, str]:
    """Return the value of a structured field under '' and its parameters by name, continued ones joined (RFC 2231)."""
    message = Message()
    message["Content-Type"] = re.sub(r"[\r\n\x00]", " ", value[:LONGEST_PARAMETERS])
    try:
        pairs = message.get_params(failobj=[], unquote=True)
    except (ValueError, LookupError, TypeError):
        pairs = []
    result: dict[str, str] = {"": value.partition(";")[0].strip().casefold()[:200]}
    for name, content in pairs[1:]:
        result.setdefault(name.casefold(), decode_words(_parameter(content)))
    return result


def _parameter(content: str | tuple[str | None, str | None, str]) -> str:
    if isinstance(content, str):
        return content
    charset, _, text = content
    return decode(text.encode("latin-1", "replace"), charset or "utf-8")
