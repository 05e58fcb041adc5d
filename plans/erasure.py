"""An erasure knows who is erased, and gives back any text, plan, notice or sheet in which they are named no more."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from plans.accents import without_accents
from plans.change import NewPerson, Value
from plans.plan import Deal, Party, Person
from plans.sheet import Cell, Row
from plans.workdays import Calendar

Thing = TypeVar("Thing")
PEOPLE = frozenset({
    "owner", "backup", "approver", "escalate_to", "reporter", "endorser", "snapshot_to", "by", "to", "agreed", "person",
    "about", "sender", "absent", "instead",
})  # fmt: skip
"""Fields that hold a person's id, or the address of somebody who is not on the plan."""
PERSONAL = frozenset({"owner", "backup", "approver"})
"""Fields of a line whose values are a person's id."""
IN_FILE = ("owner", "backup", "approver", "escalate_to", "reporter", "endorser", "by", "manager", "assistant")
"""Keys of a plan file whose value is a person's id; `snapshot_to` is a list of them."""
VALUES = frozenset({"old", "new", "value", "offered"})
"""Fields that hold the value of the field that their neighbour names."""
LEFT_ALONE = frozenset({"slug", "plan", "follows", "timezone", "locale", "language", "kind", "status", "field", "code"})
"""Fields that name nobody, and whose words other things hang on."""


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

    def file(self, text: str) -> str:
        """Return the text of a plan file without the person; their id goes where a person's stands."""
        text = self.text(text)
        if not self.person:
            return text
        text = _PEOPLE_IN_FILE.sub(lambda people: self._named("id", people[0]), text)
        text = _LIST_IN_FILE.sub(lambda listed: self._item.sub(rf"\g<1>{self.former.id}", listed[0]), text)
        return self._named("|".join(IN_FILE), text)

    def _named(self, keys: str, text: str) -> str:
        """Return the text of a plan file in which the value of these keys means the former."""
        theirs = rf"((?<![\w-])(?:{keys}):\s+[\"']?){re.escape(self.person)}(?=[\"']?\s*(?:[,\]}}#]|$))"
        return re.sub(theirs, rf"\g<1>{self.former.id}", text, flags=re.MULTILINE)

    def names_them(self, text: str) -> bool:
        """Tell whether a text names the person in full, or by address."""
        return bool(self._address.search(text) or self._full_name.search(text))

    def who(self, text: str) -> str:
        """Return what stands for a person's id or address: the former's, where it is the one who is erased."""
        if self.person and text == self.person:
            return self.former.id
        return self.former.email if text.casefold() in self.addresses else self.text(text)

    def key(self, text: str) -> str:
        """Return a key (parts between slashes) that names the person no more; a word alone is none."""
        if "/" not in text:
            return text
        stands = {self.person: self.former.id} if self.person else {}
        parts = (stands.get(part, part) for part in text.split("/"))
        return "/".join(self.former.email if part.casefold() in self.addresses else part for part in parts)

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
        """Return what finds a whole name, also turned round; one of a single word only as it is written ("May")."""
        spelled = _spelled(self.names)
        whole = [turned for name in spelled for turned in _turned(name)]
        single = [name for name in spelled if len(name.split()) == 1]
        patterns = (_any_of(whole, "(?i:{})").pattern, _any_of(single, "{}").pattern)
        return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")

    @cached_property
    def _name(self) -> re.Pattern[str]:
        part = "|".join(re.escape(one) for one in _spelled(self.parts))
        one = self._full_name.pattern + (rf"|\b(?:{part})\b(?:,? (?:{part})\b)*" if part else "")
        return re.compile(one)

    @cached_property
    def _item(self) -> re.Pattern[str]:
        """Return what finds the person's id as an item of a list."""
        return re.compile(rf"(?m)((?:-\s+|[\[,]\s*)[\"']?){re.escape(self.person)}(?=[\"']?\s*(?:[,\]#]|$))")

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
            case Calendar(holidays, places, until):
                known = {self.who(person): days for person, days in holidays.items()}
                return Calendar(known, {self.who(person): place for person, place in places.items()}, until)
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
        ways = r"((?:^|[\s/])(?:person:|(?:owner|backup|approver) |[\w-]+: (?:[\w.@-]+, )*))"
        return re.sub(rf"{ways}{re.escape(self.person)}(?![\w-])", rf"\g<1>{self.former.id}", text)

    def _person(self, person: Person) -> Person:
        if self.person and person.id == self.person:
            return self.former
        if person.email.casefold() in self.addresses:  # Under an id that is somebody else's by now.
            return replace(self.former, id=person.id, mail=person.mail)
        manager = self.who(person.manager) if person.manager else None
        return replace(person, assistant=self.who(person.assistant), manager=manager)

    def _cell(self, column: str, cell: Cell) -> Cell:
        value = self.who(cell.value) if column == "owner" and cell.value else self._of(cell.value)
        small = tuple((kind, self.who(said) if kind in PERSONAL else self._of(said)) for kind, said in cell.small)
        return replace(cell, text=self.text(cell.text), value=value, small=small)


_PEOPLE_IN_FILE = re.compile(r"(?ms)^people:.*?(?=^\w|\Z)")
_LIST_IN_FILE = re.compile(r"(?m)^[^\n]*(?<![\w-])snapshot_to:\s*(?:\[[^\]]*\]|(?:\n[ \t]*-[^\n]*)+)")


def _any_of(texts: Iterable[str], pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return what finds any of these texts, whatever white space parts their words; nothing where there are none."""
    found = [r"\s+".join(map(re.escape, text.split())) for text in sorted(texts, key=len, reverse=True) if text.strip()]
    return re.compile(pattern.format("|".join(found)) if found else r"(?!)", flags)


def _turned(name: str) -> tuple[str, ...]:
    """Return a name of several words as it is, and with the family name (one word, or all but the first) ahead."""
    words = name.split()
    if len(words) < 2:
        return ()
    return (name, f"{words[-1]}, {' '.join(words[:-1])}", f"{' '.join(words[1:])}, {words[0]}")


def _spelled(names: Iterable[str]) -> tuple[str, ...]:
    """Return names with and without their accents."""
    return tuple(dict.fromkeys(spelled for name in names for spelled in (name, without_accents(name))))
