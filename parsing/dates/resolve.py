"""Resolving turns one match of a pattern into a day: one small function a kind of phrase, in one table."""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from parsing.dates.found import FoundDate, Unit
from parsing.dates.grammar import Grammar

FARTHEST = dt.timedelta(days=548)
"""A date further off than 18 months is asked about."""


@dataclass(frozen=True)
class Frame:
    """Against what a phrase is read: the day of the mail, the language, and the day near which a bare one is meant."""

    today: dt.date
    grammar: Grammar
    near: dt.date | None = None


Parts = dict[str, str]
Resolved = tuple[dt.date | None, str]
"""A day and why it is not certain, '' where it is."""


def number(parts: Parts, grammar: Grammar) -> int:
    """Return the number in a phrase."""
    text = parts.get("n") or "1"
    return int(text) if text.isdigit() else grammar.numbers.get(text, 1)


def day_number(parts: Parts, grammar: Grammar) -> int:
    """Return the day of the month, in figures or in words."""
    if parts.get("day"):
        return int(parts["day"])
    word = re.sub(r"[- ]", "", parts.get("dayword", ""))
    words = [re.sub(r"\[- \]|[- ]", "", known) for known in grammar.days_in_words]
    place = words.index(word) + 1 if word in words else 1
    return 15 if word == "vijftiende" else 20 if word == "twintigste" else place


def year_of(text: str) -> int:
    """Return the year in "2026" or "'26"."""
    return 2000 + int(text[1:]) if text.startswith("'") else int(text)


def made(year: int, month: int, day: int) -> Resolved:
    """Return the day, or that there is no such day."""
    try:
        return dt.date(year, month, day), ""
    except ValueError:
        return None, "impossible"


def coming(frame: Frame, month: int, day: int) -> Resolved:
    """Return the next such day of the year; one that passed within the last weeks is taken as past, and asked."""
    this, why = made(frame.today.year, month, day)
    if this is None:
        later, _ = made(frame.today.year + 1, month, day)
        return (later, "") if later else (None, why)
    if this >= frame.today:
        return this, ""
    if (frame.today - this).days <= 92:
        return this, "past"
    return made(frame.today.year + 1, month, day)


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months on, or the last one of a month that is too short."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(year: int, month: int) -> dt.date:
    """Return the last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def moved(day: dt.date, amount: int, unit: Unit) -> dt.date:
    """Return the day moved by an amount of a unit; working days are Monday to Friday."""
    if unit == "month":
        return add_months(day, amount)
    if unit == "year":
        return add_months(day, 12 * amount)
    if unit == "workday":
        step = 1 if amount >= 0 else -1
        for _ in range(abs(amount)):
            day += dt.timedelta(days=step)
            while day.weekday() > 4:
                day += dt.timedelta(days=step)
        return day
    return day + dt.timedelta(days=amount * (7 if unit == "week" else 1))


def next_weekday(today: dt.date, weekday: int) -> dt.date:
    """Return the next such day, the same day excluded."""
    return today + dt.timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def _weekday(parts: Parts, frame: Frame) -> int:
    return frame.grammar.weekdays[parts["weekday"]]


def _month_day(parts: Parts, frame: Frame) -> Resolved:
    month, day = frame.grammar.months[parts["month"]], day_number(parts, frame.grammar)
    return made(year_of(parts["year"]), month, day) if parts.get("year") else coming(frame, month, day)


def _plain_weekday(parts: Parts, frame: Frame) -> Resolved:
    return next_weekday(frame.today, _weekday(parts, frame)), ""


def _next_weekday(parts: Parts, frame: Frame) -> Resolved:
    """ "Next Friday" said Monday to Thursday could be this week's: the one of next week is offered, and asked."""
    weekday = _weekday(parts, frame)
    monday = frame.today - dt.timedelta(days=frame.today.weekday())
    following = monday + dt.timedelta(days=7 + weekday)
    says_week = any(word in parts["text"] for word in ("woche", "week", "semain", "seman", "settiman"))
    clear = says_week or weekday <= frame.today.weekday()
    return following, "" if clear else "ambiguous-next"


def _weekday_after(parts: Parts, frame: Frame) -> Resolved:
    weeks = number(parts, frame.grammar) if parts.get("n") else 1
    return next_weekday(frame.today, _weekday(parts, frame)) + dt.timedelta(weeks=weeks), ""


def _bare_day(parts: Parts, frame: Frame) -> Resolved:
    """The month that makes sense: the one near the date in question, else the next such day."""
    day = day_number(parts, frame.grammar)
    first = frame.today.replace(day=1)
    months = [add_months(first, n) for n in range(14)]
    days = [found for month in months if (found := made(month.year, month.month, day)[0]) and found >= frame.today]
    if not days:
        return None, "impossible"
    if frame.near is None:
        return days[0], "bare-day"
    near = frame.near
    best = min(days, key=lambda found: abs((found - near).days))
    return best, "" if best == days[0] else "bare-day"


