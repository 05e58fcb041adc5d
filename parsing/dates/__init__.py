"""Dates in people's words are read by a typed grammar of our own, in seven languages."""

from parsing.dates.find import find
from parsing.dates.found import DateKind, FoundDate

__all__ = ["DateKind", "FoundDate", "find"]
