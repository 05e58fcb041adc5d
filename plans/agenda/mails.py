"""What falls together is one mail: at most one unasked mail a person, a plan and a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from plans.agenda.cadence import Regular, heard, quiet_days, regular_mails, since
from plans.agenda.hours import speaking_time
from plans.agenda.ladder import Entry, Nudge, current, is_critical, ladder
from plans.notice import RUNG_ORDER, NoticeKind, Nudged, Outlook, Rung
from plans.plan import Person, Plan
from plans.ripple import Ripple, ripple
from plans.workdays import (
    Calendar,
    is_workday,
    moment,
    next_workday,
    outside_quiet,
    workdays_between,
    zone_of,
)

__all__ = ["Mail", "due_mails", "heard", "next_moment", "nudge_now", "since"]

Item = Nudge | Regular
"""One thing to say to one person at a moment."""
KIND_OF_RUNG: dict[Rung, NoticeKind] = {
    "reminder": "reminder",
    "due": "due",
    "overdue": "overdue",
    "escalation": "escalation",
    "second-escalation": "escalation",
}


@dataclass(frozen=True)
class Mail:
    """One unasked mail: `keys` are to be added to what was sent once it is on its way."""

    at: dt.datetime
    to: str
    kind: NoticeKind
    nudged: tuple[Nudged, ...]
    lines: tuple[str, ...]
    keys: tuple[str, ...]
    key: str
    outlook: Outlook | None = None
    quiet_days: int = 0


Ladders = tuple[tuple[Nudge, ...], ...]


def ladders_of(plan: Plan, calendar: Calendar) -> Ladders:
    """Return every line's ladder; the same for as long as the plan does not change."""
    entries: list[Entry] = [*plan.lines(), *plan.externals]
    return tuple(nudges for entry in entries if (nudges := ladder(plan, entry, calendar)))


def _items(plan: Plan, calendar: Calendar, sent: frozenset[str], now: dt.datetime) -> Iterator[Item]:
    for nudges in ladders_of(plan, calendar):
        if nudge := current(nudges, sent, now):
            yield nudge
    yield from regular_mails(plan, calendar, sent, now)


def _is_alert(plan: Plan, item: Item) -> bool:
    """Tell whether the item is the alert of a critical slip, which never waits for another day."""
    return isinstance(item, Nudge) and item.rung in ("escalation", "second-escalation") and is_critical(plan, item.line)


def day_key(person: str, day: dt.date) -> str:
    """Return the key that tells that somebody has had their unasked mail of a day."""
    return f"mail/{person}/{day.isoformat()}"


def day_of(plan: Plan, person: str, at: dt.datetime) -> str:
    """Return the key that tells that somebody has had their unasked mail of the day on which this moment falls."""
    return day_key(person, _local_day(plan, person, at))


def _slot(plan: Plan, calendar: Calendar, sent: frozenset[str], item: Item, now: dt.datetime) -> dt.datetime:
    return slot_of(plan, calendar, sent, item.to, item.at, now, alert=_is_alert(plan, item))


def slot_of(
    plan: Plan, calendar: Calendar, sent: frozenset[str], to: str, at: dt.datetime, now: dt.datetime, *, alert: bool
) -> dt.datetime:
    """Return when something can be said: at its moment, or once that has passed, when its person may next be mailed."""
    person = plan.person(to)
    if person is None:
        return max(at, now)
    zone = zone_of(plan, person)
    local = max(at, now).astimezone(zone)
    today = local.date()
    had_one = day_key(person.id, today) in sent and not alert
    if at > now and not had_one:
        return at
    too_late = outside_quiet(plan, local.time()) < local.time()
    first = today + dt.timedelta(days=1) if had_one or too_late else today
    day = next_workday(lambda day: is_workday(plan, calendar, person, day), first)
    time = speaking_time(plan, calendar, person, day)
    if day == today:
        time = outside_quiet(plan, max(time, local.time()))
    return max(now, moment(day, time, zone))


def next_moment(plan: Plan, calendar: Calendar, sent: frozenset[str], after: dt.datetime) -> dt.datetime | None:
    """Return when the next mail is due, `after` itself where one is due already; None where nothing is left to say."""
    items = _items(plan, calendar, sent, after)
    return min((_slot(plan, calendar, sent, item, after) for item in items), default=None)


