"""Certainty: drafts become changes; what was said later rules, what is already so is left out, doubts are asked."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from parsing.statements.frame import Frame
from parsing.statements.marks import Draft
from plans.change import Change
from plans.fields import value_of

FURTHER = 0.8
"""What each doubt after the first one leaves of a change's confidence."""
STRANGER = "sender-not-on-plan"
SETTLED_LINE = "settled-line"
"""Doubts about a change by somebody unknown, and about one of a line that is done or skipped."""


@dataclass(frozen=True)
class Scale:
    """How often a change holds: by its weight where nothing is in doubt, else by its first doubt (else by `other`).

    Fitted on labelled letters by `make fit-confidence`; `steps` are weights, rising, with the share from there on.
    """

    steps: tuple[tuple[float, float], ...]
    doubts: Mapping[str, float]

    def confidence(self, weight: float, doubts: Sequence[str]) -> float:
        """Return how likely a change holds, 0 to 1."""
        if doubts:
            return self.doubts.get(doubts[0], self.doubts["other"]) * FURTHER ** (len(doubts) - 1)
        return next((share for least, share in reversed(self.steps) if weight >= least), 0.0)


@cache
def scale() -> Scale:
    """Return the fitted scale."""
    raw = tomllib.loads(files("parsing").joinpath("data", "confidence.toml").read_text(encoding="utf-8"))
    return Scale(tuple((float(least), float(share)) for least, share in raw["steps"]), raw["doubts"])


def changes_from(drafts: Iterable[Draft], frame: Frame, threshold: float) -> tuple[Change, ...]:
    """Return the changes of a letter, one for each field of a line, in the order in which they were said."""
    return tuple(_change(draft, threshold) for draft in settled(drafts, frame))


def settled(drafts: Iterable[Draft], frame: Frame) -> Sequence[Draft]:
    """Return what a letter's drafts come to, with every doubt noted; what the plan already says is left out."""
    chosen: dict[tuple[str, str], Draft] = {}
    for draft in drafts:
        key = (draft.target, draft.field) if draft.target != "new" else ("new", str(draft.value))
        kept = chosen.get(key)
        chosen[key] = draft if kept is None else _ruling(kept, draft)
    left = _without_leftovers([_beside_end(_contradicted(draft, chosen), chosen) for draft in chosen.values()])
    return [_doubted(draft, frame) for draft in left if not _is_so(draft, frame)]


def _ruling(kept: Draft, later: Draft) -> Draft:
    """Return which of two drafts for one field holds: a certain one beats a doubt, two certain ones are asked about."""
    if kept.value == later.value:
        return kept if len(kept.doubts) <= len(later.doubts) else later
    if later.corrected or (kept.doubts and not later.doubts):
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


def _beside_end(draft: Draft, chosen: Mapping[tuple[str, str], Draft]) -> Draft:
    """Return a new date with a doubt where the line was reported done before it: "It's done. In writing on Friday"."""
    ended = chosen.get((draft.target, "status"))
    sure = ended is not None and ended.value == "done" and not ended.doubts
    if draft.field == "due" and not draft.doubts and ended and sure and ended.order < draft.order:
        return replace(draft, doubts=("said-twice",))
    return draft


def _kept_out(drafts: Iterable[Draft]) -> set[str]:
    """Return the lines that are agreed to by name, whatever is said of a group."""
    return {d.target for d in drafts if d.field == "confirmed" and not d.grouped and not d.doubts}


def _agreed_after_doubt(drafts: Sequence[Draft]) -> set[str]:
    """Return the lines that may have been reported done, whose own day is surely agreed to after it."""
    doubtful = {d.target: d.order for d in drafts if d.field == "status" and d.doubts}
    agreed = [d for d in drafts if d.field == "confirmed" and d.by_day and not d.doubts]
    return {d.target for d in agreed if doubtful.get(d.target, d.order) < d.order}


def _without_leftovers(drafts: Sequence[Draft]) -> Sequence[Draft]:
    """Return the drafts without confirmations and empty doubts of a line that has a new date or is settled.

    What held a line up is the reason of its new date: whoever names a day does not say that it is blocked.
    """
    kept_out = _kept_out(drafts)
    drafts = [d for d in drafts if not (d.field == "due" and d.grouped and d.target in kept_out)]
    dated = {d.target for d in drafts if d.field == "due"}
    certain = {d.target for d in drafts if d.field == "due" and not d.doubts}
    given = {d.target for d in drafts if d.field == "due" and d.value is not None}
    settled = {d.target for d in drafts if d.field == "status" and d.value in ("done", "skipped")}
    blocked = {d.target for d in drafts if d.field == "status" and d.value == "blocked"}
    settled -= _agreed_after_doubt(drafts)
    return [
        d
        for d in drafts
        if not (d.field == "confirmed" and d.target in dated | settled | blocked)
        and not (d.field == "due" and d.value is None and d.doubts and d.target in (settled | blocked) - certain)
        and not (d.field == "status" and d.value == "blocked" and d.target in given)
    ]


def _is_so(draft: Draft, frame: Frame) -> bool:
    """Tell whether the plan already says so, or the line is settled and only agreed to."""
    if draft.target in ("new", "plan"):
        return False
    line = frame.plan.entry(draft.target)
    if draft.field == "confirmed":
        return line is None or line.settled
    if draft.value is None:
        return False
    return value_of(frame.plan, draft.target, draft.field) == draft.value


def _doubted(draft: Draft, frame: Frame) -> Draft:
    """Return a draft with the doubts that the plan raises: an unknown sender, a line that is settled."""
    doubts = list(draft.doubts)
    if frame.sender is None and draft.target != "plan":
        doubts.append(STRANGER)
    line = frame.plan.entry(draft.target)
    if line and line.settled and draft.field != "confirmed":
        doubts.append(SETTLED_LINE)
    return replace(draft, doubts=tuple(doubts))


def _change(draft: Draft, threshold: float) -> Change:
    confidence = scale().confidence(draft.weight, draft.doubts)
    applies = not draft.doubts and confidence >= threshold and draft.value is not None
    reason = draft.doubts[0].replace("_", "-") if draft.doubts else ("" if applies else "unsure")
    return Change(
        draft.target,
        draft.field,
        draft.value,
        "apply" if applies else "ask",
        round(confidence, 3),
        draft.evidence,
        draft.source,
        reason,
    )
