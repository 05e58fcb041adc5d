"""New lines: milestones that somebody wants added, with their name, owner and date."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsing.dates.grammar import fold
from parsing.statements.lexicon import WORD, words_in
from parsing.statements.marks import CARRIED, Cue, Named, Sentence
from parsing.statements.words import Words, either
from plans.change import NewLine, NewPerson

QUOTED = re.compile(r"[\"“„«»”]\s*([^\"“”„«»\n]{3,80}?)\s*[\"”“»«]")
LONGEST = 80
OWNING = ("takes_over", "owner_is", "does_it")
"""Cue groups that say who does it."""
LEAD = 50
"""Characters in which a colon announces a name."""
WORDS = 7
"""Words of a name that stands in no quotation marks; more are rather a sentence, and asked about."""


@dataclass(frozen=True)
class Wanted:
    """A line that is wanted, as far as the sentences so far say."""

    name: str
    evidence: str
    due: str | None = None
    owner: str | NewPerson | None = None
    doubts: tuple[str, ...] = ()

    @property
    def line(self) -> NewLine:
        """Return it as the contract has it."""
        return NewLine(self.name, self.due, self.owner)


def wanted_in(sentence: Sentence, before: Sequence[Sentence], words: Words) -> Wanted | None:
    """Return the new line that a sentence asks for, or None; it may be named in quotation marks in the one before."""
    cue = next((cue for cue in sentence.cues if cue.name == "new_line"), None)
    if cue is None or _gives_role(cue, sentence, words):
        return None
    if name := _name(sentence, cue.end, words):
        doubts = ("unsure",) if not QUOTED.search(sentence.text) and _is_no_title(name, words) else ()
        return completed(Wanted(name, sentence.text, doubts=doubts), sentence, words)
    told = next(((one, quoted) for one in before if (quoted := QUOTED.search(one.text))), None)
    if told is None:
        return None
    wanted = Wanted(told[1][1].strip(), f"{told[0].text} {sentence.text}")
    return completed(completed(wanted, told[0], words), sentence, words)


def _gives_role(cue: Cue, sentence: Sentence, words: Words) -> bool:
    """Tell whether what is added is somebody in a role ("Add Tom to the pilot as backup"): no line is named as one."""
    said = fold(sentence.text[cue.start : cue.end]).strip()
    role = any(one.name in ("backs_up", "approves") for one in sentence.cues)
    row = any(words.rows.search(said[: match.end()]) for match in WORD.finditer(said))
    return role and not QUOTED.search(sentence.text) and not row


def completed(wanted: Wanted, sentence: Sentence, words: Words) -> Wanted:
    """Return the wanted line with the owner and the date of a sentence, where it had none yet."""
    days = [found for found in sentence.dates if found.kind in ("day", "range")]
    doubts = (*wanted.doubts, *(name for name in CARRIED if any(cue.name == name for cue in sentence.cues)))
    if days and wanted.due is None:
        if days[0].certain and days[0].date:
            wanted = replace(wanted, due=days[0].date.isoformat())
        else:
            doubts = (*doubts, days[0].why or "vague")
    told = [cue.start for cue in sentence.cues if cue.name in OWNING]
    ends = [cue.end for cue in sentence.cues if cue.name in OWNING]
    people = sorted(
        (
            named
            for named in sentence.people
            if named.person is not None and (not named.gives or any(0 <= named.start - end <= 1 for end in ends))
        ),
        key=lambda named: (
            isinstance(named.person, NewPerson) and named.person.email is None,
            min((abs(named.start - at) for at in told), default=0),
        ),
    )
    if people and wanted.owner is None and (_owns(sentence, words) or _is_credit(sentence, words)):
        wanted = replace(wanted, owner=people[0].person)
    elif wanted.owner is None and any(_may_own(named, sentence, words) for named in people):
        doubts = (*doubts, "unknown-person")
    if wanted.owner is not None:
        doubts = tuple(doubt for doubt in doubts if doubt != "unknown-person")
    return replace(wanted, doubts=doubts)


def _may_own(named: Named, sentence: Sentence, words: Words) -> bool:
    """Tell whether somebody who is named may be the owner: not whoever is greeted, nor who asks for the line."""
    said = fold(sentence.text[named.start : named.end])
    return named.start > 0 and said not in words.lists["self_words"] - words.lists["possessives"]


def _is_no_title(name: str, words: Words) -> bool:
    """Tell whether a name without quotation marks is rather a sentence, or says only where the line is to stand."""
    first = words_in(name)[:1][0]
    places = words.lists["places"] | words.lists["after"]
    return len(name.split()) > WORDS or first in places or words.found("aside", f" {first} ")


def _owns(sentence: Sentence, words: Words) -> bool:
    """Tell whether a person stands in a sentence as an owner: by a word, or between dashes or commas of their own.

    "Privacy notice, with me, April 16."
    """
    if any(cue.name in OWNING for cue in sentence.cues):
        return True
    at = either(words.lists["places"])
    return any(
        re.search(rf"[-–—,;(:]\s*(?:(?:{at}) )?$", fold(sentence.text[: named.start])) is not None
        and re.match(r"\s*(?:[-–—,;).]|$)", sentence.text[named.end :]) is not None
        for named in sentence.people
        if named.person is not None
    )


def _is_credit(sentence: Sentence, words: Words) -> bool:
    """Tell whether a sentence is no more than somebody and a day: "Ray, 7 May."."""
    held = [(named.start, named.end) for named in sentence.people]
    held += [(found.start, found.end) for found in sentence.dates]
    said = [m for m in WORD.finditer(fold(sentence.text)) if not any(a <= m.start() < b for a, b in held)]
    small = words.lists["stop"] | words.lists["due_before"]
    return bool(sentence.dates) and all(match[0] in small for match in said)


def _is_somebody(sentence: Sentence, at: int) -> bool:
    """Tell whether what is to be added is a person ("add Ana as approver"), not something of theirs ("Ana's audit")."""
    for named in sentence.people:
        behind = sentence.text[named.end :]
        if named.start == at and not re.match(r"['’]s\b", behind):
            return named.person is not None or re.match(r" [a-z]{3}", behind) is None  # "Farmer roadshow" is nobody.
    return False


def _behind_colon(folded: str, begin: int, words: Words) -> int:
    """Return where a name begins that a colon announces: "a line with my name on it: Wi-Fi check"."""
    colon = folded.find(": ", 0, LEAD)
    before = words_in(folded[:colon]) if colon > begin else []
    return colon + 2 if before and set(before) <= words.lists["plain"] | words.lists["stop"] else begin


def _name(sentence: Sentence, start: int, words: Words) -> str:
    """Return the name of a wanted line: what stands in quotation marks, else the words after "add"."""
    if quoted := QUOTED.search(sentence.text):
        return quoted[1].strip()
    rest = sentence.text[start:]
    folded = fold(rest)
    lead = words.name_leads.match(folded)
    begin = lead.end() if lead else len(rest) - len(rest.lstrip())
    begin = _behind_colon(folded, begin, words)
    if _is_somebody(sentence, start + begin):
        return ""
    end = next(
        (match.start() for match in words.name_ends.finditer(folded, begin) if match.start() > begin), len(folded)
    )
    dates = [found.start - start for found in sentence.dates if found.start - start > begin]
    name = rest[begin : min([end, *dates])].strip(" .,:;-–?!\"'")
    name = words.name_trails.sub("", name)
    telling = set(words_in(name)) - words.lists["courtesies"] - words.lists["plain"] - words.lists["stop"]
    return (name[:1].upper() + name[1:])[:LONGEST] if len(name) > 2 and telling else ""
