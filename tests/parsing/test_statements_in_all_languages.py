"""What holds in every language, found in letters of the five younger ones."""

import datetime as dt

import pytest

from parsing.dates import find
from parsing.statements.asked import asked_in, questions_in
from tests.parsing.statements_help import frame, told

ABSENT = {
    "en": "In my absence, Jill takes over the pilot.",
    "fr": "En mon absence, Jill prend le pilote.",
    "nl": "Tijdens mijn vakantie doet Jill de pilot.",
    "es": "Durante mis vacaciones, Jill lleva el piloto.",
    "pt": "Durante as minhas férias, a Jill trata do piloto.",
    "it": "Durante le mie ferie Jill segue il pilota.",
}


@pytest.mark.parametrize("language", ABSENT)
def test_whoever_stands_in_for_an_absence_that_was_named_first_owns_nothing(language: str) -> None:
    assert not [change for change in told(ABSENT[language], "ray", language=language) if not change.endswith("?")]


SHIFTS = {
    ("fr", "on peut avancer le pilote de deux jours"): (-2, "day"),
    ("es", "hay que adelantar el piloto dos días"): (-2, "day"),
    ("fr", "le pilote glisse de quinze jours"): (2, "week"),
    ("es", "el piloto se retrasa quince días"): (2, "week"),
    ("pt", "adiamos o piloto quinze dias"): (2, "week"),
    ("it", "il pilota slitta di quindici giorni"): (2, "week"),
}
"""Shifts behind a verb with its object, and fifteen days, which are two weeks to whoever says them."""


@pytest.mark.parametrize(("language", "text"), SHIFTS)
def test_a_shift_begins_with_its_amount_and_leaves_the_name_before_it_alone(language: str, text: str) -> None:
    (found,) = find(text, dt.datetime(2026, 4, 13, tzinfo=dt.UTC), f"{language}-XX", language=language)
    assert found.shift == SHIFTS[language, text]
    assert found.start > text.index("pilot")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("nl", "de pilot is vandaag gestart"),
        ("nl", "Over de pilot kom ik uiterlijk 12 mei bij je terug."),
        ("fr", "Tout est bon de mon côté."),
        ("fr", "Je passe par l'entrepôt pilote le 12 mai."),
        ("es", "No quiten el piloto."),
        ("fr", "Le pilote n'est plus bloqué."),
        ("es", "¡No dejen de enviarme estos correos!"),
        ("it", "La riunione sul pilota è il 12 maggio."),
        ("en", "the HR questionnaire is done, not the security questionnaire"),
    ],
)
def test_what_only_looks_like_a_new_date_or_an_end_changes_nothing(language: str, text: str) -> None:
    changed = told(text, "ray", language=language)
    assert not [change for change in changed if not change.endswith(("?", "in-progress", "confirmed true"))]


def test_a_question_below_the_rows_of_a_quoted_mail_is_asked_of_none_of_them() -> None:
    rows = "> 4. Pilot · Ray · 05/08/2026\n> 9. Go-live · Dana · 06/26/2026\n>\n> Do the dates still hold?\n>\n> Nate"
    assert asked_in(questions_in(rows, frame()), frame()) == ()
    assert asked_in(questions_in("> Is the pilot still fine?", frame()), frame()) == ("M4",)
