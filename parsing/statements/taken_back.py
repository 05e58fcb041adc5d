"""What the next sentence leaves of what was said: "The walk is done. Well, almost", "Only if Ray agrees", "Never mind".

A sentence that names no other line speaks of the one before it. Where it limits that one, or takes it back, what was
drafted from there is asked about; a slip of the pen ("Oops, I meant the sign-off") is one whatever it names.
"""

from collections.abc import Sequence
from dataclasses import replace

from parsing.dates.grammar import fold
from parsing.statements.frame import Frame
from parsing.statements.marks import SPEAKING, Draft, Sentence

BRIEF = 7
"""Words up to which a sentence says nothing of its own: a doubt in it is one about what was said before."""
DOUBTING = frozenset({"conditional", "hedged"})
"""Cue groups that put what was said before in doubt where nothing else is said beside them."""
UNFINISHED = frozenset({"not_yet", "remains", "except_for"})
"""Cue groups that do the same to what was said to be done."""
DENYING = frozenset({"negated", "no_longer", "hedged", "not_yet"})
"""Cue groups that put in doubt what was said to be done, whatever a sentence without a line says by them."""
LIMITED = "partly"
"""The doubt about what the next sentence limits or takes back."""


def takes_back(sentence: Sentence, draft: Draft, spoken: Sequence[str], frame: Frame) -> bool:
    """Tell whether a sentence limits or takes back a draft of the sentence before it, which spoke of these lines."""
    names = {cue.name for cue in sentence.cues}
    if "revokes" in names:
        return True
    if draft.target not in spoken or "new_line" in names or _names_another(sentence, spoken, frame):
        return False
    alone = not sentence.marks and not sentence.dates
    if "limits" in names or (alone and frame.words.found("but", fold(sentence.text))):
        return True
    if draft.value == "done" and ("lacks" in names or (alone and _denies(sentence, names))):
        return True
    telling = names & (DOUBTING | UNFINISHED if draft.value == "done" else DOUBTING)
    return bool(telling) and _says_no_more(sentence, names)


def _denies(sentence: Sentence, names: set[str]) -> bool:
    """Tell whether a sentence denies something, of its own or of what is done: "Finance hasn't seen it yet"."""
    of_mails = names & {"stop_mail", "less_mail", "no_invites"}
    return bool(names & DENYING) and not sentence.asks and not names & SPEAKING - {"done"} and not of_mails


def doubted(draft: Draft, doubt: str = LIMITED) -> Draft:
    """Return a draft with one more doubt: that what was said holds for less, or no longer, or another one."""
    return replace(draft, doubts=(*draft.doubts, doubt))


def _names_another(sentence: Sentence, spoken: Sequence[str], frame: Frame) -> bool:
    """Tell whether a sentence names a line that the one before it did not speak of, nor its milestone or action."""
    above = {line.id for one in spoken if (line := frame.plan.milestone_of(one))}
    limits = min((cue.start for cue in sentence.cues if cue.name in ("limits", "lacks")), default=len(sentence.text))
    named = [m for m in sentence.marks if m.how != "group" and (m.how != "weak" or m.start < limits)]
    return any(not _about(mark.lines, above | {*spoken}, frame) for mark in named)


def _about(lines: Sequence[str], spoken: set[str], frame: Frame) -> bool:
    above = {line.id for one in lines if (line := frame.plan.milestone_of(one))}
    return bool(spoken & {*lines, *above})


def _says_no_more(sentence: Sentence, names: set[str]) -> bool:
    """Tell whether a few words say nothing of their own: "Not sure yet though"."""
    brief = len(fold(sentence.text).split()) <= BRIEF and not sentence.dates and not sentence.asks
    return brief and not names & SPEAKING
