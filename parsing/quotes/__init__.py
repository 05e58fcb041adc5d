"""What was written today is parted here from quotes, signatures and footers, and answers are bound to their lines."""

from parsing.quotes.line import Line
from parsing.quotes.parting import Parted, part, shown
from parsing.quotes.plain import plain_lines

__all__ = ["Line", "Parted", "part", "plain_lines", "shown"]
