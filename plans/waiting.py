"""Waiting is what happens while nobody answers: whoever is asked is reminded, others hear of it, then the wish lapses.

Silence is never consent: what lapses changes nothing, and whoever wished for it is told. All of it is said in the
morning of a working day, as somebody's mail of that day; a plan that rests or has ended says none of it.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from plans.agenda.hours import speaking_time
from plans.agenda.mails import day_of, slot_of
from plans.decide import ENDORSE
from plans.entry import Entry
from plans.meeting import after_meetings, next_end
from plans.notice import Ask, Notice, Refused
from plans.patience import Hearer, days_after, ends_of, patience_with
from plans.plan import ENDED, Person, Plan
from plans.speak import Telling, code_of, held_for, spoken_of
from plans.stand_in import next_return, with_those_back
from plans.state import Code, Outcome, Pending, PlanState, lapsed_key
from plans.workdays import is_workday, moment, next_workday, zone_of

CARRIES = frozenset({"status", "reminder", "due", "overdue"})
"""The kinds of the agenda's mails on which the word that a wish has lapsed rides along."""


@dataclass(frozen=True)
class Step:
    """One thing that silence calls for: what waits, who hears of it ('' for nobody), from when on, and what names it
    among all that was sent."""

    kind: Literal["again", "unanswered", "lapsed"]
    pending: Pending
    to: str
    at: dt.datetime
    key: str


def next_wait(state: PlanState, now: dt.datetime) -> dt.datetime | None:
    """Return when somebody is next told of silence or back, a wish lapses, or a meeting is over; None where nothing
    waits."""
    ends = [end for end in (next_end(state), next_return(state)) if end]
    return min((*(slot for _, slot in _coming(state, now)), *ends), default=None)


def waited(state: PlanState, now: dt.datetime, mails: tuple[Notice, ...] = ()) -> Outcome:
    """Return what silence until `now` leads to, beside the agenda's mails of this moment: wishes that lapse, and one
    mail to each who is told of something and gets none of those."""
    state = with_those_back(state, now.astimezone(state.plan.zone).date())
    carrying = {mail.to for mail in mails if mail.kind in CARRIES}
    due = [step for step, slot in _coming(state, now) if step.at <= now and (slot <= now or _rides(step, carrying))]
    lapsed = [step.pending for step in due if step.kind == "lapsed"]
    kept = tuple(pending for pending in state.pending if pending not in lapsed)
    state = replace(state, pending=kept, sent=(*state.sent, *(step.key for step in due)))
    entries = tuple(_entry(state.plan, pending, now) for pending in lapsed)
    told = defaultdict[str, list[Step]](list)
    for step in due:
        told[step.to].append(step)
    mails = tuple(replace(m, refused=_refused(state.plan, told[m.to])) if m.kind in CARRIES else m for m in mails)
    own = [_notice(state.plan, to, steps, now) for to, steps in told.items() if to and to not in carrying]
    codes = (Code(one.code, one.to, now, tuple(_asked(told[one.to]))) for one in own if one.code)
    days = (day_of(state.plan, one.to, now) for one in own)
    state, met = after_meetings(replace(state, sent=(*state.sent, *days), codes=(*state.codes, *codes)), now)
    return Outcome(state, entries, (*mails, *own, *met))


def _rides(step: Step, carrying: set[str]) -> bool:
    return step.kind == "lapsed" and step.to in carrying


def _coming(state: PlanState, now: dt.datetime) -> Iterator[tuple[Step, dt.datetime]]:
    """Yield what is still to be said, and when it can be; nobody is asked once a yes would come too late."""
    for step in _steps(state):
        slot = _slot(state, step, now)
        if step.kind == "lapsed" or slot < ends_of(state.plan, state.calendar, step.pending):
            yield step, slot


def _slot(state: PlanState, step: Step, now: dt.datetime) -> dt.datetime:
    if not step.to:
        return max(step.at, now)
    return slot_of(state.plan, state.calendar, frozenset(state.sent), step.to, step.at, now, alert=False)


# --- the steps of one wish ---


def _steps(state: PlanState) -> Iterator[Step]:
    """Yield everything that silence still calls for."""
    if state.plan.status in (*ENDED, "on-hold"):
        return
    for pending in state.pending:
        for step in (*_again(state, pending), *_unanswered(state, pending), _lapse(state, pending)):
            if step.key not in state.sent:
                yield step


def _again(state: PlanState, pending: Pending) -> Iterator[Step]:
    """Yield when each who has not answered is asked once more, a day on which they are there; in a draft only its
    endorser is."""
    plan = state.plan
    if plan.status == "draft" and pending.reason != ENDORSE:
        return
    for person in _waited_for(plan, pending):
        for number, days in enumerate(patience_with(pending).again, 1):
            key = f"again/{pending.id}/{person.id}{f'/{number}' if number > 1 else ''}"
            yield Step("again", pending, person.id, _asked_at(state, pending, person, days), key)


def _waited_for(plan: Plan, pending: Pending) -> Iterator[Person]:
    people = (plan.person(person) for person in pending.to if person not in pending.agreed)
    return (person for person in people if person and person.mailed)


