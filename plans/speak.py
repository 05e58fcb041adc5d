"""Speaking turns what happened in a turn into notices: one mail a person, with everything that concerns them."""

import base64
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from plans.change import Change, NewLine
from plans.damping import is_news, with_told
from plans.decide import RULED
from plans.fields import value_of
from plans.help import whom_to_call
from plans.notice import Applied, Ask, Enclosure, Notice, NoticeKind, Nudged, Proposed, Refused
from plans.plan import Plan
from plans.state import Acknowledged, Code, Pending, PlanState
from plans.turn import Turn


@dataclass(frozen=True)
class Telling:
    """What one person is told in one mail; the kind follows from what there is to tell."""

    applied: tuple[Applied, ...] = ()
    undone: tuple[Applied, ...] = ()
    asks: tuple[Ask, ...] = ()
    proposals: tuple[Proposed, ...] = ()
    waiting: tuple[Proposed, ...] = ()
    refused: tuple[Refused, ...] = ()
    questions: tuple[str, ...] = ()
    blocked: tuple[Nudged, ...] = ()
    pending: tuple[str, ...] = ()

    def __add__(self, other: "Telling") -> "Telling":
        """Return both, one after the other."""
        return Telling(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))

    @property
    def kind(self) -> NoticeKind:
        """Return what the mail is above all: the first row of the table that holds."""
        order: tuple[tuple[NoticeKind, object], ...] = (
            ("escalation", self.blocked),
            ("acknowledgement", self.applied or self.undone or self.waiting),
            ("proposal", self.proposals),
            ("question", self.asks or self.questions),
        )
        return next((kind for kind, held in order if held), "refusal")


QUESTION_REASONS = frozenset(
    {"approver", "sender-not-on-plan", "plan-status", "commitment", "new-date", "rested", "goal", "endorse"}
)
"""Reasons for which somebody other than the sender is asked, as a question rather than a proposal."""


def tellings(turn: Turn, questions: Iterable[str]) -> dict[str, Telling]:
    """Return what each person has to be told, the sender first."""
    told: dict[str, Telling] = {}
    parts = (*_to_sender(turn), *_to_asked(turn), *_to_wanting(turn), *_to_concerned(turn, tuple(questions)))
    for person, telling in parts:
        told[person] = told.get(person, Telling()) + telling
    return {person: telling for person, telling in told.items() if telling != Telling() and _can_be_told(turn, person)}


def _to_sender(turn: Turn) -> list[tuple[str, Telling]]:
    """Return what became of the sender's own words."""
    said = (*_shown(turn.applied), *turn.taken)
    waiting = tuple(_proposed(turn.plan, _still_asked(held)) for held in turn.counted)
    undone = (*_shown(turn.undone), *(_taken_back(turn.plan, held) for held in turn.withdrawn))
    return [(turn.by, Telling(applied=said, undone=undone, waiting=waiting, refused=turn.refused))]


def _taken_back(plan: Plan, held: Pending) -> Applied:
    """Return a wish that waits no more, as what it would have set and what stands."""
    change = held.change
    stands = None if change.target == "new" else value_of(plan, change.target, change.field)
    return Applied(change.target, change.field, change.value, stands, change.evidence)


def _still_asked(held: Pending) -> Pending:
    """Return what waits, as asked of those only who have not said yes yet."""
    return replace(held, to=tuple(person for person in held.to if person not in held.agreed))


def _to_asked(turn: Turn) -> list[tuple[str, Telling]]:
    """Return what people are asked, and that the sender's wish now waits for them."""
    told = [
        (person, held_for(turn.plan, held, own=person == turn.by, to=person))
        for held in turn.opened
        for person in held.to
    ]
    waiting = [held for held in turn.opened if turn.person and turn.by not in held.to]
    return [*told, *((turn.by, Telling(waiting=(_proposed(turn.plan, held),))) for held in waiting)]


def _to_wanting(turn: Turn) -> list[tuple[str, Telling]]:
    """Return the yes or no that somebody's wish has met."""
    agreed = [
        (held.by, Telling(applied=tuple(step for step in _shown(turn.applied) if step.target == held.change.target)))
        for held in turn.agreed
    ]
    declined = [
        (held.by, Telling(refused=(Refused(_no_to(held), spoken_of(turn.plan, held.change), held.change.evidence),)))
        for held in turn.declined
        if held.by != turn.by
    ]
    countered = [
        (held.by, Telling(applied=tuple(step for step in _shown(turn.applied) if step.target == held.change.target)))
        for held in turn.countered
        if held.by != turn.by
    ]
    taken_back = [(held.by, Telling(undone=(_taken_back(turn.plan, held),))) for held in turn.withdrawn]
    undone = [(author, Telling(undone=_shown(turn.undone))) for author in dict.fromkeys(turn.undone_of)]
    others = [(author, telling) for author, telling in (*taken_back, *undone) if author != turn.by]
    return [*agreed, *declined, *countered, *others]


def _no_to(held: Pending) -> str:
    return "commitment-declined" if held.reason == "commitment" else "declined"


def spoken_of(plan: Plan, change: Change) -> str:
    """Return what a change is about, as a refusal names it: a line's id, else a name."""
    if isinstance(change.value, NewLine) and change.target == "new":
        return change.value.name
    person = plan.person(change.target.removeprefix("person:"))
    return person.name if person else plan.title if change.target == "plan" else change.target


def _can_be_told(turn: Turn, person: str) -> bool:
    """Tell whether this is somebody on the plan, or the stranger who wrote just now and may be told why not."""
    return turn.plan.person(person) is not None or person == turn.by


def _shown(applied: Iterable[Applied]) -> tuple[Applied, ...]:
    return tuple(step for step in applied if not step.derived)


