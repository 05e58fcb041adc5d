"""Owners: who takes a line over, stands in for it or approves it, as a segment says."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from parsing.dates.grammar import fold
from parsing.statements.frame import Frame
from parsing.statements.lexicon import words_in
from parsing.statements.marks import Clause, Named
from parsing.statements.segments import stretch_of
from plans.change import NewPerson

OPENING = 6
"""Characters of a clause that its first words have ("Am 22.9. ...")."""
Role = Literal["owner", "backup", "approver"]
ROLES: tuple[tuple[str, Role], ...] = (("backs_up", "backup"), ("approves", "approver"), ("takes_over", "owner"))
"""Cue groups and the field that they set; the first one that stands in a clause rules it."""
GIVING = ("takes_over", "backs_up", "approves", "owner_is")
"""Cue groups whose words give a role."""


@dataclass(frozen=True)
class Handing:
    """A role and who gets it; `doubts` where nobody can tell who that is."""

    field: Role
    person: str | NewPerson | None
    doubts: tuple[str, ...] = ()


def handings(clauses: Sequence[Clause], frame: Frame, holder: str | None = None) -> Iterator[Handing]:
    """Yield the roles that a segment gives to somebody; `holder` owns the line, and is nobody to hand it to."""
    clauses = [clause for at, clause in enumerate(clauses) if not _calls(clause, clauses[at + 1 :])]
    clauses = [part for clause in clauses for part in _roles_apart(clause)]
    for at, clause in enumerate(clauses):
        role = next((role for cue, role in ROLES if clause.has(cue)), None)
        if role is None and (_replaces(clause, frame) or _has_owner(clause, clauses[at + 1 :])):
            role = "owner"
        if role is None or _for_a_while(clauses, at, role, frame):
            continue
        dropped = clause.has("no_longer") and not _exchanges(clause)
        where = clauses[at + 1] if dropped and at + 1 < len(clauses) and clauses[at + 1].people else clause
        if dropped and where is clause:
            yield Handing(role, None, ("unknown-person",))
            continue
        if role != "owner" and (meant := _related(clauses[:at], where, frame)):
            yield _handing(role, meant)
            continue
        near_by = () if _gives_away(where, frame) else _nearby(clauses, at, where)
        found = [
            one for near in near_by if (one := _chosen(near, frame)) and (near is where or not _is_refused(one, near))
        ]
        keeps = clause.has("does_it") and not clause.has("negated", "no_longer")
        if keeps and found and found[0].person == holder == frame.sender:
            continue  # "That I do myself, Sabine has enough on her plate".
        others = [one for one in found if role != "owner" or one.person != holder]
        told = [one for one in others if one in where.people or one.person != frame.sender]
        person = next(iter(told or others or found), None)  # "Backup, should I be out: Jill".
        if person and _is_denied(where):
            yield Handing(role, None, ("negated",))
        elif person:
            yield _handing(role, person)
        elif any(near.has("for_good") for near in clauses):
            yield Handing(role, None, ("unknown-person",))


def _roles_apart(clause: Clause) -> Iterator[Clause]:
    """Yield a clause that names an owner and a stand-in in two: "goes to Beth | with Ros as her backup"."""
    owner = [cue.start for cue in clause.cues if cue.name == "takes_over"]
    backup = [cue.start for cue in clause.cues if cue.name == "backs_up"]
    people = [named for named in clause.people if named.person is not None and not named.gives]
    last = people[-1] if len(people) > 1 else None
    if last and owner and backup and owner[0] < last.start < backup[-1] and people[0].end <= last.start:
        yield stretch_of(clause, clause.start, last.start)
        yield stretch_of(clause, last.start, clause.end)
    else:
        yield clause


def _for_a_while(clauses: Sequence[Clause], at: int, role: Role, frame: Frame) -> bool:
    """Tell whether somebody has a role for some time only: by the words beside it, or as a stand-in on a day."""
    brief = any(near.has("for_a_while") for near in clauses[max(at - 1, 0) : at + 2])
    reads = role == "owner" and clauses[at].has("not_yet")  # "I pass it to Jill for review".
    return brief or reads or (role == "backup" and _on_a_day(clauses[at], frame))


def _on_a_day(clause: Clause, frame: Frame) -> bool:
    """Tell whether a clause says that somebody stands in on a day to come: behind the verb, or as it begins."""
    start = next(cue.start for cue in clause.cues if cue.name == "backs_up")
    days = [d for d in clause.dates if d.date and d.date > frame.sent_at.date()]
    return any(d.start > start or d.start - clause.start <= OPENING for d in days)


def _related(before: Sequence[Clause], clause: Clause, frame: Frame) -> Named | None:
    """Return whom a "who" means: the last one named before it ("takes over from Omar, who becomes her backup").

    Whoever writes "I stand in for her" means nobody else.
    """
    if clause.has("backs_up") and frame.sender and frame.words.found("myself", fold(clause.text)):
        return Named(clause.start, clause.start, frame.sender)
    own = [named for named in clause.people if named.person is not None]
    told = [named for one in before for named in one.people if named.person is not None]
    return told[-1] if told and not own and frame.words.found("relative", fold(clause.text)) else None


def _has_owner(clause: Clause, behind: Sequence[Clause]) -> bool:
    """Tell whether a clause says whose a line is, by a name in it, or by one alone behind its colon."""
    if not clause.has("owner_is"):
        return False
    return bool(clause.people) or bool(behind and behind[0].text.startswith(":") and _is_a_name(behind[0]))


def _is_a_name(clause: Clause) -> bool:
    """Tell whether a clause is somebody's name and no more."""
    named = [one for one in clause.people if one.person is not None]
    first, end = (named[0].start - clause.start, named[-1].end - clause.start) if named else (0, 0)
    return bool(named) and not words_in(clause.text[:first] + clause.text[end:])


