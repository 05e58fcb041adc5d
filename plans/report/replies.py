"""A reply time is how long somebody took to write after our latest mail to them, in hours, nights and weekends too."""

import math
import statistics
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from plans.engagement import letters_of_buyers
from plans.report.record import Record

HOUR = 3600


@dataclass(frozen=True)
class ReplyTimes:
    """The hours that each of some replies took."""

    hours: tuple[float, ...] = ()

    @property
    def number(self) -> int:
        """Return how many replies there are."""
        return len(self.hours)

    @property
    def median(self) -> float | None:
        """Return the hours within which half of the replies came, None where there are none."""
        return statistics.median(self.hours) if self.hours else None

    @property
    def most(self) -> float | None:
        """Return the hours within which nine of ten replies came (nearest rank), None where there are none."""
        return sorted(self.hours)[math.ceil(0.9 * len(self.hours)) - 1] if self.hours else None


def reply_times(record: Record) -> ReplyTimes:
    """Return how long the buyer's letters took; one that no mail of ours went before is no reply."""
    mailed = {
        person.id: sorted(mail.at for mail in record.mails if mail.to == person.id) for person in record.plan.people
    }
    hours = []
    for letter in letters_of_buyers(record.plan, record.letters):
        before = mailed[letter.by]
        place = bisect_left(before, letter.at)
        if place:
            hours.append((letter.at - before[place - 1]).total_seconds() / HOUR)
    return ReplyTimes(tuple(hours))


def together(times: Iterable[ReplyTimes]) -> ReplyTimes:
    """Return the reply times of several plans as one."""
    every: list[Sequence[float]] = [one.hours for one in times]
    return ReplyTimes(tuple(hour for hours in every for hour in hours))
