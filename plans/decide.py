"""Deciding says who may change what: applied, proposed to whom, asked of whom, or refused, as a table.

Mutual means that nobody moves the other side's commitment alone: such a change goes to the person who can say yes.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from plans.agenda.ladder import reachable
from plans.change import Change
from plans.letter import Trust
from plans.plan import ENDED, Line, Milestone, Person, Plan

Verdict = Literal["applied", "proposed", "asked", "refused"]
Subject = Literal["removal", "new", "plan", "person", "soft", "hard", "done", "harmless"]
"""What a change is about, as far as authority goes; `subject_of` finds it."""
Standing = Literal["self", "keeper", "approver", "side", "other-side", "outside"]
"""How the sender stands to what is changed; `standing_of` finds it."""


@dataclass(frozen=True)
class Decision:
    """What becomes of one change. `to` are the people who are asked; `all_of` tells whether all of them must agree."""

    change: Change
    verdict: Verdict
    to: tuple[str, ...] = ()
    reason: str = ""
    all_of: bool = False


@dataclass(frozen=True)
class Sender:
    """Who writes: a person of the plan or nobody of it, and whether they are who they say; `on` is their local day."""

    person: Person | None
    trust: Trust
    address: str = ""
    on: dt.date | None = None


def subject_of(plan: Plan, change: Change) -> Subject:
    """Return what the change is about."""
    if change.target in ("plan", "new"):
        return "plan" if change.target == "plan" else "new"
    if change.target.startswith("person:"):
        return "person"
    if change.field in ("confirmed", "note"):
        return "harmless"
    if change.field == "status":
        return {"skipped": "removal", "done": "done"}.get(str(change.value), "soft")  # type: ignore[return-value]
    line = plan.line(change.target)
    hard = isinstance(line, Milestone) and line.deadline == "hard" and line.due is not None
    return "hard" if hard and change.field in ("due", "deadline") else "soft"


def standing_of(plan: Plan, change: Change, person: Person | None) -> Standing:
    """Return how the sender stands to what is changed.

    A keeper is a line's owner or backup, their assistant, or the reporter or champion of the same side. An approver
    has the last word on what is done, and no other say in a line.
    """
    if person is None:
        return "outside"
    about = change.target.removeprefix("person:") if change.target.startswith("person:") else None
    if about in spoken_for(plan, person):
        return "self"
    if _is_executive(plan, person):
        return "outside"
    if about is not None:
        return _standing_to_person(plan, plan.person(about), person)
    line = plan.line(change.target)
    if line is None:
        return "keeper" if person in (plan.reporter, plan.champion) else "side"
    standing = _standing_to_line(plan, line, person)
    approves = isinstance(line, Milestone) and line.approver in spoken_for(plan, person)
    return "approver" if approves and standing != "keeper" and subject_of(plan, change) == "done" else standing


def _standing_to_person(plan: Plan, about: Person | None, person: Person) -> Standing:
    same_side = about is not None and about.side == person.side
    return "keeper" if same_side and person in (plan.reporter, plan.champion) else "side"


def _standing_to_line(plan: Plan, line: Line, person: Person) -> Standing:
    owner, mine = plan.person(line.owner), spoken_for(plan, person)
    same_side = owner is None or owner.side == person.side
    backs_up = isinstance(line, Milestone) and line.backup in mine
    if line.owner in mine or (same_side and (backs_up or person in (plan.reporter, plan.champion))):
        return "keeper"
    return "side" if same_side else "other-side"


def spoken_for(plan: Plan, person: Person) -> frozenset[str]:
    """Return the ids of everybody in whose name this person can answer: themselves, and those whom they assist."""
    return frozenset({person.id, *(boss.id for boss in plan.people if _assists(person, boss))})


def _assists(person: Person, boss: Person) -> bool:
    return bool(boss.assistant) and (boss.assistant == person.id or boss.assistant.casefold() in person.addresses)


def _is_executive(plan: Plan, person: Person) -> bool:
    """Tell whether somebody only gets the snapshot: no line, no approval and no role in reporting is theirs (R118)."""
    named = {line.owner for line in plan.lines()} | {
        person_id for m in plan.milestones for person_id in (m.backup, m.approver)
    }
    reports = person in (plan.reporter, plan.champion)
    assists = any(_assists(person, boss) for boss in plan.people)
    return person.id in plan.communication.snapshot_to and person.id not in named and not reports and not assists


def _nobody(_: Plan, __: Change, ___: Sender) -> tuple[str, ...]:
    return ()


def _owner(plan: Plan, change: Change, sender: Sender) -> tuple[str, ...]:
    """Return the line's owner; while they cannot be mailed, the backup; for a line of nobody the reporter."""
    line = plan.line(change.target)
    owner = plan.person(line.owner) if line else None
    if owner is None or line is None:
        return _reporter(plan, change, sender)
    above = plan.milestone_of(line.id)
    backup = reachable(plan, above.backup, sender.on) if above and sender.on else None
    away = sender.on is not None and reachable(plan, owner.id, sender.on) is None
    return (backup.id,) if away and backup and backup.side == owner.side else (owner.id,)


