"""Endings: everybody is told once, what is won goes on as a kickoff, what is lost is asked why, what rests resumes."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.agenda import due_mails, next_moment
from plans.answer import answer
from plans.change import Change, Reading, Reply
from plans.check import check
from plans.first_mail import begun
from plans.following import as_the_one_before
from plans.foretelling import foretold
from plans.kickoff import kickoff, success_owner
from plans.letter import Trust
from plans.plan import ENDED, Action, External, Goal, Person, Plan
from plans.state import Arrival, Outcome, PlanState
from plans.workdays import Calendar
from tests.documents.making import EXAMPLES, example
from tests.plans.a_plan import NOW, a_plan

CARE = Person("cleo", "Cleo Marsh", "cleo@tallyworks.example", "seller", "Customer Success Manager")
TODAY = NOW.date()


def says(
    state: PlanState, who: str, letter: str, *changes: Change, reply: str = "", code: str = "", at: dt.datetime = NOW,
    text: str = "",
) -> Outcome:  # fmt: skip
    replies = (Reply(reply, None, reply),) if reply else ()  # type: ignore[arg-type]
    arrival = Arrival(letter, f"{who}@x.example", Trust("trusted", who), at, code)
    return answer(state, arrival, Reading("reply", changes, replies=replies, text=text), at)


def becomes(status: str) -> Change:
    return Change("plan", "status", status, "apply", 1.0, status)


def plan_with_care() -> Plan:
    """Return a plan with a line done, one of its actions open, an order, and somebody for customer success."""
    plan = a_plan()
    security = replace(plan.milestones[1], status="done", actions=(Action("M2.1", "Send keys", "aisha", TODAY),))
    order = replace(plan.milestones[2], name="Purchase order issued", depends_on=())
    last = replace(plan.milestones[3], depends_on=())
    goal = Goal("Cut dock-to-stock time", measure="hours", baseline=9, target=4, owner="dana")
    return replace(
        plan, people=(*plan.people, CARE), milestones=(plan.milestones[0], security, order, last), goals=(goal,)
    )


@pytest.mark.practice(94, 58)
def test_what_is_won_goes_on_as_a_draft_for_customer_success_with_what_is_open() -> None:
    plan = plan_with_care()
    following = says(PlanState(plan, NOW), "nate", "l1", becomes("won")).following
    assert following is not None
    new = following.state.plan
    assert (new.slug, new.status, new.version, new.follows) == ("harbor-kickoff", "draft", 1, "harbor")
    assert [(m.id, m.name, m.owner) for m in new.milestones] == [
        ("M1", "Kickoff", "cleo"), ("M2", "Site walk", "ray"), ("M3", "Send keys", "aisha"),
        ("M4", "Integration", "aisha"), ("M5", "Goals reviewed", "dana"),
    ]  # fmt: skip
    assert new.milestones[-1].outcome == "hours: 9 → 4"
    assert (new.people, new.goals, new.reporter) == (plan.people, plan.goals, CARE)
    assert [(n.kind, n.plan, n.version, n.to) for n in following.notices] == [("welcome", "harbor-kickoff", 1, "cleo")]


@pytest.mark.practice(94)
def test_the_old_plan_is_read_only_and_everybody_is_told_once() -> None:
    outcome = says(PlanState(plan_with_care(), NOW), "nate", "l1", becomes("won"))
    closings = [notice.to for notice in outcome.notices if notice.kind == "closing"]
    assert sorted(closings) == sorted(person.id for person in plan_with_care().people)
    later = says(outcome.state, "ray", "l2", Change("M1", "due", "2026-05-01", "apply", 1.0, "May 1"))
    assert later.state.plan == outcome.state.plan
    assert later.following is None
    assert not [notice for notice in later.notices if notice.kind == "closing"]


def test_a_kickoff_that_is_won_makes_no_other_one() -> None:
    plan = replace(plan_with_care(), follows="harbor")
    assert says(PlanState(plan, NOW), "nate", "l1", becomes("won")).following is None


def test_without_customer_success_the_reporter_goes_on() -> None:
    assert success_owner(a_plan()) == a_plan().reporter


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_kickoff_of_every_example_means_something(name: str) -> None:
    plan = example(name)
    new = kickoff(plan, Calendar(), TODAY)
    assert [problem for problem in check(new, Calendar(), TODAY) if problem.severity == "error"] == []
    assert all(line.due is None or line.due >= TODAY for line in new.lines())
    assert not any(line.internal for line in new.lines())


def test_a_lost_plan_asks_its_reporter_for_the_reason_once_and_the_log_keeps_it() -> None:
    outcome = says(PlanState(a_plan(), NOW), "nate", "l1", becomes("lost"))
    asked = [notice for notice in outcome.notices if notice.asks]
    assert [(n.kind, n.to, n.asks[0].reason) for n in asked] == [("closing", "nate", "lost-reason")]
    words = "The budget went to another project."
    said = says(outcome.state, "nate", "l2", code=asked[0].code, text=words)
    assert [(e.kind, e.target, e.detail) for e in said.entries if e.kind == "answered"] == [("answered", "plan", words)]
    assert said.state.pending == ()
    assert said.state.plan == outcome.state.plan


def test_a_plan_that_rests_says_so_once_to_everybody_and_then_nothing() -> None:
    outcome = says(PlanState(a_plan(), NOW), "nate", "l1", becomes("on-hold"))
    assert {notice.to for notice in outcome.notices if notice.kind == "closing"} == {p.id for p in a_plan().people}
    later = NOW + dt.timedelta(days=30)
    assert due_mails(outcome.state.plan, Calendar(), frozenset(outcome.state.sent), later) == ()


def test_a_plan_that_goes_on_asks_for_the_dates_that_passed_and_chases_nobody() -> None:
    rests = says(PlanState(a_plan(), NOW), "nate", "l1", becomes("on-hold")).state
    later = NOW + dt.timedelta(days=14)
    outcome = says(rests, "nate", "l2", becomes("active"), at=later)
    asked = {n.to: [(a.target, a.offered, a.reason) for a in n.asks] for n in outcome.notices if n.asks}
    assert asked["ray"] == [("M1", "2026-05-01", "rested")]
    assert {target for asks in asked.values() for target, _, _ in asks} == {"M1", "M2"}
    state, now = outcome.state, later + dt.timedelta(hours=1)
    assert state.plan.milestone("M1") == a_plan().milestone("M1"), "nothing moves by itself"
    assert not [m for m in due_mails(state.plan, state.calendar, frozenset(state.sent), now) if m.kind == "escalation"]
    agreed = says(
        state, "ray", "l3", reply="yes", code=next(n.code for n in outcome.notices if n.to == "ray"), at=later
    )
    assert agreed.state.plan.milestone("M1").due == dt.date(2026, 5, 1)  # type: ignore[union-attr]


def test_nobody_is_told_of_an_end_at_an_address_that_is_gone() -> None:
    plan = a_plan()
    plan = plan.with_person(replace(plan.people[3], mail="bounced"))
    outcome = says(PlanState(plan, NOW), "nate", "l1", becomes("lost"))
    assert "ray" not in {notice.to for notice in outcome.notices}


def test_what_is_still_waited_for_outside_goes_along() -> None:
    plan = plan_with_care()
    outside = External("X1", "Customs broker", "third-party", owner="ray", due=TODAY)
    from plans.plan import Dependency

    line = replace(plan.milestones[0], depends_on=(Dependency("X1"), Dependency("M2")))
    new = kickoff(replace(plan.with_line(line), externals=(outside, replace(outside, id="X2"))), Calendar(), TODAY)
    assert [external.id for external in new.externals] == ["X1"]
    assert [d.id for d in new.milestones[1].depends_on] == ["X1"]


@pytest.mark.parametrize("status", ["won", "lost", "on-hold"])
def test_whoever_ends_a_plan_gets_one_mail_that_says_what_changed_and_one_word_undoes_it(status: str) -> None:
    outcome = says(PlanState(a_plan(), NOW), "nate", "l1", becomes(status))
    (mail,) = [notice for notice in outcome.notices if notice.to == "nate"]
    assert (mail.kind, mail.letter) == ("closing", "l1")
    assert [(step.target, step.field, step.new) for step in mail.applied] == [("plan", "status", status)]
    assert [code.code for code in outcome.state.codes if code.person == "nate"] == [mail.code]
    back = says(outcome.state, "nate", "l2", reply="undo", code=mail.code)
    assert back.state.plan.status == "active"
    assert [notice.kind for notice in outcome.notices if notice.to == "dana"] == ["closing"]


def test_whoever_ends_a_plan_and_changes_a_line_too_is_told_of_both() -> None:
    done = Change("M1", "status", "done", "apply", 1.0, "done")
    outcome = says(PlanState(a_plan(), NOW), "nate", "l1", becomes("on-hold"), done)
    assert sorted(notice.kind for notice in outcome.notices if notice.to == "nate") == ["acknowledgement", "closing"]


def test_after_a_rest_no_rung_of_a_date_that_passed_is_ever_said() -> None:
    rests = says(PlanState(a_plan(), NOW), "nate", "l1", becomes("on-hold")).state
    later = NOW + dt.timedelta(days=14)
    state = says(rests, "nate", "l2", becomes("active"), at=later).state
    mails = [mail for day in range(15) for mail in due_mails(
        state.plan, state.calendar, frozenset(state.sent), later + dt.timedelta(days=day))]  # fmt: skip
    chased = {(nudged.line, nudged.rung) for mail in mails for nudged in mail.nudged if nudged.line in ("M1", "M2")}
    assert chased == set()


def undone(outcome: Outcome, at: dt.datetime = NOW) -> Outcome:
    """Return what the reporter's undo of the end leads to."""
    (mail,) = [notice for notice in outcome.notices if notice.to == "nate"]
    return says(outcome.state, "nate", "l9", reply="undo", code=mail.code, at=at)


