"""A mail is split into its parts by offsets into the raw bytes: no recursion, no copies, bounded depth and count."""

import quopri
from collections.abc import Iterator
from dataclasses import dataclass

from parsing.mime.charset import decode
from parsing.mime.header import Fields, from_base64, parameters, parse_fields

DEEPEST = 30
MOST_PARTS = 500
LONGEST_HEADER = 262_144
LONGEST_TEXT = 2_000_000


@dataclass(frozen=True)
class Part:
    """One leaf of a mail. `group` numbers the alternative it belongs to, `inner` counts the mails it is wrapped in."""

    fields: Fields
    media_type: str
    parameters: dict[str, str]
    disposition: str
    filename: str
    body: bytes
    group: int
    inner: int

    def data(self) -> bytes:
        """Return the bytes behind the transfer encoding."""
        encoding = self.fields.get("Content-Transfer-Encoding").strip().casefold()
        if encoding == "base64":
            return from_base64(self.body)
        if encoding == "quoted-printable":
            return quopri.decodestring(self.body)
        return self.body

    def text(self) -> str:
        """Return a text part's words with bare line feeds; what is beyond two million bytes is left out."""
        text = decode(self.data()[:LONGEST_TEXT], self.parameters.get("charset", ""))
        return text.replace("\r\n", "\n").replace("\r", "\n")


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    depth: int
    group: int
    inner: int
    default: str = "text/plain"


def split_mail(raw: bytes) -> tuple[Fields, list[Part]]:
    """Return a mail's own header fields and its leaves, in order."""
    start = raw.find(b"\n") + 1 if raw.startswith((b"From ", b">From ")) else 0
    top, _ = _header(raw, _Span(start, len(raw), 0, 0, 0))
    return top, list(_leaves(raw, _Span(start, len(raw), 0, 0, 0)))


def _leaves(raw: bytes, whole: _Span) -> Iterator[Part]:
    waiting, seen, groups = [whole], 0, 0
    while waiting and seen < MOST_PARTS:
        span = waiting.pop()
        seen += 1
        fields, start = _header(raw, span)
        content = parameters(fields.get("Content-Type") or span.default)
        media_type = content[""] if "/" in content[""] else span.default
        body = _Span(start, span.end, span.depth + 1, span.group, span.inner)
        if media_type.startswith("multipart/") and span.depth < DEEPEST:
            groups += 1
            inside = _inside(raw, body, media_type, content.get("boundary", ""), groups)
            if inside:
                waiting += reversed(inside)
                continue
            media_type = "text/plain"
        elif media_type in ("message/rfc822", "message/global") and span.depth < DEEPEST:
            waiting.append(_Span(*_unwrapped(raw, start, span.end), span.depth + 1, 0, span.inner + 1))
            continue
        yield _leaf(raw, fields, content, media_type, body)


def _leaf(raw: bytes, fields: Fields, content: dict[str, str], media_type: str, body: _Span) -> Part:
    placed = parameters(fields.get("Content-Disposition"))
    filename = placed.get("filename") or content.get("name", "")
    return Part(
        fields=fields,
        media_type=media_type,
        parameters=content,
        disposition=placed[""],
        filename=filename.replace("\\", "/").rpartition("/")[2].strip()[:200],
        body=raw[body.start : body.end],
        group=body.group,
        inner=body.inner,
    )


def _header(raw: bytes, span: _Span) -> tuple[Fields, int]:
    """Return a span's header fields and where its body starts."""
    if raw[span.start : span.start + 1] == b"\n" or raw[span.start : span.start + 2] == b"\r\n":
        return Fields(), raw.find(b"\n", span.start) + 1
    ends = [(at, at + len(mark)) for mark in (b"\n\n", b"\n\r\n") if (at := raw.find(mark, span.start, span.end)) >= 0]
    stop, body = min(ends, default=(span.end, span.end))
    return parse_fields(raw[span.start : min(stop, span.start + LONGEST_HEADER)]), body


def _inside(raw: bytes, span: _Span, media_type: str, boundary: str, number: int) -> list[_Span]:
    """Return the spans between a multipart's boundaries; a missing boundary is taken from its first dashed line."""
    mark = b"--" + boundary.encode("latin-1", "replace") if boundary else _first_dashed(raw, span)
    group = number if media_type == "multipart/alternative" else span.group
    default = "message/rfc822" if media_type == "multipart/digest" else "text/plain"
    spans: list[_Span] = []
    opened = -1
    for at, after, closing in _boundaries(raw, span, mark):
        if opened >= 0:
            spans.append(_Span(opened, max(opened, at), span.depth, group, span.inner, default))
        opened = -1 if closing else after
        if closing or len(spans) >= MOST_PARTS:
            break
    if opened >= 0:
        spans.append(_Span(opened, span.end, span.depth, group, span.inner, default))
    return spans


def _boundaries(raw: bytes, span: _Span, mark: bytes) -> Iterator[tuple[int, int, bool]]:
    """Yield for each boundary line where the text before it ends, where the part after it starts, and if it closes."""
    at = raw.find(mark, span.start, span.end) if len(mark) > 2 else -1
    while at >= 0:
        after = at + len(mark)
        if at == span.start or raw[at - 1 : at] == b"\n":
            closing = raw[after : after + 2] == b"--"
            newline = raw.find(b"\n", after, span.end)
            newline = span.end - 1 if newline < 0 else newline
            if closing or not raw[after:newline][:80].strip():
                yield at - (2 if raw[at - 2 : at] == b"\r\n" else 1), newline + 1, closing
        at = raw.find(mark, after, span.end)


def _first_dashed(raw: bytes, span: _Span) -> bytes:
    for line in raw[span.start : min(span.end, span.start + 4_096)].splitlines():
        if line.startswith(b"--") and len(line) > 6:
            return line.rstrip()
    return b""


def _unwrapped(raw: bytes, start: int, end: int) -> tuple[int, int]:
    """Skip blank lines before a wrapped mail's own header."""
    while start < end and raw[start : start + 1] in (b"\r", b"\n"):
        start += 1
    return start, end
