"""Plain French and Dutch sentences, each with the exact set of what it changes."""

import datetime as dt

import pytest

from tests.parsing.statements_help import told_of

MARCH = dt.datetime(2027, 3, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))
OCTOBER = dt.datetime(2026, 10, 5, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=2)))
FEBRUARY = dt.datetime(2027, 2, 1, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))


BRUNEL: dict[tuple[str, str], set[str]] = {
    ("ops", "On a fait le point sur le pilote hier avec Julien."): set(),
    ("ops", "Sur l'autre site, la mise en service est prévue le 3 septembre."): {"M9 due 2027-09-03?"},
    ("ops", "Pour le pilote, Thierry est en formation jusqu'au 9 avril, mais la date tient."): {"M3 confirmed true"},
    ("ops", "Personne n'a dit que la relecture juridique était terminée."): set(),
    ("ops", "La reprise des données patine un peu mais on tient le 30 avril."): {"M4 confirmed true?"},
    ("ops", "Le contrat part à la signature vendredi."): {"M7 due 2027-03-05?"},
    ("ops", "Le contrat est signé de notre côté, on attend votre exemplaire."): set(),
    ("ops", "La date de la formation est validée."): {"M8 confirmed true"},
    ("ops", "Merci d'ajouter une colonne « coût » dans votre tableau."): set(),
    ("ops", "On a une semaine de retard sur la reprise des données."): {"M4 due 2027-05-07?"},
    ("ops", "Deux semaines de retard sur le pilote, ce n'est pas acceptable."): {"M3 due 2027-04-30?"},
    ("ops", "Inutile de repousser la signature."): {"M7 due null?"},
    ("it", "Le questionnaire est prêt, je l'envoie demain."): {"M2 due 2027-03-02?"},
    ("ops", "Le plan de reprise des données est validé."): {"M4 status done?"},
    ("ops", "Le compte rendu du pilote sera envoyé le 20 avril."): {"M3 due 2027-04-20?"},
    ("ops", "J'ai transmis le contrat à Bertrand."): {"M7 status done?"},
    ("ops", "Le comité du budget se réunit le 4 mai."): {"M5 due 2027-05-04?"},
    ("ops", "Le 1er juillet tient à peu de choses."): set(),
    ("ops", "La session de formation du 8 juin est annulée, celle du 18 tient."): {"M8 status skipped?"},
    ("ops", "On annule la formation du 3 mars à la sécurité incendie."): {"M8 status skipped?"},
    ("hr", "J'ai terminé le planning de la formation."): {"M8 status done?"},
    ("legal", "Le contrat me convient, sauf l'article 12."): {"M7 confirmed true?"},
    ("legal", "Une première relecture est faite."): set(),
    ("rep", "Nous vous avons adressé le contrat pour signature."): {"M7 status done?"},
    ("rep", "Notre direction a signé le contrat, à vous de jouer."): {"M7 status done?"},
    ("eng", "La reprise des données est prête à démarrer."): set(),
    ("ops", "Thierry suivra la formation le 18 juin."): {"M8 confirmed true?"},
    ("ops", "Tout est parti ce matin par Chronopost."): set(),
    ("ops", "Thierry passera à l'entrepôt le 14 avril."): {"M3 due 2027-04-14?"},
    ("ops", "Ne m'écrivez plus avant lundi, je suis en séminaire."): set(),
    ("ops", "Ne m'envoyez plus la version PDF."): set(),
    ("ops", "Je ne veux plus recevoir de surprises sur le budget."): set(),
    ("ops", "Merci de ne plus décaler le pilote."): {"M3 due null?"},
}
HOUTMAN: dict[tuple[str, str], set[str]] = {
    ("ops", "Het huurcontract is gisteren getekend."): {"M7 status done?"},
    ("ops", "De juridische toets is verre van klaar."): set(),
    ("ops", "Het contract is van onze kant getekend, we wachten op jullie exemplaar."): set(),
    ("ops", "Ik kreeg de vraag of de ondertekening naar 21 mei kan."): {"M7 due 2027-05-21?"},
    ("ops", "Het pentestrapport is goed aangekomen, dank."): {"M2.1 status done"},
    ("ops", "De trainingsovereenkomst is getekend."): {"M8 status done?"},
    ("ops", "Het trainingsmateriaal is klaar."): {"M8 status done?"},
    ("ops", "Stuur me het contract tegen 20 mei."): {"M7 due 2027-05-20?"},
    ("ops", "Ik heb het contract doorgestuurd naar Bert."): set(),
    ("hr", "De training is gedaan voor de teamleiders."): set(),
    ("hr", "De planning van de training is klaar."): {"M8 status done?"},
    ("legal", "Een eerste toets is gedaan."): set(),
    ("rep", "Wij hebben het contract ter ondertekening gestuurd."): {"M7 status done?"},
    ("rep", "Onze directie heeft het contract getekend, nu jullie nog."): {"M7 status done?"},
    ("ops", "Alles is binnen, dank."): set(),
    ("ops", "Alles is klaar voor de proef."): set(),
    ("ops", "De proef draait sinds vanochtend niet meer."): set(),
    ("ops", "Er wordt gesproken over het schrappen van de proef."): {"M3 status skipped?"},
    ("ops", "Bert gaat akkoord geven op het budget."): set(),
    ("ops", "Het contract ligt te wachten op mijn bureau."): set(),
}
BOGIES: dict[tuple[str, str], set[str]] = {
    ("yannick", "Un capteur sur douze est livré."): set(),
    ("yannick", "La rame 12 est tombée en panne hier."): set(),
    ("gunnar", "Tout est parti sauf deux capteurs."): set(),
    ("fatou", "J'ai commandé les fixations pour la rame 12, livraison le 30 octobre."): {
        "M4 status done?",
        "M4.1 due 2026-10-30?",
    },
    ("fatou", "L'équipement est terminé côté bogie avant."): set(),
}
SCHELDELAND: dict[tuple[str, str], set[str]] = {
    ("pieter", "Het GBA-dossier is op één bijlage na klaar."): {"M3 status done?"},
    ("leen", "Ik heb het dossier ingediend, maar het is teruggestuurd."): {"M3 status done?"},
    ("pieter", "De proefafdeling is gekozen."): set(),
    ("bart", "De offerte is binnen."): {"M7 status done?"},
    ("bart", "De offerte is binnen, de gunning volgt op 12 mei."): {"M7 status done?"},
    ("bart", "Ik heb jullie offerte doorgestuurd naar Griet."): set(),
    ("griet", "Stuur me het contract ter ondertekening tegen 20 mei."): {"M8 due 2027-05-20?"},
    ("pieter", "Nadia neemt Zuid niet over, dat blijft bij mij."): {"M10 owner null?"},
    ("pieter", "Schrap mij maar voor het bezoek."): set(),
}


