"""In the detail document a row is an action: what is added there belongs to the milestone whose table it stands in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from parsing.word.identity import row_votes
from parsing.word.table import FoundRow
from plans.change import Change, NewLine
from plans.merge import UNSURE
from plans.plan import Milestone, Plan
from plans.sheet import Sheet


def are_actions(rows: Sequence[FoundRow], plan: Plan) -> bool:
    """Tell whether a table's rows are the plan's actions rather than its milestones, by marks and visible numbers."""
    kinds = {line.id: isinstance(line, Milestone) for line in plan.lines()}
    votes = Counter[bool]()
    for row in rows:
        told = {*row_votes(row, kinds), *(row.texts[:2])} & kinds.keys()
        votes.update({kinds[line] for line in told})
    return votes[False] > votes[True]


def under_milestones(changes: Sequence[Change], theirs: Sheet, plan: Plan) -> tuple[Change, ...]:
    """Return the changes of a detail document, new lines as actions of the milestone in whose table they stand."""
    return tuple(_under(change, theirs, plan) if change.target == "new" else change for change in changes)


def _under(change: Change, theirs: Sheet, plan: Plan) -> Change:
    line = change.value
    if not isinstance(line, NewLine):
        return change
    above = _above(line.name, theirs, plan)
    if above is None:
        return replace(change, field="action", decision="ask", confidence=UNSURE)
    return replace(change, field="action", value=replace(line, milestone=above.id))


def _above(name: str, theirs: Sheet, plan: Plan) -> Milestone | None:
    """Return the milestone of the last known action above the row of this name, else of the first one below it."""
    names = [" ".join((row.value("milestone") or "").split()) for row in theirs.rows]
    at = names.index(name) if name in names else len(names)
    around = [*reversed(theirs.rows[:at]), *theirs.rows[at + 1 :]]
    return next((found for row in around if row.id and (found := plan.milestone_of(row.id))), None)
