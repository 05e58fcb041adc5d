"""Raw mails and sentences are mutated here by atheris; an exception, a wrong span or more than 1.5 s is a find.

pip install atheris; python -m benchmarks.fuzz_reading letter|dates|reading -max_total_time=600 CORPUS_FOLDER
"""

import datetime as dt
import sys
import time
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["parsing"]):
    from parsing.dates import find
    from parsing.letter import read_letter
    from parsing.reading import read

from plans.letter import Context
from storage.planfile import load
from tests.letters import build

REFERENCE = dt.datetime(2026, 4, 15, 9, 30)
LOCALES = ("en-US", "en-GB", "de-DE", "fr-FR", "es-ES", "pt-BR", "nl-NL", "it-IT")
NOTICE = "M1 Kick-off, Tom Ashby, 3 Nov, done\nM2 Pilot, Ray Dominguez, 3 May, not started"
PLANS = ("harbor-wms", "brandt-mes")
"""Plans that a letter may answer; the first person of each writes it."""
SLOWEST = 1.5
"""Seconds of processor time, with the instrumentation's own cost."""


def letter(data: bytes) -> None:
    """Read a raw mail."""
    read_letter(data, NOTICE)


def dates(data: bytes) -> None:
    """Read the dates in a text, whose first byte chooses the locale."""
    text = data[1:].decode("utf-8", "replace")
    for found in find(text, REFERENCE, LOCALES[(data or b"\0")[0] % len(LOCALES)]):
        assert 0 <= found.start < found.end <= len(text), found
        assert found.last is None or found.date is None or found.date <= found.last, found


def reading(data: bytes) -> None:
    """Read a person's words as a letter that answers a plan, which the first byte chooses."""
    context, sender = CONTEXTS[(data or b"\0")[0] % len(CONTEXTS)]
    found = read(f"From: {sender}\nDate: Mon, 13 Apr 2026 09:31:00 -0500\n\n".encode() + data[1:], context)
    for change in found.changes:
        assert change.evidence, change
        assert 0 <= change.confidence <= 1, change
        known = change.target.startswith(("new", "plan", "person:")) or context.plan.entry(change.target)
        assert change.decision == "ask" or known, change


def _contexts() -> list[tuple[Context, str]]:
    plans = Path(build.__file__).parent / "development" / "plans"
    loaded = [plan for slug in PLANS if (plan := load(plans / f"{slug}.yaml").plan)]
    return [(Context(plan=plan), plan.people[0].email) for plan in loaded]


CONTEXTS = _contexts()
TARGETS = {"letter": letter, "dates": dates, "reading": reading}


def main() -> None:
    """Fuzz the target that is named first."""
    target = TARGETS[sys.argv.pop(1)]

    def timed(data: bytes) -> None:
        before = time.process_time()
        target(data)
        assert time.process_time() - before < SLOWEST, "slow"

    atheris.Setup(sys.argv, timed)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
