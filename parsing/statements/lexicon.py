"""The plan's lines as words: what a word or a run of words in a letter may mean, each line with a weight."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache, cached_property, lru_cache
from operator import attrgetter

from rapidfuzz.distance import Prefix

from parsing.dates.grammar import fold
from parsing.phrases import phrases
from parsing.statements.likeness import SHORTEST, alike, forms_of, is_part
from parsing.statements.words import concepts, plan_concepts, whole_concepts
from plans.plan import Plan

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
SHORTEST_PART = 4
"""Letters of each of two parts that a compound is made of."""
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
    also: tuple[str, ...] = ()
    """Other words of the line that it may be as well ("essai", of "Prova pilota")."""


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
        return self._by_concept(word) or written or self._by_parts(word) or self._by_likeness(word)

    def _by_parts(self, word: str) -> Mapping[str, Match]:
        """Return the lines that both parts of a compound name: "Tarifmodell", of "Tariff model"."""
        found: dict[str, Match] = {}
        for at in range(SHORTEST_PART, len(word) - SHORTEST_PART + 1) if self.compounds else ():
            first, last = (
                {line: match for line, match in self._as_is(part).items() if not match.outcome}
                for part in (word[:at], word[at:])
            )
            found |= {line: max(first[line], last[line], key=attrgetter("weight")) for line in first.keys() & last}
        return found

    def _as_is(self, word: str) -> Mapping[str, Match]:
        """Return the lines of a word that is written so in the plan, or means what is."""
        return self.index.get(word) or self._by_concept(word)

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
        return self._all(word, akin or keys, CONCEPT, plain=word not in self.common)

    def _by_likeness(self, word: str) -> Mapping[str, Match]:
        if word.isdigit():
            return {}
        if len(word) < SHORTEST:
            return self._by_beginning(word)
        keys = {key for key in self.long if alike(word, key, mistyped=word not in self.usual)}
        if keys:
            return self._all(word, keys, TYPO)
        if cut := self._by_beginning(word):
            return cut
        return self._all(word, {key for key in self.long if is_part(word, key)}, PART) if self.compounds else {}

    def _by_beginning(self, word: str) -> Mapping[str, Match]:
        """Return the lines of the word that this one is cut from ("eval", "exec"), or is the plural of ("certs")."""
        one = word.removesuffix("s")
        if not CUT <= len(word) <= LONGEST_CUT or word in self.usual or word in everyday():
            return {}
        keys = {key for key in self.long if key.startswith((word, one)) and len(key) >= len(word) + LEFT_OUT}
        return self._all(word, keys, PART) if len(keys) == 1 or CUT <= len(one) < len(word) else {}

    def _all(self, word: str, keys: set[str], factor: float, plain: bool = False) -> Mapping[str, Match]:
        """Return the lines of some of the plan's words; of several of one line the likest, with the others beside."""
        found: dict[str, Match] = {}
        for key in sorted(keys, key=lambda key: (-Prefix.similarity(word, key), key)):
            for line, match in self.index[key].items():
                weight = (match.plain if plain else match.weight) * factor
                kept = found.get(line)
                if kept is None or kept.weight < weight:
                    found[line] = Match(match.key, weight, match.outcome)
                elif kept.weight == weight:
                    found[line] = replace(kept, also=(*kept.also, match.key))
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
