"""Standing in: what waits for somebody who cannot be mailed is asked of another of their side until they are back."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.answer import answer, undelivered
from plans.change import Change, Reading, Reply
from plans.letter import Bounced, Trust
from plans.notice import Notice
from plans.plan import Action, Plan
from plans.state import Arrival, Outcome, PlanState
from plans.waiting import next_wait, waited
from templates.notice import say
from tests.plans.a_plan import NOW, a_plan

DAY = dt.timedelta(days=1)
BACK = "2026-04-20"


def says(
    state: PlanState, who: str, letter: str, *changes: Change, kind: str = "reply", reply: str = "", code: str = "",
    at: dt.datetime = NOW, bounced: tuple[Bounced, ...] = (),
) -> Outcome:  # fmt: skip
    replies = (Reply(reply, None, reply),) if reply else ()  # type: ignore[arg-type]
    arrival = Arrival(letter, f"{who}@x.example", Trust("trusted", who), at, code, addressee=who if bounced else "")
    return answer(state, arrival, Reading(kind, changes, replies=replies, bounced=bounced), at)  # type: ignore[arg-type]


def due(line: str, day: str) -> Change:
    return Change(line, "due", day, "apply", 1.0, f"{line} to {day}")


def away(who: str, until: str = BACK) -> Change:
    return Change(f"person:{who}", "away", until, "apply", 1.0, "out of office")


def with_absent(plan: Plan, who: str) -> Plan:
    person = plan.person(who)
    assert person
    return plan.with_person(replace(person, away_until=dt.date.fromisoformat(BACK)))


def to(outcome: Outcome, who: str) -> list[Notice]:
    return [notice for notice in outcome.notices if notice.to == who]


def wished() -> Outcome:
    """Return what it leads to that nate wishes for a new date of ray's line, whose backup is dana."""
    return says(PlanState(a_plan(), NOW), "nate", "l1", due("M1", "2026-04-24"))


@pytest.mark.practice(20)
def test_while_an_owner_is_away_a_wish_goes_to_the_backup_and_says_in_whose_place() -> None:
    outcome = says(PlanState(with_absent(a_plan(), "ray"), NOW), "nate", "l1", due("M1", "2026-04-24"))
    assert to(outcome, "ray") == []
    (asked,) = to(outcome, "dana")
    text = say(asked, outcome.state.plan).text
    assert "You are asked in place of Ray Dominguez, who is away until Apr 20, 2026." in text


@pytest.mark.practice(20)
def test_what_waits_for_somebody_goes_to_their_backup_once_an_answer_machine_says_that_they_are_away() -> None:
    outcome = says(wished().state, "ray", "l2", away("ray"), kind="auto-reply", at=NOW + DAY)
    assert to(outcome, "ray") == [], "an answering machine is never answered"
    (asked,) = to(outcome, "dana")
    assert [(p.target, p.new, p.instead) for p in asked.proposals] == [("M1", "2026-04-24", "ray")]
    agreed = says(outcome.state, "dana", "l3", reply="yes", code=asked.code, at=NOW + 2 * DAY)
    assert agreed.state.plan.milestone("M1").due == dt.date(2026, 4, 24)  # type: ignore[union-attr]
    again = says(outcome.state, "ray", "l4", away("ray"), kind="auto-reply", at=NOW + 2 * DAY)
    assert again.notices == (), "nobody is asked twice"


def test_whoever_stands_in_has_as_many_days_as_anybody() -> None:
    late = NOW + 6 * DAY
    state = says(wished().state, "ray", "l2", away("ray", "2026-05-04"), kind="auto-reply", at=late).state
    assert waited(state, late + 5 * DAY).state.pending
    assert not waited(state, late + 8 * DAY).state.pending, "told on the first working day after seven"


@pytest.mark.practice(20)
def test_a_bounce_asks_the_backup_in_one_mail_for_the_lines_and_for_what_waits() -> None:
    lost = (Bounced("ray@harborline.example", permanent=True),)
    outcome = says(wished().state, "ray", "l2", kind="bounce", bounced=lost, at=NOW + DAY)
    (asked,) = to(outcome, "dana")
    assert [ask.reason for ask in asked.asks] == ["stands-in"]
    assert [p.target for p in asked.proposals] == ["M1"]
    assert "in place of Ray Dominguez, whom our mails do not reach" in say(asked, outcome.state.plan).text
    assert len(to(outcome, "nate")) == 1


