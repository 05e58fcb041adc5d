"""Judging: what each segment changes, from its cues, dates and people, the lines that it speaks of, and its doubts."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from parsing.statements.accounted import TELL_NOTHING
from parsing.statements.announced import is_announced, opens_anew
from parsing.statements.dues import Dues, day_drafts
from parsing.statements.explained import doubts_beside
from parsing.statements.frame import Frame
from parsing.statements.governed import doubts_by_words
from parsing.statements.less import (
    day_of_stage,
    deed_of_another,
    is_of_another_day,
    only_handled,
    only_of_it,
    only_partly,
    only_reaches,
    only_readied,
    only_worked_on,
)
from parsing.statements.lexicon import words_in
from parsing.statements.marks import CARRIED, Clause, Draft, Segment, Sentence
from parsing.statements.owners import ROLES, handings
from parsing.statements.segments import content, telling
from parsing.statements.stands import beside_standstill, is_beside_future, only_named, stands
from parsing.statements.values import Day, days_of
from plans.plan import Milestone, Status

WEIGHTS = {
    "id": 0.98,
    "row": 0.96,
    "list": 0.95,
    "words": 0.97,
    "weak": 0.7,
    "group": 0.95,
    "before": 0.92,
    "asked": 0.95,
}
"""How sure it is that a line is meant, by how it was named (see `Mention.how`)."""

ARROW = re.compile(r"\s*(?:[-=]>|→)")
"""What stands between a line's old day and its new one."""
DAYS_OF_LESS = (day_of_stage, only_reaches, only_worked_on)
"""What tells whether a day is that of less than the line."""
CHANGED = "changed-since"
"""Doubt about a date of a line whose own date has changed since the version that the letter answers."""


@dataclass(frozen=True)
class Spoken:
    """A segment with the lines that it turned out to speak of, and how they were named."""

    segment: Segment
    lines: tuple[str, ...]
    how: str
    score: float = 1.0
    shared: bool = False
    strict: bool = False
    """The lines are only inferred from the sentence before: a date needs a sign that it is meant for them."""


def judged(spoken: Spoken, sentence: Sentence, dues: Dues, frame: Frame) -> Iterator[Draft]:
    """Yield the drafts of one segment, for each of its lines."""
    clauses = spoken.segment.clauses
    doubts = doubts_by_words(spoken.segment, sentence, frame)
    if spoken.shared:
        doubts = (*doubts, "which-line")
    weight = min(WEIGHTS[spoken.how], 0.6 + 0.4 * min(spoken.score, 1.0))
    evidence = _evidence(sentence, spoken.segment)
    grouped = spoken.how == "group"
    lines, unsure = _of_group(spoken, frame) if grouped else (spoken.lines, ())
    doubts = (*doubts, *unsure)
    for line in lines:
        for draft in _for_line(line, clauses, doubts, dues, frame, spoken):
            found = (
                *beside_standstill(draft, doubts, clauses),
                *draft.doubts,
                *_of_the_line(draft, spoken, dues, frame),
            )
            left = () if found else doubts_beside(draft, spoken.segment, frame)
            certain = draft.weight if draft.by_day and only_named(sentence, frame) else min(weight, draft.weight)
            doubted = (*found, *left)
            yield replace(
                draft,
                grouped=grouped,
                evidence=evidence,
                doubts=doubted,
                weight=certain,
                corrected=opens_anew(clauses, frame),
            )


def _of_group(spoken: Spoken, frame: Frame) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of a group that are meant, with the doubt about them; of most things that are said one is asked.

    All of them are confirmed, done or shifted together; hands change those of the sender, or of whoever gives them.
    """
    clauses = spoken.segment.clauses
    if any(c.has("takes_over", "backs_up", "owner_is") for c in clauses):
        return _handed(spoken, frame)
    said = [c for c in clauses if c.has("confirmed", "done")]
    together = _shifts(clauses) or (bool(said) and not any(c.dates for c in said))
    return (spoken.lines if together else spoken.lines[:1]), ()


def _of_the_line(draft: Draft, spoken: Spoken, dues: Dues, frame: Frame) -> Iterator[str]:
    """Yield the doubts that come with the line: its date has changed since, one day is said of many, or another line
    is what is signed."""
    clauses = spoken.segment.clauses
    if draft.field == "due" and dues.changed(draft.target):
        yield CHANGED
    if draft.field == "due" and any(is_less(draft.target, clauses, frame) for is_less in DAYS_OF_LESS):
        yield "unsure"
    one_day = draft.field == "due" and spoken.how == "group" and not _shifts(clauses)
    if one_day or (draft.value == "done" and deed_of_another(draft.target, clauses, frame)):
        yield "which-line"
    if draft.value == "done" and only_partly(draft.target, spoken.segment, frame):
        yield "partly"
    if draft.value == "done" and any(is_less(draft.target, clauses, frame) for is_less in (only_handled, only_readied)):
        yield "unsure"
    if draft.value == "skipped" and only_of_it(draft.target, spoken.segment, frame):
        yield "partly"
    if draft.value in ("done", "skipped") and is_of_another_day(draft.target, spoken.segment, frame):
        yield "which-line"


def _handed(spoken: Spoken, frame: Frame) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the lines of a group that change hands: the sender's, or those of whoever gives them; else it is asked."""
    givers = {named.person for clause in spoken.segment.clauses for named in clause.people if named.gives}
    owners = {line: getattr(frame.plan.entry(line), "owner", None) for line in spoken.lines}
    given = tuple(line for line, owner in owners.items() if owner in givers)
    if given or set(owners.values()) <= {frame.sender}:
        return given or spoken.lines, ()
    return spoken.lines[:1], ("which-line",)