@pytest.mark.parametrize("status", ["won", "lost", "on-hold"])
def test_whoever_was_told_of_an_end_is_told_once_that_it_is_undone(status: str) -> None:
    outcome = says(PlanState(a_plan(), NOW), "nate", "l1", becomes(status))
    back = undone(outcome)
    assert back.state.plan.status == "active"
    assert sorted(notice.to for notice in back.notices) == sorted(notice.to for notice in outcome.notices)
    assert {notice.kind for notice in back.notices if notice.to != "nate"} == {"closing"}
    again = says(back.state, "nate", "l10", becomes(status))
    assert sorted(notice.to for notice in again.notices) == sorted(notice.to for notice in outcome.notices)
    keys = [notice.key for one in (outcome, back, again) for notice in one.notices]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("status", sorted(ENDED))
def test_what_waited_for_a_word_when_the_plan_ended_waits_again_once_the_end_is_undone(status: str) -> None:
    moved = Change("M1", "due", "2026-04-24", "apply", 1.0, "later")
    wish = says(PlanState(a_plan(), NOW), "nate", "l1", moved)
    code = next(notice.code for notice in wish.notices if notice.to == "ray")
    end = says(wish.state, "nate", "l2", becomes(status))
    refused = says(end.state, "ray", "l3", reply="yes", code=code)
    assert refused.state.plan == end.state.plan, "a plan that has ended changes no more"
    back = undone(end)
    assert [pending.reason for pending in back.state.pending] == ["not-yours"]
    agreed = says(back.state, "ray", "l4", reply="yes", code=code)
    assert agreed.state.plan.milestone("M1").due == dt.date(2026, 4, 24)  # type: ignore[union-attr]


