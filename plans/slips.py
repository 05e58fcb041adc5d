"""A slip is a date that a letter moved later: what waits for it is proposed new dates, and help is called at once."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from plans.agenda.ladder import is_critical
from plans.change import Change, as_day
from plans.decide import Decision
from plans.notice import Nudged
from plans.plan import Milestone
from plans.ripple import NewDate, after_slip, closing_line
from plans.state import Pending
from plans.turn import Turn, with_decision
from plans.workdays import is_workday, workdays_between

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
    for new in after_slip(turn.start, turn.plan, turn.state.calendar, _today(turn))[:MOST_PROPOSED]:
        if new.line in wished:
            continue
        waiting = [p for p in turn.state.pending if p.reason == "slip" and p.change.target == new.line]
        if all(pending.change.value != new.new.isoformat() for pending in waiting):
            turn = _dropped(turn, waiting)
            turn = with_decision(turn, _decision(turn, new), turn.by, because=new.because)
    return turn


def _today(turn: Turn) -> dt.date:
    return turn.now.astimezone(turn.plan.zone).date()


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


def stuck(turn: Turn) -> tuple[Nudged, ...]:
    """Return the milestones of this letter for which help is called at once: blocked, or critical and slipped (R93).

    A critical line that slips within its float is no alarm.
    """
    found: dict[str, Nudged] = {}
    for step in turn.applied:
        line = turn.plan.line(step.target)
        if isinstance(line, Milestone) and step.field == "slipped_from" and _is_alarming(turn, line):
            found[line.id] = Nudged(line.id, "escalation", -_workdays(turn, line, _today(turn), line.due), _lost(turn))
        elif isinstance(line, Milestone) and (step.field, step.new) == ("status", "blocked"):
            found[line.id] = Nudged(line.id, "escalation")
    return tuple(found.values())


def _is_alarming(turn: Turn, line: Milestone) -> bool:
    return is_critical(turn.plan, line.id) and any(line.id in _causes(turn, pending) for pending in turn.opened)


def _causes(turn: Turn, pending: Pending) -> set[str]:
    """Return the lines whose slip a new date follows from, or may: whoever wished for it need not have said so."""
    milestone = turn.plan.milestone(pending.change.target) if pending.change.field == "due" else None
    return {pending.because, *(dependency.id for dependency in (milestone.depends_on if milestone else ()))}


def _lost(turn: Turn) -> int:
    """Return by how many working days this letter's slips hold up the close, 0 where they do not."""
    close = closing_line(turn.plan)
    proposed = next((p.change.value for p in turn.opened if p.because and close and p.change.target == close.id), None)
    return _workdays(turn, close, close.due, as_day(proposed)) if close and proposed else 0


def _workdays(turn: Turn, line: Milestone, first: dt.date | None, last: dt.date | None) -> int:
    """Return the working days of a line's owner between two days."""
    owner = turn.plan.person(line.owner)
    if first is None or last is None:
        return 0
    return workdays_between(lambda day: is_workday(turn.plan, turn.state.calendar, owner, day), first, last)
