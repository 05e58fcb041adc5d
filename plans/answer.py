"""Answering takes one letter's reading to its outcome: the plan after it, the log, and the mails that it calls for."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from plans.assent import assented
from plans.change import Change, Reading
from plans.commitment import with_commitments, with_doubts, with_evidence, with_goal, with_new_dates
from plans.damping import storm, with_heard
from plans.decide import Sender
from plans.ending import ended, in_one_mail, with_rest
from plans.entry import Entry
from plans.heirs import with_heirs
from plans.help import with_help
from plans.leaving import with_leavers
from plans.letter import Trust
from plans.meeting import known
from plans.notice import Ask, Notice, Refused
from plans.quarantine import ALERT, is_released, put_aside, taken_again
from plans.sentences import with_sentence
from plans.slips import with_slips
from plans.speak import speak
from plans.stand_in import with_stand_ins, with_those_back
from plans.state import UNDO_WINDOW, Arrival, Code, Outcome, PlanState, pruned
from plans.triggers import asks_what_comes_next
from plans.turn import Turn, noted, turn_of, with_change, with_wanted
from plans.unheard import unheard
from plans.unreachable import is_gone, weekly, with_gone, with_heard_again, with_those_asked
from plans.wishes import with_unclear, with_wish, without_late_words

TIME = "time-for-a-plan"
"""The key of the one word to the seller that the buyer asks what comes next."""
CROSSING = dt.timedelta(minutes=15)
"""How much later than a letter another change may be decided and not count as later: clocks differ, mails take time."""
MOST_CHANGES = 60
"""More changes than this in one letter are nobody's intent; the sender is asked to send the document instead."""


def answer(state: PlanState, arrival: Arrival, reading: Reading, now: dt.datetime) -> Outcome:
    """Return what a letter leads to. A letter that was handled before leads to nothing."""
    if is_released(state, arrival.letter):
        state, arrival = taken_again(pruned(state, now), arrival)
    elif arrival.letter in state.handled:
        return Outcome(state)
    else:
        state = pruned(replace(state, handled=(*state.handled, arrival.letter)), now)
        state = with_heard(state, arrival.sender, now)
    arrival = _fresh(arrival, now)
    turn = noted(_as_those_are_here(turn_of(state, arrival, now), reading), "letter", detail=reading.kind)
    stormy = storm(state, arrival.sender, now) if reading.kind == "reply" else None
    if arrival.trust.verdict == "forged" or (stormy and arrival.trust.verdict != "trusted"):
        return put_aside(turn, arrival, ALERT if arrival.trust.verdict == "forged" else stormy or ALERT)
    if turn.person and arrival.trust.verdict == "trusted":
        turn = replace(turn, state=known(turn.state, reading.meetings, now))
    outcome = _TAKEN[reading.kind](turn, arrival, reading)
    released = tuple(letter for letter in outcome.state.released if letter not in state.released)
    return replace(outcome, again=released, notices=_calmed(turn, outcome.notices) if stormy else outcome.notices)


def _as_those_are_here(turn: Turn, reading: Reading) -> Turn:
    """Return the turn in which whoever is back, or writes themselves, is asked again what waits for them."""
    writes = reading.kind == "reply" and turn.sender.trust.verdict == "trusted"
    return replace(turn, state=with_those_back(turn.state, turn.today, turn.by if writes else ""))


def _fresh(arrival: Arrival, now: dt.datetime) -> Arrival:
    """Return the letter, its sender unsure where it was written long ago: anybody may have sent it once more."""
    if arrival.trust.verdict != "trusted" or arrival.sent_at > now - UNDO_WINDOW:
        return arrival
    old = Trust("unsure", arrival.trust.person, ("The mail is more than a week old.",))
    return replace(arrival, trust=old)


