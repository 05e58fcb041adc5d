"""Quarantine holds letters that are kept away from a plan until its reporter lets them in, or drops them.

Letting one in raises nobody's authority: its sender is as unproven as before, so whatever it wants is asked.
"""

from dataclasses import replace

from plans.damping import is_news, with_told
from plans.letter import Trust
from plans.notice import Ask, Notice, Refused
from plans.speak import code_of
from plans.state import Arrival, Aside, Code, Outcome, PlanState
from plans.turn import Turn, noted

MOST_ASIDE = 50
"""How many letters can be let in at a time; those before them stay in storage only."""
ALERT, STORM = "quarantined", "storm"
ASKED = frozenset({ALERT, STORM})
"""The reasons of questions about a letter in quarantine."""


def put_aside(turn: Turn, arrival: Arrival, reason: str = ALERT) -> Outcome:
    """Return the outcome of a letter that is kept away: nothing changes, and the reporter is told once.

    Of one sender the reporter is told once a day; what comes after that is let in or dropped with the first.
    """
    why = "; ".join(arrival.trust.why) if reason == ALERT else reason
    turn = noted(turn, "quarantined", detail=why)
    aside = (*turn.state.aside, Aside(turn.letter, arrival.sender, turn.now))[-MOST_ASIDE:]
    state, reporter = replace(turn.state, aside=aside), turn.plan.reporter
    alarm = f"{reason}/{arrival.sender}"
    if reporter is None or not is_news(state, reporter.id, (alarm,), turn.now):
        return Outcome(state, turn.entries)
    key = f"{turn.plan.slug}/question/{turn.letter}/{reporter.id}"
    code = Code(code_of(key), reporter.id, turn.now, aside=turn.letter)
    state = with_told(state, reporter.id, (Refused(alarm),), turn.now)
    state = replace(state, codes=(*state.codes, code))
    ask = Ask("plan", None, ALERT if reason == ALERT else STORM, arrival.sender, why)
    notice = Notice(
        key, "question", turn.plan.slug, turn.plan.version, reporter.id, turn.now, asks=(ask,), about=turn.by,
        code=code.code,
    )  # fmt: skip
    return Outcome(state, turn.entries, (notice,))


def is_aside(state: PlanState, letter: str) -> bool:
    """Tell whether a letter waits for the reporter's word."""
    return any(one.letter == letter for one in state.aside)


def let_in(turn: Turn, letter: str) -> Turn:
    """Return the turn that lets a letter in, with what else its sender wrote: each is read again, once."""
    letters = _of_its_sender(turn.state, letter)
    turn = noted(turn, "released", detail=" ".join(letters))
    return replace(turn, state=replace(_without(turn.state, letters), released=(*turn.state.released, *letters)))


def drop(turn: Turn, letter: str) -> Turn:
    """Return the turn that drops a letter, and what else its sender wrote; storage keeps their bytes."""
    letters = _of_its_sender(turn.state, letter)
    turn = noted(turn, "dropped", detail=" ".join(letters))
    return replace(turn, state=_without(turn.state, letters))


def _of_its_sender(state: PlanState, letter: str) -> tuple[str, ...]:
    senders = {one.sender for one in state.aside if one.letter == letter}
    return tuple(one.letter for one in state.aside if one.sender in senders)


def _without(state: PlanState, letters: tuple[str, ...]) -> PlanState:
    return replace(state, aside=tuple(one for one in state.aside if one.letter not in letters))


def is_released(state: PlanState, letter: str) -> bool:
    """Tell whether a letter was let in and has not been read again yet."""
    return letter in state.released


def taken_again(state: PlanState, arrival: Arrival) -> tuple[PlanState, Arrival]:
    """Return the state in which a letter that was let in counts as read, and the letter with no more trust than that.

    The verdict falls to unsure whatever it was: the reporter's word is none about who wrote it.
    """
    left = tuple(letter for letter in state.released if letter != arrival.letter)
    trust = Trust("unsure", arrival.trust.person, arrival.trust.why)
    return replace(state, released=left), replace(arrival, trust=trust)
