"""What is said of a line may hold for less: half of it, another day's, another line's, or only one's own side."""

import re
from collections.abc import Sequence

from parsing.dates.grammar import fold
from parsing.statements.deeds import (
    deeds,
    is_contract,
    is_decided,
    is_event,
    is_review,
    is_signature,
    name_an_event,
    participles,
    verb_of,
    words_of_line,
)
from parsing.statements.frame import Frame
from parsing.statements.lexicon import words_in
from parsing.statements.marks import Clause, Cue, Mention, Segment
from parsing.statements.words import either

OF_DAY = 3
"""Characters of a date in which the word may stand that joins it to a name (French "du 8 juin")."""


def _done_words(clauses: Sequence[Clause]) -> set[str]:
    """Return the words by which clauses say that something is done."""
    return {word for c in clauses for cue in c.cues if cue.name == "done" for word in words_in(c.words_of(cue))}


def _words_within(mention: Mention, clauses: Sequence[Clause]) -> list[str]:
    """Return the words by which clauses name a line."""
    within = [c.text[max(0, mention.start - c.start) : max(0, mention.end - c.start)] for c in clauses]
    return [word for text in within for word in words_in(text)]


def only_handled(line: str, clauses: Sequence[Clause], frame: Frame) -> bool:
    """Tell whether a paper was only received, sent or read: "we received the contract" decides and signs nothing."""
    handled = deeds().handled | deeds().sent
    settling_none = handled | deeds().looked_at
    said = {word for word in _done_words(clauses) if word in settling_none or frame.words.finished.fullmatch(word)}
    own = words_of_line(frame.plan, line)
    if not said or said - settling_none or own & (deeds().sending | handled):
        return False
    decided = is_decided(frame.plan, line) and not (said & deeds().looked_at and is_review(frame.plan, line))
    of_action = any(_is_action_s(line, mention, clauses, frame) for clause in clauses for mention in clause.mentions)
    return decided or of_action or any(_comes_to_owner(line, said, clause, frame) for clause in clauses)


def _is_action_s(line: str, mention: Mention, clauses: Sequence[Clause], frame: Frame) -> bool:
    """Tell whether a milestone is named by a thing that one of its open actions is done to as well."""
    milestone = frame.plan.milestone(line)
    known = [frame.lexicon.lines_of(word) for word in _words_within(mention, clauses)]
    actions = [action for action in milestone.actions if not action.settled] if milestone else []
    return any(lines and action.id in lines for action in actions for lines in known)


def only_readied(line: str, clauses: Sequence[Clause], frame: Frame) -> bool:
    """Tell whether a line was only made ready, or an event only allowed: "the rollout is planned", "is approved"."""
    said = _done_words(clauses)
    made = {word for word in said & deeds().readied if word not in participles(verb_of(frame.plan, line))}
    to_sign = is_signature(frame.plan, line) and not said & deeds().signed
    held = is_event(frame.plan, line) and not is_decided(frame.plan, line)
    allowed = said & deeds().allowed and (held or to_sign)
    return bool(made or allowed)


def only_of_it(line: str, segment: Segment, frame: Frame) -> bool:
    """Tell whether what falls away is a part of a line, or only now: "at the rollout we leave out hall 7".

    The line then stands behind a word for a place, or a day beside it is not its own ("no visit tomorrow").
    """
    mention, due = segment.mention, getattr(frame.plan.entry(line), "due", None)
    told = [clause for clause in segment.clauses if clause.has("skipped")]
    if any(found.date != due and not found.past for clause in told for found in clause.dates):
        return True
    clause = next((c for c in told if mention and c.start <= mention.start < c.end), None)
    if mention is None or clause is None or mention.how not in ("words", "weak"):
        return False
    lists = frame.words.lists
    around = lists["places"] | lists["of_what"] | lists["concerning"]
    small = (lists["articles"] | lists["possessives"] | lists["stop"]) - around
    ends = [cue.end for cue in clause.cues if cue.name == "skipped" and cue.end <= mention.start]
    before = clause.text[max([clause.start, *ends]) - clause.start : mention.start - clause.start]
    ahead = [word for word in words_in(before) if word not in small]
    if any(line in frame.lexicon.lines_of(word) for word in ahead):
        return False  # "No need for a call about security", of the security call.
    return bool(ahead) and ahead[-1] in around


def _comes_to_owner(line: str, said: set[str], clause: Clause, frame: Frame) -> bool:
    """Tell whether a paper only came to whoever has work with it: the line's own side received it, or was sent it."""
    owner = frame.plan.person(getattr(frame.plan.entry(line), "owner", None) or "")
    people = [(named, one) for named in clause.people if (one := frame.plan.person(str(named.person)))]
    if owner is None or not clause.has("done"):
        return False
    gets = [one.side for named, one in people if named.gets]
    acting: list[str | None] = [one.side for named, one in people if not named.gets] or [frame.side]
    received = clause.has("receives") and not said & deeds().sent
    to_it = owner.side in gets or (bool(said & deeds().sent) and owner.side not in acting)
    return owner.side in acting if received else to_it


