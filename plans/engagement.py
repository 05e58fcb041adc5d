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

    `letters` are the buyer's, `days_quiet` the days since the last of them (None: there was none yet), `days_open` the
    days since the plan began (None: nobody said). Shares are of the buyer's own milestones: `confirmed` those whose
    owner has agreed to them or finished them. `wrote` and `never_wrote` are person ids; the latter own open lines.
    """

    letters: int
    days_quiet: int | None
    lines: int
    confirmed: int
    never_wrote: tuple[str, ...]
    wrote: tuple[str, ...] = ()
    days_open: int | None = None

    @property
    def share_confirmed(self) -> float | None:
        """Return the share of the buyer's milestones that their owners stand by, None where they have none."""
        return self.confirmed / self.lines if self.lines else None

    @property
    def quiet_for(self) -> int | None:
        """Return the days since the buyer's last letter, since the plan began where there was none; None: unknown."""
        return self.days_open if self.days_quiet is None else self.days_quiet

    @property
    def is_quiet(self) -> bool:
        """Tell whether the buyer has been quiet for long, or has never written and nobody knows for how long."""
        return self.quiet_for is None or self.quiet_for >= QUIET

    @property
    def needs_a_call(self) -> bool:
        """Tell whether the buyer is quiet and has lines in the plan that nobody stands by yet."""
        return self.is_quiet and self.confirmed < self.lines


def engagement(plan: Plan, entries: Iterable[Entry], today: dt.date, began: dt.date | None = None) -> Engagement:
    """Return the buyer's part in a plan that began on a day."""
    letters = letters_of_buyers(plan, entries)
    buyers = [person for person in plan.people if person.side == "buyer"]
    ids = {person.id for person in buyers}
    days = [entry.at.astimezone(plan.zone).date() for entry in letters]
    lines = [m for m in plan.milestones if m.owner in ids and m.status != "skipped" and not m.internal]
    wrote = {entry.by for entry in letters}
    return Engagement(
        letters=len(letters),
        days_quiet=(today - max(days)).days if days else None,
        lines=len(lines),
        confirmed=sum(stands_by(line) for line in lines),
        never_wrote=tuple(person.id for person in _with_open_lines(plan, buyers) if person.id not in wrote),
        wrote=tuple(person.id for person in buyers if person.id in wrote),
        days_open=(today - began).days if began else None,
    )


def letters_of_buyers(plan: Plan, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return what the buyer's people wrote; letters of the same id count once, forged ones and robots' not at all."""
    told = list(entries)
    forged = {entry.letter for entry in told if entry.kind == "quarantined"}
    buyers = {person.id for person in plan.people if person.side == "buyer"}
    letters = {e.letter: e for e in told if e.kind == "letter" and e.detail == "reply" and e.by in buyers}
    return tuple(entry for letter, entry in letters.items() if letter not in forged)


def stands_by(line: Milestone) -> bool:
    """Tell whether the owner has agreed to the line, or finished it."""
    return line.status == "done" or any(confirmation.by == line.owner for confirmation in line.confirmed)


def _with_open_lines(plan: Plan, people: Iterable[Person]) -> list[Person]:
    owners = {line.owner for line in plan.lines() if not line.settled and not plan.is_internal(line.id)}
    return [person for person in people if person.id in owners]