@pytest.mark.practice(20)
def test_a_bounce_asks_the_backup_for_the_tasks_under_their_milestone_too_and_nobody_of_the_other_side() -> None:
    plan = a_plan()
    soc, visit = plan.milestones[1].actions[0], Action("M2.2", "Site visit", "ray")
    line = plan.with_line(replace(plan.milestones[1], backup="june", actions=(soc, visit)))
    lost = (Bounced("ray@harborline.example", permanent=True),)
    outcome = says(PlanState(line, NOW), "ray", "l1", kind="bounce", bounced=lost)
    assert [ask.target for ask in to(outcome, "june")[0].asks] == ["M2.2"]
    assert "M2.2" in say(to(outcome, "june")[0], outcome.state.plan).text
    lost = (Bounced("aisha@tallyworks.example", permanent=True),)
    outcome = says(PlanState(line, NOW), "aisha", "l1", kind="bounce", bounced=lost)
    assert to(outcome, "june") == []


def test_a_server_that_knows_no_such_address_asks_the_backup_as_well() -> None:
    wish = wished()
    outcome = undelivered(wish.state, to(wish, "ray")[0], "550 5.1.1 no such user", NOW)
    (asked,) = to(outcome, "dana")
    assert [p.target for p in asked.proposals] == ["M1"]


def test_once_they_are_back_they_are_asked_themselves_again() -> None:
    state = says(wished().state, "ray", "l2", away("ray"), kind="auto-reply", at=NOW + 4 * DAY).state
    assert [held.to for held in state.pending] == [("dana",)]
    while (coming := next_wait(state, NOW)) and coming < dt.datetime(2026, 4, 21, tzinfo=state.plan.zone):
        state = waited(state, coming).state
    assert coming == dt.datetime(2026, 4, 21, tzinfo=state.plan.zone), "the morning after the absence"
    back = waited(state, coming).state
    assert [held.to for held in back.pending] == [("ray",)]
    assert next_wait(back, coming) != coming, "a return is dealt with once"
    asked = waited(back, coming + 1.5 * DAY)
    assert [notice.to for notice in asked.notices] == ["ray"]


def test_whoever_answers_while_they_are_away_has_answered() -> None:
    wish = wished()
    state = says(wish.state, "ray", "l2", away("ray"), kind="auto-reply", at=NOW + DAY).state
    agreed = says(state, "ray", "l3", reply="yes", code=to(wish, "ray")[0].code, at=NOW + 2 * DAY)
    assert agreed.state.plan.milestone("M1").due == dt.date(2026, 4, 24)  # type: ignore[union-attr]
    assert agreed.state.pending == ()


@pytest.mark.practice(20)
def test_nobody_is_asked_to_agree_to_their_own_wish_and_the_reporter_hears_that_nobody_stands_in() -> None:
    wish = says(PlanState(a_plan(), NOW), "dana", "l1", due("M4", "2026-06-19"))
    assert [held.to for held in wish.state.pending] == [("aisha",)]
    ours = says(wish.state, "aisha", "l2", away("aisha"), kind="auto-reply", at=NOW + DAY)
    assert [held.to for held in ours.state.pending] == [("nate",)], "the reporter keeps the seller's side"
    own = says(PlanState(a_plan(), NOW), "nate", "l1", due("M2.1", "2026-04-21"), due("M3", "2026-05-22"))
    champion = says(own.state, "dana", "l2", away("dana"), kind="auto-reply", at=NOW + DAY)
    (told,) = to(champion, "nate")
    assert [(ask.target, ask.reason, ask.offered) for ask in told.asks] == [("M3", "nobody-stands-in", "Dana Whitlock")]
    assert "Dana Whitlock was asked about it" in say(told, champion.state.plan).text


