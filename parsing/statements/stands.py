"""How a line stands, as a clause reports it: what is arranged or has come settles what is named so."""

from collections.abc import Sequence

from parsing.statements.deeds import deeds, verb_of
from parsing.statements.frame import Frame
from parsing.statements.lexicon import words_in
from parsing.statements.marks import Clause, Draft, Sentence
from parsing.statements.statuses import gives_coming_day, status_of
from plans.plan import Status

MOST_LONE = 2
"""Words of a clause that says no more than how something is."""


def is_beside_future(clause: Clause, clauses: Sequence[Clause], frame: Frame) -> bool:
    """Tell whether a lone participle says how something to come will be: "you'll have it back, signed, on Friday"."""
    ahead = clauses[: clauses.index(clause)]
    lone = not clause.mentions and not clause.dates and len(words_in(clause.text)) <= MOST_LONE
    auxiliary = frame.words.lists["auxiliaries"] & set(words_in(clause.text))
    return lone and not auxiliary and any(c.has("future") and not c.has("done") for c in ahead)


def stands(clause: Clause, lines: Sequence[str], frame: Frame) -> tuple[Status, tuple[str, ...]] | None:
    """Return the status that a clause reports of its lines; what is arranged or has come settles what is named so."""
    named = any(m.how not in ("weak", "group") and not m.aside for m in clause.mentions)
    if clause.has("plan_lost") or (clause.has("plan_on_hold") and not named):
        return None
    verb = verb_of(frame.plan, lines[0]) if len(lines) == 1 else ""
    settles = {
        "arranged": deeds().arranging,
        "arrived": deeds().sending,
        "carried": deeds().sending,
        "opened": deeds().opening,
    }
    real = not clause.has("negated", "not_yet", "future", "asks_politely") and not gives_coming_day(clause, frame)
    coming = {cue.start for cue in clause.cues if cue.name == "gives_day"}  # "They leave the warehouse on the 22nd".
    told = {cue.name for cue in clause.cues if not (cue.name == "carried" and cue.start in coming)}
    if real and any(cue in told and verb in verbs for cue, verbs in settles.items()):
        return "done", ()
    status = status_of(clause, frame)
    if status and status[0] == "done" and verb in deeds().setting_up and _only_came(clause, frame):
        return "done", ("unsure",)  # "The sensors have arrived", of "Mount the sensors".
    runs = verb in deeds().setting_up and frame.words.lists["runs"] & set(words_in(clause.text))
    if status and status[0] == "in-progress" and verb and (runs or clause.has("arrived")):
        return status[0], ("unsure",)  # "È partito", "VPN läuft": what has begun, or what is on its way or set up.
    return status


def _only_came(clause: Clause, frame: Frame) -> bool:
    """Tell whether all that a clause reports as done is what comes before: that something was ordered, or has come."""
    came = [cue for cue in clause.cues if cue.name == "arrived"]
    stages = frame.words.lists.get("stages", frozenset())
    return all(
        stages & set(words_in(clause.words_of(cue))) or any(one.start < cue.end and cue.start < one.end for one in came)
        for cue in clause.cues
        if cue.name == "done"
    )


def beside_standstill(draft: Draft, doubts: tuple[str, ...], clauses: Sequence[Clause]) -> tuple[str, ...]:
    """Return the doubts without a condition that only says what a blocked line waits for: "as long as it's missing"."""
    conditions = {(cue.start, clause) for clause in clauses for cue in clause.cues if cue.name == "conditional"}
    waiting = {(cue.start, clause) for clause in clauses for cue in clause.cues if cue.name == "meanwhile"}
    waits = draft.value == "blocked" and conditions <= waiting
    return tuple(doubt for doubt in doubts if not (waits and doubt == "conditional"))


def only_named(sentence: Sentence, frame: Frame) -> bool:
    """Tell whether one place names a line, beside days to come only: its own day makes up for a common word."""
    ahead = all(found.date and found.date > frame.sent_at.date() for found in sentence.dates)
    return ahead and len(sentence.marks) == 1 and not sentence.marks[0].shared
