"""The audit log is append-only: each row seals the one before and the salted digest of its own, erasable content."""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from plans.entry import Entry
from storage.database import Database
from storage.forms import entry_as_json, entry_from_json
from storage.tables import log, log_contents, log_heads, log_keys

ADD, ADD_CONTENTS = insert(log), insert(log_contents)
HEAD = select(log_heads.c.seq, log_heads.c.digest).where(log_heads.c.slug == bindparam("of")).with_for_update()
MOVE_HEAD = update(log_heads).where(log_heads.c.slug == bindparam("of"))
"""Statements of every append, made once: making one costs as much as carrying it out."""


@dataclass(frozen=True)
class LogEntry:
    """One row of a plan's log; `entry` is None where what it said is lost or cannot be read, which is a fault."""

    seq: int
    entry: Entry | None
    digest: str


FORGOTTEN = '{"kind":"forgotten"'
"""How the content of an entry begins that tells which entries were rewritten because somebody was erased."""


def _first(slug: str) -> str:
    """Return what the first row has for a predecessor: no log passes for another plan's."""
    return hashlib.sha256(f"milepost log of {slug}".encode()).hexdigest()


def _sealed(salt: str, content: str) -> str:
    return hashlib.sha256(f"{salt}{content}".encode()).hexdigest()


def _digest(prev: str, seq: int, sealed: str) -> str:
    return hashlib.sha256(f"{prev}{seq}{sealed}".encode()).hexdigest()


class Log(Database):
    """The audit logs of all plans."""

    def append(self, slug: str, entries: Sequence[Entry], key: str) -> bool:
        """Append entries under a key; False (and nothing appended) where the key was used before."""
        with self.writing() as connection:
            return self._appended(connection, slug, entries, key)

    def _appended(self, connection: Connection, slug: str, entries: Sequence[Entry], key: str) -> bool:
        if not self.insert_once(connection, log_keys, {"slug": slug, "key": key}):
            return False
        self._append(connection, slug, entries)
        return True

    def _append(self, connection: Connection, slug: str, entries: Sequence[Entry]) -> None:
        if not entries:
            return
        seq, prev = self._head(connection, slug)
        rows, contents = [], []
        for entry in entries:
            seq, salt, content = seq + 1, secrets.token_hex(16), entry_as_json(entry)
            sealed = _sealed(salt, content)
            digest = _digest(prev, seq, sealed)
            rows.append({"slug": slug, "seq": seq, "prev": prev, "sealed": sealed, "digest": digest})
            contents.append({"slug": slug, "seq": seq, "salt": salt, "content": content})
            prev = digest
        connection.execute(ADD, rows)
        connection.execute(ADD_CONTENTS, contents)
        connection.execute(MOVE_HEAD, {"of": slug, "seq": seq, "digest": prev})

    def _head(self, connection: Connection, slug: str) -> tuple[int, str]:
        """Return where a log ends, and keep other writers from it until this transaction is over."""
        found = connection.execute(HEAD, {"of": slug}).first()
        if found is None:
            self.insert_once(connection, log_heads, {"slug": slug, "seq": 0, "digest": _first(slug)})
            found = connection.execute(HEAD, {"of": slug}).one()
        return found.seq, found.digest

    def log(self, slug: str) -> tuple[LogEntry, ...]:
        """Return a plan's log from its first entry on."""
        with self.reading() as connection:
            rows = connection.execute(_rows(slug)).all()
        return tuple(LogEntry(row.seq, _entry(row.content), row.digest) for row in rows)

    def _rewrite(self, connection: Connection, slug: str, of: Callable[[Entry], Entry], forgotten: Entry) -> int:
        """Rewrite what entries say where `of` changes it, and append the entry that tells so; return how many.

        The chain stays as it was: what is new is sealed by the appended entry, which is in the chain itself.
        """
        seals: dict[str, str] = {}
        rows = connection.execute(select(log_contents).where(log_contents.c.slug == slug)).all()
        for row in rows:
            entry = entry_from_json(row.content)
            if row.content.startswith(FORGOTTEN) or (rewritten := of(entry)) == entry:
                continue
            salt, content = secrets.token_hex(16), entry_as_json(rewritten)
            here = (log_contents.c.slug == slug) & (log_contents.c.seq == row.seq)
            connection.execute(update(log_contents).where(here).values(salt=salt, content=content))
            seals[str(row.seq)] = _sealed(salt, content)
        self._append(connection, slug, (replace(forgotten, new=json.dumps(seals)),))
        return len(seals)

    def verify(self, slug: str) -> tuple[str, ...]:
        """Return a sentence for each changed, missing or reordered entry; none where the log is whole."""
        with self.reading() as connection:
            rows = connection.execute(_rows(slug)).all()
            head = connection.execute(select(log_heads).where(log_heads.c.slug == slug)).first()
        return tuple(_faults(slug, rows, head))


def _rows(slug: str) -> Any:
    joined = log.outerjoin(log_contents, (log.c.slug == log_contents.c.slug) & (log.c.seq == log_contents.c.seq))
    columns = (log.c.seq, log.c.prev, log.c.sealed, log.c.digest, log_contents.c.salt, log_contents.c.content)
    return select(*columns).select_from(joined).where(log.c.slug == slug).order_by(log.c.seq)


def _faults(slug: str, rows: Iterable[Any], head: Any) -> Iterator[str]:
    rows = list(rows)
    rewritten = _rewritten(rows)  # An erasure rewrites what an entry says, and vouches for it: nothing may be gone.
    expected, before = 1, _first(slug)
    for seq, prev, sealed, digest, salt, content in rows:
        if seq != expected:
            yield _gap(expected, seq - 1)
        elif prev != before:
            yield f"Entry {seq} does not follow on entry {seq - 1}: one of them was put in, taken out or moved."
        if content is None:
            yield f"Entry {seq} has lost its content: no entry tells of an erasure that took it."
        elif _sealed(salt, content) != rewritten.get(seq, sealed):
            yield f"Entry {seq} was changed: its content is not what was sealed."
        if _digest(prev, seq, sealed) != digest:
            yield f"Entry {seq} was changed: its seal does not fit."
        expected, before = seq + 1, digest
    if end := _fault_of_end(head, expected - 1, before):
        yield end


def _fault_of_end(head: Any, last: int, digest: str) -> str:
    """Return how a log that ends with this entry differs from where it was recorded to end, '' where it does not."""
    if head is None:
        return "The end of the log is not recorded: entries may be missing after the last." if last else ""
    if head.seq > last:
        return _gap(last + 1, head.seq)
    if head.seq != last or head.digest != digest:
        return f"The log does not end where it was recorded to end (entry {head.seq})."
    return ""


def _rewritten(rows: Iterable[Any]) -> Mapping[int, str]:
    """Return the seals of what entries say since somebody was erased from them, as later entries of the log tell."""
    seals: dict[int, str] = {}
    for _, _, sealed, _, salt, content in rows:
        if content is not None and content.startswith(FORGOTTEN) and _sealed(salt, content) == sealed:
            seals |= {int(seq): seal for seq, seal in json.loads(entry_from_json(content).new).items()}
    return seals


def _entry(content: str | None) -> Entry | None:
    """Return what a row says, None where that is lost or was made unreadable; `verify` says which."""
    try:
        return entry_from_json(content) if content else None
    except ValueError:
        return None


def _gap(first: int, last: int) -> str:
    return f"Entry {first} is missing." if first == last else f"Entries {first} to {last} are missing."
