"""A record is what is kept of a running plan: its newest version, its buyer's letters, and our mails to its people."""

import datetime as dt
from dataclasses import dataclass, replace

from plans.engagement import Engagement, engagement
from plans.entry import Entry
from plans.plan import Plan


@dataclass(frozen=True)
class Mailed:
    """One mail of ours that went out: to whom (a person id or an address), and when (aware)."""

    to: str
    at: dt.datetime


@dataclass(frozen=True)
class Record:
    """A plan, when its newest and its first version were kept (aware), the log's entries of letters, and our mails."""

    plan: Plan
    kept_at: dt.datetime
    began_at: dt.datetime
    letters: tuple[Entry, ...] = ()
    mails: tuple[Mailed, ...] = ()

    def until(self, day: dt.date) -> "Record":
        """Return the record without the mails of later days, by the plan's own time zone."""
        return replace(
            self,
            letters=tuple(entry for entry in self.letters if self.day_of(entry.at) <= day),
            mails=tuple(mail for mail in self.mails if self.day_of(mail.at) <= day),
        )

    def quiet_on(self, day: dt.date) -> int:
        """Return for how many days nobody had written on a day, since the plan began at most."""
        written = [entry.at for entry in self.until(day).letters if entry.kind == "letter"]
        return max(0, (day - self.day_of(max(written, default=self.began_at))).days)

    def day_of(self, at: dt.datetime) -> dt.date:
        """Return the day of a moment in the plan's own time zone."""
        return at.astimezone(self.plan.zone).date()

    def engagement_on(self, day: dt.date) -> Engagement:
        """Return the buyer's part as it stood on a day; the plan is its newest version."""
        return engagement(self.plan, self.until(day).letters, day, self.day_of(self.began_at))
