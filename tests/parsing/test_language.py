"""The language of a letter is found from its common words."""

import pytest

from parsing.language import language_of_text
from tests.letters.layouts.words import TONGUES


@pytest.mark.parametrize(
    ("language", "body"), [(key, body) for key, t in TONGUES.items() for body in (t.bodies[0], t.bodies[3])]
)
def test_a_letter_of_some_sentences_is_of_its_language(language: str, body: str) -> None:
    assert language_of_text(body) == language


@pytest.mark.parametrize(("language", "notice"), [(key, tongue.notice) for key, tongue in TONGUES.items()])
def test_a_letter_of_one_sign_is_of_the_language_of_what_it_answers(language: str, notice: str) -> None:
    assert language_of_text("ok 👍", notice) == language


def test_a_letter_that_mixes_languages_is_of_the_one_it_holds_most_of() -> None:
    assert (
        language_of_text("Hello Tomek, der Pilot ist durch und die Schulung läuft nächste Woche, best regards") == "de"
    )


def test_a_letter_of_no_known_word_is_of_the_fallback() -> None:
    assert (language_of_text("M3"), language_of_text("M3", fallback="de")) == ("en", "de")


SHORT = [
    ("en", "Please take me off these weekly mails."),
    ("en", "M3: 10/07 please."),
    ("de", "Livegang Ende September statt Ende August."),
    ("fr", "On décale le pilote d'une semaine."),
    ("es", "La firma queda para el viernes."),
    ("pt", "Estou de férias de 14 a 25 de setembro."),
    ("pt", "A revisão foi concluída na sexta-feira."),
    ("nl", "De testdata (jeux d'essai) zijn vanmorgen verstuurd."),
    ("it", "La formazione slitta a settembre."),
]


@pytest.mark.parametrize(("language", "text"), SHORT)
@pytest.mark.parametrize("notice", [tongue.notice for tongue in TONGUES.values()], ids=list(TONGUES))
def test_a_short_letter_is_of_its_own_language_whatever_it_answers(language: str, text: str, notice: str) -> None:
    assert language_of_text(text, notice) == language
