"""Certainty: drafts become changes; what was said later rules, what is already so is left out, doubts are asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from parsing.statements.marks import Draft
from parsing.statements.pipeline import Frame
from plans.change import Change
from plans.fields import value_of
from plans.plan import Line

UNSURE = 0.5
"""Confidence of a change that has one doubt; each further one takes a fifth off."""
STRANGER = "sender-not-on-plan"
SETTLED_LINE = "settled-line"
"""Doubts about a change by somebody unknown, and about one of a line that is done or skipped."""


def changes_from(drafts: Iterable[Draft], frame: Frame, threshold: float) -> tuple[Change, ...]:
    """Return the changes of a letter, one for each field of a line, in the order in which they were said."""
    chosen: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        key = (draft.target, draft.field) if draft.target != "new" else ("new", str(draft.value))
        kept = chosen.get(key)
        chosen[key] = draft if kept is None else _ruling(kept, draft)
    settled = _without_leftovers([_contradicted(draft, chosen) for draft in chosen.values()])
    return tuple(_change(draft, frame, threshold) for draft in settled if not _is_so(draft, frame))


def _ruling(kept: Draft, later: Draft) -> Draft:
    """Return which of two drafts for one field holds: a certain one beats a doubt, two certain ones are asked about."""
    if kept.value == later.value:
        return kept if len(kept.doubts) <= len(later.doubts) else later
    if kept.doubts and not later.doubts:
        return later
    if later.doubts:
        return kept if not kept.doubts or later.value is None else later
    return Draft(
        kept.target, kept.field, later.value, f"{kept.evidence} … {later.evidence}", ("said-twice",), later.weight
    )


def _contradicted(draft: Draft, chosen: Mapping[tuple[str, str], Draft]) -> Draft:
    """Return a new date with a doubt where the plan's own day is said after it."""
    agreed = chosen.get((draft.target, "confirmed"))
    if draft.field == "due" and not draft.doubts and agreed and agreed.by_day and agreed.order > draft.order:
        return replace(draft, doubts=("said-twice",))
    return draft


def _kept_out(drafts: Iterable[Draft]) -> set[str]:
    """Return the lines that are agreed to by name, whatever is said of a group."""
    return {d.target for d in drafts if d.field == "confirmed" and not d.grouped and not d.doubts}


def _without_leftovers(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Return the drafts without confirmations and empty doubts of a line that has a new date or is settled."""
    kept_out = _kept_out(drafts)
    drafts = [d for d in drafts if not (d.field == "due" and d.grouped and d.target in kept_out)]
    dated = {d.target for d in drafts if d.field == "due"}
    certain = {d.target for d in drafts if d.field == "due" and not d.doubts}
    settled = {d.target for d in drafts if d.field == "status" and d.value in ("done", "skipped")}
    blocked = {d.target for d in drafts if d.field == "status" and d.value == "blocked"}
    return [
        d
        for d in drafts
        if not (d.field == "confirmed" and d.target in dated | settled | blocked)
        and not (d.field == "due" and d.value is None and d.doubts and d.target in (settled | blocked) - certain)
    ]


def _is_so(draft: Draft, frame: Frame) -> bool:
    """Tell whether the plan already says so, or the line is settled and only agreed to."""
    if draft.target in ("new", "plan"):
        return False
    line: Line | None = frame.plan.line(draft.target)
    if draft.field == "confirmed":
        return line is None or line.settled
    if draft.value is None:
        return False
    return value_of(frame.plan, draft.target, draft.field) == draft.value


def _change(draft: Draft, frame: Frame, threshold: float) -> Change:
    doubts = list(draft.doubts)
    if frame.sender is None and draft.target != "plan":
        doubts.append(STRANGER)
    line = frame.plan.line(draft.target)
    if line and line.settled and draft.field != "confirmed":
        doubts.append(SETTLED_LINE)
    confidence = UNSURE * 0.8 ** (len(doubts) - 1) if doubts else draft.weight
    applies = not doubts and confidence >= threshold and draft.value is not None
    reason = doubts[0] if doubts else ("" if applies else "unsure")
    return Change(
        draft.target,
        draft.field,
        draft.value,
        "apply" if applies else "ask",
        round(confidence, 3),
        draft.evidence,
        "body",
        reason,
    )
