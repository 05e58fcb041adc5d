"""A meeting that the plan knows of is followed within the hour by one mail: what was agreed (R97)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from plans.letter import Meeting
from plans.notice import Ask, Notice
from plans.state import PlanState
from plans.workdays import is_workday, moment, next_workday, outside_quiet, zone_of

AFTER = dt.timedelta(minutes=15)
"""How long after a meeting's end its mail goes out; where that is in quiet hours, at their end."""
LATEST = dt.timedelta(hours=6)
"""After this nobody is asked any more: the plan rested, or the invitation came too late."""
MOST_KNOWN = 20
FARTHEST = dt.timedelta(days=120)


def known(state: PlanState, told: Iterable[Meeting], now: dt.datetime) -> PlanState:
    """Return the state that knows these meetings too; a later word of the same one counts, a cancelled one is gone."""
    by_uid = {meeting.uid: meeting for meeting in (*state.meetings, *told)}
    coming = (m for m in by_uid.values() if not m.cancelled and now < _asked_at(state, m) and m.ends < now + FARTHEST)
    kept = tuple(sorted(coming, key=lambda meeting: (meeting.ends, meeting.uid))[:MOST_KNOWN])
    return state if kept == state.meetings else replace(state, meetings=kept)


def next_end(state: PlanState) -> dt.datetime | None:
    """Return when the mail after the next meeting is due, None where no meeting is known."""
    return min((_asked_at(state, meeting) for meeting in state.meetings), default=None)


def _asked_at(state: PlanState, meeting: Meeting) -> dt.datetime:
    """Return when the mail after a meeting is due, by the clock of the reporter: what waits for a morning waits for one
    on which they work."""
    plan, reporter = state.plan, state.plan.reporter
    zone = zone_of(plan, reporter)
    local = (meeting.ends + AFTER).astimezone(zone)
    time = outside_quiet(plan, local.time())
    if time == local.time():
        return meeting.ends + AFTER
    morning = local.date() + dt.timedelta(days=1 if time < local.time() else 0)
    return moment(next_workday(lambda day: is_workday(plan, state.calendar, reporter, day), morning), time, zone)


def after_meetings(state: PlanState, now: dt.datetime) -> tuple[PlanState, tuple[Notice, ...]]:
    """Return the state without the meetings that have ended, and a question to the reporter about each."""
    over = tuple(meeting for meeting in state.meetings if _asked_at(state, meeting) <= now)
    if not over:
        return state, ()
    kept = tuple(meeting for meeting in state.meetings if meeting not in over)
    asked = (meeting for meeting in over if now - _asked_at(state, meeting) < LATEST)
    plan, reporter = state.plan, state.plan.reporter
    if reporter is None or plan.status not in ("active", "draft"):
        return replace(state, meetings=kept), ()
    notices = tuple(
        Notice(f"{plan.slug}/meeting/{meeting.uid}/{meeting.ends.isoformat()}", "question", plan.slug, plan.version,
               reporter.id, now, asks=(Ask("plan", None, "meeting", meeting.title),))
        for meeting in asked
    )  # fmt: skip
    return replace(state, meetings=kept), notices
