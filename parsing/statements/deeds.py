"""Deeds are what lines are named after: "Pick six officers" is done once six officers are picked."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from parsing.dates.grammar import fold
from parsing.statements.lexicon import WORD, groups_of, words_in
from parsing.statements.marks import Cue, Mention
from plans.plan import Action, Plan

SHORTEST = 3
"""Letters of a verb."""


@dataclass(frozen=True)
class Deeds:
    """The verbs of lines, folded: what is done by agreeing on a day, by arriving, once it runs or opens, by signing.

    `sent`, `handled` (beside `sent`), `looked_at` and `mounted` are participles: what is only sent on or read is not
    signed, and the trial with it is still to come, as it is where it was only `allowed` or `readied`. `decided` and
    `reviewed` are what lines are named after that such words do not settle.
    """

    arranging: frozenset[str]
    sending: frozenset[str]
    setting_up: frozenset[str]
    opening: frozenset[str]
    signed: frozenset[str]
    sent: frozenset[str]
    handled: frozenset[str]
    allowed: frozenset[str]
    readied: frozenset[str]
    looked_at: frozenset[str]
    decided: frozenset[str]
    reviewed: frozenset[str]
    mounted: frozenset[str]
    events: frozenset[str]
    telling_nothing: frozenset[str]
    participles: Mapping[str, str]


@cache
def deeds() -> Deeds:
    """Return the verbs of lines in all our languages."""
    table = tomllib.loads(files("parsing").joinpath("data", "deeds.toml").read_text(encoding="utf-8"))
    groups = {name: frozenset(" ".join(lines).split()) for name, lines in table.items() if name != "participles"}
    return Deeds(**groups, participles=table["participles"])


def is_signature(plan: Plan, line_id: str) -> bool:
    """Tell whether a line or the milestone above it is named after a signature, in any language."""
    words = words_of_line(plan, line_id)
    return bool(words & deeds().signed) or _name(words, frozenset({"signature"}))


def is_contract(plan: Plan, line_id: str) -> bool:
    """Tell whether a line or the milestone above it is named after the contract: its negotiation, review, redlines."""
    return _name(words_of_line(plan, line_id), frozenset({"contract"}))


def is_decided(plan: Plan, line_id: str) -> bool:
    """Tell whether a line stands for a decision: it has an approver, or is named after an approval or a signature."""
    approver = getattr(plan.entry(line_id), "approver", None)
    return bool(approver) or is_signature(plan, line_id) or _name(_own_words(plan, line_id), deeds().decided)


def is_event(plan: Plan, line_id: str) -> bool:
    """Tell whether a line itself is named after what is held or run: a pilot, a training, the launch."""
    return name_an_event(_own_words(plan, line_id))


def name_an_event(words: Iterable[str]) -> bool:
    """Tell whether words name what is held or run, in any language."""
    return _name(words, deeds().events)


def is_review(plan: Plan, line_id: str) -> bool:
    """Tell whether a line itself is named after a review, a check or a test, in any language."""
    return _name(_own_words(plan, line_id), deeds().reviewed)


def _name(words: Iterable[str], concepts: frozenset[str]) -> bool:
    """Tell whether a word is one of some concepts, or means one of them in any language."""
    meant = frozenset[int]().union(*map(groups_of, concepts))
    return any(word in concepts or groups_of(word) & meant for word in words)


def _own_words(plan: Plan, line_id: str) -> set[str]:
    line = plan.entry(line_id)
    return set(words_in(f"{line.name} {getattr(line, 'name_local', '')}")) if line else set()


def words_of_line(plan: Plan, line_id: str) -> set[str]:
    """Return the folded words of a line's name, and of the milestone above it."""
    line, above = plan.entry(line_id), plan.milestone_of(line_id)
    names = [one.name for one in (line, above) if one] + [above.name_local if above else ""]
    return {word for name in names for word in words_in(name)}


def verb_of(plan: Plan, line_id: str) -> str:
    """Return the verb of an action's task, folded: its first word or its last; '' for a milestone."""
    line = plan.entry(line_id)
    words = words_in(line.task) if isinstance(line, Action) else []
    if len(words) < 2:
        return ""
    verbs = deeds().sending | deeds().setting_up
    return words[-1] if words[-1] in verbs and words[0] not in verbs else words[0]


def participles(verb: str) -> tuple[str, ...]:
    """Return how a verb reads once it is done: "pick" → "picked", "plan" → "planned"; of some verbs nothing."""
    if verb in deeds().telling_nothing or len(verb) < SHORTEST:
        return ()
    if irregular := deeds().participles.get(verb):
        return (irregular,)
    if verb.endswith("e"):
        return (f"{verb}d",)
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return (f"{verb[:-1]}ied",)
    return (f"{verb}ed", f"{verb}{verb[-1]}ed")


def own_deeds(text: str, marks: Sequence[Mention], plan: Plan) -> Iterator[Cue]:
    """Yield a "done" cue where a sentence says an action's own verb as done; it belongs to the line named nearest."""
    folded = fold(text)
    for mark in marks:
        verb = verb_of(plan, mark.lines[0]) if len(mark.lines) == 1 and not mark.aside else ""
        said = [match.span() for match in WORD.finditer(folded) if match[0] in participles(verb)]
        yield from (Cue(start, end, "done") for start, end in said if _nearest(marks, start, end) == mark)


def _nearest(marks: Sequence[Mention], start: int, end: int) -> Mention:
    """Return the name that the fewest characters part from a word; none where the word is within it."""
    return min(marks, key=lambda mark: max(mark.start - end, start - mark.end, 0))
