"""Loading gives the plan of a file, or all that is wrong with it at once."""

import copy
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from plans import check as rules
from plans.check import Problem
from plans.plan import Plan
from plans.workdays import Calendar
from storage.planfile import shape
from storage.planfile.faults import faults
from storage.planfile.source import LIMIT_BYTES, Place, Source, read, unreadable

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@dataclass(frozen=True)
class PlanFile:
    """What a file holds.

    `plan` is None where the file does not give one, or its ids lead nowhere; a plan that only breaks a rule of the
    practice is given, with its `errors`. `readable` is False where the file is no YAML mapping at all.
    """

    plan: Plan | None
    problems: tuple[Problem, ...] = ()
    name: str = "plan.yaml"
    readable: bool = True

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems that keep the plan from being started."""
        return tuple(problem for problem in self.problems if problem.severity == "error")


CalendarOf = Callable[[Plan], Calendar]
"""Gives the days off of a plan's people; the rooms above know the holidays."""


def load(path: Path, calendar_of: CalendarOf | None = None, today: dt.date | None = None) -> PlanFile:
    """Return the plan of a file on disk; a file that cannot be opened is a problem too."""
    try:
        with path.open("rb") as file:
            data = file.read(LIMIT_BYTES + 1)
        return loads(data.decode("utf-8-sig"), path.name, calendar_of, today)
    except OSError as error:
        said = error.strerror or "it cannot be opened"
        return _refused(
            unreadable(f"{path} cannot be opened: {said}.", "Check the path and who may read it."), path.name
        )
    except UnicodeDecodeError:
        return _refused(unreadable("The file is not UTF-8 text.", "Save it as plain text in UTF-8."), path.name)


def loads(
    text: str, name: str = "plan.yaml", calendar_of: CalendarOf | None = None, today: dt.date | None = None
) -> PlanFile:
    """Return the plan that a text holds, with the line of every problem.

    Dates are checked against the days off that `calendar_of` gives, and against `today` where the plan has no `as_of`.
    """
    source = read(text)
    if source.data is None:
        return _refused(source, name)
    plan, found, doubted = _typed(source)
    problems = [*source.doubts, *found]
    broken = any(problem.severity == "error" for problem in problems)
    if plan is not None:
        told = rules.check(plan, calendar_of(plan) if calendar_of else None, plan.as_of or today)
        located = [placed for problem in told if (placed := _located(problem, source, doubted))]
        broken = broken or any(problem.rule in rules.BREAKING for problem in located)
        problems += located
    problems.sort(key=lambda problem: problem.line or 0)
    return PlanFile(None if broken else plan, tuple(problems), name)


def _refused(source: Source, name: str) -> PlanFile:
    return PlanFile(None, tuple(source.doubts), name, readable=False)


@cache
def _adapter() -> "TypeAdapter[Plan]":
    from pydantic import TypeAdapter

    return TypeAdapter(Plan)


def _typed(source: Source) -> tuple[Plan | None, list[Problem], tuple[str, ...]]:
    """Return the plan, what its types refuse, and where.

    A faulty file is mended with placeholders, so that the rest of it is checked in the same go.
    """
    assert source.data is not None
    plan, found = _validated(source.data, source)
    if plan is not None:
        return plan, [], ()
    mended = copy.deepcopy(source.data)
    for place, problem in found:
        _mend(mended, place, problem.rule)
    plan, _ = _validated(mended, source)
    return plan, [problem for _, problem in found], tuple(source.path(place) for place, _ in found)


def _validated(data: dict[str, Any], source: Source) -> tuple[Plan | None, list[tuple[Place, Problem]]]:
    from pydantic import ValidationError

    renamed = {"plan": "slug", "slug": shape.NOT_OURS}
    fields = {renamed.get(key, key): value for key, value in data.items()}
    try:
        return _adapter().validate_python(fields), []
    except ValidationError as error:
        return None, faults(error.errors(include_url=False), source)


def _mend(data: Any, place: Place, rule: str) -> None:
    here = data
    for step in place[:-1]:
        here = here[step]
    last = place[-1] if place else None
    if isinstance(here, list) and isinstance(last, int):
        here[last] = shape.placeholder(place)
    elif isinstance(here, dict) and rule != "file.missing":
        here.pop(last, None)
    if isinstance(here, dict) and last in _required_at(place[:-1]):
        here[last] = shape.placeholder(place)


def _required_at(place: Place) -> tuple[str, ...]:
    around = shape.at(place)
    return shape.required(around) if shape.keys(around) else ()


def _located(problem: Problem, source: Source, doubted: tuple[str, ...]) -> Problem | None:
    """Return the check's problem with its line; None where the place is a placeholder of ours."""
    if any(problem.where == where or problem.where.startswith(f"{where}/") for where in doubted):
        return None
    return replace(problem, line=source.line(find(problem.where, source.data)))


def find(where: str, data: Any) -> Place:
    """Return the place that a path by ids means, as far as the file has it."""
    place: Place = ()
    here = data
    for part in where.split("/"):
        step: str | int | None = part
        if isinstance(here, list):
            step = next((number for number, item in enumerate(here) if part in _names(item, number)), None)
        if step is None or not (isinstance(here, list) or (isinstance(here, dict) and step in here)):
            break
        place, here = (*place, step), here[step]  # type: ignore[index]
    return place


def _names(item: Any, number: int) -> tuple[str, ...]:
    known = item.get("id") or item.get("name") or item.get("label") if isinstance(item, dict) else item
    return (str(known), str(number + 1)) if known is not None else (str(number + 1),)
