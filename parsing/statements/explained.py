"""What is left unexplained around a change puts it in doubt: only known words change a plan unasked."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from parsing.dates import FoundDate
from parsing.dates.grammar import fold
from parsing.statements.accounted import inside, left_of
from parsing.statements.frame import Frame
from parsing.statements.lexicon import WORD, words_in
from parsing.statements.marks import Clause, Draft, Segment
from parsing.statements.segments import telling
from plans.change import Field
from plans.plan import Status

UNEXPLAINED = "unexplained"
"""The doubt about a change beside words that nothing accounts for."""
ANY_NUMBER = 99
ALLOWED: Mapping[Field, int] = {"due": 0, "confirmed": 0, "status": 0, "owner": 0, "backup": 0, "approver": 0}
"""How many unexplained words may stand beside a change of a field; beside others any number."""
TOLD_WITH_REASONS: Mapping[Status, int] = {"blocked": ANY_NUMBER, "in-progress": 2}
"""Statuses that people give their reasons with, in the same breath: how many unexplained words those may have."""
MUTTERED = 2
"""Words of a clause that may only limit what was said before; a longer one says something of its own."""
OBJECT = re.compile(r" (\w+)[ '’](\w+)(?: (\w+))?")
"""What stands right behind a verb: an article, its noun, and what may describe it."""
DENIALS = frozenset({"negated", "not_yet", "except_for", "elsewhere"})
"""Cue groups that only limit what was said before them."""
LACKING = frozenset({"remains", "lacks", "limits"})
"""Cue groups that say what is still to come of what was said to be done."""
SAYING: Mapping[Field, tuple[str, ...]] = {
    "status": ("done", "skipped", "blocked", "started", "carried", "opened"),
    "confirmed": ("confirmed",),
    "owner": ("takes_over", "owner_is"),
    "backup": ("backs_up",),
    "approver": ("approves",),
}
"""The cue groups that say a field; a date is said by its day."""


PLACING = ("moves", "slips", "gives_day", "asks_politely", "future", "corrects", "confirmed")
"""Cue groups that make a day the line's: without any, every word of the clause has to be known ("Friday sent on")."""
DOING: Mapping[Field, str] = {"status": "done"}
"""The cue group of verbs that somebody does to a line."""


def doubts_beside(draft: Draft, segment: Segment, frame: Frame) -> tuple[str, ...]:
    """Return the doubt about a draft whose clauses hold more than what the components have accounted for."""
    if draft.field == "due" and _replaces_own_day(draft.target, segment, frame):
        return ()
    allowed = ALLOWED.get(draft.field, ANY_NUMBER)
    if draft.field == "status":
        allowed = TOLD_WITH_REASONS.get(draft.value, allowed)  # type: ignore[call-overload]
    left = list(unexplained(draft, segment, frame))
    return (UNEXPLAINED,) if len(left) > allowed else ()


def _replaces_own_day(line: str, segment: Segment, frame: Frame) -> bool:
    """Tell whether one new day stands in the place of the line's own, which is named: "May 7 instead of April 30"."""
    due = getattr(frame.plan.entry(line), "due", None)
    told = [(clause, found) for clause in segment.clauses for found in clause.dates]
    own = [(clause, found) for clause, found in told if due and _is_day(found, due)]
    new = [pair for pair in told if pair not in own]
    instead = any(frame.words.found("instead", _ahead_of(clause, found)) for clause, found in own)
    reasons = frame.words.lists["reasons"] & {word for pair in new for word in WORD.findall(_ahead_of(*pair))}
    return instead and len(new) == 1 and not reasons


def _is_day(found: FoundDate, due: dt.date) -> bool:
    """Tell whether a date is the line's own; "the 14th" alone is its 14th."""
    return found.date == due or bool(found.why == "bare-day" and found.date and found.date.day == due.day)


def _ahead_of(clause: Clause, found: FoundDate) -> str:
    """Return the words of a clause before one of its dates, folded."""
    return fold(clause.text[: found.start - clause.start])


