"""What was written today is parted here from quotes, signatures and footers, and answers are bound to their lines."""

from parsing.quotes.line import Line
from parsing.quotes.parting import Parted, part
from parsing.quotes.plain import plain_lines
from parsing.quotes.shown import shown

__all__ = ["Line", "Parted", "part", "plain_lines", "shown"]
