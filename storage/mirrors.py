"""What the CRM has of each plan is recorded after the CRM has said so, with why it gets no more where it does not."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Literal

from sqlalchemy import delete, select, update

from storage.database import Database
from storage.tables import mirrors

MirrorState = Literal["taken", "failed", "off"]


@dataclass(frozen=True)
class MirrorRecord:
    """The last version that an endpoint took, and how it stands: "off" gets nothing more, "failed" is behind."""

    plan: str
    endpoint: str
    version: int
    state: MirrorState
    why: str
    at: dt.datetime


class Mirrors(Database):
    """One row a plan; `endpoint` is the name of where it went, never its address."""

    def mirrored(self, plan: str) -> MirrorRecord | None:
        """Return how a plan stands with the CRM, None where nothing was ever given to it."""
        with self.reading() as connection:
            row = connection.execute(select(mirrors).where(mirrors.c.plan == plan)).mappings().first()
        return MirrorRecord(**row) if row else None

    def set_mirrored(self, record: MirrorRecord) -> None:
        """Record how a plan stands with the CRM."""
        with self.writing() as connection:
            known = update(mirrors).where(mirrors.c.plan == record.plan).values(**asdict(record))
            if not connection.execute(known).rowcount:
                self.insert_once(connection, mirrors, asdict(record))

    def forget_mirrored(self, plan: str) -> None:
        """Forget how a plan stands with the CRM: its newest version is given to it again."""
        with self.writing() as connection:
            connection.execute(delete(mirrors).where(mirrors.c.plan == plan))

    def mirrors_stopped(self) -> tuple[MirrorRecord, ...]:
        """Return the plans that the CRM does not have as they stand, by plan."""
        query = select(mirrors).where(mirrors.c.state != "taken").order_by(mirrors.c.plan)
        with self.reading() as connection:
            return tuple(MirrorRecord(**row) for row in connection.execute(query).mappings())
