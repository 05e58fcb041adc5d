"""Dates in people's words are read by a typed grammar of our own, in seven languages."""

from parsing.dates.find import SHORTEST_BESIDE, find
from parsing.dates.found import DateKind, FoundDate

__all__ = ["SHORTEST_BESIDE", "DateKind", "FoundDate", "find"]
