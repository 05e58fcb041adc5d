"""An heir has come into somebody's place on a line: what waits for a yes about it waits for theirs from now on."""

from dataclasses import replace

from plans.decide import RULED, Decision, Sender, decide
from plans.letter import Trust
from plans.notice import Applied
from plans.plan import Milestone, Plan
from plans.state import Pending, StandIn
from plans.turn import Turn, with_change, without

PLACES = frozenset({"owner", "backup", "approver"})
"""Fields of a line that say whose yes counts."""
BY_PLACE = frozenset({"slip", "rested", "new-date"})
"""Reasons of what the plan itself asks of whoever keeps a line."""


def with_heirs(turn: Turn) -> Turn:
    """Return the turn in which what waits about a line that changed hands is asked of whoever has it now.

    A yes of those who had it counts no more; a wish that needs nobody else's yes any longer stands, which may settle
    other wishes, or give the line to somebody else once more.
    """
    moved, opened = [*turn.applied, *turn.undone], {held.id for held in turn.opened}
    while moved:
        before = len(turn.applied)
        for pending in turn.state.pending:
            steps = [step for step in moved if step.field in PLACES and step.target == pending.change.target]
            if steps and pending.id not in opened and pending in turn.state.pending:
                turn = _readdressed(turn, pending, steps)
        moved = list(turn.applied[before:])
    asked = {(held.id, person) for held in turn.state.pending for person in held.to}
    kept = (one for one in turn.opened if one.id in opened or all((one.id, person) in asked for person in one.to))
    return replace(turn, opened=tuple(kept))


def _readdressed(turn: Turn, pending: Pending, steps: list[Applied]) -> Turn:
    decision = _decided(turn, pending)
    pending = replace(pending, stand_ins=_still_standing_in(pending, decision.to, steps))
    places = {one.absent: one.person for one in pending.stand_ins}
    decision = replace(decision, to=tuple(dict.fromkeys(places.get(person, person) for person in decision.to)))
    turn = _with(turn, pending)
    agreed = tuple(person for person in pending.agreed if person in decision.to)
    left = set(decision.to) - set(agreed)
    if decision.verdict == "applied" and any(step.field == "owner" and step.new in pending.to for step in steps):
        return turn  # Whoever is asked owns the line now, and approves it no more: their word is still waited for.
    if decision.verdict == "applied" or (decision.all_of and decision.to and not left):
        turn = with_change(without(turn, pending), decision.change, pending.by)
        return replace(turn, agreed=(*turn.agreed, pending))
    if decision.verdict == "refused" or set(decision.to) == set(pending.to):
        return turn
    held = replace(pending, to=decision.to, agreed=agreed, all_of=decision.all_of, reason=decision.reason, at=turn.now)
    asked = tuple(person for person in decision.to if person not in pending.to)
    opened = (replace(held, to=asked),) if asked else ()
    return _with(replace(turn, opened=(*turn.opened, *opened)), held)


def _still_standing_in(pending: Pending, to: tuple[str, ...], steps: list[Applied]) -> tuple[StandIn, ...]:
    """Return who is asked in the place of others as before: for whoever is still asked, unless they are asked for
    themselves now, or a new backup comes first and they have not said yes."""
    backed = any(step.field == "backup" for step in steps)
    return tuple(
        one
        for one in pending.stand_ins
        if one.absent in to and one.person not in to and (one.person in pending.agreed or not backed)
    )


def _decided(turn: Turn, pending: Pending) -> Decision:
    """Return what becomes of a wish as the line stands now: by the table, or asked of whoever took a place."""
    wisher = turn.plan.person(pending.by)
    if wisher and pending.reason in RULED:
        change = replace(pending.change, decision="apply", reason="")
        return decide(turn.plan, change, Sender(wisher, Trust("trusted", wisher.id), on=turn.sender.on))
    to = _keepers(turn.plan, pending) if pending.reason in BY_PLACE else pending.meant
    reporter = (turn.plan.reporter.id,) if turn.plan.reporter else ()
    return Decision(pending.change, "asked", to or reporter, pending.reason, pending.all_of)


def _keepers(plan: Plan, pending: Pending) -> tuple[str, ...]:
    """Return who keeps a line now: its owner, and where everybody has a say the reporter and its approver."""
    line, reporter = plan.entry(pending.change.target), plan.reporter.id if plan.reporter else None
    approver = line.approver if isinstance(line, Milestone) else None
    named = (line.owner if line else None, *((reporter, approver) if pending.all_of else ()))
    there = tuple(dict.fromkeys(person for person in named if person and plan.person(person)))
    return tuple(person for person in there if person != pending.by) or there


def _with(turn: Turn, pending: Pending) -> Turn:
    """Return the turn with this in the place of what has the same id."""
    waiting = tuple(pending if other.id == pending.id else other for other in turn.state.pending)
    return replace(turn, state=replace(turn.state, pending=waiting))
