"""What sellers write to begin a plan, in every language, and what is none of it."""

from email.message import EmailMessage

import pytest

from parsing.beginning import says_go, wish_in
from parsing.letter import read_letter
from plans.letter import Letter

ASKED: dict[str, tuple[str, str]] = {
    "start a plan for Acme Ltd from saas": ("Acme Ltd", "saas"),
    "Could you start a plan for Acme, please": ("Acme", ""),
    "Hi, start a plan for Acme, Inc. from the public sector baseline, thanks": ("Acme, Inc.", "public-sector"),
    "Please start a new mutual action plan with Acme Ltd.": ("Acme Ltd", ""),
    "start a plan for Acme Ltd from moonshine": ("Acme Ltd", "moonshine"),
    "Starte einen Plan für Müller & Söhne GmbH aus Fertigung": ("Müller & Söhne GmbH", "manufacturing"),
    "Bitte einen Plan für Acme nach SaaS starten": ("Acme", "saas"),
    "Démarrez un plan pour Hôpital Saint-Élie à partir de services financiers": (
        "Hôpital Saint-Élie",
        "financial-services",
    ),
    "Inicia un plan para Acme desde renovación": ("Acme", "renewal"),
    "Avvia un piano per Leonardo da Vinci SpA da rinnovo": ("Leonardo da Vinci SpA", "renewal"),
    "Iniciar um plano para a Acme a partir de setor público": ("Acme", "public-sector"),
    "Start een plan voor Acme vanuit overheid": ("Acme", "public-sector"),
}


def letter(text: str, subject: str = "") -> Letter:
    message = EmailMessage()
    message["From"], message["Subject"] = "Nate <nate@northbeam.example>", subject
    message.set_content(text)
    found = read_letter(message.as_bytes())
    assert isinstance(found, Letter)
    return found


@pytest.mark.parametrize("text", ASKED)
def test_a_sentence_names_the_company_as_it_was_written_and_the_baseline(text: str) -> None:
    found = wish_in(letter(text))
    assert found
    assert (found.buyer, found.baseline) == ASKED[text]


def test_the_subject_counts_too() -> None:
    found = wish_in(letter("See subject.", "Start a plan for Acme from renewal"))
    assert found
    assert found.baseline == "renewal"


@pytest.mark.parametrize("text", ["What is the plan for the weekend?", "We start on Monday", "The plan for Acme slips"])
def test_other_words_about_plans_ask_for_none(text: str) -> None:
    assert wish_in(letter(text)) is None


@pytest.mark.parametrize(
    "text", ["start", "Start!", "Yes, start", "starten", "Démarrer", "Adelante", "avvia", "Iniciar"]
)
def test_one_word_starts_a_draft(text: str) -> None:
    assert says_go(letter(text))


@pytest.mark.parametrize("text", ["don't start", "start on Monday", "When does it start?", "no", "Mended, see file"])
def test_any_other_word_does_not(text: str) -> None:
    assert not says_go(letter(text))
