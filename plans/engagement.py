"""Engagement is the buyer's part in a plan: who writes, how long it has been quiet, what they stand by (R101)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from plans.entry import Entry
from plans.plan import Milestone, Person, Plan

QUIET = 10
"""Days without a word of the buyer's after which somebody should call."""


@dataclass(frozen=True)
class Engagement:
    """The buyer's part in a plan, from its log.

    `letters` are the buyer's, `days_quiet` the days since the last of them (None: there was none yet). Shares are of
    the buyer's own milestones: `confirmed` those whose owner has agreed to them or finished them.
    """

    letters: int
    days_quiet: int | None
    lines: int
    confirmed: int
    never_wrote: tuple[str, ...]

    @property
    def share_confirmed(self) -> float | None:
        """Return the share of the buyer's milestones that their owners stand by, None where they have none."""
        return self.confirmed / self.lines if self.lines else None

    @property
    def needs_a_call(self) -> bool:
        """Tell whether the buyer has work in the plan and has been quiet for long, or has never written."""
        quiet = self.days_quiet is None or self.days_quiet >= QUIET
        return quiet and self.confirmed < self.lines


def engagement(plan: Plan, entries: Iterable[Entry], today: dt.date) -> Engagement:
    """Return the buyer's part; letters of the same id count once, forged ones not at all."""
    told = list(entries)
    forged = {entry.letter for entry in told if entry.kind == "quarantined"}
    buyers = {person.id: person for person in plan.people if person.side == "buyer"}
    letters = {e.letter: e for e in told if e.kind == "letter" and e.detail == "reply" and e.by in buyers}
    letters = {letter: entry for letter, entry in letters.items() if letter not in forged}
    days = [entry.at.astimezone(plan.zone).date() for entry in letters.values()]
    lines = [m for m in plan.milestones if m.owner in buyers and m.status != "skipped" and not m.internal]
    wrote = {entry.by for entry in letters.values()}
    return Engagement(
        letters=len(letters),
        days_quiet=(today - max(days)).days if days else None,
        lines=len(lines),
        confirmed=sum(_stands_by(line) for line in lines),
        never_wrote=tuple(person.id for person in _with_open_lines(plan, buyers.values()) if person.id not in wrote),
    )


def _stands_by(line: Milestone) -> bool:
    """Tell whether the owner has agreed to the line, or finished it."""
    return line.status == "done" or any(confirmation.by == line.owner for confirmation in line.confirmed)


def _with_open_lines(plan: Plan, people: Iterable[Person]) -> list[Person]:
    owners = {line.owner for line in plan.lines() if not line.settled and not plan.is_internal(line.id)}
    return [person for person in people if person.id in owners]
