"""What the components of the pipeline know of a letter."""

import datetime as dt
from dataclasses import dataclass

from parsing.statements.lexicon import Lexicon
from parsing.statements.people import Roster
from parsing.statements.words import Words
from plans.plan import Plan


@dataclass(frozen=True)
class Frame:
    """What the components know of a letter.

    `rows` are the ids in the order of the sheet that it answers, `languages` those that may be mixed in it, its own
    first, then the sender's and the plan's.
    """

    plan: Plan
    lexicon: Lexicon
    words: Words
    roster: Roster
    rows: tuple[str, ...]
    asked: tuple[str, ...]
    sender: str | None
    side: str | None
    sent_at: dt.datetime
    languages: tuple[str, ...]
