"""A subject is part of a letter where somebody typed it: a fresh one, or one that the body points to."""

import re

from parsing.dates.grammar import fold
from parsing.statements.frame import Frame
from plans.letter import Letter

REPLYING = re.compile(r"^\s*(?:re|aw|fwd?|wg|antw|tr|rv|res|enc|vs|sv|r|i)\s*(?:\[\d+\])?\s*:\s*", re.IGNORECASE)
PARTS = re.compile(r"\s+[/|–—-]\s+|;\s+")
"""What parts the statements of a subject, which has no full stops."""
POINTER = 8
"""Words that a body may have which only points to the subject."""


def subject_of(letter: Letter, frame: Frame) -> tuple[str, str]:
    """Return what was typed as a fresh subject, and what a body without a word of its own may point to; '' for none.

    Behind "Re:" stands our own subject, which names lines and dates too: it is read only where the body is as good as
    empty.
    """
    subject = REPLYING.sub("", letter.subject)
    said = _without_title(subject, frame)
    if subject == letter.subject:
        return said, ""
    return "", said if len(letter.text.split()) <= POINTER else ""


def _without_title(subject: str, frame: Frame) -> str:
    """Return a subject without the plan's title in front, its statements line by line."""
    while REPLYING.match(subject):
        subject = REPLYING.sub("", subject)
    head, colon, rest = subject.partition(":")
    title = set(re.findall(r"\w+", fold(f"{frame.plan.title} {frame.plan.plan_name}")))
    words = set(re.findall(r"\w+", fold(head)))
    return "\n".join(PARTS.split(rest if colon and words and words <= title else subject)).strip()
