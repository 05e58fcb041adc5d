"""Addresses, moments and message ids are taken out of header fields that may hold anything."""

import datetime as dt
import re
from email.utils import getaddresses, parsedate_to_datetime

from parsing.mime.header import Fields
from plans.letter import Address

EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MESSAGE_ID = re.compile(r"<[^<>\s]{1,500}>")
BARE_ADDRESS = re.compile(r"[^\s<>()\"',;:@]{1,64}@[^\s<>()\"',;:@]{1,255}")
MOST_ADDRESSES = 200


def message_ids(fields: Fields, name: str) -> tuple[str, ...]:
    """Return the message ids of a field, in order."""
    return tuple(MESSAGE_ID.findall(fields.get(name)))


def addresses(fields: Fields, name: str) -> list[Address]:
    """Return the addresses of a field, decoded; what is no address is left out."""
    values = [value[:20_000] for value in fields.all(name)[:5]]
    try:
        pairs = getaddresses(values)[:MOST_ADDRESSES]
    except (RecursionError, ValueError, IndexError):
        pairs = [("", address) for value in values for address in BARE_ADDRESS.findall(value)][:MOST_ADDRESSES]
    return [Address(address.strip().casefold(), " ".join(shown.split())) for shown, address in pairs if "@" in address]


def sent_at(fields: Fields) -> dt.datetime:
    """Return when a mail was sent, in the sender's own offset; from Received, else the epoch, where Date is broken."""
    dates = [*fields.all("Date")[:3], *(value.rpartition(";")[2] for value in reversed(fields.all("Received")[:50]))]
    return next((moment for text in dates if (moment := _moment(text))), EPOCH)


def _moment(text: str) -> dt.datetime | None:
    try:
        moment = parsedate_to_datetime(text[:200].strip())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)
    return moment if 1980 <= moment.year <= 2200 else None
