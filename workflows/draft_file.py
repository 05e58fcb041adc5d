"""A draft's file is a baseline's plan with what is still open written in it, as comments and as its head."""

import re
from collections.abc import Iterable, Mapping, Sequence

from plans.check import Problem
from plans.plan import Plan
from storage.planfile import dumps
from templates.baseline import Baseline


def file_text(plan: Plan, found: Baseline, problems: Iterable[Problem], filled: Mapping[str, Sequence[str]]) -> str:
    """Return the plan file with the open questions as its head, and a comment on each line without an owner."""
    asked = [problem.suggestion if problem.rule == "open-role" else problem.problem for problem in problems]
    head = ["# A draft to fill in together. Open questions:", *(f"#  - {question}" for question in asked), ""]
    return "\n".join(head if asked else []) + _commented(dumps(plan), found, filled)


def _commented(text: str, found: Baseline, filled: Mapping[str, Sequence[str]]) -> str:
    owners = {step.id: step.owner for step in found.milestones}
    owners |= {waiting.id: waiting.owner for waiting in found.externals}
    owners |= {task.id: task.owner for step in found.milestones for task in step.actions}
    lines: list[str] = []
    for line in text.splitlines():
        lines.append(line)
        match = re.match(r"(\s*)- \{?id: ([\w.]+)", line)
        role = owners.get(match[2], "") if match else ""
        if match is None or not role or role in filled:
            continue
        words = f"# owner: the {found.roles[role].side}'s {found.roles[role].title} ({role})"
        if "{" in line and "critical" not in line and "contingency" not in line:
            lines[-1] = f"{line}  {words}"
        elif "{" not in line:
            lines.append(f"{match[1]}  {words}")
    return "\n".join(lines) + "\n"