def _calmed(turn: Turn, notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """Return the mails without those that only ask or refuse the sender of a storm: two machines may be talking.

    What a proven sender changes is always taken and said back, however many letters they write.
    """
    return tuple(one for one in notices if one.to != turn.by or one.kind not in ("question", "refusal"))


def _reply(turn: Turn, arrival: Arrival, reading: Reading) -> Outcome:
    turn, told = _time_for_a_plan(with_heard_again(turn), reading)
    turn, leave = with_leavers(turn, reading.text)
    code = _code(turn.state, arrival.code)
    reading = assented(reading, code, turn.state.pending)
    for reply in reading.replies:
        turn = with_wish(turn, reply, code)
    turn = with_sentence(turn, reading, code)
    changes = reading.changes[:MOST_CHANGES]
    overtaken = _overtaken(turn.state, arrival)
    turn = with_wanted(turn, (_since(change, arrival, overtaken) for change in changes))
    turn = with_slips(with_heirs(without_late_words(turn)))
    for follows in (with_help, with_rest, with_commitments, with_new_dates, with_evidence, with_goal, with_doubts):
        turn = follows(turn)
    turn = with_unclear(turn, reading, code)
    turn = replace(turn, refused=(*turn.refused, *_refusals(reading)))
    turn, instead = with_stand_ins(turn, turn.by)
    returned = any(change.source == "document" for change in changes)
    state, notices = speak(turn, reading.questions, enclosures=("redline",) if returned else ())
    end = in_one_mail(turn, notices, ended(turn, state))
    said = (*end.notices, *told, *leave, *instead)
    return replace(end, entries=turn.entries, notices=(*said, *_told_as_it_is(turn, reading, bool(said))))


def _told_as_it_is(turn: Turn, reading: Reading, answered: bool) -> tuple[Notice, ...]:
    """Return a word to the reporter about a letter that led to nothing, so that a human can act on it."""
    ask, reporter = unheard(turn, reading, answered), turn.plan.reporter
    return (_to_reporter(turn, reporter.id, (ask,)),) if ask and reporter else ()


def _overtaken(state: PlanState, arrival: Arrival) -> frozenset[str]:
    """Return the fields ("M3/due") that others' letters changed after this one was written: it may be an old one that
    is sent again, or one that crossed theirs."""
    later = [done for done in state.acknowledged if done.at > arrival.sent_at + CROSSING]
    return frozenset(f"{step.target}/{step.field}" for done in later for step in done.applied)


def _code(state: PlanState, code: str) -> Code | None:
    return next((known for known in state.codes if known.code == code), None) if code else None


def _since(change: Change, arrival: Arrival, overtaken: frozenset[str]) -> Change:
    """Return the change as a question where its field has changed since the version that the letter answers."""
    named = f"{change.target}/{change.field}" in (*arrival.changed_since, *overtaken)
    stale = change.source != "document" and named
    return replace(change, decision="ask", reason="changed-since") if stale else change


def _refusals(reading: Reading) -> tuple[Refused, ...]:
    words = tuple(Refused(refusal.reason, refusal.detail) for refusal in reading.refusals)
    if len(reading.changes) > MOST_CHANGES:
        words = (*words, Refused("too-many-changes", str(len(reading.changes))))
    return words


def _absence(turn: Turn, arrival: Arrival, reading: Reading) -> Outcome:
    """Take an out-of-office as data, from a sender who is who they say; it is never answered."""
    away = [change for change in reading.changes if change.field == "away" and change.target == f"person:{turn.by}"]
    if arrival.trust.verdict == "trusted":
        for change in away:
            turn = with_change(turn, change, turn.by)
    turn, told = with_leavers(turn, reading.text)
    turn, instead = with_stand_ins(turn)
    return Outcome(turn.state, turn.entries, (*told, *instead))


def _bounce(turn: Turn, arrival: Arrival, reading: Reading) -> Outcome:
    """Tell the reporter which address failed for good, or for now, and ask backups; delays only go into the log.

    Whoever the sealed return address of the bounce was made for is mailed no more; any other bounce is only told.
    """
    failed = tuple(bounced.address for bounced in reading.bounced if bounced.permanent)
    turn, late = _given_up(turn, reading)
    reporter = turn.plan.reporter
    if reporter is None or not (failed or late):
        return Outcome(turn.state, turn.entries)
    people = (turn.plan.person_at(address) for address in failed)
    gone = [person for person in people if person and person.id == arrival.addressee and person.mailed]
    for lost in gone:
        turn = with_gone(turn, lost)
    asks = (*(_about(turn, address, "bounced") for address in failed), *late)
    turn, asked = with_those_asked(turn, gone, f"{turn.plan.slug}/stands-in/{turn.letter}")
    told = () if reporter in gone else (_to_reporter(turn, reporter.id, asks),)
    return Outcome(turn.state, turn.entries, (*told, *asked))


def _given_up(turn: Turn, reading: Reading) -> tuple[Turn, tuple[Ask, ...]]:
    """Return what the reporter is told of mails that servers let go for now: once an address and week, nothing of
    their own, since that mail would take the same way."""
    asks: list[Ask] = []
    for one in reading.bounced:
        ask = _about(turn, one.address, "given-up")
        key = weekly(ask.target if ask.target != "plan" else one.address, turn.now)
        theirs = turn.plan.reporter is not None and turn.plan.reporter == turn.plan.person_at(one.address)
        if one.permanent or not one.given_up or theirs or key in turn.state.sent:
            continue
        turn = replace(turn, state=replace(turn.state, sent=(*turn.state.sent, key)))
        asks.append(ask)
    return turn, tuple(asks)


def _about(turn: Turn, address: str, reason: str) -> Ask:
    person = turn.plan.person_at(address)
    return Ask(f"person:{person.id}" if person else "plan", None, reason, address)


def _unrelated(turn: Turn, _: Arrival, reading: Reading) -> Outcome:
    """Leave what is not about the plan alone; while that is a draft, the buyer's wish for one is told (R67)."""
    turn, told = _time_for_a_plan(turn, reading)
    turn, leave = with_leavers(turn, reading.text)
    return Outcome(turn.state, turn.entries, (*told, *leave))


def _time_for_a_plan(turn: Turn, reading: Reading) -> tuple[Turn, tuple[Notice, ...]]:
    """Return a word to the reporter where the buyer asks what comes next and the plan is still a draft: once."""
    reporter, asks = turn.plan.reporter, asks_what_comes_next(reading.text)
    buyer = turn.person is not None and turn.person.side == "buyer"
    if not (asks and buyer and reporter) or turn.plan.status != "draft" or TIME in turn.state.sent:
        return turn, ()
    turn = replace(turn, state=replace(turn.state, sent=(*turn.state.sent, TIME)))
    ask = Ask("plan", None, "time-for-a-plan", turn.person.name if turn.person else "", asks)
    return turn, (replace(_to_reporter(turn, reporter.id, (ask,)), key=f"{turn.plan.slug}/{TIME}"),)


def _to_reporter(turn: Turn, reporter: str, asks: tuple[Ask, ...]) -> Notice:
    key = f"{turn.plan.slug}/question/{turn.letter}/{reporter}"
    return Notice(key, "question", turn.plan.slug, turn.plan.version, reporter, turn.now, asks=asks, about=turn.by)


_TAKEN: dict[str, Callable[[Turn, Arrival, Reading], Outcome]] = {
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
    """Return what a mail that no server takes leads to: an entry, and a word to the reporter unless it was theirs.

    Where the server says that there is no such address, its backups are asked and nothing more goes there.
    """
    by = Sender(None, Trust("trusted", None), "milepost")
    turn = noted(
        Turn(state, by, f"undelivered/{notice.key}", now, state.plan), "refused", detail=f"undelivered {notice.kind}"
    )
    person, reporter = state.plan.person(notice.to), state.plan.reporter
    asked: tuple[Notice, ...] = ()
    if person and person.mailed and is_gone(words):
        turn = with_gone(turn, person)
        turn, asked = with_those_asked(turn, [person], f"{notice.key}/stands-in")
    plan = turn.plan
    if reporter is None or reporter.id == notice.to:
        return Outcome(turn.state, turn.entries, asked)
    ask = Ask(f"person:{notice.to}", None, "undelivered", words)
    told = Notice(f"{notice.key}/undelivered", "question", plan.slug, plan.version, reporter.id, now, asks=(ask,))
    return Outcome(turn.state, turn.entries, (told, *asked))
