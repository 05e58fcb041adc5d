"""Waiting is what happens while nobody answers: whoever is asked is reminded once, then the wish lapses.

Silence is never consent: what lapses changes nothing, and whoever wished for it is told.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from plans.agenda.hours import speaking_time
from plans.agenda.ladder import reachable
from plans.agenda.mails import day_key, slot_of
from plans.entry import Entry
from plans.meeting import after_meetings, next_end
from plans.notice import Notice, Refused
from plans.plan import ENDED, Person, Plan
from plans.sentences import SENTENCES
from plans.speak import Telling, code_of, held_for, spoken_of
from plans.stand_in import next_return, with_those_back
from plans.state import UNDO_WINDOW, Code, Outcome, Pending, PlanState, lapsed_key
from plans.workdays import add_workdays, is_workday, moment, zone_of

REMINDED_AFTER = 3
"""Working days after which somebody who has not answered is asked once more."""
DATE_AFTER = 1
"""Working days after which a line that slips without a new date is asked about (R93)."""
Held = tuple[Pending, ...]


@dataclass(frozen=True)
class Reminder:
    """One question that still waits for one person, and when they are asked once more."""

    pending: Pending
    to: Person
    at: dt.datetime

    @property
    def key(self) -> str:
        """Return what names it among all that was sent."""
        return f"again/{self.pending.id}/{self.to.id}"


def next_wait(state: PlanState, now: dt.datetime) -> dt.datetime | None:
    """Return when somebody is next reminded or back, a wish lapses, or a meeting is over; None where nothing waits."""
    coming = [_slot(state, reminder, now) for reminder in _reminders(state, now)]
    ends = [end for end in (next_end(state), next_return(state)) if end]
    return min((*coming, *(_lapses(pending) for pending in state.pending), *ends), default=None)


def waited(state: PlanState, now: dt.datetime, next_update: dt.date | None = None) -> Outcome:
    """Return what silence until `now` leads to: wishes that lapse, and one mail to each who is asked once more."""
    state = with_those_back(state, now.astimezone(state.plan.zone).date())
    lapsed = tuple(pending for pending in state.pending if _lapses(pending) <= now)
    keys = tuple(lapsed_key(pending.id) for pending in lapsed)
    kept = tuple(pending for pending in state.pending if pending not in lapsed)
    state = replace(state, pending=kept, sent=(*state.sent, *keys))
    entries = tuple(_entry(state.plan, pending, now) for pending in lapsed)
    told = _told_of_lapses(state, lapsed, now, next_update)
    state, asked = _asked_again(state, now, next_update)
    state, met = after_meetings(state, now)
    return Outcome(state, entries, (*told, *asked, *met))


def _lapses(pending: Pending) -> dt.datetime:
    return pending.at + UNDO_WINDOW


def _entry(plan: Plan, pending: Pending, now: dt.datetime) -> Entry:
    change = pending.change
    return Entry("lapsed", now, pending.by, plan.version, pending.letter, change.target, change.field)


def _reminders(state: PlanState, now: dt.datetime) -> Iterator[Reminder]:
    """Yield who is still to be asked once more; a plan that rests or has ended asks nobody."""
    if state.plan.status != "active":
        return
    for pending in state.pending:
        for person_id in pending.to:
            person = reachable(state.plan, person_id, now.date())
            if person is None or person_id in pending.agreed or pending.reason in SENTENCES:
                continue
            reminder = Reminder(pending, person, _asked_at(state, pending, person))
            if reminder.key not in state.sent and reminder.at < _lapses(pending):
                yield reminder


def _asked_at(state: PlanState, pending: Pending, person: Person) -> dt.datetime:
    """Return the person's working day on which they are asked once more, at the hour at which they are mailed."""
    plan, calendar = state.plan, state.calendar
    zone = zone_of(plan, person)
    days = DATE_AFTER if (pending.change.field, pending.change.value) == ("due", None) else REMINDED_AFTER
    asked = pending.at.astimezone(zone).date()
    day = add_workdays(lambda day: is_workday(plan, calendar, person, day), asked, days)
    return moment(day, speaking_time(plan, calendar, person, day), zone)


def _slot(state: PlanState, reminder: Reminder, now: dt.datetime) -> dt.datetime:
    sent = frozenset(state.sent)
    return slot_of(state.plan, state.calendar, sent, reminder.to.id, reminder.at, now, alert=False)


def _asked_again(
    state: PlanState, now: dt.datetime, next_update: dt.date | None
) -> tuple[PlanState, tuple[Notice, ...]]:
    """Return one mail to each who is due to be asked once more, with all that waits for them: their mail of the day."""
    due: dict[str, list[Reminder]] = defaultdict(list)
    for reminder in _reminders(state, now):
        if reminder.at <= now and _slot(state, reminder, now) <= now:
            due[reminder.to.id].append(reminder)
    notices = []
    for person, reminders in due.items():
        notice = _again(state.plan, reminders, now, next_update)
        day = day_key(person, now.astimezone(zone_of(state.plan, reminders[0].to)).date())
        code = Code(notice.code, person, now, tuple(reminder.pending.id for reminder in reminders))
        sent = (*state.sent, *(reminder.key for reminder in reminders), day)
        state = replace(state, sent=sent, codes=(*state.codes, code))
        notices.append(notice)
    return state, tuple(notices)


def _again(plan: Plan, reminders: list[Reminder], now: dt.datetime, next_update: dt.date | None) -> Notice:
    person = reminders[0].to.id
    telling = Telling()
    for reminder in reminders:
        telling += held_for(plan, reminder.pending, own=person == reminder.pending.by, to=person)
    key = f"{plan.slug}/{reminders[0].key}"
    wishers = {reminder.pending.by for reminder in reminders}
    return Notice(
        key=key,
        kind=telling.kind,
        plan=plan.slug,
        version=plan.version,
        to=person,
        at=now,
        lines=tuple(dict.fromkeys(reminder.pending.change.target for reminder in reminders)),
        asks=telling.asks,
        proposals=telling.proposals,
        about=wishers.pop() if len(wishers) == 1 and person not in wishers else "",
        code=code_of(key),
        next_update=next_update,
        again=True,
    )


def _told_of_lapses(
    state: PlanState, lapsed: Held, now: dt.datetime, next_update: dt.date | None
) -> tuple[Notice, ...]:
    """Return one mail to each whose wish nobody answered; of a date that a slip calls for the reporter hears."""
    plan, told = state.plan, defaultdict[str, list[Pending]](list)
    for pending in lapsed:
        reporter = plan.reporter.id if plan.reporter else pending.by
        wisher = reporter if pending.because or pending.by == "milepost" else pending.by
        if plan.person(wisher) and (pending.because or wisher not in pending.to) and plan.status not in ENDED:
            told[wisher].append(pending)
    return tuple(
        Notice(
            key=f"{plan.slug}/lapsed/{pendings[0].id}/{person}",
            kind="refusal",
            plan=plan.slug,
            version=plan.version,
            to=person,
            at=now,
            lines=tuple(dict.fromkeys(pending.change.target for pending in pendings)),
            refused=tuple(Refused("lapsed", spoken_of(plan, p.change), p.change.evidence) for p in pendings),
            next_update=next_update,
        )
        for person, pendings in told.items()
    )
