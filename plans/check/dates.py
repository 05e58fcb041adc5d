"""Dates are checked against weekends, holidays, freezes, absences, the past and the other dates of the plan."""

import datetime as dt
from collections.abc import Callable, Iterator

from plans.change import FIRST_DAY, LAST_DAY
from plans.check.problem import Case, Fault, at, called
from plans.daytext import day_text
from plans.plan import Event, Line, Milestone, Person
from plans.workdays import frozen_by, is_workday, next_workday, previous_workday, weekdays_of

USUAL_WINDOW, LONGEST_WINDOW = 14, 28
"""Days in which a task is done: one to two weeks (R15); more than four are a warning."""


def said(day: dt.date | None) -> str:
    """Return a day as the check writes it, with its weekday: "Sun 6 Jul 2025"."""
    return f"{day:%a} {day_text(day, 'en')}" if day else ""


def _dated(case: Case) -> Iterator[tuple[Line, dt.date, Person | None]]:
    lines: list[Line] = [*case.open_milestones, *(action for _, action in case.open_actions)]
    for line in lines:
        if line.due:
            yield line, line.due, case.plan.person(line.owner)


def no_date(case: Case) -> Iterator[Fault]:
    """Find milestones without a date (R12)."""
    for line in case.open_milestones:
        if line.due is None:
            yield Fault(
                at(line, case.plan, "due"), f"{called(line)} has no date.", "Agree on one and write it under `due`."
            )


def action_without_date(case: Case) -> Iterator[Fault]:
    """Find actions without a date (R83)."""
    for _, action in case.open_actions:
        if action.due is None:
            where = at(action, case.plan, "due")
            yield Fault(where, f"{called(action)} has no date.", "Agree on one and write it under `due`.")


def out_of_reach(case: Case) -> Iterator[Fault]:
    """Find dates that no plan knows, which only a slip of the hand makes (R12)."""
    plan = case.plan
    dated = [
        *((at(line, plan, "due"), line.due) for line in plan.lines()),
        *((f"externals/{one.id}/due", one.due) for one in plan.externals),
        *((f"people/{one.id}/away_until", one.away_until) for one in plan.people),
    ]
    for where, day in dated:
        if day and not FIRST_DAY <= day <= LAST_DAY:
            yield Fault(where, f"{day.isoformat()} is no day that a plan knows.", "Write the year that is meant.")


def _around(case: Case, person: Person | None, day: dt.date) -> str:
    """Return the working days before and after a day as a suggestion."""

    def works(candidate: dt.date) -> bool:
        return is_workday(case.plan, case.calendar, person, candidate)

    return f"Move it to {said(previous_workday(works, day))} or {said(next_workday(works, day))}."


def on_a_free_weekday(case: Case) -> Iterator[Fault]:
    """Find dates on a weekday on which nobody works (R85)."""
    working = weekdays_of(case.plan.communication.workdays)
    for line, due, owner in _dated(case):
        if due.weekday() not in working:
            where = at(line, case.plan, "due")
            yield Fault(where, f"{called(line)} is due on a {due:%A}, {said(due)}.", _around(case, owner, due))
    for external in case.plan.externals:
        if external.due and external.due.weekday() not in working and external.status not in ("done", "skipped"):
            where = f"externals/{external.id}/due"
            problem = f'{external.id} "{external.name}" is due on a {external.due:%A}, {said(external.due)}.'
            yield Fault(where, problem, _around(case, case.plan.person(external.owner), external.due))


def on_a_holiday(case: Case) -> Iterator[Fault]:
    """Find dates on a public holiday of the owner's country and region (R85)."""
    for line, due, owner in _dated(case):
        if owner and due in case.calendar.holidays.get(owner.id, ()):
            where = at(line, case.plan, "due")
            yield Fault(
                where, f"{called(line)} is due on {said(due)}, a holiday of {owner.name}.", _around(case, owner, due)
            )


def in_a_freeze(case: Case) -> Iterator[Fault]:
    """Find dates of the buyer's lines in a freeze or shutdown of theirs (R85)."""
    for line, due, owner in _dated(case):
        freeze = frozen_by(case.plan, due)
        if freeze and owner and owner.side == "buyer":
            where = at(line, case.plan, "due")
            problem = f'{called(line)} is due on {said(due)}, in the buyer\'s "{freeze.name}".'
            yield Fault(where, problem, _around(case, owner, due))


def while_away(case: Case) -> Iterator[Fault]:
    """Find dates on which the owner is away (R85)."""
    for line, due, owner in _dated(case):
        begins = case.today or case.plan.as_of
        if owner and owner.away_until and due <= owner.away_until and (begins is None or due >= begins):
            yield Fault(
                at(line, case.plan, "due"),
                f"{called(line)} is due on {said(due)}, and {owner.name} is away until {said(owner.away_until)}.",
                "Move it behind their return, or ask the backup to take it.",
            )


def not_begun_and_past(case: Case) -> Iterator[Fault]:
    """Find dates that have passed before anything was begun, or before the plan itself begins."""
    wanted = (lambda _: True) if _begins(case) else (lambda line: line.status == "not-started")
    yield from _past(case, wanted, "Agree on a new date, or mark what has happened.")