def day(days: int) -> dt.datetime:
    return NOW + dt.timedelta(days=days)


def asked_at(state: PlanState) -> list[dt.datetime]:
    return [held.at for held in state.pending if held.reason == "not-yours"]


@pytest.mark.parametrize("status", sorted(ENDED))
def test_what_waited_while_a_plan_rested_and_ended_waits_on_once_the_end_is_undone(status: str) -> None:
    moved = Change("M1", "due", "2026-05-29", "apply", 1.0, "later")
    state = says(PlanState(a_plan(), NOW), "nate", "l1", moved).state
    state = says(state, "nate", "l2", becomes("on-hold"), at=day(2)).state
    back = undone(says(state, "nate", "l3", becomes(status), at=day(20)), at=day(26)).state
    assert (back.plan.status, asked_at(back)) == ("on-hold", [NOW])
    goes_on = says(back, "nate", "l10", becomes("active"), at=day(32)).state
    assert asked_at(goes_on) == [day(30)]


@pytest.mark.parametrize("status", sorted(ENDED))
def test_the_time_until_an_end_is_undone_is_added_to_what_waits_for_a_word(status: str) -> None:
    moved = Change("M1", "due", "2026-05-29", "apply", 1.0, "later")
    state = says(PlanState(a_plan(), NOW), "nate", "l1", moved).state
    back = undone(says(state, "nate", "l2", becomes(status), at=day(4)), at=day(10)).state
    assert (back.plan.status, asked_at(back)) == ("active", [day(6)])


