"""Storage beside bare SQLAlchemy: both leave the same rows, in databases of their own."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from benchmarks.memory_made import AT, ENTRIES, entries, letters_of, timed, versions_of
from plans.plan import Plan
from storage import tables
from storage.store import Store

RATIO = 1.5
"""How many times the time of bare SQLAlchemy storage may take."""
Transaction = list[tuple[Any, list[dict[str, Any]]]]
"""Statements with their rows: what one letter leaves."""
HEAD = sa.update(tables.log_heads).where(tables.log_heads.c.slug == sa.bindparam("of"))
SUMMARY = sa.update(tables.plans).where(tables.plans.c.slug == sa.bindparam("of"))


class Bare:
    """The same rows into the same tables by SQLAlchemy alone: nothing is worked out, sealed or looked up."""

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _durable)

    def replay(self, transactions: list[Transaction]) -> None:
        for transaction in transactions:
            with self.engine.begin() as connection:
                for statement, rows in transaction:
                    connection.execute(statement, rows if len(rows) > 1 else rows[0])


def _durable(connection: Any, _: Any) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
        connection.execute(f"PRAGMA {pragma}")


def rows_of(store: Store, table: sa.Table) -> list[dict[str, Any]]:
    with store.reading() as connection:
        return [dict(row) for row in connection.execute(sa.select(table)).mappings()]


def as_transactions(store: Store, versions: list[Plan]) -> list[Transaction]:
    """Return what the store has made of versions: the rows added and brought forward, one transaction a version."""
    log = {(row["slug"], row["seq"]): row for row in rows_of(store, tables.log)}
    contents = {(row["slug"], row["seq"]): row for row in rows_of(store, tables.log_contents)}
    kept = {(row["slug"], row["version"]): row for row in rows_of(store, tables.versions)}
    summaries = {row["slug"]: row for row in rows_of(store, tables.plans)}
    found, done, heads = [], dict.fromkeys(summaries, 0), rows_of(store, tables.log_heads)
    ends = {row["slug"]: row for row in heads}
    for plan in versions:
        slug, first = plan.slug, done[plan.slug]
        keys = [(slug, seq) for seq in range(first + 1, first + 1 + ENTRIES)]
        done[slug] += ENTRIES
        transaction: Transaction = [
            (sa.insert(tables.versions), [kept[slug, plan.version]]),
            (sa.insert(tables.log), [log[key] for key in keys]),
            (sa.insert(tables.log_contents), [contents[key] for key in keys]),
        ]
        now = {**summaries[slug], "version": plan.version}, {**ends[slug], **log[keys[-1]]}
        head = {name: now[1][name] for name in ("slug", "seq", "digest")}
        if first:
            transaction += [(HEAD, [{"of": slug, **head}]), (SUMMARY, [{"of": slug, **now[0]}])]
        else:
            transaction += [(sa.insert(tables.log_heads), [head]), (sa.insert(tables.plans), [now[0]])]
        found.append(transaction)
    return found


def kept_versions(store: Store, plans: list[Plan]) -> None:
    for plan in plans:
        store.keep_version(plan, entries(plan.version), AT)


def beside_bare(name: str, address: Callable[[], str], number: int) -> bool:
    """Print how storage compares; each side in turn in databases of its own, the best of five."""
    ours, bare, ours_letters, bare_letters = [], [], [], []
    plans, letters = versions_of(number), letters_of(number)
    batches = [letters[at : at + 50] for at in range(0, number, 50)]
    for _ in range(5):
        store, other = Store(address()), Store(address())
        for one in (store, other):
            one.migrate()
        ours.append(timed(lambda: kept_versions(store, plans)))  # noqa: B023 - called at once
        ours_letters.append(timed(lambda: [store.keep_arrived(batch) for batch in batches]))  # noqa: B023
        transactions = as_transactions(store, plans)
        alone = Bare(other._engine.url.render_as_string(hide_password=False).replace("+psycopg", ""))
        bare.append(timed(lambda: alone.replay(transactions)))  # noqa: B023
        rows = [
            [
                (sa.insert(tables.blobs), [{"digest": one.blob, "size": len(raw), "data": raw} for one, raw in batch]),
                (sa.insert(tables.letters), [vars(one) for one, _ in batch]),
            ]
            for batch in batches
        ]
        bare_letters.append(timed(lambda: alone.replay(rows)))  # noqa: B023
        alone.engine.dispose()
        store.close()
        other.close()
    sound = True
    for what, here, there in (("versions", ours, bare), ("letters", ours_letters, bare_letters)):
        ratio = min(here) / min(there)
        sound &= ratio <= RATIO
        print(
            f"{name}: {number / min(here):.0f} {what} a second, {number / min(there):.0f} by bare SQLAlchemy: "
            f"{ratio:.2f} times its time (target {RATIO})",
            flush=True,
        )
    return sound