def _shifts(clauses: Sequence[Clause]) -> bool:
    """Tell whether a clause moves its lines by a span of time: one day for many lines is nobody's plan."""
    return any(found.kind == "shift" for clause in clauses for found in clause.dates)


def _evidence(sentence: Sentence, segment: Segment) -> str:
    text = sentence.text[segment.start : segment.end].strip(" ,;:-–")
    return " ".join(text.split())[:300]


def _for_line(
    line_id: str, clauses: Sequence[Clause], doubts: Sequence[str], dues: Dues, frame: Frame, spoken: Spoken
) -> Iterator[Draft]:
    due = dues.of(line_id)
    days, status, agreed = _gathered(clauses, due, frame, spoken)
    days = [] if agreed and days and all(day.spans(due) for day in days) else _in_earnest(days, clauses, frame)
    if status:
        yield Draft(line_id, "status", status[0], "", status[1])
        if status[0] in ("done", "skipped"):
            days = []
    agreed = agreed and not (any(c.has("takes_over") for c in clauses) and _only_a_word(clauses))
    holder = getattr(frame.plan.entry(line_id), "owner", None)
    roles = [] if status and status[0] == "skipped" else list(handings(clauses, frame, holder))
    milestone = isinstance(frame.plan.entry(line_id), Milestone)
    for role in roles:
        if role.person is None and "asks_whether" in doubts:
            continue
        if milestone or role.field == "owner":
            yield Draft(line_id, role.field, role.person, "", role.doubts)
    if days:
        yield from day_drafts(line_id, days, due, roles=bool(roles), unsure=bool(doubts))
    elif agreed and _may_agree(status, doubts):
        yield Draft(line_id, "confirmed", True, "", weight=0.95)
    elif not status and not roles and _wavers(clauses, doubts, spoken, frame):
        yield Draft(line_id, "due", None, "", ("no-date",))


def _only_a_word(clauses: Sequence[Clause]) -> bool:
    """Tell whether the agreement is one word beside a hand-over: "she agreed" is not said of the date."""
    cues = [(cue, clause) for clause in clauses for cue in clause.cues if cue.name == "confirmed"]
    return all(" " not in clause.text[cue.start - clause.start : cue.end - clause.start] for cue, clause in cues)


def _in_earnest(days: list[Day], clauses: Sequence[Clause], frame: Frame) -> list[Day]:
    """Return the days without those that were only once meant, in doubt where the line only waits for something."""
    if any(c.has("was_only") for c in clauses):
        return []
    told = next((at for at, c in enumerate(clauses) if c.dates), len(clauses) - 1)
    limits = frame.words.lists["contrasts"]
    pending = [c for at, c in enumerate(clauses) if at <= told or limits & set(words_in(c.text)[:1])]
    if clauses[told].has("gives_day") and not clauses[told].has("not_yet"):
        still = [c for c in clauses[:told] if limits & set(words_in(c.text))]
        pending = [c for c in pending if c not in still]  # "Still in review, it goes out on 2 June".
    if any(c.has("not_yet") for c in pending) and not any(c.has("moves") for c in clauses):
        return [replace(day, doubts=day.doubts or ("unsure",)) for day in days]
    return days


def _may_agree(status: tuple[Status, tuple[str, ...]] | None, doubts: Sequence[str]) -> bool:
    """Tell whether a line's date can be agreed to: not with a question, nor beside a status that ends or stops it."""
    return status[0] in ("in-progress", "not-started") if status else "asks_whether" not in doubts


