"""Weekdays in phrases become days: coming, next, last, of a week, with a day of the month."""

import datetime as dt

from parsing.dates import days
from parsing.dates.days import Resolved
from parsing.dates.parts import Frame, Parts, away, day_number, number, weekday_of

LAST_MONTH = 31


def plain(parts: Parts, frame: Frame) -> Resolved:
    """The next such day, the same day excluded."""
    return days.next_weekday(frame.today, weekday_of(parts, frame)), ""


def following(parts: Parts, frame: Frame) -> Resolved:
    """ "Next Friday" said Monday to Thursday could be this week's or the next: one is offered, and asked."""
    weekday = weekday_of(parts, frame)
    following = days.monday(frame.today, 1) + dt.timedelta(days=weekday)
    if weekday <= frame.today.weekday():
        return following, ""
    coming = frame.grammar.raw.get("next_weekday_is", "following") == "coming"
    return (days.next_weekday(frame.today, weekday) if coming else following), "ambiguous-next"


def last(parts: Parts, frame: Frame) -> Resolved:
    """ "Last Tuesday" is last week's, said on a Thursday too; said of a weekend day it is the one just gone."""
    return days.monday(frame.today, -1) + dt.timedelta(days=weekday_of(parts, frame)), "past"


def past(parts: Parts, frame: Frame) -> Resolved:
    """The last such day, the same day excluded."""
    return days.past_weekday(frame.today, weekday_of(parts, frame)), "past"


def after_next(parts: Parts, frame: Frame) -> Resolved:
    """ "Friday week" is the one after the coming one; said on a Friday it may be the coming one itself."""
    weekday = weekday_of(parts, frame)
    if weekday == frame.today.weekday():
        return frame.today + dt.timedelta(weeks=1), "ambiguous-next"
    return days.next_weekday(frame.today, weekday) + dt.timedelta(weeks=1), ""


def in_weeks(parts: Parts, frame: Frame) -> Resolved:
    """ "Friday in two weeks" counts from the coming one; said of a day that is over this week it is asked."""
    weekday, weeks = weekday_of(parts, frame), number(parts, frame.grammar)
    day = days.next_weekday(frame.today, weekday) + dt.timedelta(weeks=weeks)
    return day, "" if weekday > frame.today.weekday() else "ambiguous-next"


def in_a_fortnight(parts: Parts, frame: Frame) -> Resolved:
    """ "Lundi en quinze" is two weeks after the coming one, said on such a day after today."""
    today = frame.today
    day = weekday_of(parts, frame)
    return (today if day == today.weekday() else days.next_weekday(today, day)) + dt.timedelta(weeks=2), ""


def several_ahead(parts: Parts, frame: Frame) -> Resolved:
    """ "Three Fridays from now" counts the coming one as the first."""
    weeks = number(parts, frame.grammar) - 1
    return days.next_weekday(frame.today, weekday_of(parts, frame)) + dt.timedelta(weeks=weeks), ""


def several_back(parts: Parts, frame: Frame) -> Resolved:
    """ "Two Thursdays ago" counts the one just gone as the first."""
    weeks = number(parts, frame.grammar) - 1
    return days.past_weekday(frame.today, weekday_of(parts, frame)) - dt.timedelta(weeks=weeks), "past"


def of_week(parts: Parts, frame: Frame) -> Resolved:
    """ "Monday of next week" lies in that week, whatever day it is today."""
    day = days.monday(frame.today, away(parts, frame, "weekword")) + dt.timedelta(days=weekday_of(parts, frame))
    return day, "past" if day < frame.today else ""


def with_day(parts: Parts, frame: Frame) -> Resolved:
    """ "Monday the 13th": the next such 13th, or the one just gone, if it is a Monday; one further off is asked."""
    weekday, day = weekday_of(parts, frame), day_number(parts, frame.grammar)
    coming = such_days(frame.today, day)
    if coming and coming[0].weekday() == weekday:
        return coming[0], ""
    gone = [found for back in (0, -1) if (found := _in_month(frame.today, back, day)) and found < frame.today]
    if gone and gone[0].weekday() == weekday and (frame.today - gone[0]).days <= LAST_MONTH:
        return gone[0], "past"
    fitting = [found for found in coming if found.weekday() == weekday]
    return (fitting[0] if fitting else None), "weekday-mismatch"


def _in_month(today: dt.date, months: int, day: int) -> dt.date | None:
    month = days.month_start(today, months)
    return days.made(month.year, month.month, day)[0]


def such_days(today: dt.date, day: int) -> list[dt.date]:
    """Return the next days of this number, a year long."""
    return [found for n in range(13) if (found := _in_month(today, n, day)) and found >= today]


def of_calendar_week(parts: Parts, frame: Frame) -> Resolved:
    """The day of a calendar week (ISO 8601)."""
    return days.week_day(frame.today, int(parts["weeknumber"]), weekday_of(parts, frame) + 1)
