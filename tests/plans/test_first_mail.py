"""A draft is its endorser's alone, with what it leaves open, until they say yes; only then the others hear of it."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.answer import answer
from plans.change import Change, Reading, Reply, Wish
from plans.first_mail import begun, handed_over
from plans.foretelling import foretold
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


def answered(
    state: PlanState, notice: Notice, who: str, *changes: Change, word: bool = True, letter: str = "l1",
    wish: Wish = "yes",
) -> Outcome:  # fmt: skip
    arrival = Arrival(letter, f"{who}@x.example", Trust("trusted", who), NOW, code=notice.code)
    replies = (Reply(wish, None, wish),) if word else ()
    return answer(state, arrival, Reading("reply", changes, replies=replies), NOW)


def status_of(status: str) -> Change:
    return Change("plan", "status", status, "apply", 1.0, status)


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


def chicago(notice: Notice) -> str:
    return f"{notice.at.astimezone(a_plan().zone):%a %d %b %H:%M}"


def test_a_draft_that_nobody_answers_is_asked_about_twice_told_to_the_reporter_and_their_manager_and_lapses() -> None:
    plan = a_draft()
    plan = plan.with_person(replace(plan.people[5], manager="aisha"))
    state, _ = first_mail(plan)
    said = foretold(state, NOW, 60)
    assert [(chicago(one), one.to, one.kind, one.again) for one in said] == [
        ("Thu 16 Apr 09:00", "dana", "question", True),
        ("Tue 21 Apr 09:00", "dana", "question", True),
        ("Thu 23 Apr 09:00", "nate", "question", False),
        ("Fri 01 May 09:00", "aisha", "question", False),
        ("Tue 12 May 09:00", "nate", "refusal", False),
    ]
    assert {one.asks[0].reason for one in said if one.again} == {"endorse"}
    assert all(one.enclosures == ("document",) for one in said if one.again)
    assert [ask.reason for one in said if one.kind == "question" and not one.again for ask in one.asks] == [
        "draft-unanswered", "draft-unanswered",
    ]  # fmt: skip
    assert said[-1].refused[0].reason == "draft-lapsed"
    for one in said:
        assert "{" not in say(one, plan).text


def test_the_endorsers_yes_to_a_reminder_counts_and_after_four_weeks_it_comes_too_late() -> None:
    state, notice = first_mail(a_draft())
    later = NOW + dt.timedelta(days=20)
    for moment in (dt.timedelta(days=3), dt.timedelta(days=8)):
        state = waited(state, NOW + moment).state
    arrival = Arrival("l1", "dana@x.example", Trust("trusted", "dana"), later, code=notice.code)
    reading = Reading("reply", replies=(Reply("yes", None, "yes"),))
    assert answer(state, arrival, reading, later).state.plan.status == "active"
    late = NOW + dt.timedelta(days=29)
    lapsed = waited(state, late)
    assert lapsed.state.pending == ()
    assert [(entry.kind, entry.target, entry.field) for entry in lapsed.entries] == [("lapsed", "plan", "status")]
    too_late = answer(lapsed.state, replace(arrival, sent_at=late), reading, late)
    assert too_late.state.plan.status == "draft"
    assert [refused.reason for one in too_late.notices for refused in one.refused] == ["code-expired"]


def test_an_endorser_who_is_away_is_asked_again_on_their_return_and_one_who_answers_is_asked_no_more() -> None:
    plan = a_draft()
    assert plan.champion
    away, _ = first_mail(plan.with_person(replace(plan.champion, away_until=dt.date(2026, 4, 24))))
    assert [chicago(one) for one in foretold(away, NOW, 20) if one.again] == ["Mon 27 Apr 09:00"]
    state, notice = first_mail(plan)
    used = answered(state, notice, notice.to).state
    assert not [one for one in foretold(used, NOW, 40) if "plan" in one.lines]


def test_a_kickoff_waits_for_its_keepers_yes_in_the_same_way_and_then_everybody_hears_of_it() -> None:
    plan = a_draft(follows="another")
    state, (notice,) = handed_over(PlanState(plan, NOW), "aisha")
    assert (notice.to, notice.about, [ask.reason for ask in notice.asks]) == ("nate", "aisha", ["endorse"])
    assert [one.to for one in foretold(state, NOW, 60)] == ["nate", "nate", "aisha"]
    used = answered(state, notice, "nate")
    welcomed = {one.to for one in used.notices if one.kind == "welcome"}
    assert welcomed == {person.id for person in plan.people if person.mailed} - {"nate", "aisha"}
    assert "aisha" in {one.to for one in used.notices}, "whoever wanted it hears the yes itself"


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


@pytest.mark.practice(78, 94)
@pytest.mark.parametrize("status", ["on-hold", "won", "lost"])
def test_the_yes_to_a_draft_is_waited_for_under_its_first_mail_however_often_the_plan_rests(status: str) -> None:
    state, mail = first_mail(a_draft())
    rests = answered(state, replace(mail, code=""), "nate", status_of(status), word=False, letter="l1")
    early = answered(rests.state, mail, "dana", letter="l2")
    assert early.state.plan.status == status
    undo = next(notice.code for notice in rests.notices if notice.to == "nate")
    back = answered(early.state, replace(mail, code=undo), "nate", letter="l3", wish="undo").state
    assert back.plan.status == "draft"
    assert answered(back, mail, "dana", letter="l4").state.plan.status == "active"


def test_whoever_says_yes_to_a_draft_that_rests_is_told_so() -> None:
    state, mail = first_mail(a_draft())
    rests = answered(state, replace(mail, code=""), "nate", status_of("on-hold"), word=False, letter="l1")
    early = answered(rests.state, mail, "dana", letter="l2")
    [told] = [notice for notice in early.notices if notice.to == "dana"]
    assert [refused.reason for refused in told.refused] == ["resting"]
    for language in LANGUAGES:
        words = say(told, replace(early.state.plan, language=language)).text
        assert "resting" not in words


@pytest.mark.practice(9)
def test_what_is_internal_is_no_question_of_the_first_mail() -> None:
    draft = a_draft()
    inside = replace(draft, milestones=tuple(replace(m, internal=m.owner is None) for m in draft.milestones))
    asked = [[ask.target for ask in first_mail(plan)[1].asks] for plan in (draft, inside)]
    assert asked[0] == ["M1", *asked[1]]


def test_a_reporter_who_may_have_lost_the_deal_still_waits_for_the_yes_to_the_draft() -> None:
    state, mail = first_mail(a_draft())
    maybe = replace(status_of("lost"), decision="ask", reason="plan-status")
    asked = answered(state, replace(mail, code=""), "nate", maybe, word=False, letter="l1")
    assert answered(asked.state, mail, "dana", letter="l2").state.plan.status == "active"
