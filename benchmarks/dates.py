"""The date reader is measured here on our own phrases and on foreign rows, beside other readers where installed.

python -m benchmarks.dates [ROWS.jsonl] [--beside dateparser,parsedatetime,ctparse,recognizers] [--wrong N]

ROWS.jsonl holds one row a line: text, reference (RFC 3339 or without offset), locale, kind ("none": holds no date),
date, alt (also right), source. A reader answers with the days that it finds; right is exactly one day, the expected
one or its alternative; any other answer is wrong; no answer is silent, and rightly so where there is no date.
"""

import argparse
import datetime as dt
import json
import time
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.peers import PEERS, Reader
from milepost.commands.dates import NOT_THAT_DAY
from parsing.dates import find

PHRASES = Path(__file__).parents[1] / "tests" / "phrases" / "dates"
OURS = "milepost"


@dataclass(frozen=True)
class Row:
    """A text with the day it names; None where it names none."""

    source: str
    text: str
    reference: dt.datetime
    locale: str
    day: str | None
    other: str | None = None


def milepost(text: str, reference: dt.datetime, locale: str) -> set[str]:
    """Return the days that our reader offers."""
    found = find(text, reference, locale)
    return {str(each.date) for each in found if each.kind == "day" and each.date and each.why not in NOT_THAT_DAY}


def own_rows() -> Iterator[Row]:
    """Yield our own phrases; a day that is written but denied counts as none."""
    for path in sorted(PHRASES.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        reference, locale = dt.datetime.fromisoformat(table["reference"]), table["locale"]
        for text, day in table["day"]:
            yield Row("own", text, reference, locale, day)
        for text, day, why in table["asked"]:
            yield Row("own", text, reference, locale, None if why in NOT_THAT_DAY else day)
        for text in [row[0] for row in table["other"]] + table["none"]:
            yield Row("own", text, reference, locale, None)


def foreign_rows(path: Path) -> Iterator[Row]:
    """Yield the rows of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        day = None if row["kind"] == "none" else row["date"]
        reference = dt.datetime.fromisoformat(row["reference"])
        yield Row(row["source"], row["text"], reference, row["locale"], day, row["alt"])


def outcome(row: Row, days: set[str]) -> str:
    """Return right, wrong, silent, false alarm or rightly silent."""
    if row.day is None:
        return "false alarm" if days else "rightly silent"
    if not days:
        return "silent"
    return "right" if len(days) == 1 and days <= {row.day, row.other} else "wrong"


def measure(name: str, read: Reader, rows: Sequence[Row], show: int) -> None:
    """Print one reader's table, a line a source and locale."""
    read("Monday", rows[0].reference, rows[0].locale)
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    spent = 0.0
    for row in rows:
        before = time.process_time()
        days = read(row.text, row.reference, row.locale)
        spent += time.process_time() - before
        result = outcome(row, days)
        counts[row.source, row.locale][result] += 1
        if show and result in ("wrong", "false alarm"):
            show -= 1
            print(
                f"  {result}: {row.text!r} ({row.locale}, {row.reference:%Y-%m-%d}) is {row.day}, read {sorted(days)}"
            )
    print(f"\n{name}: {len(rows) / max(spent, 1e-9):,.0f} texts a second")
    print(
        f"{'source':12} {'locale':7} {'dated':>6} {'right':>6} {'wrong':>6} {'silent':>6}"
        f" {'precision':>9} {'recall':>7} {'false alarms':>14}"
    )
    for (source, locale), count in [*sorted(counts.items()), (("all", ""), sum(counts.values(), Counter()))]:
        print(_line(source, locale, count))


def _line(source: str, locale: str, count: Counter[str]) -> str:
    right, wrong, silent, false = (count[key] for key in ("right", "wrong", "silent", "false alarm"))
    empty = false + count["rightly silent"]
    precision, recall = right / max(right + wrong, 1), right / max(right + wrong + silent, 1)
    return (
        f"{source:12} {locale:7} {right + wrong + silent:6} {right:6} {wrong:6} {silent:6}"
        f" {precision:9.3f} {recall:7.3f} {f'{false} of {empty}':>14}"
    )


def main(arguments: Iterable[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, nargs="?", help="foreign rows; without them only our own phrases")
    parser.add_argument("--beside", default="", help="other readers, parted by commas")
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="show N of our wrong answers")
    options = parser.parse_args(None if arguments is None else list(arguments))
    rows = [*own_rows(), *(foreign_rows(options.rows) if options.rows else ())]
    measure(OURS, milepost, rows, options.wrong)
    for name in filter(None, options.beside.split(",")):
        measure(name, PEERS[name](), rows, 0)


if __name__ == "__main__":
    main()
