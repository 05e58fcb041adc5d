"""Raw mails and sentences are mutated here by atheris; an exception, a wrong span or more than 1.5 s is a find.

pip install atheris; python -m benchmarks.fuzz_reading letter|dates -max_total_time=600 CORPUS_FOLDER
"""

import datetime as dt
import sys
import time

import atheris

with atheris.instrument_imports(include=["parsing"]):
    from parsing.dates import find
    from parsing.letter import read_letter

REFERENCE = dt.datetime(2026, 4, 15, 9, 30)
LOCALES = ("en-US", "en-GB", "de-DE", "fr-FR", "es-ES", "pt-BR", "nl-NL", "it-IT")
NOTICE = "M1 Kick-off, Tom Ashby, 3 Nov, done\nM2 Pilot, Ray Dominguez, 3 May, not started"
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


TARGETS = {"letter": letter, "dates": dates}


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