def due_mails(plan: Plan, calendar: Calendar, sent: frozenset[str], now: dt.datetime) -> tuple[Mail, ...]:
    """Return every mail that is due at `now`, each person's things folded into one."""
    due = [
        item
        for item in _items(plan, calendar, sent, now)
        if item.at <= now and _slot(plan, calendar, sent, item, now) <= now
    ]
    return _folded(plan, calendar, due, now, quiet_days(sent, now))


def nudge_now(plan: Plan, calendar: Calendar, sent: frozenset[str], now: dt.datetime) -> tuple[Mail, ...]:
    """Return what is due today or earlier as mails, whatever the hour, still one a person and day."""
    ends = _end_of_day(plan, now)
    due = [
        item
        for item in _items(plan, calendar, sent, ends)
        if _local_day(plan, item.to, item.at) <= _local_day(plan, item.to, now)
        and (_is_alert(plan, item) or day_of(plan, item.to, now) not in sent)
    ]
    return _folded(plan, calendar, due, now, quiet_days(sent, now))


def _end_of_day(plan: Plan, now: dt.datetime) -> dt.datetime:
    """Return the last second of the plan's own day, in UTC."""
    tomorrow = now.astimezone(plan.zone).date() + dt.timedelta(days=1)
    return moment(tomorrow, dt.time(0), plan.zone) - dt.timedelta(seconds=1)


def _local_day(plan: Plan, person_id: str, at: dt.datetime) -> dt.date:
    return at.astimezone(zone_of(plan, plan.person(person_id))).date()


def _folded(plan: Plan, calendar: Calendar, items: Iterable[Item], now: dt.datetime, quiet: int) -> tuple[Mail, ...]:
    """Return one mail a person, and the alerts of critical slips in one more."""
    groups: dict[tuple[str, bool], list[Item]] = defaultdict(list)
    for item in items:
        groups[item.to, _is_alert(plan, item)].append(item)
    if not groups:
        return ()
    dates = ripple(plan, calendar, now.astimezone(plan.zone).date())
    mails = (_mail(plan, calendar, to, group, alert, now, dates) for (to, alert), group in groups.items())
    return tuple(replace(mail, quiet_days=quiet if quiet >= STALE else 0) for mail in mails)


STALE = 10
"""Days without a word after which a plan asks whether it is still true (R104)."""


def _mail(
    plan: Plan, calendar: Calendar, to: str, items: list[Item], alert: bool, now: dt.datetime, dates: Ripple
) -> Mail:
    nudges = sorted((i for i in items if isinstance(i, Nudge)), key=lambda nudge: -RUNG_ORDER.index(nudge.rung))
    regular = [item for item in items if isinstance(item, Regular)]
    day = _local_day(plan, to, now)
    kinds = [*(KIND_OF_RUNG[nudge.rung] for nudge in nudges), *(_regular_kind(item) for item in regular)]
    extra = [f"alert/{to}/{day.isoformat()}"] if alert else [day_key(to, day)]
    person = plan.person(to)
    return Mail(
        at=now,
        to=to,
        kind=kinds[0],
        nudged=tuple(_nudged(plan, calendar, nudge, person, day, dates) for nudge in nudges),
        lines=tuple(dict.fromkeys([*(nudge.line for nudge in nudges), *(next_lines(plan, to) if regular else ())])),
        keys=(*(item.key for item in items), *extra),
        key=f"{'alert' if alert else 'mail'}/{to}/{day.isoformat()}/{items[0].key}",
        outlook=dates.outlook,
    )


def _regular_kind(item: Regular) -> NoticeKind:
    return "status" if item.kind == "status" else "snapshot"


def _nudged(plan: Plan, calendar: Calendar, nudge: Nudge, person: Person | None, day: dt.date, dates: Ripple) -> Nudged:
    days = workdays_between(lambda d: is_workday(plan, calendar, person, d), nudge.due, day)
    standing = dates.of(nudge.line) if days > 0 else None
    if standing is None:
        return Nudged(nudge.line, nudge.rung, days)
    return Nudged(nudge.line, nudge.rung, days, standing.blocks, standing.float)


NEXT_LINES = 3
"""How many of a person's open lines a status asks about."""


def next_lines(plan: Plan, person_id: str) -> tuple[str, ...]:
    """Return the person's next open lines, the soonest first."""
    mine = [line for line in plan.lines() if line.owner == person_id and line.due and not line.settled]
    return tuple(line.id for line in sorted(mine, key=lambda line: line.due or dt.date.max)[:NEXT_LINES])
