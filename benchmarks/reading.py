"""The reading of letters is measured here: how right, how sure, how fast, beside what the issue asks for.

python -m benchmarks.reading [FOLDER ...] [--held-out] [--faults N]

FOLDER holds other labelled letters (replies.jsonl and plans/). Times are of the processor, on one core, after a first
pass; start-up is from the beginning of a process to its first reading, beside spaCy's own import with a blank pipeline.
"""

import argparse
import importlib.util
import itertools
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence

from benchmarks.labelled import HELD_OUT, LETTERS, Labelled, labelled
from parsing.letter import read_letter
from parsing.reading import read
from plans.change import Reading, change_as_json
from plans.letter import Letter
from tests.letters import OPEN, score

ROUNDS = 3
BESIDE = 60
"""Letters that dateparser reads: it takes its time."""
SPACY = "import spacy; spacy.blank('xx')"
OURS = """
import datetime, pathlib, sys
from parsing.reading import read
from plans.letter import Context
from storage.planfile import load
plan = load(pathlib.Path(sys.argv[1])).plan
head = b'From: a@b.example\\nDate: Mon, 13 Apr 2026 09:00:00 -0500\\nSubject: Re: plan\\n\\n'
read(head + b'M3 is done.\\n', Context(plan=plan))
"""
EDGES = (0.0, 0.3, 0.5, 0.9, 0.95, 0.98, 1.01)


def as_json(reading: Reading) -> dict[str, object]:
    return {
        "kind": reading.kind,
        "changes": [change_as_json(change) for change in reading.changes],
        "questions": list(reading.questions),
    }


def share(part: float, whole: float) -> str:
    return f"{part / whole:6.1%}" if whole else "     -"


def figures(parts: Sequence[tuple[str, Sequence[Labelled]]], faults: int) -> None:
    """Print how right the readings of each part are."""
    print(f"{'part':14} letters  kind    precision  recall   exact   wrong silent")
    for part, letters in parts:
        verdicts = [(one, score.judge(one.gold, as_json(read(one.raw, one.context)))) for one in letters]
        total = sum((verdict.tally for _, verdict in verdicts), score.Tally())
        print(
            f"{part:14} {total.messages:7}  {share(total.kind_right, total.messages)}"
            f"  {share(total.applied_right, total.applied_right + total.wrong)}   "
            f"{share(total.applied_right, total.gold_changes)}  {share(total.messages_exact, total.messages)}"
            f"  {share(total.messages_with_wrong, total.messages)}"
        )
        for one, verdict in [each for each in verdicts if each[1].faults][:faults]:
            print(f"  {one.id}: {'; '.join(verdict.faults)}")


def calibration(letters: Sequence[Labelled]) -> None:
    """Print, for steps of confidence, how many of the changes hold."""
    told: list[tuple[float, bool]] = []
    for one in letters:
        wanted = [w for w in (*one.gold["changes"], *one.gold.get("optional", ())) if w.get("value", "") is not None]
        for change in read(one.raw, one.context).changes:
            shown = change_as_json(change)
            right = any(score.accepts({"value": shown["value"], **want}, shown) for want in wanted)
            told.append((change.confidence, right))
    print("\nconfidence     changes   mean   hold")
    for low, high in itertools.pairwise(EDGES):
        found = [(sure, right) for sure, right in told if low <= sure < high]
        if found:
            mean = statistics.fmean(sure for sure, _ in found)
            held = share(sum(right for _, right in found), len(found))
            print(f"{low:4.2f} to {min(high, 1):4.2f} {len(found):9}   {mean:.3f}  {held}")


def timed(work: Callable[[Labelled], object], letters: Sequence[Labelled]) -> list[float]:
    """Return the processor's seconds for each letter, the best of some rounds after a first one."""
    best = [float("inf")] * len(letters)
    for _ in range(ROUNDS + 1):
        for at, one in enumerate(letters):
            begin = time.process_time()
            work(one)
            best[at] = min(best[at], time.process_time() - begin)
    return best


def speed(letters: Sequence[Labelled]) -> None:
    """Print letters a second, the slowest hundredth, and memory; beside it dateparser's search on the same texts."""
    took = sorted(timed(lambda one: read(one.raw, one.context), letters))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    slow = took[int(len(took) * 0.99)] * 1000
    print(f"\nmilepost             {len(took) / sum(took):6.0f} letters/s   p99 {slow:.1f} ms")
    print(f"memory               {memory:6.0f} MB")
    if importlib.util.find_spec("dateparser") is None:
        print("dateparser.search    not installed (pip install dateparser to compare)")
        return
    from dateparser.search import search_dates

    texts = {one.id: found.text for one in letters if isinstance(found := read_letter(one.raw), Letter)}
    took = timed(lambda one: search_dates(texts.get(one.id, "")), letters[:BESIDE])
    print(f"dateparser.search    {len(took) / sum(took):6.0f} texts/s (dates alone)")


def started(code: str, *told: str) -> float:
    """Return the processor's seconds that a process needs for a piece of code, the best of some."""
    best = float("inf")
    for _ in range(ROUNDS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code, *told], check=True, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        best = min(best, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return best


def start_up(plan: str) -> None:
    """Print how long a process takes to its first reading, as a multiple of spaCy's import."""
    spacy, ours = started(SPACY), started(OURS, plan)
    print(f"start-up             {ours:6.2f} s, {ours / spacy:.2f} times spaCy's own import ({spacy:.2f} s)")


def parts(folders: Sequence[str], held_out: bool) -> Iterator[tuple[str, list[Labelled]]]:
    for part in (*OPEN, *((HELD_OUT,) if held_out else ()), *folders):
        yield part, list(labelled(part))


def main() -> None:
    told = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    told.add_argument("folders", nargs="*", help="folders of other labelled letters")
    told.add_argument("--held-out", action="store_true", help="also the part that is not looked into")
    told.add_argument("--faults", type=int, default=0, help="show so many letters of a part that are not read right")
    options = told.parse_args()
    found = list(parts(options.folders, options.held_out))
    figures(found, options.faults)
    every = [one for _, letters in found for one in letters]
    calibration(every)
    speed(every)
    start_up(str(LETTERS / "development" / "plans" / "harbor-wms.yaml"))


if __name__ == "__main__":
    main()
