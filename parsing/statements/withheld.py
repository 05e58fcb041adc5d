"""What a segment leaves of what was said before it: a line that stays, one that is left out, a part that is missing."""

from collections.abc import Sequence

from parsing.statements.cues import within
from parsing.statements.frame import Frame
from parsing.statements.judge import Spoken
from parsing.statements.marks import Clause, Draft, Segment
from parsing.statements.taken_back import doubted

NAMED_ALONE = ("id", "row", "list", "words")
"""How a line is named for itself (see `Mention.how`)."""


def left_alone(drafts: list[Draft], found: Spoken) -> list[Draft]:
    """Return drafts without what a group was moved by, of a line that stays: "All a week later. Only M4 stays put"."""
    stays = any(clause.has("confirmed") and not _is_denied(clause) for clause in found.segment.clauses)
    if not stays or found.how not in NAMED_ALONE:
        return drafts
    return [d for d in drafts if not (d.grouped and d.field == "due" and d.target in found.lines)]


def left_out(drafts: Sequence[Draft], alone: Sequence[Spoken]) -> list[Draft]:
    """Return a sentence's drafts, in doubt where all lines are agreed to, of one named beside them and told nothing of.

    "All fine, only the pilot gives me a stomach ache"; `alone` are the lines that are named for themselves.
    """
    said = {d.target for d in drafts if not d.grouped and not d.doubts}
    named = {line for one in alone for line in one.lines} - said
    return [doubted(d) if d.grouped and d.value is True and d.target in named else d for d in drafts]


def limited_by(
    segment: Segment, found: Spoken, drafts: Sequence[Draft], earlier: Sequence[Spoken], frame: Frame
) -> list[Draft]:
    """Return drafts in doubt where their line is denied right behind ("the HR form is done, not the data form").

    So is what was said of a milestone where an action of its own is left out ("done except the keys"), or what holds
    for a part only ("has agreed, but only for line 3").
    """
    first, part = segment.clauses[0], set[str]()
    if first.has("only_for") and earlier and not first.speaks:
        part = {*earlier[-1].lines}
    drafts = [doubted(d, "said-twice") if d.target in part and d.field != "due" else d for d in drafts]
    if first.has("except_for"):
        above = {line.id for one in found.lines if (line := frame.plan.milestone_of(one)) and line.id != one}
    else:
        lacks = [cue.start for clause in segment.clauses for cue in clause.cues if cue.name in ("remains", "lacks")]
        lacking = bool(lacks) and not any(clause.has("new_line") for clause in segment.clauses)
        above = {*found.lines} if first.only_denies or lacking else set()
        if lacking and earlier and segment.mention and min(lacks) < segment.mention.start:
            above |= {*earlier[-1].lines}  # "It is ready, only Marcus' signature is missing", whatever is named so.
    return [doubted(d) if d.target in above and d.value in ("done", "skipped", True) else d for d in drafts]


def names_elsewhere(spoken: Spoken) -> bool:
    """Tell whether a line's name only says where something else stands: "position 3 of the offer"."""
    mention, cues = spoken.segment.mention, [cue for clause in spoken.segment.clauses for cue in clause.cues]
    places = [(cue.start, cue.end) for cue in cues if cue.name == "elsewhere"]
    return mention is not None and any(start <= mention.start and mention.end <= end for start, end in places)


def _is_denied(clause: Clause) -> bool:
    """Tell whether a negation stands outside the words that agree ("non si tocca" agrees)."""
    agreeing = [cue for cue in clause.cues if cue.name == "confirmed"]
    denials = [cue for cue in clause.cues if cue.name == "negated"]
    return any(not any(within(denial, one) for one in agreeing) for denial in denials)
