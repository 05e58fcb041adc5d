"""The command report engagement: the buyer's part in each running plan, from its log."""

import datetime as dt
from pathlib import Path
from typing import Any

from milepost.commands.report import Form, given


def engagement(on: dt.date | None, form: Form, data: Path | None) -> int:
    """Tell the buyer's part in every running plan until the end of a day, today where none is given."""
    from milepost.wiring import store_in
    from plans.report.engagement import engagement_of
    from templates.report import say_engagement

    day = on or dt.date.today()
    with store_in(data) as store:
        found = sorted((engagement_of(record, day) for record in store.records()), key=lambda one: one.urgency)
    return given(say_engagement(found, day), [_as_json(one) for one in found], form)


def _as_json(one: Any) -> dict[str, Any]:
    part, replies = one.part, one.replies
    return {
        "slug": one.slug, "title": one.title, "day": one.day, "needs_a_call": part.needs_a_call,
        "letters": part.letters, "days_quiet": part.days_quiet, "days_open": part.days_open,
        "lines": part.lines, "confirmed": part.confirmed, "share_confirmed": part.share_confirmed,
        "written_to": list(one.mailed), "wrote": list(part.wrote), "never_answered": list(one.never_answered),
        "replies": replies.number, "median_hours": replies.median, "hours_90": replies.most,
    }  # fmt: skip
