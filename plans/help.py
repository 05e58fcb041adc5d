"""Help is called at once where a line is blocked, or slips and holds up others (R93): once for each worsening."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from plans.agenda.ladder import RECIPIENTS
from plans.notice import Nudged
from plans.plan import Action, External, Milestone, Person
from plans.pushes import after_slip, holding_up
from plans.ripple import closing_line
from plans.turn import Turn
from plans.workdays import is_workday, workdays_between

SLIPPED, BLOCKED = "slipped/", "blocked/"
"""Begin the keys that tell what help was called for: a line, the date that it had come to, and on which day."""


def with_help(turn: Turn) -> Turn:
    """Return the turn with the lines for which help is called, whoever wrote and however the plan came to change.

    A line that slips within its float is no alarm. One for which help was called already is one again only for a later
    date; what got better on another day may get worse anew. Nothing is agreed in a draft that could slip, and nobody is
    called while a plan rests or once it has ended.
    """
    turn = _without_better(turn)
    if turn.plan.status != "active":
        return turn
    news = {key: nudged for key, nudged in (*_slipped(turn), *_blocked(turn)) if not _is_said(turn, key)}
    lines = {nudged.line: nudged for nudged in news.values()}
    sent = tuple(dict.fromkeys((*turn.state.sent, *(f"{key}/{turn.today}" for key in news))))
    return replace(turn, state=replace(turn.state, sent=sent), help=tuple(lines.values()))


def whom_to_call(turn: Turn) -> Person | None:
    """Return who hears of it: whoever hears of escalations on this day."""
    lines = [entry for nudged in turn.help if (entry := turn.plan.entry(nudged.line))]
    return RECIPIENTS["escalation"](turn.plan, lines[0], turn.today) if lines else None


def _slipped(turn: Turn) -> Iterator[tuple[str, Nudged]]:
    today = turn.today
    if turn.start == turn.plan:
        return
    for line in holding_up(turn.start, turn.plan, turn.state.calendar, today):
        entry = turn.plan.entry(line)
        if entry and entry.due:
            ahead = _workdays(turn, entry, today, entry.due)
            yield f"{SLIPPED}{line}/{entry.due}", Nudged(line, "escalation", -ahead, _lost(turn))


def _blocked(turn: Turn) -> Iterator[tuple[str, Nudged]]:
    for step in turn.applied:
        entry = turn.plan.entry(step.target)
        if entry and not isinstance(entry, Action) and (step.field, step.new) == ("status", "blocked"):
            yield f"{BLOCKED}{entry.id}", Nudged(entry.id, "escalation")


def _is_said(turn: Turn, key: str) -> bool:
    """Tell whether help was called for as much: for this or a later date, or today for a line that is blocked."""
    if key.startswith(BLOCKED):
        return f"{key}/{turn.today}" in turn.state.sent
    line, due = key.removeprefix(SLIPPED).rsplit("/", 1)
    return any(said >= dt.date.fromisoformat(due) for said, _ in _said(turn, line))


def _said(turn: Turn, line: str) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield for which dates of a line help was called, each with the day on which it was."""
    for key in turn.state.sent:
        if key.startswith(f"{SLIPPED}{line}/"):
            due, day = key.rsplit("/", 2)[1:]
            yield dt.date.fromisoformat(due), dt.date.fromisoformat(day)


def _without_better(turn: Turn) -> Turn:
    """Return the turn that no longer knows of calls from earlier days for lines that now have an earlier date."""
    today, gone = turn.today, set[str]()
    for step in (*turn.applied, *turn.undone):
        entry = turn.plan.entry(step.target)
        if step.field == "due" and entry and entry.due:
            better = ((due, day) for due, day in _said(turn, entry.id) if entry.due < due and day < today)
            gone |= {f"{SLIPPED}{entry.id}/{due}/{day}" for due, day in better}
    return replace(turn, state=replace(turn.state, sent=tuple(key for key in turn.state.sent if key not in gone)))


def _lost(turn: Turn) -> int:
    """Return by how many working days this turn puts off the close, or would once what waits for it has moved."""
    close = closing_line(turn.plan)
    before = turn.start.entry(close.id) if close else None
    if close is None or close.due is None or before is None or before.due is None:
        return 0
    pushed = after_slip(turn.start, turn.plan, turn.state.calendar, turn.today)
    day = max([close.due, *(new.new for new in pushed if new.line == close.id)])
    return max(0, _workdays(turn, close, before.due, day))


def _workdays(turn: Turn, entry: Milestone | Action | External, first: dt.date, last: dt.date) -> int:
    """Return the working days of a line's owner between two days."""
    owner = turn.plan.person(entry.owner)
    return workdays_between(lambda day: is_workday(turn.plan, turn.state.calendar, owner, day), first, last)
