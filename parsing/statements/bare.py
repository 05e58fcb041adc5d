"""A bare answer is yes or no in however many words: to all that was asked, or to the lines that it names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from parsing.dates import FoundDate
from parsing.dates.grammar import fold
from parsing.statements.frame import Frame
from parsing.statements.lists import numbered_at
from parsing.statements.marks import Sentence
from parsing.statements.words import answers, either
from plans.words import LANGUAGES

Kind = Literal["keeping", "refusals", "assents", "standing", "nods", "wholes", "besides"]
KINDS: tuple[Kind, ...] = ("keeping", "refusals", "assents", "standing", "nods", "wholes", "besides")
"""Groups of words that a bare answer is made of, in the data of each language; the first that has a word rules."""
LETTER: dict[str, str] = {"keeping": "N", "refusals": "N", "assents": "Y", "standing": "Y", "nods": "Y", "line": "L"}
SHAPES = (
    re.compile(r"(?P<general>[YN]+)"),
    re.compile(r"(?P<behind>(?:L+[YN]+)+)"),
    re.compile(r"(?P<ahead>(?:[YN]+L+)+)"),
    re.compile(r"(?P<general>[YN]+)(?P<behind>(?:L+[YN]+)+)"),
)
"""How lines and answers stand together: "yes", "M2 yes, M3 no", "yes to M2, no to M3", "yes, but M3 no"."""
LONGEST = 160
"""Characters of a sentence that may be a bare answer."""
UNFIT = ("except_for", "not_about_plan", "takes_over")
"""Cue groups of a sentence that is no bare answer: something is left out, or it is "not mine" or no longer."""
BETWEEN = re.compile(r"[\s,.;:!…()\-–—\"'»«“”*&+/]+")


@dataclass(frozen=True)
class Bare:
    """One yes or no; without `lines` to all that was asked.

    `firm` is no mere politeness, `whole` says "all" or so. What `stands` says that things are as they were: a yes to
    "still true?", hardly one to a change; with a no, that they shall stay so ("leave it").
    """

    yes: bool
    lines: tuple[str, ...] = ()
    firm: bool = True
    whole: bool = False
    stands: bool = False


@dataclass(frozen=True)
class _Word:
    kind: str
    lines: tuple[str, ...]
    start: int
    end: int


def bare_in(sentence: Sentence, frame: Frame) -> tuple[Bare, ...]:
    """Return the bare answers of a sentence; nothing where any other word stands in it, or it contradicts itself."""
    if len(sentence.text) > LONGEST or sentence.asks or any(cue.name in UNFIT for cue in sentence.cues):
        return ()
    said = list(_words(sentence, frame))
    if not said or any(word.kind == "" for word in said):
        return ()
    telling = _denied([word for word in said if word.kind in LETTER], fold(sentence.text))
    shape = "".join(LETTER[word.kind] for word in telling)
    match = next((found for pattern in SHAPES if (found := pattern.fullmatch(shape))), None)
    whole = any(word.kind in ("wholes", "standing") for word in said)
    return tuple(_answers(match, telling, whole)) if match else ()


def _words(sentence: Sentence, frame: Frame) -> Iterator[_Word]:
    """Yield the words of a sentence one by one: lines, answers, what may stand beside them; ends at any other."""
    folded = fold(sentence.text)
    kinds, pattern = vocabulary(frame.languages)
    at = 0
    while at < len(folded):
        if between := BETWEEN.match(folded, at):
            at = between.end()
            continue
        mark = next((m for m in sentence.marks if m.start == at and m.how in ("id", "words") and not m.shared), None)
        piece = pattern.match(folded, at) if mark is None or mark.how == "words" else None
        named = next((p for p in sentence.people if p.start == at and p.person is not None), None)
        day = next((found for found in sentence.dates if found.start == at), None)
        if day and mark is None:
            yield _Word("besides" if _is_asked_day(day, frame) else "", (), at, day.end)
            at = day.end
        elif piece:
            yield _Word(kinds[piece[0]], (), at, piece.end())
            at = piece.end()
        elif mark:
            yield _Word("line", mark.lines, at, mark.end)
            at = mark.end
        elif found := numbered_at(folded, at, frame.plan, frame.rows, frame.words):
            lines, end = found
            yield _Word("line", lines, at, end)
            at = end
        elif named:
            at = named.end
        else:
            yield _Word("", (), at, len(folded))
            return


def _is_asked_day(found: FoundDate, frame: Frame) -> bool:
    """Tell whether a date is the day of a line that was asked: "yes, 8 May" says no more than yes."""
    dues = [getattr(frame.plan.entry(line), "due", None) for line in frame.asked]
    return found.date is not None and found.certain and found.date in dues


@lru_cache(maxsize=32)
def vocabulary(languages: tuple[str, ...]) -> tuple[dict[str, str], "re.Pattern[str]"]:
    """Return what each word of all our languages is in a bare answer, a letter's own languages first; and their
    pattern."""
    kinds: dict[str, str] = {}
    for language in dict.fromkeys((*languages, *LANGUAGES)):
        for kind in KINDS:
            for word in answers(language).get(kind, ()):
                kinds.setdefault(fold(word), kind)
    return kinds, re.compile(rf"(?:{either(kinds)})(?!\w|'\w)")


def _denied(said: Sequence[_Word], folded: str) -> list[_Word]:
    """Return the answers without a yes that a no denies right before it: "not true", but "no, right" is both."""
    kept: list[_Word] = []
    for word in said:
        beside = kept and not folded[kept[-1].end : word.start].strip()
        if not (beside and kept[-1].kind == "refusals" and LETTER[word.kind] == "Y"):
            kept.append(word)
        else:
            kept[-1] = _Word("refusals", (), kept[-1].start, word.end)
    return kept


def _answers(match: "re.Match[str]", said: Sequence[_Word], whole: bool) -> Iterator[Bare]:
    """Yield the answers in their order: the general one, then those about lines; nothing that is both yes and no."""
    groups = match.groupdict()
    general = len(groups.get("general") or "")
    found = [_answer(said[:general], (), whole)] if general else []
    rest = said[general:]
    edge = "[YN]+L+" if groups.get("ahead") else "L+[YN]+"
    shape = "".join(LETTER[word.kind] for word in rest)
    for part in re.finditer(edge, shape):
        words = rest[part.start() : part.end()]
        lines = tuple(dict.fromkeys(line for word in words for line in word.lines))
        found.append(_answer([word for word in words if word.kind != "line"], lines, whole))
    if all(found):
        yield from (one for one in found if one)


def _answer(said: Sequence[_Word], lines: tuple[str, ...], whole: bool) -> Bare | None:
    ways = {LETTER[word.kind] for word in said}
    firm = any(word.kind != "nods" for word in said)
    stands = any(word.kind in ("standing", "keeping") for word in said)
    return Bare(ways == {"Y"}, lines, firm, whole, stands) if len(ways) == 1 else None
