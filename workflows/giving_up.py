"""A mail that no server has taken in its time is given up: it is on its way no more, and counted."""

import datetime as dt

from storage.outbox import NoticeRecord
from workflows.limits import DIGEST_GIVEN_UP, GIVEN_UP, TRIED_AT_LEAST
from workflows.parts import Parts
from workflows.stuck import ALERT

NEXT_DAY = dt.timedelta(days=1)
"""An alert that could not be sent is followed by the next day's."""
AFTER_ITS_PLAN = dt.timedelta(hours=1)
"""How much later than its plan, which tells the reporter, the outbox gives a mail up."""


def give_up(parts: Parts) -> int:
    """Give up every mail whose time is over, whoever was to send it and whether or not that still runs."""
    now = parts.clock()
    late = [one for one in parts.store.unsent(now - NEXT_DAY) if one.at + _patience(one) + AFTER_ITS_PLAN < now]
    for record in late:
        with parts.watcher.step("give-up", record.plan) as step:
            parts.store.failed(record.key, "given up: no mail server has taken it in its time")
            step.count("given_up")
    return len(late)


def _patience(record: NoticeRecord) -> dt.timedelta:
    if record.plan == ALERT:
        return NEXT_DAY
    # A plan that goes on anew in a mail's last hours tries it for the least time (`limits.left`).
    return DIGEST_GIVEN_UP if record.kind == "digest" else GIVEN_UP + TRIED_AT_LEAST
