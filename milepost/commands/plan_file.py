"""Checking a plan file prints all its faults, for people or for a machine."""

import datetime as dt
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

    from plans.check import Problem
    from plans.plan import Plan
    from plans.workdays import Calendar
    from storage.planfile import PlanFile

CLEAN, FAULTS, UNREADABLE = 0, 1, 2
KEYS = ("rule", "severity", "line", "where", "problem", "why", "suggestion")
COLOURS = {"error": "red", "warning": "yellow", "hint": "cyan"}


def check(path: Path, as_json: bool = False) -> int:
    """Print every problem of a plan file; 0 clean (hints do not count), 1 faults, 2 unreadable.

    Dates are looked at from the plan's `as_of`, else from today, with the holidays of everybody on the plan.
    """
    from storage.planfile import load

    loaded = load(path, _calendar_of, dt.date.today())
    if as_json:
        rows = [{key: getattr(problem, key) for key in KEYS} for problem in loaded.problems]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
    else:
        _print(path, loaded)
    if not loaded.readable:
        return UNREADABLE
    return FAULTS if any(problem.severity != "hint" for problem in loaded.problems) else CLEAN


def _calendar_of(plan: "Plan") -> "Calendar":
    from workflows.calendars import calendar_for

    days = [line.due for line in plan.lines() if line.due] or [dt.date.today()]
    return calendar_for(plan, min(days).year, min(max(days).year, min(days).year + YEARS))


YEARS = 5
"""How many years of holidays are looked up at most, whatever dates the file holds."""


def _print(path: Path, loaded: "PlanFile") -> None:
    from rich.console import Console

    console = Console(highlight=False, markup=False, soft_wrap=True)
    for problem in loaded.problems:
        console.print(_told(path, problem))
    if loaded.readable:
        plan = loaded.plan
        size = f" {len(plan.milestones)} milestones, {len(plan.people)} people." if plan else ""
        console.print(f"{path}: {_counted(loaded.problems)}.{size}")


def _told(path: Path, problem: "Problem") -> "Text":
    from rich.text import Text

    place = f"{path}:{problem.line}" if problem.line else str(path)
    told = f"\n  {problem.problem} {problem.why}\n  → {problem.suggestion}\n"
    severity = (problem.severity, COLOURS[problem.severity])
    return Text.assemble((place, "bold"), " ", severity, f" {problem.where} ", (problem.rule, "dim"), told)


def _counted(problems: "tuple[Problem, ...]") -> str:
    counts = Counter[str](problem.severity for problem in problems)
    said = [f"{counts[name]} {name}{'s' if counts[name] > 1 else ''}" for name in COLOURS if counts[name]]
    return ", ".join(said) or "no faults"
