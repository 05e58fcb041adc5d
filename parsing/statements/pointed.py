"""Where a name fits several lines, something else in the sentence points to the one that is meant."""

from collections.abc import Sequence
from dataclasses import replace

from parsing.dates.grammar import fold
from parsing.statements.deeds import deeds, participles, verb_of
from parsing.statements.frame import Frame
from parsing.statements.lexicon import CERTAIN, WORD, words_in
from parsing.statements.likeness import PLURALS
from parsing.statements.marks import Clause, Draft, Mention, Segment, Sentence
from parsing.statements.segments import content
from parsing.statements.words import Words, concepts
from plans.plan import Action, Milestone


def meant_by(segment: Segment, frame: Frame) -> Mention | None:
    """Return the name of a segment; where several lines fit it as well, the one that something else points to.

    It is the one whose own verb is said, else whose day is, else whose owner is. What is carried off or brought is what
    an action sends: "the scanners were picked up by UPS" is "Ship 12 scanners", not the trial with them; and so are the
    things that an action is done to ("cameras", of "Camera trial" and "Mount the cameras").
    """
    mention, clauses = segment.mention, segment.clauses
    said = {match[0] for clause in clauses for match in WORD.finditer(fold(clause.text))}
    if mention and mention.how == "words":
        return _own_action(mention, clauses, said, frame)
    if mention is None or mention.how != "weak" or len(mention.lines) < 2:
        return mention
    days = {found.date for clause in clauses for found in clause.dates if found.date}
    people = {named.person for clause in clauses for named in clause.people if named.person and not named.gets}
    lines = [line for line_id in mention.lines if (line := frame.plan.entry(line_id))]
    done = [line.id for line in lines if said & set(participles(verb_of(frame.plan, line.id)))]
    moved = [line.id for line in lines if _moves_things(line.id, said, frame)]
    headed = None if len(done) == 1 or len(moved) == 1 else _headed(mention, clauses, frame)
    if headed:
        return headed
    for pointed in (
        done,
        moved,
        [line.id for line in lines if line.due in days],
        [line.id for line in lines if line.owner in people],
    ):
        if len(pointed) == 1:
            sure = pointed in (done, moved) and mention.score >= CERTAIN
            return replace(mention, lines=(pointed[0],), shared=False, how="words" if sure else mention.how)
    return mention


def _headed(mention: Mention, clauses: Sequence[Clause], frame: Frame) -> Mention | None:
    """Return the name with the one line that is what it says, where the others only have to do with that.

    "The trial" is the two-ship trial, not the test kits.
    """
    at = next((clause for clause in clauses if clause.start <= mention.start < clause.end), None)
    said = words_in(at.text[mention.start - at.start : mention.end - at.start]) if at else []
    if len(said) != 1 or (said[0] not in concepts() and said[0] not in frame.lexicon.index):
        return None
    keys = frame.lexicon.lines_of(said[0])
    lines = [line for line in mention.lines if line in keys and keys[line].key == _head(line, frame)]
    if len(lines) != 1 or frame.plan.milestone(lines[0]) is None:
        return None
    sure = mention.score >= CERTAIN
    return replace(mention, lines=(lines[0],), shared=False, how="words" if sure else mention.how)


def _head(line_id: str, frame: Frame) -> str:
    """Return what the words of a line's name come to: the last one, ahead of any preposition."""
    line = frame.plan.entry(line_id)
    told = words_in(line.task if isinstance(line, Action) else line.name if line else "")
    small = frame.words.lists["places"] | frame.words.lists["givers"] | frame.words.lists["of_what"]
    at = next((at for at, word in enumerate(told) if at and word in small), len(told))
    return told[at - 1] if told else ""


def _moves_things(line: str, said: set[str], frame: Frame) -> bool:
    """Tell whether a line is to send things, or put them in place, and a sentence says that they were."""
    verb = verb_of(frame.plan, line)
    sent, mounted = said & deeds().sent, said & deeds().mounted
    return bool((sent and verb in deeds().sending) or (mounted and verb in deeds().setting_up))


