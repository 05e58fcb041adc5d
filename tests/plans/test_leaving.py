"""Somebody leaves: whoever can name a successor is asked once about every open line, and nothing changes by itself."""

from dataclasses import replace

import pytest

from plans.answer import answer
from plans.change import Change, NewLine, Reading
from plans.leaving import leavers
from plans.letter import LetterKind, Trust
from plans.plan import External, Person
from plans.state import Arrival, Outcome, Pending, PlanState
from tests.plans.a_plan import NOW, a_plan


def wrote(who: str, text: str, kind: LetterKind = "reply", verdict: str = "trusted", letter: str = "l1") -> Outcome:
    arrival = Arrival(letter, f"{who}@x.example", Trust(verdict, who), NOW)  # type: ignore[arg-type]
    return answer(PlanState(a_plan(), NOW), arrival, Reading(kind, text=text), NOW)


@pytest.mark.parametrize(
    ("who", "text", "gone"),
    [
        ("ray", "I am leaving the company on Friday.", ["ray"]), ("ray", "My last day is 30 April.", ["ray"]),
        ("ray", "Ich verlasse zum Monatsende das Unternehmen.", ["ray"]), ("ray", "Je quitte l’entreprise.", ["ray"]),
        ("nate", "Ray has left the company.", ["ray"]), ("dana", "Marcus Oyelaran is leaving the company.", ["marcus"]),
        ("dana", "Ray hat das Unternehmen verlassen.", ["ray"]), ("dana", "Ray ha lasciato l'azienda.", ["ray"]),
        ("dana", "Tom has left the company.", []), ("ray", "I am leaving the office at five.", []),
        ("dana", "The truck has left the yard. Ray is here.", []), ("ray", "I left a note for Dana.", []),
        ("ray", "I am leaving Harborline at the end of May.", ["ray"]), ("ray", "I am leaving Chicago on Friday.", []),
    ],
)  # fmt: skip
def test_who_leaves_is_said_by_themselves_or_by_name(who: str, text: str, gone: list[str]) -> None:
    plan = a_plan()
    assert [person.id for person in leavers(plan, plan.person(who), text)] == gone


@pytest.mark.parametrize(("who", "text", "asked"), [
    ("ray", "I am leaving the company on Friday.", "dana"), ("nate", "Dana has left the company.", "nate"),
    ("aisha", "My last day is Friday.", "nate"),
])  # fmt: skip
def test_the_champion_or_the_reporter_of_their_side_is_asked_for_a_successor(who: str, text: str, asked: str) -> None:
    outcome = wrote(who, text)
    asks = [(n.to, [ask.reason for ask in n.asks]) for n in outcome.notices]
    assert [to for to, _ in asks] == [asked]
    assert {reason.partition("-")[0] for _, reasons in asks for reason in reasons} == {"leaving"}
    assert outcome.state.plan == a_plan()


def from_(who: str) -> Arrival:
    return Arrival("l1", f"{who}@x.example", Trust("trusted", who), NOW)


def in_every_place(who: str) -> PlanState:
    """Return the plan in which somebody has a place of every kind, and a new line waits for their yes."""
    plan = a_plan()
    lines = (
        replace(plan.milestones[0], owner=who, backup=None),
        replace(
            plan.milestones[1], owner="june", approver=who, actions=(replace(plan.milestones[1].actions[0], owner=who),)
        ),
        replace(plan.milestones[2], owner="june", approver=None, backup=who, escalate_to=who),
        replace(plan.milestones[3], owner=who, status="done"),
    )
    outside = External("X1", "Dock permit", "regulator", who)
    settled = replace(outside, id="X2", status="done")
    goals = (replace(plan.goals[0], owner=who),)
    plan = replace(plan, milestones=lines, externals=(outside, settled), goals=goals)
    wish = Change("new", "milestone", NewLine("Pilot", None, None), "apply", 1.0, "")
    return PlanState(plan, NOW, pending=(Pending("l0/1", wish, "aisha", (who,), "both-sides", "l0", NOW),))


@pytest.mark.parametrize(
    ("who", "asked", "more"),
    [
        ("ray", "dana", []),
        ("marcus", "dana", []),
        ("nate", "aisha", [("plan", "leaving-reporter")]),
    ],
)
def test_every_place_that_somebody_leaves_open_is_asked_about(
    who: str, asked: str, more: list[tuple[str, str]]
) -> None:
    state = in_every_place(who)
    outcome = answer(state, from_(who), Reading("reply", text="My last day is Friday."), NOW)
    (notice,) = [notice for notice in outcome.notices if notice.asks]
    assert notice.to == asked
    assert [(ask.target, ask.reason) for ask in notice.asks] == [
        ("M1", "leaving"), ("M2.1", "leaving"), ("X1", "leaving"), ("goal:1", "leaving"), ("M2", "leaving-approver"),
        ("M3", "leaving-backup"), ("M3", "leaving-escalation"), *more, ("new", "leaving-waiting"),
    ]  # fmt: skip
    assert outcome.state.plan == state.plan


def test_a_champion_who_leaves_is_asked_about_too() -> None:
    outcome = wrote("dana", "My last day is Friday.")
    assert ("nate", ("plan", "leaving-champion")) in [
        (n.to, (a.target, a.reason)) for n in outcome.notices for a in n.asks
    ]


def test_whom_the_reporter_reports_to_names_their_successor() -> None:
    plan = a_plan().with_person(replace(a_plan().people[5], manager="tom"))
    plan = replace(plan, people=(*plan.people, Person("tom", "Tom Ives", "tom@tallyworks.example", "seller")))
    outcome = answer(PlanState(plan, NOW), from_("nate"), Reading("reply", text="My last day is Friday."), NOW)
    assert [(notice.to, notice.asks[0].reason) for notice in outcome.notices] == [("tom", "leaving-reporter")]


def test_nobody_who_leaves_themselves_is_asked_for_a_successor() -> None:
    gone = wrote("dana", "My last day is Friday.").state
    ray = Arrival("l2", "ray@x.example", Trust("trusted", "ray"), NOW)
    later = answer(gone, ray, Reading("reply", text="I am leaving the company on Friday."), NOW)
    assert [notice.to for notice in later.notices if notice.asks] == ["nate"]
    both = wrote("nate", "Ray and Dana have left the company.")
    assert [notice.to for notice in both.notices if notice.asks] == ["nate", "nate"]


def test_it_is_asked_once() -> None:
    state = wrote("ray", "I am leaving the company on Friday.").state
    arrival = Arrival("l2", "nate@x.example", Trust("trusted", "nate"), NOW)
    assert answer(state, arrival, Reading("reply", text="Ray has left the company."), NOW).notices == ()


def test_an_automatic_reply_that_says_so_counts_and_an_unsure_sender_does_not() -> None:
    text = "I no longer work at Harborline."
    assert [notice.to for notice in wrote("ray", text, "auto-reply").notices] == ["dana"]
    assert wrote("ray", text, verdict="unsure").notices == ()
