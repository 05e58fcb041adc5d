"""Naming is how a plan's lexicon is built: the words of its lines' names, each with what it weighs."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from parsing.dates.grammar import fold
from parsing.statements.lexicon import (
    ACTION_SHARE,
    CONCEPT,
    FRAIL,
    GENERIC,
    OUTCOME,
    SETTLED_SHARE,
    TAIL_SHARE,
    Lexicon,
    Match,
    everyday,
    groups_of,
    words_in,
)
from parsing.statements.likeness import SHORTEST, singular
from parsing.statements.words import Words
from plans.plan import Action, Milestone, Plan

VERBAL = ("en", "ern", "eln")
"""How verbs end that a German or Dutch task ends in ("Tablets ausliefern")."""


def lexicon_for(plan: Plan, words: Words, internal: bool, compounds: bool) -> Lexicon:
    """Return a plan's lexicon; internal lines are known to the seller's people only.

    `compounds` tells whether one of the languages joins words into one (German, Dutch).
    """
    written = dict(_written_names(plan, internal))
    known = frozenset(word for own in written.values() for word in own)
    names = {line: {singular(word, known) for word in own} for line, own in written.items()}
    index = _Index(words, _spread(plan, names))
    for milestone in plan.milestones:
        own = names.get(milestone.id, set())
        tail = {singular(word, known) for word in _tail(milestone.name, words)}
        for word in own:
            share = SETTLED_SHARE if milestone.settled else TAIL_SHARE if word in tail else 1.0
            index.put(word, milestone.id, share)
        for action in milestone.actions:
            for word in names.get(action.id, ()):
                index.put(word, action.id, _share(word, action, own, compounds))
    for milestone in plan.milestones:
        if milestone.id in names:
            index.put_outcome(milestone)
    return Lexicon(
        plan,
        index.lines,
        tuple(word for word in index.lines if len(word) >= SHORTEST and not word.isdigit()),
        index.concepts(),
        _initials(plan, names, words),
        words.lists["stop"],
        words.lists["generic"] | words.lists["frail"],
        words.lists["plain"],
        compounds,
        _whole_names(plan, internal),
    )


def _whole_names(plan: Plan, internal: bool) -> Mapping[str, str]:
    found: dict[str, set[str]] = defaultdict(set)
    for line in plan.lines():
        local = line.name_local if isinstance(line, Milestone) else ""
        for name in (line.name, local) if internal or not plan.is_internal(line.id) else ():
            if len(words_in(name or "")) > 1:
                found[fold(name)].add(line.id)
    return {name: next(iter(lines)) for name, lines in found.items() if len(lines) == 1}


def _share(word: str, action: Action, own: set[str], compounds: bool) -> float:
    """Return the weight of an action's word: its verb ("Send ...", "... bereitstellen") names no line by itself."""
    task = words_in(action.task)
    last_is_verb = compounds and action.task.split()[-1][0].islower() and task[-1].endswith(VERBAL)
    if len(task) > 1 and word == (task[-1] if last_is_verb else task[0]):
        return GENERIC
    return ACTION_SHARE if word in own else 1.0


def _initials(plan: Plan, names: Mapping[str, set[str]], words: Words) -> Mapping[str, Mapping[str, Match]]:
    """Return the initials of the first words of milestones' names that are no word and no other line's initials."""
    found: dict[str, dict[str, Match]] = defaultdict(dict)
    for milestone in plan.milestones:
        every = words_in(milestone.name)
        for said in (every, [word for word in every if word not in words.lists["stop"]]):
            for count in range(2, 5):
                short = "".join(word[0] for word in said[:count])
                ends_small = (
                    count == len(said[:count]) == 2 and said[1] in words.lists["stop"]
                )  # "PO" is no "Pilot on".
                if milestone.id in names and len(said) >= count and not ends_small:
                    found[short][milestone.id] = Match(short, CONCEPT)
    taken = {word for own in names.values() for word in own}
    told = {short: lines for short, lines in found.items() if len(lines) == 1 and short not in taken}
    return {**told, **_small_capitals(plan, names, words)}


