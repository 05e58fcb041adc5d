"""A plan is stuck where a letter stays unread or a mail unsent for long: its activity fails again and again, or nobody
works."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.store import Store

LETTER_PATIENCE = dt.timedelta(minutes=15)
"""How long a letter may stay unread: three tries at reading take less than five minutes."""
MAIL_PATIENCE = dt.timedelta(hours=2)
"""How long a mail may be on its way: a server that is busy, or asks for patience (greylisting), is through by then."""


@dataclass(frozen=True)
class Stuck:
    """A plan that something holds up: how many letters and mails wait, and since when (aware)."""

    plan: str
    letters: int
    mails: int
    since: dt.datetime

    @property
    def words(self) -> str:
        """Return what waits, in a sentence's part."""
        waiting = [_counted(self.letters, "letter", "unread"), _counted(self.mails, "mail", "unsent")]
        return f"{' and '.join(filter(None, waiting))} since {self.since:%Y-%m-%d %H:%M} UTC"


def _counted(number: int, noun: str, state: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''} {state}" if number else ""


def stuck_plans(store: "Store", now: dt.datetime) -> tuple[Stuck, ...]:
    """Return the plans that something holds up, the longest first."""
    letters = store.unread(now - LETTER_PATIENCE)
    mails = store.unsent(now - MAIL_PATIENCE)
    unread, unsent = Counter(one.plan or "" for one in letters), Counter(one.plan for one in mails)
    since: dict[str, dt.datetime] = {}
    for plan, at in [*((one.plan or "", one.received_at) for one in letters), *((one.plan, one.at) for one in mails)]:
        since[plan] = min(at, since.get(plan, at))
    found = (Stuck(plan, unread[plan], unsent[plan], at.astimezone(dt.UTC)) for plan, at in since.items())
    return tuple(sorted(found, key=lambda one: (one.since, one.plan)))
