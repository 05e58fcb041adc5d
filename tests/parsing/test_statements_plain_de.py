"""Plain German sentences of buyers and sellers, each with the exact set of what it changes."""

import pytest

from tests.parsing.statements_help import BRANDT, told

SAID: dict[str, tuple[str, set[str]]] = {
    "Die Sensoren sind gestern angekommen, montiert wird nächste Woche.": ("jens", {"M4.1 status done?"}),
    "Netzfreigabe ist erteilt, das Ticket ist zu.": ("katrin", {"M5 status done?"}),
    "Ein Angebot der Konkurrenz liegt uns seit Freitag vor.": ("olaf", {"M6 status done?"}),
    "Die NDA ist unterschrieben, der Vertrag folgt.": ("olaf", set()),
    "Pilotstart ist am 21. September.": ("jens", {"M4 due 2026-09-21?"}),
    "Der Elektriker konnte die Sensoren am Samstag nicht montieren, neuer Anlauf am 26.9.": (
        "jens",
        {"M4.1 due 2026-09-26?"},
    ),
    "Unser SAP-Rollout geht am 1. Oktober live, daher sind wir bis dahin knapp besetzt.": ("katrin", {"M8 due null?"}),
    "Der Rollout von Windows 11 ist seit Freitag abgeschlossen.": ("katrin", set()),
    "Beim Schwesterwerk in Ulm läuft der Rollout schon.": ("jens", {"M8 status in-progress?"}),
    "Dass der Pilot am 16. fertig ist, sehe ich ehrlich gesagt nicht.": ("jens", {"M4 confirmed true?"}),
    "Dass die Sensoren schon hängen, stimmt so nicht.": ("jens", set()),
    "Von einer erteilten Netzfreigabe kann keine Rede sein.": ("katrin", set()),
    "Unterschrieben habe ich die DSFA noch nicht, kommt morgen.": ("sabine", {"M2 due null?"}),
    "Niemand hat gesagt, dass der Pilot abgeschlossen ist.": ("jens", set()),
    "Nicht der Pilot verschiebt sich, sondern der Rollout, und zwar auf den 4. Dezember.": (
        "jens",
        {"M4 due null?", "M8 due 2026-12-04"},
    ),
    "Sensoren am 28.9. Nein, Moment: 29.9.": ("jens", {"M4.1 due 2026-09-28?"}),
    "Ich hatte gestern geschrieben, der Pilot sei fertig. Das war voreilig.": ("jens", {"M4 status done?"}),
    "Korrektur zum Angebot: nicht der 26., sondern der 27. Oktober.": ("olaf", {"M6 due 2026-10-27"}),
    "Fragen zum IT-Check bitte direkt an Peter Lindner.": ("katrin", set()),
    "Den Betriebsrat übernehme ich selbst, Sabine hat genug zu tun.": ("jens", set()),
    "Das Pilotkonzept ist abgestimmt.": ("jens", {"M4 status done?"}),
    "Die Pilotauswertung machen wir am 19. Oktober.": ("jens", {"M4 due 2026-10-19?"}),
    "Der Angebotsvergleich ist fertig.": ("olaf", {"M6 status done?"}),
    "Die Angebotsfrist läuft am 30. September ab.": ("olaf", {"M6 due 2026-09-30?"}),
    "Der Rolloutplan ist abgesegnet.": ("jens", {"M8 status done?"}),
    "Die Betriebsratswahl ist am 8. Oktober.": ("jens", {"M3 due 2026-10-08?"}),
    "Die Sensordaten sind sauber.": ("jens", set()),
    "Die Datenschutzschulung ist erledigt.": ("sabine", {"M2 status done?"}),
    "Das Sicherheitsaudit durch den TÜV haben wir bestanden.": ("katrin", {"M5 status done?"}),
    "Unsere IT ist ab 19. Oktober im Change Freeze.": ("katrin", {"M5 due 2026-10-19?"}),
    "Der AVV ist unterschrieben zurück.": ("sabine", set()),
    "Zum Angebot melde ich mich am Donnerstag.": ("olaf", set()),
    "Über den Vertrag sprechen wir am 20. Oktober in der Geschäftsleitung.": ("katrin", set()),
    "Zur Rollout-Planung treffen wir uns am 22. September um 10 Uhr.": ("jens", set()),
    "Pilot läuft gut, der erste Bericht kommt am 2. Oktober.": (
        "jens",
        {"M4 due 2026-10-02?", "M4 status in-progress"},
    ),
    "Der Betriebsrat hat zugestimmt, allerdings nur für Linie 3.": ("jens", {"M3 status done?"}),
    "Betriebsrat hat am 11.9. zugestimmt, Protokoll anbei.": ("jens", {"M3 status done"}),
    "Alles im Plan bis auf den Betriebsrat, da brauchen wir bis 9. Oktober.": (
        "jens",
        {
            "M2 confirmed true",
            "M3 due 2026-10-09",
            "M4 confirmed true",
            "M5 confirmed true",
            "M6 confirmed true",
            "M7 confirmed true",
            "M8 confirmed true",
        },
    ),
    "Meine Punkte passen alle, zum Rest müsst ihr Katrin und Olaf fragen.": (
        "jens",
        {"M3 confirmed true", "M4 confirmed true", "M4.1 confirmed true", "M8 confirmed true"},
    ),
    "Danke für die Erinnerung! DSFA kommt am Freitag, nicht am 25.": ("sabine", {"M2 due 2026-09-18"}),
    "Laut Ihrem Plan ist der IT-Check am 9. Oktober fällig. Das war so nie abgesprochen.": ("katrin", {"M5 due null?"}),
    "Wer hat eigentlich den 9. Oktober für den IT-Check festgelegt?": ("katrin", set()),
    "Wie Sie auf den 30. Oktober für den Vertrag kommen, ist mir ein Rätsel.": ("katrin", {"M7 due null?"}),
    "Der Vertrag beginnt am 1. November.": ("katrin", set()),
    "Der alte Vertrag mit SysTec läuft zum 31. Dezember aus.": ("katrin", {"M7 due 2026-12-31?"}),
    "Die Preise im Angebot sind bis Jahresende fest.": ("katrin", set()),
    "Der Pilot ist durch den Streik um eine Woche nach hinten gerutscht.": ("jens", {"M4 due 2026-10-23?"}),
    "Das mit den Sensoren am 30. wird nichts.": ("jens", {"M4.1 due null?"}),
    "Ich schicke dir morgen den Hallenplan für die Sensoren.": ("jens", {"M4.1 due 2026-09-15?"}),
    "Kick-off Werk Aalen war am 4., das hatten wir ja schon abgehakt.": ("jens", set()),
    "Bis auf Anhang B ist die DSFA fertig.": ("sabine", set()),
    "DSFA: alles erledigt, was bei mir lag. Jetzt ist Katrin dran.": ("sabine", {"M2 status done?"}),
    "Gestern habe ich noch eine DSFA für die Personalabteilung abgeschlossen, nun komme ich zu Ihrer.": (
        "sabine",
        {"M2 status done?"},
    ),
    "Die Datenschutzprüfung nehme ich am 21. mit in die Runde der Datenschutzbeauftragten.": ("sabine", set()),
    "Der IT-Check ist bestanden. Schriftlich kommt das am Mittwoch.": (
        "katrin",
        {"M5 due 2026-09-16?", "M5 status done"},
    ),
    "Sie hatten gefragt, ob der IT-Check abgeschlossen ist: leider nein.": ("katrin", set()),
    "Dass der IT-Check schon durch ist, habe ich nie behauptet.": ("katrin", {"M5 status done?"}),
    "Zum Angebot habe ich drei Fragen: Ist die Wartung drin? Gilt der Preis auch 2027? Wer trägt die Reisekosten?": (
        "olaf",
        set(),
    ),
    "Angebot: 3 % Skonto bei Zahlung bis 30.11., sonst netto.": ("olaf", {"M6 due 2026-11-30?"}),
    "Die Rechnung für das Gateway haben wir am 10. verschickt.": ("lucy", {"M4.2 status done?"}),
    "Das Ersatznetzteil fürs Gateway wurde heute geliefert.": ("lucy", {"M4.2 status done?"}),
    "Katrin meinte, der IT-Check sei durch.": ("tomek", {"M5 status done?"}),
}


@pytest.mark.parametrize("text", SAID)
def test_a_german_sentence_changes_what_it_says_and_nothing_else(text: str) -> None:
    sender, changes = SAID[text]
    assert told(text, sender, plan=BRANDT, language="de") == changes
