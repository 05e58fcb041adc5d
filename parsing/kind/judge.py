"""The kind of a mail is the answer of the first question that says yes."""

from collections.abc import Callable

from parsing.kind.automatic import is_automatic, sounds_robotic
from parsing.kind.away import sounds_away
from parsing.kind.bounce import comes_back, is_bounce
from parsing.kind.bulk import is_bulk
from parsing.kind.signs import Signs
from plans.letter import LetterKind


def answers_invite(signs: Signs) -> bool:
    """Tell a calendar's answer, which servers send for people and mark as automatic."""
    start = b"".join(signs.invites)[:4_096].upper()
    return b"METHOD:REPLY" in start or b"METHOD:COUNTER" in start


QUESTIONS: tuple[tuple[Callable[[Signs], bool], LetterKind], ...] = (
    (is_bounce, "bounce"),
    (comes_back, "bounce"),
    (answers_invite, "reply"),
    (is_bulk, "unrelated"),
    (is_automatic, "auto-reply"),
    (sounds_away, "auto-reply"),
    (sounds_robotic, "auto-reply"),
)


def judge(signs: Signs) -> LetterKind:
    """Return the kind of a mail."""
    return next((kind for question, kind in QUESTIONS if question(signs)), "reply")
