"""Beginning by mail: who may start a plan, under which name, and what a filled Word page makes of a draft."""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from plans.change import NewPerson
from plans.fields import STATUSES
from plans.people import known, new_id, side_of
from plans.plan import Milestone, Party, Person, Plan, Side, Status
from plans.sheet import Row, Sheet

PERSON = re.compile(r"(?P<name>[^<>]+?)\s*<(?P<email>[^<>\s]*)>")


@dataclass(frozen=True)
class Wish:
    """What a mail asks to begin: for whom, from which baseline, with whom by role (name, address, title)."""

    buyer: str = ""
    baseline: str = ""
    people: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def is_listed(address: str, sellers: Collection[str]) -> bool:
    """Tell whether an address, or its domain, is on the list of sellers; on an empty list is nobody."""
    folded = address.casefold()
    listed = {entry.casefold().removeprefix("@") for entry in sellers}
    return "@" in folded and bool(listed & {folded, folded.rpartition("@")[2]})


def free_slug(wanted: str, taken: Collection[str]) -> str:
    """Return the name, with a number behind it where it is taken."""
    numbered = (f"{wanted}-{number}" for number in range(2, len(taken) + 3))
    return wanted if wanted not in taken else next(name for name in numbered if name not in taken)


def stand_in(address: str, name: str) -> Plan:
    """Return a plan with nobody but its seller on it: what a sender is judged by before there is a plan."""
    seller = Person("seller", name or address, address, "seller")
    domain = address.rpartition("@")[2].casefold()
    return Plan("beginning", "", "UTC", "en-GB", Party("", ()), Party("", (domain,)), (seller,), ())


def company_of(domain: str) -> str:
    """Return what a company may be called, by its mail domain: a guess that is said back."""
    words = domain.casefold().removeprefix("mail.").split(".")[0].split("-")
    return " ".join(word.capitalize() for word in words)


def with_page(plan: Plan, sheet: Sheet) -> Plan:
    """Return a draft as its page has it now: rows changed, added or taken out; owners who are new join it."""
    rows, taken = {row.id for row in sheet.rows}, {line.id for line in plan.lines()}
    kept = tuple(m for m in plan.milestones if m.id in rows or m.internal)
    gone = {milestone.id for milestone in plan.milestones} - {milestone.id for milestone in kept}
    plan = replace(plan, milestones=tuple(_without(milestone, gone) for milestone in kept))
    for row in sheet.rows:
        plan = _with_row(plan, row, taken)
    return _with_champion(_with_domains(plan))


def _without(milestone: Milestone, gone: Collection[str]) -> Milestone:
    return replace(milestone, depends_on=tuple(waits for waits in milestone.depends_on if waits.id not in gone))


def _with_row(plan: Plan, row: Row, taken: Collection[str]) -> Plan:
    """Return the plan with one row of the page taken over; a row that names nothing says nothing.

    A new line gets an id that is not, and never was, another's.
    """
    old = plan.milestone(row.id)
    name = row.value("milestone") or (old.name if old else "")
    if not name:
        return plan
    if old is None:
        ids = {*taken, *(line.id for line in plan.lines())}
        free = next(f"M{number}" for number in range(1, len(ids) + 2) if f"M{number}" not in ids)
        old = Milestone(row.id if row.id and row.id not in ids else free, name)
        plan = replace(plan, milestones=(*plan.milestones, old))
    plan, owner = _owner(plan, row)
    due = row.value("due")
    filled = replace(
        old,
        name=name,
        outcome=row.value("outcome") or old.outcome,
        owner=owner or old.owner,
        status=_status(row.value("status")) or old.status,
    )
    return plan.with_line(_moved(filled, dt.date.fromisoformat(due)) if due else filled)


def _status(value: str | None) -> Status | None:
    return value if value in STATUSES else None  # type: ignore[return-value]  # one of them


def _moved(line: Milestone, due: dt.date) -> Milestone:
    """Return a milestone on another day; its open actions go with it."""
    by = due - line.due if line.due else dt.timedelta()
    actions = tuple(replace(a, due=a.due + by) if a.due and not a.settled else a for a in line.actions)
    return replace(line, due=due, actions=actions)


def _owner(plan: Plan, row: Row) -> tuple[Plan, str | None]:
    """Return the plan with a row's owner on it, and their id; None where the row names nobody for certain."""
    value = row.value("owner")
    if value is None or plan.person(value):
        return plan, value
    named = PERSON.fullmatch(value)
    if named is None or "@" not in named["email"]:
        return plan, None
    new = NewPerson(named["name"], named["email"])
    person = known(plan, new)
    if person is None:
        side: Side = side_of(plan, new, "buyer")
        person = Person(new_id(plan, new.name), new.name, named["email"], side, _title(row.text("owner"), new.name))
        plan = plan.with_person(person)
    return plan, person.id


def _title(text: str, name: str) -> str:
    """Return what stands behind a name and its comma in a cell: "Dana Whitlock, Product Lead <...>"."""
    first = text.strip().splitlines()[0]
    found = re.match(rf"{re.escape(name)}\s*,\s*([^<(@]+?)\s*(?:[<(]|\S+@|\Z)", first)
    return found[1].strip(" ,") if found else ""


def _with_domains(plan: Plan) -> Plan:
    """Return the plan with the buyer's mail domains, by its people's addresses where none are given."""
    if plan.buyer.domains:
        return plan
    found = (p.email.rpartition("@")[2].casefold() for p in plan.people if p.side == "buyer")
    return replace(plan, buyer=replace(plan.buyer, domains=tuple(dict.fromkeys(found))))


def _with_champion(plan: Plan) -> Plan:
    """Return the plan with a champion: the first line's owner on the buyer's side, where nobody is named as one."""
    owners = (plan.person(milestone.owner) for milestone in plan.milestones)
    first = next((owner for owner in owners if owner and owner.side == "buyer"), None)
    if plan.champion or first is None:
        return plan
    plan = plan.with_person(replace(first, power="champion"))
    talk = plan.communication
    return replace(plan, communication=replace(talk, endorser=talk.endorser or first.id))
