"""Loading a plan file for a command: the plan, or its problems on standard error and exit code 2."""

import datetime as dt
import sys
from pathlib import Path

from plans.plan import Plan


def plan_or_exit(path: Path) -> Plan:
    """Return the plan in a file; where there is none, say every problem and leave with 2."""
    from storage.planfile import load

    loaded = load(path)
    if loaded.plan is None:
        for problem in loaded.problems:
            place = f"{path}:{problem.line}" if problem.line else str(path)
            print(f"{place}: {problem.problem} {problem.suggestion}", file=sys.stderr)
        raise SystemExit(2)
    return loaded.plan


def day_or_exit(text: str | None) -> dt.date | None:
    """Return an ISO date given on the command line; a wrong one is said in a sentence, with exit code 2."""
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        print(f"{text} is no date: write it as 2026-03-20.", file=sys.stderr)
        raise SystemExit(2) from None
