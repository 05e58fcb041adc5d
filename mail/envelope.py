"""An envelope is how a mail is addressed, threaded and recognised: headers out, and where an inbound mail belongs."""

import base64
import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from email import policy
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.headerregistry import Address as HeaderAddress
from email.message import EmailMessage, Message
from email.parser import BytesHeaderParser
from email.utils import format_datetime, formataddr, getaddresses

from plans.letter import Address, Attachment
from plans.notice import Said
from plans.seal import RETURN

HEADER_LIMIT = 1 << 20
"""Bytes of a mail that are looked at for its headers (RFC 5322 sets no limit; a larger head is not a letter)."""
TOKEN = re.compile(r"[a-z2-7]{8}-[a-z2-7]{8}(?:-[a-z2-7]{8})?-[a-z2-7]{16}")
SHORT_CODE = re.compile(r"\[([a-z2-7]{8}-[a-z2-7]{8})\]")
"""The code in subjects and footers, where the mailbox takes no plus-addresses."""
MOST_CODES = 20
FOOTER = 60_000
"""Bytes at a mail's end in which a quoted footer is looked for."""
ROUTING_HEADERS = ("Delivered-To", "X-Original-To", "X-Envelope-To", "Envelope-To", "To", "Cc")
MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")
LONGEST_NAME = 120
LONGEST_SUBJECT = 250
"""Characters of a name and a subject that are shown: a word beyond 998 octets could not be folded (RFC 5322, 2.1.1)."""
LONGEST_FIELD = 60_000
REFERENCES = 100
"""How many references of a mail are looked at, the latest ones."""


@dataclass(frozen=True)
class Route:
    """What the headers of an inbound mail say about where it belongs."""

    letter_id: str
    sender: str
    subject: str
    message_id: str
    in_reply_to: str
    references: tuple[str, ...]
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Envelope:
    """How one mail to one person is addressed: `sent_at` is aware, the Message-IDs carry their brackets."""

    to: Address
    sender: Address
    reply_to: str
    message_id: str
    sent_at: dt.datetime
    references: tuple[str, ...] = ()
    in_reply_to: str = ""
    attachments: Sequence[Attachment] = field(default_factory=tuple)
    calendar: bytes | None = None
    calendar_method: str = "REQUEST"


def message_id(key: str, domain: str) -> str:
    """Return the Message-ID that a notice's key leads to: the same at every retry."""
    digest = base64.b32encode(hashlib.sha256(key.encode()).digest()).decode("ascii").lower()[:32]
    return f"<{digest}@{domain}>"


def reply_address(address: str, token: str) -> str:
    """Return the engine's address with a token behind a plus (RFC 5233)."""
    local, _, domain = address.rpartition("@")
    return f"{local}+{token}@{domain}"


def verp(address: str, token: str) -> str:
    """Return the envelope sender that bounces come back to, carrying the token of whom they are about."""
    local, _, domain = address.rpartition("@")
    return f"{local}{RETURN}{token}@{domain}"


def one_line(text: str) -> str:
    """Return text without control characters and line ends: nothing that stands in it can become a header.

    What looks like an encoded word is parted, because the library would decode it, and with it the line ends inside.
    """
    return " ".join("".join(c if c.isprintable() else " " for c in text).replace("=?", "= ?").split())


def compose(said: Said, envelope: Envelope) -> EmailMessage:
    """Return the mail: mixed(alternative(plain, related(html, pictures), calendar), enclosures)."""
    message = EmailMessage(policy=policy.SMTP.clone(max_line_length=78))
    message["From"] = _mailbox(envelope.sender)
    message["To"] = _mailbox(envelope.to)
    message["Reply-To"] = envelope.reply_to
    message["Subject"] = one_line(said.subject)[:LONGEST_SUBJECT]
    message["Date"] = format_datetime(envelope.sent_at)
    message["Message-ID"] = envelope.message_id
    if envelope.in_reply_to:
        message["In-Reply-To"] = envelope.in_reply_to
    if envelope.references:
        message["References"] = " ".join(dict.fromkeys(envelope.references))
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message["List-Unsubscribe"] = f"<mailto:{envelope.reply_to}?subject=stop>"
    _fill(message, said, envelope)
    message["Content-Language"] = said.language
    return message


def _mailbox(address: Address) -> HeaderAddress | str:
    """Return an address for a header: the name quoted and encoded whatever stands in it (RFC 5322, RFC 2047)."""
    try:
        return HeaderAddress(one_line(address.name)[:LONGEST_NAME], addr_spec=address.email)
    except (ValueError, IndexError):
        return formataddr((one_line(address.name)[:LONGEST_NAME], address.email))


