"""What the mail asked that a letter answers: the lines of its question, found in the quote below the letter."""

import re
from collections.abc import Iterator, Sequence

from parsing.statements.frame import Frame
from parsing.statements.marks import Mention, Sentence
from parsing.statements.pipeline import annotated
from parsing.statements.sentences import LONGEST

MOST_QUOTED = 6_000
"""Characters of a quote that are looked through: the newest mail stands first."""
QUOTE_MARKS = re.compile(r"^[>| \t]+", re.MULTILINE)
OLDER = re.compile(r"^.*<[^<>\s]+@[^<>\s]+>.*$|^-{3,}.*$|^={3,}.*$", re.MULTILINE)
"""Where an older mail begins within a quote: a line with an address, or a rule."""


def asked_in(questions: Sequence[Sentence], frame: Frame) -> tuple[str, ...]:
    """Return the open lines that a mail's first question about lines names; none where it asks somebody else.

    Without the quote marks; a question is what ends in a question mark and names a line by its id or its name.
    """
    for sentence in questions:
        named = [m for m in sentence.marks if m.how in ("id", "words", "row") and not m.aside and not m.shared]
        if named:
            return () if _of_another(sentence, frame) else _open(_lines(sentence, named, frame), frame)
    return ()


def questions_in(text: str, frame: Frame) -> tuple[Sentence, ...]:
    """Return the questions of the newest mail in a text, with everything noted on them."""
    stretches = questions_of(newest_of(text)) if "?" in text else ()
    return tuple(one for stretch in stretches for one in annotated(stretch, frame) if one.text.endswith("?"))


def newest_of(quoted: str) -> str:
    """Return the newest mail of a quote, without the quote marks."""
    return OLDER.split(QUOTE_MARKS.sub("", quoted[:MOST_QUOTED]).strip(), maxsplit=1)[0]


def questions_of(text: str) -> Iterator[str]:
    """Yield the stretches between blank lines that hold a question mark."""
    for stretch in re.split(r"\n\s*\n", text):
        if "?" in stretch:
            yield " ".join(stretch.split())[-LONGEST:]


def _of_another(sentence: Sentence, frame: Frame) -> bool:
    """Tell whether a question calls somebody else by name."""
    called = [named.person for named in sentence.people if named.start == 0]
    return bool(called) and called[0] is not None and called[0] != frame.sender


def _lines(sentence: Sentence, named: Sequence[Mention], frame: Frame) -> tuple[str, ...]:
    """Return the lines that are named, with those between the first and the last of a span."""
    first, last = named[0], named[-1]
    if len(named) == 2 and frame.words.spans.fullmatch(sentence.text[first.end : last.start]):
        ids = [milestone.id for milestone in frame.plan.milestones]
        ends = [ids.index(mark.lines[0]) for mark in named if mark.lines[0] in ids]
        if len(ends) == 2:
            return tuple(ids[ends[0] : ends[1] + 1])
    return tuple(dict.fromkeys(line for mark in named for line in mark.lines))


def _open(lines: Sequence[str], frame: Frame) -> tuple[str, ...]:
    still = {line.id for line in frame.plan.chased() if not line.settled}
    return tuple(line for line in lines if line in still)
