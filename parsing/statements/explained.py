"""What is left unexplained in a clause puts its change in doubt: only known words change a plan unasked."""

from collections.abc import Iterator, Mapping, Sequence

from parsing.dates.grammar import fold
from parsing.statements.lexicon import WORD
from parsing.statements.marks import Clause, Cue, Draft
from parsing.statements.pipeline import Frame
from parsing.statements.segments import telling
from parsing.statements.words import Words
from plans.change import Field
from plans.plan import Status

UNEXPLAINED = "unexplained"
"""The doubt about a change beside words that nothing accounts for."""
ANY_NUMBER = 99
ALLOWED: Mapping[Field, int] = {"due": 0, "confirmed": 0, "status": 0, "owner": 2, "backup": 2, "approver": 2}
"""How many unexplained words may stand beside a change of a field; beside others any number."""
TOLD_WITH_REASONS: Mapping[Status, int] = {"blocked": ANY_NUMBER, "in-progress": 2}
"""Statuses that people give their reasons with, in the same breath: how many unexplained words those may have."""
TELL_NOTHING = frozenset({"future", "was_only", "not_about_plan"})
"""Cue groups whose words say how a clause is meant, and account for nothing."""
DENIALS = frozenset({"negated", "not_yet"})
"""Cue groups that only limit what was said before them."""
STORY = 2
"""Unexplained words from which a clause behind the change, with no limit in it, is the reason or a story beside it."""


def doubts_beside(draft: Draft, clauses: Sequence[Clause], frame: Frame) -> tuple[str, ...]:
    """Return the doubt about a draft whose clauses hold more than what the components have accounted for."""
    allowed = ALLOWED.get(draft.field, ANY_NUMBER)
    if draft.field == "status":
        allowed = TOLD_WITH_REASONS.get(draft.value, allowed)  # type: ignore[call-overload]
    left = list(unexplained(draft.target, clauses, frame))
    return (UNEXPLAINED,) if len(left) > allowed else ()


def unexplained(line: str, clauses: Sequence[Clause], frame: Frame) -> Iterator[str]:
    """Yield the words that nothing accounts for: no mention, date, person or cue, no word of the line, no plain word.

    A reason ("because ...") accounts for itself, and so does a story behind what was said; a limit never does.
    """
    said = False
    for clause in clauses:
        left = list(_left(line, clause, frame))
        limits = _limits(clause, frame.words) if said else []
        if not (said and _stands_aside(clause, left, limits, frame.words)):
            yield from left or (limits if _is_bare(clause) else ())
        said = said or bool(clause.mentions or clause.dates or clause.cues)


def _stands_aside(clause: Clause, left: Sequence[str], limits: Sequence[str], words: Words) -> bool:
    """Tell whether a clause behind what was said gives a reason or tells a story, and sets no limit to it."""
    first = WORD.search(fold(clause.text))
    if first and first[0] in words.lists["reasons"]:
        return True
    return len(left) >= STORY and not clause.mentions and not limits


def _is_bare(clause: Clause) -> bool:
    """Tell whether a clause says nothing of its own that a limit could belong to ("not the 20th", "no change")."""
    return not (clause.dates or clause.mentions or any(cue.name not in DENIALS for cue in clause.cues))


def _limits(clause: Clause, words: Words) -> list[str]:
    """Return the words of a clause that may take back what was said before it ("but", "except", "nearly")."""
    return [match[0] for match in WORD.finditer(fold(clause.text)) if match[0] in words.lists["contrasts"]]


def _left(line: str, clause: Clause, frame: Frame) -> Iterator[str]:
    known = [_accounts_for(cue, clause, frame) for cue in clause.cues if cue.name not in TELL_NOTHING]
    for word, start, end in telling(clause, frame.words, clause.start, clause.end):
        plain = any(word in frame.words.lists[name] for name in ("plain", "reasons", "due_before"))
        if not plain and not any(a < end and start < b for a, b in known) and not _names(word, line, frame):
            yield word


def _accounts_for(cue: Cue, clause: Clause, frame: Frame) -> tuple[int, int]:
    """Return the place of what a cue accounts for: all but what it says to be done ("report" of "report is done")."""
    folded, at = fold(clause.text), cue.start - clause.start
    first = WORD.match(folded, at) if cue.name == "done" else None
    verb = first is None or first[0] in frame.words.lists["auxiliaries"] or frame.words.finished.match(folded, at)
    alone = first is not None and first.end() >= cue.end - clause.start
    return (cue.start if first is None or verb or alone else first.end() + clause.start), cue.end


def _names(word: str, line: str, frame: Frame) -> bool:
    """Tell whether a word is one of the line's own name, in whatever form."""
    match = frame.lexicon.lines_of(word).get(line)
    return match is not None and not match.outcome
