"""A commitment is made firm in writing: whoever is given a line is asked for a yes, and done is asked what shows it."""

import re
from dataclasses import replace

from plans.agenda.ladder import is_critical
from plans.change import Change
from plans.decide import Decision
from plans.fields import GOAL
from plans.notice import Applied
from plans.plan import Milestone
from plans.standing import spoken_for
from plans.turn import Turn, is_doubt, with_change, with_decision
from plans.words import folded

FEWEST = 5
"""Words of their own that a sentence needs to show more than that something is done."""
MOST_ASKED = 3
"""Lines of one letter that are asked what shows that they are done."""
LINK = re.compile(r"https?://|www\.")


def with_commitments(turn: Turn) -> Turn:
    """Return the turn with a question to each new owner who did not say so themselves (R71, R86)."""
    for step in turn.applied:
        line = turn.plan.milestone(step.target)
        if line and step.field == "owner" and isinstance(step.new, str) and not _said_so(turn, step):
            turn = _without_older(turn, line)
            change = Change(line.id, "owner", step.new, "apply", 1.0, step.evidence)
            turn = with_decision(turn, Decision(change, "asked", (step.new,), "commitment"), turn.by)
    return _without_former(turn)


def _without_former(turn: Turn) -> Turn:
    """Return the turn in which nobody is asked any more whether they take on a line that has gone to another."""
    owners = {line.id: line.owner for line in turn.plan.milestones}
    kept = (p for p in turn.state.pending if p.reason != "commitment" or owners.get(p.change.target) == p.change.value)
    return replace(turn, state=replace(turn.state, pending=tuple(kept)))


def _said_so(turn: Turn, step: Applied) -> bool:
    mine = spoken_for(turn.plan, turn.person) if turn.person else frozenset[str]()
    about = [pending for pending in turn.agreed if pending.change.target == step.target]
    agreed = {person for pending in about for person in (pending.by, *pending.agreed)}
    return step.new in mine | agreed or step.new not in {person.id for person in turn.plan.people}


def _without_older(turn: Turn, line: Milestone) -> Turn:
    kept = (p for p in turn.state.pending if (p.change.target, p.reason) != (line.id, "commitment"))
    return replace(turn, state=replace(turn.state, pending=tuple(kept)))


def with_goal(turn: Turn) -> Turn:
    """Return the turn with a question to the champion, in the answer to their first change: is that what success is?

    One goal that the plan marks as open is asked about, once.
    """
    goals = enumerate(turn.plan.goals, 1)
    target = next((f"{GOAL}{goal.id or number}" for number, goal in goals if goal.confirmed is False), None)
    key = f"asked/{target}"
    if target is None or turn.person != turn.plan.champion or not turn.applied or key in turn.state.sent:
        return turn
    turn = replace(turn, state=replace(turn.state, sent=(*turn.state.sent, key)))
    change = Change(target, "confirmed", True, "apply", 1.0, "")
    return with_decision(turn, Decision(change, "asked", (turn.by,), "goal"), "milepost")


def with_new_dates(turn: Turn) -> Turn:
    """Return the turn with a question for the date of each pressing line that was blocked without a new one (R93)."""
    dated = {step.target for step in turn.applied if step.field == "due"}
    for step in turn.applied:
        line = turn.plan.entry(step.target)
        if line is None or (step.field, step.new) != ("status", "blocked") or line.id in dated:
            continue
        if is_critical(turn.plan, line.id) or (isinstance(line, Milestone) and line.deadline == "hard"):
            keeper = line.owner if line.owner and turn.plan.person(line.owner) else turn.by
            change = Change(line.id, "due", None, "ask", 1.0, step.evidence)
            turn = with_decision(turn, Decision(change, "asked", (keeper,), "new-date"), turn.by)
    return turn


def with_doubts(turn: Turn) -> Turn:
    """Return the turn in which whoever says that a line's date does not hold stands by that line no more."""
    mine = spoken_for(turn.plan, turn.person) if turn.person else frozenset[str]()
    for held in turn.opened:
        line = turn.plan.entry(held.change.target)
        for said in line.confirmed if line and is_doubt(held.change) and held.letter == turn.letter else ():
            if said.by in mine:
                taken = Change(line.id, "confirmed", False, "apply", 1.0, held.change.evidence) if line else held.change
                turn = with_change(turn, taken, said.by)
    return turn


def with_evidence(turn: Turn) -> Turn:
    """Return the turn with one question to whoever said no more than that a line is done; it is done all the same."""
    if turn.person is None:
        return turn
    bare = [step for step in turn.applied if (step.field, step.new) == ("status", "done") and _is_bare(turn, step)]
    for step in bare[:MOST_ASKED]:
        key = f"evidence/{step.target}"
        if key not in turn.state.sent:
            turn = replace(turn, state=replace(turn.state, sent=(*turn.state.sent, key)))
            change = Change(step.target, "evidence", None, "ask", 1.0, "")
            turn = with_decision(turn, Decision(change, "asked", (turn.by,), "evidence"), turn.by)
    return turn


def _is_bare(turn: Turn, step: Applied) -> bool:
    """Tell whether the words say only that the line is done: no link, no number, few words besides its name."""
    line = turn.plan.milestone(step.target)
    if line is None or not line.outcome or LINK.search(step.evidence):
        return False
    named = set(re.findall(r"\w+", folded(f"{line.id} {line.id[1:]} {line.name} {line.name_local}")))
    rest = [word for word in re.findall(r"\w+", folded(step.evidence)) if word not in named]
    return len(rest) < FEWEST and not any(char.isdigit() for word in rest for char in word)
