"""Somebody leaves: whoever can name a successor is asked once about every open line, and nothing changes by itself."""

import pytest

from plans.answer import answer
from plans.change import Reading
from plans.leaving import leavers
from plans.letter import LetterKind, Trust
from plans.state import Arrival, Outcome, PlanState
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
    assert {reason for _, reasons in asks for reason in reasons} == {"leaving"}
    assert outcome.state.plan == a_plan()


def test_it_is_asked_once() -> None:
    state = wrote("ray", "I am leaving the company on Friday.").state
    arrival = Arrival("l2", "nate@x.example", Trust("trusted", "nate"), NOW)
    assert answer(state, arrival, Reading("reply", text="Ray has left the company."), NOW).notices == ()


def test_an_automatic_reply_that_says_so_counts_and_an_unsure_sender_does_not() -> None:
    text = "I no longer work at Harborline."
    assert [notice.to for notice in wrote("ray", text, "auto-reply").notices] == ["dana"]
    assert wrote("ray", text, verdict="unsure").notices == ()