def test_a_commitment_is_nobodys_but_their_own() -> None:
    named = says(PlanState(a_plan(), NOW), "dana", "l1", Change("M1", "owner", "marcus", "apply", 1.0, "Marcus has it"))
    assert [(held.to, held.reason) for held in named.state.pending] == [(("marcus",), "commitment")]
    outcome = says(named.state, "marcus", "l2", away("marcus"), kind="auto-reply", at=NOW + DAY)
    assert [held.to for held in outcome.state.pending] == [("marcus",)]


@pytest.mark.practice(108)
def test_a_hard_date_needs_everybody_or_whoever_stands_in_for_them() -> None:
    plan = a_plan()
    hard = plan.with_line(replace(plan.milestones[2], deadline="hard"))
    wish = says(PlanState(hard, NOW), "dana", "l1", due("M3", "2026-05-22"))
    assert [(held.to, held.all_of) for held in wish.state.pending] == [(("nate", "marcus"), True)]
    gone = says(wish.state, "marcus", "l2", away("marcus"), kind="auto-reply", at=NOW + DAY)
    (asked,) = to(gone, "june")
    half = says(gone.state, "nate", "l3", reply="yes", code=to(wish, "nate")[0].code, at=NOW + DAY)
    assert half.state.plan.milestone("M3").due == dt.date(2026, 5, 15)  # type: ignore[union-attr]
    whole = says(half.state, "june", "l4", reply="yes", code=asked.code, at=NOW + DAY)
    assert whole.state.plan.milestone("M3").due == dt.date(2026, 5, 22)  # type: ignore[union-attr]


def test_a_line_whose_backup_changes_during_the_absence_asks_the_new_one() -> None:
    state = says(wished().state, "ray", "l2", away("ray"), kind="auto-reply", at=NOW + DAY).state
    changed = says(state, "dana", "l3", Change("M1", "backup", "marcus", "apply", 1.0, "Marcus"), at=NOW + DAY)
    assert [held.to for held in changed.state.pending if held.change.field == "due"] == [("marcus",)]


def test_whoever_stands_in_may_go_away_as_well_and_the_first_is_asked_again_once_back() -> None:
    plan = a_plan()
    dana = replace(plan.people[0], assistant="june")
    wish = says(PlanState(plan.with_person(dana), NOW), "nate", "l1", due("M1", "2026-04-24"))
    state = says(wish.state, "ray", "l2", away("ray"), kind="auto-reply", at=NOW + DAY).state
    passed_on = says(state, "dana", "l3", away("dana", "2026-05-04"), kind="auto-reply", at=NOW + 4 * DAY)
    (asked,) = to(passed_on, "june")
    assert [wish.instead for wish in asked.proposals] == ["ray"]
    back = waited(passed_on.state, dt.datetime(2026, 4, 21, 6, tzinfo=dt.UTC)).state
    assert [held.to for held in back.pending] == [("ray",)]


def test_whoever_stood_in_and_takes_the_line_over_is_asked_for_themselves() -> None:
    wish = says(PlanState(with_absent(a_plan(), "ray"), NOW), "nate", "l1", due("M1", "2026-04-24"))
    taken = says(wish.state, "dana", "l2", Change("M1", "owner", "dana", "apply", 1.0, "I take M1"), at=NOW + DAY)
    back = waited(taken.state, dt.datetime(2026, 4, 21, 6, tzinfo=dt.UTC)).state
    assert [held.to for held in back.pending] == [("dana",)]
    agreed = says(taken.state, "dana", "l3", reply="yes", code=to(wish, "dana")[0].code, at=NOW + 2 * DAY)
    assert agreed.state.plan.milestone("M1").due == dt.date(2026, 4, 24)  # type: ignore[union-attr]


def test_whoever_takes_over_the_line_of_somebody_absent_is_asked_about_the_date_that_a_slip_calls_for() -> None:
    plan = a_plan()
    theirs = plan.with_line(replace(plan.milestones[2], owner="ray", backup="dana"))
    slipped = says(PlanState(with_absent(theirs, "ray"), NOW), "marcus", "l1", due("M2", "2026-05-29"))
    agreed = says(slipped.state, "nate", "l2", reply="yes", code=to(slipped, "nate")[0].code)
    assert [(held.reason, held.to) for held in agreed.state.pending] == [("slip", ("dana",))]
    over = says(agreed.state, "dana", "l3", Change("M3", "owner", "june", "apply", 1.0, "June takes it"))
    assert [held.to for held in over.state.pending if held.reason == "slip"] == [("june",)]


