"""Answering takes one letter's reading to its outcome: the plan after it, the log, and the mails that it calls for."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from plans.assent import assented
from plans.change import Change, Reading
from plans.entry import Entry
from plans.notice import Ask, Notice, Refused
from plans.plan import ENDED
from plans.slips import with_slips
from plans.speak import speak
from plans.state import Arrival, Code, Outcome, PlanState, pruned
from plans.turn import Turn, noted, turn_of, with_change, with_wanted
from plans.wishes import with_wish

MOST_CHANGES = 60
"""More changes than this in one letter are nobody's intent; the sender is asked to send the document instead."""


def answer(
    state: PlanState, arrival: Arrival, reading: Reading, now: dt.datetime, next_update: dt.date | None = None
) -> Outcome:
    """Return what a letter leads to. A letter that was handled before leads to nothing."""
    if arrival.letter in state.handled:
        return Outcome(state)
    state = pruned(replace(state, handled=(*state.handled, arrival.letter)), now)
    turn = noted(turn_of(state, arrival, now), "letter", detail=reading.kind)
    if arrival.trust.verdict == "forged":
        return _quarantined(turn, arrival)
    return _TAKEN[reading.kind](turn, arrival, reading, next_update)


def _reply(turn: Turn, arrival: Arrival, reading: Reading, next_update: dt.date | None) -> Outcome:
    code = _code(turn.state, arrival.code)
    reading = assented(reading, code, turn.state.pending)
    for reply in reading.replies:
        turn = with_wish(turn, reply, code)
    changes = reading.changes[:MOST_CHANGES]
    turn = with_slips(with_wanted(turn, (_since(change, arrival) for change in changes)))
    turn = replace(turn, refused=(*turn.refused, *_refusals(reading)))
    returned = any(change.source == "document" for change in changes)
    state, notices = speak(
        turn, reading.questions, enclosures=("redline",) if returned else (), next_update=next_update
    )
    return Outcome(state, turn.entries, (*notices, *_closing(turn)))


def _code(state: PlanState, code: str) -> Code | None:
    return next((known for known in state.codes if known.code == code), None) if code else None


def _since(change: Change, arrival: Arrival) -> Change:
    """Return the change as a question where its field has changed since the version that the letter answers."""
    stale = change.source != "document" and f"{change.target}/{change.field}" in arrival.changed_since
    return replace(change, decision="ask", reason="changed-since") if stale else change


def _refusals(reading: Reading) -> tuple[Refused, ...]:
    words = tuple(Refused(refusal.reason, refusal.detail) for refusal in reading.refusals)
    if len(reading.changes) > MOST_CHANGES:
        words = (*words, Refused("too-many-changes", str(len(reading.changes))))
    return words


def _absence(turn: Turn, arrival: Arrival, reading: Reading, _: dt.date | None) -> Outcome:
    """Take an out-of-office as data, from a sender who is who they say; it is never answered."""
    away = [change for change in reading.changes if change.field == "away" and change.target == f"person:{turn.by}"]
    if arrival.trust.verdict == "trusted":
        for change in away:
            turn = with_change(turn, change, turn.by)
    return Outcome(turn.state, turn.entries)


def _bounce(turn: Turn, _: Arrival, reading: Reading, __: dt.date | None) -> Outcome:
    """Tell the reporter which address failed for good; temporary failures only go into the log."""
    failed = tuple(bounced.address for bounced in reading.bounced if bounced.permanent)
    reporter = turn.plan.reporter
    if not failed or reporter is None:
        return Outcome(turn.state, turn.entries)
    asks = tuple(
        Ask(f"person:{person.id}" if (person := turn.plan.person_at(address)) else "plan", None, "bounced", address)
        for address in failed
    )
    return Outcome(turn.state, turn.entries, (_to_reporter(turn, reporter.id, asks),))


def _unrelated(turn: Turn, _: Arrival, __: Reading, ___: dt.date | None) -> Outcome:
    return Outcome(turn.state, turn.entries)


def _quarantined(turn: Turn, arrival: Arrival) -> Outcome:
    """Keep a forged letter away from the plan, and tell the reporter once."""
    turn = noted(turn, "quarantined", detail="; ".join(arrival.trust.why))
    reporter = turn.plan.reporter
    if reporter is None:
        return Outcome(turn.state, turn.entries)
    ask = Ask("plan", None, "quarantined", arrival.sender, "; ".join(arrival.trust.why))
    return Outcome(turn.state, turn.entries, (_to_reporter(turn, reporter.id, (ask,)),))


def _to_reporter(turn: Turn, reporter: str, asks: tuple[Ask, ...]) -> Notice:
    key = f"{turn.plan.slug}/question/{turn.letter}/{reporter}"
    return Notice(key, "question", turn.plan.slug, turn.plan.version, reporter, turn.now, asks=asks, about=turn.by)


def _closing(turn: Turn) -> tuple[Notice, ...]:
    """Return the one mail that everybody gets when the plan ends."""
    ended = turn.plan.status in ENDED and turn.start.status not in ENDED
    if not ended:
        return ()
    plan = turn.plan
    return tuple(
        Notice(
            f"{plan.slug}/closing/v{plan.version}/{p.id}",
            "closing",
            plan.slug,
            plan.version,
            p.id,
            turn.now,
            about=turn.by,
        )
        for p in plan.people
        if p.mail == "on"
    )


_TAKEN: dict[str, Callable[[Turn, Arrival, Reading, dt.date | None], Outcome]] = {
    "reply": _reply,
    "auto-reply": _absence,
    "bounce": _bounce,
    "unrelated": _unrelated,
}


def unreadable(state: PlanState, letter: str, now: dt.datetime) -> Outcome:
    """Return what a letter that cannot be read leads to: it is put aside, and the reporter is told once."""
    state = replace(state, handled=(*state.handled, letter))
    plan = state.plan
    entry = Entry("refused", now, "milepost", plan.version, letter, detail="unreadable")
    if plan.reporter is None:
        return Outcome(state, (entry,))
    key = f"{plan.slug}/question/{letter}/{plan.reporter.id}"
    ask = Ask("plan", None, "unreadable", letter[:8])
    notice = Notice(key, "question", plan.slug, plan.version, plan.reporter.id, now, asks=(ask,))
    return Outcome(state, (entry,), (notice,))


def undelivered(state: PlanState, notice: Notice, words: str, now: dt.datetime) -> Outcome:
    """Return what a mail that no server takes leads to: an entry, and a word to the reporter unless it was theirs."""
    plan, reporter = state.plan, state.plan.reporter
    entry = Entry("refused", now, "milepost", plan.version, notice.letter, detail=f"undelivered {notice.kind}")
    if reporter is None or reporter.id == notice.to:
        return Outcome(state, (entry,))
    ask = Ask(f"person:{notice.to}", None, "undelivered", words)
    told = Notice(f"{notice.key}/undelivered", "question", plan.slug, plan.version, reporter.id, now, asks=(ask,))
    return Outcome(state, (entry,), (told,))
