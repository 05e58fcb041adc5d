"""Dues are the dates that a letter speaks of: those of the version that it answers, not today's."""

import datetime as dt

from parsing.statements.pipeline import Frame


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
