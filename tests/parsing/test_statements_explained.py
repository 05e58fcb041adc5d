"""What a clause leaves unexplained is asked: only words that are known change a plan unasked."""

import pytest

from tests.parsing.statements_help import told

LEFT_OPEN = [
    "SOC 2 landed in my inbox Friday",
    "Ray wanted the pilot on May 12",
    "I told Marcus we'd have the pilot wrapped by May 15 but he doesn't buy it",
    "the training materials for the pilot are due April 30",
    "the pilot kit ships May 4",
    "legal has sent the redlines over",
    "the walk report is done",
    "the questionnaire is done apart from the pen test",
    "the contract was signed in 2024, this is the renewal",
    "we had the pilot doors booked for May 8 but the racking crew took them",
    "business case passed the steering committee, Marcus still has to approve",
    "kickoff with legal was Monday",
    "pilot is done, nearly",
]
"""Sentences that name a line beside a day or a status and mean something else, or not quite that."""

TOLD = {
    "please move the pilot to May 12 because the racking crew is out": "M4 due 2026-05-12",
    "pilot moves to May 12, Ray's crew is out that day": "M4 due 2026-05-12",
    "pilot: 5/8 -> 5/12": "M4 due 2026-05-12",
    "hi Nate, quick update from our end: pilot May 12, thanks": "M4 due 2026-05-12",
    "unfortunately we need until May 12 for the pilot": "M4 due 2026-05-12",
    "as discussed on the phone this morning, pilot on May 12": "M4 due 2026-05-12",
    "legal is stuck, counsel is ill and nobody stands in": "M6 status blocked",
    "the pilot was signed off yesterday": "M4 status done",
}


@pytest.mark.parametrize("text", LEFT_OPEN)
def test_words_that_nothing_accounts_for_are_never_applied(text: str) -> None:
    assert [change for change in told(text) if not change.endswith("?")] == []


@pytest.mark.parametrize("text", TOLD)
def test_greetings_reasons_and_stories_beside_a_change_put_nothing_in_doubt(text: str) -> None:
    assert TOLD[text] in told(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "die DSFA ist noch nicht unterschrieben"),
        ("de", "der Vertrag ist bis auf die Anlage unterschrieben"),
        ("fr", "la signature est faite, il ne reste que l'annexe"),
        ("es", "el contrato está firmado, falta el anexo"),
        ("it", "il contratto è firmato, manca l'allegato"),
        ("nl", "het contract is getekend, alleen de bijlage nog niet"),
        ("pt", "o contrato está assinado, falta o anexo"),
    ],
)
def test_what_is_only_partly_done_is_not_done(language: str, text: str) -> None:
    assert [change for change in told(text, language=language) if not change.endswith("?")] == []


def test_being_taken_off_a_line_is_not_being_taken_off_the_mails() -> None:
    assert told("please take me off M2, Luis runs it from here") == {"M2 owner null?"}
    assert told("please take me off this list") == {"person:dana mail off"}


def test_a_name_that_is_only_called_owns_nothing() -> None:
    assert told("Ray, the pilot will run through May 12") == {"M4 due 2026-05-12"}
