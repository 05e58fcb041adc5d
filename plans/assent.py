"""What answers the mail that asked is an answer, in whatever words: a confirmation is a yes to what stands."""

from collections.abc import Iterable
from dataclasses import replace

from plans.change import POLITE, STANDS, Change, Reading, Reply
from plans.sentences import SENTENCES
from plans.state import Code, Pending

KEEPS = frozenset({"commitment", "goal", "endorse"})
"""Reasons for which one is asked whether something holds, rather than whether it shall change."""


def assented(reading: Reading, code: Code | None, pending: Iterable[Pending]) -> Reading:
    """Return the reading with each of its answers taken once: as the word that is waited for, else as said of a line.

    A confirmation of a line that the code asks about says that it stands as it is, and nothing is said of such a line
    as it stood before the answer. A yes or no that says how lines stand, which nobody asked a yes about, is no word to
    us.
    """
    held = [one for one in pending if code and one.id in code.pending and one.reason not in SENTENCES]
    asked = {one.change.target for one in held}
    words = tuple(reply for reply in reading.replies if _is_awaited(reply, asked, reading.changes))
    answered = {(reply.line, reply.evidence) for reply in words if reply.wish in ("yes", "no")}
    named = {reply.line for reply in words}
    kept: list[Change] = []
    for change in reading.changes:
        whole, own = (None, change.evidence), (change.target, change.evidence)
        if asked and (whole in answered or (change.target in asked and own in answered)):
            continue
        if change.target in asked and _confirms(change):
            stands = Reply("yes", change.target, change.evidence, STANDS)
            words = words if named & {change.target, None} else (*words, stands)
            continue
        kept.append(change)
    return replace(reading, changes=tuple(kept), replies=words)


def _is_awaited(reply: Reply, asked: set[str], changes: Iterable[Change]) -> bool:
    """Tell whether a word is one that the code asks for, or says nothing of any line; undo and the like always are."""
    if reply.wish not in ("yes", "no") or (asked and reply.line is None) or reply.line in asked:
        return True
    return reply.line is None and not reply.doubt and not any(one.evidence == reply.evidence for one in changes)


def is_sure(reply: Reply, pending: Pending) -> bool:
    """Tell whether a yes is one to what waits."""
    holds = pending.reason in KEEPS or pending.change.field == "confirmed"
    return reply.doubt in ("", POLITE) or (reply.doubt == STANDS and holds)


def _confirms(change: Change) -> bool:
    return change.field == "confirmed" and change.value is True and change.decision == "apply"
