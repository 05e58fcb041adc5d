"""What the tests of statements share: a plan of the development letters, and a letter from a sentence."""

import datetime as dt
import json
from functools import cache
from pathlib import Path

from parsing.statements import read_statements
from parsing.statements.frame import Frame
from parsing.statements.frames import frame_for
from parsing.statements.marks import Sentence
from parsing.statements.pipeline import annotated
from plans.change import Change, Reading, change_as_json
from plans.letter import Address, Answer, Context, Letter
from plans.plan import Plan
from storage.planfile import load

LETTERS = Path(__file__).parent.parent / "letters"
HARBOR, BRANDT = "harbor-wms", "brandt-mes"
MONDAY = dt.datetime(2026, 4, 13, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
SEPTEMBER = dt.datetime(2026, 9, 14, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))


@cache
def plan_of(slug: str) -> Plan:
    plan = load(LETTERS / "development" / "plans" / f"{slug}.yaml").plan
    assert plan is not None
    return plan


def letter(
    text: str,
    sender: str = "dana",
    *,
    plan: str = HARBOR,
    language: str = "en",
    answers: tuple[Answer, ...] = (),
    cc: tuple[Address, ...] = (),
    subject: str = "Re: status",
) -> Letter:
    person = plan_of(plan).person(sender)
    address = Address(person.email, person.name) if person else Address(f"{sender}@elsewhere.example")
    return Letter(
        kind="reply",
        sender=address,
        sent_at=MONDAY if plan == HARBOR else SEPTEMBER,
        subject=subject,
        text=text,
        cc=cc,
        language=language,
        answers=answers,
    )


@cache
def own_plan(path: str) -> Plan:
    plan = load(LETTERS / "own" / path).plan
    assert plan is not None
    return plan


def told_of(text: str, sender: str, path: str, language: str, sent_at: dt.datetime) -> set[str]:
    """Return what a letter to one of the plans of our own letters changes, notes aside."""
    plan = own_plan(path)
    person = plan.person(sender)
    assert person is not None
    address = Address(person.email, person.name)
    mail = Letter("reply", address, sent_at, "Re: plan", text, cc=(), language=language, answers=())
    changes = read_statements(mail, Context(plan=plan)).changes
    return {shown(change) for change in changes if change.field != "note"}


def frame(text: str = "", sender: str = "dana", *, plan: str = HARBOR, language: str = "en") -> Frame:
    return frame_for(letter(text, sender, plan=plan, language=language), Context(plan=plan_of(plan)))


def sentences(text: str, sender: str = "dana", *, plan: str = HARBOR, language: str = "en") -> list[Sentence]:
    return list(annotated(text, frame(text, sender, plan=plan, language=language)))


def reading(
    text: str, sender: str = "dana", *, plan: str = HARBOR, language: str = "en", asked: tuple[str, ...] = ()
) -> Reading:
    return read_statements(letter(text, sender, plan=plan, language=language), Context(plan=plan_of(plan), asked=asked))


def shown(change: Change) -> str:
    """Write a change in one line: "M3 due 2026-04-28", with "?" behind it where it is asked."""
    value = change_as_json(change)["value"]
    told = value if isinstance(value, str) else json.dumps(value)
    return f"{change.target} {change.field} {told}{'' if change.decision == 'apply' else '?'}"


def told(
    text: str, sender: str = "dana", *, plan: str = HARBOR, language: str = "en", asked: tuple[str, ...] = ()
) -> set[str]:
    return {shown(change) for change in reading(text, sender, plan=plan, language=language, asked=asked).changes}
