"""A sentence of one's own answers some questions: what shows that a line is done, what decided a deal that was lost."""

import re
from dataclasses import replace

from plans.change import Change, Reading
from plans.state import Code, Pending
from plans.turn import Turn, noted, with_change
from plans.words import folded

LONGEST = 400
"""Characters of an answer that are kept."""
FEWEST = 3
"""Words that say anything."""
THANKS = re.compile(r"(?:(?:many|great|super|ok|vielen?|besten|herzlichen?|muito|mille|grand|hartelijk)\W*)*\W*"
                    r"(?:thank|thx|cheers|danke|dank|merci|gracias|obrigad|grazie|bedankt)")  # fmt: skip
"""How mere politeness begins, in our languages."""
SENTENCES = frozenset({"evidence", "lost-reason"})
"""Reasons for which one is asked for a sentence; a mere yes or thank-you answers none of them."""


def with_sentence(turn: Turn, reading: Reading, code: Code | None) -> Turn:
    """Return the turn in which the words of a letter answer what its code asks for; a letter that changes lines, or
    that nobody can vouch for, answers nothing of the kind."""
    words = " ".join(reading.text.split())[:LONGEST]
    other = reading.changes or reading.replies or reading.questions or turn.sender.trust.verdict != "trusted"
    if code is None or other or not is_sentence(words):
        return turn
    for pending in turn.state.pending:
        if pending.id in code.pending and pending.reason in SENTENCES and code.person == turn.by:
            turn = _answered(turn, pending, words)
    return turn


def is_sentence(words: str) -> bool:
    """Tell whether words say something: a link, or a few of them that are not mere thanks."""
    return "://" in words or (len(words.split()) >= FEWEST and not THANKS.match(folded(words)))


def _answered(turn: Turn, pending: Pending, words: str) -> Turn:
    kept = tuple(other for other in turn.state.pending if other.id != pending.id)
    turn = replace(turn, state=replace(turn.state, pending=kept))
    if pending.reason == "lost-reason":
        return noted(turn, "answered", "plan", detail=words)
    changed = with_change(turn, Change(pending.change.target, "evidence", words, "apply", 1.0, words), turn.by)
    return replace(changed, taken=(*turn.taken, *changed.applied[len(turn.applied) :]))
