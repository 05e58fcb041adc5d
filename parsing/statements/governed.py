"""What a whole sentence hangs on: "I can't confirm that ...", "on paper, ...", "at my last company ...".

Words at a sentence's beginning may take back all that follows. What is known to leave a fact a fact is listed
("I confirm that", "for your records"); anything else there puts what is said of a line in doubt (docs/decisions/0013).
"""

import re
from collections.abc import Iterator

from parsing.dates.grammar import fold
from parsing.statements.frame import Frame
from parsing.statements.lexicon import WORD, words_in
from parsing.statements.marks import Clause, Segment, Sentence
from parsing.statements.values import doubts_of

FARTHEST = 90
"""Characters of a sentence in which its head ends."""
FRONT = re.compile(r"[,:](?=\s)")
"""What parts a circumstance from what is said under it."""
ARTICLE = 4
"""Characters of what may stand between a word and the day behind it ("que le 24")."""
FOLLOWING = ",(-–"
"""What stands before a clause that follows without an "and"."""
LIMITING = 2
"""Words that may stand between that and a condition ("but only if")."""
OPENING = ("conditional", "was_only")
"""Cue groups that, where they open a sentence, hold for what follows."""
DENYING = ("negated", "no_longer")


def doubts_by_words(segment: Segment, sentence: Sentence, frame: Frame) -> tuple[str, ...]:
    """Return the doubts that a segment's own words raise, else those of what its sentence hangs on."""
    doubts = doubts_of(segment.clauses, sentence.asks)
    if "hearsay" in doubts and _for_the_boss(segment, frame):
        return tuple(doubt for doubt in doubts if doubt != "hearsay")
    return doubts or _governing_doubt(sentence, segment.start, frame)


def _for_the_boss(segment: Segment, frame: Frame) -> bool:
    """Tell whether an assistant passes on what whoever they work for says, and nobody else does: it is their word."""
    bosses = {person.id for person in frame.plan.people if frame.sender and person.assistant == frame.sender}
    told = [clause for clause in segment.clauses if clause.speaks or clause.mentions]
    named = {one for clause in told for one in _acting(clause, frame)}
    return bool(bosses) and named <= {*bosses, frame.sender}


def _acting(clause: Clause, frame: Frame) -> Iterator[object]:
    """Yield the people of a clause but whoever it greets ("Hi Tahlia, Meredith wants ...")."""
    for named in clause.people:
        before = words_in(clause.text[: named.start - clause.start])
        if named.person is not None and not (before and set(before) <= frame.words.lists["greetings"]):
            yield named.person


def _governing_doubt(sentence: Sentence, start: int, frame: Frame) -> tuple[str, ...]:
    """Return the doubt that a sentence's head casts on a segment that begins at `start`, or none."""
    folded = fold(sentence.text)
    if opened := _opened(sentence, folded, start, frame):
        return (opened,)
    if _is_followed(sentence, folded, start, frame):
        return ("conditional",)
    for end, governs in _heads(sentence, folded, frame):
        if start <= end or governs:
            denied = governs and any(cue.name in DENYING and cue.start < end for cue in sentence.cues)
            left = list(_untold(sentence, folded, end, governs, frame))
            if denied:
                return ("negated",)
            if left:
                return ("unexplained",)
    return ()


def _opened(sentence: Sentence, folded: str, start: int, frame: Frame) -> str:
    """Return the doubt of a sentence that opens with a condition, or with what was only once so, up to its comma."""
    lists = frame.words.lists
    small = (lists["stop"], lists["breaks"], lists["auxiliaries"])
    opening = {
        cue.name
        for cue in sentence.cues
        if cue.name in OPENING and all(any(word in some for some in small) for word in words_in(folded[: cue.start]))
    }
    if "conditional" in opening:
        return "conditional"
    front, once = FRONT.search(folded), "was_only" in opening
    return "unexplained" if once and (front is None or start <= front.start() + 1) else ""


def _is_followed(sentence: Sentence, folded: str, start: int, frame: Frame) -> bool:
    """Tell whether a condition of its own clause follows: "M4 is done, but only provided you sign the form first"."""
    limiting = frame.words.lists["contrasts"] - frame.words.lists["joins"]
    for cue in sentence.cues:
        if cue.name == "conditional" and cue.start > start:
            parted = max(folded.rfind(mark, 0, cue.start) for mark in FOLLOWING)
            between = words_in(folded[parted : cue.start])
            if parted >= start and len(between) <= LIMITING and set(between) <= limiting:
                return True
    return False


def _heads(sentence: Sentence, folded: str, frame: Frame) -> Iterator[tuple[int, bool]]:
    """Yield where a head ends that something is said under, and whether it governs all of the sentence.

    A clause with a "that" governs what it says; a circumstance in front only what it stands beside.
    """
    first = min((m.start for m in sentence.marks if m.how != "weak"), default=len(folded))
    pattern = frame.words.patterns.get("governs")
    match = pattern.search(folded[:FARTHEST]) if pattern else None
    if match and match.start() < first and not _is_told(sentence, match, frame):
        yield match.start(), True
    opens = frame.words.patterns.get("fronted")
    front = FRONT.search(folded, 0, FARTHEST)
    if opens and front and opens.match(folded) and front.start() < first:
        yield front.start(), False


def _is_told(sentence: Sentence, that: re.Match[str], frame: Frame) -> bool:
    """Tell whether a day is said before a "that", or right behind it ("ne se réunit que le 24"): it opens nothing."""
    ahead = [d for d in sentence.dates if d.date is None or d.date > frame.sent_at.date()]
    return any(d.start < that.start() or d.start - that.end() <= ARTICLE for d in ahead)


def _untold(sentence: Sentence, folded: str, end: int, governs: bool, frame: Frame) -> Iterator[str]:
    """Yield the words of a head that are not known to leave a fact a fact; of a circumstance any plain word is."""
    lists = frame.words.lists
    known = lists["stop"] | lists["auxiliaries"] | lists["self_words"] | lists["asserting"]
    known = known if governs else known | lists["plain"]
    held = [(p.start, p.end) for p in sentence.people] + [(d.start, d.end) for d in sentence.dates]
    for at, match in enumerate(WORD.finditer(folded, 0, end)):
        addressed = governs and not at and match[0] in lists["addressing"]
        if addressed or (match[0] not in known and not any(a <= match.start() < b for a, b in held)):
            yield match[0]
