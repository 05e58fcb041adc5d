"""Groups of patterns, each compiled when it is first asked for, and each word for what is done as one sign.

A language has hundreds of words for what is done, and a dozen patterns that hold one of them. The words are looked for
once a text: those patterns see a text of the same length in which each of the words stands as a run of `SIGN`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
    sign: Callable[[str], str]


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


class Group:
    """The patterns of one group: its places in a text are those of either kind, the earlier ones first."""

    def __init__(self, sources: Sequence[Source]) -> None:
        """Take the patterns; those that name the words for what is done see signs for them."""
        plain, signed = list[str](), dict[Callable[[str], str], list[str]]()
        for source in sources:
            if PLACE in source.pattern and not BARRED.search(source.pattern):
                signed.setdefault(source.sign, []).append(source.pattern.replace(PLACE, f"{SIGN}+"))
            else:
                plain.append(source.pattern.replace(PLACE, source.finished))
        self.pattern = "|".join(f"(?:{one})" for one in plain) or "(?!)"
        self._plain = re.compile(self.pattern)
        self._signed = [(sign, re.compile("|".join(f"(?:{one})" for one in ones))) for sign, ones in signed.items()]

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
        found = list(self._plain.finditer(text))
        for sign, pattern in self._signed:
            taken = [match.span() for match in found]
            found += [match for match in pattern.finditer(sign(text)) if not _shared(match.span(), taken)]
        yield from sorted(found, key=lambda match: match.start()) if self._signed else found


def _shared(span: tuple[int, int], taken: Sequence[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


class Patterns(Mapping[str, Group]):
    """Groups of patterns by name, each compiled when it is first asked for: a short letter asks for few."""

    def __init__(self, sources: Mapping[str, Sequence[Source]]) -> None:
        """Take each group's patterns."""
        self._sources = sources
        self._known: dict[str, Group] = {}

    def __getitem__(self, name: str) -> Group:
        """Return a group."""
        if name not in self._known:
            self._known[name] = Group(self._sources[name])
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        """Yield the groups' names."""
        return iter(self._sources)

    def __len__(self) -> int:
        """Return how many groups there are."""
        return len(self._sources)
