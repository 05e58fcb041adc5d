"""More plain French and Dutch sentences: what is sent, handed in and put in place."""

import datetime as dt

import pytest

from tests.parsing.statements_help import told_of

PLANS = {
    "ap/plans/seebrueck-tickets.yaml": dt.datetime(2027, 1, 20, 9, 0, tzinfo=dt.UTC),
    "ar/plans/wiltheim-energy.yaml": dt.datetime(2027, 9, 20, 9, 0, tzinfo=dt.UTC),
    "aq/plans/halvern-archive.yaml": dt.datetime(2027, 1, 11, 9, 0, tzinfo=dt.UTC),
}
"""The plans of our own letters that the sentences speak of, each with the day of the letter."""

SEEBRUECK = "ap/plans/seebrueck-tickets.yaml"
WILTHEIM = "ar/plans/wiltheim-energy.yaml"
HALVERN = "aq/plans/halvern-archive.yaml"

SENTENCES: dict[tuple[str, str, str, str], set[str]] = {
    (SEEBRUECK, "noemie", "fr", "les 12 valideurs sont posés depuis hier soir, tout bipe"): {"M4.1 status done"},
    (SEEBRUECK, "noemie", "fr", "Les valideurs ont été montés hier."): {"M4.1 status done"},
    (SEEBRUECK, "noemie", "fr", "Les douze valideurs sont en place."): {"M4.1 status done"},
    (SEEBRUECK, "noemie", "fr", "Les valideurs sont partis ce matin."): {"M4.2 status done"},
    (SEEBRUECK, "noemie", "fr", "Les valideurs ne sont pas encore posés."): set(),
    (SEEBRUECK, "noemie", "fr", "Les valideurs ont été posés chez un autre client."): {"M4.1 status done?"},
    (SEEBRUECK, "noemie", "fr", "Deux valideurs sur douze sont posés."): set(),
    (SEEBRUECK, "noemie", "fr", "Les valideurs devaient être posés hier."): set(),
    (SEEBRUECK, "noemie", "fr", "Les valideurs seront posés le 22 février."): {"M4.1 due 2027-02-22"},
    (
        SEEBRUECK,
        "noemie",
        "fr",
        "Formation des conducteurs : désormais le 28 mai, le 14 la moitié du dépôt est en congé.",
    ): {"M8 due 2027-05-28"},
    (SEEBRUECK, "noemie", "fr", "La certification des paiements est dans la poche."): {"M5 status done"},
    (SEEBRUECK, "noemie", "fr", "On laisse tomber la certification des paiements."): {"M5 status skipped"},
    (SEEBRUECK, "noemie", "fr", "L'attribution du marché se fera le 16 avril."): {"M7 due 2027-04-16"},
    (SEEBRUECK, "noemie", "fr", "Rien de neuf sur l'import des tarifs."): set(),
    (WILTHEIM, "claire", "fr", "Notre dossier d'appel d'offres sort le 5 novembre."): {"M5 due 2027-11-05"},
    (WILTHEIM, "claire", "fr", "pas le 29, notre dossier d'appel d'offres sort le 5 novembre"): {"M5 due 2027-11-05"},
    (WILTHEIM, "claire", "fr", "Vous aurez le dossier d'appel d'offres le 5 novembre."): {"M5 due 2027-11-05"},
    (WILTHEIM, "claire", "fr", "Je vous remets le dossier d'appel d'offres le 5 novembre."): {"M5 due 2027-11-05"},
    (WILTHEIM, "claire", "fr", "Le dossier d'appel d'offres vous parviendra le 5 novembre."): {"M5 due 2027-11-05"},
    (WILTHEIM, "claire", "fr", "Vous aurez notre avis sur le dossier d'appel d'offres le 5 novembre."): set(),
    (WILTHEIM, "claire", "fr", "Le dossier d'appel d'offres pourrait sortir le 5 novembre."): {"M5 due 2027-11-05?"},
    (WILTHEIM, "claire", "fr", "Vous deviez recevoir le dossier d'appel d'offres le 5 novembre."): set(),
    (WILTHEIM, "claire", "fr", "Claire sort le 5 novembre de l'hôpital, le dossier d'appel d'offres attendra."): set(),
    (WILTHEIM, "claire", "fr", "Le dossier d'appel d'offres sort du périmètre."): set(),
    (WILTHEIM, "claire", "fr", "Le dossier d'appel d'offres est parti ce matin chez les trois candidats."): {
        "M5 status done"
    },
    (WILTHEIM, "claire", "fr", "Le dossier d'appel d'offres est parti chez nos avocats."): set(),
    (WILTHEIM, "claire", "fr", "Pour la commission des finances, retenez le 19 novembre."): {"M6 due 2027-11-19"},
    (WILTHEIM, "claire", "fr", "La commission des finances siège le 19 novembre."): {"M6 due 2027-11-19"},
    (WILTHEIM, "claire", "fr", "Retenez le 19 novembre pour la soirée de la commission des finances."): {
        "M6 due 2027-11-19?"
    },
    (WILTHEIM, "claire", "fr", "Si on signe le contrat-cadre, le modèle tarifaire passe au 5 novembre."): {
        "M4 due 2027-11-05?"
    },
    (WILTHEIM, "claire", "fr", "Le modèle tarifaire est bouclé."): {"M4 status done"},
    (WILTHEIM, "claire", "fr", "Le modèle tarifaire devait être prêt fin octobre."): set(),
    (WILTHEIM, "claire", "fr", "Le support du modèle tarifaire sort le 29 octobre."): {"M4 due 2027-10-29?"},
    (WILTHEIM, "claire", "fr", "L'analyse de protection des données est terminée."): {"M2 status done"},
    (SEEBRUECK, "noemie", "nl", "De validators zijn vanmorgen verstuurd, een dag eerder dan beloofd."): {
        "M4.2 status done"
    },
    (SEEBRUECK, "noemie", "nl", "De validators zijn gemonteerd."): {"M4.1 status done"},
    (SEEBRUECK, "noemie", "nl", "De validators zijn nog niet verstuurd."): set(),
    (SEEBRUECK, "noemie", "nl", "Callum is voortaan back-up voor de proef op lijn 6"): {"M4 backup callum"},
    (SEEBRUECK, "noemie", "nl", "Callum was back-up voor de proef op lijn 6."): {"M4 backup callum?"},
    (HALVERN, "mathilde", "nl", "De export uit het oude archief krijgen jullie op 4 maart."): {"M5.1 due 2027-03-04"},
    (HALVERN, "mathilde", "nl", "De export uit het oude archief krijgen jullie misschien op 4 maart."): {
        "M5.1 due 2027-03-04?"
    },
    (HALVERN, "mathilde", "nl", "Jullie krijgen antwoord over de export uit het oude archief op 4 maart."): set(),
    (HALVERN, "mathilde", "nl", "Het oude archief is klaar."): {"M10 status done?", "M5.1 status done?"},
    (HALVERN, "mathilde", "nl", "De security review rond ik op 4 februari af."): {"M3 due 2027-02-04"},
    (HALVERN, "mathilde", "nl", "Als jullie het contract tekenen, gaat de testmigratie naar 19 maart."): {
        "M5 due 2027-03-19?"
    },
}


@pytest.mark.parametrize(("path", "sender", "language", "text"), SENTENCES)
def test_a_sentence_changes_what_it_says_and_nothing_else(path: str, sender: str, language: str, text: str) -> None:
    assert told_of(text, sender, path, language, PLANS[path]) == SENTENCES[path, sender, language, text]
