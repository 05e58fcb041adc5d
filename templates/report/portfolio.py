"""The portfolio report is a row a plan: how it stands, whose move it is since when, what is late, when it closes."""

import datetime as dt
from collections.abc import Sequence

from plans.report.figures import PlanFigures
from templates.report.shape import NONE_KEPT, Picture, Report, Table, day, plural, with_nothing

HEADS = ("plan", "title", "health", "ball with", "since", "done", "overdue", "late", "next", "next date",
         "planned close", "projected close")  # fmt: skip


def say_portfolio(
    figures: Sequence[PlanFigures], on: dt.date, pictures: Sequence[Picture] = (), most: int | None = None
) -> Report:
    """Return the portfolio of plans, in the order in which they come; rows of the first `most` of them, or of all."""
    living = [one for one in figures if one.health not in ("over", "resting")]
    late, moving = sum(bool(one.late) for one in living), sum(bool(one.days_lost) for one in living)
    blocked = sum(bool(one.blocked) for one in living)
    with_buyer = sum(one.ball == "buyer" for one in living)
    lead = (
        f"{plural(len(figures), 'plan')}, {len(living):,} running: {late:,} with something overdue, "
        f"{blocked:,} blocked, {moving:,} whose close moves. The ball is with the buyer in {with_buyer:,} of them.",
    )
    rows = tuple(map(_row, figures[:most]))
    table = Table("Plans", HEADS, rows, frozenset({5, 6}), left_out=len(figures) - len(rows))
    report = Report(f"Portfolio on {on}", lead, (table,), NOTES, tuple(pictures))
    return report if figures else with_nothing(report, NONE_KEPT)


NOTES = (
    "Health is the worst that holds: slipping moves the close, blocked and late do not yet.",
    "Overdue counts calendar days of the oldest open date.",
    "The ball is with the owner of the next open milestone, since the version that made it so.",
)


def _row(one: PlanFigures) -> tuple[str, ...]:
    running = one.health != "over"
    return (
        one.slug, one.title, one.health, one.ball, day(one.since), f"{one.done}/{one.total}",
        str(one.days_overdue or "") if running else "", " ".join(one.late) if running else "",
        f"{one.next} {one.next_name}".strip(), day(one.next_due), day(one.planned_close), day(one.projected_close),
    )  # fmt: skip
