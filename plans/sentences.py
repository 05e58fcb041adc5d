"""A sentence of one's own answers some questions: what shows that a line is done, what decided a deal that was lost."""

from dataclasses import replace

from plans.change import Change, Reading
from plans.state import Code, Pending
from plans.turn import Turn, noted, with_change

LONGEST = 400
"""Characters of an answer that are kept."""
ASKED = frozenset({"evidence", "lost-reason"})


def with_sentence(turn: Turn, reading: Reading, code: Code | None) -> Turn:
    """Return the turn in which the words of a letter answer what its code asks for; a letter that changes lines, or
    that nobody can vouch for, answers nothing of the kind."""
    words = " ".join(reading.text.split())[:LONGEST]
    if code is None or not words or reading.changes or reading.replies or turn.sender.trust.verdict != "trusted":
        return turn
    for pending in turn.state.pending:
        if pending.id in code.pending and pending.reason in ASKED and code.person == turn.by:
            turn = _answered(turn, pending, words)
    return turn


def _answered(turn: Turn, pending: Pending, words: str) -> Turn:
    kept = tuple(other for other in turn.state.pending if other.id != pending.id)
    turn = replace(turn, state=replace(turn.state, pending=kept))
    if pending.reason == "lost-reason":
        return noted(turn, "answered", "plan", detail=words)
    changed = with_change(turn, Change(pending.change.target, "evidence", words, "apply", 1.0, words), turn.by)
    return replace(changed, taken=(*turn.taken, *changed.applied[len(turn.applied) :]))
