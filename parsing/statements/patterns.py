"""Groups of patterns, each compiled when it is first asked for, and each word for what is done as one sign.

A language has hundreds of words for what is done, and a dozen patterns that hold one of them. The words are looked for
once a text: those patterns see a text of the same length in which each of the words stands as a run of `SIGN`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from parsing.statements.sieve import Sieve

Sign = Callable[[str], str]
"""What puts signs into a text in the place of a language's words for what is done."""

SIGN = "\ua66e"
"""A letter of no language here: to a pattern a run of it is a word like others."""
PLACE = "{finished}"
"""Where a pattern names the words for what is done."""
BARRED = re.compile(r"\(\?[!=][^{}]*\)\(\?:\{finished\}")
"""A pattern that looks at the letters of the word itself: "(?!received)(?:{finished})"."""


@dataclass(frozen=True)
class Source:
    """A pattern with the words for what is done in its language, and what puts signs into a text in their place."""

    pattern: str
    finished: str
    sign: Sign


class Signs:
    """Puts signs into texts; the last text is remembered, since every group asks for it."""

    def __init__(self, finished: str) -> None:
        """Take a language's words for what is done."""
        self._finished = re.compile(rf"(?<!\w)(?:{finished})(?!\w)")
        self._last = ("", "")

    def __call__(self, text: str) -> str:
        """Return a text with a run of signs in each place of a word for what is done."""
        if self._last[0] != text:
            self._last = (text, self._finished.sub(lambda match: SIGN * (match.end() - match.start()), text))
        return self._last[1]


@dataclass
class Alternative:
    """One pattern of a group, compiled when a text may match it; `sign` puts signs into a text, or is None."""

    pattern: str
    sign: Sign | None

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """Return it compiled."""
        return re.compile(self.pattern)


class Group:
    """The patterns of one group: its places in a text are those of either kind, the earlier ones first."""

    def __init__(self, alternatives: Sequence[Alternative]) -> None:
        """Take the patterns."""
        self.alternatives = alternatives

    @cached_property
    def pattern(self) -> str:
        """Return those that see a text as it is, as one pattern."""
        plain = [one.pattern for one in self.alternatives if one.sign is None]
        return "|".join(f"(?:{one})" for one in plain) or "(?!)"

    @cached_property
    def _plain(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    @cached_property
    def _signed(self) -> list[tuple[Sign, re.Pattern[str]]]:
        signed: dict[Sign, list[str]] = {}
        for one in self.alternatives:
            if one.sign:
                signed.setdefault(one.sign, []).append(one.pattern)
        return [(sign, re.compile("|".join(f"(?:{one})" for one in ones))) for sign, ones in signed.items()]

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """Return the first place from `start` on; a match's places are those of the text, its words may be signs."""
        found = self._plain.search(text, start)
        for sign, pattern in self._signed:
            other = pattern.search(sign(text), start)
            found = other if other and (found is None or other.start() < found.start()) else found
        return found

    def match(self, text: str) -> re.Match[str] | None:
        """Return what stands at the beginning of a text."""
        found = self._plain.match(text)
        return found or next((one for sign, pattern in self._signed if (one := pattern.match(sign(text)))), None)

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the places in order, of two that share characters the first one that is found."""
        yield from places(self.alternatives, text)


def _alternative(source: Source) -> Alternative:
    """Return a pattern; one that names the words for what is done sees signs for them."""
    if PLACE in source.pattern and not BARRED.search(source.pattern):
        return Alternative(source.pattern.replace(PLACE, f"{SIGN}+"), source.sign)
    return Alternative(source.pattern.replace(PLACE, source.finished), None)


def places(alternatives: Sequence[Alternative], text: str) -> list[re.Match[str]]:
    """Return where some patterns of one group match, in order: those that see signs only beside the others' places."""
    found: list[re.Match[str]] = []
    for sign in dict.fromkeys((None, *(one.sign for one in alternatives))):
        taken = [match.span() for match in found]
        patterns = [one.compiled for one in alternatives if one.sign is sign]
        told = _leftmost(patterns, _seen(text, sign))
        found += [match for match in told if not _shared(match.span(), taken)]
    return sorted(found, key=lambda match: match.start())


def _leftmost(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    """Yield what an alternation would find: the leftmost match, of several there that of the first pattern."""
    ahead = [pattern.search(text) for pattern in patterns]
    while found := min((match for match in ahead if match), key=lambda match: match.start(), default=None):
        yield found
        at = max(found.end(), found.start() + 1)
        ahead = [
            match if match is None or match.start() >= at else pattern.search(text, at)
            for match, pattern in zip(ahead, patterns, strict=True)
        ]


def _seen(text: str, sign: Sign | None) -> str:
    """Return a text as a pattern sees it."""
    return sign(text) if sign else text


def _shared(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


class Language:
    """One language's groups of patterns, and which of those that are looked for together a text may hold.

    Languages are mixed in many ways; a pattern is compiled and sifted once a process.
    """

    def __init__(self, sources: Mapping[str, Sequence[Source]], together: Sequence[str]) -> None:
        """Take each group's patterns, and the names of those that are looked for together."""
        self.groups = {name: [_alternative(source) for source in ones] for name, ones in sources.items()}
        self._together = together

    @cached_property
    def _ways(self) -> Sequence[tuple[Sign | None, Sieve, Sequence[tuple[str, Alternative]]]]:
        """Return for each way of seeing a text the patterns that see it so, with their groups' names, and the sieve."""
        patterns = [(name, one) for name in self._together for one in self.groups.get(name, ())]
        signs = dict.fromkeys(one.sign for _, one in patterns)
        seeing = [(sign, [named for named in patterns if named[1].sign is sign]) for sign in signs]
        return [(sign, Sieve([one.pattern for _, one in named]), named) for sign, named in seeing]

    def among(self, text: str) -> Iterator[tuple[str, Alternative]]:
        """Yield the patterns looked for together that may match a text, with their groups' names."""
        for sign, sieve, named in self._ways:
            yield from map(named.__getitem__, sieve.among(_seen(text, sign)))


class Patterns(Mapping[str, Group]):
    """The groups of patterns of some languages by name, each made when it is first asked for: a letter asks for few."""

    def __init__(self, names: Sequence[str], languages: Sequence[Language], together: Sequence[str]) -> None:
        """Take the groups' names, the languages' patterns, and the names of groups that are looked for together."""
        self._names = dict.fromkeys(names)
        self._languages = languages
        self._together = together
        self._known: dict[str, Group] = {}

    def __getitem__(self, name: str) -> Group:
        """Return a group."""
        if name not in self._names:
            raise KeyError(name)
        if name not in self._known:
            self._known[name] = Group([one for each in self._languages for one in each.groups.get(name, ())])
        return self._known[name]

    def together(self, text: str) -> Iterator[tuple[str, re.Match[str]]]:
        """Yield the places of the groups that are looked for together, group by group: only what a text may hold."""
        may: dict[str, list[Alternative]] = {name: [] for name in self._together}
        for language in self._languages:
            for name, one in language.among(text):
                may[name].append(one)
        for name, ones in may.items():
            if ones:
                yield from ((name, match) for match in places(ones, text))

    def __iter__(self) -> Iterator[str]:
        """Yield the groups' names."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many groups there are."""
        return len(self._names)
