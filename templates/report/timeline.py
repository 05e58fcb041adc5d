"""The timeline of one plan is a row a line by date: whose it is, the first date and the one it has, what to expect."""

from collections.abc import Sequence

from plans.report.timeline import PlanTimeline, Row
from templates.report.rows import standing_of
from templates.report.shape import Picture, Report, Table, day

HEADS = ("line", "name", "side", "first date", "date", "days moved", "status", "days overdue", "expected")
NOTES = (
    "A line that is done stands at the day on which it was. Expected is the earliest day of one that can no longer "
    "keep its date, by what it waits for.",
    "Outside is what both sides wait for. Internal lines of the seller are in it: it is no document for the buyer.",
)


def say_timeline(timeline: PlanTimeline, pictures: Sequence[Picture] = ()) -> Report:
    """Return the dated lines of one plan in the order of their days."""
    table = Table("Lines", HEADS, tuple(map(_row, timeline.rows)), frozenset({5, 7}))
    undated = f"Without a date: {' '.join(timeline.undated)}." if timeline.undated else ""
    standing = standing_of(timeline)
    lead = (f"{standing[0].upper()}{standing[1:]}.", *([undated] if undated else []))
    return Report(f"Timeline of {timeline.title} on {timeline.day}", lead, (table,), NOTES, tuple(pictures))


def _row(row: Row) -> tuple[str, ...]:
    return (
        row.line, row.name, row.side, day(row.first), day(row.day), str(row.moved or ""), row.look.replace("-", " "),
        str(row.late or ""), day(row.expected),
    )  # fmt: skip
