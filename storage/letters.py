"""Letters are kept as they came, each once: the bytes by their digest, and what became of them."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import delete, select, update

from storage.database import Database
from storage.tables import blobs, letters

UNREAD = (letters.c.state == "arrived") & letters.c.plan.is_not(None)
"""Letters of plans that are not dealt with."""

LetterState = Literal["arrived", "handled", "quarantined", "put-aside"]


@dataclass(frozen=True)
class LetterRecord:
    """A letter as storage knows it: where its bytes are, whose it is taken for, what became of it."""

    id: str
    blob: str
    plan: str | None
    person: str | None
    sender: str
    message_id: str
    received_at: dt.datetime
    state: LetterState = "arrived"
    note: str = ""


class Letters(Database):
    """Bytes by digest, and the letters that they are."""

    def keep_blob(self, data: bytes) -> str:
        """Keep bytes once and return their SHA-256 digest."""
        digest = hashlib.sha256(data).hexdigest()
        with self.writing() as connection:
            self.insert_once(connection, blobs, {"digest": digest, "size": len(data), "data": data})
        return digest

    def blob(self, digest: str) -> bytes | None:
        """Return the bytes of a digest, None where they were never kept or are erased."""
        with self.reading() as connection:
            data = connection.execute(select(blobs.c.data).where(blobs.c.digest == digest)).scalar()
        return None if data is None else bytes(data)

    def erase_blob(self, digest: str) -> bool:
        """Erase bytes for good; tell whether they were there."""
        with self.writing() as connection:
            return bool(connection.execute(delete(blobs).where(blobs.c.digest == digest)).rowcount)

    def keep_letter(self, record: LetterRecord) -> bool:
        """Keep a letter; False where it was kept before (what is known of it stays)."""
        with self.writing() as connection:
            return self.insert_once(connection, letters, asdict(record))

    def keep_arrived(self, arrived: Sequence[tuple[LetterRecord, bytes]]) -> tuple[bool, ...]:
        """Keep letters with their bytes, all in one transaction; False for each that was kept before."""
        with self.writing() as connection:
            rows = [{"digest": record.blob, "size": len(data), "data": data} for record, data in arrived]
            self.add_each(connection, blobs, rows)
            added = self.insert_each(connection, letters, [vars(record) for record, _ in arrived])
        first = {record.id: at for at, (record, _) in reversed(list(enumerate(arrived)))}
        return tuple(record.id in added and first[record.id] == at for at, (record, _) in enumerate(arrived))

    def letter(self, letter_id: str) -> LetterRecord | None:
        """Return the letter with this id, or None."""
        with self.reading() as connection:
            row = connection.execute(select(letters).where(letters.c.id == letter_id)).mappings().first()
        return LetterRecord(**row) if row else None

    def size(self, letter_id: str) -> int:
        """Return how many bytes a letter has; 0 where none are kept."""
        kept = select(blobs.c.size).join(letters, letters.c.blob == blobs.c.digest).where(letters.c.id == letter_id)
        with self.reading() as connection:
            return connection.execute(kept).scalar() or 0

    def mark_letter(self, letter_id: str, state: LetterState, note: str = "") -> None:
        """Note what became of a letter."""
        with self.writing() as connection:
            connection.execute(update(letters).where(letters.c.id == letter_id).values(state=state, note=note))

    def unread(self, before: dt.datetime) -> tuple[LetterRecord, ...]:
        """Return the letters of plans that came before a moment and are not handled yet: something holds them up."""
        query = (
            select(letters)
            .where(UNREAD & (letters.c.received_at < before))
            .order_by(letters.c.received_at, letters.c.id)
        )
        with self.reading() as connection:
            return tuple(LetterRecord(**row) for row in connection.execute(query).mappings())

    def letters(self, plan: str | None = None, state: LetterState | None = None) -> tuple[LetterRecord, ...]:
        """Return letters in the order in which they came, of one plan or in one state where asked."""
        query = select(letters).order_by(letters.c.received_at, letters.c.id)
        if plan is not None:
            query = query.where(letters.c.plan == plan)
        if state is not None:
            query = query.where(letters.c.state == state)
        with self.reading() as connection:
            return tuple(LetterRecord(**row) for row in connection.execute(query).mappings())
