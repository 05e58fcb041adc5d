"""Mentions: every way in which a sentence names lines, of which one place names one thing only."""

import re
from collections.abc import Iterable, Sequence

from parsing.dates import FoundDate
from parsing.dates.grammar import fold
from parsing.statements.frame import Frame
from parsing.statements.groups import group_mentions
from parsing.statements.heads import headed, without_acts
from parsing.statements.lexicon import words_in
from parsing.statements.lists import lists_in
from parsing.statements.marks import Mention, Sentence
from parsing.statements.outside import by_name
from parsing.statements.targets import by_id, by_row, by_whole_name, by_words
from parsing.statements.words import Words


def mentions_in(sentence: Sentence, frame: Frame) -> list[Mention]:
    """Return the lines that a sentence names, in order."""
    folded = fold(sentence.text)
    behind = [cue for cue in sentence.cues if cue.name in ("everything_after", "everything_from")]
    dates = [d for d in sentence.dates if not any(d.start < cue.end and cue.start < d.end for cue in behind)]
    elsewhere = frame.words.found("elsewhere", folded)
    rows = () if elsewhere else frame.rows
    listed = list(lists_in(folded, frame.plan, rows, frame.words, [(d.start, d.end) for d in dates]))
    alone = (m for m in by_id(folded, frame.plan, frame.words) if not _within(m, listed))
    ids = [*(one for one in listed if one.lines), *alone]
    dates = [d for d in dates if not _within(d, ids)]
    taken = [(m.start, m.end) for m in (*ids, *listed)] + [(d.start, d.end) for d in dates]
    taken += [(0, end)] if (end := greeted(folded, frame.words)) else []
    taken += [(cue.start, cue.end) for cue in sentence.cues if cue.name == "fillers"]  # "For the record" names none.
    new = [(p.start, p.end) for p in sentence.people if p.person is not None and p.end - p.start > 3]
    outside = [m for m in by_name(folded, frame.plan, frame.words, taken) if not _fits_line(m, folded, frame)]
    taken += [(m.start, m.end) for m in outside]
    called = [m for m in by_whole_name(folded, frame.lexicon) if not _within(m, [*ids, *listed, *outside])]
    taken += [(m.start, m.end) for m in called]
    named = by_words(sentence.text, folded, frame.lexicon, [*taken, *new, *_events(folded, frame)])
    named = [*called, *named]
    named = [headed(m, folded, frame.lexicon, frame.words) for m in named if not _is_no_name(m, folded, frame)]
    named = [*(one for one in outside if not _ends_name(one, named, folded)), *named]
    covered = [*taken, *((m.start, m.end) for m in named)]
    numbered = by_row(folded, frame.words, rows, covered, free=False)
    found = sorted((*ids, *named, *numbered), key=lambda m: m.start)
    found = without_acts(found, folded, frame.words)
    return group_mentions(folded, found, frame.words, frame.plan, frame.asked, frame.sender)


def greeted(folded: str, words: Words) -> int:
    """Return where the greeting ends that opens a sentence, 0 where none does."""
    match = pattern.match(folded) if (pattern := words.patterns.get("salutation")) else None
    return match.end() if match else 0


def _is_no_name(mention: Mention, folded: str, frame: Frame) -> bool:
    """Tell whether what could name a line is a verb with its object ("has to approve it"), or whoever has a role."""
    said = folded[mention.start : mention.end]
    if said in frame.words.lists["role_nouns"]:
        return True
    return (mention.how == "weak" or " " not in said) and frame.words.found("object_is", folded[mention.end :])


def _fits_line(outside: Mention, folded: str, frame: Frame) -> bool:
    """Tell whether all words that name an external are one line's own as well: people speak of the line."""
    known = [frame.lexicon.lines_of(word) for word in words_in(folded[outside.start : outside.end])]
    own = [{line for line, match in lines.items() if not match.outcome} for lines in known if lines]
    return bool(own) and len(own) == len(known) and bool(set.intersection(*own))


def _ends_name(outside: Mention, named: Sequence[Mention], folded: str) -> bool:
    """Tell whether an external's words only go on with a line's name: "WLAN hall 2", beside "Fibre to hall 2"."""
    return any(
        m.how == "words" and not folded[m.end : outside.start].strip(" ") for m in named if m.end <= outside.start
    )


def _events(folded: str, frame: Frame) -> list[tuple[int, int]]:
    """Return where events of the plan are named: no lines, though a line may be named after one ("Board: 3 May")."""
    if frame.words.found("everything_after", folded) or frame.words.found("everything_from", folded):
        return []
    lines = {fold(name) for m in frame.plan.milestones for name in (m.name, m.name_local) if name}
    names = [re.escape(fold(event.name)) for event in frame.plan.events if fold(event.name) not in lines]
    return [match.span() for name in names for match in re.finditer(rf"(?<!\w){name}(?!\w|:)", folded)]


def _within(one: Mention | FoundDate, others: Iterable[Mention]) -> bool:
    """Tell whether a place shares characters with one of these mentions."""
    return any(one.start < other.end and other.start < one.end for other in others)