def _is_denied(clause: Clause) -> bool:
    """Tell whether a clause says who is not to have a line, and nobody else: "I'm not the one who does it"."""
    told = [named for named in clause.people if named.person is not None]
    return clause.has("negated") and not clause.has("no_longer") and len(told) == 1


def _replaces(clause: Clause, frame: Frame) -> bool:
    """Tell whether a clause names somebody in the place of its line's owner: "IT review - Colm instead of Priya"."""
    owners = {getattr(frame.plan.entry(line), "owner", None) for mention in clause.mentions for line in mention.lines}
    if clause.dates and clause.has("receives"):
        return False  # "Paige gets the diagram from me by Friday": that is when it is sent.
    gives = any(named.gives and named.person in owners - {None} for named in clause.people)
    return gives and any(not named.gives and named.person is not None for named in clause.people)


def _exchanges(clause: Clause) -> bool:
    """Tell whether a clause says who comes and who goes: "Morag is the backup instead of Helen"."""
    return any(named.gives for named in clause.people) and any(
        not named.gives and named.person is not None for named in clause.people
    )


def _calls(clause: Clause, behind: Sequence[Clause]) -> bool:
    """Tell whether a clause only calls somebody, before one whose line is what runs ("Kate, the trial will run")."""
    named = clause.people[0] if clause.start == 0 and len(clause.people) == 1 else None
    alone = named and not clause.text[: named.start].strip() and not clause.text[named.end :].strip()
    return bool(alone and behind and behind[0].mentions and behind[0].text.startswith(","))


def _nearby(clauses: Sequence[Clause], at: int, where: Clause) -> Iterator[Clause]:
    """Yield the clause itself, then the ones before it, then those behind."""
    yield where
    yield from reversed(clauses[:at])
    yield from (clause for clause in clauses[at + 1 :] if not clause.only_denies)  # "..., not me"


def _handing(role: Role, named: Named) -> Handing:
    if named.person is None:
        return Handing(role, None, ("unknown-person",))
    if isinstance(named.person, NewPerson) and not named.person.email and " " not in named.person.name:
        return Handing(role, named.person, ("unknown-person",))
    return Handing(role, named.person)


def _gives_away(clause: Clause, frame: Frame) -> bool:
    """Tell whether a clause names nobody but the sender, who gives something: "I pass it on to Audit"."""
    told = [named for named in clause.people if named.person is not None]
    return clause.has("hands") and bool(told) and all(one.person == frame.sender and not one.gets for one in told)


def _possessive(named: Named, clause: Clause, frame: Frame) -> bool:
    """Tell whether a person is only whose something is ("the approver on my line")."""
    said = fold(clause.text[named.start - clause.start : named.end - clause.start])
    return said in frame.words.lists["possessives"]


def _is_refused(named: Named, clause: Clause) -> bool:
    """Tell whether a denial stands right before a person: "Ray, not Jill, owns it"."""
    return any(cue.name == "negated" and cue.end + 1 == named.start for cue in clause.cues)


def _is_role(named: Named, clause: Clause) -> bool:
    """Tell whether what looks like a name is the word for a role that begins a sentence: "Backup for M4: Jill"."""
    roles = [cue for cue in clause.cues if cue.name in GIVING]
    return named.person is None and any(cue.start <= named.start and named.end <= cue.end for cue in roles)


def _chosen(clause: Clause, frame: Frame) -> Named | None:
    """Return the person who gets the role: the one after "to", else the nearest to the word that gives it."""
    people = [named for named in clause.people if not named.gives and not _possessive(named, clause, frame)]
    people = [named for named in people if not _is_role(named, clause)]
    if not people:
        return None
    if clause.has("hands") and (got := [named for named in people if named.gets and named.person is not None]):
        return got[0]
    people = [named for named in people if not _is_refused(named, clause)] or people
    known = [named for named in people if named.person is not None] or people
    others = [named for named in known if named.person != frame.sender] or known
    places = [cue.start for cue in clause.cues if cue.name in GIVING]
    at = places[0] if places else clause.start
    return min(others, key=lambda named: min(abs(named.start - at), abs(named.end - at)))