def approved(plan: Plan, **fields: object) -> Plan:
    """Return the plan in which M1 has a hard date, with fields of M1 replaced."""
    return plan.with_line(replace(plan.milestones[0], deadline="hard", **fields))  # type: ignore[arg-type]


def test_whoever_stood_in_and_then_approves_keeps_their_own_say_once_the_absent_are_back() -> None:
    plan = approved(with_absent(a_plan(), "ray"), approver="marcus")
    wish = says(PlanState(plan, NOW), "june", "l1", due("M1", "2026-04-24"))
    assert [held.to for held in wish.state.pending] == [("dana", "nate", "marcus")]
    over = says(wish.state, "marcus", "l2", Change("M1", "approver", "dana", "apply", 1.0, "Dana approves"))
    back = waited(over.state, dt.datetime(2026, 4, 21, 6, tzinfo=dt.UTC)).state
    (held,) = [held for held in back.pending if held.change.field == "due"]
    assert set(held.to) == {"ray", "nate", "dana"}


def test_a_yes_that_was_given_in_somebodys_place_counts_on_where_another_of_several_changes() -> None:
    plan = approved(with_absent(a_plan(), "ray"), approver="marcus")
    wish = says(PlanState(plan, NOW), "june", "l1", due("M1", "2026-04-24"))
    half = says(wish.state, "dana", "l2", reply="yes", code=to(wish, "dana")[0].code)
    over = says(half.state, "marcus", "l3", Change("M1", "approver", "vera", "apply", 1.0, "Vera approves"))
    (held,) = [held for held in over.state.pending if held.change.field == "due"]
    assert (set(held.to), held.agreed) == ({"dana", "nate", "vera"}, ("dana",))
    assert to(over, "dana") == [] or not to(over, "dana")[0].proposals, "nobody is asked for a yes that they gave"


def test_a_change_that_touches_no_stand_in_asks_nobody_again() -> None:
    wish = says(PlanState(with_absent(a_plan(), "ray"), NOW), "nate", "l1", due("M1", "2026-04-24"))
    named = says(wish.state, "dana", "l2", Change("M1", "approver", "marcus", "apply", 1.0, "Marcus approves"))
    assert [notice for notice in to(named, "dana") if notice.proposals] == []
    assert named.state.pending == wish.state.pending


def test_a_former_owner_is_not_asked_again_once_they_are_back() -> None:
    wish = says(PlanState(with_absent(a_plan(), "ray"), NOW), "nate", "l1", due("M1", "2026-04-24"))
    over = says(wish.state, "dana", "l2", Change("M1", "owner", "marcus", "apply", 1.0, "Marcus has it"))
    back = waited(over.state, dt.datetime(2026, 4, 21, 6, tzinfo=dt.UTC)).state
    assert [held.to for held in back.pending if held.change.field == "due"] == [("marcus",)]


@pytest.mark.practice(20)
def test_a_second_absence_is_covered_like_the_first() -> None:
    wish = wished()
    state = says(wish.state, "ray", "l2", away("ray", "2026-04-14"), kind="auto-reply", at=NOW).state
    back = waited(state, NOW + 2 * DAY).state
    assert [held.to for held in back.pending] == [("ray",)]
    again = says(back, "ray", "l3", away("ray", "2026-04-24"), kind="auto-reply", at=NOW + 2 * DAY)
    assert [held.to for held in again.state.pending] == [("dana",)]
    assert [proposed.instead for notice in to(again, "dana") for proposed in notice.proposals] == ["ray"]


