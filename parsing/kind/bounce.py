"""A bounce names the addresses that a mail did not reach, and whether for good (RFC 3464, else in words)."""

import re
from collections.abc import Iterable, Iterator

from parsing.kind.away import sounds_away
from parsing.kind.signs import Signs
from parsing.mime.header import Fields
from parsing.phrases import phrases
from plans.letter import Bounced
from plans.seal import RETURN

MOST_BOUNCED = 50
MOST_LINES = 400
DELIVERED = ("Delivered-To", "X-Original-To", "Envelope-To", "To")
DAEMON = re.compile(
    r"(mailer-?daemon|postmaster|mail-?daemon|mdaemon|mail[-_.]?(delivery|system|router|gateway)|mdm|bounces?|"
    r"delivery|mailadmin|mailer|smtp|uucp|listserv|majordomo|system|mmdf|exchange|administrator|microsoftexchange)"
    r"[\w.+=\\-]*@|mailer-daemon$"
)
ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")
CODE = re.compile(r"(?<![\d.:+-])([45])[0-7]\d(?![\d.:])\b")
TROUBLE = re.compile(r"fail|return|undeliver|deliver|delay|error|reject|warning|problem|bounce|zustell|remis|unzust")
ARRIVED = ("delivered", "relayed", "expanded")
"""What a report's Action says of a mail that went its way (RFC 3464, 2.3.3); systems have many words for the rest."""
NULL_PATHS = ("<>", "<mailer-daemon>")
STOPS = re.compile(
    r"[-_=*\s>]*(original message|unsent message|returned message|message header|forwarded message|the header|"
    r"message text|begin message|copy of (the|your)|included (is|message)|this is a copy|return-path:|received:|"
    r"original-envelope|start of returned|full message)",
    re.IGNORECASE,
)


def is_bounce(signs: Signs) -> bool:
    """Tell a delivery report from mail by people."""
    if signs.report_type == "delivery-status" or signs.reports:
        return not _arrived(signs.reports)
    if signs.fields.get("X-Failed-Recipients") or _is_qmails(signs):
        return True
    told = any(phrase in signs.subject for phrase in phrases("bounce", "subjects"))
    if DAEMON.match(signs.sender) or _null_path(signs):
        return told or bool(TROUBLE.search(signs.subject)) or _tells_failure(signs.all_words)
    return signs.subject.startswith(phrases("bounce", "subjects")) and _tells_failure(signs.all_words)


def comes_back(signs: Signs) -> bool:
    """Tell a report by where it was sent: only machines know a mail's return address.

    Those who answer for people write there too, and say so (RFC 3834, 3.1.3 and 4).
    """
    places = (signs.fields.get(name)[:2_000].casefold() for name in DELIVERED)
    returned = any(RETURN in place for place in places)
    return returned and not signs.value("Auto-Submitted").startswith("auto-replied") and not sounds_away(signs)


def _tells_failure(words: str) -> bool:
    return any(phrase in words for key in ("failures", "lasting", "passing") for phrase in phrases("bounce", key))


def _null_path(signs: Signs) -> bool:
    return signs.value("Return-Path") in NULL_PATHS


def _is_qmails(signs: Signs) -> bool:
    return any("invoked for bounce" in line for line in signs.fields.all("Received"))


def _arrived(reports: Iterable[Fields]) -> bool:
    actions = {_action(fields) for fields in reports} - {""}
    return bool(actions) and actions <= set(ARRIVED)


def bounced(signs: Signs) -> tuple[Bounced, ...]:
    """Return the addresses that a mail did not reach, '' where the report names none."""
    found: dict[str, Bounced] = {}
    for one in [*_reported(signs.reports), *_listed(signs)]:
        found.setdefault(one.address, one)
    if not found:
        lasting = _for_good(signs.all_words) if is_bounce(signs) else _says_for_good(signs.all_words)
        found = {address: Bounced(address, lasting) for address in _told(signs) or ("",)}
    return tuple(found.values())[:MOST_BOUNCED]


def _reported(reports: Iterable[Fields]) -> Iterator[Bounced]:
    for fields in reports:
        action = _action(fields)
        address = _recipient(fields)
        if address and action not in ARRIVED:
            passing = fields.get("Status").strip().startswith("4")
            yield Bounced(address, action != "delayed" and not passing, action == "failed" and passing)


def _action(fields: Fields) -> str:
    found = re.match(r"\s*([a-z]+)", fields.get("Action").casefold())
    return found[1] if found else ""


def _recipient(fields: Fields) -> str:
    """Return whom a report is about: the address that we wrote to, before the one it was forwarded to."""
    for name in ("Original-Recipient", "Final-Recipient", "X-Actual-Recipient"):
        found = ADDRESS.search(fields.get(name)[:500])
        if found:
            return found[0].casefold()
    return ""


def _listed(signs: Signs) -> Iterator[Bounced]:
    for address in ADDRESS.findall(signs.fields.get("X-Failed-Recipients")[:5_000]):
        yield Bounced(address.casefold(), _for_good(signs.all_words))


def _told(signs: Signs) -> tuple[str, ...]:
    return tuple(_named(signs))


def _named(signs: Signs) -> Iterator[str]:
    """Yield the addresses that the report's own words name, not those of the returned mail."""
    ours = {address.casefold() for name in ("To", "From", "Return-Path") for address in _in(signs.fields.get(name))}
    written = False
    for number, line in enumerate(signs.body.split("\n", MOST_LINES)[:MOST_LINES]):
        if written and number > 2 and STOPS.match(line[:80]):
            return
        for address in _in(line[:500]):
            if address.casefold() not in ours and not DAEMON.match(address.casefold()):
                written = True
                yield address.casefold()


def _in(text: str) -> list[str]:
    return [found.strip(".'") for found in ADDRESS.findall(text)]


def _says_for_good(words: str) -> bool:
    """Tell whether a mail that only its place makes a report says itself that an address is no good.

    It may be the note of somebody who is away, in words that nobody foresaw: it must cost them no mails.
    """
    if any(phrase in words for phrase in phrases("bounce", "passing")):
        return False
    told = any(phrase in words for phrase in phrases("bounce", "lasting"))
    return told or "5" in [found[1] for found in STATUS.finditer(words)]


def _for_good(words: str) -> bool:
    """Read permanence from a report's words: a status, a code, else phrases."""
    classes = [found[1] for found in STATUS.finditer(words)] or [found[1] for found in CODE.finditer(words)]
    if classes:
        return "5" in classes
    return not any(phrase in words for phrase in phrases("bounce", "passing"))
