"""What remembering is measured on: versions, entries and letters made for it."""

import datetime as dt
import os
import time
from collections.abc import Callable
from typing import Any

from plans.entry import Entry
from plans.plan import Plan
from storage.letters import LetterRecord
from tests.plans.a_plan import a_plan

AT = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)
ENTRIES = 4
"""Entries that a letter leaves in the log, at most times."""


def entries(version: int, number: int = ENTRIES) -> tuple[Entry, ...]:
    said = "we need another week for the site walk, so please move it to the 24th"
    return tuple(
        Entry("applied", AT, "ray", version, f"M{at % 4 + 1}", "due", '"2026-04-17"', '"2026-04-24"', said, "4f" * 20)
        for at in range(number)
    )


def versions_of(number: int) -> list[Plan]:
    return [a_plan(slug=f"plan-{at % 50}", version=4 + at // 50) for at in range(number)]


def letters_of(number: int) -> list[tuple[LetterRecord, bytes]]:
    made = []
    for at in range(number):
        raw = f"letter {at} ".encode() + os.urandom(3000)
        made.append((LetterRecord(f"{at:040}", f"{at:064}", "plan-1", "ray", "ray@x.example", f"<{at}@x>", AT), raw))
    return made


def timed(run: Callable[[], Any]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began
