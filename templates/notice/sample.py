"""A sample of each kind of mail, made from a plan alone: what `milepost notice preview` shows before it is sent."""

import datetime as dt
from collections.abc import Callable

from plans.notice import Applied, Ask, Notice, NoticeKind, Nudged, Proposed, Refused, Rung
from plans.plan import Milestone, Plan

CODE = "abcd2345"
"""The single-use code of a sample; no plan knows it."""
WEEK = dt.timedelta(days=7)


def sample(kind: NoticeKind, plan: Plan, to: str, at: dt.datetime) -> Notice:
    """Return a mail of this kind to this person as it could go out at this moment (aware), about their own lines."""
    return _SAMPLES[kind](_Sketch(plan, to, at))


def sample_reader(kind: NoticeKind, plan: Plan) -> str:
    """Return the id of a person who could get such a mail: the reporter, an executive, or a buyer with an open line."""
    reporter = plan.reporter.id if plan.reporter else plan.people[0].id
    if kind in ("escalation", "proposal", "digest"):
        return reporter
    if kind == "snapshot" and plan.communication.snapshot_to:
        return plan.communication.snapshot_to[0]
    buyers = {person.id for person in plan.people if person.side == "buyer"}
    owners = [m.owner for m in plan.milestones if m.owner in buyers and m.due and not m.settled]
    return next((owner for owner in owners if owner), reporter)


class _Sketch:
    """What the samples of one plan share: its reader, moment, and two open milestones."""

    def __init__(self, plan: Plan, to: str, at: dt.datetime) -> None:
        """Find the reader's first open milestone, and another one that is somebody else's."""
        self.plan, self.to, self.at = plan, to, at
        waiting = [m for m in plan.milestones if not m.settled and m.due and not m.internal] or list(plan.milestones)
        self.own = next((m for m in waiting if m.owner == to), waiting[0])
        self.other = next((m for m in waiting if m.owner != to and m != self.own), self.own)

    def notice(self, kind: NoticeKind, **said: object) -> Notice:
        """Return the notice with what it says."""
        plan = self.plan
        coming = self.at.astimezone(plan.zone).date() + WEEK
        told: dict[str, object] = {"next_update": coming} | said
        return Notice(f"{plan.slug}/sample/{kind}", kind, plan.slug, plan.version, self.to, self.at, **told)  # type: ignore[arg-type]

    def nudged(self, kind: NoticeKind, rung: Rung, days: int) -> Notice:
        """Return a notice about a date, with as many working days as it would be off."""
        line = self.other if kind == "escalation" else self.own
        return self.notice(kind, nudged=(Nudged(line.id, rung, days),), lines=(line.id,))

    def moved(self, line: Milestone) -> tuple[str | None, str | None]:
        """Return a line's date and a week later, as the reading contract writes dates."""
        return (line.due.isoformat(), (line.due + WEEK).isoformat()) if line.due else (None, None)


def _acknowledgement(sketch: _Sketch) -> Notice:
    own, other = sketch.own, sketch.other
    old, new = sketch.moved(own)
    applied = (
        Applied(own.id, "due", old, new, f"{own.id} needs another week"),
        Applied(other.id, "confirmed", None, True, f"{other.id} is fine"),
    )
    return sketch.notice("acknowledgement", applied=applied, letter="sample", code=CODE, enclosures=("document",))


def _question(sketch: _Sketch) -> Notice:
    _, new = sketch.moved(sketch.own)
    ask = Ask(sketch.own.id, "due", "hedged", new, f"{sketch.own.id} will probably need another week")
    return sketch.notice("question", asks=(ask,), letter="sample", code=CODE)


def _proposal(sketch: _Sketch) -> Notice:
    other, (old, new) = sketch.own, sketch.moved(sketch.own)
    by = sketch.other.owner or sketch.to
    wish = Proposed("sample/1", other.id, "due", old, new, by, (sketch.to,), f"could {other.id} be a week later?")
    return sketch.notice("proposal", proposals=(wish,), about=by, code=CODE)


def _refusal(sketch: _Sketch) -> Notice:
    return sketch.notice("refusal", refused=(Refused("protected-file", "plan.docx"),), letter="sample")


_SAMPLES: dict[NoticeKind, Callable[[_Sketch], Notice]] = {
    "welcome": lambda s: s.notice("welcome", enclosures=("document",)),
    "status": lambda s: s.notice("status", lines=(s.own.id,), enclosures=("document",)),
    "reminder": lambda s: s.nudged("reminder", "reminder", -3),
    "due": lambda s: s.nudged("due", "due", 0),
    "overdue": lambda s: s.nudged("overdue", "overdue", 1),
    "escalation": lambda s: s.nudged("escalation", "escalation", 3),
    "acknowledgement": _acknowledgement,
    "question": _question,
    "proposal": _proposal,
    "snapshot": lambda s: s.notice("snapshot", enclosures=("snapshot",)),
    "digest": lambda s: s.notice("digest"),
    "refusal": _refusal,
    "closing": lambda s: s.notice("closing", next_update=None),
}
KINDS: tuple[NoticeKind, ...] = tuple(_SAMPLES)
