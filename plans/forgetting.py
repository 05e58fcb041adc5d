"""Forgetting takes a person out of a plan and all that is kept of it, and leaves a role in their place."""

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from plans.accents import without_accents
from plans.change import NewPerson, Value
from plans.notice import Ask, Notice
from plans.plan import SETTLED, Communication, Deal, Milestone, Party, Person, Plan, Side
from plans.sheet import Cell, Row
from plans.state import Outcome, PlanState
from plans.words import FORMER
from plans.workdays import Calendar

Thing = TypeVar("Thing")
NOWHERE = "erased.invalid"
"""The domain of addresses that stand for erased ones: no mail server ever has it (RFC 2606)."""
SHORTEST = 3
"""Letters of a part of a name from which it is looked for by itself."""
PEOPLE = frozenset({
    "owner", "backup", "approver", "escalate_to", "reporter", "endorser", "snapshot_to", "by", "to", "agreed", "person",
    "about", "sender",
})  # fmt: skip
"""Fields that hold a person's id, or the address of somebody who is not on the plan."""
PERSONAL = frozenset({"owner", "backup", "approver"})
"""Fields of a line whose values are a person's id."""
VALUES = frozenset({"old", "new", "value", "offered"})
"""Fields that hold the value of the field that their neighbour names."""
LEFT_ALONE = frozenset({"slug", "plan", "follows", "timezone", "locale", "language", "kind", "status", "field", "code"})
"""Fields that name nobody, and whose words other things hang on."""


class NobodyLeftError(ValueError):
    """Somebody who cannot be taken out of the plan yet; the text is a sentence."""


@dataclass(frozen=True)
class Erasure:
    """Who is erased: their id in the plan ('' where they only wrote to it), names and addresses; `former` stands in
    their place from now on."""

    person: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    former: Person
    parts: tuple[str, ...] = ()
    other: tuple[str, ...] = ()

    def of(self, thing: Thing) -> Thing:
        """Return a plan, a state, a notice, a sheet or an entry in which the person is named no more."""
        return self._of(thing)  # type: ignore[no-any-return]

    def text(self, text: str) -> str:
        """Return a text without the person's names, addresses and numbers."""
        text = self._name.sub(self.former.name, self._address.sub(self.former.email, text))
        return self._aside.sub("", text) if self.other else text

    def names_them(self, text: str) -> bool:
        """Tell whether a text names the person in full, or by address."""
        return bool(self._address.search(text) or self._full_name.search(text))

    def who(self, text: str) -> str:
        """Return what stands for a person's id or address: the former's, where it is the one who is erased."""
        if self.person and text == self.person:
            return self.former.id
        return self.former.email if text.casefold() in self.addresses else self.text(text)

    def key(self, text: str) -> str:
        """Return a key (parts between slashes) that names the person no more."""
        return "/".join(self.former.id if self.person and part == self.person else part for part in text.split("/"))

    def value(self, field: str, value: Value, target: str = "") -> Value:
        """Return the value of a field that names the person no more."""
        match value:
            case str() if field in PERSONAL:
                return self.who(value)
            case tuple() if field == "confirmed":
                return tuple(
                    " ".join((self.who(by), *map(self.of, rest))) for by, *rest in (one.split(" ") for one in value)
                )
            case (name, address, side) if field == "person":
                mine = target == f"person:{self.former.id}" or address.casefold() in self.addresses
                return (self.former.name, self.former.email, side) if mine else (name, address, side)
        return self.of(value)

    @cached_property
    def _address(self) -> re.Pattern[str]:
        return _any_of(self.addresses, r"(?<![\w.+-])(?:{})(?![\w-])", re.IGNORECASE)

    @cached_property
    def _full_name(self) -> re.Pattern[str]:
        return _any_of(_spelled(self.names), r"\b(?:{})\b", re.IGNORECASE)

    @cached_property
    def _name(self) -> re.Pattern[str]:
        part = "|".join(re.escape(one) for one in _spelled(self.parts))
        one = f"(?i:{self._full_name.pattern})" + (rf"|\b(?:{part})\b(?:,? (?:{part})\b)*" if part else "")
        return re.compile(one)

    @cached_property
    def _aside(self) -> re.Pattern[str]:
        return _any_of(self.other, "(?:{})", re.IGNORECASE)

    def _of(self, thing: Any) -> Any:
        match thing:
            case str():
                return self.key(self.text(self._pointed(thing)))
            case tuple():
                return tuple(self._of(one) for one in thing)
            case dict():
                return {name: self._of(one) for name, one in thing.items()}
            case Party() | Deal():
                return thing
            case Person():
                return self._person(thing)
            case NewPerson(name, email):
                mine = (email or "").casefold() in self.addresses or bool(self._full_name.fullmatch(name))
                return NewPerson(self.former.name, self.former.email) if mine else thing
            case Calendar(holidays):
                return Calendar({self.who(person): days for person, days in holidays.items()})
            case Row():
                return replace(thing, cells={column: self._cell(column, cell) for column, cell in thing.cells.items()})
        return self._each_field(thing) if is_dataclass(thing) and not isinstance(thing, type) else thing

    def _each_field(self, thing: Any) -> Any:
        held = {field.name: getattr(thing, field.name) for field in fields(thing)}
        target = self._pointed(str(held.get("target", "")))
        changed: dict[str, Any] = {}
        for name, value in held.items():
            if name in VALUES and held.get("field"):
                changed[name] = self.value(held["field"], value, target)
            elif name in PEOPLE:
                changed[name] = self._people(value)
            elif name not in LEFT_ALONE or not isinstance(value, str):
                changed[name] = self._of(value)
        return replace(thing, **{name: value for name, value in changed.items() if value != held[name]})

    def _people(self, value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(self.who, value))
        return self.who(value) if isinstance(value, str) else self._of(value)

    def _pointed(self, text: str) -> str:
        """Return a text in which "person:<id>", and "owner <id>" as commands say it, mean the former."""
        if not self.person or self.person not in text:
            return text
        ways = r"((?:^|\s)(?:person:|(?:owner|backup|approver) |[\w-]+: (?:[\w.@-]+, )*))"
        return re.sub(rf"{ways}{re.escape(self.person)}(?![\w-])", rf"\g<1>{self.former.id}", text)

    def _person(self, person: Person) -> Person:
        if self.person and person.id == self.person:
            return self.former
        manager = self.who(person.manager) if person.manager else None
        return replace(person, assistant=self.who(person.assistant), manager=manager)

    def _cell(self, column: str, cell: Cell) -> Cell:
        value = self.who(cell.value) if column == "owner" and cell.value else self._of(cell.value)
        return replace(cell, text=self.text(cell.text), value=value, small=self._of(cell.small))