def test_whoever_writes_while_they_are_away_is_asked_themselves_until_the_next_absence() -> None:
    state = says(wished().state, "ray", "l2", away("ray"), kind="auto-reply", at=NOW).state
    wrote = says(state, "ray", "l3", at=NOW + DAY).state
    assert [held.to for held in wrote.pending] == [("ray",)]
    other = says(wrote, "aisha", "l4", at=NOW + DAY)
    assert [held.to for held in other.state.pending] == [("ray",)]
    later = says(other.state, "ray", "l5", away("ray", "2026-05-04"), kind="auto-reply", at=NOW + 2 * DAY)
    assert [held.to for held in later.state.pending] == [("dana",)]


def told_that_nobody_stands_in(outcome: Outcome) -> list[str]:
    return [n.to for n in outcome.notices if "nobody-stands-in" in {ask.reason for ask in n.asks}]


def test_that_nobody_stands_in_is_told_once_an_absence() -> None:
    own = says(PlanState(a_plan(), NOW), "nate", "l1", due("M3", "2026-05-22"))
    gone = says(own.state, "dana", "l2", away("dana"), kind="auto-reply", at=NOW + DAY)
    assert told_that_nobody_stands_in(gone) == ["nate"]
    other = says(gone.state, "aisha", "l3", at=NOW + DAY)
    assert told_that_nobody_stands_in(other) == []
    named = says(wished().state, "ray", "l2", away("ray"), kind="auto-reply", at=NOW + DAY)
    gone = says(named.state, "dana", "l3", away("dana"), kind="auto-reply", at=NOW + DAY)
    assert told_that_nobody_stands_in(gone) == ["nate"]
    none = says(gone.state, "dana", "l4", Change("M1", "backup", None, "apply", 1.0, "no backup"), at=NOW + DAY)
    first = says(none.state, "aisha", "l5", at=NOW + DAY)
    second = says(first.state, "aisha", "l6", at=NOW + DAY)
    told = [told_that_nobody_stands_in(one) for one in (none, first, second)]
    assert told == [["nate"], [], []], "that Ray has nobody is news"


def test_a_machine_that_says_that_somebody_is_back_is_not_asked_in_anybodys_place() -> None:
    dana = says(PlanState(with_absent(a_plan(), "dana"), NOW), "aisha", "l1").state
    gone = says(says(dana, "nate", "l2", due("M1", "2026-04-24")).state, "ray", "l3", away("ray"), kind="auto-reply")
    assert [held.to for held in gone.state.pending] == [("ray",)]
    back = says(gone.state, "dana", "l4", away("dana", "2026-04-01"), kind="auto-reply")
    assert to(back, "dana") == []
    assert [held.to for held in says(back.state, "aisha", "l5").state.pending] == [("dana",)]


def test_the_machine_of_a_reporter_who_is_back_is_told_nothing_and_the_reporter_with_the_next_letter() -> None:
    plan = with_absent(a_plan(), "nate")
    own = says(PlanState(plan, NOW), "aisha", "l1", due("M3", "2026-05-22"))
    gone = says(own.state, "dana", "l2", away("dana"), kind="auto-reply")
    back = says(gone.state, "nate", "l3", away("nate", "2026-04-01"), kind="auto-reply")
    assert back.notices == ()
    assert told_that_nobody_stands_in(says(back.state, "aisha", "l4")) == ["nate"]


def test_whoever_is_named_as_a_backup_where_nobody_stood_in_is_asked_at_once() -> None:
    own = says(PlanState(a_plan(), NOW), "nate", "l1", due("M3", "2026-05-22"))
    gone = says(own.state, "dana", "l2", away("dana"), kind="auto-reply", at=NOW + DAY)
    plan = gone.state.plan
    backed = replace(gone.state, plan=plan.with_line(replace(plan.milestones[2], backup="ray")))
    asked = says(backed, "aisha", "l3", at=NOW + DAY)
    assert [held.to for held in asked.state.pending] == [("ray",)]
    assert [proposed.target for proposed in to(asked, "ray")[0].proposals] == ["M3"]


