"""Statuses: what a clause reports of its lines, unless it is denied, wished for or still to come."""

import re

from parsing.dates import FoundDate
from parsing.dates.grammar import fold
from parsing.statements.cues import belongs, within
from parsing.statements.frame import Frame
from parsing.statements.lexicon import WORD, words_in
from parsing.statements.marks import Clause, Cue
from parsing.statements.words import Words
from plans.plan import Status

STATUSES: tuple[tuple[str, Status], ...] = (
    ("skipped", "skipped"), ("blocked", "blocked"), ("done", "done"), ("started", "in-progress"),
)  # fmt: skip
"""Cue groups and the status that they give, the one that wins first."""
CLOCK = re.compile(r"\d{1,2}(?::\d\d)? ?(?:am|pm|h|uhr)? $")
"""A time of day between "since" and its date ("open since 4pm Friday")."""
SENT = re.compile(r"[.,;:!?]")
NEAR = 26
"""Characters before a date in which "instead of" belongs to it."""
SHORT_DATE = 3
"""Words that a weekday may have around it ("on Friday last week")."""


def status_of(clause: Clause, frame: Frame) -> tuple[Status, tuple[str, ...]] | None:
    """Return the status that a clause reports; "not done", "will be done" and "done by June 3" report none."""
    for name, status in STATUSES:
        cues = [cue for cue in clause.cues if cue.name == name]
        if not cues or (name in ("done", "started") and unreal(clause, cues[0], frame.words)):
            continue
        if name in ("blocked", "skipped") and _denied(clause, cues[0], frame.words, own=True):
            continue
        if name == "done" and any(is_none(clause, frame) for is_none in (gives_coming_day, _is_handed, _is_marked)):
            continue
        if name in ("blocked", "started") and _begins_later(clause, frame):
            return status, ("unsure",)
        return status, ("partly",) if name == "done" and clause.has("partial") else ()
    return None


def _is_marked(clause: Clause, frame: Frame) -> bool:
    """Tell whether a clause wishes that a line be marked done on a day to come: "mark it done on Friday"."""
    wished = clause.has("marking") and not clause.has("started")
    return wished and any(found.date and found.date > frame.sent_at.date() for found in clause.dates)


def _begins_later(clause: Clause, frame: Frame) -> bool:
    """Tell whether a status only begins, or is reached, on a day to come: "frozen from 12 June on"."""
    folded, today = fold(clause.text), frame.sent_at.date()
    ahead = [d for d in clause.dates if d.date and d.date > today and d.certain and not is_weekday(d, clause, frame)]
    return any(begins(folded[max(0, d.start - clause.start - NEAR) : d.start - clause.start], frame) for d in ahead)


def _is_handed(clause: Clause, _: Frame) -> bool:
    """Tell whether a clause hands its line to somebody: "has passed legal to Karen Ostrow" reports nothing done."""
    return clause.has("takes_over") and any(named.gets for named in clause.people)


def gives_coming_day(clause: Clause, frame: Frame) -> bool:
    """Tell whether a clause gives a day still to come: "done by June 3" is a date, not a status."""
    today = frame.sent_at.date()
    ahead = [d for d in clause.dates if d.date and d.date > today and d.certain]
    ahead = [d for d in ahead if not d.past or _is_spelled_out(d, clause)]
    verbs = frame.words.lists["auxiliaries"] & set(words_in(clause.text))
    done = [cue for cue in clause.cues if cue.name == "done"]
    coming = bool(verbs) and bool(done) and all(will_be(cue, clause, verbs, frame.words) for cue in done)
    return any(coming or not is_weekday(d, clause, frame) for d in ahead)


def unreal(clause: Clause, status: Cue, words: Words) -> bool:
    """Tell whether a status is denied, wished for or still to come."""
    future = [c for c in clause.cues if c.name == "future" and c.start <= status.start + 24 and not within(c, status)]
    first = WORD.search(fold(clause.text))
    later = first is not None and first[0] in words.lists["thens"]
    partly = status.name == "done" and clause.has("not_yet")
    denied = _denied(clause, status, words) or partly or later
    return denied or bool(future) or (clause.has("asks_politely") and not clause.has("marking"))


def _denied(clause: Clause, status: Cue, words: Words, *, own: bool = False) -> bool:
    """Tell whether a negation stands before a status, within its words or right behind ("hakt nicht").

    `own` says that a negation within may belong to the status ("can't move", "not needed").
    """
    said = " " * clause.start + fold(clause.text)
    last = len(said) if _is_inverted(said, status, words) else status.end + 1
    denials = [cue for cue in clause.cues if cue.name == "negated" and cue.start <= last]
    return any(not (own and within(cue, status) and belongs(cue, status, said, words)) for cue in denials)


def _is_inverted(said: str, status: Cue, words: Words) -> bool:
    """Tell whether a status opens a clause in front of its auxiliary: "unterschrieben habe ich ihn noch nicht"."""
    first, behind = WORD.search(said), words_in(said[status.end :])[:1]
    return first is not None and first.start() == status.start and set(behind) <= words.lists["auxiliaries"] != set()


def _is_spelled_out(found: FoundDate, clause: Clause) -> bool:
    """Tell whether a date to come is no weekday that may be the last one: "signed the day after the board meeting"."""
    said = clause.text[found.start - clause.start : found.end - clause.start]
    return any(map(str.isdigit, said)) or len(said.split()) > SHORT_DATE


def is_weekday(found: FoundDate, clause: Clause, frame: Frame) -> bool:
    """Tell whether a date is a bare weekday, which may be the one just gone ("it came on Thursday"), not "tomorrow"."""
    said = set(words_in(clause.text[found.start - clause.start : found.end - clause.start]))
    return is_word(found, clause, frame) and bool(frame.words.calendar & said)


def is_word(found: FoundDate, clause: Clause, frame: Frame) -> bool:
    """Tell whether a date is one word beside small ones: a weekday, "this week"."""
    said = clause.text[found.start - clause.start : found.end - clause.start]
    words = [word for word in words_in(said) if word not in frame.words.lists["stop"]]
    return len(words) == 1 and not any(map(str.isdigit, said))


def will_be(status: Cue, clause: Clause, verbs: frozenset[str], words: Words) -> bool:
    """Tell whether a status is one of being ready in a present that means what will be: "ist am 3. Mai fertig"."""
    ready, present = words.lists.get("ready", frozenset()), words.lists.get("present", frozenset())
    return verbs <= present and bool(ready & set(words_in(clause.words_of(status))[-1:]))


def begins(before: str, frame: Frame) -> bool:
    """Tell whether "as of" or "since" stands before a date: when something begins, not when it is due."""
    pattern = frame.words.patterns.get("since")
    return bool(pattern and pattern.search(CLOCK.sub("", SENT.split(before)[-1])))
