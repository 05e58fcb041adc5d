"""A wish is a word to us: undo takes a letter's changes back, yes and no settle what waits for the sender."""

from collections.abc import Callable
from dataclasses import replace

from plans.assent import is_sure
from plans.change import Reading, Reply, is_open
from plans.decide import ENDORSE, decide
from plans.notice import Refused
from plans.patience import is_over
from plans.quarantine import drop, is_aside, let_in
from plans.sentences import SENTENCES, THANKS
from plans.standing import spoken_for
from plans.state import UNDO_WINDOW, Code, Pending, lapsed_key, withdrawn_key
from plans.turn import Turn, noted, with_change, with_decision, without
from plans.undoing import undone
from plans.words import folded

REDECIDED = frozenset({"sender-not-on-plan", "plan-status"})
"""Reasons for which the one who says yes takes the change over, and it is decided again in their name."""


def with_wish(turn: Turn, reply: Reply, code: Code | None) -> Turn:
    """Return the turn with one wish granted or refused; every wish needs trusted mail and its code.

    A yes or no that nobody waits for ("ok", "fine") is mere politeness, or is about a line and read as such. Without
    the code of what waits for the sender they are asked which of it is meant, under a new one.
    """
    mine = spoken_for(turn.plan, turn.person) if turn.person else frozenset({turn.by})
    if reply.wish in ("yes", "no") and not _is_awaited(turn, code, mine):
        return turn
    if turn.person is None or turn.sender.trust.verdict != "trusted":
        return _refused(turn, "unsure-sender", reply)
    asks = reply.wish in ("yes", "no") and not (code and code.pending)
    if asks and (which := _asked_which(turn, mine)) != turn:
        return which
    if code is None or code.person not in mine:
        return _refused(turn, "no-code", reply)
    return _GRANTS[reply.wish](turn, reply, code)


def _is_awaited(turn: Turn, code: Code | None, mine: frozenset[str]) -> bool:
    """Tell whether the answered mail asked for a yes, or anything at all waits for the sender's or whom they assist."""
    waiting = [pending for pending in turn.state.pending if pending.reason not in SENTENCES]
    sentences = {pending.id for pending in turn.state.pending} - {pending.id for pending in waiting}
    asked = bool(code and set(code.pending) - sentences)
    return asked or any(mine & set(pending.to) for pending in waiting)


def _asked_which(turn: Turn, mine: frozenset[str]) -> Turn:
    """Return the turn with everything that waits for the sender asked once more: which of it is meant?"""
    for pending in turn.state.pending:
        if mine & set(pending.to) and pending.reason not in SENTENCES:
            turn = asked_anew(turn, pending, mine)
    return turn


def asked_anew(turn: Turn, pending: Pending, mine: frozenset[str], reason: str = "unsure") -> Turn:
    """Return the turn with what waits put to the sender once more, or to whom they assist; it waits as before."""
    to = tuple(person for person in pending.to if person in mine)
    turn = noted(turn, "asked", pending.change.target, pending.change.field, f"{reason}: {', '.join(to)}")
    return replace(turn, opened=(*turn.opened, replace(pending, to=to, reason=reason)))


def with_unclear(turn: Turn, reading: Reading, code: Code | None) -> Turn:
    """Return the turn with what the code asks put to the sender once more where their answer led to nothing at all.

    Nobody who has answered believes that a question still waits; mere thanks answer nothing, and once is enough.
    """
    nothing = all(entry.kind == "letter" for entry in turn.entries) and not (reading.questions or turn.refused)
    known = turn.person is not None and turn.sender.trust.verdict == "trusted"
    if code is None or not (nothing and known and reading.text.strip()) or THANKS.match(folded(reading.text)):
        return turn
    mine = spoken_for(turn.plan, turn.person) if turn.person else frozenset[str]()
    waiting = _waiting(turn, None, code) if code.person in mine else ()
    for pending, _ in waiting:
        key = f"unclear/{pending.id}"
        if key not in turn.state.sent:
            turn = asked_anew(turn, pending, mine)
            turn = replace(turn, state=replace(turn.state, sent=(*turn.state.sent, key)))
    return turn


def without_late_words(turn: Turn) -> Turn:
    """Return the turn without "that was answered before" where the letter itself changes something.

    The yes of "Yes, the review is done" is about what follows it.
    """
    kept = tuple(one for one in turn.refused if one.reason != "code-used" or one.detail)
    return replace(turn, refused=kept) if turn.applied else turn


def _refused(turn: Turn, reason: str, reply: Reply) -> Turn:
    turn = noted(turn, "refused", reply.line or "", detail=f"{reply.wish}: {reason}")
    return replace(turn, refused=(*turn.refused, Refused(reason, reply.line or "", reply.evidence)))


def _undo(turn: Turn, reply: Reply, code: Code) -> Turn:
    taken = undone(turn, code.letter, reply.line)
    return _refused(turn, taken, reply) if isinstance(taken, str) else taken