@pytest.mark.practice(20)
def test_an_assistant_who_stands_in_may_answer_the_mail_to_whom_they_assist() -> None:
    wish = says(PlanState(a_plan(), NOW), "dana", "l1", Change("M3", "status", "done", "apply", 1.0, "done"))
    gone = says(wish.state, "marcus", "l2", away("marcus"), kind="auto-reply", at=NOW + DAY)
    assert [held.to for held in gone.state.pending if held.change.field == "status"] == [("june",)]
    yes = says(gone.state, "june", "l3", reply="yes", code=to(wish, "marcus")[0].code, at=NOW + DAY)
    assert yes.state.plan.milestone("M3").status == "done"  # type: ignore[union-attr]


def test_an_assistant_who_stood_in_still_answers_for_whom_they_assist_once_they_are_back() -> None:
    wish = says(PlanState(a_plan(), NOW), "dana", "l1", Change("M3", "status", "done", "apply", 1.0, "done"))
    gone = says(wish.state, "marcus", "l2", away("marcus", "2026-04-14"), kind="auto-reply", at=NOW)
    back = waited(gone.state, NOW + 2 * DAY).state
    assert [held.to for held in back.pending if held.change.field == "status"] == [("marcus",)]
    no = says(back, "june", "l3", reply="no", code=to(gone, "june")[0].code, at=NOW + 2 * DAY)
    assert [held for held in no.state.pending if held.change.field == "status"] == []


@pytest.mark.practice(20)
def test_the_backup_of_a_milestone_stands_in_for_whoever_has_a_task_under_it_and_for_nobody_else() -> None:
    plan = a_plan()
    tasks = (replace(plan.milestones[1].actions[0], owner="ray"),)
    theirs = plan.with_line(replace(plan.milestones[1], owner="marcus", backup="june", actions=tasks))
    wish = says(PlanState(theirs, NOW), "aisha", "l1", due("M2.1", "2026-04-21"))
    gone = says(wish.state, "ray", "l2", away("ray"), kind="auto-reply", at=NOW)
    assert [held.to for held in gone.state.pending] == [("june",)]


def test_an_assistant_is_known_by_their_address_however_it_is_written() -> None:
    plan = a_plan()
    ray = replace(plan.people[3], assistant="June@Harborline.example")
    line = plan.with_person(ray).with_line(replace(plan.milestones[0], backup=None))
    wish = says(PlanState(line, NOW), "nate", "l1", due("M1", "2026-04-24"))
    gone = says(wish.state, "ray", "l2", away("ray"), kind="auto-reply", at=NOW)
    assert [held.to for held in gone.state.pending] == [("june",)]


def unsure(line: str, day: str) -> Change:
    return replace(due(line, day), decision="ask", reason="conditional")


@pytest.mark.practice(108)
def test_a_yes_to_somebody_elses_unclear_words_is_no_yes_of_the_lines_owner() -> None:
    asked = says(PlanState(a_plan(), NOW), "marcus", "l1", unsure("M4", "2026-06-19"))
    code = to(asked, "marcus")[0].code
    assistant = says(asked.state, "june", "l2", reply="yes", code=code)
    assert assistant.state.plan == a_plan()
    assert [(held.by, held.to) for held in assistant.state.pending] == [("june", ("aisha",))]
    gone = says(asked.state, "marcus", "l2", away("marcus"), kind="auto-reply", at=NOW)
    instead = says(gone.state, "june", "l3", reply="yes", code=to(gone, "june")[0].code)
    assert instead.state.plan.milestone("M4") == a_plan().milestone("M4")
    assert [(held.by, held.to) for held in instead.state.pending] == [("june", ("aisha",))]


def test_a_reporter_who_is_away_hears_that_nobody_stands_in_once_they_are_back() -> None:
    plan = a_plan()
    nate = replace(plan.people[5], away_until=dt.date(2026, 4, 14))
    own = says(PlanState(plan.with_person(nate), NOW), "aisha", "l1", due("M3", "2026-05-22"))
    gone = says(own.state, "dana", "l2", away("dana", "2026-05-20"), kind="auto-reply")
    assert told_that_nobody_stands_in(gone) == []
    back = says(gone.state, "marcus", "l3", at=NOW + 2 * DAY)
    assert told_that_nobody_stands_in(back) == ["nate"]
    assert told_that_nobody_stands_in(says(back.state, "marcus", "l4", at=NOW + 2 * DAY)) == []
