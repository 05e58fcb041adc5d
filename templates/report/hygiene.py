"""The hygiene report tells what plans lack and what has gone stale in them, the worst first, each with its cure."""

import datetime as dt
from collections.abc import Mapping, Sequence

from plans.engagement import QUIET
from plans.report.hygiene import STALE_WEEKS, WEIGHTS, Finding, Flaw, PlanHygiene
from templates.report.shape import NONE_RUNS, Report, Table, plural, with_nothing

SAID: Mapping[Flaw, tuple[str, str]] = {
    "decision-maker": ("no decision-maker", "ask the champion who gives the final yes"),
    "champion": ("no champion", "find who at the buyer wants it, and ask them"),
    "date": ("no close date", "agree by when the order is to come"),
    "overdue": ("overdue", "finish it or agree a new date with its owner"),
    "quiet": ("the buyer is quiet", "call the buyer"),
    "metric": ("no goal with a target", "agree one goal with a measure and a target"),
    "unowned": ("nobody owns it", "ask the champion who takes it"),
    "stale": ("nothing has changed", "go through the plan with the champion"),
    "unconfirmed": ("not confirmed", "ask its owner for a yes in writing"),
}
"""What each flaw is called, and what to do about it."""
HEADS = ("plan", "title", "weight", "what", "lines", "days", "what to do")
COUNT_HEADS = ("what", "plans", "of all", "what to do")
MOST_NAMED = 8
"""Lines of a finding that are named; of more the number is told."""
NOTES = (
    f"Quiet: no letter of the buyer's for {QUIET} days. Nothing has changed: no new version for {STALE_WEEKS} weeks.",
    "Overdue: the date has passed, and nobody finished or moved it; days are those of the oldest.",
    "Not confirmed: an open line whose owner has not agreed to it; internal lines need no yes.",
    "Weight: " + ", ".join(f"{SAID[flaw][0]} {weight}" for flaw, weight in WEIGHTS.items()) + ".",
)


def say_hygiene(found: Sequence[PlanHygiene], on: dt.date) -> Report:
    """Return what the running plans lack, in the order in which they come."""
    flawed = [one for one in found if one.findings]
    lead = (
        f"{plural(len(found), 'running plan')}; in {len(flawed):,} of them something is missing or has gone stale: "
        f"{plural(sum(len(one.findings) for one in flawed), 'finding')}.",
    )
    rows = tuple(_row(one, finding) for one in flawed for finding in one.findings)
    tables = (
        Table("What is missing most often", COUNT_HEADS, _counts(found), frozenset({1, 2})),
        Table("Plans, the worst first", HEADS, rows, frozenset({2, 5})),
    )
    report = Report(f"Hygiene on {on}", lead, tables, NOTES)
    return report if found else with_nothing(report, NONE_RUNS)


def _counts(found: Sequence[PlanHygiene]) -> tuple[tuple[str, ...], ...]:
    numbers = {flaw: sum(flaw in _flaws(one) for one in found) for flaw in WEIGHTS}
    often = sorted((flaw for flaw in WEIGHTS if numbers[flaw]), key=lambda flaw: -numbers[flaw])
    return tuple(
        (SAID[flaw][0], f"{numbers[flaw]:,}", f"{numbers[flaw] / len(found):.0%}", SAID[flaw][1]) for flaw in often
    )


def _flaws(one: PlanHygiene) -> set[Flaw]:
    return {finding.flaw for finding in one.findings}


def _row(one: PlanHygiene, finding: Finding) -> tuple[str, ...]:
    what, cure = SAID[finding.flaw]
    named, more = " ".join(finding.lines[:MOST_NAMED]), len(finding.lines) - MOST_NAMED
    lines = f"{named} and {more} more" if more > 0 else named
    days = "" if finding.days is None else str(finding.days)
    return (one.slug, one.title, str(one.weight), what, lines, days, cure)
