"""Groups of lines: everything after legal, all but 4, both, my items; and lines that are only circumstances."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from parsing.statements.lexicon import words_in
from parsing.statements.marks import Mention
from parsing.statements.words import Words
from plans.plan import Milestone, Plan

AGREED_BUT = 24
"""Characters between an agreement and what it leaves out: "ok for me except row 3"."""
DENIED = 2
"""Words that deny a line with which a sentence opens ("Pas le pilote, la visite ...")."""
BEFORE = 40
"""Characters before a name in which "after" or "because of" makes it a circumstance."""


def group_mentions(
    folded: str,
    found: Sequence[Mention],
    words: Words,
    plan: Plan,
    asked: Sequence[str],
    sender: str | None,
) -> list[Mention]:
    """Return the mentions with groups resolved to the lines that they mean, and circumstances marked as such."""
    mentions = [_placed(_two_of_a_kind(mention, folded, words), folded, words) for mention in found]
    mentions = [replace(m, aside=True) if _is_the_other(m, mentions, folded, words) else m for m in mentions]
    if group := _below_or_above(folded, found, mentions, words, plan):
        behind = [m for m in mentions if m.start >= group.end]
        out = [m for m in behind if _excepted(m, folded, words) and m.how != "weak"]
        left = tuple(line for line in group.lines if not any(line in m.lines for m in out))
        behind = [replace(m, excepted=True, aside=False) if m in out else m for m in behind]
        return [replace(group, lines=left), *behind] if left else behind
    if pointing := _pointed_at(folded, words):
        return _below_it(pointing, mentions, words, plan)
    excepted = [m for m in mentions if _excepted(m, folded, words)]
    if others := _others(folded, mentions, words, plan):
        return sorted([*(m for m in mentions if m.end <= others.start or m.start >= others.end), others], key=_start)
    group = _all_of(folded, words, plan, asked, sender)
    if group and any(
        _is_within(group, m, folded, words) or _is_well(group, m, folded, words) for m in mentions if m not in excepted
    ):
        return mentions
    if group and not any(
        m.start < group.end and group.start < m.end for m in mentions if not m.aside and m.how != "weak"
    ):
        left_out = {line for mention in excepted for line in mention.lines}
        mentions = [replace(m, excepted=True, aside=False) if m in excepted else m for m in mentions]
        lines = tuple(line for line in group.lines if line not in left_out)
        kept = [m for m in mentions if m.excepted or m.start > group.end]
        return sorted([replace(group, lines=lines), *kept], key=lambda m: m.start) if lines else mentions
    return mentions


def _is_the_other(mention: Mention, mentions: Sequence[Mention], folded: str, words: Words) -> bool:
    """Tell whether a line is only what another is told from: "not the pilot but the walk", "the walk, not M4,"."""
    sure = [m for m in mentions if m != mention and m.how != "weak" and not m.aside]
    if mention.how == "weak" or not words.found("denied", folded[: mention.start]):
        return False
    behind = folded[mention.end :]
    opens = len(words_in(folded[: mention.start])) <= DENIED and behind.startswith(",")
    rather = (opens or words.found("rather", behind)) and any(m.start > mention.start for m in sure)
    return rather or (behind.startswith(",") and any(m.end <= mention.start for m in sure))


def _two_of_a_kind(mention: Mention, folded: str, words: Words) -> Mention:
    """Return the two lines that share a word, where both are meant: "both rollouts"."""
    pattern = words.patterns.get("both")
    ahead = [match.end() for match in pattern.finditer(folded)] if pattern else []
    both = any(
        set(words_in(folded[end : mention.start])) <= words.lists["stop"] for end in ahead if end < mention.start
    )
    return replace(mention, how="words", score=1.0, shared=False) if both and len(mention.lines) == 2 else mention


def _pointed_at(folded: str, words: Words) -> "re.Match[str] | None":
    """Return the words for what stands below a line that was just spoken of: "everything after it"."""
    pattern = words.patterns.get("following_it")
    return pattern.search(folded) if pattern else None


def _below_it(found: "re.Match[str]", mentions: list[Mention], words: Words, plan: Plan) -> list[Mention]:
    """Return the mentions with the lines below the one named before "everything after it" in the same sentence.

    Where none is named there, the sentence before tells which line is meant; never is it every line of the plan.
    """
    named = [m for m in mentions if m.end <= found.start() and len(m.lines) == 1 and not m.aside]
    group = _below(found.start(), named[-1], False, plan) if named else None
    if group is None:
        return mentions
    lines = group.lines[: few(found[0], words) or len(group.lines)]
    after = [m for m in mentions if m.start >= found.end()]
    return [*(m for m in mentions if m.end <= found.start()), replace(group, end=found.end(), lines=lines), *after]


def few(text: str, words: Words) -> int | None:
    """Return how many lines "the two after it" are, None where no number of several is said."""
    return next((number for word in text.split() if (number := words.numbers.get(word, 0)) > 1), None)


def _is_within(group: Mention, line: Mention, folded: str, words: Words) -> bool:
    """Tell whether "everything" is all of one line only: "everything on the VRM list"."""
    between = folded[group.end : line.start].split() if group.end < line.start else []
    small = words.lists["places"] | words.lists["stop"]
    return line.how != "weak" and bool(between) and between[0] in words.lists["places"] and set(between) <= small


def _is_well(group: Mention, line: Mention, folded: str, words: Words) -> bool:
    """Tell whether "all fine" is said of the line that was just named: "The site walk took place, all fine"."""
    said = folded[group.start : group.end]
    return line.how != "weak" and not line.aside and line.end <= group.start and words.found("confirmed", said)


def _below_or_above(
    folded: str, found: Sequence[Mention], mentions: Sequence[Mention], words: Words, plan: Plan
) -> Mention | None:
    """Return the lines below or above a named one: "everything after legal", "from legal on", "up to the pilot"."""
    return (
        _following(folded, "everything_after", False, mentions, words, plan)
        or _following(folded, "everything_from", True, mentions, words, plan)
        or _until(folded, mentions, words, plan)
        or _from_on(folded, mentions, words, plan)
        or _and_following(folded, mentions, words, plan)
        or _all_after(folded, found, words, plan)
    )


def open_lines(milestones: Iterable[Milestone]) -> tuple[str, ...]:
    """Return the milestones that a group means: open ones that both sides see."""
    return tuple(milestone.id for milestone in milestones if not milestone.settled and not milestone.internal)


def _start(mention: Mention) -> int:
    return mention.start


def _others(folded: str, mentions: Sequence[Mention], words: Words, plan: Plan) -> Mention | None:
    """Return "the rest": the open milestones that the sentence does not name."""
    pattern = words.patterns.get("others")
    match = pattern.search(folded) if pattern else None
    if match is None or words.found("elsewhere", folded[: match.start()]):
        return None  # "Of the seven annexes only number 4 is missing, the rest is done".
    named = {line for m in mentions for line in m.lines}
    lines = tuple(line for line in open_lines(plan.milestones) if line not in named)
    return Mention(match.start(), match.end(), lines, "group") if lines else None


def _placed(mention: Mention, folded: str, words: Words) -> Mention:
    before = folded[max(0, mention.start - BEFORE) : mention.start]
    pattern = words.patterns.get("aside")
    return replace(mention, aside=True) if pattern and pattern.search(re.split(r"[,.;:]", before)[-1]) else mention


def _excepted(mention: Mention, folded: str, words: Words) -> bool:
    pattern = words.patterns.get("except_for")
    places = [match.end() for match in pattern.finditer(folded)] if pattern else []
    return any(place <= mention.start and _listed(folded[place : mention.start], words) for place in places)


def _listed(between: str, words: Words) -> bool:
    """Tell whether a name behind "except" is one of a list, or behind a comma that begins something else."""
    if re.search(r"[:;.!?]", between):
        return False
    last = between.rpartition(",")[2]
    return "," not in between or not set(words_in(last)) - words.lists["stop"]


def _following(
    folded: str, name: str, including: bool, mentions: Sequence[Mention], words: Words, plan: Plan
) -> Mention | None:
    """Return the open milestones below a named one, in plan order."""
    pattern = words.patterns.get(name)
    match = pattern.search(folded) if pattern else None
    first = next((m for m in mentions if match and m.start >= match.end() - 1 and len(m.lines) == 1), None)
    return _below(match.start(), first, including, plan) if match and first else None


def _until(folded: str, mentions: Sequence[Mention], words: Words, plan: Plan) -> Mention | None:
    """Return the open milestones down to a named one: "everything up to it"; "everything before it" leaves it out."""
    before = words.found("everything_before", folded)
    pattern = words.patterns.get("everything_before" if before else "everything_until")
    match = pattern.search(folded) if pattern else None
    last = next((m for m in mentions if match and m.start >= match.end() - 1 and len(m.lines) == 1), None)
    milestone = plan.milestone_of(last.lines[0]) if last else None
    if not (match and last and milestone) or set(folded[match.end() : last.start].split()) - words.lists["stop"]:
        return None
    lines = open_lines(plan.milestones[: plan.milestones.index(milestone) + (0 if before else 1)])
    return Mention(match.start(), last.end, lines, "group", last.score) if lines else None


def _from_on(folded: str, mentions: Sequence[Mention], words: Words, plan: Plan) -> Mention | None:
    """Return a line that "from ... on" names and all below it, where the sentence speaks of everything."""
    pattern, every = words.patterns.get("from_on"), words.patterns.get("every")
    match = pattern.search(folded) if pattern and every and every.search(folded) else None
    first = next((m for m in mentions if match and m.start == match.end() and len(m.lines) == 1), None)
    return _below(match.start(), first, True, plan) if match and first else None


def _and_following(folded: str, mentions: Sequence[Mention], words: Words, plan: Plan) -> Mention | None:
    """Return a named milestone with the open ones below it: "the pilot and everything after it"."""
    pattern = words.patterns.get("and_following")
    match = pattern.search(folded) if pattern else None
    named = [m for m in mentions if match and m.end <= match.start() and len(m.lines) == 1 and not m.aside]
    group = _below(named[-1].start, named[-1], True, plan) if named else None
    return replace(group, end=match.end()) if group and match else None


def _below(start: int, first: Mention, including: bool, plan: Plan) -> Mention | None:
    """Return the open milestones below the one that is named, in plan order."""
    milestone = plan.milestone_of(first.lines[0]) if len(first.lines) == 1 else None
    if milestone is None:
        return None
    at = plan.milestones.index(milestone) + (0 if including else 1)
    lines = open_lines(plan.milestones[at:])
    return Mention(start, first.end, lines, "group", first.score) if lines else None


def _all_after(folded: str, found: Sequence[Mention], words: Words, plan: Plan) -> Mention | None:
    """Return the open milestones below one that "all dates after ..." names."""
    every = words.patterns.get("every")
    match = every.search(folded) if every else None
    behind = next((m for m in found if match and m.start >= match.end()), None)
    if match is None or behind is None or not words.after.fullmatch(folded[match.end() : behind.start].strip()):
        return None
    return _below(match.start(), behind, False, plan)


def _all_of(folded: str, words: Words, plan: Plan, asked: Sequence[str], sender: str | None) -> Mention | None:
    """Return "my items", "both" of two that were asked, or "all dates": every open milestone."""
    if (mine := words.patterns.get("my_lines")) and (match := mine.search(folded)) and sender:
        lines = tuple(line.id for line in plan.lines() if line.owner == sender and not line.settled)
        return Mention(match.start(), match.end(), lines, "group") if lines else None
    if (both := words.patterns.get("both")) and (match := both.search(folded)) and len(asked) == 2:
        return Mention(match.start(), match.end(), tuple(asked), "group", 0.98)
    every = words.patterns.get("every")
    match = _agreed_but(folded, words) or (every.search(folded) if every else None)
    if match is None or words.found("both", match[0]):
        return None
    lines = open_lines(plan.milestones)
    return Mention(match.start(), match.end(), lines, "group") if lines else None


def _agreed_but(folded: str, words: Words) -> "re.Match[str] | None":
    """Return the agreement that opens a sentence and leaves something out: "ok for me except row 3"."""
    agreed, but = words.patterns.get("confirmed"), words.patterns.get("except_for")
    match = agreed.match(folded) if agreed else None
    left_out = but.search(folded, match.end()) if but and match else None
    return match if match and left_out and left_out.start() - match.end() <= AGREED_BUT else None
