"""Segments: the clauses of a sentence, joined where they speak of the same lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from parsing.dates.grammar import fold
from parsing.statements.guesses import without_guesses
from parsing.statements.lexicon import WORD, words_in
from parsing.statements.marks import SPEAKING, Clause, Mention, Segment, Sentence
from parsing.statements.words import Words

VALUES = SPEAKING - {"moves", "slips"}
ADJACENT = 12
"""Characters between who does something and the verb."""


def segments_of(sentence: Sentence, words: Words) -> tuple[Segment, ...]:
    """Return the segments of a sentence, in order; one without a mention comes only first or alone."""
    clauses = _parted(_clauses(without_guesses(sentence), words))
    found: list[Segment] = []
    front: list[Clause] = []
    for clause in clauses:
        mention = _spoken_of(clause, words)
        if mention is None:
            if found and (said := _of_excepted(found, clause)):
                found[-2] = said
            elif found:
                found[-1] = replace(found[-1], clauses=(*found[-1].clauses, clause))
            else:
                front.append(clause)
        elif (at := _group_before(found, clause)) is not None and (parts := _cut_behind_exception(clause)):
            left_out, rest = parts
            found[at] = replace(found[at], clauses=(*found[at].clauses, rest))
            found.append(Segment((left_out,), mention))
        elif found and _is_topic(found[-1], clause, mention, words):
            found.append(Segment((clause,), replace(mention, shared=True)))
        elif found and (joined := _joined(found[-1], clause, mention, words)):
            found[-1] = joined
        else:
            found.append(Segment((*front, clause) if not found else (clause,), mention))
            front = []
    if front:
        found.append(Segment(tuple(front), None))
    return tuple(found)


def _is_topic(before: Segment, clause: Clause, mention: Mention, words: Words) -> bool:
    """Tell whether a line is only what is spoken about ("On the pilot: the contract is signed"), and nothing of itself.

    Nobody can tell then whether what is named behind it is the plan's line or a thing of the topic's own.
    """
    topic = before.mention
    if topic is None or topic.excepted or mention.excepted or len(before.clauses) > 1 or not clause.speaks:
        return False
    last = before.clauses[-1]
    parted = fold(clause.text).lstrip()
    opened = words.found("topic", fold(last.text))
    ends = opened or not last.text[topic.end - last.start :].strip()
    same = bool(set(topic.lines) & set(mention.lines)) or _same_milestone(topic, mention)
    if not ends or last.speaks or last.dates or same or mention.how == "weak":
        return False
    return opened or parted.startswith((":", "-", "–", "—"))


def _group_before(found: Sequence[Segment], clause: Clause) -> int | None:
    """Return the place of the group that a clause leaves a line out of, where nothing was said of the group yet."""
    if not any(mention.excepted for mention in clause.mentions):
        return None
    at = next((at for at in reversed(range(len(found))) if not _is_left_out(found[at])), None)
    group = found[at].mention if at is not None else None
    silent = at is not None and not any(one.speaks for segment in found[at:] for one in segment.clauses)
    return at if group and group.how == "group" and silent else None


def _is_left_out(segment: Segment) -> bool:
    return segment.mention is not None and segment.mention.excepted


def _cut_behind_exception(clause: Clause) -> tuple[Clause, Clause] | None:
    """Return a clause up to the last line that it leaves out, and what it says of the others: "but 3 | are fine"."""
    end = max(mention.end for mention in clause.mentions if mention.excepted)
    if end >= clause.end or any(mention.start >= end for mention in clause.mentions):
        return None
    rest = stretch_of(clause, end, clause.end)
    return (stretch_of(clause, clause.start, end), rest) if rest.speaks else None


def _of_excepted(found: list[Segment], clause: Clause) -> Segment | None:
    """Return the segment of the line that a group leaves out, where a clause behind the group gives it a date."""
    if len(found) < 2 or not clause.dates or (group := found[-1].mention) is None or group.how != "group":
        return None
    before = found[-2]
    left_out = before.mention is not None and before.mention.excepted
    return replace(before, clauses=(*before.clauses, clause)) if left_out else None


def _clauses(sentence: Sentence, words: Words) -> Iterator[Clause]:
    """Yield the clauses between breaks that stand inside no date, name or mention."""
    folded = fold(sentence.text)
    held = [(m.start, m.end) for m in sentence.dates]
    held += [(m.start, m.end) for m in sentence.marks]
    held += [(p.start, p.end) for p in sentence.people if p.person is not None]
    start = 0
    for match in words.breaks.finditer(folded):
        if any(a < match.end() and match.start() < b for a, b in held):
            continue
        if match[0].isalpha() and any(c.start < match.start() and match.end() <= c.end for c in sentence.cues):
            continue  # "So" within "lasse ich so stehen", "plus" at the end of "n'est plus".
        if any(c.name == "copied" and c.start < match.end() and match.start() < c.end for c in sentence.cues):
            continue  # "Rhona (copied) looks after the terms".
        if len(match[0]) == 1 and match[0].isalpha() and sentence.text[match.start()].casefold() != match[0]:
            continue  # "è" is a verb, "e" is an "and".
        if folded[start : match.start()].strip():
            yield _clause(sentence, start, match.start())
            start = match.start()
    if folded[start:].strip():
        yield _clause(sentence, start, len(folded))


def _clause(sentence: Sentence, start: int, end: int) -> Clause:
    return Clause(
        start,
        end,
        tuple(m for m in sentence.marks if start <= m.start < end),
        tuple(c for c in sentence.cues if start <= c.start < end),
        tuple(p for p in sentence.people if start <= p.start < end),
        tuple(d for d in sentence.dates if start <= d.start < end),
        sentence.text[start:end],
    )


def _parted(clauses: Iterator[Clause]) -> Iterator[Clause]:
    """Yield the clauses, one with something said between two mentions cut before the later one."""
    for clause in clauses:
        named = [m for m in clause.mentions if not m.aside]
        cuts = [
            later.start
            for earlier, later in pairwise(named)
            if earlier.lines != later.lines
            and (earlier.excepted or any(earlier.end <= d.start < later.start for d in clause.dates))
        ]
        start = clause.start
        for cut in (*cuts, clause.end):
            yield stretch_of(clause, start, cut)
            start = cut


def stretch_of(clause: Clause, start: int, end: int) -> Clause:
    """Return what a clause holds between two places of its sentence."""
    if (start, end) == (clause.start, clause.end):
        return clause
    return Clause(
        start,
        end,
        tuple(m for m in clause.mentions if start <= m.start < end),
        tuple(c for c in clause.cues if start <= c.start < end),
        tuple(p for p in clause.people if start <= p.start < end),
        tuple(d for d in clause.dates if start <= d.start < end),
        clause.text[start - clause.start : end - clause.start],
    )


def _spoken_of(clause: Clause, words: Words) -> Mention | None:
    """Return what a clause speaks of: its one mention, several that are joined, or several between which it is open."""
    named = [m for m in clause.mentions if not m.aside]
    strong = [m for m in named if m.how != "weak"] or named
    if not strong:
        return None
    first, *rest = strong
    if acted := _acted_on(strong, clause, words):
        return acted
    for other in rest:
        if other.score < 1 <= first.score and _is_said(other, clause):
            continue
        between = fold(clause.text)[first.end - clause.start : other.start - clause.start]
        if set(other.lines) <= set(first.lines) or _is_where(first, other, between, words):
            first = replace(first, lines=_narrower(first, other), end=other.end)
        elif words.joins.fullmatch(between) and (between.strip() or first.how != "words" or other.how != "words"):
            first = replace(first, lines=tuple(dict.fromkeys((*first.lines, *other.lines))), end=other.end)
        else:
            first = replace(first, lines=tuple(dict.fromkeys((*first.lines, *other.lines))), end=other.end, shared=True)
    return first


def _acted_on(named: Sequence[Mention], clause: Clause, words: Words) -> Mention | None:
    """Return the line that something is done to by whoever another is named after: "the board signed the contract"."""
    folded = fold(clause.text)
    small = words.lists["articles"] | words.lists["possessives"] | words.lists["stop"]
    for cue in (cue for cue in clause.cues if cue.name == "done"):
        said = set(words_in(folded[cue.start - clause.start : cue.end - clause.start]))
        ahead = [m for m in named if m.start < cue.end and m.end < cue.end and m.start >= cue.start - ADJACENT]
        behind = [m for m in named if m.start >= cue.end]
        between = words_in(folded[cue.end - clause.start : behind[0].start - clause.start]) if behind else []
        passive = said & words.lists["auxiliaries"]
        if ahead and behind and not passive and set(between) <= small and ahead[0].lines != behind[0].lines:
            return behind[0]
    return None


def _is_said(mention: Mention, clause: Clause) -> bool:
    """Tell whether a likeness to a line's name is a word of what is said of another one ("ferma", beside "Firma")."""
    return any(cue.start <= mention.start and mention.end <= cue.end for cue in clause.cues)


