"""The ladder is how a line is spoken of as its date comes and goes: reminder, due, overdue, escalation, and again."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from plans.agenda.hours import speaking_time
from plans.notice import RUNG_ORDER, Rung
from plans.plan import SETTLED, Action, External, Milestone, Person, Plan
from plans.workdays import Calendar, add_workdays, is_workday, moment, next_workday, previous_workday, zone_of

USUAL_DAYS: dict[Rung, int] = {"reminder": -3, "due": 0, "overdue": 1, "escalation": 3, "second-escalation": 6}
PRESSING_DAYS: dict[Rung, int] = {"reminder": -5, "due": 0, "overdue": 1, "escalation": 2, "second-escalation": 4}
"""Working days from the due date; pressing are critical lines and hard dates."""
SHORT: tuple[Rung, ...] = ("reminder", "due", "overdue")
"""The rungs of what does not escalate by itself: an action has its milestone above it, and without an external that is
not critical everything goes on."""

Entry = Milestone | Action | External
"""What has a date that somebody is reminded of."""


@dataclass(frozen=True)
class Nudge:
    """One rung of one line: when it is spoken of (UTC), to whom, and the date that it is about."""

    line: str
    rung: Rung
    at: dt.datetime
    to: str
    due: dt.date

    @property
    def key(self) -> str:
        """Return what names this rung of this date among all that was sent."""
        return f"{self.line}/{self.rung}/{self.due.isoformat()}"


def is_critical(plan: Plan, line_id: str) -> bool:
    """Tell whether some other line cannot do without this one."""
    return any(d.id == line_id and d.critical for m in plan.milestones for d in m.depends_on)


def days_of(plan: Plan, entry: Entry) -> dict[Rung, int]:
    """Return the rungs of a line in working days from its date, as the plan has set them or as is usual."""
    critical = is_critical(plan, entry.id)
    pressing = critical or (isinstance(entry, Milestone) and entry.deadline == "hard")
    usual = PRESSING_DAYS if pressing else USUAL_DAYS
    rungs = RUNG_ORDER if critical or isinstance(entry, Milestone) else SHORT
    own = plan.communication.ladder or {}
    return {rung: own.get(rung, usual[rung]) for rung in rungs}


def entries_of(plan: Plan, line_id: str) -> Iterator[Entry]:
    """Yield the milestone with this id and its actions, or the external."""
    milestone = plan.milestone(line_id)
    if milestone:
        yield milestone
        yield from milestone.actions
    else:
        yield from (external for external in plan.externals if external.id == line_id)


def reachable(plan: Plan, person_id: str | None, day: dt.date) -> Person | None:
    """Return the person where they can be mailed on this day: on the plan, mail on, not away."""
    person = plan.person(person_id)
    away = person and person.away_until and day <= person.away_until
    return person if person and person.mailed and not away else None


def _keeper(plan: Plan, entry: Entry, day: dt.date) -> Person | None:
    """Return the owner, the backup while the owner is away, the reporter where neither can be had; of what is internal
    no buyer hears."""
    backup = entry.backup if isinstance(entry, Milestone) else _backup_above(plan, entry.id)
    internal = plan.is_internal(entry.id)
    candidates = (reachable(plan, person, day) for person in (entry.owner, backup))
    return next((one for one in candidates if one and not (internal and one.side == "buyer")), _in_charge(plan, day))


def _in_charge(plan: Plan, day: dt.date) -> Person | None:
    """Return the reporter; where no mail reaches them any more their manager, else a colleague who can be had."""
    reporter = plan.reporter
    if reporter is None or reporter.mailed:
        return reporter
    colleagues = (one for one in plan.people if one.side == "seller" and reachable(plan, one.id, day))
    return reachable(plan, reporter.manager, day) or next(colleagues, reporter)


def _backup_above(plan: Plan, line_id: str) -> str | None:
    above = plan.milestone_of(line_id)
    return above.backup if above else None


def _reporter(plan: Plan, _: Entry, day: dt.date) -> Person | None:
    """Return the reporter, their manager while they are away."""
    reporter = _in_charge(plan, day)
    if reporter is None or reachable(plan, reporter.id, day):
        return reporter
    return reachable(plan, reporter.manager, day) or reporter


def _lead(plan: Plan, entry: Entry, day: dt.date) -> Person | None:
    """Return who can still help: for a critical line whom it escalates to, else the reporter (R36)."""
    if not is_critical(plan, entry.id):
        return _in_charge(plan, day)
    named = entry.escalate_to if isinstance(entry, Milestone) else None
    waiting = (d.escalate_to for m in plan.milestones for d in m.depends_on if d.id == entry.id and d.critical)
    manager = plan.reporter.manager if plan.reporter else None
    candidates = (reachable(plan, person_id, day) for person_id in (named, *waiting, manager))
    internal = plan.is_internal(entry.id)
    return next((one for one in candidates if one and not (internal and one.side == "buyer")), _in_charge(plan, day))


RECIPIENTS: dict[Rung, Callable[[Plan, Entry, dt.date], Person | None]] = {
    "reminder": _keeper,
    "due": _keeper,
    "overdue": _keeper,
    "escalation": _reporter,
    "second-escalation": _lead,
}
"""Who is spoken to on each rung."""


def ladder(plan: Plan, entry: Entry, calendar: Calendar) -> tuple[Nudge, ...]:
    """Return every rung of a line by time; none for a line without a date, a settled one, or a resting plan.

    Each rung counts the working days of whoever hears of it, so that an owner's freeze never delays an escalation.
    """
    if plan.status != "active" or entry.due is None or entry.status in SETTLED:
        return ()
    rungs = (_nudge(plan, entry, entry.due, rung, days, calendar) for rung, days in days_of(plan, entry).items())
    return tuple(sorted((nudge for nudge in rungs if nudge), key=lambda nudge: nudge.at))


def _nudge(plan: Plan, entry: Entry, due: dt.date, rung: Rung, days: int, calendar: Calendar) -> Nudge | None:
    """Return a rung for whoever can be had on its day, on a day on which they work."""
    first = RECIPIENTS[rung](plan, entry, due)
    if first is None or (rung == "reminder" and first.mail == "less"):
        return None
    person = RECIPIENTS[rung](plan, entry, _day_for(plan, first, due, days, calendar)) or first
    day = _day_for(plan, person, due, days, calendar)
    at = moment(day, speaking_time(plan, calendar, person, day), zone_of(plan, person))
    return Nudge(entry.id, rung, at, person.id, due)


def _day_for(plan: Plan, person: Person, due: dt.date, days: int, calendar: Calendar) -> dt.date:
    """Return the person's working day so many working days from the date; a date on a day off counts as the next one.

    Before the date it counts as the one before, so that a reminder is never too late.
    """

    def works(day: dt.date) -> bool:
        return is_workday(plan, calendar, person, day)

    return add_workdays(works, previous_workday(works, due) if days < 0 else next_workday(works, due), days)


def current(nudges: tuple[Nudge, ...], sent: frozenset[str], after: dt.datetime) -> Nudge | None:
    """Return the rung that is next: of those already past only the highest counts, and lower ones are never sent."""
    highest = max((number for number, nudge in enumerate(nudges) if nudge.key in sent), default=-1)
    left = nudges[highest + 1 :]
    past = [nudge for nudge in left if nudge.at <= after]
    return max(past, key=lambda nudge: RUNG_ORDER.index(nudge.rung)) if past else next(iter(left), None)


def next_nudge(plan: Plan, line_id: str, calendar: Calendar, sent: frozenset[str], after: dt.datetime) -> Nudge | None:
    """Return the next rung of a milestone, its actions included, or of an external; None where nothing is left."""
    found = (current(ladder(plan, entry, calendar), sent, after) for entry in entries_of(plan, line_id))
    return min((nudge for nudge in found if nudge), key=lambda nudge: nudge.at, default=None)