def _begins(case: Case) -> bool:
    """Tell whether the plan is only about to start: a draft, or in its first version."""
    return case.plan.status == "draft" or case.plan.version == 1


def overdue(case: Case) -> Iterator[Fault]:
    """Find dates of a running plan that have passed under way (R53)."""
    if not _begins(case):
        suggestion = "Agree on a new date; the old one is kept beside it."
        yield from _past(case, lambda line: line.status != "not-started", suggestion)


def _past(case: Case, wanted: Callable[[Line], bool], suggestion: str) -> Iterator[Fault]:
    for line, due, _ in _dated(case):
        if case.today and due < case.today and wanted(line):
            days = (case.today - due).days
            where = at(line, case.plan, "due")
            since = f"{days} day{'s' if days > 1 else ''} before {said(case.today)}"
            yield Fault(where, f"{called(line)} was due on {said(due)}, {since}.", suggestion)


def after_its_milestone(case: Case) -> Iterator[Fault]:
    """Find actions dated after the milestone that they are to move: one of the two dates is stale."""
    for milestone, action in case.open_actions:
        if action.due and milestone.due and action.due > milestone.due:
            yield Fault(
                at(action, case.plan, "due"),
                f"{called(action)} is due on {said(action.due)}, after {milestone.id}, {said(milestone.due)}.",
                f"Move {milestone.id} too, or bring {action.id} forward.",
            )


def _window(case: Case, before: list[dt.date], due: dt.date) -> tuple[dt.date, int] | None:
    """Return when the time for a line begins, and its days up to the due date without the buyer's freezes."""
    starts = [day for day in before if day <= due]
    if case.today and starts:
        starts.append(min(case.today, due))
    if not starts:
        return None
    first = max(starts)
    days = (first + dt.timedelta(days=number) for number in range(1, (due - first).days + 1))
    return first, sum(frozen_by(case.plan, day) is None for day in days)


def _windows(case: Case) -> Iterator[tuple[Line, dt.date, int]]:
    """Yield each open line with the day from which it can be worked on, and its window in days."""
    due_of = {milestone.id: milestone.due for milestone in case.plan.milestones}
    due_of |= {external.id: external.due for external in case.plan.externals}
    for milestone in case.open_milestones:
        waited = [due for d in milestone.depends_on if (due := due_of.get(d.id))]
        before = [max(waited)] if waited else _before(case, milestone)
        steps: list[Line] = sorted((a for a in milestone.actions if a.due), key=lambda a: a.due or dt.date.max)
        for line in (*steps, milestone):
            if line.due and not line.settled and (found := _window(case, before, line.due)):
                yield line, *found
            if line.due:
                before.append(line.due)


def wide_window(case: Case) -> Iterator[Fault]:
    """Find tasks with more than two weeks for them (R15)."""
    yield from _too_wide(case, USUAL_WINDOW, LONGEST_WINDOW)


def widest_window(case: Case) -> Iterator[Fault]:
    """Find tasks with more than four weeks for them (R15)."""
    yield from _too_wide(case, LONGEST_WINDOW, 10_000)


def _before(case: Case, milestone: Milestone) -> list[dt.date]:
    """Return from when on a milestone that waits for nothing can be worked on: after the ones above it in the plan."""
    above = case.plan.milestones[: case.plan.milestones.index(milestone)]
    dated = [other.due for other in above if other.due and milestone.due and other.due <= milestone.due]
    return [max(dated)] if dated else [case.today] if case.today else []


def _too_wide(case: Case, above: int, up_to: int) -> Iterator[Fault]:
    for line, first, days in _windows(case):
        if above < days <= up_to:
            yield Fault(
                at(line, case.plan, "due"),
                f"{called(line)} has {days} days, from {said(first)} to {said(line.due)}.",
                "Split it into steps of one to two weeks, each with its own date.",
            )


def papers_missed(case: Case) -> Iterator[Fault]:
    """Find milestones that come after the papers of the buyer's meeting are due, and before the meeting (R14)."""
    for event in case.plan.events:
        if event.papers_due:
            yield from _late_for(case, event, event.papers_due)


def _late_for(case: Case, event: Event, papers: dt.date) -> Iterator[Fault]:
    decided = [m for m in case.open_milestones if m.due == event.date]
    feeding = {d.id for m in decided for d in m.depends_on}
    for line in case.open_milestones:
        if (
            line.due
            and papers < line.due
            and (line.due < event.date or (line.id in feeding and line.due <= event.date))
        ):
            yield Fault(
                at(line, case.plan, "due"),
                f'{called(line)} is due on {said(line.due)}; the papers for "{event.name}" are due on {said(papers)}.',
                f"Have it done by {said(papers)}, or aim for the next meeting.",
            )


def events_backwards(case: Case) -> Iterator[Fault]:
    """Find events that end before they begin, or whose papers are due after them."""
    for event in case.plan.events:
        if event.end and event.end < event.date:
            where = f"events/{event.name}/end"
            yield Fault(where, f'"{event.name}" ends before it begins.', "Exchange `date` and `end`, or correct one.")
        if event.papers_due and event.papers_due > event.date:
            where = f"events/{event.name}/papers_due"
            yield Fault(where, f'The papers for "{event.name}" are due after it.', "Correct `papers_due` or `date`.")
