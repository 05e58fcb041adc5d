"""A letter of which nothing was understood is told to a human: what somebody wrote is never silently nothing."""

from plans.change import Reading
from plans.notice import Ask
from plans.sentences import THANKS
from plans.turn import Turn
from plans.words import folded

NOT_UNDERSTOOD = "not-understood"
"""The reason under which the reporter is told."""
FEWEST = 6
"""Words from which a letter without a figure says more than that all is well."""
LONGEST = 300
"""Characters of the letter that are told."""


def unheard(turn: Turn, reading: Reading, answered: bool) -> Ask | None:
    """Return what the reporter is told of a letter that led to nothing at all; None where it is mere politeness.

    `answered` tells that somebody gets a mail about the letter anyway.
    """
    words = " ".join(reading.text.split())
    nothing = not answered and all(entry.kind == "letter" for entry in turn.entries)
    telling = len(words.split()) >= FEWEST or any(letter.isdigit() for letter in words)
    known = turn.person is not None and turn.sender.trust.verdict == "trusted"
    if not (known and nothing and telling) or THANKS.match(folded(words)):
        return None
    name = turn.person.name if turn.person else turn.by
    return Ask("plan", None, NOT_UNDERSTOOD, name, words[:LONGEST])
