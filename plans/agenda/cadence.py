"""The cadence is what is said regularly: the weekly status and the snapshot, each to its own people."""

import datetime as dt
import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from plans.agenda.hours import is_day_of, is_told_on, rhythms_of, said_on, speaking_time
from plans.change import LAST_DAY
from plans.plan import Person, Plan
from plans.workdays import Calendar, moment, zone_of

CATCH_UP = dt.timedelta(days=2)
"""How late a regular mail is still worth sending: whoever comes later, or a plan that goes on again, waits for the
next one."""
AHEAD = 16
"""Days in which every rhythm falls at least once."""
MONTHLY = 45
"""Days in which the first day of a rhythm in a month falls at least once."""


@dataclass(frozen=True)
class Regular:
    """One regular mail to one person: its kind, its moment (UTC) and the day that it is for."""

    kind: str
    to: str
    at: dt.datetime
    day: dt.date

    @property
    def key(self) -> str:
        """Return what names it among all that was sent."""
        return f"{self.kind}/{self.to}/{self.day.isoformat()}"


def since(day: dt.date) -> str:
    """Return the key that tells from which day on the plan speaks."""
    return f"since/{day.isoformat()}"


def heard(day: dt.date) -> str:
    """Return the key that tells when somebody of the plan was last heard."""
    return f"heard/{day.isoformat()}"


def quiet_days(sent: frozenset[str], now: dt.datetime) -> int:
    """Return for how many days nobody has written, since the plan began to speak at most."""
    days = [dt.date.fromisoformat(key.removeprefix("heard/")) for key in sent if key.startswith("heard/")]
    return (now.date() - max(days, default=first_day(sent, now))).days


def first_day(sent: frozenset[str], now: dt.datetime) -> dt.date:
    """Return the day from which the plan speaks: the one that `since` has put among what was sent, else today."""
    days = [dt.date.fromisoformat(key.removeprefix("since/")) for key in sent if key.startswith("since/")]
    return min(days, default=now.date())


COVERED = 7
"""Days after a digest whose status is in it, its own day left to the one before: the week from digest to digest."""


def digested(person: str, day: dt.date) -> str:
    """Return the key that tells that a digest over several plans told somebody of this one."""
    return f"digest/{person}/{day.isoformat()}"


def with_digest(sent: tuple[str, ...], person: str, day: dt.date) -> tuple[str, ...]:
    """Return what was sent with somebody's digest of a day; those that cover no day to come are forgotten."""
    oldest = digested(person, day - dt.timedelta(days=COVERED))
    over = {key for key in sent if key.startswith(f"digest/{person}/") and key < oldest}
    return tuple(dict.fromkeys((*(key for key in sent if key not in over), digested(person, day))))


def next_digest(sent: frozenset[str], person: str, today: dt.date) -> dt.date | None:
    """Return the day of somebody's next digest, a week after the one that covers the plan's own day; None for whoever
    gets none."""
    days = [dt.date.fromisoformat(key.rpartition("/")[2]) for key in sent if key.startswith(f"digest/{person}/")]
    coming = max(days, default=dt.date.min) + dt.timedelta(days=COVERED)
    return coming if coming > today else None


def is_in_digest(sent: frozenset[str], regular: Regular) -> bool:
    """Tell whether a status stands in the digest of its week, so that its reader needs none of its own."""
    days = (regular.day - dt.timedelta(days=back) for back in range(1, COVERED + 1))
    return regular.kind == "status" and any(digested(regular.to, day) in sent for day in days)


def regular_mails(plan: Plan, calendar: Calendar, sent: frozenset[str], now: dt.datetime) -> Iterator[Regular]:
    """Yield for each person and kind the one that is due and unsent, else the next one."""
    for person in plan.people:
        yield from regular_mails_to(plan, calendar, person, sent, now)


def regular_mails_to(
    plan: Plan, calendar: Calendar, person: Person, sent: frozenset[str], now: dt.datetime
) -> Iterator[Regular]:
    """Yield what one person is told regularly: of each kind the one that is due and unsent, else the next one."""
    if plan.status != "active":
        return
    first = first_day(sent, now)
    for kind, _ in rhythms_of(plan, person):
        candidates = [r for r in _around(plan, calendar, person, now) if r.kind == kind and r.day >= first]
        past = [regular for regular in candidates if now - CATCH_UP <= regular.at <= now][-1:]
        future = [regular for regular in candidates if regular.at > now]
        unsaid = (one for one in (*past, *future) if one.key not in sent and not is_in_digest(sent, one))
        yield from itertools.islice(unsaid, 1)


def _around(plan: Plan, calendar: Calendar, person: Person, now: dt.datetime) -> Iterator[Regular]:
    """Yield what the person is told regularly, from the last time to the next one after an absence, in order."""
    today = now.astimezone(zone_of(plan, person)).date()
    rhythms = rhythms_of(plan, person)
    for nominal in _days_around(person, today):
        for kind, rhythm in rhythms:
            if is_day_of(plan, rhythm, nominal) and is_told_on(person, rhythm, nominal):
                day = said_on(plan, calendar, person, nominal)
                at = moment(day, speaking_time(plan, calendar, person, day), zone_of(plan, person))
                if not (person.away_until and day <= person.away_until):
                    yield Regular(kind, person.id, at, nominal)


def _days_around(person: Person, today: dt.date) -> Iterator[dt.date]:
    """Yield the days in which every rhythm falls at least once and is in no digest, around today and around the day on
    which an absence ends: in the midst of a long one nothing is said."""
    ahead = (MONTHLY if person.mail == "less" else AHEAD) + COVERED
    away = max(0, (min(person.away_until, LAST_DAY) - today).days) if person.away_until else 0
    around_return = range(max(ahead + 1, away - ahead), away + ahead + 1)
    yield from (today + dt.timedelta(days=days) for days in (*range(-ahead, ahead + 1), *around_return))


def next_cadence(
    plan: Plan, calendar: Calendar, sent: frozenset[str], after: dt.datetime
) -> tuple[dt.datetime, str] | None:
    """Return when something regular is said next, and what; None for a plan that says nothing regularly."""
    found = min(regular_mails(plan, calendar, sent, after), key=lambda regular: regular.at, default=None)
    return (found.at, found.kind) if found else None