def test_what_rests_is_forgotten_once_the_end_can_no_longer_be_undone() -> None:
    moved = Change("M1", "due", "2026-04-24", "apply", 1.0, "later")
    wish = says(PlanState(a_plan(), NOW), "nate", "l1", moved)
    end = says(wish.state, "nate", "l2", becomes("won"))
    assert end.state.resting
    assert says(end.state, "ray", "l3", at=NOW + dt.timedelta(days=8)).state.resting == ()


def test_that_a_plan_goes_on_is_one_mail_to_everybody_and_their_only_one_of_the_day() -> None:
    rests = says(PlanState(a_plan(), NOW), "nate", "l1", becomes("on-hold")).state
    later = dt.datetime(2026, 4, 27, 13, 55, tzinfo=dt.UTC)  # A Monday, five minutes ahead of the weekly status.
    outcome = says(rests, "nate", "l2", becomes("active"), at=later)
    assert sorted(notice.to for notice in outcome.notices) == sorted(person.id for person in a_plan().people)
    asked = {notice.to for notice in outcome.notices if notice.asks}
    assert "ray" in asked
    assert {n.kind for n in outcome.notices if n.to not in (*asked, "nate")} == {"closing"}
    state, sent = outcome.state, frozenset(outcome.state.sent)
    assert due_mails(state.plan, state.calendar, sent, later + dt.timedelta(hours=1)) == ()
    coming = next_moment(state.plan, state.calendar, sent, later + dt.timedelta(hours=1))
    assert coming
    assert coming.date() == dt.date(2026, 4, 28)


def test_the_time_that_a_plan_rests_is_added_to_what_waits_for_a_word() -> None:
    moved = Change("M1", "due", "2026-04-24", "apply", 1.0, "later")
    state = says(PlanState(a_plan(), NOW), "nate", "l1", moved).state
    state = says(state, "nate", "l2", becomes("on-hold"), at=NOW + dt.timedelta(days=2)).state
    state = says(state, "aisha", "l3", moved, at=NOW + dt.timedelta(days=12)).state
    state = says(state, "nate", "l4", becomes("active"), at=NOW + dt.timedelta(days=32)).state
    asked = [(p.by, p.at) for p in state.pending if p.reason == "not-yours"]
    assert asked == [("nate", NOW + dt.timedelta(days=30)), ("aisha", NOW + dt.timedelta(days=32))]


@pytest.mark.parametrize("status", ["won", "lost", "on-hold"])
def test_the_end_of_a_draft_is_told_only_to_those_who_have_heard_of_it(status: str) -> None:
    draft, _ = begun(PlanState(a_plan(status="draft"), NOW))
    outcome = says(draft, "nate", "l1", becomes(status))
    assert {notice.to for notice in outcome.notices} == {"dana", "nate"}
    back = undone(outcome)
    assert {notice.to for notice in back.notices} == {"dana", "nate"}
    assert [pending.reason for pending in back.state.pending] == ["endorse"]