def _small_capitals(plan: Plan, names: Mapping[str, set[str]], words: Words) -> Mapping[str, Mapping[str, Match]]:
    """Return the small words that milestones' names have in capitals: "IT" is no "it", and may be part of a name."""
    found: dict[str, dict[str, Match]] = defaultdict(dict)
    for milestone in plan.milestones:
        for word in re.findall(r"\b[A-Z]{2,3}\b", milestone.name) if milestone.id in names else ():
            if fold(word) in words.lists["stop"]:
                found[fold(word)][milestone.id] = Match(fold(word), FRAIL)
    return found


def _tail(name: str, words: Words) -> set[str]:
    """Return the words of a name behind its first "on", "at" or "with"."""
    told = words_in(name)
    at = next((i for i, word in enumerate(told) if i and word in words.lists["places"]), len(told))
    return set(told[at + 1 :]) - set(told[:at])


class _Index:
    """The index of a lexicon while it is built: every word with its lines and their weights."""

    def __init__(self, words: Words, spread: Mapping[str, int]) -> None:
        self.stop, self.generic, self.frail = (words.lists[name] for name in ("stop", "generic", "frail"))
        self.words, self.spread = words, spread
        self.lines: dict[str, dict[str, Match]] = {}

    def put(self, word: str, line: str, factor: float, outcome: bool = False) -> None:
        """Note a word of a line, its weight shared among the lines that have it."""
        plain = weight = factor / max(1, self.spread[word])
        says = self.words.found("done", word) or self.words.found("confirmed", word)
        if says or word in self.frail or word in everyday():
            weight = min(weight, FRAIL)
        elif word in self.generic or word.isdigit():
            weight = min(weight, GENERIC)
        kept = self.lines.get(word, {}).get(line)
        if word not in self.stop and (kept is None or kept.weight < weight):
            self.lines.setdefault(word, {})[line] = Match(word, weight, outcome, plain)

    def put_outcome(self, milestone: Milestone) -> None:
        """Note the telling words of an outcome that no line has in its name."""
        common = self.generic | self.frail | everyday() | self.words.lists["plain"]
        for word in words_in(milestone.outcome):
            if word not in self.lines and len(word) > 3 and word not in common:
                self.put(word, milestone.id, OUTCOME, outcome=True)

    def concepts(self) -> Mapping[int, frozenset[str]]:
        """Return the words of names by what they mean in any language."""
        groups: dict[int, set[str]] = defaultdict(set)
        for word, lines in self.lines.items():
            if not all(match.outcome for match in lines.values()):
                for group in groups_of(word):
                    groups[group].add(word)
        return {group: frozenset(found) for group, found in groups.items()}


def _written_names(plan: Plan, internal: bool) -> Iterator[tuple[str, set[str]]]:
    """Yield every line with the words of its names: its own, the local one, the buyer's term for it."""
    terms = {fold(ours): theirs for ours, theirs in (plan.vocabulary or {}).items()}
    vocabulary = {**{fold(theirs): ours for ours, theirs in terms.items()}, **terms}
    for line in plan.lines():
        if plan.is_internal(line.id) and not internal:
            continue
        name = fold(f"{line.name} {_local(line)}")
        buyers = " ".join(theirs for ours, theirs in vocabulary.items() if ours and ours in name)
        yield line.id, set(words_in(f"{name} {buyers}"))


def _local(line: Milestone | Action) -> str:
    return f"{line.name_local} {line.kind}" if isinstance(line, Milestone) else ""


def _spread(plan: Plan, names: Mapping[str, set[str]]) -> Mapping[str, int]:
    """Return in how many milestones (their actions with them) each word stands; in action names only, in how many."""
    found: dict[str, int] = defaultdict(int)
    for milestone in plan.milestones:
        own = names.get(milestone.id, set())
        for word in own:
            found[word] += 1
    for milestone in plan.milestones:
        own = names.get(milestone.id, set())
        for word in {word for action in milestone.actions for word in names.get(action.id, set())} - own:
            found[word] += 1
    return found