def _waiting(turn: Turn, line: str | None, code: Code) -> tuple[tuple[Pending, str], ...]:
    """Return what this code lets the sender settle, for as long as it waits, and whose word theirs is; only the named
    line's where one is."""
    return tuple(
        (pending, asked)
        for pending in turn.state.pending
        if pending.id in code.pending
        and not is_over(turn.state, pending, turn.now)
        and (asked := _asked_of(turn, pending, code))
        and pending.reason not in SENTENCES
        and line in (None, pending.change.target)
    )


def _asked_of(turn: Turn, pending: Pending, code: Code) -> str:
    """Return as whom the sender answers: as whom the code was made for, else as themselves or as whom they assist,
    where one of them stands in for the other now, or did; '' where nobody of them is asked any more."""
    mine = sorted(spoken_for(turn.plan, turn.person)) if turn.person else ()
    return next((person for person in (code.person, turn.by, *mine) if person in pending.to), "")


def _is_old(turn: Turn, code: Code) -> bool:
    return turn.now - code.at > UNDO_WINDOW


def _yes(turn: Turn, reply: Reply, code: Code) -> Turn:
    waiting = _waiting(turn, reply.line, code)
    if not waiting:
        return _refused(turn, _why_not(turn, code), reply)
    for pending, asked in waiting:
        if pending.reason == ENDORSE and turn.plan.status == "on-hold":
            turn = _refused(turn, "resting", reply)
            continue
        rivals = [one for one, _ in waiting if _is_about_the_same(one, pending)]
        if rivals[0] != pending:
            continue
        sure = is_sure(reply, pending) and len(rivals) == 1
        turn = _agreed(turn, pending, asked) if sure else asked_anew(turn, pending, frozenset({asked}))
    return turn


def _is_about_the_same(one: Pending, other: Pending) -> bool:
    """Tell whether these are one, or want the same field set to different values: a yes to both is asked about, of one
    of them alone."""
    fields = {(held.change.target, held.change.field) for held in (one, other)}
    wants = one.change.value != other.change.value and not is_open(one.change) and not is_open(other.change)
    return one == other or (len(fields) == 1 and wants and one.change.target != "new")


def _why_not(turn: Turn, code: Code) -> str:
    """Return why a word comes too late: its wisher took it back, somebody else is asked now, it has lapsed, or it was
    answered before."""
    if any(withdrawn_key(pending) in turn.state.sent for pending in code.pending):
        return "taken-back"
    if any(held.id in code.pending and code.person not in held.to for held in turn.state.pending):
        return "handed-over"
    over = {pending.id for pending in turn.state.pending if is_over(turn.state, pending, turn.now)}
    lapsed = _is_old(turn, code) or any(one in over or lapsed_key(one) in turn.state.sent for one in code.pending)
    return "code-expired" if lapsed else "code-used"


def _agreed(turn: Turn, pending: Pending, person: str) -> Turn:
    """Return the turn with one yes counted; the last one that is needed makes the change stand."""
    if is_open(pending.change):
        return asked_anew(turn, pending, frozenset({person}), _what_is_missing(pending))
    turn = noted(without(turn, pending), "agreed", pending.change.target, pending.change.field)
    if pending.reason == "commitment":
        confirmed = with_change(turn, replace(pending.change, field="confirmed", value=True), person)
        return replace(confirmed, agreed=(*turn.agreed, pending))
    change = replace(pending.change, decision="apply", reason="")
    if pending.by in (turn.by, person, pending.absent_for(person)) or pending.reason in REDECIDED:
        return with_decision(turn, decide(turn.plan, change, turn.sender), turn.by)
    agreed = (*pending.agreed, person)
    if pending.all_of and set(pending.to) - set(agreed):
        still = replace(pending, agreed=agreed)
        state = replace(turn.state, pending=(*turn.state.pending, still))
        return replace(turn, state=state, counted=(*turn.counted, still))
    turn = with_change(turn, change, pending.by)
    return replace(turn, agreed=(*turn.agreed, pending))


def _no(turn: Turn, reply: Reply, code: Code) -> Turn:
    waiting = _waiting(turn, reply.line, code)
    if not waiting:
        return _refused(turn, _why_not(turn, code), reply)
    for pending, asked in waiting:
        if is_open(pending.change):
            turn = asked_anew(turn, pending, frozenset({asked}), _what_is_missing(pending))
            continue
        turn = noted(without(turn, pending), "declined", pending.change.target, pending.change.field)
        turn = replace(turn, declined=(*turn.declined, pending))
    return turn


def _what_is_missing(pending: Pending) -> str:
    """Return why neither a yes nor a no answers a question: it asks for a date, or for words."""
    return "no-date" if pending.change.field == "due" else "no-value"


def _release(turn: Turn, reply: Reply, code: Code) -> Turn:
    return let_in(turn, code.aside) if is_aside(turn.state, code.aside) else _not_here(turn, reply)


def _drop(turn: Turn, reply: Reply, code: Code) -> Turn:
    return drop(turn, code.aside) if is_aside(turn.state, code.aside) else _not_here(turn, reply)


def _not_here(turn: Turn, reply: Reply) -> Turn:
    return _refused(turn, "nothing-quarantined", reply)


_GRANTS: dict[str, Callable[[Turn, Reply, Code], Turn]] = {
    "undo": _undo,
    "yes": _yes,
    "no": _no,
    "release": _release,
    "drop": _drop,
}