def _proposed(plan: Plan, pending: Pending, to: str = "") -> Proposed:
    change = pending.change
    old = None if change.target == "new" else value_of(plan, change.target, change.field)
    return Proposed(
        pending.id, change.target, change.field, old, change.value, pending.by, pending.to, change.evidence,
        pending.because, pending.absent_for(to),
    )  # fmt: skip


def held_for(plan: Plan, pending: Pending, *, own: bool, to: str) -> Telling:
    """Return how somebody is asked: the sender about their own words, anybody else about somebody's wish."""
    change = pending.change
    if own or pending.reason in QUESTION_REASONS:
        ask = Ask(change.target, change.field, pending.reason, change.value, change.evidence, pending.absent_for(to))
        return Telling(asks=(ask,), pending=(pending.id,))
    return Telling(proposals=(_proposed(plan, pending, to),), pending=(pending.id,))


def _to_concerned(turn: Turn, questions: tuple[str, ...]) -> list[tuple[str, Telling]]:
    """Return what owners and the reporter hear of what somebody else wrote."""
    told: list[tuple[str, Telling]] = []
    for step in _shown(turn.applied):
        told += [(owner, Telling(applied=(step,))) for owner in _owners(turn.plan, step) if owner != turn.by]
    know = {turn.by, *turn.undone_of}
    for step in _shown(turn.undone):
        told += [(owner, Telling(applied=(step,))) for owner in _owners(turn.plan, step) if owner not in know]
    reporter = turn.plan.reporter
    if reporter and reporter.id != turn.by:
        told.append((reporter.id, Telling(questions=questions)))
    called = whom_to_call(turn)
    return [*told, (called.id, Telling(blocked=turn.help))] if called else told


def _owners(plan: Plan, step: Applied) -> tuple[str, ...]:
    """Return whose line changed: its owner, and whoever owned it until now; a yes or a remark asks nothing of them."""
    entry = plan.entry(step.target)
    if entry is None or step.field in ("confirmed", "note"):
        return ()
    before = step.old if step.field == "owner" and isinstance(step.old, str) else None
    return tuple(dict.fromkeys(owner for owner in (entry.owner, before) if owner))


def code_of(key: str) -> str:
    """Return the code that rides in a notice's reply address; the address's seal makes it unguessable."""
    return base64.b32encode(hashlib.sha256(key.encode()).digest()).decode("ascii").lower()[:8]


def speak(
    turn: Turn, questions: Iterable[str], *, enclosures: tuple[Enclosure, ...] = ()
) -> tuple[PlanState, tuple[Notice, ...]]:
    """Return the turn's notices, and the state that knows their codes and what can be undone."""
    told = {to: one for to, one in tellings(turn, questions).items() if _is_worth_a_mail(turn, to, one)}
    notices, codes = [], []
    for person, telling in told.items():
        notice = _notice(turn, person, telling, enclosures)
        notices.append(notice)
        if notice.code:
            codes.append(Code(notice.code, person, turn.now, telling.pending, _undoable(turn, person, telling)))
    state = turn.state
    for person, telling in told.items():
        state = with_told(state, person, telling.refused, turn.now)
    if turn.applied:
        done = Acknowledged(turn.letter, turn.by, turn.now, turn.applied)
        state = replace(state, acknowledged=(*state.acknowledged, done))
    return replace(state, codes=(*state.codes, *codes)), tuple(notices)


def _notice(turn: Turn, person: str, telling: Telling, enclosures: tuple[Enclosure, ...]) -> Notice:
    """Return the one mail that tells somebody; what is enclosed goes to whoever wrote, as do their own words."""
    key = f"{turn.plan.slug}/{telling.kind}/{turn.letter}/{person}"
    own = person == turn.by
    return Notice(
        key=key,
        kind=telling.kind,
        plan=turn.plan.slug,
        version=turn.plan.version,
        to=person,
        at=turn.now,
        lines=_lines(telling),
        nudged=telling.blocked,
        applied=_once(telling.applied),
        undone=telling.undone,
        asks=telling.asks,
        proposals=(*telling.proposals, *telling.waiting),
        refused=telling.refused,
        questions=telling.questions,
        about="" if own else turn.by,
        letter=turn.letter if own else "",
        code=code_of(key) if telling.pending or _undoable(turn, person, telling) else "",
        enclosures=enclosures if own else (),
    )


def _undoable(turn: Turn, person: str, telling: Telling) -> str:
    """Return the letter that one word of somebody takes back, '' where there is nothing for them to take back."""
    return turn.letter if (telling.applied and turn.applied) or (person == turn.by and _wished(turn)) else ""


def _wished(turn: Turn) -> bool:
    """Tell whether the letter holds a wish of its sender's own that waits for somebody else, and can be taken back."""
    own = (held for held in turn.opened if (held.by, held.letter, held.because) == (turn.by, turn.letter, ""))
    return any(held.reason in RULED and turn.by not in held.to for held in own)


def _is_worth_a_mail(turn: Turn, to: str, telling: Telling) -> bool:
    """Tell whether there is more to say than a refusal that was said within a day."""
    reasons = [refused.reason for refused in telling.refused]
    return telling.kind != "refusal" or is_news(turn.state, to, reasons, turn.now)


def _once(applied: Iterable[Applied]) -> tuple[Applied, ...]:
    return tuple(dict.fromkeys(applied))


def _lines(telling: Telling) -> tuple[str, ...]:
    steps = [step.target for step in (*telling.applied, *telling.undone)]
    wishes = [*(ask.target for ask in telling.asks), *(proposed.target for proposed in telling.proposals)]
    return tuple(dict.fromkeys([*steps, *wishes, *(nudged.line for nudged in telling.blocked)]))
