"""Outlook's winmail.dat is unpacked into a body and files; a broken one is nothing at all."""

import mimetypes

from parsing.mime.charset import decode
from plans.letter import Attachment

LARGEST = 15_000_000


def unpack(data: bytes) -> tuple[str, str, list[Attachment]]:
    """Return the plain body, the HTML body and the files of a winmail.dat."""
    if len(data) > LARGEST:
        return "", "", []
    from tnefparse import TNEF

    try:
        wrapped = TNEF(data, do_checksum=False)
        plain, html = _text(wrapped.body), _text(wrapped.htmlbody)
        return plain, html, [_attachment(file.long_filename() or file.name, file.data) for file in wrapped.attachments]
    except Exception:  # the parser raises whatever its broken input leads it to
        return "", "", []


def _text(body: object) -> str:
    if isinstance(body, bytes):
        return decode(body)
    return str(body).replace("\x00", "") if body else ""


def _attachment(name: str, data: bytes) -> Attachment:
    name = str(name or "attachment").replace("\x00", "").strip() or "attachment"
    return Attachment(name, mimetypes.guess_type(name)[0] or "application/octet-stream", bytes(data))
