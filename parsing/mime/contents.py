"""What a mail carries, sorted: bodies to read, calendars, files, wrapped mails and delivery reports."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from parsing.mime.header import Fields, parameters, parse_fields
from parsing.mime.parts import Part, split_mail
from parsing.mime.tnef import unpack
from plans.letter import Attachment

MOST_REPORT = 262_144
TEXTS = ("text/plain", "text/html", "text/enriched", "text/markdown", "application/xhtml+xml")
CALENDARS = ("text/calendar", "application/ics")
SEALS = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")
TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")


@dataclass
class Body:
    """One body in the forms in which it was sent; '' where a form is missing. `flowed` is "", "flowed" or "delsp"."""

    plain: str = ""
    html: str = ""
    flowed: str = ""


@dataclass
class Contents:
    """A mail's parts, sorted."""

    fields: Fields
    bodies: list[Body] = field(default_factory=list)
    wrapped: list[Body] = field(default_factory=list)
    calendars: list[bytes] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    reports: list[Fields] = field(default_factory=list)
    returned: list[Fields] = field(default_factory=list)
    report_type: str = ""


def contents(raw: bytes) -> Contents:
    """Return what a mail carries; nothing raises."""
    fields, parts = split_mail(raw)
    top = parameters(fields.get("Content-Type"))
    found = Contents(fields, report_type=top.get("report-type", "").casefold())
    own: dict[int, Body] = {}
    for number, part in enumerate(parts):
        _sort(found, own, part, -number - 1)
    if not any(body.plain.strip() or body.html.strip() for body in found.bodies):
        found.bodies += [Body(plain=part.text()) for part in parts[:1] if part.media_type in ("", "text")]
    return found


def _sort(found: Contents, own: dict[int, Body], part: Part, alone: int) -> None:
    kind = part.media_type
    if kind in ("message/delivery-status", "message/global-delivery-status"):
        found.reports += _blocks(part.data())
    elif kind in ("text/rfc822-headers", "message/rfc822-headers"):
        found.returned.append(parse_fields(part.data()[:MOST_REPORT]))
    elif kind in CALENDARS and not part.inner:
        found.calendars += [data for data in [part.data()] if data not in found.calendars]
    elif kind in TNEF or part.filename.casefold() == "winmail.dat":
        _add_tnef(found, part)
    elif kind in TEXTS and not _is_file(part):
        _add_text(found.wrapped if part.inner else found.bodies, own, part, part.group or alone)
    elif _is_file(part):
        found.attachments.append(Attachment(part.filename or "attachment", kind, part.data()))


def _is_file(part: Part) -> bool:
    """Tell a file from a body; pictures shown inside the text are neither."""
    if part.media_type in SEALS:
        return False
    if part.disposition == "attachment":
        return True
    if part.media_type.startswith("image/") and part.fields.get("Content-ID"):
        return False
    return bool(part.filename) and not part.media_type.startswith("image/")


def _add_text(bodies: list[Body], own: dict[int, Body], part: Part, group: int) -> None:
    body = own.get(group)
    if body is None:
        body = own[group] = Body()
        bodies.append(body)
    if part.media_type in ("text/html", "application/xhtml+xml"):
        body.html = body.html or part.text()
    elif not body.plain:
        body.plain = part.text()
        if part.parameters.get("format", "").casefold() == "flowed":
            body.flowed = "delsp" if part.parameters.get("delsp", "").casefold() == "yes" else "flowed"


def _add_tnef(found: Contents, part: Part) -> None:
    plain, html, files = unpack(part.data())
    if (plain or html) and not found.bodies:
        found.bodies.append(Body(plain, html))
    found.attachments += files


def _blocks(data: bytes) -> Iterable[Fields]:
    """Return the field groups of a delivery report, one for the mail and one for each recipient."""
    text = data[:MOST_REPORT].replace(b"\r\n", b"\n").strip(b"\n")
    return [parse_fields(block) for block in text.split(b"\n\n")[:200] if block.strip()]
