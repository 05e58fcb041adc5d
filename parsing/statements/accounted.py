"""Which words of a clause the components account for: what cues say, a line's own words, an hour, whose it is."""

import re
from collections.abc import Iterator, Sequence

from parsing.dates.grammar import fold
from parsing.statements.frame import Frame
from parsing.statements.lexicon import WORD
from parsing.statements.marks import Clause, Cue
from parsing.statements.segments import telling
from parsing.statements.words import Words

TELL_NOTHING = frozenset({"future", "was_only", "not_about_plan", "elsewhere", "passed_on", "opened"})
"""Cue groups whose words say how a clause is meant, and account for nothing."""
CLOCK = re.compile(r"\d{1,2}(?:am|pm|h|uhr)$")
"""A time of day, which changes no date."""


def left_of(line: str, clause: Clause, frame: Frame) -> Iterator[tuple[str, int]]:
    """Yield the words of a clause that nothing accounts for, with their places."""
    telling_cues = [cue for cue in clause.cues if cue.name not in TELL_NOTHING]
    known = [place for cue in telling_cues for place in _accounts_for(cue, clause, frame.words)]
    known += _row_words(clause, frame.words)
    own = _numbers_of(line, frame)
    clocks = [match.span() for match in frame.words.patterns["hour"].finditer(fold(clause.text))]
    for word, start, end in telling(clause, frame.words, clause.start, clause.end):
        if word in own or _is_whose(word, frame) or inside(start - clause.start, clocks):
            continue
        plain = any(word in frame.words.lists[name] for name in ("plain", "reasons", "due_before", "titles")) or (
            CLOCK.match(word) or (clause.text.startswith(":") and word in frame.words.lists.get("acts", ()))
        )
        if not plain and not any(a < end and start < b for a, b in known) and not _names(word, line, frame):
            yield word, start


def _row_words(clause: Clause, words: Words) -> Iterator[tuple[int, int]]:
    """Yield the places of the words that say that a number is a row's: "points 2 and 5"."""
    folded = fold(clause.text)
    for mention in clause.mentions:
        before = words.rows.search(folded[: mention.start - clause.start]) if mention.how == "row" else None
        if before:
            yield before.start() + clause.start, before.end() + clause.start


def _accounts_for(cue: Cue, clause: Clause, words: Words) -> Iterator[tuple[int, int]]:
    """Yield the places of what a cue accounts for: all but what it says to be done.

    That is "report" of "report is done", and whatever stands between an auxiliary and its verb: "habe den Stand
    verteilt" says what was handed out.
    """
    folded, at, end = fold(clause.text), cue.start - clause.start, cue.end - clause.start
    first = WORD.match(folded, at) if cue.name == "done" else None
    if first is None or first.end() >= end or words.finished.match(folded, at):
        yield cue.start, cue.end
    elif first[0] in words.lists["auxiliaries"]:
        yield cue.start, first.end() + clause.start
        yield _verb_in(folded, at, end, words) + clause.start, cue.end
        said = [match for match in WORD.finditer(folded, at, end) if words.finished.fullmatch(match[0])]
        yield from ((match.start() + clause.start, match.end() + clause.start) for match in said)
    else:
        yield first.end() + clause.start, cue.end


def _verb_in(folded: str, at: int, end: int, words: Words) -> int:
    """Return where the verb begins that ends a stretch, which may be of several words: "was *signed off*"."""
    starts = [match.start() for match in WORD.finditer(folded, at, end)]
    verbs = ((start, words.finished.match(folded, start)) for start in starts)
    return next((start for start, verb in verbs if verb and verb.end() >= end), max(starts, default=at))


def _numbers_of(line: str, frame: Frame) -> frozenset[str]:
    """Return the numbers that a line brings along: those of its id, and the day that it is due now ("not the 26")."""
    due = getattr(frame.plan.entry(line), "due", None)
    return frozenset(re.findall(r"\d+", line)) | (frozenset({str(due.day)}) if due else frozenset())


def _names(word: str, line: str, frame: Frame) -> bool:
    """Tell whether a word is one of the line's own name, in whatever form ("Bath's")."""
    match = frame.lexicon.lines_of(word).get(line)
    return match is not None and not match.outcome


def inside(at: int, places: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a place lies in one of some stretches."""
    return any(start <= at < end for start, end in places)


def _is_whose(word: str, frame: Frame) -> bool:
    """Tell whether a word only says whose something is ("in Loretta's inbox")."""
    base = word.removesuffix("'s")
    return base != word and base in frame.roster.names
