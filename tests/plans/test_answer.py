"""A letter's reading taken to its outcome: the plan, the log, the mails."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.answer import answer, undelivered, unreadable
from plans.change import Change, NewLine, NewPerson, Reading, Reply, Value
from plans.letter import Bounced, LetterKind, Trust, TrustVerdict
from plans.notice import Notice
from plans.plan import External
from plans.state import UNDO_WINDOW, Arrival, Outcome, PlanState
from plans.unreachable import given_up
from tests.plans.a_plan import NOW, a_plan


def change(target: str, field: str, value: Value, decision: str = "apply", reason: str = "") -> Change:
    return Change(target, field, value, decision, 1.0, f"{field} of {target}", reason=reason)  # type: ignore[arg-type]


def arrival(who: str | None, letter: str, code: str = "", verdict: TrustVerdict = "trusted", **more: object) -> Arrival:
    return Arrival(letter, f"{who}@x.example", Trust(verdict, who), NOW, code, **more)  # type: ignore[arg-type]


def reading(*changes: Change, kind: LetterKind = "reply", **more: object) -> Reading:
    return Reading(kind, changes, **more)  # type: ignore[arg-type]


def start() -> PlanState:
    return PlanState(a_plan(), NOW)


def replies(
    state: PlanState, who: str | None, letter: str, *changes: Change, code: str = "", **more: object
) -> Outcome:
    return answer(state, arrival(who, letter, code), reading(*changes, **more), NOW)


def to(outcome: Outcome, person: str) -> Notice:
    return next(notice for notice in outcome.notices if notice.to == person)


def test_three_changes_of_one_reply_are_one_version_and_one_answer() -> None:
    outcome = replies(
        start(),
        "dana",
        "l1",
        change("M1", "due", "2026-04-24"),
        change("M1", "note", "snow"),
        change("M4", "confirmed", True),
    )
    assert outcome.state.plan.version == 5
    told = to(outcome, "dana")
    assert told.kind == "acknowledgement"
    assert [(a.target, a.field) for a in told.applied] == [("M1", "due"), ("M1", "note"), ("M4", "confirmed")]
    assert [n.to for n in outcome.notices].count("dana") == 1


def test_a_letter_handled_before_leads_to_nothing() -> None:
    once = replies(start(), "dana", "l1", change("M1", "due", "2026-04-24"))
    twice = replies(once.state, "dana", "l1", change("M1", "due", "2026-04-30"))
    assert twice == Outcome(once.state)


def test_the_owner_hears_what_somebody_else_changed() -> None:
    outcome = replies(start(), "dana", "l1", change("M1", "due", "2026-04-24"))
    told = to(outcome, "ray")
    assert (told.about, [a.field for a in told.applied]) == ("dana", ["due"])


def test_whoever_loses_a_line_hears_it_as_well_as_whoever_gets_it() -> None:
    outcome = replies(start(), "dana", "l1", change("M1", "owner", "marcus"))
    assert {n.to for n in outcome.notices if "owner" in [a.field for a in n.applied]} == {"dana", "ray", "marcus"}


@pytest.mark.practice(81)
def test_whoever_chases_an_external_hears_what_somebody_else_changed_of_it() -> None:
    outside = External("X1", "Dock permit", "regulator", "ray", dt.date(2026, 5, 8))
    state = PlanState(a_plan(externals=(outside,)), NOW)
    outcome = replies(state, "dana", "l1", change("X1", "due", "2026-05-22"))
    assert [(a.target, a.field) for a in to(outcome, "ray").applied] == [("X1", "due")]


def test_a_line_handed_to_the_other_side_stays_until_its_new_owner_says_yes() -> None:
    wanted = replies(start(), "ray", "l1", change("M1", "owner", "aisha"))
    assert wanted.state.plan == a_plan()
    proposal = to(wanted, "aisha")
    agreed = replies(wanted.state, "aisha", "l2", code=proposal.code, replies=(Reply("yes", None, "yes"),))
    assert agreed.state.plan.milestone("M1").owner == "aisha"  # type: ignore[union-attr]
    assert agreed.state.pending == ()


def test_thanks_alone_draws_no_mail() -> None:
    outcome = replies(start(), "dana", "l1")
    assert outcome.notices == ()
    assert outcome.state.plan == a_plan()


def test_questions_for_people_reach_the_reporter() -> None:
    outcome = replies(start(), "dana", "l1", questions=("Can you send the pen-test report?",))
    assert to(outcome, "nate").questions == ("Can you send the pen-test report?",)


def test_a_proposal_waits_until_the_owner_says_yes() -> None:
    wanted = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    assert wanted.state.plan.version == 4
    proposal = to(wanted, "ray")
    assert proposal.kind == "proposal"
    agreed = replies(wanted.state, "ray", "l2", code=proposal.code, replies=(Reply("yes", None, "yes"),))
    assert agreed.state.plan.milestone("M1").due == dt.date(2026, 4, 24)  # type: ignore[union-attr]
    assert {notice.to for notice in agreed.notices} == {"ray", "nate"}
    assert agreed.state.pending == ()


def test_a_wish_said_twice_is_one_and_a_yes_to_either_mail_counts() -> None:
    once = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    twice = replies(once.state, "nate", "l2", change("M1", "due", "2026-04-24"))
    assert len(twice.state.pending) == 1
    agreed = replies(twice.state, "ray", "l3", code=to(once, "ray").code, replies=(Reply("yes", None, "yes"),))
    assert agreed.state.plan.milestone("M1").due == dt.date(2026, 4, 24)  # type: ignore[union-attr]
    assert agreed.state.pending == ()


def test_a_yes_said_twice_does_nothing_the_second_time() -> None:
    wanted = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    code = to(wanted, "ray").code
    first = replies(wanted.state, "ray", "l2", code=code, replies=(Reply("yes", None, "yes"),))
    again = replies(first.state, "ray", "l3", code=code, replies=(Reply("yes", None, "yes"),))
    assert again.state.plan == first.state.plan
    assert to(again, "ray").refused[0].reason == "code-used"


def test_the_yes_of_a_letter_that_says_itself_what_changes_is_no_late_answer() -> None:
    wanted = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    code = to(wanted, "ray").code
    first = replies(wanted.state, "ray", "l2", code=code, replies=(Reply("yes", None, "yes"),))
    again = replies(
        first.state, "ray", "l3", change("M1", "due", "2026-04-27"), code=code, replies=(Reply("yes", None, "yes"),)
    )
    assert to(again, "ray").refused == ()
    assert again.state.plan.milestone("M1").due == dt.date(2026, 4, 27)  # type: ignore[union-attr]


@pytest.mark.parametrize("wish", ["yes", "no"])
@pytest.mark.parametrize(("late", "counts"), [(UNDO_WINDOW, True), (UNDO_WINDOW + dt.timedelta(minutes=1), False)])
def test_the_code_of_a_yes_and_a_no_counts_for_seven_days(wish: str, late: dt.timedelta, counts: bool) -> None:
    wanted = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    at = NOW + late
    word = replace(arrival("ray", "l2", to(wanted, "ray").code), sent_at=at)
    outcome = answer(wanted.state, word, reading(replies=(Reply(wish, None, wish),)), at)  # type: ignore[arg-type]
    assert (outcome.state.pending == ()) is counts
    assert (outcome.state.plan != a_plan()) is (counts and wish == "yes")
    if not counts:
        assert to(outcome, "ray").refused[0].reason == "code-expired"


def test_whoever_asks_for_invitations_gets_them_until_they_decline() -> None:
    asked = replies(start(), "ray", "l1", change("person:ray", "invites", "on"))
    assert asked.state.plan.person("ray").invites is True  # type: ignore[union-attr]
    assert [(a.field, a.old, a.new) for a in to(asked, "ray").applied] == [("invites", None, "on")]
    declined = replies(asked.state, "ray", "l2", change("person:ray", "invites", "off"))
    assert declined.state.plan.person("ray").invites is False  # type: ignore[union-attr]
    code = to(asked, "ray").code
    undone = replies(asked.state, "ray", "l3", code=code, replies=(Reply("undo", None, "undo"),))
    assert undone.state.plan.person("ray").invites is None  # type: ignore[union-attr]


def test_a_no_is_told_to_whoever_wanted_it() -> None:
    wanted = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    declined = replies(wanted.state, "ray", "l2", code=to(wanted, "ray").code, replies=(Reply("no", None, "no"),))
    assert declined.state.plan == a_plan()
    assert to(declined, "nate").refused[0].reason == "declined"


@pytest.mark.practice(108)
def test_a_hard_date_moves_only_when_seller_and_approver_agree() -> None:
    plan = a_plan()
    line = plan.milestone("M3")
    assert line is not None
    state = PlanState(plan.with_line(replace(line, deadline="hard")), NOW)
    wanted = replies(state, "dana", "l1", change("M3", "due", "2026-05-22"))
    first = replies(wanted.state, "nate", "l2", code=to(wanted, "nate").code, replies=(Reply("yes", None, "ok"),))
    assert first.state.plan.milestone("M3").due == dt.date(2026, 5, 15)  # type: ignore[union-attr]
    (counted,) = [notice for notice in first.notices if notice.to == "nate"]
    assert (counted.kind, [wish.to for wish in counted.proposals]) == ("acknowledgement", [("marcus",)])
    both = replies(first.state, "marcus", "l3", code=to(wanted, "marcus").code, replies=(Reply("yes", None, "ok"),))
    assert both.state.plan.milestone("M3").due == dt.date(2026, 5, 22)  # type: ignore[union-attr]


def test_a_yes_from_somebody_elses_code_is_refused() -> None:
    wanted = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    stolen = replies(wanted.state, "june", "l2", code=to(wanted, "ray").code, replies=(Reply("yes", None, "yes"),))
    assert stolen.state.plan == a_plan()
    assert to(stolen, "june").refused[0].reason == "no-code"


def test_a_yes_from_an_unsure_sender_is_refused() -> None:
    wanted = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    unsure = arrival("ray", "l2", to(wanted, "ray").code, verdict="unsure")
    outcome = answer(wanted.state, unsure, reading(replies=(Reply("yes", None, "yes"),)), NOW)
    assert outcome.state.plan == a_plan()


def test_an_uncertain_change_is_asked_and_stands_after_a_yes() -> None:
    asked = replies(start(), "ray", "l1", change("M1", "due", "2026-04-24", "ask", "conditional"))
    question = to(asked, "ray")
    assert (question.kind, question.asks[0].reason, question.asks[0].offered) == (
        "question",
        "conditional",
        "2026-04-24",
    )
    said = replies(asked.state, "ray", "l2", code=question.code, replies=(Reply("yes", None, "yes"),))
    assert said.state.plan.milestone("M1").due == dt.date(2026, 4, 24)  # type: ignore[union-attr]


def test_a_yes_to_a_question_without_a_date_asks_for_the_date() -> None:
    asked = replies(start(), "ray", "l1", change("M1", "due", None, "ask", "tentative"))
    said = replies(asked.state, "ray", "l2", code=to(asked, "ray").code, replies=(Reply("yes", None, "yes"),))
    assert said.state.plan == a_plan()
    assert to(said, "ray").asks[0].reason == "no-date"


@pytest.mark.practice(116)
def test_a_forged_letter_changes_nothing_and_alerts_the_reporter_once() -> None:
    outcome = answer(start(), arrival("ray", "l1", verdict="forged"), reading(change("M1", "status", "done")), NOW)
    assert outcome.state.plan == a_plan()
    assert [(n.to, n.asks[0].reason) for n in outcome.notices] == [("nate", "quarantined")]


def test_undo_takes_the_whole_answer_back() -> None:
    done = replies(start(), "dana", "l1", change("M1", "due", "2026-04-24"), change("M3", "outcome", "Signed"))
    back = replies(done.state, "dana", "l2", code=to(done, "dana").code, replies=(Reply("undo", None, "undo"),))
    assert back.state.plan == a_plan(version=6)
    assert len(to(back, "dana").undone) == 2


def test_the_owner_can_undo_what_somebody_else_changed() -> None:
    done = replies(start(), "dana", "l1", change("M1", "due", "2026-04-24"))
    back = replies(done.state, "ray", "l2", code=to(done, "ray").code, replies=(Reply("undo", None, "undo"),))
    assert back.state.plan == a_plan(version=6)


def test_undo_after_seven_days_is_too_late() -> None:
    done = replies(start(), "dana", "l1", change("M1", "due", "2026-04-24"))
    later = NOW + UNDO_WINDOW + dt.timedelta(hours=1)
    undo = reading(replies=(Reply("undo", None, "undo"),))
    outcome = answer(done.state, arrival("dana", "l2", to(done, "dana").code), undo, later)
    assert outcome.state.plan == done.state.plan


@pytest.mark.practice(17)
def test_a_blocked_line_escalates_to_the_reporter_at_once() -> None:
    outcome = replies(start(), "ray", "l1", change("M1", "status", "blocked"))
    told = to(outcome, "nate")
    assert (told.kind, told.lines) == ("escalation", ("M1",))


@pytest.mark.practice(20)
def test_an_out_of_office_is_taken_as_data_and_never_answered() -> None:
    away = change("person:ray", "away", "2026-04-20")
    outcome = answer(start(), arrival("ray", "l1"), reading(away, kind="auto-reply"), NOW)
    assert outcome.notices == ()
    assert outcome.state.plan.person("ray").away_until == dt.date(2026, 4, 20)  # type: ignore[union-attr]


def test_an_out_of_office_changes_no_line() -> None:
    moved = change("M1", "due", "2026-04-30")
    outcome = answer(start(), arrival("ray", "l1"), reading(moved, kind="auto-reply"), NOW)
    assert outcome.state.plan == a_plan()


def test_a_permanent_bounce_is_told_to_the_reporter_and_a_temporary_one_is_not() -> None:
    gone = reading(kind="bounce", bounced=(Bounced("ray@harborline.example", True),))
    told = answer(start(), arrival(None, "l1"), gone, NOW)
    assert [(n.to, n.asks[0].target, n.asks[0].reason) for n in told.notices] == [("nate", "person:ray", "bounced")]
    late = reading(kind="bounce", bounced=(Bounced("ray@harborline.example", False),))
    assert answer(start(), arrival(None, "l2"), late, NOW).notices == ()


def test_a_mail_that_a_server_has_given_up_on_is_told_once_a_week_and_the_person_still_gets_mail() -> None:
    late = reading(kind="bounce", bounced=(Bounced("ray@harborline.example", False, given_up=True),))
    first = answer(start(), replace(arrival(None, "l1"), addressee="ray"), late, NOW)
    assert [(n.to, n.asks[0].target, n.asks[0].reason) for n in first.notices] == [("nate", "person:ray", "given-up")]
    assert first.state.plan == a_plan()
    second = answer(first.state, arrival(None, "l2"), late, NOW + dt.timedelta(days=2))
    assert second.notices == ()
    week = NOW + dt.timedelta(weeks=1)
    assert len(answer(second.state, arrival(None, "l3"), late, week).notices) == 1


def test_a_field_that_has_changed_since_the_answered_version_is_asked() -> None:
    since = arrival("ray", "l1", changed_since=("M1/due",))
    outcome = answer(start(), since, reading(change("M1", "due", "2026-04-24")), NOW)
    assert outcome.state.plan == a_plan()
    assert to(outcome, "ray").asks[0].reason == "changed-since"


def test_a_new_line_is_proposed_to_the_other_side_and_added_after_a_yes() -> None:
    wanted = replies(start(), "dana", "l1", change("new", "milestone", NewLine("Works council", "2026-05-04", "ray")))
    assert wanted.state.plan == a_plan()
    agreed = replies(wanted.state, "nate", "l2", code=to(wanted, "nate").code, replies=(Reply("yes", None, "yes"),))
    added = agreed.state.plan.milestone("M5")
    assert added is not None
    assert (added.name, added.owner, added.due) == ("Works council", "ray", dt.date(2026, 5, 4))


def test_an_ended_plan_tells_everybody_once() -> None:
    outcome = replies(start(), "nate", "l1", change("plan", "status", "won"))
    closings = [notice.to for notice in outcome.notices if notice.kind == "closing"]
    assert sorted(closings) == sorted(person.id for person in a_plan().people)


def test_every_value_that_changed_is_in_the_log_with_its_letter() -> None:
    outcome = replies(start(), "dana", "l1", change("M1", "due", "2026-04-24"))
    applied = [entry for entry in outcome.entries if entry.kind == "applied"]
    assert ("M1", "due", '"2026-04-17"', '"2026-04-24"', "l1", "dana") in [
        (e.target, e.field, e.old, e.new, e.letter, e.by) for e in applied
    ]


def test_a_letter_that_cannot_be_read_is_told_to_the_reporter() -> None:
    outcome = unreadable(start(), "l1", NOW)
    assert [(n.to, n.asks[0].reason) for n in outcome.notices] == [("nate", "unreadable")]
    assert "l1" in outcome.state.handled


def test_a_mail_that_no_server_takes_is_told_to_the_reporter_but_not_about_his_own() -> None:
    lost = Notice("k", "status", "harbor", 4, "ray", NOW)
    assert [n.to for n in undelivered(start(), lost, "no such user", NOW).notices] == ["nate"]
    assert undelivered(start(), replace(lost, to="nate"), "no such user", NOW).notices == ()


def test_an_ok_that_nobody_waits_for_is_politeness_and_gets_no_mail() -> None:
    said = Reading(kind="reply", replies=(Reply("yes", None, "ok"),))
    outcome = answer(start(), arrival("nate", "L1"), said, NOW)
    assert outcome.notices == ()
    assert outcome.state.plan == start().plan


def bounce(address: str = "ray@harborline.example", sealed_for: str = "ray") -> Outcome:
    gone = reading(kind="bounce", bounced=(Bounced(address, True),))
    return answer(start(), arrival(None, "l1", addressee=sealed_for), gone, NOW)


@pytest.mark.practice(20)
def test_an_address_that_bounces_for_good_gets_nothing_more_and_its_backup_is_asked() -> None:
    outcome = bounce()
    assert outcome.state.plan.person("ray").mail == "bounced"  # type: ignore[union-attr]
    asked = to(outcome, "dana")
    assert [(ask.target, ask.reason, ask.offered) for ask in asked.asks] == [
        ("M1", "stands-in", "ray@harborline.example")
    ]
    assert to(outcome, "nate").asks[0].reason == "bounced"
    again = answer(
        outcome.state,
        arrival(None, "l2", addressee="ray"),
        reading(kind="bounce", bounced=(Bounced("ray@harborline.example", True),)),
        NOW,
    )
    assert [notice.to for notice in again.notices] == ["nate"]


def test_a_bounce_that_came_to_no_sealed_address_of_theirs_silences_nobody() -> None:
    outcome = bounce(sealed_for="marcus")
    assert outcome.state.plan == a_plan()
    assert [notice.to for notice in outcome.notices] == ["nate"]


def test_whoever_writes_from_an_address_that_was_thought_gone_is_mailed_again() -> None:
    state = bounce().state
    wrote = Arrival("l2", "ray@harborline.example", Trust("trusted", "ray"), NOW)
    assert answer(state, wrote, reading(), NOW).state.plan.person("ray").mail == "on"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("words", "gone"),
    [
        ("550 5.1.1 no such user", True), ("550 no such user here", True), ("553 mailbox name not allowed", True),
        ("5.1.10 recipient not found", True), ("550 5.7.1 message refused as spam", False),
        ("554 5.7.1 blocked", False), ("552 5.3.4 message too big", False), ("connection lost", False),
    ],
)  # fmt: skip
def test_only_words_about_the_address_silence_it(words: str, gone: bool) -> None:
    lost = Notice("k", "status", "harbor", 4, "ray", NOW)
    outcome = undelivered(start(), lost, words, NOW)
    assert (outcome.state.plan.person("ray").mail == "bounced") is gone  # type: ignore[union-attr]
    assert sorted(notice.to for notice in outcome.notices) == (["dana", "nate"] if gone else ["nate"])


def test_a_mail_that_no_server_took_for_days_is_told_once_a_person_and_week_and_silences_nobody() -> None:
    late = Notice("k", "status", "harbor", 4, "ray", NOW)
    first = given_up(start(), late, "450 5.1.1 no such user, or so it seems", NOW)
    assert [(n.to, n.asks[0].target, n.asks[0].reason) for n in first.notices] == [("nate", "person:ray", "unsent")]
    assert [entry.detail for entry in first.entries] == ["given up status"]
    assert first.state.plan.person("ray").mailed  # type: ignore[union-attr]
    again = given_up(first.state, replace(late, key="k2"), "450 later", NOW + dt.timedelta(days=1))
    assert (len(again.entries), again.notices) == (1, ())
    assert given_up(first.state, replace(late, key="k3"), "450", NOW + dt.timedelta(days=7)).notices
    assert given_up(start(), replace(late, to="nate"), "450 later", NOW).notices == ()


def test_a_changed_address_takes_mail_again() -> None:
    from plans.people import with_person

    plan = bounce().state.plan
    assert with_person(plan, "ray", ("Ray Dominguez", "r.d@harborline.example", "buyer")).person("ray").mail == "on"  # type: ignore[union-attr]


UNDOERS: list[tuple[str, TrustVerdict, str, bool]] = [
    ("dana", "trusted", "", True),  # who wrote it
    ("ray", "trusted", "", True),  # whose line it is
    ("nate", "trusted", "", True),  # who reports
    ("marcus", "trusted", "not-yours", False),
    ("aisha", "trusted", "not-yours", False),
    ("ray", "unsure", "unsure-sender", False),
]


@pytest.mark.practice(116)
@pytest.mark.parametrize(("who", "verdict", "reason", "undone"), UNDOERS)
def test_the_table_of_undo(who: str, verdict: TrustVerdict, reason: str, undone: bool) -> None:
    done = replies(start(), "dana", "l1", change("M1", "due", "2026-04-24"))
    code = replace(done.state.codes[0], person=who, code="handed")
    state = replace(done.state, codes=(*done.state.codes, code))
    undo = reading(replies=(Reply("undo", None, "undo"),))
    outcome = answer(state, arrival(who, "l2", "handed", verdict), undo, NOW)
    assert (outcome.state.plan.milestone("M1") == a_plan().milestone("M1")) is undone
    assert [refusal.reason for notice in outcome.notices for refusal in notice.refused] == ([] if undone else [reason])


def test_undo_of_a_named_line_leaves_the_rest_and_what_changed_later_stays() -> None:
    done = replies(start(), "dana", "l1", change("M1", "due", "2026-04-24"), change("M3", "due", "2026-05-22"))
    code = to(done, "dana").code
    one = replies(done.state, "dana", "l2", code=code, replies=(Reply("undo", "M1", "undo M1"),))
    assert one.state.plan.milestone("M1") == a_plan().milestone("M1")
    assert one.state.plan.milestone("M3").due == dt.date(2026, 5, 22)  # type: ignore[union-attr]
    later = replies(done.state, "ray", "l3", change("M1", "due", "2026-04-28"))
    all_of_it = replies(later.state, "dana", "l4", code=code, replies=(Reply("undo", None, "undo"),))
    assert all_of_it.state.plan.milestone("M1").due == dt.date(2026, 4, 28)  # type: ignore[union-attr]
    assert all_of_it.state.plan.milestone("M3") == a_plan().milestone("M3")


@pytest.mark.parametrize("verdict", ["trusted", "unsure"])
def test_what_somebody_wished_for_waits_until_they_are_sure_of_something_else(verdict: TrustVerdict) -> None:
    wanted = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    maybe = change("M1", "due", "2026-05-01", "ask" if verdict == "trusted" else "apply", "conditional")
    asked = answer(wanted.state, arrival("nate", "l2", verdict=verdict), reading(maybe), NOW)
    agreed = replies(asked.state, "ray", "l3", code=to(wanted, "ray").code, replies=(Reply("yes", None, "yes"),))
    assert agreed.state.plan.milestone("M1").due == dt.date(2026, 4, 24)  # type: ignore[union-attr]
    sure = replies(asked.state, "nate", "l3", code=to(asked, "nate").code, replies=(Reply("yes", None, "yes"),))
    assert [(held.change.value, held.to) for held in sure.state.pending] == [("2026-05-01", ("ray",))]


def test_a_yes_to_two_dates_of_one_line_settles_neither_and_one_of_them_is_asked_alone() -> None:
    one = replies(start(), "nate", "l1", change("M1", "due", "2026-04-24"))
    two = replies(one.state, "aisha", "l2", change("M1", "due", "2026-04-30"))
    both = replies(two.state, "ray", "l3", replies=(Reply("yes", None, "yes"),))
    unclear = replies(both.state, "ray", "l4", code=to(both, "ray").code, replies=(Reply("yes", None, "yes"),))
    assert unclear.state.plan == a_plan()
    assert [ask.offered for ask in to(unclear, "ray").asks] == ["2026-04-24"]
    clear = replies(unclear.state, "ray", "l5", code=to(unclear, "ray").code, replies=(Reply("yes", None, "yes"),))
    assert clear.state.plan.milestone("M1").due == dt.date(2026, 4, 24)  # type: ignore[union-attr]
    assert clear.state.pending == ()
    assert {notice.to for notice in clear.notices} == {"ray", "nate", "aisha"}


def test_an_assistants_yes_without_a_code_is_asked_about_like_anybodys() -> None:
    wanted = replies(start(), "dana", "l1", change("M3", "status", "done"))
    word = replies(wanted.state, "june", "l2", replies=(Reply("yes", None, "yes"),))
    assert [proposed.target for proposed in to(word, "marcus").proposals] == ["M3"]
    assert [proposed.target for proposed in to(word, "june").proposals] == ["M3"], "June knows for whom it waits"


def test_whoever_takes_a_line_over_themselves_ends_the_question_whether_another_takes_it() -> None:
    plan = a_plan()
    backed = plan.with_line(replace(plan.milestones[0], backup="june"))
    named = replies(PlanState(backed, NOW), "dana", "l1", change("M1", "owner", "marcus"))
    taken = replies(named.state, "june", "l2", change("M1", "owner", "june"))
    assert taken.state.plan.milestone("M1").owner == "june"  # type: ignore[union-attr]
    assert taken.state.pending == ()


@pytest.mark.parametrize(
    "by_dana", [change("M1", "due", "2026-04-24"), change("M1", "status", "done"), change("M1", "status", "skipped")]
)
def test_whoever_wished_for_something_hears_that_it_waits_no_more_whoever_saw_to_it(by_dana: Change) -> None:
    wanted = replies(start(), "aisha", "l1", change("M1", "due", "2026-04-24"))
    assert [held.to for held in wanted.state.pending] == [("ray",)]
    outcome = replies(wanted.state, "dana", "l2", by_dana)
    if outcome.state.plan == wanted.state.plan:
        outcome = replies(
            outcome.state, "nate", "l3", code=to(outcome, "nate").code, replies=(Reply("yes", None, "yes"),)
        )
    assert [held.change.field for held in outcome.state.pending if held.by == "aisha"] == []
    assert (by_dana.field, by_dana.value) in {(step.field, step.new) for step in to(outcome, "aisha").applied}


def test_somebody_of_the_other_side_with_the_same_name_is_somebody_else() -> None:
    namesake = NewPerson("Aisha Karim", "aisha.karim@harborline.example")
    outcome = replies(start(), "dana", "l1", change("M1", "owner", namesake))
    owner = outcome.state.plan.person(outcome.state.plan.milestone("M1").owner)  # type: ignore[union-attr]
    assert owner
    assert (owner.email, owner.side) == ("aisha.karim@harborline.example", "buyer")
    alias = NewPerson("Ray Dominguez", "r.dominguez@harborline.example")
    outcome = replies(start(), "dana", "l1", change("M3", "owner", alias))
    assert outcome.state.plan.milestone("M3").owner == "ray"  # type: ignore[union-attr]


def test_whoever_was_asked_whether_they_mean_it_hears_of_no_wish_where_somebody_else_says_it() -> None:
    maybe = change("plan", "status", "lost", "ask", "plan-status")
    asked = replies(start(), "dana", "l1", maybe)
    lost = replies(asked.state, "nate", "l2", change("plan", "status", "lost"))
    assert [step for notice in lost.notices if notice.to == "dana" for step in notice.applied] == []
