"""Dependencies are checked for order, for what happens when they slip, and for points where everything hangs on one."""

import datetime as dt
from collections.abc import Iterator
from typing import Literal

from plans.check.dates import said
from plans.check.problem import Case, Fault, at, called
from plans.plan import SETTLED, External, Milestone, Plan
from plans.stages import stages_of

Blamed = Literal["first", "second"]
TOO_LATE = "Its result would come too late for the decision."
BEFORE: tuple[tuple[str, str, Blamed, str], ...] = (
    ("terms", "signoff", "second", "The sign-off would be given on terms that are still open."),
    ("signoff", "order", "second", "The order would go out before the yes to it."),
    ("pilot", "terms", "first", TOO_LATE),
    ("pilot", "signoff", "first", TOO_LATE),
    ("pilot", "order", "first", TOO_LATE),
)
"""Stages of which the first is usually there before the second, which of them is told, and what it means if not."""


def before_its_dependency(case: Case) -> Iterator[Fault]:
    """Find milestones that are due before what they wait for (R33)."""
    for milestone in case.open_milestones:
        for dependency in milestone.depends_on:
            waited = _waited_for(case.plan, dependency.id)
            if waited and waited.due and milestone.due and waited.due > milestone.due and waited.status not in SETTLED:
                yield Fault(
                    at(milestone, case.plan, "due"),
                    f"{called(milestone)} is due on {said(milestone.due)} and waits for {dependency.id} "
                    f'"{waited.name}", due on {said(waited.due)}.',
                    f"Move {milestone.id} behind {dependency.id}, or take the dependency out if it is none.",
                )


def _waited_for(plan: Plan, line_id: str) -> Milestone | External | None:
    return plan.milestone(line_id) or next((external for external in plan.externals if external.id == line_id), None)


def against_the_usual_order(case: Case) -> Iterator[Fault]:
    """Find milestones that come before what usually has to be there first, such as a sign-off before the terms.

    A milestone is told once, with everything that it comes before or after.
    """
    told: dict[str, list[str]] = {}
    why: dict[str, str] = {}
    for first, second, blamed, meaning in BEFORE:
        for earlier, later in _exchanged(case, first, second):
            wrong, other = (earlier, later) if blamed == "first" else (later, earlier)
            order = "after" if blamed == "first" else "before"
            told.setdefault(wrong.id, []).append(f"{order} {called(other)} ({said(other.due)})")
            why[wrong.id] = meaning
    for milestone in case.open_milestones:
        if others := told.get(milestone.id):
            yield Fault(
                at(milestone, case.plan, "due"),
                f"{called(milestone)} is due on {said(milestone.due)}, {_all(others)}. {why[milestone.id]}",
                "Put it in its place, or say in `depends_on` what it really waits for.",
            )


def _all(parts: list[str]) -> str:
    return ", ".join(dict.fromkeys(parts))


def _exchanged(case: Case, first: str, second: str) -> Iterator[tuple[Milestone, Milestone]]:
    """Yield pairs of a milestone of the first stage and one of the second that is due before it."""
    stages = _by_stage(case)
    for earlier in stages.get(first, []):
        for later in stages.get(second, []):
            if earlier.due and later.due and earlier.due > later.due and not _tied(earlier, later):
                yield earlier, later


def _by_stage(case: Case) -> dict[str, list[Milestone]]:
    found: dict[str, list[Milestone]] = {}
    for milestone in case.open_milestones:
        stages = stages_of(milestone.name)
        for stage in stages - {"terms"} if "order" in stages else stages:
            found.setdefault(stage, []).append(milestone)
    return found


def _tied(first: Milestone, second: Milestone) -> bool:
    """Tell whether one of the two waits for the other: then the plan itself says their order, or is one milestone."""
    ids = {d.id for d in first.depends_on} | {d.id for d in second.depends_on}
    return first.id == second.id or bool(ids & {first.id, second.id})


def _critical(case: Case) -> Iterator[tuple[Milestone, str, str, str]]:
    for milestone in case.open_milestones:
        for dependency in milestone.depends_on:
            waited = case.plan.milestone(dependency.id)
            if dependency.critical and not (waited and waited.settled):
                where = f"milestones/{milestone.id}/depends_on/{dependency.id}"
                yield milestone, where, dependency.id, dependency.contingency


def no_contingency(case: Case) -> Iterator[Fault]:
    """Find critical dependencies without a plan B (R34)."""
    for milestone, where, waited, contingency in _critical(case):
        if not contingency.strip():
            yield Fault(
                where,
                f"{called(milestone)} cannot do without {waited}, and there is no plan B.",
                f"Agree what you would do if {waited} slipped, and write it under `contingency`.",
            )


def no_escalation(case: Case) -> Iterator[Fault]:
    """Find critical dependencies of which nobody knows whom to call (R35)."""
    for milestone in case.open_milestones:
        for dependency in milestone.depends_on:
            waited = case.plan.milestone(dependency.id)
            named = dependency.escalate_to or (waited and waited.escalate_to) or milestone.escalate_to
            if dependency.critical and not named and not (waited and waited.settled):
                yield Fault(
                    f"milestones/{milestone.id}/depends_on/{dependency.id}",
                    f"Nobody is named to call when {dependency.id} keeps {called(milestone)} waiting.",
                    "Write who can help under `escalate_to`.",
                )


def loose_externals(case: Case) -> Iterator[Fault]:
    """Find externals that nobody inside the plan chases, or that have no date (R33, R81)."""
    for external in case.plan.externals:
        if external.status in SETTLED:
            continue
        missing = [word for word, value in (("owner", external.owner), ("date", external.due)) if not value]
        if missing:
            yield Fault(
                f"externals/{external.id}",
                f'{external.id} "{external.name}" has no {" and no ".join(missing)}.',
                "Name who on the plan asks for it, and by when it has to be there.",
            )


def nobody_behind(case: Case) -> Iterator[Fault]:
    """Find critical milestones that hang on one person alone (R20, R37)."""
    for milestone in case.open_milestones:
        if milestone.id in case.critical and milestone.owner and not milestone.backup:
            yield Fault(
                at(milestone, case.plan, "backup"),
                f"{called(milestone)} is critical and hangs on one person: a single point of failure.",
                "Name a backup who knows about it.",
            )


def done_too_early(case: Case) -> Iterator[Fault]:
    """Find milestones that are done while something under them is not (R102)."""
    for milestone in case.plan.milestones:
        left = [action.id for action in milestone.actions if not action.settled]
        if milestone.status == "done" and left:
            where = at(milestone, case.plan, "status")
            yield Fault(
                where, f"{called(milestone)} is done, and {', '.join(left)} is open.", "Settle them, or leave it open."
            )


def done_in_the_future(case: Case) -> Iterator[Fault]:
    """Find milestones that are said to be done on a day to come."""
    for milestone in case.plan.milestones:
        if milestone.done_on and case.today and milestone.done_on > max(case.today, case.plan.as_of or dt.date.min):
            where = at(milestone, case.plan, "done_on")
            yield Fault(where, f"{called(milestone)} is done on {said(milestone.done_on)}.", "Correct `done_on`.")
