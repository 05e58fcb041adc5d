"""The agenda says when the plan next speaks, to whom and about which lines, if nobody answers."""

from plans.agenda.cadence import next_cadence, with_digest
from plans.agenda.coming import next_update
from plans.agenda.ladder import Nudge, next_nudge
from plans.agenda.mails import STALE, Mail, due_mails, next_lines, next_moment, nudge_now, since

__all__ = [
    "STALE", "Mail", "Nudge", "due_mails", "next_cadence", "next_lines", "next_moment", "next_nudge", "next_update",
    "nudge_now", "since", "with_digest",
]  # fmt: skip
