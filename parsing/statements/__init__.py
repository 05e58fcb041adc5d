"""Statements: what the words of a letter say of the plan's lines, sentence by sentence, and how certain that is."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsing.statements.answering import limited, limited_replies, noticed
from parsing.statements.certainty import changes_from, settled
from parsing.statements.frame import Frame
from parsing.statements.frames import frame_for
from parsing.statements.marks import Draft
from parsing.statements.reader import Reader
from parsing.statements.subject import subject_of
from parsing.statements.whole import about_the_whole, is_unrelated, questions_in, wish_in
from plans.change import Reading, Reply
from plans.letter import Answer, Context, Letter
from plans.plan import Plan
from plans.sheet import Sheet

__all__ = ["drafts_in", "read_statements"]


NO_MOVE = frozenset({"not_about_plan", "was_only", "stop_mail", "plan_lost", "plan_won", "plan_on_hold"})
"""Cue groups beside which a day moves no line."""
MOST_WORDS = 14
"""Words of a sentence that names no line from which it is a story rather than a wish."""


def read_statements(letter: Letter, context: Context) -> Reading:
    """Return what a letter's own words say of the plan: changes, questions, and words to us (undo, yes, no)."""
    context = replace(context, plan=_as_they_know_it(context.plan, context.sheet))
    frame, reader = _read(letter, context)
    wish = wish_in(letter.text, frame)
    drafts = _drafts(reader, frame)
    changes = () if wish and wish.wish == "undo" else changes_from(drafts, frame, context.threshold)
    questions = questions_in(reader.sentences)
    if is_unrelated(letter, reader.sentences, frame, bool(changes)):
        return Reading(kind="unrelated", questions=questions, language=letter.language, text=letter.text)
    replies: tuple[Reply, ...] = (wish,) if wish else tuple(sorted(reader.replies, key=lambda one: one.line is None))
    return Reading(
        kind="reply", changes=changes, questions=questions, replies=replies, language=letter.language, text=letter.text
    )


def _as_they_know_it(plan: Plan, sheet: Sheet | None) -> Plan:
    """Return the plan in which a line that was renamed since the mail that is answered goes by its old name too."""
    for row in sheet.rows if sheet and sheet.version != plan.version else ():
        line, old = plan.milestone(row.id), row.value("milestone")
        if line and old and not line.name_local and old not in (line.name, *(plan.vocabulary or {}).values()):
            plan = plan.with_line(replace(line, name_local=old))
    return plan


def drafts_in(letter: Letter, context: Context) -> Sequence[Draft]:
    """Return what a letter's words come to before it is decided what is asked: the confidence is fitted on these."""
    frame, reader = _read(letter, context)
    return settled(_drafts(reader, frame), frame)


def _read(letter: Letter, context: Context) -> tuple[Frame, Reader]:
    frame, notice = noticed(letter.quoted, context.notice, frame_for(letter, context))
    reader = Reader(frame, _base(context.sheet), notice)
    typed, pointed = subject_of(letter, frame)
    if typed:
        reader.read_subject(typed)
    for text, bound in _stretches(letter, frame):
        reader.read(text, bound)
    if pointed and not reader.drafts:
        reader.read_subject(pointed)
    if reader.replies:
        reader.replies = list(limited_replies(reader.replies, zip(reader.sentences, reader.bounds, strict=True), frame))
        reader.drafts = list(limited(reader.drafts, reader.replies))
    return frame, reader


def _drafts(reader: Reader, frame: Frame) -> Sequence[Draft]:
    return [*reader.drafts, *about_the_whole(reader.sentences, frame), *_which_line(reader, frame)]


def _base(sheet: Sheet | None) -> dict[str, dt.date | None]:
    """Return the dates of the sheet that was answered, by line."""
    if sheet is None:
        return {}
    found: dict[str, dt.date | None] = {}
    for row in sheet.rows:
        value = row.value("due")
        if row.id and value:
            try:
                found[row.id] = dt.date.fromisoformat(value)
            except ValueError:
                continue
    return found


def _stretches(letter: Letter, frame: Frame) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the letter's text without its answers, then each answer with the lines of the quoted row above it."""
    rest = letter.text
    for answer in letter.answers:
        rest = rest.replace(answer.text, "", 1) if answer.text else rest
    yield rest, ()
    for answer in letter.answers:
        yield answer.text, _quoted_lines(answer, frame)


def _quoted_lines(answer: Answer, frame: Frame) -> tuple[str, ...]:
    """Return the line that a quoted row shows: the last one of several."""
    from parsing.statements.pipeline import annotated

    for row in reversed([line for line in answer.quoted.split("\n") if line.strip()]):
        for sentence in annotated(row, frame):
            named = [mark for mark in sentence.marks if mark.how in ("id", "words") and len(mark.lines) == 1]
            if named:
                return (min(named, key=lambda mark: (mark.how != "id", mark.start)).lines[0],)
    return ()


def _which_line(reader: Reader, frame: Frame) -> Sequence[Draft]:
    """Return a question for a date that is asked for where no line was named at all."""
    if reader.drafts or reader.wanted:
        return ()
    found = []
    for sentence in reader.sentences:
        names = {cue.name for cue in sentence.cues}
        dated = [d for d in sentence.dates if d.kind in ("day", "range", "shift")]
        moves = names & {"moves", "slips"} and not names & NO_MOVE
        brief = len(sentence.text.split()) <= MOST_WORDS
        if dated and moves and brief and not any(mark.how != "weak" for mark in sentence.marks):
            day = dated[0].date.isoformat() if dated[0].date else None
            line = frame.asked[0] if frame.asked else _nearest(frame)
            found.append(Draft(line, "due", day, sentence.text, ("which-line",)))
    return [replace(draft, order=at) for at, draft in enumerate(found[:1])]


def _nearest(frame: Frame) -> str:
    """Return the open milestone of the sender's that is due next, else anybody's: the likeliest one to be meant."""
    still = [m for m in frame.plan.milestones if not m.settled and m.due] or list(frame.plan.milestones)
    own = [m for m in still if m.owner == frame.sender] or still
    return min(own, key=lambda m: m.due or dt.date.max).id
