"""What was written today is measured here: equal, lost, leaked; and the time that mails of growing size take.

python -m benchmarks.letters [CASES.jsonl] [--wrong N] [--sizes]

CASES.jsonl holds one case a line: id, raw (base64), expected. Equal: the same text, white space aside. Lost: more than
a tenth of the expected words are missing. Leaked: more than a tenth of the words read were not written today.
"""

import argparse
import base64
import json
import re
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from parsing.letter import read_letter, shown_text
from plans.letter import Letter
from tests.letters.layouts.build import cases

HEAD = b"From: a@b.example\nTo: c@d.example\nSubject: x\nDate: Mon, 13 Apr 2026 09:00:00 +0200\n"
HOSTILE = {
    "On On On": (b"\n", b"On "),
    "wrote: lines": (b"\n", b"wrote:\n"),
    "From: lines": (b"\n", b"From: x\n"),
    "quote marks": (b"\n", b"> "),
    "one long line": (b"\n", b"a b "),
    "open brackets": (b"\n", b"[<("),
    "telephone numbers": (b"\n", b"555-123-4567 "),
    "open tags": (b"Content-Type: text/html\n\n", b"<div><table><tr><td>"),
    "paragraphs": (b"Content-Type: text/html\n\n", b"<p class=MsoNormal>x"),
    "parts": (b"Content-Type: multipart/mixed; boundary=z\n\n", b"--z\n\nhi\n"),
}
SIZES = (60_000, 240_000, 960_000, 3_840_000)


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def score(name: str, pairs: Sequence[tuple[str, str, str]], show: int) -> None:
    """Print the figures of pairs of what is wanted and what was read."""
    counts: Counter[str] = Counter()
    for case, want, got in pairs:
        kept = (words(want) & words(got)).total()
        equal = re.sub(r"\s", "", want) == re.sub(r"\s", "", got)
        counts["equal"] += equal
        counts["lost"] += kept < 0.9 * words(want).total()
        counts["leaked"] += kept < 0.9 * words(got).total()
        if not equal and show > 0:
            show -= 1
            print(f"--- {case}\nwant: {want!r}\nread: {got!r}")
    total = max(len(pairs), 1)
    print(
        f"{name:10} {len(pairs):4} mails: " + ", ".join(f"{key} {count / total:.3f}" for key, count in counts.items())
    )


def own() -> list[tuple[str, str, str]]:
    """Read the mails in the layouts of all major clients."""
    read = [(case, read_letter(case.raw, case.notice)) for case in cases()]
    return [(case.name, case.text, letter.text if isinstance(letter, Letter) else "") for case, letter in read]


def foreign(path: Path) -> list[tuple[str, str, str]]:
    """Read the mails of a file, as a person is shown them."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    return [(row["id"], row["expected"], shown_text(base64.b64decode(row["raw"]))) for row in rows]


def sizes() -> None:
    """Print seconds of processor time against size, a line a kind of hostile mail."""
    print(f"{'hostile mail':20}" + "".join(f"{size // 1000:>8} kB" for size in SIZES))
    for name, (head, piece) in HOSTILE.items():
        spent: list[float] = []
        for size in SIZES:
            raw = HEAD + head + piece * (size // len(piece))
            before = time.process_time()
            read_letter(raw, "M1 Kick-off, Tom Ashby, 3 Nov, done")
            spent.append(time.process_time() - before)
        print(f"{name:20}" + "".join(f"{seconds:10.3f}s" for seconds in spent))


def main(arguments: Iterable[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path, nargs="?", help="foreign cases; without them only our own")
    parser.add_argument("--wrong", type=int, default=0, metavar="N", help="show N that are not equal")
    parser.add_argument("--sizes", action="store_true", help="also print time against size")
    options = parser.parse_args(None if arguments is None else list(arguments))
    score("own", own(), options.wrong)
    if options.cases:
        score("foreign", foreign(options.cases), options.wrong)
    if options.sizes:
        sizes()


if __name__ == "__main__":
    main()