def unexplained(draft: Draft, segment: Segment, frame: Frame) -> Iterator[str]:
    """Yield the words that nothing accounts for, where they could change what is said of the line.

    From the line's name to what is said of it every word has to be known, and so have those before either in the same
    clause. What stands behind, or in clauses before and after, is how people talk: there only a limit counts ("but",
    "except", "nearly"), and a number.
    """
    clauses = segment.clauses
    said = _where_said(draft, clauses)
    spoken = segment.mention is not None
    named = next((at for at, c in enumerate(clauses) if spoken and any(not m.aside for m in c.mentions)), said)
    if draft.field == "due" and frame.words.found("concludes", fold(clauses[said].text).lstrip(" ,;:-")):
        named = said  # "so make it 2 June" speaks for itself: what stands before it is the reason.
    first, last = min(said, named), max(said, named)
    for at, clause in enumerate(clauses):
        if first <= at <= last:
            helping = frame.words.lists["auxiliaries"] if draft.value == "done" else frozenset()
            yield from (word for word in _before(draft, clause, at == last, named < at, frame) if word not in helping)
        elif at > last and (draft.field != "due" or _limits(clause)):
            yield from _behind(draft, clause, frame)


def _where_said(draft: Draft, clauses: Sequence[Clause]) -> int:
    """Return the number of the clause that says the draft's value: the one with its day, or with its cue.

    A clause that sums up and names the line tells it best: "they nodded it through, so the business case is done".
    """
    if draft.field == "due" or draft.by_day:
        dated = [at for at, clause in enumerate(clauses) if clause.dates]
        exact = [at for at in dated if any(d.date and d.date.isoformat() == draft.value for d in clauses[at].dates)]
        return (exact or dated or [0])[0]
    names = SAYING.get(draft.field, ())
    told = [at for at, clause in enumerate(clauses) if clause.has(*names)]
    sums_up = [at for at in told if clauses[at].mentions and clauses[at].has("corrects")]
    return (sums_up or told or [0])[0]


def _before(draft: Draft, clause: Clause, final: bool, named: bool, frame: Frame) -> Iterator[str]:
    """Yield what is unexplained in a clause up to the end of what is said; behind that only limits and numbers.

    `named` tells that the line was named in a clause before.
    """
    end, doer = _said_until(draft, clause, named, frame) if final else clause.end, _doer(draft, clause, frame)
    for word, at in (*left_of(draft.target, clause, frame), *_told(draft, clause, frame)):
        limit = word.isdigit() or (word in frame.words.lists["contrasts"] and not _is_clock(at, clause, frame))
        if limit or (at < end and at >= doer):
            yield word


def _told(draft: Draft, clause: Clause, frame: Frame) -> Iterator[tuple[str, int]]:
    """Yield the verbs of a clause that tell of what was, beside a day that nothing makes the line's."""
    if draft.field == "due" and not clause.has(*PLACING):
        pasts = frame.words.lists.get("pasts", frozenset())
        yield from (
            (word, at) for word, at, _ in telling(clause, frame.words, clause.start, clause.end) if word in pasts
        )


def _is_clock(at: int, clause: Clause, frame: Frame) -> bool:
    """Tell whether a word is half of an hour: "at half eight", "halb acht"."""
    word, _, after = fold(clause.text[at - clause.start :]).partition(" ")
    following = words_in(after)[:1]
    return (
        word in frame.words.lists["halves"]
        and bool(following)
        and (
            following[0] in frame.words.numbers or following[0] in frame.words.lists["halves"] or following[0].isdigit()
        )
    )


def _doer(draft: Draft, clause: Clause, frame: Frame) -> int:
    """Return where whoever did it ends, ahead of a verb whose object is the line: "the bank approved the leasing"."""
    verb = next((cue for cue in clause.cues if cue.name == DOING.get(draft.field)), None)
    line = next((m for m in clause.mentions if not m.aside), None)
    if verb is None or line is None or line.start < verb.end or any(d.start < verb.start for d in clause.dates):
        return clause.start
    between = words_in(clause.text[verb.end - clause.start : line.start - clause.start])
    lists = frame.words.lists
    own = (lists["articles"] | lists["possessives"]) - lists["places"]
    return verb.end if set(between) <= own else clause.start


