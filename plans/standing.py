"""A standing is how somebody stands to what a change is about: its keeper, its approver, their side, or nobody."""

from typing import Literal

from plans.change import Change, NewPerson, Value
from plans.fields import GOAL
from plans.people import known, side_of
from plans.plan import External, Line, Milestone, Person, Plan, Side

Subject = Literal[
    "removal", "new", "plan", "start", "person", "goal", "soft", "hard", "handover", "approver", "done", "harmless"
]
"""What a change is about, as far as authority goes; `subject_of` finds it."""
Standing = Literal["self", "keeper", "approver", "side", "other-side", "outside"]
"""How the sender stands to what is changed; `standing_of` finds it."""
WHOLE: dict[str, Subject] = {"plan": "plan", "new": "new"}
"""Targets that are no line and nobody."""
BY_FIELD: dict[str, Subject] = {"confirmed": "harmless", "note": "harmless"}
BY_STATUS: dict[str, Subject] = {"skipped": "removal", "done": "done"}
JUDGED: frozenset[Subject] = frozenset({"done", "approver"})
"""What an approver has the last word on."""


def subject_of(plan: Plan, change: Change, person: Person | None = None) -> Subject:
    """Return what the change is about; a line of nobody's is handed over where its new owner is not the sender's."""
    target = change.target
    if target == "plan" and plan.status == "draft" and change.value == "active" and not plan.follows:
        return "start"
    if target in WHOLE:
        return WHOLE[target]
    if target.startswith("person:"):
        return "person"
    if target.startswith(GOAL):
        return "goal"
    return BY_FIELD.get(change.field) or _subject_of_line(plan, change, person)


def _subject_of_line(plan: Plan, change: Change, person: Person | None) -> Subject:
    line, field = plan.entry(change.target), change.field
    if field == "status":
        return BY_STATUS.get(str(change.value), "soft")
    if field == "owner" and line and _changes_sides(plan, line, change.value, person):
        return "handover"
    if not isinstance(line, Milestone):
        return "soft"
    if field == "approver" and plan.person(line.approver):
        return "approver"
    return "hard" if field in ("due", "deadline") and line.deadline == "hard" and line.due else "soft"


def _changes_sides(plan: Plan, line: Line | External, value: Value, person: Person | None) -> bool:
    """Tell whether a new owner is on the other side than the old one, or than whoever names the first one."""
    owner = plan.person(line.owner) or person
    return owner is not None and side_named(plan, value, owner.side) not in (None, owner.side)


def side_named(plan: Plan, value: Value, fallback: Side) -> Side | None:
    """Return the side of the person that a value names, None where it names nobody."""
    if isinstance(value, NewPerson):
        person = known(plan, value)
        return person.side if person else side_of(plan, value, fallback)
    named = plan.person(value) if isinstance(value, str) else None
    return named.side if named else None


def standing_of(plan: Plan, change: Change, person: Person | None) -> Standing:
    """Return how the sender stands to what is changed.

    A keeper is a line's owner or backup, their assistant, or the reporter or champion of the same side. An approver
    has the last word on what is done and on who approves, and no other say in a line.
    """
    if person is None:
        return "outside"
    about = change.target.removeprefix("person:") if change.target.startswith("person:") else None
    if about in spoken_for(plan, person):
        return "self"
    if change.target.startswith(GOAL):
        return _standing_to_goal(plan, change.target.removeprefix(GOAL), person)
    line = plan.entry(change.target)
    if _is_aside(plan, person) and (line is None or line.owner not in spoken_for(plan, person)):
        return "outside"
    if about is not None:
        return _standing_to_person(plan, plan.person(about), person)
    if line is None:
        starts = subject_of(plan, change) == "start" and person == plan.endorser
        return "keeper" if starts or person in _keepers(plan) else "side"
    approves = isinstance(line, Milestone) and line.approver in spoken_for(plan, person)
    return "approver" if approves and subject_of(plan, change) in JUDGED else _standing_to_line(plan, line, person)


def _standing_to_person(plan: Plan, about: Person | None, person: Person) -> Standing:
    same_side = about is not None and about.side == person.side
    return "keeper" if same_side and person in _keepers(plan) else "side"


def _standing_to_line(plan: Plan, line: Line | External, person: Person) -> Standing:
    owner, mine = plan.person(line.owner), spoken_for(plan, person)
    same_side = owner is None or owner.side == person.side
    backs_up = isinstance(line, Milestone) and line.backup in mine
    if line.owner in mine or (same_side and (backs_up or person in _keepers(plan))):
        return "keeper"
    return "side" if same_side else "other-side"


def _standing_to_goal(plan: Plan, goal_id: str, person: Person) -> Standing:
    """Return the standing to a goal: its owner keeps it, or whoever is champion or decides on the same side.

    A goal of nobody's is the buyer's. Who only gets the snapshot owns nothing else, and keeps nothing.
    """
    goal = plan.goal(goal_id)
    owner = plan.person(goal.owner) if goal else None
    if owner and owner.id in spoken_for(plan, person):
        return "keeper"
    if _is_aside(plan, person):
        return "outside"
    same_side = person.side == (owner.side if owner else "buyer")
    decides = person in _keepers(plan) or person.power == "decision-maker"
    return "keeper" if same_side and decides else "side" if same_side else "other-side"


def spoken_for(plan: Plan, person: Person) -> frozenset[str]:
    """Return the ids of everybody in whose name this person can answer: themselves, and those whom they assist."""
    return frozenset({person.id, *(boss.id for boss in plan.people if assists(person, boss))})


def assists(person: Person, boss: Person) -> bool:
    """Tell whether somebody is the other's assistant, whom that one names by id or by address."""
    return bool(boss.assistant) and (boss.assistant == person.id or boss.assistant.casefold() in person.addresses)


def _keepers(plan: Plan) -> tuple[Person | None, ...]:
    return (plan.reporter, plan.champion)


def _has_part(plan: Plan, person: Person) -> bool:
    """Tell whether a line, an approval, a role in reporting or somebody to assist is theirs."""
    named = {line.owner for line in plan.lines()} | {
        person_id for m in plan.milestones for person_id in (m.backup, m.approver)
    }
    serves = any(assists(person, boss) for boss in plan.people)
    return person.id in named or person in _keepers(plan) or serves


def _is_aside(plan: Plan, person: Person) -> bool:
    """Tell whether somebody only gets the snapshot (R118), or is of a third firm and there for externals only (R81)."""
    only_reads = person.id in plan.communication.snapshot_to or _is_third_party(plan, person)
    return only_reads and not _has_part(plan, person)


def _is_third_party(plan: Plan, person: Person) -> bool:
    domain = person.email.rpartition("@")[2].casefold()
    ours = {known.casefold() for party in (plan.buyer, plan.seller) for known in party.domains}
    owns = any(external.owner == person.id for external in plan.externals)
    return owns and bool(ours) and domain not in ours
