"""The engagement report is a row a plan: what the buyer wrote, stands by and leaves open, and how fast replies come."""

import datetime as dt
from collections.abc import Sequence

from plans.engagement import QUIET
from plans.report.engagement import PlanEngagement
from plans.report.replies import ReplyTimes, together
from templates.report.shape import NONE_RUNS, Report, Table, plural, with_nothing

HEADS = ("plan", "title", "call", "letters", "quiet for days", "confirmed", "lines", "answered", "written to",
         "never answered", "replies", "median hours", "90 % within hours")  # fmt: skip
NOTES = (
    f"A call is due where the buyer has written nothing for {QUIET} days and does not stand by all of its own lines.",
    "Confirmed are the buyer's lines whose owners have agreed to them or finished them.",
    "Never answered are people, by their id in the plan, who own open lines, got mails and never wrote.",
    "A reply time runs from our latest mail to that person to their letter, nights and weekends too.",
    "Letters of robots and forgers do not count.",
)


def say_engagement(found: Sequence[PlanEngagement], on: dt.date) -> Report:
    """Return the buyer's part in the running plans, in the order in which they come."""
    table = Table("Plans", HEADS, tuple(map(_row, found)), frozenset({3, 4, 5, 6, 7, 8, 10, 11, 12}))
    speed = _speed(together(one.replies for one in found))
    report = Report(f"Engagement on {on}", (_lead(found), speed), (table,), NOTES)
    return report if found else with_nothing(report, NONE_RUNS)


def _lead(found: Sequence[PlanEngagement]) -> str:
    calls = sum(one.part.needs_a_call for one in found)
    lines, confirmed = sum(one.part.lines for one in found), sum(one.part.confirmed for one in found)
    mailed, answered = sum(len(one.mailed) for one in found), sum(one.answered for one in found)
    return (
        f"{plural(len(found), 'running plan')}, {calls:,} in which somebody should call the buyer. Buyers stand by "
        f"{confirmed:,} of their {plural(lines, 'line')}; {answered:,} of {mailed:,} people written to have answered."
    )


def _speed(times: ReplyTimes) -> str:
    if times.median is None or times.most is None:
        return "No reply has come yet."
    return (
        f"Half of the replies come within {_hours(times.median)} hours, nine of ten within {_hours(times.most)} "
        f"(n = {times.number:,})."
    )


def _row(one: PlanEngagement) -> tuple[str, ...]:
    part = one.part
    return (
        one.slug, one.title, "call" if part.needs_a_call else "", str(part.letters),
        "" if part.quiet_for is None else str(part.quiet_for), _share(part.share_confirmed), str(part.lines),
        str(one.answered), str(len(one.mailed)), " ".join(one.never_answered), str(one.replies.number),
        _hours(one.replies.median), _hours(one.replies.most),
    )  # fmt: skip


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.0%}"


def _hours(hours: float | None) -> str:
    return "" if hours is None else f"{hours:.1f}"
