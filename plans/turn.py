"""A turn is what one letter or command does to a plan, step by step, before anybody is told about it."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, is_dataclass, replace

from plans.agenda.cadence import heard
from plans.apply import Author, Result, apply, undo
from plans.change import Change, Value, is_open
from plans.decide import ENDORSE, RULED, Decision, Sender, decide
from plans.entry import Entry, EntryKind
from plans.notice import Applied, Nudged, Refused
from plans.plan import SETTLED, Person, Plan
from plans.state import DRAFTED, Acknowledged, Arrival, Pending, PlanState


@dataclass(frozen=True)
class Turn:
    """The state on its way, and what has happened in this turn so far.

    `by` is the sender's person id, or their address where they are not on the plan; `start` is the plan as it stood
    when the turn began, so that its version goes up by one only, whatever the letter holds. `counted` is what the
    sender has said yes to and somebody else still has to, `help` the lines for which help is called at once;
    `withdrawn` are wishes that an undo took back, `undone_of` whoever wrote the letters that were undone.
    """

    state: PlanState
    sender: Sender
    letter: str
    now: dt.datetime
    start: Plan
    applied: tuple[Applied, ...] = ()
    undone: tuple[Applied, ...] = ()
    opened: tuple[Pending, ...] = ()
    declined: tuple[Pending, ...] = ()
    agreed: tuple[Pending, ...] = ()
    countered: tuple[Pending, ...] = ()
    counted: tuple[Pending, ...] = ()
    withdrawn: tuple[Pending, ...] = ()
    undone_of: tuple[str, ...] = ()
    taken: tuple[Applied, ...] = ()
    refused: tuple[Refused, ...] = ()
    help: tuple[Nudged, ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def plan(self) -> Plan:
        """Return the plan as it stands at this step."""
        return self.state.plan

    @property
    def today(self) -> dt.date:
        """Return the plan's own day."""
        return self.now.astimezone(self.plan.zone).date()

    @property
    def person(self) -> Person | None:
        """Return the sender as a person of the plan, None for anybody else."""
        return self.sender.person

    @property
    def by(self) -> str:
        """Return who writes: a person id, else the address."""
        return self.sender.person.id if self.sender.person else self.sender.address


def turn_of(state: PlanState, arrival: Arrival, now: dt.datetime) -> Turn:
    """Return the turn that this letter begins."""
    today = now.astimezone(state.plan.zone).date()
    sender = Sender(state.plan.person(arrival.trust.person), arrival.trust, arrival.sender, today)
    return Turn(state, sender, arrival.letter, now, state.plan)


def as_text(value: Value) -> str:
    """Return a value as the log's JSON text, '' for none."""
    if value is None:
        return ""
    return json.dumps(asdict(value) if is_dataclass(value) else value, ensure_ascii=False)


def noted(turn: Turn, kind: EntryKind, target: str = "", field: str = "", detail: str = "") -> Turn:
    """Return the turn with one more line for the log."""
    entry = Entry(kind, turn.now, turn.by, turn.plan.version, turn.letter, target, field, detail=detail)
    return replace(turn, entries=(*turn.entries, entry))


def _with_plan(turn: Turn, result: Result, kind: EntryKind, author: str) -> Turn:
    """Return the turn with a result in it: one version up from the turn's start, an entry for each field."""
    version = turn.start.version + 1 if result.applied else turn.plan.version
    plan = replace(result.plan, version=version)
    entries = tuple(
        Entry(kind, turn.now, author, version, turn.letter, a.target, a.field, as_text(a.old), as_text(a.new))
        for a in result.applied
    )
    return replace(
        turn,
        state=replace(turn.state, plan=plan),
        entries=(*turn.entries, *entries),
        refused=(*turn.refused, *result.refused),
    )


def with_change(turn: Turn, change: Change, by: str) -> Turn:
    """Return the turn with the change applied in the name of whoever wanted it."""
    wanted_by = turn.plan.person(by)
    side = wanted_by.side if wanted_by else "buyer"
    result = apply(turn.plan, [_as_it_rested(turn, change)], Author(by, side, turn.today, turn.letter))
    changed = _with_plan(turn, result, "applied", by)
    return _without_answered(replace(changed, applied=(*turn.applied, *result.applied)), result.applied)


def _as_it_rested(turn: Turn, change: Change) -> Change:
    """Return the change; a plan that was put to rest as a draft goes on as one, since nobody has said yes to it yet."""
    goes_on = (change.target, change.field, change.value) == ("plan", "status", "active")
    return replace(change, value="draft") if goes_on and DRAFTED in turn.state.sent else change


def without(turn: Turn, pending: Pending) -> Turn:
    """Return the turn in which this waits no more."""
    kept = tuple(other for other in turn.state.pending if other.id != pending.id)
    return replace(turn, state=replace(turn.state, pending=kept))


def _without_answered(turn: Turn, applied: tuple[Applied, ...]) -> Turn:
    """Return the turn without what no longer waits, because its field was set or its line is settled.

    Somebody who could have said yes and sets another value has answered too. Whoever wished for it hears of that, and
    of whatever else has made their wish needless.
    """
    answered = [pending for pending in turn.state.pending if any(_answers(turn, step, pending) for step in applied)]
    kept = tuple(pending for pending in turn.state.pending if pending not in answered)
    countered = tuple(p for p in answered if (turn.by in p.to or (p.reason in RULED and not p.own)) and p.by != turn.by)
    return replace(turn, state=replace(turn.state, pending=kept), countered=(*turn.countered, *countered))