def _fill(message: EmailMessage, said: Said, envelope: Envelope) -> None:
    message.set_content(_sound(said.text), cte="quoted-printable")
    message.add_alternative(_sound(said.html), subtype="html", cte="quoted-printable")
    html = message.get_payload()[1]  # type: ignore[index]  # an alternative is a list of two parts by now
    for picture in said.pictures:
        main, _, sub = picture.media_type.partition("/")
        html.add_related(picture.data, main, sub, cid=f"<{picture.content_id}>", disposition="inline")  # type: ignore[union-attr]
    if envelope.calendar is not None:
        message.add_alternative(envelope.calendar, "text", "calendar", params={"method": envelope.calendar_method})
    for attachment in envelope.attachments:
        main, _, sub = attachment.media_type.partition("/")
        message.add_attachment(attachment.data, main, sub, filename=one_line(attachment.filename))


def _sound(text: str) -> str:
    """Return text that can be encoded: halves of surrogate pairs come from damaged mails that are quoted."""
    return text.encode("utf-8", "replace").decode("utf-8")


def head_of(raw: bytes) -> Message:
    """Return a mail's header fields, nothing in them believed or decoded."""
    return BytesHeaderParser(policy=policy.compat32).parsebytes(head_bytes(raw))


def head_bytes(raw: bytes) -> bytes:
    """Return the bytes of a mail's head as they came."""
    return raw[:HEADER_LIMIT].partition(b"\r\n\r\n")[0].partition(b"\n\n")[0]


def body_of(raw: bytes) -> bytes:
    """Return what follows a mail's head."""
    return raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2]


def _all(headers: Message, name: str) -> list[str]:
    return [str(value).replace("\r", " ").replace("\n", " ") for value in headers.get_all(name, [])]


def _first_address(headers: Message, name: str) -> str:
    return next((email.casefold() for _, email in addresses_in(_all(headers, name)) if "@" in email), "")


def addresses_in(values: Iterable[str]) -> list[tuple[str, str]]:
    """Return the names and addresses in header fields; comments nested thousandfold are nobody's address."""
    try:
        return getaddresses([value[:LONGEST_FIELD] for value in values])
    except RecursionError:
        return []


def letter_id(raw: bytes) -> str:
    """Return a letter's identity: From, Message-ID and the body's digest; one mail by two ways is one letter."""
    return _letter_id(raw, head_of(raw))


def _letter_id(raw: bytes, headers: Message) -> str:
    body = body_of(raw).strip()
    # Two letters that say the same on two days are two, also from a program that gives no Message-ID.
    own = "".join(_all(headers, "Message-ID")).strip() or "".join(_all(headers, "Date")).strip()
    parts = (_first_address(headers, "From"), own)
    digest = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape"))
    digest.update(hashlib.sha256(body).digest())
    return digest.hexdigest()[:40]


def route(raw: bytes) -> Route:
    """Return where a mail belongs, from its headers alone; nothing in it is believed yet."""
    headers = head_of(raw)
    in_reply_to = MESSAGE_ID.findall(" ".join(_all(headers, "In-Reply-To"))[:4_000])
    references = MESSAGE_ID.findall(" ".join(_all(headers, "References"))[-LONGEST_FIELD:])
    own_id = MESSAGE_ID.findall(" ".join(_all(headers, "Message-ID"))[:4_000])
    return Route(
        letter_id=_letter_id(raw, headers),
        sender=_first_address(headers, "From"),
        subject=one_line(" ".join(_all(headers, "Subject"))[:2_000]),
        message_id=own_id[0] if own_id else "",
        in_reply_to=in_reply_to[0] if in_reply_to else "",
        references=tuple(references[-REFERENCES:]),
        tokens=_tokens(headers, body_of(raw[:HEADER_LIMIT])),
    )


def _tokens(headers: Message, body: bytes) -> tuple[str, ...]:
    """Return the tokens in the addresses that the mail was sent to, the delivery's own first, then short codes."""
    found: list[str] = []
    for name in ROUTING_HEADERS:
        for value in _all(headers, name):
            found += TOKEN.findall(value[:LONGEST_FIELD].casefold())
    subject = decoded(" ".join(_all(headers, "Subject"))[:2_000])
    return tuple(dict.fromkeys([*found, *SHORT_CODE.findall(subject.casefold())[:MOST_CODES], *_in_footer(body)]))


def _in_footer(body: bytes) -> list[str]:
    """Return the short codes in a mail's quoted footer, where whoever answered has replaced the subject."""
    return SHORT_CODE.findall(body[-FOOTER:].decode("ascii", "replace").casefold())[:MOST_CODES]


def decoded(text: str) -> str:
    """Return a field's text with its encoded words read (RFC 2047); as it stands where they are broken."""
    try:
        return str(make_header(decode_header(text)))
    except (HeaderParseError, LookupError, ValueError):
        return text
