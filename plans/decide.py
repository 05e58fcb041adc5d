"""Deciding says who may change what: applied, proposed to whom, asked of whom, or refused, as a table.

Mutual means that nobody moves the other side's commitment alone: such a change goes to the person who can say yes.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from plans.agenda.ladder import reachable
from plans.change import Change
from plans.fields import GOAL
from plans.letter import Trust
from plans.plan import ENDED, Milestone, Person, Plan, Side
from plans.standing import Standing, Subject, side_named, standing_of, subject_of

Verdict = Literal["applied", "proposed", "asked", "refused"]
ENDORSE = "endorse"
"""The reason for which a draft waits for its endorser's yes."""


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


def _nobody(_: Plan, __: Change, ___: Sender) -> tuple[str, ...]:
    return ()


def _owner(plan: Plan, change: Change, sender: Sender) -> tuple[str, ...]:
    """Return the line's owner; for a line of nobody the reporter."""
    line = plan.entry(change.target)
    owner = plan.person(line.owner) if line else None
    return (owner.id,) if owner else _reporter(plan, change, sender)


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


def _present_approver(plan: Plan, change: Change, sender: Sender) -> tuple[str, ...]:
    """Return the approver whose place another is to take; the reporter once nothing reaches the approver any more."""
    approvers = _approver(plan, change, sender)
    mailed = tuple(one.id for one in plan.people if one.id in approvers and one.mailed)
    return mailed or tuple(person for person in _reporter(plan, change, sender) if person != _id(sender))


def _owner_and_approver(plan: Plan, change: Change, sender: Sender) -> tuple[str, ...]:
    both = (*_owner(plan, change, sender), *_present_approver(plan, change, sender))
    return tuple(dict.fromkeys(person for person in both if person != _id(sender)))


def _new_owner(plan: Plan, change: Change, sender: Sender) -> tuple[str, ...]:
    """Return who is to take a line over; where they are new, or cannot be mailed now, whoever speaks for their side."""
    side = side_named(plan, change.value, sender.person.side if sender.person else "buyer")
    value = change.value if isinstance(change.value, str) else None
    person = plan.person(value)
    here = person and (person.mailed if sender.on is None else reachable(plan, person.id, sender.on))
    return (person.id,) if person and here else _speaker(plan, side) if side else ()


def _both_owners(plan: Plan, change: Change, sender: Sender) -> tuple[str, ...]:
    both = (*_owner(plan, change, sender), *_new_owner(plan, change, sender))
    return tuple(dict.fromkeys(person for person in both if person != _id(sender)))


def _other_side(plan: Plan, _: Change, sender: Sender) -> tuple[str, ...]:
    buyer = sender.person is not None and sender.person.side == "buyer"
    return _speaker(plan, "seller" if buyer else "buyer")


def _speaker(plan: Plan, side: Side) -> tuple[str, ...]:
    """Return who speaks for a side: the reporter, or the champion."""
    somebody = plan.reporter if side == "seller" else plan.champion or _first_buyer(plan)
    return (somebody.id,) if somebody else ()


def _goal_keeper(plan: Plan, change: Change, _: Sender) -> tuple[str, ...]:
    """Return who says what success is: the goal's owner, else, or where no mail reaches them, the champion or who else
    speaks for the buyer."""
    goal = plan.goal(change.target.removeprefix(GOAL))
    owner = plan.person(goal.owner) if goal else None
    return (owner.id,) if owner and owner.mailed else _speaker(plan, "buyer")


def _endorser(plan: Plan, _: Change, sender: Sender) -> tuple[str, ...]:
    endorser = plan.endorser
    return (endorser.id,) if endorser and endorser.id != _id(sender) else ()


def _first_buyer(plan: Plan) -> Person | None:
    return next((person for person in plan.people if person.side == "buyer"), None)


def _id(sender: Sender) -> str | None:
    return sender.person.id if sender.person else None


@dataclass(frozen=True)
class Rule:
    """What becomes of a change of this kind; a keeper or approver who has nobody left to ask just changes it, unless
    nothing stands without the other side's yes (`mutual`)."""

    verdict: Verdict
    to: Callable[[Plan, Change, Sender], tuple[str, ...]] = _nobody
    reason: str = ""
    all_of: bool = False
    mutual: bool = False


