"""A bare yes or no answers what was asked, in whatever words and language; less than one is asked about."""

import pytest

from plans.change import STANDS
from plans.words import LANGUAGES
from tests.parsing.statements_help import reading, shown, told

YES = {
    "en": [
        "Yes",
        "Yes, confirmed.",
        "Yes, that's right",
        "Yes, I can confirm that.",
        "Correct.",
        "Yes - go ahead",
        "OK",
    ],
    "de": ["Ja", "Ja, bestätigt.", "Ja, das stimmt", "Genau.", "Ich bestätige.", "Ja, einverstanden, danke"],
    "fr": ["Oui", "Oui, c'est confirmé", "C'est exact.", "Je confirme.", "Oui, d'accord, merci"],
    "es": ["Sí", "Sí, confirmado", "Así es", "Lo confirmo", "Sí, de acuerdo, gracias"],
    "pt": ["Sim", "Sim, confirmado", "Está certo", "Confirmo.", "Sim, de acordo, obrigada"],
    "nl": ["Ja", "Ja, bevestigd", "Dat klopt", "Ik bevestig het", "Ja, akkoord, dank u"],
    "it": ["Sì", "Sì, confermato", "Esatto", "Confermo.", "Sì, d'accordo, grazie"],
}
NO = {
    "en": ["No", "No, sorry.", "Not any more.", "No longer true", "No, that's wrong"],
    "de": ["Nein", "Nein, leider nicht.", "Nicht mehr.", "Stimmt nicht mehr"],
    "fr": ["Non", "Non, plus maintenant", "Ce n'est plus le cas"],
    "es": ["No", "Ya no", "No, ya no es cierto"],
    "pt": ["Não", "Já não", "Não, já não é verdade"],
    "nl": ["Nee", "Niet meer", "Klopt niet meer"],
    "it": ["No", "Non più", "No, non è più valido"],
}
STILL = {
    "en": "Still true.",
    "de": "Stimmt noch.",
    "fr": "Toujours valable",
    "es": "Sigue siendo cierto",
    "pt": "Continua válido",
    "nl": "Klopt nog steeds",
    "it": "Ancora valido",
}


def in_each(words: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(language, text) for language in LANGUAGES for text in words[language]]


@pytest.mark.practice(71)
@pytest.mark.parametrize(("language", "text"), in_each(YES))
def test_a_yes_in_whatever_words_answers_and_confirms_the_one_line_that_was_asked(language: str, text: str) -> None:
    found = reading(text, language=language, asked=("M6",))
    assert [(reply.wish, reply.line) for reply in found.replies] == [("yes", None)]
    assert {shown(change) for change in found.changes} == {"M6 confirmed true"}


@pytest.mark.practice(104)
@pytest.mark.parametrize(("language", "text"), in_each(NO))
def test_a_no_in_whatever_words_asks_what_is_true_and_confirms_nothing(language: str, text: str) -> None:
    found = reading(text, language=language, asked=("M6",))
    assert [(reply.wish, reply.line) for reply in found.replies] == [("no", None)]
    assert [(shown(change), change.reason) for change in found.changes] == [("M6 due null?", "negated")]


@pytest.mark.practice(104)
@pytest.mark.parametrize("language", LANGUAGES)
def test_still_true_is_said_of_every_line_that_was_asked(language: str) -> None:
    asked = ("M6", "M3.1")
    assert told(STILL[language], language=language, asked=asked) == {"M6 confirmed true", "M3.1 confirmed true"}


def test_a_mere_yes_to_several_lines_is_asked_and_politeness_is_not_even_that() -> None:
    assert told("Yes", asked=("M6", "M7")) == {"M6 confirmed true?", "M7 confirmed true?"}
    assert told("ok, thanks", asked=("M6", "M7")) == set()


