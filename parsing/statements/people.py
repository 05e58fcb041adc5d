"""People in a sentence: the roster's names, the sender's "I", and newcomers with a full name or an address."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsing.dates.grammar import fold
from parsing.statements.lexicon import everyday, words_in
from parsing.statements.marks import Cue, Named, Sentence
from parsing.statements.words import Words
from plans.change import NewPerson
from plans.letter import Address
from plans.plan import Plan

EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+")
NAME_WORD = r"[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))+"
CAPITALS = "A-ZÀ-ÞŠŽŁŚ"
CAPITAL = re.compile(rf"[{CAPITALS}]")
PROPER = rf"(?=[{CAPITALS}]){NAME_WORD}"
PARTICLES = frozenset(("van", "von", "de", "der", "den", "di", "da", "do", "dos", "la", "le", "el", "bin", "al", "ter"))
FOLLOWING = frozenset(("la", "le", "der", "den", "ter"))
"""Particles that stand behind another one alone: "Cologne la DPIA" and "Durchsicht der Liste" are nobody."""
FULL_NAME = re.compile(
    rf"\b{PROPER}(?:(?: (?:{'|'.join(sorted(PARTICLES - FOLLOWING))}|de l[ae]|v[ao]n (?:de[nr]|ter)))* {PROPER}){{1,3}}"
)
POSSESSIVE = re.compile(r"['’]s$")
IN_BRACKETS = re.compile(r"\s*[(<\[]\s*(?:mailto:)?([\w.+%-]+@[\w-]+(?:\.[\w-]+)+)[^)>\]\n]{0,60}[)>\]]")
WORD_LEFT = re.compile(r"\w")
NEAR = 18
"""Characters before a name in which "from" or "to" belongs to it."""


@dataclass(frozen=True)
class Roster:
    """The names by which the plan's people are called, folded, each with the ids that answer to it."""

    names: Mapping[str, tuple[str, ...]]
    pattern: re.Pattern[str]
    copied: tuple[Address, ...]


def roster_of(plan: Plan, copied: Sequence[Address]) -> Roster:
    """Return the roster of a plan, and who is copied in besides."""
    names: dict[str, list[str]] = {}
    for person in plan.people:
        parts = person.name.split()
        first = {parts[0], parts[0].split("-")[0]}
        for name in {person.name, *first, parts[-1], " ".join((parts[-1], parts[0])), person.email, *person.aliases}:
            if len(name) > 1:
                names.setdefault(fold(name), []).append(person.id)
    longest = sorted(names, key=len, reverse=True)
    pattern = re.compile(
        rf"(?<![\w@.-])(?:{'|'.join(map(re.escape, longest))})(?:(?!['’]?[\w@-]|\.\w)|(?=['’]s\s*(?:[.,;:!?)]|$)))"
    )
    others = tuple(address for address in copied if plan.person_at(address.email) is None)
    return Roster({name: tuple(ids) for name, ids in names.items()}, pattern, others)


def people_in(text: str, folded: str, roster: Roster, words: Words, sender: str | None) -> list[Named]:
    """Return the people named in a sentence, in order, none overlapping."""
    found: list[Named] = []
    for named in (*_with_address(text, roster, words), *_on_roster(folded, roster), *_me(folded, words, sender)):
        if all(named.end <= other.start or other.end <= named.start for other in found):
            found.append(named)
    for named in _unknown(text, folded, roster, words):
        if all(named.end <= other.start or other.end <= named.start for other in found):
            found.append(named)
    return [_placed(named, folded, words) for named in sorted(found, key=lambda n: n.start)]


def left_out(sentence: Sentence, words: Words) -> Iterator[Cue]:
    """Yield who has no role where a sentence ends, behind somebody who has it: "Jill is the owner, not Mr Ray"."""
    named = [one for one in sentence.people if one.person is not None]
    denials = [cue for cue in sentence.cues if cue.name == "negated"]
    limit = re.compile(rf", (?:{words.joining.pattern} )?$")
    for before, last in pairwise(named[-2:]):
        for denial in denials:
            apart = (
                before.person != last.person
                and before.end <= denial.start
                and limit.search(fold(sentence.text[: denial.start]))
            )
            between = set(words_in(sentence.text[denial.end : last.start])) if denial.end < last.start else {""}
            if apart and between <= words.lists["titles"] and not WORD_LEFT.search(sentence.text[last.end :]):
                yield Cue(denial.start, last.end, "fillers")


def _with_address(text: str, roster: Roster, words: Words) -> Iterator[Named]:
    """Yield names that an address follows in brackets, and addresses alone."""
    for match in IN_BRACKETS.finditer(text):
        before = re.search(rf"({NAME_WORD}(?: {NAME_WORD}){{0,3}})$", text[: match.start()].rstrip())
        address = match[1]
        if known := roster.names.get(fold(address)):
            yield Named(match.start(), match.end(), known[0])
        elif before:
            name = _capitalised(before[1], words) or _from_address(address)
            at = before.start() + before[1].rfind(name) if name in before[1] else before.start()
            yield Named(at, match.end(), NewPerson(name, address.casefold()))
        elif loose := _first_name_before(text[: match.start()], address):
            yield Named(loose, match.end(), NewPerson(_from_address(address), address.casefold()))
        else:
            yield Named(match.start(), match.end(), NewPerson(_from_address(address), address.casefold()))
    for match in EMAIL.finditer(text):
        known = roster.names.get(fold(match[0]))
        before = re.search(rf"({NAME_WORD} {NAME_WORD}),? *[-–:]? *$", text[: match.start()])
        if not known and before and (name := _capitalised(before[1], words)):
            yield Named(before.start(), match.end(), NewPerson(name, match[0].casefold()))
        else:
            person = known[0] if known else NewPerson(_from_address(match[0]), match[0].casefold())
            yield Named(match.start(), match.end(), person)


