"""Leaving is told once: whoever can name a successor is asked about every place that somebody who goes leaves open."""

import re
from collections.abc import Collection
from dataclasses import replace

from plans.notice import Ask, Notice
from plans.places import Place, places_of
from plans.plan import Person, Plan
from plans.state import PlanState
from plans.turn import Turn
from plans.words import folded

GOING = re.compile(
    r"\bi no longer work\b|\bi(?: have|'ve) left (?:the company|the firm)\b"
    r"|\b(?:i am|i'm|i will be|i'll be) leaving (?:the company|the firm)\b"
    r"|\bmy last (?:working )?day\b|\bich verlasse\b.{0,30}\b(?:firma|unternehmen)\b|\bmein letzter (?:arbeits)?tag\b"
    r"|\bje quitte (?:l'entreprise|la societe)\b|\bmon dernier jour\b|\bdejo la (?:empresa|compania)\b"
    r"|\bmi ultimo dia\b|\blascio l'azienda\b|\bil mio ultimo giorno\b|\bik verlaat het bedrijf\b"
    r"|\bmijn laatste (?:werk)?dag\b|\bvou sair da empresa\b|\bo meu ultimo dia\b"
)
"""How people say that they themselves leave, without accents."""
GONE = re.compile(
    r"(?:\bhas|\bhave|'s) left (?:the company|the firm|us)\b|\bis leaving (?:the company|the firm|us)\b"
    r"|\bno longer (?:works|with the company|with us)\b|\bhat\b.{0,30}\b(?:firma|unternehmen)\b.{0,5}\bverlassen\b"
    r"|\bverlasst\b.{0,30}\b(?:firma|unternehmen)\b"
    r"|\b(?:a quitte|quitte) (?:l'entreprise|la societe)\b|\b(?:ha dejado|deja) la (?:empresa|compania)\b"
    r"|\b(?:ha lasciato|lascia) l'azienda\b|\bheeft het bedrijf verlaten\b|\bverlaat het bedrijf\b"
    r"|\b(?:saiu|vai sair) da empresa\b"
)
"""How people say it of somebody else, whose name stands in the same sentence."""

REASONS: dict[Place, str] = {
    "owner": "leaving",
    "approver": "leaving-approver",
    "backup": "leaving-backup",
    "escalation": "leaving-escalation",
    "champion": "leaving-champion",
    "reporter": "leaving-reporter",
}
"""The reason of the question who takes a place."""


def with_leavers(turn: Turn, text: str) -> tuple[Turn, tuple[Notice, ...]]:
    """Return the turn that remembers who leaves, and one mail each to whoever can name a successor; nothing changes."""
    notices = list[Notice]()
    if turn.sender.trust.verdict != "trusted":
        return turn, ()
    going = leavers(turn.plan, turn.person, text)
    gone = {one.id for one in turn.plan.people if one in going or _key(one) in turn.state.sent}
    for person in going:
        key = _key(person)
        asks, keeper = _asks(turn.state, person), _keeper(turn.plan, person, gone)
        if key in turn.state.sent or not asks or keeper is None:
            continue
        turn = replace(turn, state=replace(turn.state, sent=(*turn.state.sent, key)))
        plan = turn.plan
        notices.append(
            Notice(f"{plan.slug}/{key}", "question", plan.slug, plan.version, keeper.id, turn.now,
                   lines=tuple(ask.target for ask in asks), asks=asks, about=turn.by)
        )  # fmt: skip
    return turn, tuple(notices)


def _key(person: Person) -> str:
    return f"leaving/{person.id}"


def leavers(plan: Plan, sender: Person | None, text: str) -> tuple[Person, ...]:
    """Return who a letter says is leaving: its sender, or people of the plan whom the same sentence names."""
    found: list[Person] = []
    for sentence in re.split(r"(?<=[.!?])\s+|\n+", text):
        plain = _plain(plan, sentence)
        if sender and GOING.search(plain):
            found.append(sender)
        if sender and GONE.search(plain):
            found += [person for person in plan.people if _is_named(plan, person, plain)]
    return tuple(dict.fromkeys(found))


def _plain(plan: Plan, sentence: str) -> str:
    """Return a sentence without accents and with "the company" in place of either side's name."""
    plain = folded(sentence.replace("\u2019", "'"))
    for party in (plan.buyer, plan.seller):
        plain = plain.replace(folded(party.name), "the company")
    return plain


def _is_named(plan: Plan, person: Person, plain: str) -> bool:
    first = folded(person.name).split()[0]
    alone = sum(folded(other.name).split()[0] == first for other in plan.people) == 1
    names = [folded(person.name), *([first] if alone else [])]
    return any(re.search(rf"\b{re.escape(name)}\b", plain) for name in names)


def _asks(state: PlanState, person: Person) -> tuple[Ask, ...]:
    """Return what is asked of whoever can name a successor: who takes each place, and what else waits for a yes of
    theirs; what waits about a line goes with it (`heirs`)."""
    places = tuple((target, REASONS[place]) for target, place in places_of(state.plan, person.id))
    lines = {target for target, _ in places}
    waiting = (held.change.target for held in state.pending if person.id in held.to and person.id not in held.agreed)
    left = ((target, "leaving-waiting") for target in dict.fromkeys(waiting) if target not in lines)
    return tuple(Ask(target, None, reason, person.name) for target, reason in (*places, *left))


def _keeper(plan: Plan, person: Person, gone: Collection[str]) -> Person | None:
    """Return who can name a successor and stays: the champion or the reporter of the same side, else the reporter, else
    whom they report to, else somebody of their side, else the champion; where nobody stays, the first who is there."""
    own = plan.champion if person.side == "buyer" else plan.reporter
    colleagues = (one for one in plan.people if one.side == person.side)
    candidates = (own, plan.reporter, plan.person(person.manager), *colleagues, plan.champion)
    there = [one for one in candidates if one and one != person and one.mailed]
    return next((one for one in there if one.id not in gone), next(iter(there), None))
