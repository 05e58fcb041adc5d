"""The engagement of a plan is what its buyer does for it, as leaders read it: the quiet ones first (R101)."""

import datetime as dt
from dataclasses import dataclass

from plans.engagement import Engagement
from plans.report.record import Record
from plans.report.replies import ReplyTimes, reply_times


@dataclass(frozen=True)
class PlanEngagement:
    """The buyer's part in one plan on one day; people are ids.

    `mailed` are those of the buyer's whom we wrote to, `never_answered` those of them who own open lines and have
    never written.
    """

    slug: str
    title: str
    day: dt.date
    part: Engagement
    mailed: tuple[str, ...]
    never_answered: tuple[str, ...]
    replies: ReplyTimes

    @property
    def answered(self) -> int:
        """Return how many of those whom we wrote to have written."""
        return len(set(self.mailed) & set(self.part.wrote))

    @property
    def urgency(self) -> tuple[object, ...]:
        """Return what sorts first who needs a call, and then who has been quiet longest."""
        return (not self.part.needs_a_call, -(self.part.quiet_for or 0), self.title, self.slug)


def engagement_of(record: Record, day: dt.date) -> PlanEngagement:
    """Return the buyer's part in a plan, from what was written until the end of a day."""
    known = record.until(day)
    part = record.engagement_on(day)
    reached = {mail.to for mail in known.mails}
    return PlanEngagement(
        slug=record.plan.slug,
        title=record.plan.title,
        day=day,
        part=part,
        mailed=tuple(person.id for person in record.plan.people if person.side == "buyer" and person.id in reached),
        never_answered=tuple(person for person in part.never_wrote if person in reached),
        replies=reply_times(known),
    )