def referring(
    people: Sequence[Named], folded: str, before: Sequence[Named], sender: str | None, words: Words
) -> list[Named]:
    """Return the people of a sentence with the pronoun that opens it, where the one before names one other person."""
    first = re.match(r"\w+", folded)
    named = {one.person for one in before if one.person not in (None, sender)}
    if first is None or len(named) != 1 or first[0] not in words.lists.get("pronouns", ()):
        return list(people)
    return [Named(0, first.end(), named.pop()), *people]


def _first_name_before(before: str, address: str) -> int | None:
    """Return where, earlier in the clause, the first name of an address stands."""
    first = re.split(r"[._-]", address.partition("@")[0])[0]
    match = re.search(rf"\b{re.escape(first)}\b(?=[^.;]*$)", before, re.IGNORECASE) if len(first) > 2 else None
    return match.start() if match else None


def _capitalised(run: str, words: Words) -> str:
    """Return the longest run of capitalised words at the end, without a title before it."""
    kept: list[str] = []
    for word in reversed(run.split()):
        if not CAPITAL.match(word) or fold(word).strip(".") in words.lists["titles"] | words.lists["breaks"]:
            break
        if len(kept) > 1 and fold(word) in words.calendar:
            break  # "In the first week of March Signe Holm ...".
        if words.found("asks_politely", fold(word)):
            break  # "Zet Pieter Kroon": a wish that begins a sentence is no name.
        kept.append(word)
    return " ".join(reversed(kept)) if len(kept) >= 2 else ""


def _from_address(address: str) -> str:
    """Return the name that an address spells, or the address."""
    parts = [part for part in re.split(r"[._-]", address.partition("@")[0]) if len(part) > 1 and part.isalpha()]
    return " ".join(part.capitalize() for part in parts) if len(parts) >= 2 else address.casefold()


def _on_roster(folded: str, roster: Roster) -> Iterator[Named]:
    for match in roster.pattern.finditer(folded):
        ids = roster.names[match[0]]
        yield Named(match.start(), match.end(), ids[0] if len(set(ids)) == 1 else None)


def _me(folded: str, words: Words, sender: str | None) -> Iterator[Named]:
    for match in re.finditer(r"[^\W\d_]+(?:'[a-z]+)?", folded):
        if sender and match[0] in words.lists["self_words"]:
            yield Named(match.start(), match.end(), sender)


def _unknown(text: str, folded: str, roster: Roster, words: Words) -> Iterator[Named]:
    """Yield capitalised full names that are nobody's here, and first names of people copied in."""
    for address in roster.copied:
        names = {address.name, address.name.split()[0] if address.name else ""} - {""}
        for name in sorted(names, key=len, reverse=True):
            for match in re.finditer(rf"(?<!\w){re.escape(fold(name))}(?!\w)", folded):
                yield Named(match.start(), match.end(), NewPerson(address.name, address.email.casefold()))
    for match in FULL_NAME.finditer(text):
        parts = POSSESSIVE.sub("", match[0]).split()
        while parts and ((len(parts) > 2 and _ordinary(parts[:1], words)) or _opens(fold(parts[0]), words)):
            parts = parts[1:]  # "Put Tobias Renquist": a word that begins a sentence is no name.
        parts = _without_department(parts, words)
        if len(parts) > 1 and not _ordinary(parts, words) and not _is_compound(parts):
            start = match.start() + match[0].index(" ".join(parts))
            yield Named(start, start + len(" ".join(parts)), NewPerson(" ".join(parts), None))
    for match in re.finditer(NAME_WORD, text):
        if CAPITAL.match(match[0]) and not _ordinary([match[0]], words):
            yield Named(match.start(), match.end(), None)


def _without_department(parts: list[str], words: Words) -> list[str]:
    """Return a name without the department that it is of: "Kramer von der Instandhaltung" is no "von der Leyen"."""
    ends = tuple(words.lists.get("departments", ()))
    small = next((at for at, part in enumerate(parts) if fold(part) in PARTICLES), len(parts))
    return parts[:small] if ends and small < len(parts) and fold(parts[-1]).endswith(ends) else parts


def _opens(word: str, words: Words) -> bool:
    """Tell whether a word is a wish, or a condition, that a sentence begins with: "Provided InfoSec agrees"."""
    return word in words.lists["imperatives"] or words.found("conditional", word)


def _is_compound(parts: Sequence[str]) -> bool:
    """Tell whether words are an article and a noun rather than names: "De HR-vragenlijst"."""
    joined = any("-" in part and not CAPITAL.match(part.rpartition("-")[2]) for part in parts)
    return joined or (len(parts) == 2 and fold(parts[0]) in PARTICLES)


def _ordinary(parts: Sequence[str], words: Words) -> bool:
    folded = [fold(part) for part in parts]
    known = words.lists
    return any(
        part in known["stop"]
        or part in known["plain"]
        or part in known["generic"]
        or part in known["titles"]
        or part in words.calendar | everyday()
        for part in folded
        if part not in PARTICLES
    )


def _placed(named: Named, folded: str, words: Words) -> Named:
    """Return the person with "from" or "to" before the name taken into account (a title may stand between)."""
    before = folded[max(0, named.start - NEAR) : named.start].rstrip()
    for title in words.lists["titles"]:
        before = before.removesuffix(f"{title}.").removesuffix(f" {title}").rstrip()
    gives = any(before == word or before.endswith(f" {word}") for word in words.lists["givers"])
    gets = any(before == word or before.endswith(f" {word}") for word in words.lists["getters"])
    return Named(named.start, named.end, named.person, gives, gets)