NAMED = {
    ("en", "2 and 3 are still true, 4 no"): "M2 yes, M3 yes, M4 no",
    ("en", "yes to M2 and M3, no to M4"): "M2 yes, M3 yes, M4 no",
    ("en", "yes M2\nyes M3\nno M4"): "M2 yes, M3 yes, M4 no",
    ("en", "2-3 yes, 4 no"): "M2 yes, M3 yes, M4 no",
    ("en", "M3.1 confirmed, M3.2 not any more"): "M3.1 yes, M3.2 no",
    ("en", "3.1 yes, 3.2 no"): "M3.1 yes, M3.2 no",
    ("de", "2 und 3 gelten noch, 4 nicht mehr"): "M2 yes, M3 yes, M4 no",
    ("de", "ja M2\nnein M4"): "M2 yes, M4 no",
    ("fr", "2 et 3 toujours valables, 4 non"): "M2 yes, M3 yes, M4 no",
    ("es", "2 y 3 siguen en pie, 4 ya no"): "M2 yes, M3 yes, M4 no",
    ("pt", "2 e 3 continuam válidos, 4 já não"): "M2 yes, M3 yes, M4 no",
    ("nl", "2 en 3 kloppen nog, 4 niet meer"): "M2 yes, M3 yes, M4 no",
    ("it", "2 e 3 ancora validi, 4 non più"): "M2 yes, M3 yes, M4 no",
}


@pytest.mark.parametrize(("language", "text"), NAMED)
def test_each_line_gets_the_yes_or_no_that_stands_beside_it(language: str, text: str) -> None:
    found = reading(text, language=language)
    words = [part.split() for part in NAMED[language, text].split(", ")]
    assert [[reply.line, reply.wish] for reply in found.replies] == words
    said = {f"{line} confirmed true" if wish == "yes" else f"{line} due null?" for line, wish in words}
    assert {shown(change) for change in found.changes} == said


def test_the_line_that_a_yes_leaves_out_is_asked_about_and_the_other_confirmed() -> None:
    found = reading("Yes, but M7 no", asked=("M6", "M7"))
    assert [(reply.wish, reply.line) for reply in found.replies] == [("no", "M7"), ("yes", None)]
    assert {shown(change) for change in found.changes} == {"M6 confirmed true", "M7 due null?"}


@pytest.mark.parametrize("text", ["Yes. But only once the board agrees.", "Yes.\nIf the board agrees, that is."])
def test_a_yes_that_is_limited_is_less_than_one(text: str) -> None:
    found = reading(text, asked=("M6",))
    assert [reply.doubt for reply in found.replies] == ["conditional"]
    assert not [change for change in found.changes if change.decision == "apply"]


@pytest.mark.parametrize(
    "text", ["Is that right?", "No, right.", "Yes, no.", "Thanks!", "Best regards, Dana", "We can do that"]
)
def test_questions_contradictions_and_courtesies_are_no_answer(text: str) -> None:
    assert reading(text, asked=("M6",)).replies == ()


def test_a_story_before_a_yes_makes_it_none_and_a_date_behind_a_no_is_the_answer() -> None:
    assert reading("I asked Tom about the keys. Yes.", asked=("M6",)).replies == ()
    assert told("No. We need until May 26.", asked=("M6",)) == {"M6 due 2026-05-26"}


@pytest.mark.parametrize("text", ["Unchanged.", "No change", "Unverändert", "Sin cambios"])
def test_what_stays_as_it_was_confirms_a_line_and_is_hardly_a_yes_to_a_change(text: str) -> None:
    found = reading(text, language="en", asked=("M6",))
    assert [(reply.wish, reply.doubt) for reply in found.replies] == [("yes", STANDS)]
    assert {shown(change) for change in found.changes} == {"M6 confirmed true"}


@pytest.mark.parametrize(
    ("language", "text"), [("en", "Leave it as is"), ("de", "Lassen wir so"), ("es", "Déjelo así")]
)
def test_what_shall_stay_is_a_no_to_a_change_and_confirms_the_line(language: str, text: str) -> None:
    found = reading(text, language=language, asked=("M6",))
    assert [reply.wish for reply in found.replies] == ["no"]
    assert {shown(change) for change in found.changes} == {"M6 confirmed true"}
