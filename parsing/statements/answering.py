"""Answering is what a bare yes or no comes to: a word to whoever waits for one, and what it says of the lines asked."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from parsing.dates.grammar import fold
from parsing.statements.asked import asked_in, questions_in
from parsing.statements.bare import Bare, bare_in, vocabulary
from parsing.statements.frame import Frame
from parsing.statements.marks import Draft, Sentence
from plans.change import POLITE, STANDS, Reply

LIMITING = ("conditional", "hedged")
"""Cues of a sentence beside a yes that make it less than one."""
NAMED = ("id", "row", "words")


@dataclass(frozen=True)
class Question:
    """What the answered mail asks: whether all of it is `still` true, about which `lines`, and which are `done`."""

    still: bool = False
    lines: frozenset[str] = frozenset()
    done: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Notice:
    """The mail that is answered: every line that it was about, and what it asks of them."""

    lines: tuple[str, ...] = ()
    question: Question = Question()


def question_in(questions: Sequence[Sentence], frame: Frame) -> Question:
    """Return what a mail of ours asks, by its own questions."""
    still, asked, done = False, set[str](), set[str]()
    kinds, pattern = vocabulary(frame.languages)
    for sentence in questions:
        lines = {line for mark in sentence.marks if mark.how in NAMED for line in mark.lines}
        said = {kinds[found[0]] for found in pattern.finditer(fold(sentence.text))}
        still = still or (not lines and "wholes" in said and bool(said & {"standing", "assents"}))
        asked |= lines
        done |= lines if _asks_done(sentence, frame) else set()
    return Question(still, frozenset(asked), frozenset(done))


def noticed(quoted: str, notice: str, frame: Frame) -> tuple[Frame, Notice]:
    """Return the frame with what the answered mail asked, and what is known of that mail by its questions.

    The mail is known by its own words (`notice`), else by the quote below the letter. Where the lines that it was about
    are known no better than by the quote, its first question names them; without any such line nothing is known of it.
    """
    told = () if frame.asked else questions_in(quoted, frame)
    about = frame if frame.asked else replace(frame, asked=asked_in(told, frame))
    if not about.asked:
        return about, Notice()
    questions = questions_in(notice or quoted, about) if notice or frame.asked else told
    found = Notice(about.asked, question_in(questions, about))
    return (_narrowed(about, found) if notice else about), found


def _narrowed(frame: Frame, notice: Notice) -> Frame:
    """Return the frame with those lines only that the mail's questions name, of several that it was about."""
    kept = tuple(line for line in frame.asked if line in notice.question.lines)
    return replace(frame, asked=kept) if kept else frame


def _asks_done(sentence: Sentence, frame: Frame) -> bool:
    """Tell whether a question is about being done, outside of the names of lines ("Terms agreed")."""
    rest = fold(sentence.text)
    for mark in sentence.marks:
        rest = rest[: mark.start] + " " * (mark.end - mark.start) + rest[mark.end :]
    return frame.words.found("done", rest) or frame.words.finished.search(rest) is not None


def replies_of(answers: Sequence[Bare], bound: Sequence[str], evidence: str) -> Iterator[Reply]:
    """Yield the words to us: one for each line that is named or quoted, else one about all that was asked."""
    for bare in answers:
        for line in bare.lines or bound or (None,):
            doubt = STANDS if bare.yes and bare.stands else "" if bare.firm else POLITE
            yield Reply("yes" if bare.yes else "no", line, evidence, doubt)


def drafts_of(
    answers: Sequence[Bare], bound: Sequence[str], said: Sequence[Draft], text: str, frame: Frame, notice: Notice
) -> Iterator[Draft]:
    """Yield what a sentence of bare answers says of its lines; `said` is what it was read as by its words.

    A status that it reports outweighs the mere yes, and so does what it says of a whole group; a no outweighs all.
    """
    denied = any(not bare.yes and not bare.stands for bare in answers)
    told = {d.target for d in said if d.field != "confirmed" and d.value is not None and not denied}
    grouped = [draft for draft in said if draft.field == "confirmed" and draft.grouped]
    yield from (draft for draft in said if draft.target in told or draft in grouped)
    told |= {draft.target for draft in grouped}
    for bare in answers:
        named = bare.lines or bound
        every = frame.asked if named or not (bare.whole or notice.question.still) else notice.lines
        left = [line for line in every if not any(line in other.lines for other in answers)]
        vague = len(left) > 1 and (bool(grouped) or (bare.yes and not bare.firm))
        sure = bool(named) or len(left) == 1 or bare.whole or notice.question.still
        for line in named or (() if vague else left):
            if line not in told:
                yield _draft(line, bare, text, frame, notice.question, sure=sure)


def _draft(line: str, bare: Bare, text: str, frame: Frame, question: Question, *, sure: bool) -> Draft:
    entry = frame.plan.entry(line)
    if not bare.yes and not bare.stands:
        return Draft(line, "due", None, text, ("negated",))
    if line in question.done and line in frame.asked and not (bare.lines or bare.stands):
        return Draft(line, "status", "done", text, () if sure else ("which-line",), 0.95)
    passed = not bare.lines and entry is not None and entry.due is not None and entry.due < frame.sent_at.date()
    doubts = (("which-line",) if not sure else ()) + (("past",) if passed else ())
    return Draft(line, "confirmed", True, text, doubts, 0.95)


def limited_replies(
    replies: Sequence[Reply], said: Iterable[tuple[Sentence, tuple[str, ...]]], frame: Frame
) -> Iterator[Reply]:
    """Yield the words to us; a yes that something else in the letter takes back in part is less than one.

    That is a condition, a doubt or a "but" that speaks of no other line than the yes; `said` are the letter's
    sentences, each with the lines that it is bound to.
    """
    limits = [_lines_of(one) or set(bound) for one, bound in said if not bare_in(one, frame) and _limits(one, frame)]
    for reply in replies:
        lines = {reply.line} if reply.line else set(frame.asked)
        held = reply.wish == "yes" and any(named <= lines for named in limits)
        yield replace(reply, doubt=LIMITING[0]) if held else reply


def _lines_of(sentence: Sentence) -> set[str]:
    return {line for mark in sentence.marks if mark.how in NAMED for line in mark.lines}


def _limits(sentence: Sentence, frame: Frame) -> bool:
    first = re.search(r"\w+", fold(sentence.text))
    filled = first is not None and any(c.name == "fillers" and c.start == first.start() for c in sentence.cues)
    opens = first is not None and first[0] in frame.words.lists["contrasts"] - frame.words.lists["refusals"]
    opens = opens and not filled  # "Kind regards".
    return opens or any(cue.name in LIMITING for cue in sentence.cues)


def limited(drafts: Sequence[Draft], replies: Sequence[Reply]) -> Iterator[Draft]:
    """Yield what is said of the lines, what a doubted yes says of them being in doubt as well."""
    doubtful = {reply.evidence: reply.doubt for reply in replies if reply.doubt in LIMITING}
    for draft in drafts:
        doubt = doubtful.get(draft.evidence) if draft.field in ("confirmed", "status") else None
        yield replace(draft, doubts=(doubt, *draft.doubts)) if doubt else draft