def _same_milestone(first: Mention, other: Mention) -> bool:
    return len(first.lines) == len(other.lines) == 1 and (
        other.lines[0].startswith(f"{first.lines[0]}.") or first.lines[0].startswith(f"{other.lines[0]}.")
    )


def _is_where(first: Mention, other: Mention, between: str, words: Words) -> bool:
    """Tell whether of a milestone and an action of its own one only says where the other stands: nothing joins them."""
    joined = words.joining.search(between) or re.search(r"[&+/]", between)
    listed = first.how == other.how == "id" and len(first.lines[0]) > len(other.lines[0])  # "M6.2 M6" are two lines.
    return _same_milestone(first, other) and not joined and not listed


def _narrower(first: Mention, other: Mention) -> tuple[str, ...]:
    if first.lines == other.lines or not _same_milestone(first, other):
        return first.lines
    return max(first.lines, other.lines, key=lambda lines: len(lines[0]))


def content(clause: Clause, words: Words, start: int, end: int) -> list[str]:
    """Return the telling words of a stretch of a clause: no small words, mentions, dates or people."""
    return [word for word, _, _ in telling(clause, words, start, end)]


def telling(clause: Clause, words: Words, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """Yield each telling word of a stretch with its place in the sentence."""
    held = [(m.start, m.end) for m in clause.mentions]
    held += [(d.start, d.end) for d in clause.dates]
    held += [(p.start, p.end) for p in clause.people if p.person is not None]
    folded = fold(clause.text)
    for match in WORD.finditer(folded):
        at = match.start() + clause.start
        small = match[0] in words.lists["stop"] or match[0] in words.lists["breaks"]
        if start <= at < end and not small and not any(a <= at < b for a, b in held):
            yield match[0], at, match.end() + clause.start


def _joined(before: Segment, clause: Clause, mention: Mention, words: Words) -> Segment | None:
    """Return one segment for two names that are spoken of together ("legal and contract slip a week"), or None."""
    last = before.clauses[-1]
    named = before.mention
    if named is None or named.shared or named.excepted or mention.shared or mention.excepted or not last.mentions:
        return None
    if named.lines != mention.lines and _same_milestone(named, mention) and not _goes_on(last, named, clause, words):
        return None  # A milestone and its own action are told apart: "Launch call is scheduled, M7.1 is done".
    dated = [d for c in before.clauses if c.end > named.start for d in c.dates]
    if any(d.start > named.start for d in dated) or (dated and clause.dates) or last.mentions[-1].end < named.end - 1:
        return None
    after = content(last, words, named.end, last.end)
    ahead = content(clause, words, clause.start, mention.start)
    likewise = {cue.start for cue in clause.cues if cue.name == "likewise"}
    if [word for word in ahead if not likewise and word not in words.lists["frail"]] or _left(after, words):
        return None
    said = bool(dated) or any(cue.name in VALUES for c in before.clauses for cue in c.cues)
    if said and (clause.speaks or content(clause, words, mention.end, clause.end)):
        return None
    joined = replace(
        named,
        lines=tuple(dict.fromkeys((*named.lines, *mention.lines))),
        end=mention.end,
        score=min(named.score, mention.score),
    )
    return Segment((*before.clauses, clause), joined)


def _goes_on(last: Clause, named: Mention, clause: Clause, words: Words) -> bool:
    """Tell whether a clause goes on with a list ("M6.2 raise the requisition and M6 are done"): of what is named before
    it no verb says anything."""
    verbs = set(words_in(last.text[max(0, named.start - last.start) :])) & words.lists["auxiliaries"]
    return not verbs and words.joining.match(fold(clause.text).lstrip()) is not None


def _left(found: list[str], words: Words) -> bool:
    """Tell whether telling words are left that are no "both" or "also"."""
    return any(not words.found("both", word) and not words.found("likewise", word) for word in found)
