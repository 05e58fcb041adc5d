"""Forgetting erases a person from all that is kept, letters, versions, log, sheets and outbox, in one transaction."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, delete, func, or_, select, update

from plans.entry import Entry
from plans.erasure import Erasure
from plans.plan import Plan
from storage.drafts import DRAFT
from storage.finding import Finding
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
from storage.mentions import mentions, names_in
from storage.outbox import Outbox
from storage.sheets import Sheets
from storage.tables import (
    blobs,
    drafts,
    enclosures,
    letters,
    log_keys,
    mirrors,
    notices,
    plans,
    sheets,
    versions,
)
from storage.versions import forget_figures

UNREAD = "arrived"
"""The state of a letter whose bytes are still needed."""
AT_ONCE = 50
"""Letters that are held in memory at a time."""
MOST_AT_ONCE = 500
"""Letters that one statement names."""
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


class Forgetting(Finding, Sheets, Outbox):
    """How a person is erased from all that is kept."""

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
            _documents_without(connection, erasure, notices.c.plan == slug)
            told_to = _notices_without(connection, erasure, notices.c.plan == slug)
            _texts_without(connection, erasure, lambda of: of == slug)
            gone, unread = _letters_without(connection, erasure, letters.c.plan == slug)
            forget_figures(connection, slug)
            version = {"slug": slug, "version": plan.version, "kept_at": at, "content": plan_as_json(plan)}
            self.insert_once(connection, versions, version)
            self._summarise(connection, plan, at)
        self.settle()
        return Forgotten(gone, entries, told_to, unread)

    def forget_elsewhere(self, erasure: Erasure, digests: Iterable[str], spared: Sequence[str] = ()) -> Forgotten:
        """Erase a person from what belongs to no plan, and from letters of all: `digests` begin the keys of theirs.

        In the plans that are spared their name is somebody else's, and only their addresses tell of them.
        """
        spared = self._with_drafts(spared)
        theirs = or_(*(notices.c.key.startswith(start, autoescape=True) for start in digests))
        named = list(self._naming_them(erasure, spared))
        batches = [named[start : start + MOST_AT_ONCE] for start in range(0, len(named), MOST_AT_ONCE)]
        with self.writing() as connection:
            blank = {"to": erasure.former.id, "text": "", "notice": "", "why": ""}
            emptied = connection.execute(update(notices).where(theirs, notices.c.text != "").values(**blank)).rowcount
            of_none = notices.c.plan.not_in(select(plans.c.slug))
            changed = 0
            for here, where in _in_and_outside(erasure, spared):
                _documents_without(connection, here, of_none & where(notices.c.plan))
                changed += _notices_without(connection, here, of_none & where(notices.c.plan))
                _texts_without(connection, here, where)
            swept = [_letters_without(connection, erasure, letters.c.id.in_(batch), spared) for batch in batches]
        self.settle()
        return Forgotten(sum(gone for gone, _ in swept), 0, emptied + changed, sum(unread for _, unread in swept))

    def unread_naming(
        self, erasure: Erasure, spared: Sequence[str] = (), slugs: Sequence[str] = (), but: str | None = None
    ) -> Counter[str]:
        """Return how many letters of others name a person and wait to be read, by plan ('' for none): they need their
        bytes. With `slugs` those of these plans only; those whose note says `but` are left out.
        """
        spared = self._with_drafts(spared)
        theirs = func.lower(letters.c.sender).in_(erasure.addresses)
        where = [letters.c.state == UNREAD, ~theirs]
        where += [letters.c.plan.in_(slugs)] if slugs else []
        where += [letters.c.note != but] if but is not None else []
        return Counter(self._naming_them(erasure, spared, *where).values())

    def _with_drafts(self, slugs: Sequence[str]) -> tuple[str, ...]:
        """Return plans with what stands for them in letters and notices while they are drafts."""
        query = select(drafts.c.ref).where(drafts.c.slug.in_(slugs)).distinct()
        with self.reading() as connection:
            return (*slugs, *(f"{DRAFT}{ref}" for ref in connection.execute(query).scalars()))

    def _naming_them(self, erasure: Erasure, spared: Sequence[str], *where: ColumnElement[bool]) -> dict[str, str]:
        """Return the letters that a person wrote or is named in, with their plans ('' for none); read without keeping
        writers waiting."""
        joined = letters.outerjoin(blobs, letters.c.blob == blobs.c.digest)
        query = select(letters, blobs.c.data).select_from(joined).where(*where)
        with self.reading() as connection:
            rows = connection.execution_options(yield_per=AT_ONCE).execute(query).mappings()
            about = (row for row in rows if _is_about(_in(erasure, row, spared), row, row["data"]))
            return {row["id"]: row["plan"] or "" for row in about}


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


Where = Callable[[Column[Any]], ColumnElement[bool]]
"""Which plans are meant, by the column that names them."""


def _in_and_outside(erasure: Erasure, spared: Sequence[str]) -> tuple[tuple[Erasure, Where], ...]:
    """Return the erasure as it holds in the plans that are spared, and in all others."""
    return (_by_address(erasure), lambda of: of.in_(spared)), (erasure, lambda of: of.not_in(spared))


def _texts_without(connection: Connection, erasure: Erasure, where: Where) -> None:
    """Rewrite what is kept as bare text of these plans: the drafts that sellers mailed, and what a CRM answered."""
    ways = dict.fromkeys((drafts.c.by, drafts.c.name, drafts.c.remarks, mirrors.c.why), erasure.text)
    for column, of in {**ways, drafts.c.content: erasure.file}.items():
        plan = drafts.c.slug if column.table is drafts else mirrors.c.plan
        _rewrite(connection, column, where(plan), of)


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


def _documents_without(connection: Connection, erasure: Erasure, where: Any) -> None:
    """Erase the bytes of documents that went out and name the person; their keys follow those of the notices."""
    theirs = enclosures.c.notice.in_(select(notices.c.key).where(where))
    for digest in connection.execute(select(enclosures.c.blob).where(theirs).distinct()).scalars().all():
        data = connection.execute(select(blobs.c.data).where(blobs.c.digest == digest)).scalar()
        if data is not None and names_in(bytes(data), erasure.names_them):
            connection.execute(delete(blobs).where(blobs.c.digest == digest))
    _rewrite(connection, enclosures.c.name, theirs, erasure.text)
    _rewrite(connection, enclosures.c.notice, theirs, erasure.key)


def _notice(erasure: Erasure, text: str) -> str:
    if not text:
        return text
    notice = notice_from_json(text)
    changed = erasure.of(notice)
    return text if changed == notice else notice_as_json(changed)


def _in(erasure: Erasure, letter: Any, spared: Sequence[str]) -> Erasure:
    """Return the erasure as it holds in a letter's plan."""
    return _by_address(erasure) if letter["plan"] in spared else erasure