def _any_of(texts: Iterable[str], pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what finds any of these texts, whatever white space parts their words; nothing where there are none."""
    found = [r"\s+".join(map(re.escape, text.split())) for text in sorted(texts, key=len, reverse=True) if text.strip()]
    return re.compile(pattern.format("|".join(found)) if found else r"(?!)", flags)


def _spelled(names: Iterable[str]) -> tuple[str, ...]:
    """Return names with and without their accents."""
    return tuple(dict.fromkeys(spelled for name in names for spelled in (name, without_accents(name))))


def erasure_of(plan: Plan, who: str, known: Iterable[Person] = ()) -> Erasure:
    """Return the erasure of a person of the plan, or of an address that only wrote to it; `known` is how the person
    stood in versions before."""
    person = plan.person(who)
    records = [person, *known] if person else list(known)
    addresses = {address for one in records for address in one.addresses} or {who.casefold()}
    names = tuple(dict.fromkeys(one.name for one in records))
    others = [one.name for one in plan.people if one.id != who] + [plan.buyer.name, plan.seller.name, plan.title]
    taken = {word.casefold() for name in others for word in re.findall(r"\w+", name)}
    words = {word for name in names for word in re.findall(r"\w+", name) if len(word) >= SHORTEST and word[0].isupper()}
    parts = tuple(sorted(word for word in words if word.casefold() not in taken))
    other = {text for one in records for text in (one.phone, one.calendar) if text}
    former = _former(plan, person.side if person else "buyer")
    return Erasure(person.id if person else "", names, tuple(sorted(addresses)), former, parts, tuple(sorted(other)))


def _former(plan: Plan, side: Side) -> Person:
    number = sum(person.id.startswith("former-") for person in plan.people) + 1
    role = FORMER.get(plan.language[:2], FORMER["en"])[side]
    name = role if number == 1 else f"{role} {number}"
    return Person(f"former-{number}", name, f"former-{number}@{NOWHERE}", side, mail="off")


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
        pending=tuple(replace(one, to=_without_them(one.to, gone) or keeper) for one in state.pending),
        resting=tuple(replace(one, to=_without_them(one.to, gone) or keeper) for one in state.resting),
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


def _without_them(people: tuple[str, ...], gone: Iterable[str]) -> tuple[str, ...]:
    return tuple(person for person in people if person not in gone)
