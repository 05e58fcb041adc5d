"""People join and leave a plan: ids for new ones, and which side they are on."""

import re
from dataclasses import replace

from plans.accents import plain
from plans.change import NewPerson, Value
from plans.plan import Person, Plan, Side


def person_as_value(person: Person) -> tuple[str, str, str]:
    """Return a person as the value of the derived field `person`: name, address, side."""
    return (person.name, person.email, person.side)


def side_of(plan: Plan, new: NewPerson, fallback: Side) -> Side:
    """Return the side whose mail domain the new person's address has, else the side of whoever named them."""
    domain = (new.email or "").rpartition("@")[2].casefold()
    if domain in {d.casefold() for d in plan.buyer.domains}:
        return "buyer"
    if domain in {d.casefold() for d in plan.seller.domains}:
        return "seller"
    return fallback


def known(plan: Plan, new: NewPerson) -> Person | None:
    """Return the person of the plan that somebody "new" is in truth, by address, else by the same full name; whoever
    has an address of the other side is a namesake."""
    if new.email and (person := plan.person_at(new.email)):
        return person
    name = plain(new.name)
    namesakes = (person for person in plan.people if plain(person.name) == name)
    return next((person for person in namesakes if side_of(plan, new, person.side) == person.side), None)


def new_id(plan: Plan, name: str) -> str:
    """Return a short id for a new person: the first name, made distinct where it is taken."""
    words: list[str] = re.findall(r"[a-z0-9]+", plain(name)) or ["person"]
    taken = {person.id for person in plan.people}
    candidates = [words[0], "".join(words)[:24], *(f"{words[0]}{number}" for number in range(2, len(taken) + 3))]
    return next(candidate for candidate in candidates if candidate not in taken)


def with_person(plan: Plan, person_id: str, value: Value) -> Plan:
    """Return the plan with this person added (value: name, address, side) or, with None, taken out if unused."""
    if value is None:
        return plan if person_id in used(plan) else _without(plan, person_id)
    if not isinstance(value, tuple) or len(value) != 3 or value[2] not in ("buyer", "seller"):
        raise ValueError(f"{value} is no person")
    name, email, side = value
    old = plan.person(person_id)
    if old is None:
        return plan.with_person(Person(person_id, name, email, side))  # type: ignore[arg-type]
    mail = "on" if old.mail == "bounced" and email != old.email else old.mail
    return plan.with_person(replace(old, name=name, email=email, mail=mail))


def used(plan: Plan) -> frozenset[str]:
    """Return the ids of all people whom a line, a dependency or the reporting names."""
    named: set[str | None] = {plan.communication.reporter, plan.communication.endorser}
    for milestone in plan.milestones:
        named |= {milestone.owner, milestone.backup, milestone.approver, milestone.escalate_to}
        named |= {action.owner for action in milestone.actions}
        named |= {person for d in milestone.depends_on for person in (d.owner, d.escalate_to)}
    named |= {external.owner for external in plan.externals}
    return frozenset(person_id for person_id in named if person_id)


def _without(plan: Plan, person_id: str) -> Plan:
    return replace(plan, people=tuple(person for person in plan.people if person.id != person_id))
