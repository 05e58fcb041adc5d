"""Forgetting erases a person from all that is kept, letters, versions, log, sheets and outbox, in one transaction."""

import datetime as dt
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Column, Connection, delete, func, or_, select, update

from plans.entry import Entry
from plans.forgetting import Erasure
from plans.plan import Person, Plan
from storage.forms import (
    notice_as_json,
    notice_from_json,
    plan_as_json,
    plan_from_json,
    sheet_as_json,
    sheet_from_json,
    value_as_json,
    value_from_json,
)
from storage.letters import Letters
from storage.mentions import mentions
from storage.outbox import Outbox
from storage.sheets import Sheets
from storage.tables import blobs, drafts, letters, log_contents, log_keys, mirrors, notices, sheets, versions
from storage.versions import Versions

UNREAD = "arrived"
"""The state of a letter whose bytes are still needed."""
NAMED = "its bytes were erased with somebody whom they named"


@dataclass(frozen=True)
class Forgotten:
    """What was erased: how many letters lost their bytes, how many entries and notices were rewritten, and the letters
    of others that could not be touched because nobody has read them yet."""

    letters: int = 0
    entries: int = 0
    notices: int = 0
    unread: int = 0

    def __add__(self, other: "Forgotten") -> "Forgotten":
        """Return both together."""
        return Forgotten(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


class Forgetting(Letters, Versions, Sheets, Outbox):
    """How a person is found in all that is kept, and erased from it."""

    def naming(self, address: str) -> tuple[str, ...]:
        """Return the plans in which an address stands anywhere: in a version, the log, or as a letter's sender."""
        found = [
            select(versions.c.slug).where(_holds(versions.c.content, address)),
            select(log_contents.c.slug).where(_holds(log_contents.c.content, address)),
            select(letters.c.plan).where(
                func.lower(letters.c.sender) == address.casefold(), letters.c.plan.is_not(None)
            ),
        ]
        with self.reading() as connection:
            return tuple(sorted({slug for query in found for slug in connection.execute(query.distinct()).scalars()}))

    def known_as(self, slug: str, person: str) -> tuple[Person, ...]:
        """Return every way in which a person stands in any version of a plan."""
        query = select(versions.c.content).where(versions.c.slug == slug).order_by(versions.c.version)
        with self.reading() as connection:
            plans = [plan_from_json(content) for content in connection.execute(query).scalars()]
        return tuple(dict.fromkeys(found for plan in plans if (found := plan.person(person))))

    def forget(self, erasure: Erasure, plan: Plan, at: dt.datetime, key: str) -> Forgotten:
        """Erase a person from a plan's records and keep the version without them; asked again, nothing happens."""
        slug, former = plan.slug, erasure.former
        told = Entry("forgotten", at, "milepost", plan.version, target=f"person:{former.id}")
        with self.writing() as connection:
            if not self.insert_once(connection, log_keys, {"slug": slug, "key": erasure.key(key)}):
                return Forgotten()
            _rewrite(
                connection, versions.c.content, versions.c.slug == slug, _form(erasure, plan_from_json, plan_as_json)
            )
            _rewrite(
                connection, sheets.c.content, sheets.c.plan == slug, _form(erasure, sheet_from_json, sheet_as_json)
            )
            _rewrite(connection, log_keys.c.key, log_keys.c.slug == slug, erasure.key)
            entries = self._rewrite(connection, slug, lambda entry: entry_without(erasure, entry), told)
            told_to = _notices_without(connection, erasure, notices.c.plan == slug)
            _texts_without(connection, erasure, slug)
            gone, unread = _letters_without(connection, erasure, letters.c.plan == slug)
            version = {"slug": slug, "version": plan.version, "kept_at": at, "content": plan_as_json(plan)}
            self.insert_once(connection, versions, version)
            self._summarise(connection, plan, at)
        self.settle()
        return Forgotten(gone, entries, told_to, unread)

    def forget_elsewhere(self, erasure: Erasure, digests: Iterable[str]) -> Forgotten:
        """Erase a person from what belongs to no plan: strangers' letters, digests (`digests` begin their keys)."""
        theirs = or_(*(notices.c.key.startswith(start, autoescape=True) for start in digests))
        with self.writing() as connection:
            blank = {"to": erasure.former.id, "text": "", "notice": "", "why": ""}
            emptied = connection.execute(update(notices).where(theirs, notices.c.text != "").values(**blank)).rowcount
            changed = _notices_without(connection, replace(erasure, person=""), notices.c.plan.in_(("digest", "alert")))
            mine = func.lower(letters.c.sender).in_(erasure.addresses)
            _texts_without(connection, erasure)
            gone, unread = _letters_without(connection, erasure, mine | letters.c.plan.is_(None))
        self.settle()
        return Forgotten(gone, 0, emptied + changed, unread)


def entry_without(erasure: Erasure, entry: Entry) -> Entry:
    """Return an entry that names the person no more."""
    bare = erasure.of(replace(entry, old="", new="", field=""))
    return replace(
        bare, field=entry.field, old=_value(erasure, entry, entry.old), new=_value(erasure, entry, entry.new)
    )


def _value(erasure: Erasure, entry: Entry, text: str) -> str:
    if entry.kind in ("started", "restored"):
        return text and plan_as_json(erasure.of(plan_from_json(text)))
    target = f"person:{erasure.former.id}" if erasure.person and entry.target == f"person:{erasure.person}" else ""
    value = value_from_json(text)
    changed = erasure.value(entry.field, value, target)
    return text if changed == value else value_as_json(changed)


def _holds(column: Column[Any], text: str) -> Any:
    return func.lower(column).contains(text.casefold(), autoescape=True)


def _form(erasure: Erasure, read: Callable[[str], Any], write: Callable[[Any], str]) -> Callable[[str], str]:
    """Return what rewrites a thing that is kept as JSON."""
    return lambda text: write(erasure.of(read(text))) if text else text


def _rewrite(connection: Connection, column: Column[Any], where: Any, of: Callable[[str], str]) -> int:
    """Rewrite a column where that changes anything, and return in how many rows."""
    table, changed = column.table, 0
    key = list(table.primary_key)
    for row in connection.execute(select(*key, column.label("rewritten")).where(where)).mappings().all():
        if (text := of(row["rewritten"])) != row["rewritten"]:
            here = [one == row[one.name] for one in key if one is not column] + [column == row["rewritten"]]
            connection.execute(update(table).where(*here).values({column.name: text}))
            changed += 1
    return changed


def _texts_without(connection: Connection, erasure: Erasure, slug: str | None = None) -> None:
    """Rewrite what is kept as bare text: the drafts that sellers mailed, and what a CRM answered."""
    for column in (drafts.c.by, drafts.c.name, drafts.c.content, drafts.c.remarks, mirrors.c.why):
        plan = drafts.c.slug if column.table is drafts else mirrors.c.plan
        _rewrite(connection, column, plan == slug if slug else plan.is_not(None), erasure.text)


def _notices_without(connection: Connection, erasure: Erasure, where: Any) -> int:
    """Empty what went to the person, and rewrite what went to others; return how many were changed."""
    changed = 0
    for row in connection.execute(select(notices).where(where)).mappings().all():
        to = erasure.who(row["to"])
        theirs = to != row["to"]
        asked = {name: json.dumps([erasure.of(one) for one in json.loads(row[name])]) for name in ("lines", "asks")}
        values = {
            "key": erasure.key(row["key"]),
            "to": to,
            "text": "" if theirs else erasure.text(row["text"]),
            "notice": "" if theirs else _notice(erasure, row["notice"]),
            "why": erasure.text(row["why"]),
            **{name: text for name, text in asked.items() if json.loads(text) != json.loads(row[name])},
        }
        if any(row[name] != value for name, value in values.items()):
            connection.execute(update(notices).where(notices.c.key == row["key"]).values(**values))
            changed += 1
    return changed


def _notice(erasure: Erasure, text: str) -> str:
    if not text:
        return text
    notice = notice_from_json(text)
    changed = erasure.of(notice)
    return text if changed == notice else notice_as_json(changed)


def _letters_without(connection: Connection, erasure: Erasure, where: Any) -> tuple[int, int]:
    """Erase the person's letters, and the bytes of others' that name them; return how many, and how many are unread."""
    gone = unread = 0
    joined = select(letters, blobs.c.data).select_from(letters.outerjoin(blobs, letters.c.blob == blobs.c.digest))
    for row in connection.execute(joined.where(where)).mappings().all():
        mine = row["sender"].casefold() in erasure.addresses
        named = mine or (row["data"] is not None and mentions(bytes(row["data"]), erasure.names_them))
        if named and not mine and row["state"] == UNREAD:
            unread += 1
            continue
        if named and row["data"] is not None:
            connection.execute(delete(blobs).where(blobs.c.digest == row["blob"]))
            gone += 1
        _letter_without(connection, erasure, row, mine, named)
    return gone, unread


def _letter_without(connection: Connection, erasure: Erasure, row: Any, mine: bool, named: bool) -> None:
    person = erasure.former.id if erasure.person and row["person"] == erasure.person else row["person"]
    values = {"person": person, "note": NAMED if named and not mine else erasure.text(row["note"])}
    if mine:
        values |= {"sender": erasure.former.email, "message_id": ""}
    if any(row[name] != value for name, value in values.items()):
        connection.execute(update(letters).where(letters.c.id == row["id"]).values(**values))
