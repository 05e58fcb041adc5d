"""Undoing takes back what a letter changed and wished for: all of it by its sender or the reporter, else one's own."""

from dataclasses import replace

from plans.decide import RULED
from plans.notice import Applied
from plans.plan import Plan
from plans.standing import spoken_for
from plans.state import Acknowledged, withdrawn_key
from plans.turn import Turn, noted, with_undo


def undone(turn: Turn, letter: str, line: str | None) -> Turn | str:
    """Return the turn with a letter's changes and wishes taken back, as far as the sender may; else why they are not.

    Whoever owns a line that it changed, or owned it until then, takes back what it did to their own lines.
    """
    mine = spoken_for(turn.plan, turn.person) if turn.person else frozenset[str]()
    reports = turn.plan.reporter is not None and turn.plan.reporter.id in mine
    done = next((record for record in turn.state.acknowledged if record.letter == letter), None)
    wishers = {held.by for held in turn.state.pending if held.letter == letter}
    if done is None and not wishers:
        return "nothing-to-undo"
    whole = reports or bool(mine & ({done.by} if done else wishers))
    lines = _lines(turn.plan, done, mine) if done else frozenset[str]()
    if not whole and (not lines or line not in (None, *lines)):
        return "not-yours"
    of = frozenset({line}) if line else None if whole else lines
    taken = _withdrawn(with_undo(turn, done or Acknowledged(letter, turn.by, turn.now, ()), of), turn)
    nothing = taken.undone == turn.undone and taken.withdrawn == turn.withdrawn
    if nothing:
        return "changed-since" if done else "nothing-to-undo"
    return taken


def _lines(plan: Plan, done: Acknowledged, mine: frozenset[str]) -> frozenset[str]:
    """Return whichever of the letter's lines are, or were until then, the sender's, with what it says of themselves."""
    return frozenset(step.target for step in done.applied if mine & _owners(plan, step))


def _owners(plan: Plan, step: Applied) -> set[str | None]:
    entry = plan.entry(step.target)
    before = {value for value in (step.old, step.new) if step.field == "owner" and isinstance(value, str)}
    return {entry.owner if entry else None, step.target.removeprefix("person:"), *before}


def _withdrawn(turn: Turn, before: Turn) -> Turn:
    """Return the turn that knows which wishes went with the undo: their wishers are told, a late yes hears why not."""
    kept = {held.id for held in turn.state.pending}
    gone = [held for held in before.state.pending if held.id not in kept]
    sent = (*turn.state.sent, *(withdrawn_key(held.id) for held in gone))
    turn = replace(turn, state=replace(turn.state, sent=sent))
    wishes = tuple(held for held in gone if held.reason in RULED)
    for held in wishes:
        turn = noted(turn, "declined", held.change.target, held.change.field, "taken back")
    return replace(turn, withdrawn=(*turn.withdrawn, *wishes))
