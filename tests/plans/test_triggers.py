"""When a buyer asks what comes next, it is time for a plan: the phrases, and the word to the seller."""

import pytest

from plans.answer import answer
from plans.change import Reading
from plans.letter import LetterKind, Trust
from plans.state import Arrival, Outcome, PlanState
from plans.triggers import asks_what_comes_next
from tests.plans.a_plan import NOW, a_plan

ASKING = [
    "What are the next steps on your side?", "Could you send us a proposal by Friday?",
    "What happens next?", "How long would it take to go live?", "When could we start?", "Can we see a rough timeline?",
    "Wie geht es jetzt weiter?", "Können Sie uns ein Angebot schicken?", "Was wären die nächsten Schritte?",
    "Quelles sont les prochaines étapes ?", "Pourriez-vous nous envoyer une proposition ?",
    "¿Cuáles son los próximos pasos?", "¿Podría enviarnos una propuesta?", "¿Cuándo podríamos empezar?",
    "Quali sono i prossimi passi?", "Può inviarci un preventivo?", "Wat zijn de volgende stappen?",
    "Kunt u ons een offerte sturen?", "Quais são os próximos passos?", "Pode enviar-nos uma proposta?",
]  # fmt: skip
SAYING = [
    "Thanks, that was helpful.", "I am out until Monday.", "Please do not send us a proposal yet.",
    "See you at the trade fair.",
    "Danke, wir melden uns.", "Merci pour la présentation.", "Gracias por la demostración.", "Dank voor de uitleg.",
]  # fmt: skip


@pytest.mark.practice(67)
@pytest.mark.parametrize("text", ASKING)
def test_a_mail_that_asks_what_comes_next_is_known_by_its_sentence(text: str) -> None:
    assert asks_what_comes_next(f"Hello Nate,\n\n{text}\n\nBest,\nDana") in (text, f"Hello Nate, {text}"), text


@pytest.mark.practice(67)
@pytest.mark.parametrize("text", SAYING)
def test_a_mail_that_asks_for_nothing_triggers_nothing(text: str) -> None:
    assert asks_what_comes_next(text) == ""


def wrote(state: PlanState, who: str, letter: str, kind: LetterKind = "unrelated") -> Outcome:
    arrival = Arrival(letter, f"{who}@x.example", Trust("trusted", who), NOW)
    return answer(state, arrival, Reading(kind, text="Thanks! What are the next steps?"), NOW)


@pytest.mark.practice(67)
def test_while_the_plan_is_a_draft_the_seller_is_told_once_that_it_is_time() -> None:
    state = PlanState(a_plan(status="draft"), NOW)
    outcome = wrote(state, "dana", "l1")
    assert [(n.to, n.asks[0].reason, n.asks[0].evidence) for n in outcome.notices] == [
        ("nate", "time-for-a-plan", "What are the next steps?")
    ]
    assert wrote(outcome.state, "dana", "l2").notices == ()


@pytest.mark.parametrize(("status", "who"), [("active", "dana"), ("draft", "nate")])
def test_a_plan_that_runs_or_a_seller_who_asks_needs_no_such_word(status: str, who: str) -> None:
    assert wrote(PlanState(a_plan(status=status), NOW), who, "l1").notices == ()
