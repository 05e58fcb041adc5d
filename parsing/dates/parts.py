"""The parts of a phrase: its numbers, amounts, weekdays and what its words stand for in the language's tables."""

import datetime as dt
from dataclasses import dataclass

from parsing.dates import days
from parsing.dates.found import Unit
from parsing.dates.grammar import Grammar
from parsing.dates.phrasing import key

MOST_AMOUNT = 999


@dataclass(frozen=True)
class Frame:
    """Against what a phrase is read: the day of the mail, the language, and the day near which a bare one is meant."""

    today: dt.date
    grammar: Grammar
    near: dt.date | None = None


Parts = dict[str, str]
"""What the named groups of a pattern matched, without the empty ones."""


def number(parts: Parts, grammar: Grammar) -> int:
    """Return the number in a phrase, 1 where it names none."""
    return figure(parts.get("n", "1"), grammar)


def figure(text: str, grammar: Grammar) -> int:
    """Return a number in figures or in words."""
    return int(text) if text.isdigit() else grammar.numbers.get(key(text), 1)


def day_number(parts: Parts, grammar: Grammar) -> int:
    """Return the day of the month, in figures or in words."""
    return figure(parts.get("day") or parts.get("dayword", ""), grammar)


def amounts(parts: Parts, grammar: Grammar) -> list[tuple[int, Unit]]:
    """Return the amounts of a phrase, such as one month and 21 days; one day where it names none."""
    found = grammar.amount.finditer(parts.get("amount", ""))
    return [amount(figure(each["n"], grammar), each["unit"], grammar) for each in found] or [(1, "day")]


def amount(count: int, word: str, grammar: Grammar) -> tuple[int, Unit]:
    """Return so many of what a word stands for as an amount: two fortnights are four weeks."""
    times, unit = grammar.units[key(word)]
    return count * times, unit


def shifted(day: dt.date, steps: list[tuple[int, Unit]], sign: int) -> dt.date | None:
    """Return a day moved by amounts, or None where that leaves the calendar."""
    try:
        for count, unit in steps:
            day = days.moved(day, sign * min(count, MOST_AMOUNT), unit)
    except (OverflowError, ValueError):
        return None
    return day


def year_of(parts: Parts, frame: Frame) -> int | None:
    """Return the year that a phrase names, if it does."""
    text = next((parts[name] for name in ("year", "yy", "yx", "yz") if parts.get(name)), "")
    return days.full_year(text, frame.today) if text else None


def away(parts: Parts, frame: Frame, group: str) -> int:
    """Return what the phrase of a group stands for, 0 where it has none."""
    return int(frame.grammar.tables[group][key(parts[group])]) if parts.get(group) else 0


def weekday_of(parts: Parts, frame: Frame) -> int:
    """Return the weekday of a phrase, Monday 0."""
    return frame.grammar.weekdays[key(parts["weekday"].rstrip("."))]
