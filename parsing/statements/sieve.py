"""What a pattern needs: pieces of text of which one stands wherever it matches, to tell quickly where it cannot.

A language has a thousand patterns, and a sentence holds a word of few of them: only these are looked for.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

TOKEN = re.compile(r"\\.|\(\?(?:[:=!]|<[=!])|\[\^?\]?(?:\\.|[^\]\\])*\]|(?:[?*+]|\{\d*,?\d*\})\??|.", re.DOTALL)
"""A token of a regular expression: an escape, what opens a group, a class, a quantifier, or a character."""
OPTIONAL = ("?", "*", "{0", "{,")
"""How a quantifier begins that lets what stands before it be left out."""
SHORTEST, HEAD = 2, 3
"""Letters of the shortest piece that is looked for, and of the beginnings by which pieces are found."""

Pieces = frozenset[str] | None
"""Pieces of which a pattern needs one; None where it needs none that is known."""


@cache
def needed(pattern: str) -> Pieces:
    """Return pieces of which one stands in every text that a pattern matches, or None."""
    return _choice(iter([*TOKEN.findall(pattern), ")"]))


def _choice(tokens: Iterator[str]) -> Pieces:
    """Return what an alternation needs up to the bracket that closes it: one of the pieces of each branch."""
    every: set[str] | None = set()
    ended = False
    while not ended:
        ended, pieces = _branch(tokens)
        every = None if every is None or pieces is None else every | pieces
    return None if every is None else frozenset(every)


def _branch(tokens: Iterator[str]) -> tuple[bool, Pieces]:
    """Return whether a branch is the last one, and the best of what it needs: its longest run, or a group's pieces."""
    found: list[frozenset[str]] = []
    run, atom = "", ""
    group: Pieces = None
    for token in tokens:
        if token[0] in "?*+" or (token[0] == "{" and len(token) > 1):
            left_out = token.startswith(OPTIONAL)
            run, atom, group = _flushed(found, run if left_out else run + atom, None if left_out else group)
            continue
        run, atom, group = (run + atom, "", None) if group is None else _flushed(found, run + atom, group)
        if token in ("|", ")"):
            _flushed(found, run, None)
            return token == ")", max(found, key=lambda pieces: min(map(len, pieces)), default=None)
        if token[0] == "(":
            run, atom, _ = _flushed(found, run, None)
            inside = _choice(tokens)
            group = inside if token in ("(", "(?:") else None
        elif token[0] in "[.^$" or (token[0] == "\\" and token[1].isalnum()):
            run, atom, _ = _flushed(found, run, None)
        else:
            atom = token[-1]
    return True, None


def _flushed(found: list[frozenset[str]], run: str, group: Pieces) -> tuple[str, str, None]:
    """Note a run that ends, and a group's pieces; return the state of nothing read."""
    if len(run) >= SHORTEST:
        found.append(frozenset({run}))
    if group and min(map(len, group)) >= SHORTEST:
        found.append(group)
    return "", "", None


class Sieve:
    """Tells which of many patterns may match a text: those of which a needed piece stands in it."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """Take the patterns; they are known by their places."""
        self._always: list[int] = []
        self._pieces: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
        for at, pattern in enumerate(patterns):
            pieces = needed(pattern)
            if pieces is None:
                self._always.append(at)
            for piece in pieces or ():
                self._pieces[piece[:HEAD]].append((piece, at))

    def among(self, text: str) -> list[int]:
        """Return the places of the patterns that may match, in order."""
        found = set(self._always)
        for size in (SHORTEST, HEAD):
            for at in range(len(text) - size + 1):
                for piece, place in self._pieces.get(text[at : at + size], ()):
                    if text.startswith(piece, at):
                        found.add(place)
        return sorted(found)
