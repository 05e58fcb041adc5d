"""The command dates: reads lines of JSON and prints the dates in each text."""

import datetime as dt
import json
import sys
from collections.abc import Iterable

NOT_THAT_DAY = ("negated", "weekday-mismatch", "leftover", "ambiguous-order")
"""Doubts in which the day that is written is not the one that is meant: it is shown as unknown."""


def dates(lines: Iterable[str], as_json: bool) -> int:
    """Read {"text", "reference", "locale"} a line, and print what dates each text holds."""
    from parsing.dates import find

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            reference = dt.datetime.fromisoformat(row["reference"])
            text, locale = str(row["text"]), str(row.get("locale", "en-US"))
        except (ValueError, KeyError, TypeError) as error:
            print(f'line {number}: not {{"text", "reference", "locale"}} ({error})', file=sys.stderr)
            return 2
        found = find(text, reference, locale)
        if as_json:
            rows = [
                {
                    "span": [f.start, f.end],
                    "kind": f.kind,
                    "date": f.date.isoformat() if f.date and f.why not in NOT_THAT_DAY else None,
                }
                for f in found
            ]
            print(json.dumps({"dates": rows}))
        else:
            shown = "; ".join(
                f"{text[f.start : f.end]} = {f.date or f.kind}{'' if f.certain else f' ({f.why})'}" for f in found
            )
            print(f"{text}: {shown or 'no date'}")
    return 0