def _gathered(
    clauses: Sequence[Clause], due: dt.date | None, frame: Frame, spoken: Spoken
) -> tuple[list[Day], tuple[Status, tuple[str, ...]] | None, bool]:
    """Return the days, the status and the agreement of a segment; what was said first rules what trails behind it."""
    days: list[Day] = []
    status: tuple[Status, tuple[str, ...]] | None = None
    agreed = False
    mention = spoken.segment.mention
    fronts = [c for c in clauses if mention and c.end <= mention.start]
    ordered = [c for c in clauses if c not in fronts]
    moved = any(c.has("moves", "slips") for c in clauses)
    strict = spoken.strict and not opens_anew(clauses, frame)
    for clause in (*ordered, *fronts):
        if clause in fronts and (days or status or agreed):
            break
        said = None if clause in fronts and _of_another(clause, frame) else stands(clause, spoken.lines, frame)
        if said and said[0] == "done" and is_beside_future(clause, clauses, frame):
            said = None
        if said and said[0] == "skipped" and mention is None and clause.has("retracts"):
            said = None  # "Scrap that" takes back what was said.
        if said and status is None and not days:
            status = said
        elif said and status and (status[0], said[0]) == ("done", "in-progress"):
            status = said[0], ("unsure",)  # "It went over on Thursday, so that one is under way": of part of it.
        if clause in fronts and (clause.people or content(clause, frame.words, clause.start, clause.end)):
            continue
        found = (
            list(days_of(clause, due, frame, strict and not is_announced(clause, clauses, frame), moved=moved))
            if not (said and said[0] in ("done", "skipped"))
            else []
        )
        if found and (clause.has("corrects") or ARROW.match(clause.text)):
            days = found
        elif found and (not days or all(day.doubts for day in days)):
            days = [*days, *found]
        agreed = agreed or (_agrees(clause, spoken) and not _of_another_day(clause, due, frame))
    return days, status, agreed and not any(c.has("negated") for c in ordered)


def _of_another(clause: Clause, frame: Frame) -> bool:
    """Tell whether a clause that stands before any name speaks of something of its own ("procurement is blocked")."""
    said = " ".join(clause.words_of(cue) for cue in clause.cues if cue.name not in TELL_NOTHING)
    known = set(words_in(said)) | frame.words.lists["self_words"]
    return any(word not in known for word in content(clause, frame.words, clause.start, clause.end))


def _of_another_day(clause: Clause, due: dt.date | None, frame: Frame) -> bool:
    """Tell whether a clause names only days to come that are not the line's own: no agreement with its date."""
    ahead = [d.date for d in clause.dates if d.kind == "day" and d.certain and d.date and d.date > frame.sent_at.date()]
    return bool(ahead) and due not in ahead


def _agrees(clause: Clause, spoken: Spoken) -> bool:
    if not clause.has("confirmed") or clause.has("negated", "not_about_plan", *(cue for cue, _ in ROLES)):
        return False
    return not spoken.strict or len(clause.text.split()) <= 6


def _wavers(clauses: Sequence[Clause], doubts: Sequence[str], spoken: Spoken, frame: Frame) -> bool:
    """Tell whether a segment puts a line's date in doubt without giving another one."""
    slips, mention = any(c.has("slips") for c in clauses), spoken.segment.mention
    brief = not any(_beside_denial(c, frame) for c in clauses)
    refused = any(c.has("negated", "no_longer") and (c.has("confirmed") or brief) for c in clauses)
    wonders = "asks_whether" in doubts and any(c.has("moves") for c in clauses)
    doubted = any(d in CARRIED for d in doubts) and any(c.speaks for c in clauses)
    if mention and mention.excepted:
        refused = refused or any(c.has("negated", "slips", "not_yet") for c in clauses)
    unreal = any(c.has("was_only") or (c.has("my_lines", "not_about_plan") and c.has("negated")) for c in clauses)
    return not spoken.strict and not unreal and (slips or refused or wonders or doubted)


def _beside_denial(clause: Clause, frame: Frame) -> list[str]:
    """Return the telling words of a clause beside a denial and a mere verb: none in "4 is not", "M4: not any more"."""
    denied = [(cue.start, cue.end) for cue in clause.cues if cue.name in ("negated", "no_longer")]
    said = telling(clause, frame.words, clause.start, clause.end)
    return [
        word
        for word, start, end in said
        if word not in frame.words.lists["auxiliaries"] and not any(a < end and start < b for a, b in denied)
    ]
