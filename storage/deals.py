"""Deals are kept as the CRM's file tells them, one row an id; the same file again changes nothing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import select, update

from plans.report.deals import CrmDeal
from storage.database import Database
from storage.tables import deals, keepable


@dataclass(frozen=True)
class Imported:
    """How many deals of a file were new, told something else than before, or stood so already."""

    new: int
    changed: int
    same: int


class Deals(Database):
    """The deals that were imported."""

    def deals(self) -> tuple[CrmDeal, ...]:
        """Return all deals, by id."""
        with self.reading() as connection:
            return tuple(CrmDeal(**row) for row in connection.execute(select(deals).order_by(deals.c.id)).mappings())

    def import_deals(self, found: Sequence[CrmDeal]) -> Imported:
        """Keep all deals of a file or none of them; a deal that is known is told anew."""
        rows = {row["id"]: row for row in map(_row, found)}
        with self.writing() as connection:
            known = {row["id"]: dict(row) for row in connection.execute(select(deals)).mappings()}
            changed = [row for id_, row in rows.items() if id_ in known and known[id_] != row]
            for row in changed:
                connection.execute(update(deals).where(deals.c.id == row["id"]).values(**row))
            new = self.insert_each(connection, deals, [row for id_, row in rows.items() if id_ not in known])
        return Imported(len(new), len(changed), len(rows) - len(new) - len(changed))


def _row(deal: CrmDeal) -> dict[str, Any]:
    return asdict(deal) | {"id": keepable(deal.id), "plan": keepable(deal.plan)}
