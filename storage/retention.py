"""Retention deletes what has been kept for long enough, kind by kind, each by its own time."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, select, update

from storage.outbox import erase_unreferred
from storage.store import Store
from storage.tables import (
    blobs,
    drafts,
    enclosures,
    figures,
    letters,
    log,
    log_contents,
    log_heads,
    log_keys,
    mirrors,
    notices,
    plans,
    sheets,
    threads,
    used_codes,
    versions,
)

ENDED = ("won", "lost")
UNSENT = ("claimed", "deferred")
"""States of mails that are still on their way."""


@dataclass(frozen=True)
class Keeping:
    """For how many days each kind of data is kept; 0 keeps it for ever."""

    letters: int = 0
    strangers: int = 0
    mails: int = 0
    ended: int = 0


@dataclass(frozen=True)
class Purged:
    """How much was deleted of each kind."""

    letters: int = 0
    strangers: int = 0
    mails: int = 0
    plans: tuple[str, ...] = ()


class _TakeBackError(Exception):
    """What a dry run ends its transaction with."""


def ended_plans(store: Store, keeping: Keeping, now: dt.datetime) -> tuple[str, ...]:
    """Return the plans that have ended for so long that nothing of them is kept any more."""
    if not keeping.ended:
        return ()
    over = plans.c.status.in_(ENDED) & (plans.c.updated_at < now - dt.timedelta(days=keeping.ended))
    with store.reading() as connection:
        return tuple(connection.execute(select(plans.c.slug).where(over).order_by(plans.c.slug)).scalars())


def purge(store: Store, keeping: Keeping, now: dt.datetime, dry: bool = False) -> Purged:
    """Delete what is older than it may be, and tell how much; a dry run only tells."""
    rules: tuple[tuple[int, Callable[[Connection, dt.datetime], int]], ...] = (
        (keeping.letters, _letters), (keeping.strangers, _strangers), (keeping.mails, _mails),
    )  # fmt: skip
    counted = [_counted(store, rule, now - dt.timedelta(days=days), dry) if days else 0 for days, rule in rules]
    letters_gone, strangers, mails = counted
    over = ended_plans(store, keeping, now)
    for slug in () if dry else over:
        with store.writing() as connection:
            _plan(connection, slug)
    if not dry:
        store.settle()
    return Purged(letters_gone, strangers, mails, over)


def _counted(store: Store, rule: Callable[[Connection, dt.datetime], int], before: dt.datetime, dry: bool) -> int:
    counted = 0
    try:
        with store.writing() as connection:
            counted = rule(connection, before)
            if dry:
                raise _TakeBackError
    except _TakeBackError:
        pass
    return counted


def _letters(connection: Connection, before: dt.datetime) -> int:
    """Delete the bytes of plans' letters that were dealt with, and who sent them; that they came stays in the log."""
    old = letters.c.plan.is_not(None) & (letters.c.received_at < before) & (letters.c.state != "arrived")
    changed = update(letters).where(old, letters.c.sender != "").values(sender="", message_id="")
    counted = connection.execute(changed).rowcount
    kept = select(letters.c.blob).where(~old)
    theirs = select(letters.c.blob).where(old)
    connection.execute(delete(blobs).where(blobs.c.digest.in_(theirs), blobs.c.digest.not_in(kept)))
    return counted


def _strangers(connection: Connection, before: dt.datetime) -> int:
    """Delete letters that belong to no plan, and drafts that no plan came of."""
    connection.execute(delete(drafts).where(drafts.c.started_by == "", drafts.c.kept_at < before))
    counted = connection.execute(
        delete(letters).where(letters.c.plan.is_(None), letters.c.received_at < before)
    ).rowcount
    erase_unreferred(connection)
    return counted


def _mails(connection: Connection, before: dt.datetime) -> int:
    """Delete what our own mails said; that they were sent stays, so that none goes out twice."""
    old = (notices.c.at < before) & notices.c.state.not_in(UNSENT) & ((notices.c.text != "") | (notices.c.notice != ""))
    connection.execute(delete(used_codes).where(used_codes.c.used_at < before))
    _enclosures(connection, old)
    erase_unreferred(connection)
    return connection.execute(update(notices).where(old).values(text="", notice="", why="")).rowcount


def _plan(connection: Connection, slug: str) -> None:
    """Delete all that is kept of a plan."""
    connection.execute(
        delete(enclosures).where(enclosures.c.notice.in_(select(notices.c.key).where(notices.c.plan == slug)))
    )
    belongs: tuple[Any, ...] = (
        log_contents.c.slug, log.c.slug, log_heads.c.slug, log_keys.c.slug, versions.c.slug, sheets.c.plan,
        notices.c.plan, threads.c.plan, letters.c.plan, drafts.c.slug, mirrors.c.plan, figures.c.slug, plans.c.slug,
    )  # fmt: skip
    for column in belongs:
        connection.execute(delete(column.table).where(column == slug))
    erase_unreferred(connection)


def _enclosures(connection: Connection, of: Any) -> None:
    """Delete which documents went with notices; their bytes go where nothing refers to them any more."""
    connection.execute(delete(enclosures).where(enclosures.c.notice.in_(select(notices.c.key).where(of))))