def test_a_draft_that_rested_goes_on_as_a_draft_and_waits_for_its_endorser_as_before() -> None:
    draft, _ = begun(PlanState(a_plan(status="draft"), NOW))
    rests = says(draft, "nate", "l1", becomes("on-hold")).state
    outcome = says(rests, "nate", "l2", becomes("active"), at=NOW + dt.timedelta(days=30))
    assert outcome.state.plan.status == "draft"
    assert {notice.to for notice in outcome.notices} == {"dana", "nate"}
    assert [(p.reason, p.at) for p in outcome.state.pending] == [("endorse", NOW + dt.timedelta(days=30))]


def test_a_yes_to_a_draft_that_is_taken_back_is_told_to_everybody_and_asked_for_again() -> None:
    draft, (mail,) = begun(PlanState(a_plan(status="draft"), NOW))
    used = says(draft, "dana", "l1", reply="yes", code=mail.code)
    (answer_,) = [notice for notice in used.notices if notice.to == "dana"]
    back = says(used.state, "dana", "l2", reply="undo", code=answer_.code)
    assert back.state.plan.status == "draft"
    assert {notice.to for notice in back.notices} == {person.id for person in a_plan().people}
    assert [pending.reason for pending in back.state.pending] == ["endorse"]


@pytest.mark.practice(94)
def test_a_kickoff_rests_while_the_plan_before_it_goes_on_after_all_and_whoever_has_heard_of_it_is_told() -> None:
    won = says(PlanState(plan_with_care(), NOW), "nate", "l1", becomes("won"))
    assert won.following
    kickoff_state = won.following.state
    assert undone(won).recalled == kickoff_state.plan.slug
    assert says(PlanState(plan_with_care(), NOW), "nate", "l1", becomes("on-hold")).recalled == ""
    rests = as_the_one_before(kickoff_state, True, NOW)
    assert rests.state.plan.status == "on-hold"
    assert {notice.to for notice in rests.notices} == {"cleo", "nate"}, "its keeper, and whoever wished for the yes"
    assert foretold(rests.state, NOW, 60) == ()
    assert as_the_one_before(rests.state, True, NOW) == Outcome(rests.state)
    namesake = replace(kickoff_state, plan=replace(kickoff_state.plan, follows=""))
    assert as_the_one_before(namesake, True, NOW) == Outcome(namesake)
    on = as_the_one_before(rests.state, False, NOW + dt.timedelta(days=2))
    assert on.state.plan.status == "draft"
    assert {notice.to for notice in on.notices} == {"cleo", "nate"}
    assert [one.to for one in foretold(on.state, NOW + dt.timedelta(days=2), 10)] == ["cleo", "cleo"]


def test_a_kickoff_that_its_keeper_put_to_rest_rests_on_when_the_plan_before_it_ends_once_more() -> None:
    following = says(PlanState(plan_with_care(), NOW), "nate", "l1", becomes("won")).following
    assert following
    rests = says(following.state, "cleo", "l2", becomes("on-hold")).state
    meanwhile = as_the_one_before(rests, True, day(1))
    assert meanwhile == Outcome(rests)
    assert as_the_one_before(meanwhile.state, False, day(2)) == Outcome(rests)


def test_a_kickoff_that_its_keeper_let_go_on_and_put_to_rest_again_rests_on_too() -> None:
    following = says(PlanState(plan_with_care(), NOW), "nate", "l1", becomes("won")).following
    assert following
    along = as_the_one_before(following.state, True, day(1)).state
    own = says(along, "cleo", "l2", becomes("active"), at=day(2)).state
    rests = says(own, "cleo", "l3", becomes("on-hold"), at=day(3)).state
    assert as_the_one_before(rests, False, day(4)) == Outcome(rests)
    assert as_the_one_before(along, False, day(4)).state.plan.status == "draft"
