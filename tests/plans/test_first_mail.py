"""A draft is its endorser's alone, with what it leaves open, until they say yes; only then the others hear of it."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.answer import answer
from plans.change import Change, Reading, Reply
from plans.first_mail import begun
from plans.letter import Trust
from plans.notice import Notice
from plans.plan import Plan
from plans.state import Arrival, Outcome, PlanState
from plans.waiting import waited
from plans.words import LANGUAGES
from templates.notice import say
from tests.plans.a_plan import NOW, a_plan


def a_draft(**fields: object) -> Plan:
    plan = a_plan(status="draft")
    first, *others = plan.milestones
    return replace(plan, milestones=(replace(first, owner=None), *others), **fields)  # type: ignore[arg-type]


def first_mail(plan: Plan) -> tuple[PlanState, Notice]:
    state, notices = begun(PlanState(plan, NOW))
    [notice] = notices
    return state, notice


def answered(state: PlanState, notice: Notice, who: str, *changes: Change, word: bool = True) -> Outcome:
    arrival = Arrival("l1", f"{who}@x.example", Trust("trusted", who), NOW, code=notice.code)
    replies = (Reply("yes", None, "yes"),) if word else ()
    return answer(state, arrival, Reading("reply", changes, replies=replies), NOW)


@pytest.mark.practice(78, 87, 113)
def test_a_draft_goes_to_its_endorser_alone_with_the_question_sheet_and_the_document() -> None:
    plan = a_draft()
    _, notice = first_mail(plan)
    assert plan.champion
    assert (notice.to, notice.enclosures) == (plan.champion.id, ("document",))
    first = notice.asks[0]
    assert (first.target, first.reason) == (plan.milestones[0].id, "gap-owner")
    assert notice.asks[-1].reason == "endorse"
    text = say(notice, plan).text
    assert "You see it first, and alone" in text
    assert "Who will own it, and is the date realistic?" in text
    assert "Once it is right, reply yes." in text


@pytest.mark.practice(113)
def test_a_named_endorser_comes_before_the_champion() -> None:
    plan = a_draft()
    plan = replace(plan, communication=replace(plan.communication, endorser="vera"))
    assert first_mail(plan)[1].to == "vera"


@pytest.mark.practice(113)
def test_the_endorsers_yes_makes_it_a_plan_in_use_and_only_then_the_others_are_welcomed() -> None:
    plan = a_draft()
    state, notice = first_mail(plan)
    outcome = answered(state, notice, notice.to)
    assert outcome.state.plan.status == "active"
    welcomed = {one.to for one in outcome.notices if one.kind == "welcome"}
    assert welcomed == {person.id for person in plan.people if person.mailed} - {notice.to, "nate"}
    (told,) = [one for one in outcome.notices if one.to == "nate"]
    assert [(step.target, step.field, step.new) for step in told.applied] == [("plan", "status", "active")]


def test_anybody_elses_yes_opens_nothing_and_an_owner_that_is_named_is_taken_while_it_is_a_draft() -> None:
    state, notice = first_mail(a_draft())
    assert answered(state, notice, "nate").state.plan.status == "draft"
    line = state.plan.milestones[0].id
    named = Change(line, "owner", "ray", "apply", 1.0, f"Ray owns {line}")
    outcome = answered(state, notice, notice.to, named, word=False)
    owned = outcome.state.plan.milestone(line)
    assert owned
    assert owned.owner == "ray"
    assert outcome.state.plan.status == "draft"
    assert not [one for one in outcome.notices if one.kind == "welcome"]


def test_silence_is_asked_once_more_and_then_told_to_the_reporter_and_opens_nothing() -> None:
    state, notice = first_mail(a_draft())
    again = waited(state, NOW + dt.timedelta(days=7), None)
    told = waited(again.state, NOW + dt.timedelta(days=16), None)
    assert told.state.plan.status == "draft"
    assert {one.to for one in (*again.notices, *told.notices)} <= {notice.to, "nate"}
    assert again.notices or told.notices


def test_a_plan_in_use_and_one_that_goes_on_from_another_begin_without_it() -> None:
    for plan in (a_plan(), a_draft(follows="another"), a_draft(people=())):
        assert begun(PlanState(plan, NOW)) == (PlanState(plan, NOW), ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_mail_is_in_the_endorsers_language(language: str) -> None:
    plan = a_draft()
    assert plan.champion
    plan = plan.with_person(replace(plan.champion, language=language))
    _, notice = first_mail(plan)
    text = say(notice, plan).text
    assert ("You see it first" in text) == (language == "en")
    assert "{" not in text
