"""A plan whose workflow is gone is taken up again from its record: what was said stays said, what waited is told.

The record has the plan, its letters and its mails; it has neither what waited for a word nor what could be undone.
"""

import datetime as dt
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from plans.agenda.cadence import heard, since
from plans.agenda.hours import rhythms_of
from plans.agenda.mails import KIND_OF_RUNG, day_key
from plans.ending import RESTS, SPEAKING
from plans.entry import Entry
from plans.first_mail import begun
from plans.following import BEFORE
from plans.notice import Ask, Notice, NoticeKind, Rung
from plans.plan import Plan
from plans.state import DRAFTED, KEPT_LETTERS, RESTS_ALONG, PlanState
from plans.workdays import Calendar

LOOKED_BACK = dt.timedelta(days=7)
"""For how long a regular mail may count as due before the mail that it was said in."""
LATE: tuple[NoticeKind, ...] = ("overdue", "escalation")
"""Kinds of mails about lines whose date has passed."""
UNASKED = ("mail", "alert")
"""How the keys of mails begin that the plan sent by itself."""


@dataclass(frozen=True)
class Mailed:
    """A mail that went out, as the record has it; `rungs` are the lines that it was about because of their dates.

    Where those are erased, the lines that it names stand for them, on a rung of its kind.
    """

    key: str
    to: str
    kind: NoticeKind
    lines: tuple[str, ...]
    rungs: tuple[tuple[str, Rung], ...]
    then: Plan
    """The plan at the version that the mail told."""


@dataclass(frozen=True)
class TakenUp:
    """How a plan goes on: its state, what it mails, and what its log says of it."""

    state: PlanState
    notices: tuple[Notice, ...]
    entry: Entry


def taken_up(
    plan: Plan,
    calendar: Calendar,
    mailed: Iterable[Mailed],
    handled: Sequence[str],
    last_heard: dt.datetime | None,
    waiting: int,
    now: dt.datetime,
    whole: str,
    log: Iterable[Entry] = (),
) -> TakenUp:
    """Return how a plan goes on from its last version; `handled` are its letters, `waiting` how much waited for a word,
    `whole` the plan as the log keeps it."""
    said: dict[str, None] = {}
    for one in mailed:
        said |= dict.fromkeys(_said(one, said))
    kept = (since(now.astimezone(plan.zone).date()), *((heard(last_heard.date()),) if last_heard else ()), *said)
    kept = (*kept, *_rests(log, plan.zone))
    state = PlanState(plan, now, calendar, sent=kept, handled=tuple(handled[-KEPT_LETTERS:]))
    state, notices = begun(state)
    lost = max(0, waiting - len(state.pending))
    entry = Entry("restored", now, "milepost", plan.version, new=whole, detail=f"by the record; {lost} waited")
    return TakenUp(state, (*notices, *_told(plan, lost, now)), entry)


def _rests(log: Iterable[Entry], zone: dt.tzinfo) -> tuple[str, ...]:
    """Return what a plan that rests or has ended remembers of it: since when, whether as a draft, whether only because
    the plan before it goes on."""
    keys: tuple[str, ...] = ()
    for entry in log:
        if entry.kind not in ("applied", "undone") or (entry.target, entry.field) != ("plan", "status"):
            continue
        before, after = json.loads(entry.old or "null"), json.loads(entry.new or "null")
        if after in SPEAKING:
            keys = ()
        elif before in SPEAKING:
            since_then = f"{RESTS}{entry.at.astimezone(zone).date().isoformat()}"
            along = after == "on-hold" and entry.letter.startswith(BEFORE)
            keys = (since_then, *((DRAFTED,) if before == "draft" else ()), *((RESTS_ALONG,) if along else ()))
    return keys


def _told(plan: Plan, lost: int, now: dt.datetime) -> tuple[Notice, ...]:
    """Return what the reporter hears where something waited for a word: it is to be raised again."""
    if plan.reporter is None or not lost:
        return ()
    key = f"{plan.slug}/taken-up/{now.date().isoformat()}"
    ask = Ask("plan", None, "taken-up", str(lost))
    return (Notice(key, "question", plan.slug, plan.version, plan.reporter.id, now, asks=(ask,)),)


def _said(mailed: Mailed, before: Collection[str]) -> Iterator[str]:
    """Yield the keys of all that was said by a mail that the plan sent by itself: whatever was due for its person;
    `before` are those of the mails before it."""
    how, _, rest = mailed.key.removeprefix(f"{mailed.then.slug}/").partition("/")
    to, _, rest = rest.partition("/")
    day, _, first = rest.partition("/")
    if how not in UNASKED or not first:
        return
    yield day_key(to, dt.date.fromisoformat(day)) if how == "mail" else f"alert/{to}/{day}"
    yield first
    nudged = (_key(mailed.then, line, rung) for line, rung in mailed.rungs)
    yield from filter(None, nudged) if mailed.rungs else _of_its_kind(mailed, first, dt.date.fromisoformat(day), before)
    person = mailed.then.person(to)
    if how == "mail" and person:
        for kind, _ in rhythms_of(mailed.then, person):
            for back in range(LOOKED_BACK.days):
                yield f"{kind}/{to}/{(dt.date.fromisoformat(day) - dt.timedelta(days=back)).isoformat()}"


def _key(then: Plan, line: str, rung: Rung) -> str:
    entry = then.entry(line)
    return f"{line}/{rung}/{entry.due.isoformat()}" if entry and entry.due else ""


def _of_its_kind(mailed: Mailed, first: str, day: dt.date, before: Collection[str]) -> Iterator[str]:
    """Yield the keys of the lines of a mail on the lowest rung of its kind that was not said before.

    The line of the mail's own key says itself which rung it was on; one that was not late yet was only named.
    """
    rungs: list[Rung] = [rung for rung, kind in KIND_OF_RUNG.items() if kind == mailed.kind]
    for line in mailed.lines:
        entry = mailed.then.entry(line)
        named = mailed.kind in LATE and entry and entry.due and entry.due >= day
        keys = [key for rung in rungs if (key := _key(mailed.then, line, rung)) and key not in before]
        if keys and not named and not first.startswith(f"{line}/"):
            yield keys[0]