def _only_its_thing(line: str, segment: Segment, frame: Frame) -> bool:
    """Tell whether only the thing of a trial or training was sent or put in place: "the scanners are mounted"."""
    mention, named = segment.mention, frame.plan.milestone(line)
    if mention is None or named is None or mention.how not in ("words", "weak"):
        return False
    said = _done_words(segment.clauses)
    meant = name_an_event(_words_within(mention, segment.clauses))
    return bool(said & (deeds().sent | deeds().mounted)) and is_event(frame.plan, line) and not meant


def is_of_another_day(line: str, segment: Segment, frame: Frame) -> bool:
    """Tell whether a line is named by a day that is not its own: "the training of 3 March is cancelled"."""
    due, mention = getattr(frame.plan.entry(line), "due", None), segment.mention
    if mention is None or due is None:
        return False
    days = (
        (clause.text[max(0, mention.end - clause.start) : found.start + OF_DAY - clause.start], found.date)
        for clause in segment.clauses
        for found in clause.dates
        if clause.start <= mention.start < found.start
    )
    return any(day and day != due and frame.words.found("of_day", fold(text)) for text, day in days)


def only_partly(line: str, segment: Segment, frame: Frame) -> bool:
    """Tell whether what is said to be done is less than the line: half of its name, a thing of it, or a sending on."""
    told = (_half_named(line, segment, frame), _only_its_thing(line, segment, frame))
    return any(told) or _only_passed_on(line, segment.clauses, frame)


def _half_named(line: str, segment: Segment, frame: Frame) -> bool:
    """Tell whether of two things that a line is called after only the first is named: "offer", of "Offer and award".

    Once the second is done, so is the first; nor is it half of "Security and compliance sign-off" to say "security
    sign-off".
    """
    mention, named = segment.mention, frame.plan.entry(line)
    if mention is None or mention.how not in ("words", "weak") or named is None:
        return False
    small = frame.words.lists["stop"] | frame.words.lists["generic"]
    told = [set(words_in(part)) - small for part in _joined(fold(named.name), frame)]
    matches = (frame.lexicon.lines_of(word).get(line) for word in _words_within(mention, segment.clauses))
    keys = {match.key for match in matches if match}
    last = set(words_in(_joined(fold(named.name), frame)[-1])) - frame.words.lists["stop"]
    return len(told) > 1 and all(told) and bool(keys & set().union(*told[:-1])) and not keys & last


def _joined(name: str, frame: Frame) -> list[str]:
    """Return the parts of a folded name between "and"s."""
    return re.split(rf"\s*[&+]\s*|\b(?:{either(frame.words.lists['joins'])})\b", name)


def day_of_stage(line: str, clauses: Sequence[Clause], frame: Frame) -> bool:
    """Tell whether a day is that of what comes before: "the meters come on 2 November", of "Install the meters"."""
    told = {word for clause in clauses if clause.dates for word in words_in(clause.text)}
    staged = bool(told & frame.words.lists.get("stages", frozenset()))
    return staged and verb_of(frame.plan, line) in deeds().setting_up


def _only_passed_on(line: str, clauses: Sequence[Clause], frame: Frame) -> bool:
    """Tell whether a line that is no sending was sent on to one's own people: "I sent the business case to finance"."""
    if words_of_line(frame.plan, line) & deeds().sending:
        return False
    return any(cue.name == "passed_on" and _to_own(cue, c, frame) for c in clauses for cue in c.cues)


def only_reaches(line: str, clauses: Sequence[Clause], frame: Frame) -> bool:
    """Tell whether a day is when somebody gets what they are to sign or approve: "it will be with Marcus by Friday"."""
    own = words_of_line(frame.plan, line)
    if (
        not is_decided(frame.plan, line)
        or own & deeds().sending
        or any(own & set(words_in(c.text)) & deeds().signed for c in clauses)
    ):
        return False
    return any(c.dates and not c.has("slips") and frame.words.found("reaches", fold(c.text)) for c in clauses)


def only_worked_on(line: str, clauses: Sequence[Clause], frame: Frame) -> bool:
    """Tell whether a day is when somebody works on a line, reads it or talks about it: "I'll read it by Friday"."""
    if words_of_line(frame.plan, line) & deeds().sending:
        return False
    told = (fold(clause.text) for clause in clauses if clause.dates)
    return any(frame.words.found("works_on", text) for text in told)


def _to_own(cue: Cue, clause: Clause, frame: Frame) -> bool:
    """Tell whether words that end in whom something is sent to name one's own people, or stand right before one."""
    beside = [named.person for named in clause.people if 0 <= named.start - cue.end <= 1]
    people = [person for one in beside if isinstance(one, str) and (person := frame.plan.person(one))]
    return any(person.side == frame.side for person in people) or (
        not beside and not clause.words_of(cue)[-1].isspace()
    )


def deed_of_another(line: str, clauses: Sequence[Clause], frame: Frame) -> bool:
    """Tell whether what is signed is another line's: "the contract is signed", of the redlines, beside "Signature"."""
    signed = [clause for clause in clauses if "signed off" not in clause.text.casefold()]
    others = [one.id for one in frame.plan.milestones if not one.settled and is_signature(frame.plan, one.id)]
    apart = is_contract(frame.plan, line) and not is_signature(frame.plan, line)
    return bool(_done_words(signed) & deeds().signed and others) and apart
