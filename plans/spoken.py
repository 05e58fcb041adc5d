"""What the plan says unasked: the agenda's mails as notices, and the state that remembers them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from plans.agenda import Mail, due_mails, next_cadence, next_moment, next_nudge, next_update, with_digest
from plans.notice import Notice
from plans.plan import Plan
from plans.state import Outcome, PlanState
from plans.waiting import next_wait, waited

CADENCE = "cadence"
"""The alarm that is no line's: the weekly status and the snapshot."""
WAITING = "waiting"
"""The alarm of what waits for somebody's word: a reminder, or the end of the wish."""


@dataclass(frozen=True)
class Alarm:
    """When a line is next due to be spoken of, under the name that the Web UI shows for its timer."""

    at: dt.datetime
    name: str

    def shown(self, zone: ZoneInfo) -> str:
        """Return the alarm as the Web UI shows it, in the plan's own time."""
        return f"{self.name} {self.at.astimezone(zone):%d %b %H:%M}"


def alarms(state: PlanState, now: dt.datetime) -> dict[str, Alarm]:
    """Return the next alarm of every line that has one, and of the cadence.

    A milestone's next alarm may be one of its actions', and is named after it. A nudge whose moment has passed waits
    for the next moment at which its person may get a mail.
    """
    plan, calendar, sent = state.plan, state.calendar, frozenset(state.sent)
    again = next_moment(plan, calendar, sent, now) or now + dt.timedelta(days=1)
    found: dict[str, Alarm] = {}
    for line in [*(milestone.id for milestone in plan.milestones), *(external.id for external in plan.externals)]:
        if nudge := next_nudge(plan, line, calendar, sent, now):
            found[line] = Alarm(nudge.at if nudge.at > now else again, f"{nudge.line} {nudge.rung}")
    if cadence := next_cadence(plan, calendar, sent, now):
        at, kind = cadence
        found[CADENCE] = Alarm(at if at > now else again, kind)
    if waits := next_wait(state, now):
        found[WAITING] = Alarm(max(waits, now), "open question")
    return found


def unasked(state: PlanState, now: dt.datetime) -> Outcome:
    """Return all that is said at this moment though nobody wrote: what is due, and what silence leads to."""
    mails = due_mails(state.plan, state.calendar, frozenset(state.sent), now)
    return waited(spoken(state, mails), now, tuple(notice_of(mail, state.plan) for mail in mails))


def next_unasked(state: PlanState, now: dt.datetime) -> dt.datetime | None:
    """Return when the plan next says something though nobody writes; None where nothing is left to say."""
    agenda = next_moment(state.plan, state.calendar, frozenset(state.sent), now)
    return min((at for at in (agenda, next_wait(state, now)) if at), default=None)


def with_next_update(state: PlanState, notices: Iterable[Notice], now: dt.datetime) -> tuple[Notice, ...]:
    """Return the notices, each with the day on which its own recipient next hears how the plan stands (R105)."""
    plan, calendar, sent = state.plan, state.calendar, frozenset(state.sent)
    return tuple(replace(one, next_update=next_update(plan, calendar, sent, one.to, now)) for one in notices)


def notice_of(mail: Mail, plan: Plan) -> Notice:
    """Return an unasked mail as a notice; the status carries the Word document, the snapshot the snapshot."""
    return Notice(
        key=f"{plan.slug}/{mail.key}",
        kind=mail.kind,
        plan=plan.slug,
        version=plan.version,
        to=mail.to,
        at=mail.at,
        lines=mail.lines,
        nudged=mail.nudged,
        enclosures=("document",) if mail.kind == "status" else ("snapshot",) if mail.kind == "snapshot" else (),
        outlook=mail.outlook,
        quiet_days=mail.quiet_days,
    )


def spoken(state: PlanState, mails: Iterable[Mail]) -> PlanState:
    """Return the state that knows that these mails went out."""
    keys = [key for mail in mails for key in mail.keys]
    return replace(state, sent=tuple(dict.fromkeys((*state.sent, *keys))))


def told_in_digest(state: PlanState, person: str, at: dt.datetime) -> PlanState:
    """Return the state that knows that somebody's digest over several plans told of this one."""
    return replace(state, sent=with_digest(state.sent, person, at.astimezone(state.plan.zone).date()))
