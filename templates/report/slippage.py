"""The slippage report tells by how many days closes have moved since they were first agreed, of all plans or of one."""

import datetime as dt
import statistics
from collections.abc import Sequence
from itertools import pairwise

from plans.report.slippage import CloseStep, LineSlip, PlanSlippage
from templates.report.shape import NONE_RUNS, Picture, Report, Table, day, plural, with_nothing

HEADS = ("plan", "title", "closes with", "first close", "close now", "days later", "times moved", "slipped most",
         "by days")  # fmt: skip
STEP_HEADS = ("version", "kept on", "closes with", "planned close", "days later")
LINE_HEADS = ("line", "name", "first date", "date now", "days later", "times moved")
NOTES = (
    "Days are calendar days from the first date that a line had to the one it has now.",
    "A date that has passed counts only once it is moved: `milepost report portfolio` tells what is overdue.",
    "A close that was moved back to its first date counts 0 days and is still told to have moved.",
)


def say_slippage(slips: Sequence[PlanSlippage], on: dt.date, pictures: Sequence[Picture] = ()) -> Report:
    """Return the slippage of all running plans, in the order in which they come."""
    table = Table("Plans", HEADS, tuple(map(_row, slips)), frozenset({5, 6, 8}))
    report = Report(f"Slippage on {on}", (_lead(slips),), (table,), NOTES, tuple(pictures))
    return report if slips else with_nothing(report, NONE_RUNS)


def _lead(slips: Sequence[PlanSlippage]) -> str:
    later = [one.close.days for one in slips if one.close and one.close.days > 0]
    told = f"{plural(len(slips), 'running plan')}: "
    if not later:
        return told + "no close is later than first agreed."
    return told + (
        f"{len(later):,} {'closes' if len(later) == 1 else 'close'} later than first agreed, "
        f"by {statistics.median(later):g} days at the median and {max(later):,} at most."
    )


def _row(one: PlanSlippage) -> tuple[str, ...]:
    close, worst = one.close, next((line for line in one.lines if line.days > 0), None)
    return (
        one.slug, one.title, f"{close.line} {close.name}" if close else "",
        day(close.first) if close else "", day(close.now) if close else "",
        str(close.days) if close else "", str(close.times) if close else "",
        f"{worst.line} {worst.name}" if worst else "", str(worst.days) if worst else "",
    )  # fmt: skip


def say_slippage_of(
    slip: PlanSlippage, steps: Sequence[CloseStep], on: dt.date, pictures: Sequence[Picture] = ()
) -> Report:
    """Return the slippage of one plan: its close from version to version, and its lines that have moved."""
    tables = (
        Table("The close over time", STEP_HEADS, tuple(map(_step_row, steps)), frozenset({0, 4})),
        Table("Lines that have moved", LINE_HEADS, tuple(map(_line_row, slip.lines)), frozenset({4, 5})),
    )
    lead = (_lead_of(steps), f"{plural(len(slip.lines), 'line has', 'lines have')} moved to a later date.")
    return Report(f"Slippage of {slip.title} on {on}", lead, tables, NOTES, tuple(pictures))


def _lead_of(steps: Sequence[CloseStep]) -> str:
    if not steps:
        return "The plan has no date to close by."
    last = steps[-1]
    moved = plural(sum(after.close != before.close for before, after in pairwise(steps)), "time")
    by = f"{plural(abs(last.days), 'day')} {'later' if last.days > 0 else 'earlier'} than" if last.days else "as"
    return (
        f"It is to close on {last.close} ({last.line}), {by} first agreed; since it was started it has moved {moved}."
    )


def _step_row(step: CloseStep) -> tuple[str, ...]:
    return (str(step.version), day(step.day), step.line, day(step.close), str(step.days))


def _line_row(slip: LineSlip) -> tuple[str, ...]:
    return (slip.line, slip.name, day(slip.first), day(slip.now), str(slip.days), str(slip.times))