def _asked_at(state: PlanState, pending: Pending, person: Person, days: int) -> dt.datetime:
    plan, calendar, zone = state.plan, state.calendar, zone_of(state.plan, person)

    def is_there(day: dt.date) -> bool:
        away = person.away_until is not None and day <= person.away_until
        return not away and is_workday(plan, calendar, person, day)

    asked = pending.at.astimezone(zone).date()
    day = next_workday(is_there, days_after(plan, calendar, person, asked, days))
    return moment(day, speaking_time(plan, calendar, person, day), zone)


def _unanswered(state: PlanState, pending: Pending) -> Iterator[Step]:
    """Yield when somebody who can help hears that there is no answer."""
    plan, asked = state.plan, state.plan.person(pending.to[0])
    zone = zone_of(plan, asked)
    for days, hearer in patience_with(pending).unanswered:
        person = _hearer(plan, hearer)
        if person and person.mailed and person.id not in pending.to:
            day = days_after(plan, state.calendar, asked, pending.at.astimezone(zone).date(), days)
            at = _morning(state, person, moment(day, dt.time(), zone))
            yield Step("unanswered", pending, person.id, at, f"unanswered/{pending.id}/{hearer}")


def _hearer(plan: Plan, hearer: Hearer) -> Person | None:
    """Return the reporter, or the reporter's manager where there is one."""
    reporter = plan.reporter
    manager = plan.person(reporter.manager) if reporter and hearer == "manager" else None
    return manager or reporter


def _lapse(state: PlanState, pending: Pending) -> Step:
    """Return when the wish lapses: once its time is over, in the morning of whoever is told."""
    wisher, ends = _wisher(state.plan, pending), ends_of(state.plan, state.calendar, pending)
    at = _morning(state, wisher, ends) if wisher else ends
    return Step("lapsed", pending, wisher.id if wisher else "", at, lapsed_key(pending.id))


def _wisher(plan: Plan, pending: Pending) -> Person | None:
    """Return who is told that nobody answered: whoever wished for it; of a date that a slip calls for the reporter."""
    ours = bool(pending.because) or pending.by == "milepost"
    wisher = plan.reporter if ours else plan.person(pending.by)
    own = wisher and wisher.id in pending.to and not pending.because and pending.reason != ENDORSE
    return wisher if wisher and wisher.mailed and not own else None


def _morning(state: PlanState, person: Person, after: dt.datetime) -> dt.datetime:
    """Return the first moment from then on at which a person's mail of the day goes out."""
    plan, calendar, zone = state.plan, state.calendar, zone_of(state.plan, person)
    day = after.astimezone(zone).date() - dt.timedelta(days=1)
    while True:
        day = next_workday(lambda one: is_workday(plan, calendar, person, one), day + dt.timedelta(days=1))
        at = moment(day, speaking_time(plan, calendar, person, day), zone)
        if at >= after:
            return at


# --- what is said of them ---


def _entry(plan: Plan, pending: Pending, now: dt.datetime) -> Entry:
    change = pending.change
    return Entry("lapsed", now, pending.by, plan.version, pending.letter, change.target, change.field)


def _asked(steps: Iterable[Step]) -> Iterator[str]:
    return (step.pending.id for step in steps if step.kind == "again")


def _refused(plan: Plan, steps: Iterable[Step]) -> tuple[Refused, ...]:
    lapsed = (step.pending for step in steps if step.kind == "lapsed")
    return tuple(
        Refused("draft-lapsed" if p.reason == ENDORSE else "lapsed", spoken_of(plan, p.change), p.change.evidence)
        for p in lapsed
    )


def _telling(plan: Plan, to: str, steps: list[Step]) -> Telling:
    """Return all that silence has for one person."""
    telling = Telling(refused=_refused(plan, steps))
    for pending in dict.fromkeys(step.pending for step in steps if step.kind == "again"):
        telling += held_for(plan, pending, own=to == pending.by, to=to)
    for pending in dict.fromkeys(step.pending for step in steps if step.kind == "unanswered"):
        asked = plan.person(pending.to[0])
        telling += Telling(asks=(Ask("plan", None, "draft-unanswered", asked.name if asked else pending.to[0]),))
    return telling


def _notice(plan: Plan, to: str, steps: list[Step], now: dt.datetime) -> Notice:
    """Return the one mail that tells a person of all of it."""
    telling, asked = _telling(plan, to, steps), [step.pending for step in steps if step.kind == "again"]
    key = f"{plan.slug}/{steps[0].key}"
    wishers = {pending.by for pending in asked}
    return Notice(
        key=key,
        kind=telling.kind,
        plan=plan.slug,
        version=plan.version,
        to=to,
        at=now,
        lines=tuple(dict.fromkeys(step.pending.change.target for step in steps)),
        asks=telling.asks,
        proposals=telling.proposals,
        refused=telling.refused,
        about=wishers.pop() if len(wishers) == 1 and to not in wishers else "",
        code=code_of(key) if asked else "",
        enclosures=("document",) if any(pending.reason == ENDORSE for pending in asked) else (),
        again=bool(asked),
    )
