"""The agenda says when the plan next speaks, to whom and about which lines, if nobody answers."""

from plans.agenda.cadence import next_cadence
from plans.agenda.ladder import Nudge, next_nudge
from plans.agenda.mails import Mail, due_mails, forecast, next_moment, nudge_now, since

__all__ = ["Mail", "Nudge", "due_mails", "forecast", "next_cadence", "next_moment", "next_nudge", "nudge_now", "since"]
