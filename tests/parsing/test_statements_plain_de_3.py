"""More plain German sentences: what holds now, has arrived, goes to a colleague, and near misses."""

import datetime as dt

import pytest

from tests.parsing.statements_help import told_of

HAGEDORN = "aw/plans/hagedorn-pim.yaml"
STEINACH = "ay/plans/steinach-touren.yaml"
CASTELMOOR = "az/plans/castelmoor-chatbot.yaml"
SANDIA = "ax/plans/sandia-lims.yaml"

SENTENCES: dict[tuple[str, str, str, str, str], set[str]] = {
    (HAGEDORN, "gregor", "de", "2027-06-14", "Für die Angebotsverhandlung gilt jetzt der 24.08."): {
        "M6 due 2027-08-24"
    },
    (
        HAGEDORN,
        "gregor",
        "de",
        "2027-06-14",
        "Für die Angebotsverhandlung gilt ab sofort der 24.08., der alte Termin ist hinfällig.",
    ): {"M6 due 2027-08-24"},
    (HAGEDORN, "gregor", "de", "2027-06-14", "Für die Angebotsverhandlung gilt vielleicht der 24.08."): {
        "M6 due 2027-08-24?"
    },
    (HAGEDORN, "gregor", "de", "2027-06-14", "Das Angebot gilt bis zum 24.08."): set(),
    (HAGEDORN, "bernd", "de", "2027-06-08", "Den Artikelexport bekommen Sie wie abgesprochen am Freitag."): {
        "M2.1 confirmed true"
    },
    (HAGEDORN, "bernd", "de", "2027-06-08", "Den Artikelexport bekommen Sie vielleicht am Freitag."): {
        "M2.1 due null?"
    },
    (HAGEDORN, "bernd", "de", "2027-06-14", "Den Artikelexport hab ich heute früh geschickt, rund 18.000 Zeilen."): {
        "M2.1 status done"
    },
    (HAGEDORN, "bernd", "de", "2027-06-14", "Den Artikelexport hab ich noch nicht geschickt."): set(),
    (HAGEDORN, "bernd", "de", "2027-06-14", "Den Artikelexport liefere ich rund um den 20. Juli."): {
        "M2.1 due 2027-07-20?"
    },
    (HAGEDORN, "bernd", "de", "2027-06-14", "Den Artikelexport liefern wir in rund zwei Wochen."): set(),
    (HAGEDORN, "sanne", "de", "2027-06-14", "Beim Probelauf wird's vielleicht eng."): {"M3 due null?"},
    (HAGEDORN, "sanne", "de", "2027-06-14", "Der Probelauf wird doch eng."): {"M3 due null?"},
    (HAGEDORN, "bernd", "de", "2027-06-14", "Für die SAP-Schnittstelle brauchen wir doch bis zum 23.07."): {
        "M4 due 2027-07-23"
    },
    (HAGEDORN, "bernd", "de", "2027-06-14", "Die SAP-Schnittstelle ist fertig, doch der Delta-Abgleich fehlt."): {
        "M4 status done?"
    },
    (STEINACH, "emre", "de", "2026-06-22", "Die Tablets sind heute früh angekommen."): {"M5.2 status done"},
    (STEINACH, "emre", "de", "2026-06-22", "Die Tablets kommen morgen an."): {"M5.2 due 2026-06-23"},
    (STEINACH, "emre", "de", "2026-06-22", "Nur zwei Tablets sind heute früh angekommen."): {"M5.2 status done?"},
    (STEINACH, "emre", "de", "2026-06-22", "Die Ladekabel der Tablets sind heute früh angekommen."): {
        "M5.2 status done?"
    },
    (STEINACH, "daniel", "de", "2026-06-22", "Die Tablets sind seit gestern raus."): {"M5.2 status done"},
    (STEINACH, "daniel", "de", "2026-06-22", "Die Tablets sind raus aus dem Angebot."): set(),
    (STEINACH, "volker", "de", "2026-06-11", "Die Betriebsvereinbarung wird seit letzter Woche verhandelt."): {
        "M4 status in-progress"
    },
    (STEINACH, "volker", "de", "2026-06-11", "Die Betriebsvereinbarung wird im Juli verhandelt."): {"M4 due null?"},
    (STEINACH, "volker", "de", "2026-06-11", "Die Wahl ist gestern auf einen Ihrer Mitbewerber gefallen."): {
        "plan status lost?"
    },
    (CASTELMOOR, "heike", "de", "2027-02-08", "Die Liste der Unterauftragnehmer ist bei mir angekommen."): {
        "M3.1 status done"
    },
    (CASTELMOOR, "heike", "de", "2027-02-08", "Die Liste der Unterauftragnehmer ist bei mir nicht angekommen."): set(),
    (CASTELMOOR, "heike", "de", "2027-02-08", "Die Liste der Hotels ist bei mir angekommen."): {"M3.1 status done?"},
    (
        CASTELMOOR,
        "heike",
        "de",
        "2027-02-08",
        "Alle meine Punkte gehen an meinen Kollegen Matthias Oberländer (m.oberlaender@castelmoor.example).",
    ): {
        'M3 owner {"name": "Matthias Oberl\\u00e4nder", "email": "m.oberlaender@castelmoor.example"}',
        'M3.2 owner {"name": "Matthias Oberl\\u00e4nder", "email": "m.oberlaender@castelmoor.example"}',
    },
    (
        CASTELMOOR,
        "heike",
        "de",
        "2027-02-08",
        "Alle meine Fragen gehen an meinen Kollegen Matthias Oberländer (m.oberlaender@castelmoor.example).",
    ): set(),
    (
        CASTELMOOR,
        "heike",
        "de",
        "2027-02-08",
        "Bis ich zurück bin, gehen alle meine Punkte an Matthias Oberländer (m.oberlaender@castelmoor.example).",
    ): set(),
    (
        CASTELMOOR,
        "heike",
        "de",
        "2027-02-08",
        "Die Datenschutzprüfung wird am 26. Februar oder am 5. März abgeschlossen.",
    ): set(),
    (SANDIA, "florian", "de", "2026-06-04", "Die Zuordnung der Auftragscodes entfällt."): {"M5.2 status skipped"},
    (SANDIA, "florian", "de", "2026-06-04", "Entfällt die Zuordnung der Auftragscodes?"): {"M5.2 status skipped?"},
}
"""What is said by whom, in which language and when, with what it changes."""


@pytest.mark.parametrize(("path", "sender", "language", "day", "text"), SENTENCES)
def test_a_sentence_changes_what_it_says_and_nothing_else(
    path: str, sender: str, language: str, day: str, text: str
) -> None:
    sent_at = dt.datetime.fromisoformat(f"{day}T09:00+00:00")
    assert told_of(text, sender, path, language, sent_at) == SENTENCES[path, sender, language, day, text]