def takes_refused_place(segment: Segment, lines: Sequence[str], before: Sequence[Draft], words: Words) -> bool:
    """Tell whether a day stands alone behind a sentence that refused one of the same line: "Not May 3. May 10."."""
    last = before[-1] if before else None
    refused = last is not None and (last.target, last.field) == (*lines, "due") and "negated" in last.doubts
    dated = any(clause.dates for clause in segment.clauses)
    return refused and dated and not any(content(c, words, c.start, c.end) for c in segment.clauses)


def _is_theirs(action: Action, frame: Frame) -> bool:
    """Tell whether the other side owes what has arrived: one's own things may only have come as blank forms."""
    owner = frame.plan.person(action.owner) if action.owner else None
    return owner is not None and frame.side is not None and owner.side != frame.side


def _is_thing_of(name: Sequence[str], task: str, milestone: str) -> bool:
    """Tell whether a name is what a task ends in, of which the milestone's own name has only the singular."""
    said, told = name[-1:], words_in(milestone)
    singular = [said[0].removesuffix(end) for end in PLURALS if said and said[0].endswith(end)]
    return said == words_in(task)[-1:] and not set(said) & set(told) and bool(set(singular) & set(told))


def _own_action(mention: Mention, clauses: Sequence[Clause], said: set[str], frame: Frame) -> Mention:
    """Return the action that a milestone's name means where it fits that too, and its verb is said as done."""
    milestone = frame.plan.milestone(mention.lines[0]) if len(mention.lines) == 1 else None
    at = next((clause for clause in clauses if clause.start <= mention.start < clause.end), None)
    if milestone is None or at is None:
        return mention
    name = WORD.findall(fold(at.text[mention.start - at.start : mention.end - at.start]))
    fitting = [found for word in name if (found := frame.lexicon.lines_of(word))]
    named = [action for action in milestone.actions if fitting and all(action.id in found for found in fitting)]
    for action in named:
        if said & set(participles(verb_of(frame.plan, action.id))):
            return replace(mention, lines=(action.id,))
    things = [action for action in named if _is_thing_of(name, action.task, milestone.name) and not action.settled]
    if len(things) == 1:
        return replace(mention, lines=(things[0].id,))
    carried, arrived = (any(clause.has(cue) for clause in clauses) for cue in ("carried", "arrived"))
    sending = [action for action in named if verb_of(frame.plan, action.id) in deeds().sending]
    sent = [action for action in sending if carried or (arrived and _is_theirs(action, frame))]
    to_somebody = any(
        c.has("passed_on") or any(p.person not in (None, frame.sender) for p in c.people) for c in clauses
    )
    going = (c for c in clauses if c.dates and not c.has("moves", "slips"))
    if any(frame.words.found("sends", fold(clause.text)) for clause in going):
        sent += [action for action in sending if action not in sent]
    moving = [] if to_somebody else [action for action in named if _moves_things(action.id, said, frame)]
    for acted in (sent, moving):
        if len(acted) == 1 and not acted[0].settled:
            return replace(mention, lines=(acted[0].id,))
    return mention


def acted_on(sentence: Sentence, lines: tuple[str, ...], frame: Frame) -> tuple[str, ...]:
    """Return the action of the line spoken of that a verb picks ("I'll return it"), else the line."""
    milestone = frame.plan.milestone(lines[0]) if len(lines) == 1 else None
    if not isinstance(milestone, Milestone):
        return lines
    said = {match[0] for match in WORD.finditer(fold(sentence.text))}
    own = [a for a in milestone.actions if not a.settled and fold(a.task).split()[0] in said]
    return (own[0].id,) if len(own) == 1 else lines


def due_that_day(segment: Segment, frame: Frame) -> tuple[str, ...]:
    """Return the one open milestone that is due on the very day that is agreed to or refused ("May 29 it is")."""
    days = {d.date for clause in segment.clauses for d in clause.dates if d.certain or d.why == "bare-day"}
    agreed = any(clause.has("confirmed", "slips", "negated") for clause in segment.clauses)
    due = tuple(m.id for m in frame.plan.milestones if not m.settled and m.due in days)
    return due if agreed and len(due) == 1 else ()
