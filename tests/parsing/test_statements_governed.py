"""What a sentence hangs on: words at its beginning take back all that follows, or leave it a fact."""

import pytest

from tests.parsing.statements_help import reading

DONE = {
    "en": "M4 is done",
    "de": "M4 ist erledigt",
    "fr": "M4 est terminé",
    "es": "M4 está terminado",
    "it": "M4 è terminato",
    "nl": "M4 is klaar",
    "pt": "M4 está concluído",
}
"""The same report in each language, which alone is applied."""

TAKEN_BACK = [
    ("en", "I can't confirm that {}."),
    ("en", "It is not true that {}."),
    ("en", "I never said that {}."),
    ("en", "Nobody told us that {}."),
    ("en", "You wrote that {}."),
    ("en", "Your last mail says that {}."),
    ("en", "The plan was that {}."),
    ("en", "I wish I could say that {}."),
    ("en", "Please check whether {}."),
    ("en", "We are still discussing whether {}."),
    ("en", "On paper, {}."),
    ("en", "As soon as the PO is out, {}."),
    ("en", "Had we known, {}."),
    ("en", "Should the vendor deliver in time, {}."),
    ("en", "God willing, {}."),
    ("en", "Suppose {}."),
    ("en", "Last year {}."),
    ("en", "At my previous company {}."),
    ("en", "For your other customer, {}."),
    ("de", "Ich bezweifle, dass {}."),
    ("de", "Ich kann nicht bestätigen, dass {}."),
    ("de", "Es stimmt nicht, dass {}."),
    ("de", "Sie schreiben, dass {}."),
    ("de", "Mein Chef hofft, dass {}."),
    ("de", "Geplant war, dass {}."),
    ("de", "Bitte prüfen Sie, ob {}."),
    ("de", "Angenommen, {}."),
    ("de", "So Gott will, {}."),
    ("de", "Wenn alles gut geht, {}."),
    ("de", "Theoretisch: {}."),
    ("de", "In meiner vorigen Firma: {}."),
    ("fr", "Je ne peux pas confirmer que {}."),
    ("fr", "Vous écrivez que {}."),
    ("fr", "Il était prévu que {}."),
    ("fr", "Avec un peu de chance, {}."),
    ("fr", "À condition que le juridique valide, {}."),
    ("fr", "Pour votre autre client, {}."),
    ("fr", "L'an dernier, {}."),
    ("fr", "Merci de vérifier si {}."),
    ("es", "No puedo confirmar que {}."),
    ("es", "Usted escribe que {}."),
    ("es", "Estaba previsto que {}."),
    ("es", "Si todo va bien, {}."),
    ("es", "Para su otro cliente, {}."),
    ("es", "El año pasado {}."),
    ("it", "Non posso confermare che {}."),
    ("it", "Lei scrive che {}."),
    ("it", "Il mio capo spera che {}."),
    ("it", "Con un po' di fortuna, {}."),
    ("it", "L'anno scorso {}."),
    ("nl", "Ik kan niet bevestigen dat {}."),
    ("nl", "U schrijft dat {}."),
    ("nl", "Het plan was dat {}."),
    ("nl", "Onder voorbehoud: {}."),
    ("nl", "Mits juridische zaken akkoord gaat, {}."),
    ("nl", "Vorig jaar {}."),
    ("pt", "Não posso confirmar que {}."),
    ("pt", "O senhor escreve que {}."),
    ("pt", "Estava previsto que {}."),
    ("pt", "Com sorte, {}."),
    ("pt", "Desde que o jurídico aprove, {}."),
    ("pt", "No ano passado {}."),
]
FOLLOWED = [
    ("en", "{}. Scrap that."),
    ("en", "{}. No, that's wrong."),
    ("en", "{}. That was for another customer."),
    ("en", "{} - just kidding"),
    ("en", "{}, with luck."),
    ("en", "{}, as far as I know."),
    ("en", "{}, says Ray."),
    ("en", "{} - that's what Ray claims"),
    ("en", "{} (to be confirmed)"),
    ("en", "{}, but only if you sign first."),
    ("de", "{}, soweit ich weiß."),
    ("de", "{} - so hieß es jedenfalls"),
    ("de", "{} (noch nicht bestätigt)"),
    ("de", "{}, so der Plan."),
    ("de", "{}. Nein, das stimmt nicht."),
    ("de", "{}, aber nur wenn Sie zuerst unterschreiben."),
    ("fr", "{}, sous réserve d'accord."),
    ("fr", "{}. Non, c'est faux."),
    ("es", "{}. Olvídelo."),
    ("es", "{}. No, es falso."),
    ("it", "{}. No, è sbagliato."),
    ("it", "{} (da confermare)"),
    ("nl", "{}, mits u eerst tekent."),
    ("nl", "{}. Nee, dat klopt niet."),
    ("nl", "{} (nog te bevestigen)"),
    ("pt", "{}. Esqueça."),
    ("pt", "{}, se bem percebi."),
]
LEFT_A_FACT = [
    ("en", "I confirm that {}."),
    ("en", "Glad to say that {}."),
    ("en", "Just to let you know that {}."),
    ("en", "Please note that {}."),
    ("en", "Good news: {}."),
    ("en", "For your records, {}."),
    ("en", "In short, {}."),
    ("de", "Ich bestätige hiermit, dass {}."),
    ("de", "Gerne teile ich mit, dass {}."),
    ("de", "Kurze Info, dass {}."),
    ("fr", "Je vous confirme que {}."),
    ("fr", "Je vous informe que {}."),
    ("es", "Le confirmo que {}."),
    ("es", "Le informo de que {}."),
    ("it", "Le confermo che {}."),
    ("it", "Vi informo che {}."),
    ("nl", "Ik bevestig dat {}."),
    ("nl", "Even melden dat {}."),
    ("pt", "Confirmo que {}."),
    ("pt", "Informo que {}."),
]


def applied(text: str, language: str) -> list[object]:
    found = reading(text, language=language)
    return [(change.target, change.value) for change in found.changes if change.decision == "apply"]


@pytest.mark.parametrize(("language", "head"), TAKEN_BACK)
def test_what_hangs_on_doubt_or_on_another_place_changes_no_plan(language: str, head: str) -> None:
    assert applied(head.format(DONE[language]), language) == []


@pytest.mark.parametrize(("language", "tail"), FOLLOWED)
def test_what_is_taken_back_or_limited_behind_changes_no_plan(language: str, tail: str) -> None:
    assert applied(tail.format(DONE[language]), language) == []


@pytest.mark.parametrize(("language", "head"), LEFT_A_FACT)
def test_what_somebody_confirms_or_reports_stays_a_fact(language: str, head: str) -> None:
    assert applied(head.format(DONE[language]), language) == [("M4", "done")]


@pytest.mark.parametrize("language", DONE)
def test_the_report_alone_is_applied(language: str) -> None:
    assert applied(f"{DONE[language]}.", language) == [("M4", "done")]


def test_a_condition_holds_for_every_line_of_its_sentence() -> None:
    found = reading("If legal signs, the pilot moves to May 20 and the contract to June 12.")
    assert {change.decision for change in found.changes} == {"ask"}


def test_a_that_behind_a_day_or_before_one_governs_nothing() -> None:
    assert applied("May 20 for the pilot, please use that as the date.", "en") == [("M4", "2026-05-20")]


def test_what_is_said_after_that_is_another_fact() -> None:
    assert applied("Put the pilot on May 20. After that, the contract is fine.", "en")[:1] == [("M4", "2026-05-20")]
