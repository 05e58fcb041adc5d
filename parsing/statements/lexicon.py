"""The plan's lines as words: what a word or a run of words in a letter may mean, each line with a weight."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from operator import attrgetter

from parsing.dates.grammar import fold
from parsing.phrases import phrases
from parsing.statements.likeness import SHORTEST, alike, forms_of, is_part, singular
from parsing.statements.words import Words, concepts, plan_concepts, whole_concepts
from plans.plan import Action, Milestone, Plan

WORD = re.compile(r"[^\W_]+(?:'(?:s|t|re|ve|ll|d|m)\b)?")
"""A word; an elided article ("l'audit") is a word of its own, an English ending ("don't") is none."""
GENERIC, OUTCOME, CONCEPT, TYPO, PART = 0.45, 0.4, 0.9, 0.9, 0.85
"""Weights: of a word that many lines could have, one from the outcome, a synonym, a misspelling, a compound's part."""
FRAIL = 0.38
"""Weight of a word of names that is an everyday word too ("go", "live"): alone it names nothing, two of them do."""
TAIL_SHARE = 0.7
"""Weight of a word behind "on", "at" or "with" in a name: where or with whom, not what ("Pilot on two dock doors")."""
SETTLED_SHARE = 0.6
"""Weight, in a milestone that is done or skipped, of a word of its name: people write of what is open."""
ACTION_SHARE = 0.8
"""Weight, in an action, of a word that its own milestone is named by too."""
CERTAIN, WEAK = 0.75, 0.4
"""Sums of weights from which a run of words names a line, and from which it may."""
CUT, LONGEST_CUT, LEFT_OUT = 4, 6, 3
"""Letters of a word that is cut short, and how many it leaves out at least."""


@dataclass(frozen=True)
class Match:
    """One word of a letter that belongs to a line: `key` is the line's own word, `typed` tells a guess from it."""

    key: str
    weight: float
    outcome: bool = False
    plain: float = 0.0
    """The weight without regard to how common the line's own word is: what a word of another language gets."""


@dataclass
class Lexicon:
    """Every word of a plan's lines, with what was looked up kept (a plan is read against many letters)."""

    plan: Plan
    index: Mapping[str, Mapping[str, Match]]
    long: tuple[str, ...]
    groups: Mapping[int, frozenset[str]]
    initials: Mapping[str, Mapping[str, Match]]
    stop: frozenset[str]
    common: frozenset[str]
    usual: frozenset[str]
    compounds: bool
    names: Mapping[str, str]
    """Whole names of several words, folded, each with its line; one that two lines have is none."""
    known: dict[str, Mapping[str, Match]] = field(default_factory=dict)

    @cached_property
    def whole(self) -> re.Pattern[str]:
        """Return the pattern of the whole names, the longest first."""
        longest = sorted(self.names, key=len, reverse=True)
        return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest)) or '(?!)'})(?![\w-])")

    def lines_of(self, word: str) -> Mapping[str, Match]:
        """Return the lines that a folded word may belong to; a word as written beats synonyms, these beat guesses."""
        found = self.known.get(word)
        if found is None:
            found = self.known[word] = self._look_up(word)
        return found

    def _look_up(self, word: str) -> Mapping[str, Match]:
        word = word.removesuffix("'s")
        if word in self.stop:
            return {}
        forms = [self.index[form] for form in forms_of(word) if form in self.index]
        if named := next((found for found in forms if not all(match.outcome for match in found.values())), None):
            return self._with_concepts(word, named)
        written = forms[0] if forms else {}
        if written and word not in concepts():
            return written  # An outcome's own word says more than the parts of it do ("Netzfreigabe").
        return self._by_concept(word) or written or self._by_likeness(word)

    def _with_concepts(self, word: str, named: Mapping[str, Match]) -> Mapping[str, Match]:
        """Return what an everyday word names with what it means: "signing" is of "sign-off", and a signature."""
        if any(match.weight > GENERIC for match in named.values()):
            return named
        akin = self._by_concept(word)
        return {
            line: max((found[line] for found in (named, akin) if line in found), key=attrgetter("weight"))
            for line in {**named, **akin}
        }

    def _by_concept(self, word: str) -> Mapping[str, Match]:
        if word in plan_concepts():
            return {}
        groups = groups_of(word) if self.compounds else concepts().get(word, frozenset())
        keys = {key for group in groups for key in self.groups.get(group, ())}
        akin = {key for key in keys if key[:SHORTEST] == word[:SHORTEST]}
        return self._all(akin or keys, CONCEPT, plain=word not in self.common)

    def _by_likeness(self, word: str) -> Mapping[str, Match]:
        if word.isdigit():
            return {}
        if len(word) < SHORTEST:
            return self._by_beginning(word)
        keys = {key for key in self.long if alike(word, key, mistyped=word not in self.usual)}
        if keys:
            return self._all(keys, TYPO)
        if cut := self._by_beginning(word):
            return cut
        return self._all({key for key in self.long if is_part(word, key)}, PART) if self.compounds else {}

    def _by_beginning(self, word: str) -> Mapping[str, Match]:
        """Return the lines of the one word that this one is cut from ("eval", "exec", "impl")."""
        if not CUT <= len(word) <= LONGEST_CUT or word in self.usual | everyday():
            return {}
        keys = {key for key in self.long if key.startswith(word) and len(key) >= len(word) + LEFT_OUT}
        return self._all(keys, PART) if len(keys) == 1 else {}

    def _all(self, keys: set[str], factor: float, plain: bool = False) -> Mapping[str, Match]:
        found: dict[str, Match] = {}
        for key in keys:
            for line, match in self.index[key].items():
                weight = (match.plain if plain else match.weight) * factor
                if line not in found or found[line].weight < weight:
                    found[line] = Match(match.key, weight, match.outcome)
        return found


@cache
def everyday() -> frozenset[str]:
    """Return the commonest words of all languages: in an outcome they tell nothing."""
    return frozenset(phrases("language", "words"))


def words_in(text: str) -> list[str]:
    """Return the folded words of a text."""
    return WORD.findall(fold(text))


@lru_cache(maxsize=20_000)
def groups_of(word: str) -> frozenset[int]:
    """Return the concepts of a line's word, those of a compound's first and last part with them."""
    known = concepts()
    parts = [
        group
        for named, group in known.items()
        if len(named) >= 6 and len(word) > len(named) + 3 and is_part(named, word) and named not in whole_concepts()
    ]
    return known.get(word, frozenset()).union(*parts)


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
    last_is_verb = compounds and action.task.split()[-1][0].islower() and task[-1].endswith("en")
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
    return {short: lines for short, lines in found.items() if len(lines) == 1 and short not in taken}


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
        for word in words_in(milestone.outcome):
            common = self.generic | self.frail | everyday() | self.words.lists["plain"]
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
