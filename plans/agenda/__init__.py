"""The agenda says when the plan next speaks, to whom and about which lines, if nobody answers."""

from plans.agenda.cadence import next_cadence, with_digest
from plans.agenda.ladder import Nudge, next_nudge
from plans.agenda.mails import (
    NO_DIGESTS,
    STALE,
    Digests,
    Mail,
    due_mails,
    forecast,
    next_lines,
    next_moment,
    nudge_now,
    since,
)

__all__ = [
    "NO_DIGESTS", "STALE", "Digests", "Mail", "Nudge", "due_mails", "forecast", "next_cadence", "next_lines",
    "next_moment", "next_nudge", "nudge_now", "since", "with_digest",
]  # fmt: skip
