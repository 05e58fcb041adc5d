"""What kind of mail it is: headers are asked first, content second, in the order of one table."""

from parsing.kind.away import away_until
from parsing.kind.bounce import bounced
from parsing.kind.bulk import is_bulk
from parsing.kind.days import day_finder
from parsing.kind.judge import judge
from parsing.kind.signs import Signs

__all__ = ["Signs", "away_until", "bounced", "day_finder", "is_bulk", "judge"]
