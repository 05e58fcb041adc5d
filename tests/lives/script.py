"""A script is what the people of an example plan write and command in six months, each at its local moment."""

import datetime as dt
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from plans.plan import Plan
from storage.planfile import loads

HERE = Path(__file__).parent
EXAMPLES = HERE.parent.parent / "examples"
LATER = 11
"""Years by which a life is moved: 2037 has the weekdays, Easter and clock changes of 2026, and 2038 those of 2027, and
a time-skipping server begins in the present and only goes forward."""


@dataclass(frozen=True)
class Cue:
    """One thing that somebody does: a letter in answer to a mail, or a command to the engine."""

    at: dt.datetime
    by: str
    text: str = ""
    command: str = ""
    answers: str = ""
    cells: dict[tuple[str, int], str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Script:
    """A plan's life: when it begins and ends, the plan as it stands then, and what everybody does."""

    plan: Plan
    begins: dt.datetime
    ends: dt.datetime
    cues: tuple[Cue, ...]


def scripts() -> tuple[str, ...]:
    """Return the names of the lives, which are those of the example plans."""
    return tuple(sorted(path.stem for path in HERE.glob("*.toml")))


def example(name: str) -> Plan:
    """Return an example plan, years later."""
    text = re.sub(r"\b(202\d)(?=-\d\d-\d\d)", _later, (EXAMPLES / f"{name}.yaml").read_text(encoding="utf-8"))
    plan = loads(text).plan
    assert plan
    return plan


def _later(year: re.Match[str]) -> str:
    return str(int(year[1]) + LATER)


def script_of(name: str) -> Script:
    """Return the life of this name."""
    plan = example(name)
    told = tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))
    cues = sorted((_cue(plan, row) for row in told["cue"]), key=lambda cue: cue.at)
    return Script(plan, _moment(plan, told["begins"]), _moment(plan, told["ends"]), tuple(cues))


def _moment(plan: Plan, local: dt.datetime) -> dt.datetime:
    return local.replace(year=local.year + LATER, tzinfo=plan.zone).astimezone(dt.UTC)


def _cue(plan: Plan, row: dict[str, Any]) -> Cue:
    cells = {(name.partition(":")[0], int(name.partition(":")[2])): text for name, text in row.pop("cells", {}).items()}
    return Cue(at=_moment(plan, row.pop("at")), cells=cells, **row)
