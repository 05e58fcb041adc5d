"""The question sheet lists what a draft leaves open, each with why it matters, to be asked of the champion (R78)."""

from collections.abc import Iterator, Mapping

from plans.check import Problem
from plans.plan import Milestone, Person, Plan
from templates.baseline.shape import NAMES, Baseline


def questions_of(found: Baseline, ids: Mapping[str, Person], plan: Plan) -> tuple[Problem, ...]:
    """Return the questions: first who takes the open roles, then what only the buyer knows."""
    known = tuple(
        Problem("open-question", "hint", asked.where, asked.asks, asked.why, "Ask the champion, and write it in.")
        for asked in found.questions
    )
    return (*_open_roles(found, ids, plan), *known)


def _open_roles(found: Baseline, ids: Mapping[str, Person], plan: Plan) -> Iterator[Problem]:
    """Yield a question for each role that nobody takes, asked of the first line that waits for it (R87)."""
    for name, role in found.roles.items():
        if name in ids:
            continue
        step = next((step for step in found.milestones if step.owner == name), None)
        line = plan.milestone(step.id) if step else None
        yield Problem(
            "open-role",
            "warning",
            f"milestones/{step.id}/owner" if step else f"people/{name}",
            f"Nobody is named as the {role.side}'s {role.title} ({name}).",
            f"Nobody would answer for {_lines(found, name)}.",
            f"Ask: {role.asks}{_realistic(line)}",
        )


def _realistic(line: Milestone | None) -> str:
    return f" And is {line.due.day} {line.due:%B} realistic for {line.name}?" if line and line.due else ""


def _lines(found: Baseline, role: str) -> str:
    mine = [step.id for step in found.milestones if step.owner == role]
    mine += [task.id for step in found.milestones for task in step.actions if task.owner == role]
    return ", ".join(mine) if mine else "what gets stuck"


def unknown(name: str) -> Problem:
    """Return what is wrong with a name that no baseline has."""
    known = ", ".join(NAMES)
    return Problem(
        "unknown-baseline", "error", "baseline", f"There is no baseline {name}.", "", f"Choose one of {known}."
    )


def no_role(name: str, role: str, found: Baseline) -> Problem:
    """Return what is wrong with a role that the baseline does not have."""
    known = ", ".join(found.roles)
    why = "Nobody would hold it."
    return Problem("unknown-role", "error", f"people/{role}", f"{name} has no role {role}.", why, f"Roles are {known}.")
