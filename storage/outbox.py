"""The outbox records every notice before it is sent, so that a retry sends it once and under the same Message-ID."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, delete, select, update

from plans.notice import NoticeKind
from storage.database import Database
from storage.tables import blobs, enclosures, letters, notices, threads, used_codes

UNSENT = notices.c.state.in_(("claimed", "deferred"))
"""Notices that no server has taken yet, and that are still on their way."""

OutboxState = Literal["new", "unsent", "sent"]


@dataclass(frozen=True)
class NoticeRecord:
    """A mail that was to go out: what it was about, what it asked, and what it said."""

    key: str
    plan: str
    version: int
    to: str
    kind: NoticeKind
    lines: tuple[str, ...]
    asks: tuple[str, ...]
    message_id: str
    code: str
    text: str
    at: dt.datetime
    notice: str = ""


@dataclass(frozen=True)
class Enclosed:
    """A document that went with a notice: the name it had, and where its bytes are."""

    name: str
    blob: str


class Outbox(Database):
    """Notices with their fate, the thread of each plan, and codes that work once."""

    def claim(self, record: NoticeRecord, enclosed: Sequence[tuple[str, bytes]] = ()) -> OutboxState:
        """Record a notice that is about to be sent, with its documents (names and bytes).

        Return "new", "unsent" (claimed before, but not known to be sent: send it again) or "sent" (leave it).
        """
        row = {**asdict(record), "lines": _joined(record.lines), "asks": _joined(record.asks)}
        with self.writing() as connection:
            new = self.insert_once(connection, notices, {**row, "state": "claimed"})
            mine = select(notices.c.state).where(notices.c.key == record.key)
            if not new and connection.execute(mine).scalar() == "sent":
                return "sent"
            self._enclose(connection, record.key, enclosed, new)
        return "new" if new else "unsent"

    def _enclose(self, connection: Connection, key: str, enclosed: Sequence[tuple[str, bytes]], new: bool) -> None:
        """Keep what goes out with a notice, each document's bytes once; a later try's take the place of the earlier."""
        digests = [hashlib.sha256(data).hexdigest() for _, data in enclosed]
        kept = zip(digests, (data for _, data in enclosed), strict=True)
        self.add_each(connection, blobs, [{"digest": one, "size": len(data), "data": data} for one, data in kept])
        mine = enclosures.c.notice == key
        before = () if new else connection.execute(select(enclosures.c.blob).where(mine)).scalars().all()
        if before:
            connection.execute(delete(enclosures).where(mine))
        rows = [
            {"notice": key, "number": number, "name": name, "blob": digest}
            for number, ((name, _), digest) in enumerate(zip(enclosed, digests, strict=True), start=1)
        ]
        self.add_each(connection, enclosures, rows)
        if before:
            erase_unreferred(connection, blobs.c.digest.in_(before))

    def enclosed(self, plan: str) -> dict[str, tuple[Enclosed, ...]]:
        """Return the documents that went with a plan's notices, by the notice's key."""
        of_plan = enclosures.c.notice.in_(select(notices.c.key).where(notices.c.plan == plan))
        query = select(enclosures).where(of_plan).order_by(enclosures.c.notice, enclosures.c.number)
        found: dict[str, tuple[Enclosed, ...]] = {}
        with self.reading() as connection:
            for row in connection.execute(query):
                found[row.notice] = (*found.get(row.notice, ()), Enclosed(row.name, row.blob))
        return found

    def sent(self, key: str, at: dt.datetime) -> None:
        """Record that a notice went out."""
        self._settle(key, state="sent", sent_at=at, why="")

    def failed(self, key: str, why: str) -> None:
        """Record why a notice did not go out; it can be claimed again."""
        self._settle(key, state="failed", why=why)

    def deferred(self, key: str, why: str) -> None:
        """Record why a notice has not gone out yet; it is on its way, and claimed again."""
        self._settle(key, state="deferred", why=why)

    def _settle(self, key: str, **values: Any) -> None:
        with self.writing() as connection:
            connection.execute(update(notices).where(notices.c.key == key).values(**values))

    def notice_by_message_id(self, message_id: str) -> NoticeRecord | None:
        """Return the notice that went out under this Message-ID, or None."""
        return next(iter(self._notices(notices.c.message_id == message_id, limit=1)), None)

    def notice_by_key(self, key: str) -> NoticeRecord | None:
        """Return the notice with this key, or None."""
        return next(iter(self._notices(notices.c.key == key, limit=1)), None)

    def last_notice(self, plan: str, person: str) -> NoticeRecord | None:
        """Return the last notice to a person that may have reached them, or None."""
        reached = (notices.c.plan == plan) & (notices.c.to == person) & notices.c.state.not_in(("failed", "deferred"))
        return next(iter(self._notices(reached, limit=1)), None)

    def unsent(self, before: dt.datetime) -> tuple[NoticeRecord, ...]:
        """Return the notices that were to go out before a moment and are still on their way, the oldest first."""
        return tuple(reversed(self._notices(UNSENT & (notices.c.at < before))))

    def notices(self, plan: str, *, sent: bool = False) -> tuple[NoticeRecord, ...]:
        """Return every notice of a plan, the oldest first; with `sent` those only that went out."""
        where = notices.c.plan == plan
        return tuple(reversed(self._notices(where & (notices.c.state == "sent") if sent else where)))

    def _notices(self, where: Any, limit: int | None = None) -> tuple[NoticeRecord, ...]:
        columns = [column for column in notices.c if column.name not in ("state", "sent_at", "why")]
        query = select(*columns).where(where).order_by(notices.c.at.desc(), notices.c.key.desc()).limit(limit)
        with self.reading() as connection:
            return tuple(_record(row) for row in connection.execute(query).mappings())

    def thread(self, plan: str) -> str:
        """Return the Message-ID at the root of a plan's thread, '' before its first mail."""
        with self.reading() as connection:
            found = connection.execute(select(threads.c.message_id).where(threads.c.plan == plan)).scalar()
        return found or ""

    def set_thread(self, plan: str, message_id: str) -> str:
        """Set the root of a plan's thread, once, and return the one that holds."""
        with self.writing() as connection:
            self.insert_once(connection, threads, {"plan": plan, "message_id": message_id})
        return self.thread(plan)

    def use_code(self, code: str, at: dt.datetime) -> bool:
        """Use a single-use code; False where it was used before."""
        with self.writing() as connection:
            return self.insert_once(connection, used_codes, {"code": code, "used_at": at})


def erase_unreferred(connection: Connection, *of: ColumnElement[bool]) -> None:
    """Delete bytes, of these or of all, that no letter and no notice refers to any more."""
    referred = select(letters.c.blob).union(select(enclosures.c.blob))
    connection.execute(delete(blobs).where(blobs.c.digest.not_in(referred), *of))


def _joined(ids: tuple[str, ...]) -> str:
    return json.dumps(ids, ensure_ascii=False)


def _record(row: Any) -> NoticeRecord:
    return NoticeRecord(**{**row, "lines": tuple(json.loads(row["lines"])), "asks": tuple(json.loads(row["asks"]))})
