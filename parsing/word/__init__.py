"""A returned document is read by our own walk into a sheet; what is unsafe or protected is refused."""

from parsing.word.read import read_document
from parsing.word.returned import Doubt, Returned

__all__ = ["Doubt", "Returned", "read_document"]
