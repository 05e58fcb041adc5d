"""A plan is stuck where a letter stays unread or a mail unsent for long, since its activity fails again and again or
nobody works, and where its own steps fail: then it says nothing at all."""

import datetime as dt
from collections import Counter
from collections.abc import Collection
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
    """A plan that something holds up: how many letters and mails wait, and since when (aware); `failing` tells that its
    own steps fail."""

    plan: str
    letters: int = 0
    mails: int = 0
    since: dt.datetime | None = None
    failing: bool = False

    @property
    def words(self) -> str:
        """Return what waits or fails, in a sentence's part."""
        waiting = [_counted(self.letters, "letter", "unread"), _counted(self.mails, "mail", "unsent")]
        told = f"{' and '.join(filter(None, waiting))} since {self.since:%Y-%m-%d %H:%M} UTC" if self.since else ""
        return "; ".join(filter(None, (told, "its own steps fail" if self.failing else "")))


def _counted(number: int, noun: str, state: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''} {state}" if number else ""


def stuck_plans(store: "Store", now: dt.datetime, failing: Collection[str] = ()) -> tuple[Stuck, ...]:
    """Return the plans that something holds up, the longest first; those that only fail by themselves are last."""
    letters = store.unread(now - LETTER_PATIENCE)
    mails = store.unsent(now - MAIL_PATIENCE)
    unread, unsent = Counter(one.plan or "" for one in letters), Counter(one.plan for one in mails)
    since: dict[str, dt.datetime] = {}
    for plan, at in [*((one.plan or "", one.received_at) for one in letters), *((one.plan, one.at) for one in mails)]:
        since[plan] = min(at, since.get(plan, at))
    first = sorted((at.astimezone(dt.UTC), plan) for plan, at in since.items())
    waiting = (Stuck(plan, unread[plan], unsent[plan], at, plan in failing) for at, plan in first)
    return (*waiting, *(Stuck(plan, failing=True) for plan in sorted(set(failing) - since.keys())))