APPLIED = Rule("applied")
ASK_REPORTER = Rule("asked", _reporter, "sender-not-on-plan")
PROPOSE_OWNER = Rule("proposed", _owner, "not-yours")
PROPOSE_HARD = Rule("proposed", _reporter_and_approver, "hard-date", all_of=True)
PROPOSE_ANOTHERS_HARD = Rule("proposed", _owner_reporter_and_approver, "hard-date", all_of=True)
PROPOSE_OTHER_SIDE = Rule("proposed", _other_side, "both-sides")
ASK_APPROVER = Rule("asked", _approver, "approver")
PROPOSE_NEW_OWNER = Rule("proposed", _new_owner, "both-sides", mutual=True)
PROPOSE_BOTH_OWNERS = Rule("proposed", _both_owners, "both-sides", all_of=True, mutual=True)
PROPOSE_APPROVER = Rule("proposed", _present_approver, "not-yours")
PROPOSE_OWNER_AND_APPROVER = Rule("proposed", _owner_and_approver, "not-yours", all_of=True)
ASK_GOAL_KEEPER = Rule("asked", _goal_keeper, "goal")
ASK_ABOUT_STATUS = Rule("asked", _reporter, "plan-status")

RULES: dict[Subject, dict[Standing, Rule]] = {
    "soft": {"keeper": APPLIED, "side": PROPOSE_OWNER, "other-side": PROPOSE_OWNER},
    "hard": {"keeper": PROPOSE_HARD, "side": PROPOSE_ANOTHERS_HARD, "other-side": PROPOSE_ANOTHERS_HARD},
    "done": {"keeper": ASK_APPROVER, "approver": APPLIED, "side": PROPOSE_OWNER, "other-side": PROPOSE_OWNER},
    "handover": {"keeper": PROPOSE_NEW_OWNER, "side": PROPOSE_BOTH_OWNERS, "other-side": PROPOSE_OWNER},
    "approver": {
        "keeper": PROPOSE_APPROVER,
        "approver": APPLIED,
        "side": PROPOSE_OWNER_AND_APPROVER,
        "other-side": PROPOSE_OWNER_AND_APPROVER,
    },
    "removal": {"keeper": PROPOSE_OTHER_SIDE, "side": PROPOSE_OTHER_SIDE, "other-side": PROPOSE_OWNER},
    "new": {"keeper": PROPOSE_OTHER_SIDE, "side": PROPOSE_OTHER_SIDE},
    "plan": {"keeper": APPLIED, "side": ASK_ABOUT_STATUS},
    "start": {"keeper": Rule("asked", _endorser, ENDORSE), "side": ASK_ABOUT_STATUS},
    "goal": {"keeper": APPLIED, "side": ASK_GOAL_KEEPER, "other-side": ASK_GOAL_KEEPER},
    "person": {
        "self": APPLIED,
        "keeper": APPLIED,
        "side": Rule("asked", _reporter_else_themselves, "not-yours"),
    },
    "harmless": {"keeper": APPLIED, "side": APPLIED, "other-side": APPLIED},
}
"""Who may change what. Anybody outside the plan, and an executive on copy, is a question to the reporter."""
RULED = frozenset({ASK_REPORTER.reason, *(rule.reason for row in RULES.values() for rule in row.values())}) - {""}
"""Reasons for which a wish waits by this table."""


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
    rule = RULES[subject_of(plan, change, person)].get(standing, ASK_REPORTER)
    to = rule.to(plan, change, sender)
    if rule.verdict != "applied" and not to:
        alone = standing in ("keeper", "approver") and not rule.mutual
        return Decision(change, "applied") if alone else Decision(change, "refused", reason="nobody-to-ask")
    return Decision(change, rule.verdict, to, rule.reason, rule.all_of)


def _is_harmless(plan: Plan, change: Change) -> bool:
    """Tell whether even a sender without evidence may say it: stopping one's own mails is never held back."""
    return change.field == "mail" and change.target.startswith("person:") and plan.status not in ENDED
