"""What a text must hold for a pattern to stand in it, so that most patterns need not be tried."""

import re
from collections.abc import Iterator, Mapping

Words = frozenset[str]
TOKEN = re.compile(r"\\.|\[(?:\\.|[^\]])*\]|\{[a-z_]+\}|\{[\d,]+\}|\(\?<?[=!]|\(\?:|\(\?P<\w+>|[a-z]+|.", re.DOTALL)
ENDS = ("", " ", ")", "|", "\\b")
STARTS = ("", " ", "(?:", "|")
MAYBE = ("?", "*")
AROUND = ("(?=", "(?!", "(?<=", "(?<!")


def needs(template: str, marks: Mapping[str, Words]) -> tuple[Words, ...]:
    """Return sets of words, of each of which a text holds one where the template matches.

    `marks` give the words of the template's names; a word counts where nothing but its end can follow it.
    """
    tokens = [token[0] for token in TOKEN.finditer(template)]
    found, _ = _sequence(tokens, 0, marks)
    return tuple(found)


def _sequence(tokens: list[str], at: int, marks: Mapping[str, Words]) -> tuple[list[Words], int]:
    """Return what the alternatives from here to the bracket's end need together, and where that is."""
    ways: list[list[Words]] = [[]]
    while at < len(tokens) and tokens[at] != ")":
        token = tokens[at]
        if token == "|":
            ways.append([])
            at += 1
            continue
        inner, after = _one(tokens, at, marks)
        maybe = after < len(tokens) and tokens[after] in MAYBE
        if not maybe:
            ways[-1] += inner
        at = after + maybe
    return list(_common(ways)), at


def _one(tokens: list[str], at: int, marks: Mapping[str, Words]) -> tuple[list[Words], int]:
    token = tokens[at]
    if token.startswith("("):
        inner, end = _sequence(tokens, at + 1, marks)
        return ([] if token in AROUND else inner), end + 1
    if token[0] == "{":
        return [marks[token[1:-1]]] if token[1:-1] in marks else [], at + 1
    before = tokens[at - 1] if at else ""
    after = tokens[at + 1] if at + 1 < len(tokens) else ""
    glued = after == " " and tokens[at + 2 : at + 3] == ["?"]
    whole = token.isalpha() and before in STARTS and after in ENDS and not glued
    return [frozenset({token})] if whole else [], at + 1


def _common(ways: list[list[Words]]) -> Iterator[Words]:
    """Yield what is needed whichever way is taken: of several ways the words of one need of each."""
    if len(ways) == 1:
        yield from ways[0]
    elif all(ways):
        yield frozenset[str]().union(*(min(way, key=len) for way in ways))
