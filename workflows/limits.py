"""Limits say how long each activity may take, how often it is tried again, and what is final: one table."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from temporalio.common import RetryPolicy

from workflows.queues import Queue, beside_this


@dataclass(frozen=True)
class Limit:
    """Time limits, the retry rule and the queue of one activity, as keyword arguments for Temporal."""

    start_to_close: dt.timedelta
    retry: RetryPolicy
    heartbeat: dt.timedelta | None = None
    schedule_to_close: dt.timedelta | None = None
    queue: Queue = "plans"

    def on(self, queue: Queue) -> "Limit":
        """Return the same limits on another queue."""
        return replace(self, queue=queue)

    def giving_up(self, after: dt.timedelta) -> "Limit":
        """Return the same limits with another time after which it is given up."""
        return replace(self, schedule_to_close=after)

    def as_options(self) -> dict[str, Any]:
        """Return the options for `workflow.execute_activity`."""
        return {
            "task_queue": beside_this(self.queue),
            "start_to_close_timeout": self.start_to_close,
            "schedule_to_close_timeout": self.schedule_to_close,
            "heartbeat_timeout": self.heartbeat,
            "retry_policy": self.retry,
        }

    def as_local_options(self) -> dict[str, Any]:
        """Return the options for `workflow.execute_local_activity`, which has no heartbeat."""
        return {"start_to_close_timeout": self.start_to_close, "retry_policy": self.retry}


def _seconds(number: float) -> dt.timedelta:
    return dt.timedelta(seconds=number)


PATIENT = RetryPolicy(initial_interval=_seconds(1), backoff_coefficient=2.0, maximum_interval=_seconds(300))
"""Machinery that is down comes back: tried for ever, every five minutes at the slowest, visible in the Web UI. What is
final about reading is counted by itself (`tries`)."""
GIVEN_UP = dt.timedelta(days=5)
"""For how long a mail is tried that no server takes (RFC 5321, 4.5.4.1); then it is given up, and the reporter told."""
DIGEST_GIVEN_UP = dt.timedelta(days=2)
"""The same for a digest, which is old by then."""
TRIED_AT_LEAST = dt.timedelta(days=1)
"""For how long a mail is tried that was late when it was begun: after an outage, or in a plan that went on anew."""
MAIL = RetryPolicy(initial_interval=_seconds(2), backoff_coefficient=2.0, maximum_interval=_seconds(900))
"""A mail server that says 4xx is asked again, every quarter of an hour at the slowest, until the mail is given up."""
WATCHING = RetryPolicy(initial_interval=_seconds(1), backoff_coefficient=2.0, maximum_interval=_seconds(5))
"""A watch whose worker died begins elsewhere within a minute: its heartbeat's limit and this pause at the slowest."""
LOOKING = RetryPolicy(initial_interval=_seconds(1), backoff_coefficient=2.0, maximum_attempts=3)
"""What is only looked at, or tried in another way after this one, is tried three times at most."""
MIRRORING = RetryPolicy(initial_interval=_seconds(5), backoff_coefficient=2.0, maximum_interval=_seconds(900))
"""A CRM that is down is asked again for a day, every quarter of an hour at the slowest."""
ALIVE = _seconds(30)
"""Without a beat for so long a mail's worker is dead, or never got the task: it is sent by another."""
ONCE = RetryPolicy(maximum_attempts=1)
"""A quick try: what it does not settle is done by an activity of its own, with that one's rule."""

LIMITS: dict[str, Limit] = {
    "keep": Limit(_seconds(30), PATIENT),
    "read_at_once": Limit(_seconds(5), ONCE),
    "days_off": Limit(_seconds(5), ONCE),
    "read_letter": Limit(_seconds(60), PATIENT, queue="reading"),
    "read_note": Limit(_seconds(60), PATIENT, queue="reading"),
    "known_as": Limit(_seconds(60), PATIENT),
    "forget": Limit(_seconds(600), PATIENT),
    "put_aside": Limit(_seconds(30), PATIENT),
    "send_notices": Limit(_seconds(240), LOOKING, heartbeat=ALIVE, queue="mail"),
    "send_notice": Limit(_seconds(180), MAIL, heartbeat=ALIVE, schedule_to_close=GIVEN_UP, queue="mail"),
    "send_digests": Limit(
        dt.timedelta(hours=2), MAIL, heartbeat=_seconds(120), schedule_to_close=DIGEST_GIVEN_UP, queue="mail"
    ),
    "take_draft": Limit(_seconds(60), PATIENT),
    "start_draft": Limit(_seconds(60), PATIENT),
    "answer_draft": Limit(_seconds(180), MAIL, schedule_to_close=GIVEN_UP),
    "alert_of_stuck": Limit(_seconds(120), LOOKING, queue="mail"),
    "mirror": Limit(_seconds(45), MIRRORING, schedule_to_close=dt.timedelta(hours=24)),
    "tell_of_mirror": Limit(_seconds(120), MAIL, schedule_to_close=GIVEN_UP),
    "copy_to_crm": Limit(_seconds(120), MAIL, schedule_to_close=GIVEN_UP),
    "purge": Limit(dt.timedelta(hours=1), LOOKING),
    "watch_mailbox": Limit(dt.timedelta(hours=12), WATCHING, heartbeat=_seconds(30), queue="mail"),
}

REFUSED_AGAIN: list[dt.timedelta] = [_seconds(60), _seconds(600), _seconds(3_600)]
"""Pauses before a CRM that refuses an event is asked again: its set-up may just be changing. Then it is given up."""


def left(at: dt.datetime, now: dt.datetime) -> dt.timedelta:
    """Return for how long a mail that was to go out at a moment is still tried, however often its plan goes on anew."""
    return max(at + GIVEN_UP - now, TRIED_AT_LEAST)