def _relative(parts: Parts, frame: Frame) -> Resolved:
    days = frame.grammar.relative[parts["relword"]]
    return frame.today + dt.timedelta(days=days), "past" if days < 0 else ""


def _ahead(parts: Parts, frame: Frame) -> Resolved:
    unit: Unit = frame.grammar.units[parts["unit"]]  # type: ignore[assignment]  # the data file's own keys
    return moved(frame.today, number(parts, frame.grammar), unit), ""


def _within(parts: Parts, frame: Frame) -> Resolved:
    return _ahead(parts, frame)[0], "within"


def _week_end(weeks: int) -> Callable[[Parts, Frame], Resolved]:
    def resolve(_: Parts, frame: Frame) -> Resolved:
        monday = frame.today - dt.timedelta(days=frame.today.weekday())
        friday = monday + dt.timedelta(days=4 + 7 * weeks)
        return (friday, "") if friday >= frame.today else (friday + dt.timedelta(days=7), "")

    return resolve


def _month_end(months: int) -> Callable[[Parts, Frame], Resolved]:
    def resolve(_: Parts, frame: Frame) -> Resolved:
        month = add_months(frame.today.replace(day=1), months)
        return month_end(month.year, month.month), ""

    return resolve


def _named_month_end(parts: Parts, frame: Frame) -> Resolved:
    month = frame.grammar.months[parts["month"]]
    year = year_of(parts["year"]) if parts.get("year") else frame.today.year
    ends = month_end(year, month)
    return (ends, "") if ends >= frame.today or parts.get("year") else (month_end(year + 1, month), "")


def _quarter_end(parts: Parts, frame: Frame) -> Resolved:
    quarter = int(parts["quarter"]) if parts.get("quarter") else (frame.today.month + 2) // 3
    ends = month_end(frame.today.year, 3 * quarter)
    return (ends, "") if ends >= frame.today else (month_end(frame.today.year + 1, 3 * quarter), "")


def _year_end(_: Parts, frame: Frame) -> Resolved:
    return dt.date(frame.today.year, 12, 31), ""


def _week_day(parts: Parts, frame: Frame, weekday: int) -> Resolved:
    week = int(parts["weeknumber"])
    for year in (frame.today.year, frame.today.year + 1):
        try:
            day = dt.date.fromisocalendar(year, week, weekday)
        except ValueError:
            continue
        if day >= frame.today - dt.timedelta(days=6):
            return day, ""
    return None, "impossible"


def _calendar_week_end(parts: Parts, frame: Frame) -> Resolved:
    return _week_day(parts, frame, 5)


def _nth(parts: Parts, frame: Frame, year: int, month: int) -> Resolved:
    nth, weekday = frame.grammar.nth[parts["nth"]], _weekday(parts, frame)
    days = [dt.date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]
    days = [day for day in days if day.weekday() == weekday]
    return (days[nth - 1] if nth > 0 else days[-1]), ""


def _nth_weekday(parts: Parts, frame: Frame) -> Resolved:
    month = frame.grammar.months[parts["month"]]
    year = year_of(parts["year"]) if parts.get("year") else frame.today.year
    found = _nth(parts, frame, year, month)
    gone = found[0] is not None and found[0] < frame.today and not parts.get("year")
    return _nth(parts, frame, year + 1, month) if gone else found


def _nth_weekday_next_month(parts: Parts, frame: Frame) -> Resolved:
    month = add_months(frame.today.replace(day=1), 1)
    return _nth(parts, frame, month.year, month.month)


def _day_of_next_month(parts: Parts, frame: Frame) -> Resolved:
    month = add_months(frame.today.replace(day=1), 1)
    return made(month.year, month.month, day_number(parts, frame.grammar))


RESOLVERS: dict[str, Callable[[Parts, Frame], Resolved]] = {
    "month_day": _month_day,
    "day_month": _month_day,
    "day_of_next_month": _day_of_next_month,
    "weekday_next": _next_weekday,
    "weekday_week": _weekday_after,
    "weekday_weeks": _weekday_after,
    "weekday": _plain_weekday,
    "bare_day": _bare_day,
    "relative": _relative,
    "ahead": _ahead,
    "within": _within,
    "end_week": _week_end(0),
    "end_next_week": _week_end(1),
    "end_month": _month_end(0),
    "end_next_month": _month_end(1),
    "end_named_month": _named_month_end,
    "end_quarter": _quarter_end,
    "end_named_quarter": _quarter_end,
    "end_year": _year_end,
    "end_calendar_week": _calendar_week_end,
    "nth_weekday": _nth_weekday,
    "nth_weekday_next_month": _nth_weekday_next_month,
}
"""Patterns whose match is a day."""


def calendar_week(parts: Parts, frame: Frame, start: int, end: int) -> FoundDate:
    """Return a calendar week as the range that it is (ISO 8601)."""
    monday, _ = _week_day(parts, frame, 1)
    friday = monday + dt.timedelta(days=4) if monday else None
    return FoundDate(start, end, "range", monday, friday, certain=False, why="bare-week")
