"""A returned document is read by our own walk into a sheet; what is unsafe or protected is refused."""

from parsing.word.base import base_of, sealed
from parsing.word.changes import DocumentReading, changes_in, changes_in_text
from parsing.word.read import read_document
from parsing.word.returned import Doubt, Returned

__all__ = [
    "DocumentReading",
    "Doubt",
    "Returned",
    "base_of",
    "changes_in",
    "changes_in_text",
    "read_document",
    "sealed",
]
