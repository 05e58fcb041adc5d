"""Forgetting takes a person out of a plan and all that is kept of it, and leaves a role in their place."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from plans.change import NewPerson
from plans.erasure import Erasure
from plans.notice import Ask, Notice
from plans.plan import SETTLED, Communication, Milestone, Person, Plan, Side
from plans.state import Outcome, Pending, PlanState
from plans.words import FORMER

NOWHERE = "erased.invalid"
"""The domain of addresses that stand for erased ones: no mail server ever has it (RFC 2606)."""
FORMER_ID = "former-"
"""Begins the id of whoever stands for an erased person."""
SHORTEST = 3
"""Letters of a part of a name from which it is looked for by itself."""


@dataclass(frozen=True)
class Whom:
    """Who is to be forgotten: a person id, or the address of somebody who is not on the plan, with the names and
    addresses that other plans know them by."""

    person: str
    names: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


def erasure_of(plan: Plan, whom: Whom, known: Iterable[Person] = (), before: int = 0) -> Erasure:
    """Return the erasure of a person of the plan, or of somebody whom it only mentions.

    `known` is how they stood in versions before, `before` the highest number that a former person has in its records.
    """
    person = plan.person(whom.person)
    records = [person, *known] if person else [one for one in known if plan.person(one.id) is None]
    others = [one.name for one in plan.people if one != person]
    theirs = {address for one in plan.people if one != person for address in one.addresses}
    addresses = {address for one in records for address in one.addresses} - theirs
    addresses |= {one.casefold() for one in (*whom.addresses, whom.person) if "@" in one}
    elsewhere = (name for name in whom.names if name not in others)
    names = tuple(dict.fromkeys((*(one.name for one in records), *elsewhere)))
    former = _former(plan, person.side if person else "buyer", before)
    other = {text for one in records for text in (one.phone, one.calendar) if text}
    parts = _parts(names, [*others, plan.buyer.name, plan.seller.name, plan.title])
    return Erasure(
        records[0].id if records else "", names, tuple(sorted(addresses)), former, parts, tuple(sorted(other))
    )


def _parts(names: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    """Return the parts of names that nobody and nothing else of the plan has."""
    taken = {word.casefold() for name in others for word in re.findall(r"\w+", name)}
    words = {word for name in names for word in re.findall(r"\w+", name) if len(word) >= SHORTEST and word[0].isupper()}
    return tuple(sorted(word for word in words if word.casefold() not in taken))


def erasure_outside(names: Iterable[str], addresses: Iterable[str]) -> Erasure:
    """Return the erasure of somebody from what belongs to no plan: there only whole names and addresses are theirs."""
    former = Person("former-1", FORMER["en"]["buyer"], f"former-1@{NOWHERE}", "buyer", mail="off")
    return Erasure("", tuple(dict.fromkeys(names)), tuple(sorted({one.casefold() for one in addresses})), former)


def _former(plan: Plan, side: Side, before: int) -> Person:
    number = max(before, sum(person.id.startswith(FORMER_ID) for person in plan.people)) + 1
    role = FORMER.get(plan.language[:2], FORMER["en"])[side]
    name = role if number == 1 else f"{role} {number}"
    return Person(f"{FORMER_ID}{number}", name, f"{FORMER_ID}{number}@{NOWHERE}", side, mail="off")


def fault_of_forgetting(plan: Plan, who: str) -> str:
    """Return why somebody cannot be taken out yet, as a sentence; '' where they can."""
    person = plan.person(who)
    if person is None and "@" not in who:
        return f"Nobody on the plan has the id {who}: {', '.join(one.id for one in plan.people)} do."
    if person and person.email.endswith(f"@{NOWHERE}"):
        return f"{who} of {plan.slug} has been forgotten already."
    if person and plan.reporter == person and _next_reporter(plan, person.id) is None:
        return f"{who} keeps {plan.slug}, and nobody else of the seller is on it: put a colleague on the plan first."
    return ""


def departed(plan: Plan, former: str) -> Plan:
    """Return the plan in which a former person is told and asked nothing: another keeps it, approves and stands in.

    Done again, nothing changes; a plan that is rebuilt from its log goes through here too.
    """
    person = plan.person(former)
    if person is None:
        return plan
    gone = Person(person.id, person.name, person.email, person.side, mail="off")
    plan = plan.with_person(gone)
    return replace(
        plan,
        communication=_without(plan, former),
        milestones=tuple(_line_without(milestone, former) for milestone in plan.milestones),
    )


def without_former(plan: Plan) -> Plan:
    """Return the plan with nothing left on anybody who is erased by now: so far two tellings of a version agree.

    Who came after a reporter is found among the people who are there; one of them may have been erased since.
    """
    for person in plan.people:
        plan = departed(plan, person.id) if person.id.startswith(FORMER_ID) else plan
    return plan


def _without(plan: Plan, former: str) -> Communication:
    said = plan.communication
    keeps = plan.reporter is not None and plan.reporter.id == former
    return replace(
        said,
        reporter=_next_reporter(plan, former) if keeps else said.reporter,
        endorser=None if said.endorser == former else said.endorser,
        snapshot_to=tuple(one for one in said.snapshot_to if one != former),
    )


def _next_reporter(plan: Plan, former: str) -> str | None:
    sellers = [person for person in plan.people if person.side == "seller" and person.id != former and person.mailed]
    champion = next((person for person in sellers if person.power == "champion"), None)
    found = champion or next(iter(sellers), None)
    return found.id if found else None


def _line_without(milestone: Milestone, former: str) -> Milestone:
    if milestone.settled:
        return milestone

    def kept(person: str | None) -> str | None:
        return None if person == former else person

    return replace(
        milestone,
        backup=kept(milestone.backup),
        approver=kept(milestone.approver),
        escalate_to=kept(milestone.escalate_to),
        depends_on=tuple(
            replace(one, owner=kept(one.owner), escalate_to=kept(one.escalate_to)) for one in milestone.depends_on
        ),
    )


def orphans(plan: Plan, person: str) -> tuple[str, ...]:
    """Return the open lines that somebody owns or approves."""
    named = [(line, (line.owner, getattr(line, "approver", None))) for line in plan.lines() if not line.settled]
    lines = [line.id for line, people in named if person in people]
    outside = (one.id for one in plan.externals if one.owner == person and one.status not in SETTLED)
    return (*lines, *outside)


def forgotten(state: PlanState, erasure: Erasure, key: str, now: dt.datetime) -> Outcome:
    """Return the state in which a person is named no more, one version up, and the reporter asked about their lines."""
    open_lines = orphans(state.plan, erasure.person) if erasure.person else ()
    state = erasure.of(state)
    plan = departed(replace(state.plan, version=state.plan.version + 1), erasure.former.id)
    gone = (erasure.former.id, erasure.former.email)
    keeper = (plan.reporter.id,) if plan.reporter else ()
    state = replace(
        state,
        plan=plan,
        pending=tuple(_waiting_without(one, gone, keeper) for one in state.pending if not _gives_to(one, gone)),
        resting=tuple(_waiting_without(one, gone, keeper) for one in state.resting if not _gives_to(one, gone)),
        codes=tuple(code for code in state.codes if code.person not in gone),
        aside=tuple(one for one in state.aside if one.sender not in gone),
        heard=tuple(one for one in state.heard if one.sender not in gone),
        told=tuple(one for one in state.told if one.to not in gone),
    )
    if not (open_lines and plan.reporter):
        return Outcome(state)
    asks = tuple(Ask(line, None, "forgotten", erasure.former.name) for line in open_lines)
    notice = Notice(f"{plan.slug}/{key}", "question", plan.slug, plan.version, plan.reporter.id, now,
                    lines=open_lines, asks=asks)  # fmt: skip
    return Outcome(state, notices=(notice,))


def _gives_to(held: Pending, gone: tuple[str, ...]) -> bool:
    """Tell whether a yes would give a place to one of these people: nobody is asked for it any more."""
    value = held.change.value
    return (value.email if isinstance(value, NewPerson) else value) in gone


def _waiting_without(held: Pending, gone: Iterable[str], keeper: tuple[str, ...]) -> Pending:
    """Return what waits without these people: whoever they stood in for is asked again, the reporter takes the place of
    the last."""
    back = {one.person: one.absent for one in held.stand_ins if one.person in gone}
    to = tuple(dict.fromkeys(back.get(person, person) for person in held.to))
    stand_ins = tuple(one for one in held.stand_ins if not {one.person, one.absent} & set(gone))
    return replace(held, to=_without_them(to, gone) or keeper, stand_ins=stand_ins)


def _without_them(people: tuple[str, ...], gone: Iterable[str]) -> tuple[str, ...]:
    return tuple(person for person in people if person not in gone)
