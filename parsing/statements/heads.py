"""Heads are nouns that make a line's name the name of something else: the pilot team, the contract draft."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsing.statements.lexicon import Lexicon, words_in
from parsing.statements.likeness import forms_of
from parsing.statements.marks import Mention, Sentence
from parsing.statements.words import Words, concepts

BEHIND = re.compile(r"[ -](\w+)(?: (\w+))?")
JOINED = re.compile(r"-(\w{4,})")
LABEL = re.compile(r"\W*((?:[\w'’-]+ ){0,3}[\w'’-]+): ")
"""A few words and a colon, with which a sentence names what it speaks of."""
AHEAD = re.compile(r"(?:\w+[ '’])+$")
"""The words right before a name, with no mark between them: "the draft of the contract"."""
NEAR = 40
"""Characters before a name that are looked at."""
MOST_SMALL = 3
SHORTEST_PART = 4
"""Letters of a head that ends a compound, and of what stands before it ("Pilotteam")."""
LINKS = ("", "s", "es", "n", "en")
"""What joins the parts of a compound ("Angebot-s-frist")."""


def headed(mention: Mention, folded: str, lexicon: Lexicon, words: Words) -> Mention:
    """Return a name with the doubt which line is meant, where a head beside it or within it names something else."""
    if mention.how not in ("words", "weak") or len(mention.lines) != 1 or mention.shared:
        return mention
    said = words_in(folded[mention.start : mention.end])
    other = (
        _is_apart(said, lexicon, words)
        or _is_another(mention, folded, lexicon, words)
        or any(
            _changes(head, said, mention.lines[0], lexicon, words)
            for head in _beside(mention, said, folded, lexicon, words)
        )
    )
    if not other and lexicon.compounds and said and words.lists.get("kin"):
        other = _is_of_another(said[-1], folded[mention.end :], mention.lines[0], lexicon, words)
    return replace(mention, shared=True) if other else mention


def _is_another(mention: Mention, folded: str, lexicon: Lexicon, words: Words) -> bool:
    """Tell whether the word right before a name tells it from the line: "our second pilot", where the plan has one."""
    ahead = AHEAD.search(folded, max(0, mention.start - NEAR), mention.start)
    last = words_in(ahead[0])[-1:] if ahead else []
    return bool(last) and last[0] in words.lists["another"] and mention.lines[0] not in lexicon.lines_of(last[0])


def without_acts(marks: Sequence[Mention], folded: str, words: Words) -> list[Mention]:
    """Return the mentions without nouns of what is done to the line whose name and a colon open the sentence."""
    first = next((m for m in marks if m.how in ("id", "row", "words") and len(m.lines) == 1), None)
    if first is None or words_in(folded[: first.start]) or not folded[first.end :].startswith(":"):
        return list(marks)
    acts = words.lists.get("acts", frozenset())
    return [m for m in marks if m == first or m.start < first.end or folded[m.start : m.end] not in acts]


def _is_of_another(word: str, behind: str, line: str, lexicon: Lexicon, words: Words) -> bool:
    """Tell whether a compound begins with a line's name and ends in a word of its own: "Pilotauswertung".

    An ending that means what is done with the line ("Pilotbetrieb"), or that the line is named by too, is none.
    """
    joined = JOINED.match(behind)
    if not joined and (word in concepts() or _begins_name(word, line, lexicon)):
        return False
    fronts = [front for front in words.lists.get("fronts", ()) if word.startswith(front)]
    if not joined and any(line not in lexicon.lines_of(front) for front in fronts):
        return True
    rests = [joined[1]] if joined else list(_rests(word, line, lexicon))
    kin = tuple(words.lists["kin"])
    known = any(rest.endswith(kin) or line in lexicon.lines_of(rest) or _is_deed(rest, line, lexicon) for rest in rests)
    return bool(rests) and not known


def _is_deed(rest: str, line: str, lexicon: Lexicon) -> bool:
    """Tell whether the last part of a compound is a verb of the line as a noun: "-messung", of "Mobilfunk messen"."""
    stem = rest.removesuffix("ung")
    return stem != rest and any(line in lexicon.index.get(stem + end, {}) for end in ("en", "n"))


def _begins_name(word: str, line: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is one of the line's name, or what one of these begins with ("Aufsichtsrat[sbeschluss]")."""
    own = [key for key, lines in lexicon.index.items() if line in lines]
    return any(key.startswith(form) for form in forms_of(word) for key in own)


