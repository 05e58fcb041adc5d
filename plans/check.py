"""A check lists every problem of a plan at once, as values with words for the person who wrote it."""

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "hint"]


@dataclass(frozen=True)
class Problem:
    """One fault of a plan: what is wrong, why it matters and what to do.

    `where` is a path by ids, such as "milestones/M3/owner" or "people/dana/name"; `line` is the plan file's line
    (from 1), None where the plan did not come from a file.
    """

    rule: str
    severity: Severity
    where: str
    problem: str
    why: str
    suggestion: str
    line: int | None = None