def _reporter(plan: Plan, _: Change, __: Sender) -> tuple[str, ...]:
    return (plan.reporter.id,) if plan.reporter else ()


def _reporter_else_themselves(plan: Plan, change: Change, sender: Sender) -> tuple[str, ...]:
    """Return the reporter; where it is the reporter who writes, the person whom it is about."""
    reporter = _reporter(plan, change, sender)
    return reporter if reporter != (_id(sender),) else (change.target.removeprefix("person:"),)


def _approver(plan: Plan, change: Change, sender: Sender) -> tuple[str, ...]:
    line = plan.line(change.target)
    approver = line.approver if isinstance(line, Milestone) else None
    return (approver,) if approver and plan.person(approver) and approver != _id(sender) else ()


def _reporter_and_approver(plan: Plan, change: Change, sender: Sender) -> tuple[str, ...]:
    both = (*_reporter(plan, change, sender), *_approver(plan, change, sender))
    return tuple(dict.fromkeys(person for person in both if person != _id(sender)))


def _owner_reporter_and_approver(plan: Plan, change: Change, sender: Sender) -> tuple[str, ...]:
    everybody = (*_owner(plan, change, sender), *_reporter_and_approver(plan, change, sender))
    return tuple(dict.fromkeys(person for person in everybody if person != _id(sender)))


def _other_side(plan: Plan, _: Change, sender: Sender) -> tuple[str, ...]:
    buyer = sender.person is not None and sender.person.side == "buyer"
    somebody = plan.reporter if buyer else plan.champion or _first_buyer(plan)
    return (somebody.id,) if somebody else ()


def _first_buyer(plan: Plan) -> Person | None:
    return next((person for person in plan.people if person.side == "buyer"), None)


def _id(sender: Sender) -> str | None:
    return sender.person.id if sender.person else None


@dataclass(frozen=True)
class Rule:
    """What becomes of a change of this kind; a keeper or approver who has nobody left to ask just changes it."""

    verdict: Verdict
    to: Callable[[Plan, Change, Sender], tuple[str, ...]] = _nobody
    reason: str = ""
    all_of: bool = False


APPLIED = Rule("applied")
ASK_REPORTER = Rule("asked", _reporter, "sender-not-on-plan")
PROPOSE_OWNER = Rule("proposed", _owner, "not-yours")
PROPOSE_HARD = Rule("proposed", _reporter_and_approver, "hard-date", all_of=True)
PROPOSE_ANOTHERS_HARD = Rule("proposed", _owner_reporter_and_approver, "hard-date", all_of=True)
PROPOSE_OTHER_SIDE = Rule("proposed", _other_side, "both-sides")
ASK_APPROVER = Rule("asked", _approver, "approver")

RULES: dict[Subject, dict[Standing, Rule]] = {
    "soft": {"keeper": APPLIED, "side": PROPOSE_OWNER, "other-side": PROPOSE_OWNER},
    "hard": {"keeper": PROPOSE_HARD, "side": PROPOSE_ANOTHERS_HARD, "other-side": PROPOSE_ANOTHERS_HARD},
    "done": {"keeper": ASK_APPROVER, "approver": APPLIED, "side": PROPOSE_OWNER, "other-side": PROPOSE_OWNER},
    "removal": {"keeper": PROPOSE_OTHER_SIDE, "side": PROPOSE_OTHER_SIDE, "other-side": PROPOSE_OWNER},
    "new": {"keeper": PROPOSE_OTHER_SIDE, "side": PROPOSE_OTHER_SIDE},
    "plan": {"keeper": APPLIED, "side": Rule("asked", _reporter, "plan-status")},
    "person": {
        "self": APPLIED,
        "keeper": APPLIED,
        "side": Rule("asked", _reporter_else_themselves, "not-yours"),
    },
    "harmless": {"keeper": APPLIED, "side": APPLIED, "other-side": APPLIED},
}
"""Who may change what. Anybody outside the plan, and an executive on copy, is a question to the reporter."""


def decide(plan: Plan, change: Change, sender: Sender) -> Decision:
    """Return what becomes of one change of a letter, by trust first, then by certainty, then by authority."""
    if sender.trust.verdict == "forged":
        return Decision(change, "refused", reason="forged")
    if plan.status in ENDED:
        return Decision(change, "refused", reason="plan-closed")
    person = sender.person
    if person and change.decision == "ask":
        return Decision(change, "asked", (person.id,), change.reason or "unsure")
    if person and sender.trust.verdict == "unsure" and not _is_harmless(plan, change):
        return Decision(change, "asked", (person.id,), "unsure-sender")
    standing = standing_of(plan, change, person)
    rule = RULES[subject_of(plan, change)].get(standing, ASK_REPORTER)
    to = rule.to(plan, change, sender)
    if rule.verdict != "applied" and not to:
        alone = standing in ("keeper", "approver")
        return Decision(change, "applied") if alone else Decision(change, "refused", reason="nobody-to-ask")
    return Decision(change, rule.verdict, to, rule.reason, rule.all_of)


def _is_harmless(plan: Plan, change: Change) -> bool:
    """Tell whether even a sender without evidence may say it: stopping one's own mails is never held back."""
    return change.field == "mail" and change.target.startswith("person:") and plan.status not in ENDED