def _by_address(erasure: Erasure) -> Erasure:
    """Return the erasure where the name is somebody else's, and only addresses tell of the person."""
    return replace(erasure, names=())


def _is_theirs(erasure: Erasure, letter: Any) -> bool:
    return letter["sender"].casefold() in erasure.addresses


def _is_about(erasure: Erasure, letter: Any, data: bytes | None) -> bool:
    """Tell whether somebody wrote a letter, or is named in it."""
    return _is_theirs(erasure, letter) or erasure.names_them(letter["note"]) or _is_mentioned(erasure, data)


def _is_mentioned(erasure: Erasure, data: bytes | None) -> bool:
    return data is not None and mentions(bytes(data), erasure.names_them)


def _letters_without(
    connection: Connection, erasure: Erasure, where: Any, spared: Sequence[str] = ()
) -> tuple[int, int]:
    """Erase the person's letters, and the bytes of others' that name them; return how many, and how many are unread."""
    gone = unread = 0
    for row in connection.execute(select(letters).where(where)).mappings().all():
        data = connection.execute(select(blobs.c.data).where(blobs.c.digest == row["blob"])).scalar()
        here, mine = _in(erasure, row, spared), _is_theirs(erasure, row)
        named = mine or _is_mentioned(here, data)
        if named and not mine and row["state"] == UNREAD:
            unread += 1
            continue
        if named and data is not None:
            connection.execute(delete(blobs).where(blobs.c.digest == row["blob"]))
            gone += 1
        _letter_without(connection, here, row, mine, named)
    return gone, unread


def _letter_without(connection: Connection, erasure: Erasure, row: Any, mine: bool, named: bool) -> None:
    person = erasure.former.id if erasure.person and row["person"] == erasure.person else row["person"]
    values = {"person": person, "note": NAMED if named and not mine else erasure.text(row["note"])}
    if mine:
        values |= {"sender": erasure.former.email, "message_id": ""}
    if any(row[name] != value for name, value in values.items()):
        connection.execute(update(letters).where(letters.c.id == row["id"]).values(**values))
