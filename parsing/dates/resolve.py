"""Resolving turns one match of a pattern into a day: one small function a kind of phrase, in one table."""

import datetime as dt
from collections.abc import Callable

from parsing.dates import days, weekdays
from parsing.dates.days import Resolved
from parsing.dates.parts import (
    Frame,
    Parts,
    amount,
    amounts,
    away,
    day_number,
    figure,
    number,
    shifted,
    weekday_of,
    year_of,
)
from parsing.dates.phrasing import key

FARTHEST = dt.timedelta(days=548)
"""A date further off than 18 months is asked about."""


def _month(parts: Parts, frame: Frame) -> int:
    if parts.get("month_number"):
        return figure(parts["month_number"], frame.grammar)
    return frame.grammar.months[key(parts["month"])]


def _date(parts: Parts, frame: Frame) -> Resolved:
    month, day, year = _month(parts, frame), day_number(parts, frame.grammar), year_of(parts, frame)
    found, why = days.coming(frame.today, month, day) if year is None else days.made(year, month, day)
    fits = found is None or not parts.get("weekday") or found.weekday() == weekday_of(parts, frame)
    return found, why if fits else "weekday-mismatch"


def _day_of_month(parts: Parts, frame: Frame) -> Resolved:
    month = days.month_start(frame.today, away(parts, frame, "monthword"))
    return days.made(month.year, month.month, day_number(parts, frame.grammar))


def _bare_day(parts: Parts, frame: Frame) -> Resolved:
    """The month that makes sense: the one near the date in question, else the next such day."""
    coming = weekdays.such_days(frame.today, day_number(parts, frame.grammar))
    if not coming:
        return None, "impossible"
    if frame.near is None:
        return coming[0], "bare-day"
    near = frame.near
    best = min(coming, key=lambda found: abs((found - near).days))
    return best, "" if best == coming[0] else "bare-day"


def _relative(parts: Parts, frame: Frame) -> Resolved:
    ahead = away(parts, frame, "relword")
    return frame.today + dt.timedelta(days=ahead), "past" if ahead < 0 else ""


def _today(_: Parts, frame: Frame) -> Resolved:
    return frame.today, ""


def _ahead(parts: Parts, frame: Frame) -> Resolved:
    day = shifted(frame.today, amounts(parts, frame.grammar), 1)
    return day, "" if day else "impossible"


def _ahead_weeks(parts: Parts, frame: Frame) -> Resolved:
    return shifted(frame.today, [amount(number(parts, frame.grammar), parts["unit"], frame.grammar)], 1), ""


def _ago(parts: Parts, frame: Frame) -> Resolved:
    return shifted(frame.today, amounts(parts, frame.grammar), -1), "past"


def _within(parts: Parts, frame: Frame) -> Resolved:
    return _ahead(parts, frame)[0], "within"


def _week_end(parts: Parts, frame: Frame) -> Resolved:
    """The week's Friday; said at a weekend of "this week", the coming one."""
    friday = days.monday(frame.today, away(parts, frame, "weekword")) + dt.timedelta(days=4)
    return (friday, "") if friday >= frame.today else (friday + dt.timedelta(weeks=1), "")


def _whole_month(parts: Parts, frame: Frame) -> tuple[int, int, str]:
    """Return year and month of "next month", "March" or "March 2027", and whether it is just over.

    A month that has been over for long is next year's.
    """
    if not parts.get("month"):
        first = days.month_start(frame.today, away(parts, frame, "monthword"))
        return first.year, first.month, "past" if first < frame.today.replace(day=1) else ""
    month, year = _month(parts, frame), year_of(parts, frame)
    if year is not None:
        return year, month, ""
    over = days.month_end(frame.today.year, month) < frame.today
    if over and (frame.today - days.month_end(frame.today.year, month)).days <= days.RECENT:
        return frame.today.year, month, "past"
    return frame.today.year + over, month, ""


def _month_end(parts: Parts, frame: Frame) -> Resolved:
    year, month, why = _whole_month(parts, frame)
    return days.month_end(year, month), why


def _last_workday(parts: Parts, frame: Frame) -> Resolved:
    year, month, why = _whole_month(parts, frame)
    return days.workday_before(days.month_end(year, month)), why


def _nth_weekday(parts: Parts, frame: Frame) -> Resolved:
    year, month, over = _whole_month(parts, frame)
    day, why = days.nth_weekday(year, month, away(parts, frame, "nth"), weekday_of(parts, frame))
    return day, why or over or ("past" if day and day < frame.today else "")


def _quarter_end(parts: Parts, frame: Frame) -> Resolved:
    year, quarter = year_of(parts, frame), int(parts.get("quarter") or away(parts, frame, "nth"))
    if not quarter:
        first = days.month_start(frame.today, 3 * away(parts, frame, "quarterword"))
        return days.month_end(first.year, (first.month + 2) // 3 * 3), ""
    if quarter < 0:
        quarter = 4
    ends = days.month_end(year or frame.today.year, 3 * quarter)
    return days.coming(frame.today, ends.month, ends.day) if year is None else (ends, "")


def _year_end(parts: Parts, frame: Frame) -> Resolved:
    year = year_of(parts, frame)
    return dt.date(frame.today.year + away(parts, frame, "yearword") if year is None else year, 12, 31), ""


def _calendar_week_end(parts: Parts, frame: Frame) -> Resolved:
    return days.week_day(frame.today, int(parts["weeknumber"]), 5)


def _holiday(parts: Parts, frame: Frame) -> Resolved:
    """A holiday is a day, but who writes it hardly means that day itself: it is asked."""
    rule, year = str(frame.grammar.tables["holiday"][key(parts["holiday"])]), year_of(parts, frame)
    if year is not None:
        return days.holiday(rule, year), "holiday"
    this = days.holiday(rule, frame.today.year)
    return (this if this >= frame.today else days.holiday(rule, frame.today.year + 1)), "holiday"


RESOLVERS: dict[str, Callable[[Parts, Frame], Resolved]] = {
    "date": _date,
    "day_of_month": _day_of_month,
    "weekday_of_week": weekdays.of_week,
    "weekday_of_calendar_week": weekdays.of_calendar_week,
    "weekday_week": weekdays.after_next,
    "weekday_weeks": weekdays.in_weeks,
    "weekday_fortnight": weekdays.in_a_fortnight,
    "weekdays_ahead": weekdays.several_ahead,
    "weekdays_back": weekdays.several_back,
    "weekday_next": weekdays.following,
    "weekday_last": weekdays.last,
    "weekday_past": weekdays.past,
    "weekday_day": weekdays.with_day,
    "weekday": weekdays.plain,
    "weekday_short": weekdays.plain,
    "weekday_after": weekdays.plain,
    "weekday_before": weekdays.plain,
    "bare_day": _bare_day,
    "relative": _relative,
    "day_end": _today,
    "ahead_weeks": _ahead_weeks,
    "ahead": _ahead,
    "ago": _ago,
    "within": _within,
    "end_week": _week_end,
    "end_month": _month_end,
    "end_quarter": _quarter_end,
    "end_year": _year_end,
    "end_calendar_week": _calendar_week_end,
    "last_workday": _last_workday,
    "nth_weekday": _nth_weekday,
    "holiday": _holiday,
}
"""Patterns whose match is a day, the stronger ones first."""
