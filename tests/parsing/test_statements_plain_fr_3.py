"""More plain French, Dutch, Spanish and Portuguese: the head of a name, what is out of the door, near misses."""

import datetime as dt

import pytest

from tests.parsing.statements_help import told_of

MERROW = "ax/plans/merrow-crew.yaml"
CASTELMOOR = "az/plans/castelmoor-chatbot.yaml"
SANDIA = "ax/plans/sandia-lims.yaml"
ASHCOMBE = "az/plans/ashcombe-safety.yaml"

SENTENCES: dict[tuple[str, str, str, str, str], set[str]] = {
    (MERROW, "benoit", "fr", "2026-10-12", "L'essai est bloqué."): {"M5 status blocked"},
    (MERROW, "benoit", "fr", "2026-10-12", "L'essai n'est pas bloqué."): set(),
    (MERROW, "benoit", "fr", "2026-10-12", "L'essai passe au 9 décembre."): {"M5 due 2026-12-09"},
    (MERROW, "benoit", "fr", "2026-10-12", "La signature de l'accord-cadre glissera sans doute."): {"M7 due null?"},
    (
        CASTELMOOR,
        "elodie",
        "fr",
        "2027-02-02",
        "D'après un collègue de Cologne la DPIA ne serait pas validée avant début mars.",
    ): {"M3 due null?"},
    (MERROW, "joost", "nl", "2026-10-08", "De testkits zijn vanmorgen de deur uit."): {"M2.1 status done"},
    (MERROW, "joost", "nl", "2026-10-08", "De testkits gaan morgen de deur uit."): set(),
    (MERROW, "joost", "nl", "2026-10-08", "De payroll-koppeling kan naar voren, zet maar op 15 januari."): {
        "M8 due 2027-01-15"
    },
    (MERROW, "joost", "nl", "2026-10-08", "De payroll-koppeling kan misschien naar 15 januari."): {
        "M8 due 2027-01-15?"
    },
    (CASTELMOOR, "ruben", "nl", "2027-02-22", "De API-sleutels zijn uitgegeven, dus M4 kan dicht."): {"M4 status done"},
    (CASTELMOOR, "ruben", "nl", "2027-02-22", "M4 kan nog niet dicht."): set(),
    (
        CASTELMOOR,
        "ruben",
        "nl",
        "2027-02-22",
        "De overdrachtstest graag naar 30 maart (28 en 29 maart zijn we dicht).",
    ): {"M6 due 2027-03-30"},
    (CASTELMOOR, "ruben", "nl", "2027-02-22", "De overdrachtstest graag naar 30 of 31 maart."): {"M6 due 2027-03-31?"},
    (SANDIA, "lorena", "es", "2026-06-04", "2.2 ya quedó"): {"M2.2 status done"},
    (SANDIA, "lorena", "es", "2026-06-04", "2.2 casi quedó"): set(),
    (
        ASHCOMBE,
        "ignacio",
        "es",
        "2026-09-02",
        "La revisión de las traducciones la terminamos el 16 de septiembre, antes de Fiestas Patrias.",
    ): {"M4 due 2026-09-16"},
    (
        ASHCOMBE,
        "ignacio",
        "es",
        "2026-09-02",
        "La revisión de las traducciones la terminamos el 16 o el 17 de septiembre.",
    ): {"M4 due 2026-09-16?"},
    (
        ASHCOMBE,
        "ignacio",
        "es",
        "2026-09-02",
        "La revisión de las traducciones quizá la terminamos el 16 de septiembre.",
    ): {"M4 due 2026-09-16?"},
    (ASHCOMBE, "priscila", "pt", "2026-09-02", "Locução: não precisa mais, vamos de legenda"): {"M4.1 status skipped"},
    (ASHCOMBE, "priscila", "pt", "2026-09-02", "A locução não precisa mais de revisão."): set(),
    (ASHCOMBE, "priscila", "pt", "2026-09-02", "A locução ficou pronta ontem."): {"M4.1 status done"},
    (ASHCOMBE, "priscila", "pt", "2026-09-02", "A locução fica pronta dia 10 de setembro."): {"M4.1 due 2026-09-10"},
    (ASHCOMBE, "priscila", "pt", "2026-09-02", "O piloto com a turma do subsolo segue mantido para o dia 25."): {
        "M5 confirmed true"
    },
    (
        ASHCOMBE,
        "priscila",
        "pt",
        "2026-09-02",
        "Se liberarem o turno B, conseguimos fazer o piloto já em 18 de setembro.",
    ): {"M5 due 2026-09-18?"},
    (ASHCOMBE, "priscila", "pt", "2026-09-02", "Conseguimos fazer o piloto em 18 de setembro."): {"M5 due 2026-09-18"},
}
"""What is said by whom, in which language and when, with what it changes."""


@pytest.mark.parametrize(("path", "sender", "language", "day", "text"), SENTENCES)
def test_a_sentence_changes_what_it_says_and_nothing_else(
    path: str, sender: str, language: str, day: str, text: str
) -> None:
    sent_at = dt.datetime.fromisoformat(f"{day}T09:00+00:00")
    assert told_of(text, sender, path, language, sent_at) == SENTENCES[path, sender, language, day, text]
