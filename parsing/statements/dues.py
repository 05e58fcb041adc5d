"""Dues are the dates that a letter speaks of: those of the version that it answers, not today's."""

import datetime as dt
from collections.abc import Iterator, Sequence

from parsing.statements.frame import Frame
from parsing.statements.marks import Draft
from parsing.statements.values import Day


class Dues:
    """The dates that lines had in the version that the letter answers: shifts count from there."""

    def __init__(self, frame: Frame, base: dict[str, dt.date | None]) -> None:
        """Keep the plan's dates, those of the sheet that was sent in front of them."""
        self.base = base
        self.plan = frame.plan

    def of(self, line_id: str) -> dt.date | None:
        """Return the date that a line had in the version that the letter answers, or None."""
        if line_id in self.base:
            return self.base[line_id]
        line = self.plan.entry(line_id)
        return line.due if line else None

    def changed(self, line_id: str) -> bool:
        """Tell whether a line has another date now than in the version that the letter answers."""
        line = self.plan.entry(line_id)
        return line_id in self.base and line is not None and self.base[line_id] != line.due


def day_drafts(line_id: str, days: Sequence[Day], due: dt.date | None, roles: bool, unsure: bool) -> Iterator[Draft]:
    """Yield the one day that is meant: the plan's own day confirms it, two different days are asked about."""
    certain = [day for day in days if not day.doubts]
    told = {day.day for day in certain}
    if len(told) > 1 and due in told:
        told -= {due}
    if len(told) > 1:
        yield Draft(line_id, "due", None, "", ("two-dates",))
    elif told:
        (one,) = told
        if one == due and unsure:
            yield Draft(line_id, "due", None, "")
        elif one == due:
            yield Draft(line_id, "confirmed", True, "", weight=0.95, by_day=True)
        elif one:
            yield Draft(line_id, "due", one.isoformat(), "", weight=min(d.weight for d in certain))
    else:
        day = days[-1]
        value = day.day.isoformat() if day.day and day.day != due else None
        if not roles:
            yield Draft(line_id, "due", value, "", day.doubts)