@pytest.mark.parametrize(("sender", "text"), BRUNEL)
def test_a_french_sentence_changes_what_it_says_and_nothing_else(sender: str, text: str) -> None:
    assert told_of(text, sender, "tongues/plans/plan-fr.yaml", "fr", MARCH) == BRUNEL[sender, text]


@pytest.mark.parametrize(("sender", "text"), BOGIES)
def test_a_french_sentence_to_a_railway_plan_changes_what_it_says_and_nothing_else(sender: str, text: str) -> None:
    assert told_of(text, sender, "w/plans/mfl-bogies.yaml", "fr", OCTOBER) == BOGIES[sender, text]


@pytest.mark.parametrize(("sender", "text"), HOUTMAN)
def test_a_dutch_sentence_changes_what_it_says_and_nothing_else(sender: str, text: str) -> None:
    assert told_of(text, sender, "tongues/plans/plan-nl.yaml", "nl", MARCH) == HOUTMAN[sender, text]


@pytest.mark.parametrize(("sender", "text"), SCHELDELAND)
def test_a_dutch_sentence_to_a_hospital_plan_changes_what_it_says_and_nothing_else(sender: str, text: str) -> None:
    assert told_of(text, sender, "w/plans/scheldeland-medkast.yaml", "nl", FEBRUARY) == SCHELDELAND[sender, text]