def _said_until(draft: Draft, clause: Clause, before: bool, frame: Frame) -> int:
    """Return where a clause has said the draft's value: behind its day, or behind what its line is said to be.

    Of a verb with an object ("has sent the redlines over"), and of the plan's own day, the whole clause counts.
    """
    if draft.field == "due":
        placed = clause.has(*PLACING) or any(d.kind == "shift" for d in clause.dates)
        return max((d.end for d in clause.dates if placed), default=clause.end)
    if draft.value == "skipped":
        return clause.end  # "We don't need the offer in English": what falls away is behind the verb.
    cues = [cue for cue in clause.cues if cue.name in SAYING.get(draft.field, ())]
    named = [clause.start - 1] if before else [m.start for m in clause.mentions if not m.aside]
    if draft.field in ("status", "confirmed") and cues and named and min(named) < max(cue.start for cue in cues):
        end = max(cue.end for cue in cues)
        if set(words_in(clause.text[: end - clause.start])[-1:]) & frame.words.lists["staying"]:
            return clause.end
        if draft.value in ("done", True) and _of_what(clause, end, frame):
            return clause.end
        return _object_end(clause, end, frame) if draft.value == "done" else end
    return clause.end


def _object_end(clause: Clause, end: int, frame: Frame) -> int:
    """Return where an object right behind a verb ends: "at gate 2 we have installed the cameras" is of the cameras."""
    folded = fold(clause.text)
    found = OBJECT.match(folded, end - clause.start)
    if found is None or found[1] not in frame.words.lists.get("objects", ()):
        return end
    held = [(d.start - clause.start, d.end - clause.start) for d in clause.dates]
    return end if any(inside(found.start(2), [place]) for place in held) else clause.start + found.end()


def _of_what(clause: Clause, end: int, frame: Frame) -> bool:
    """Tell whether behind what is said stands of what it is said: "Legal is done with the data form"."""
    folded = fold(clause.text)
    start = folded.rfind(" ", 0, end - clause.start)
    return any(frame.words.found("with_what", folded[at:]) for at in (start, end - clause.start) if at >= 0)


def _behind(draft: Draft, clause: Clause, frame: Frame) -> Iterator[str]:
    """Yield the limits in a clause behind what was said: with the words that they limit it by, or alone."""
    yield from (cue.name for cue in clause.cues if cue.name in LACKING and draft.field != "due")
    first = WORD.search(fold(clause.text))
    if (first and first[0] in frame.words.lists["reasons"]) or _denies_other(clause, frame):
        return
    fillers = [(cue.start - clause.start, cue.end - clause.start) for cue in clause.cues if cue.name == "fillers"]
    said = [match for match in WORD.finditer(fold(clause.text)) if not inside(match.start(), fillers)]
    limits = [match[0] for match in said if match[0] in frame.words.lists["contrasts"]]
    limits += [cue.name for cue in clause.cues if cue.name == "except_for"]
    left = [word for word, _ in left_of(draft.target, clause, frame)]
    if limits:
        yield from left or (limits if _is_bare(clause) or _lacks(draft.target, clause) else ())
    elif (
        len(left) == 1
        and not _in_brackets(left[0], clause)
        and _is_bare(clause)
        and not clause.people
        and len(clause.text.split()) <= MUTTERED
    ):
        yield from (word for word in left if not frame.words.finished.fullmatch(word))


def _in_brackets(word: str, clause: Clause) -> bool:
    """Tell whether a word is a number that opens brackets, as the first of several days: "(28 and 29 March closed)"."""
    return word.isdigit() and clause.text.startswith("(") and not clause.text.rstrip().endswith(")")


def _denies_other(clause: Clause, frame: Frame) -> bool:
    """Tell whether a clause only says who or what it is not: ", not me", ", not September"."""
    said = {word for word, _, _ in telling(clause, frame.words, clause.start, clause.end)}
    denials = {word for cue in clause.cues if cue.name == "negated" for word in words_in(clause.words_of(cue))}
    named = bool(clause.people) or bool(said & frame.words.calendar)
    return bool(denials) and named and not clause.dates and said <= denials | frame.words.calendar


def _limits(clause: Clause) -> bool:
    """Tell whether what stands behind a date may take it back: a few words, or an exception; a sentence tells why."""
    return clause.has("except_for") or len(clause.text.split()) <= MUTTERED + 2


def _lacks(line: str, clause: Clause) -> bool:
    """Tell whether a clause says what the same line still wants: "signed by us, only your signature is missing"."""
    others = any(line not in mention.lines for mention in clause.mentions)
    return clause.has("not_yet") and not clause.dates and not others


def _is_bare(clause: Clause) -> bool:
    """Tell whether a clause says nothing of its own that a limit could belong to ("not the 20th", "no change")."""
    return not (clause.dates or clause.mentions or any(cue.name not in DENIALS for cue in clause.cues))
