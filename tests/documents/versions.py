"""Later versions of a plan, drawn at random: what changes between two documents of it."""

import datetime as dt
import random
from dataclasses import replace

from plans.plan import Milestone, Plan

STATUSES = ("not-started", "in-progress", "blocked", "done", "skipped")


def later(plan: Plan, seed: int) -> Plan:
    """Return the plan some versions on: dates, people, statuses and words changed, lines added, moved and taken out."""
    chance = random.Random(seed)
    lines = [_changed(line, plan, chance) if chance.random() < 0.5 else line for line in plan.milestones]
    if chance.random() < 0.4:
        lines.pop(chance.randrange(len(lines)))
    if chance.random() < 0.4:
        fresh = replace(lines[0], id="M77", name="Vendor Selection Committee", name_local="", depends_on=(), actions=())
        lines.insert(chance.randrange(len(lines) + 1), fresh)
    if chance.random() < 0.3:
        chance.shuffle(lines)
    goals = plan.goals[: chance.randint(1, len(plan.goals))] if plan.goals else ()
    title = f"{plan.title}, revised" if chance.random() < 0.3 else plan.title
    return replace(plan, version=plan.version + chance.randint(1, 5), title=title, goals=goals, milestones=tuple(lines))


def _changed(line: Milestone, plan: Plan, chance: random.Random) -> Milestone:
    due = (line.due or dt.date(2026, 5, 1)) + dt.timedelta(days=chance.randint(1, 60))
    owner = chance.choice([None, *(person.id for person in plan.people)])
    note = chance.choice(["", "Waiting for the board.", "First line.\nSecond line."])
    options = (
        {"due": due},
        {"due": None},
        {"owner": owner, "backup": None},
        {"status": chance.choice(STATUSES)},
        {"note": note, "outcome": "Signed & <countersigned>"},
        {"docs": (), "actions": line.actions[:1]},
    )
    return replace(line, **chance.choice(options))  # type: ignore[arg-type]
