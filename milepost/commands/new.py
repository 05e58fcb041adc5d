"""`milepost new` writes a plan file from a baseline; what is still open stands in it as comments, and is asked."""

import datetime as dt
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from plans.plan import Party

if TYPE_CHECKING:
    from plans.check import Problem
    from plans.plan import Plan
    from templates.baseline import Baseline

WRITTEN, WRONG, UNWRITTEN = 0, 1, 2
Filled = Mapping[str, tuple[str, ...]]
"""Name, address and title by role."""


@dataclass(frozen=True)
class Spoken:
    """How the plan speaks and counts days: `country` (ISO) keeps its dates off public holidays."""

    language: str = "en"
    timezone: str = "UTC"
    locale: str = "en-GB"
    country: str = ""
    title: str = ""


def new(
    name: str,
    *,
    buyer: str,
    seller: str,
    output: Path | None = None,
    start: dt.date | None = None,
    people: Sequence[str] = (),
    spoken: Spoken = Spoken(),
    force: bool = False,
) -> int:
    """Write a plan file from a baseline; 0 written, 1 something given is wrong, 2 it could not be written.

    Each of `people` is "role=Full Name <address>", with a title behind a semicolon where wanted. Without `output` the
    file is named for the plan.
    """
    from templates.baseline import baseline
    from workflows.draft_file import file_text

    filled, found = _people(people), baseline(name)
    if isinstance(filled, str):
        return _said(filled, WRONG)
    parties = (Party(buyer, _domains(filled, found, "buyer")), Party(seller, _domains(filled, found, "seller")))
    plan, problems = _instance(name, parties, start or dt.date.today(), filled, spoken)
    if plan is None or found is None:
        return _said("\n".join(f"{problem.problem} {problem.suggestion}" for problem in problems), WRONG)
    path = output or Path(f"{plan.slug}.yaml")
    if code := _written(path, file_text(plan, found, problems, filled), force):
        return code
    _tell(path, plan, problems)
    return WRITTEN


def _instance(
    name: str, parties: tuple[Party, Party], first: dt.date, filled: Filled, spoken: Spoken
) -> "tuple[Plan | None, Sequence[Problem]]":
    """Return the baseline's plan for a buyer and a seller from its first day on, None with the problems without one."""
    from templates.baseline import instantiate

    buyer, seller = parties
    return instantiate(
        name,
        start=first,
        buyer=buyer,
        seller=seller,
        people=filled,
        language=spoken.language,
        timezone=spoken.timezone,
        locale=spoken.locale,
        title=spoken.title,
        days_off=_days_off(spoken.country, first.year),
    )


def _written(path: Path, text: str, force: bool) -> int:
    """Write the file; one that is there stays, unless it is to be written over."""
    if path.exists() and not force:
        return _said(f"{path} is there already and was left as it is. Name another file with -o.", UNWRITTEN)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as fault:
        return _said(f"{path} could not be written: {fault.strerror}.", UNWRITTEN)
    return WRITTEN


def _said(words: str, code: int) -> int:
    print(words, file=sys.stderr)
    return code


def _people(given: Iterable[str]) -> Filled | str:
    """Return name, address and title by role, or what is wrong with how one of them is written."""
    filled: dict[str, tuple[str, ...]] = {}
    for text in given:
        match = re.fullmatch(r"\s*([\w-]+)\s*=\s*([^<>;]+?)\s*<([^<>\s]+@[^<>\s]+)>\s*(?:;\s*(.*?)\s*)?", text)
        if match is None:
            return f'"{text}" is not understood: write a person as "champion=Dana Whitlock <dana@buyer.example>".'
        filled[match[1]] = (match[2], match[3], match[4] or "")
    return filled


def _domains(filled: Filled, found: "Baseline | None", side: str) -> tuple[str, ...]:
    """Return a side's mail domains: those of its people's addresses."""
    if found is None:
        return ()
    mine = (who[1] for role, who in filled.items() if role in found.roles and found.roles[role].side == side)
    return tuple(dict.fromkeys(address.rpartition("@")[2].casefold() for address in mine))


def _days_off(country: str, year: int) -> tuple[dt.date, ...]:
    if not country:
        return ()
    from workflows.calendars import holidays_in

    return holidays_in(country.upper(), None, year, year + 1)


def _tell(path: Path, plan: "Plan", problems: Sequence["Problem"]) -> None:
    print(f"{path}: {plan.title}, {len(plan.milestones)} milestones, {len(plan.people)} people, a draft.")
    for problem in problems:
        print(f"  ? {problem.suggestion if problem.rule == 'open-role' else problem.problem}")
    print(f"Next: `milepost check {path}`, then `milepost render {path} -o plan.docx`.")