def _answers(turn: Turn, step: Applied, pending: Pending) -> bool:
    """Tell whether a change that now stands settles what waits."""
    change = pending.change
    if step.target != change.target:
        return False
    if pending.reason == ENDORSE:
        return step.new == "active"  # A draft that rests, or has ended, waits for the same yes once it goes on.
    if (step.field, change.field) == ("status", "due"):
        return step.new in SETTLED
    if pending.reason == "commitment" and turn.by in pending.to:
        return True
    if step.field == "confirmed" and is_doubt(change):
        return turn.by in pending.to and any(one.startswith(f"{turn.by} ") for one in _standing(step.new))
    same = step.field == change.field
    return same and (is_open(change) or change.value == step.new or turn.by in (pending.by, *pending.to))


def is_doubt(change: Change) -> bool:
    """Tell whether a change says that a line's date does not hold, and none that does."""
    return change.field == "due" and is_open(change)


def _standing(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()


def with_undo(turn: Turn, done: Acknowledged, lines: frozenset[str] | None) -> Turn:
    """Return the turn with a letter's changes and open wishes taken back; later changes of the same fields stay.

    With `lines` only theirs, and whoever joined the plan for them leaves it.
    """
    joined = {f"person:{step.new}" for step in done.applied if lines is not None and step.target in lines}
    result = undo(turn.plan, done.applied, None if lines is None else lines | joined)
    changed = _with_plan(turn, result, "undone", turn.by)
    taken = {(step.target, step.field) for step in result.applied}
    left = tuple(a for a in done.applied if (a.target, a.field) not in taken) if lines is not None else ()
    records = tuple(
        replace(record, applied=left) if record.letter == done.letter else record
        for record in changed.state.acknowledged
    )
    of = frozenset(held.change.target for held in changed.state.pending) if lines is None else lines
    left_over = (p for p in changed.state.pending if p.letter != done.letter or p.change.target not in of)
    gone = {step.target for step in result.applied if step.field in ("milestone", "action")}
    wished = [p for p in left_over if p.change.target not in gone]
    state = replace(
        changed.state,
        acknowledged=tuple(record for record in records if record.applied),
        pending=tuple(_asked_of_those_here(changed.plan, pending) for pending in wished),
    )
    return replace(changed, state=state, undone=(*turn.undone, *result.applied), undone_of=(*turn.undone_of, done.by))


def _asked_of_those_here(plan: Plan, pending: Pending) -> Pending:
    """Return what waits without the people who have left with an undo; the reporter takes their place."""
    here = tuple(person for person in pending.to if plan.person(person))
    if here == pending.to:
        return pending
    reporter = (plan.reporter.id,) if plan.reporter else ()
    return replace(pending, to=here or reporter)


def with_decision(turn: Turn, decision: Decision, by: str, because: str = "") -> Turn:
    """Return the turn with one decision carried out: applied now, held for somebody's word, or refused."""
    change = decision.change
    if decision.verdict == "applied":
        return with_change(turn, change, by)
    if decision.verdict == "refused":
        refused = Refused(decision.reason, change.target, change.evidence)
        turn = noted(turn, "refused", change.target, change.field, decision.reason)
        return replace(turn, refused=(*turn.refused, refused))
    held = Pending(
        f"{turn.letter}/{len(turn.opened) + 1}", change, by, decision.to, decision.reason, turn.letter, turn.now,
        decision.all_of, because=because,
    )  # fmt: skip
    if same := next((other for other in turn.state.pending if _is_same(other, held)), None):
        held = replace(held, id=same.id, agreed=same.agreed)
    kind: EntryKind = "proposed" if decision.verdict == "proposed" else "asked"
    turn = noted(turn, kind, change.target, change.field, f"{decision.reason}: {', '.join(decision.to)}")
    pending = (*_others(turn.state.pending, held), held)
    return replace(turn, opened=(*turn.opened, held), state=replace(turn.state, pending=pending))


def _is_same(older: Pending, newer: Pending) -> bool:
    """Tell whether somebody wishes once more for what waits already: answers to either mail are answers to both."""
    of = (newer.by, newer.change.target, newer.change.field, newer.change.value, newer.meant, newer.reason)
    return of == (older.by, older.change.target, older.change.field, older.change.value, older.meant, older.reason)


def _others(pending: Iterable[Pending], newer: Pending) -> tuple[Pending, ...]:
    """Return what still waits beside a newer wish of the same person about the same field; a mere question whether they
    wish for something takes no wish's place."""
    about = (newer.by, newer.change.target, newer.change.field)
    others = (p for p in pending if p.id != newer.id)

    def stays(older: Pending) -> bool:
        another = (older.by, older.change.target, older.change.field) != about or newer.change.target == "new"
        return another or (newer.own and not older.own)

    return tuple(older for older in others if stays(older))


def _heard(turn: Turn) -> Turn:
    """Return the turn that knows that somebody of the plan has written, whatever it was (R104)."""
    if turn.person is None:
        return turn
    others = (key for key in turn.state.sent if not key.startswith("heard/"))
    return replace(turn, state=replace(turn.state, sent=(*others, heard(turn.now.date()))))


def with_wanted(turn: Turn, changes: Iterable[Change]) -> Turn:
    """Return the turn with every change of the sender decided and carried out, in order; and the sender heard."""
    turn = _heard(turn)
    for change in changes:
        turn = with_decision(turn, decide(turn.plan, change, turn.sender), turn.by)
    return turn