def _rests(word: str, line: str, lexicon: Lexicon) -> Iterator[str]:
    """Yield what may be the last part of a compound whose first part is a word of the line's name."""
    for at in range(len(word) - SHORTEST_PART, SHORTEST_PART, -1):
        written = lexicon.index.get(word[:at], {}).get(line)
        named = (written and not written.outcome) or (word[:at] in concepts() and line in lexicon.lines_of(word[:at]))
        if named:
            rest = word[at:]
            yield from (rest[len(link) :] for link in LINKS if rest.startswith(link))
            return


def _beside(mention: Mention, said: list[str], folded: str, lexicon: Lexicon, words: Words) -> Iterator[str]:
    """Yield the words that may be heads: right behind the name, joined to it before, or the last part of a compound."""
    lists = words.lists
    found = BEHIND.match(folded, mention.end)
    if found and found[2] not in lists["quotes_asked"] and not words.finished.fullmatch(found[1]):
        yield found[1]  # "For the pilot call it 12 May": a verb with its object is no head.
    small = lists["places"] | lists["stop"]
    if found := AHEAD.search(folded, max(0, mention.start - NEAR), mention.start):
        ahead = words_in(found[0])[::-1]
        joining = next((at for at, word in enumerate(ahead) if word not in small), 0)
        if 0 < joining <= MOST_SMALL and not _is_its_own(ahead[joining], words):
            yield ahead[joining]
    if lexicon.compounds and said and mention.lines[0] not in lexicon.index.get(said[-1], {}):
        parts = (head for name in ("heads", "talks", "crews") for head in lists[name] if len(head) >= SHORTEST_PART)
        yield from (head for head in parts if said[-1].endswith(head) and len(said[-1]) >= len(head) + SHORTEST_PART)


def _is_its_own(word: str, words: Words) -> bool:
    """Tell whether a word before a name is said of the line itself: its date, whoever is responsible for it."""
    return word in words.lists.get("day_words", ()) or words.found("owner_is", word)


def _is_apart(said: list[str], lexicon: Lexicon, words: Words) -> bool:
    """Tell whether a name is a compound that begins as another thing of its kind does ("lease contract" in one)."""
    begins = tuple(words.lists.get("apart", ()))
    return lexicon.compounds and any(word.startswith(begins) and word not in lexicon.index for word in said)


def _changes(head: str, said: list[str], line: str, lexicon: Lexicon, words: Words) -> bool:
    """Tell whether a word is a head; talks of a gathering are the gathering, people of a body are the body."""
    lists = words.lists
    own = lexicon.lines_of(head).get(line)
    if own and not own.outcome:
        return False
    if head in lists["talks"]:
        return not any(word.startswith(tuple(lists["gatherings"])) for word in said)
    if head in lists["crews"]:
        return not any(word.startswith(tuple(lists["bodies"])) for word in said)
    return head in lists["heads"]


def has_own_label(sentence: Sentence, words: Words) -> bool:
    """Tell whether a sentence opens with a name of its own, which no line has: "Test run: make that 23 July"."""
    label = LABEL.match(sentence.text)
    said = sentence.cues[0].start if sentence.cues else len(sentence.text)
    if label is None or sentence.marks or said < label.end() or any(d.start < label.end() for d in sentence.dates):
        return False
    small = [words.lists[name] for name in ("stop", "plain", "courtesies", "breaks")]
    return any(not any(word in some for some in small) for word in words_in(label[1]))
