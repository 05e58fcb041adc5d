"""A slip is a date that a letter moved later: what waits for it is proposed new dates."""

from collections.abc import Iterable
from dataclasses import replace

from plans.change import Change
from plans.decide import Decision
from plans.pushes import NewDate, after_slip
from plans.state import Pending
from plans.turn import Turn, with_decision

MOST_PROPOSED = 12
"""New dates that one letter calls for at most; a plan in which more lines move is better edited as a document."""


def with_slips(turn: Turn) -> Turn:
    """Return the turn with a proposal for every line that waits for a date that this letter moved later (R39).

    Nothing is moved: a soft date waits for its owner's yes, a hard one for everybody who has a say in it. A line for
    which somebody's own wish waits keeps that one date on the table.
    """
    turn = _without_causes(turn)
    if turn.undone or not any(step.field == "due" for step in turn.applied):
        return turn
    wished = {held.change.target for held in turn.state.pending if held.change.field == "due" and held.reason != "slip"}
    for new in after_slip(turn.start, turn.plan, turn.state.calendar, turn.today)[:MOST_PROPOSED]:
        if new.line in wished:
            continue
        waiting = [p for p in turn.state.pending if p.reason == "slip" and p.change.target == new.line]
        if all(pending.change.value != new.new.isoformat() for pending in waiting):
            turn = _dropped(turn, waiting)
            turn = with_decision(turn, _decision(turn, new), turn.by, because=new.because)
    return turn


def _without_causes(turn: Turn) -> Turn:
    """Return the turn without proposals that followed from a date that has been taken back, or from one another."""
    gone = {step.target for step in turn.undone if step.field == "due"}
    while following := [p for p in turn.state.pending if p.reason == "slip" and p.because in gone]:
        gone |= {pending.change.target for pending in following}
        turn = _dropped(turn, following)
    return turn


def _dropped(turn: Turn, pendings: Iterable[Pending]) -> Turn:
    ids = {pending.id for pending in pendings}
    kept = tuple(pending for pending in turn.state.pending if pending.id not in ids)
    return replace(turn, state=replace(turn.state, pending=kept))


def _decision(turn: Turn, new: NewDate) -> Decision:
    change = Change(new.line, "due", new.new.isoformat(), "apply", 1.0, "", reason="slip")
    line, reporter = turn.plan.milestone(new.line), turn.plan.reporter
    owner = line.owner if line and turn.plan.person(line.owner) else None
    keeper = reporter.id if reporter else None
    approver = line.approver if line and turn.plan.person(line.approver) else None
    asked = [owner, keeper, approver] if new.hard else [owner or keeper]
    others = tuple(dict.fromkeys(person for person in asked if person and person != turn.by))
    return Decision(change, "proposed", others or (turn.by,), "slip", all_of=new.hard)
