"""Days are counted by the calendar alone, without words; what does not exist is None, with the reason beside it."""

import calendar
import datetime as dt

from parsing.dates.found import Unit

Resolved = tuple[dt.date | None, str]
"""A day and why it is not certain, '' where it is."""
RECENT = 92
"""A day without a year that passed within so many days is taken as past; one further back as next year's."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PIVOT = 20
"""A year in two figures lies at most so many years ahead."""


def made(year: int, month: int, day: int) -> Resolved:
    """Return the day, or that there is no such day."""
    try:
        return dt.date(year, month, day), ""
    except ValueError:
        return None, "impossible"


def coming(today: dt.date, month: int, day: int) -> Resolved:
    """Return the next such day of the year; one that passed within the last weeks is taken as past, and asked."""
    this, why = made(today.year, month, day)
    if this is None:
        later, _ = made(today.year + 1, month, day)
        return (later, "") if later else (None, why)
    if this >= today:
        return this, ""
    if (today - this).days <= RECENT:
        return this, "past"
    return made(today.year + 1, month, day)


def full_year(text: str, today: dt.date) -> int:
    """Return the year in "2026", "'26" or "74"."""
    figures = text.lstrip("'")
    if len(figures) == 4:
        return int(figures)
    near = 2000 + int(figures)
    return near if near <= today.year + PIVOT else near - 100


def add_months(day: dt.date, months: int) -> dt.date:
    """Return the same day so many months on, or the last one of a month that is too short."""
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    year = min(max(year, 1), 9999)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def month_end(year: int, month: int) -> dt.date:
    """Return the last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def month_start(today: dt.date, months: int) -> dt.date:
    """Return the first day of the month that lies so many months ahead."""
    return add_months(today.replace(day=1), months)


def workday_before(day: dt.date) -> dt.date:
    """Return the day, or the Friday before it where it falls on a weekend."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def moved(day: dt.date, amount: int, unit: Unit) -> dt.date:
    """Return the day moved by an amount of a unit; working days are Monday to Friday."""
    if unit == "month":
        return add_months(day, amount)
    if unit == "year":
        return add_months(day, 12 * amount)
    if unit == "workday":
        return _by_workdays(day, amount)
    return day + dt.timedelta(days=amount * (7 if unit == "week" else 1))


def _by_workdays(day: dt.date, amount: int) -> dt.date:
    weeks, rest = divmod(abs(amount), 5)
    step = 1 if amount >= 0 else -1
    if day.weekday() > 4:
        day += dt.timedelta(days=(4 - day.weekday()) if step > 0 else (7 - day.weekday()))
    day += dt.timedelta(weeks=step * weeks)
    for _ in range(rest):
        day += dt.timedelta(days=step)
        while day.weekday() > 4:
            day += dt.timedelta(days=step)
    return day


def monday(today: dt.date, weeks: int = 0) -> dt.date:
    """Return the Monday of the week that lies so many weeks ahead."""
    return today + dt.timedelta(days=7 * weeks - today.weekday())


def next_weekday(today: dt.date, weekday: int) -> dt.date:
    """Return the next such day, the same day excluded."""
    return today + dt.timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def past_weekday(today: dt.date, weekday: int) -> dt.date:
    """Return the last such day, the same day excluded."""
    return today - dt.timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def nth_weekday(year: int, month: int, nth: int, weekday: int) -> Resolved:
    """Return the first, second, ... or last (-1) such day of a month; a fifth that is not there is impossible."""
    days = [dt.date(year, month, day) for day in range(1, calendar.monthrange(year, month)[1] + 1)]
    days = [day for day in days if day.weekday() == weekday]
    place = nth - 1 if nth > 0 else nth
    return (days[place], "") if place < len(days) else (None, "impossible")


def week_day(today: dt.date, week: int, weekday: int) -> Resolved:
    """Return a day of a calendar week (ISO 8601), this year's or the next; Monday is 1."""
    for year in (today.year, today.year + 1):
        try:
            day = dt.date.fromisocalendar(year, week, weekday)
        except ValueError:
            continue
        if day >= today - dt.timedelta(days=6):
            return day, ""
    return None, "impossible"


def easter(year: int) -> dt.date:
    """Return Easter Sunday of a Gregorian year (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return dt.date(year, month, day + 1)


def holiday(rule: str, year: int) -> dt.date:
    """Return a holiday by its rule: "12-25", days from Easter Sunday as in "easter+50", or the fourth Thursday of
    November as in "4 thu 11", -1 for a last one.
    """
    if " " in rule:
        nth, weekday, month = rule.split()
        return nth_weekday(year, int(month), int(nth), WEEKDAYS.index(weekday))[0] or dt.date(year, int(month), 1)
    if rule.startswith("easter"):
        return easter(year) + dt.timedelta(days=int(rule[6:] or 0))
    month, day = rule.split("-")
    return dt.date(year, int(month), int(day))
