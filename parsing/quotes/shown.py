"""For a person's eyes a mail shows a little more than what it says: what is cited by hand, or passed on alone."""

from collections.abc import Sequence

from parsing.quotes.heads import find_head, label_of
from parsing.quotes.line import Line
from parsing.quotes.parting import marked_below, part

MOST_SHOWN = 2_000


def shown(lines: Sequence[Line], names: Sequence[str] = ()) -> str:
    """Return a body with lines cited by hand where they stand; of one that passes a mail on alone, that mail."""
    heads = [head for number in range(min(len(lines), MOST_SHOWN)) if (head := find_head(lines, number))]
    first_written = next((line for line in lines if not line.blank), None)
    if not heads and first_written is not None and first_written.depth:
        lines = [Line(f"{'>' * line.depth} {line.text}", 0) if line.depth else line for line in lines]
    text = part(lines, "", names).text
    if text or not heads:
        return text
    first = heads[0]
    alone = all(line.blank for line in lines[: first.start])
    if not alone or marked_below(lines, first.end) or label_of(lines[first.start].text):
        return ""
    return part(lines[first.end :], "", names).text
