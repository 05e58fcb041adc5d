"""More plain German sentences: ways of saying what is agreed, done, moved, blocked and handed over, and near misses."""

import pytest

from tests.parsing.statements_help import BRANDT, told

ALL = {f"M{number} confirmed true" for number in range(2, 9)}

SAID: dict[str, tuple[str, set[str]]] = {
    # A present that means what will be.
    "Der Pilot ist am 20.10. fertig.": ("jens", {"M4 due 2026-10-20"}),
    "Der Pilot ist am Freitag fertig.": ("jens", {"M4 due 2026-09-18"}),
    "Der Pilot wurde am Freitag fertig.": ("jens", {"M4 status done"}),
    "Mit dem Angebot sind wir am 20.10. durch.": ("olaf", {"M6 due 2026-10-20"}),
    "Der Vertrag ist am 20.10. unterschrieben.": ("katrin", {"M7 due 2026-10-20?"}),
    "Vielleicht ist der Pilot am 20.10. fertig.": ("jens", {"M4 due 2026-10-20?"}),
    # All but one.
    "Alle Termine passen, nur der Pilot braucht zwei Wochen mehr.": (
        "jens",
        ALL - {"M4 confirmed true"} | {"M4 due 2026-10-30"},
    ),
    "Alles ok, nur beim Vertrag brauchen wir bis 6.11.": (
        "katrin",
        ALL - {"M7 confirmed true"} | {"M7 due 2026-11-06"},
    ),
    "Alles ok, nur beim Vertrag brauchen wir vielleicht bis 6.11.": (
        "katrin",
        ALL - {"M7 confirmed true"} | {"M7 due 2026-11-06?"},
    ),
    # Moved, in other words.
    "Der Vertrag rückt auf den 6.11.": ("katrin", {"M7 due 2026-11-06"}),
    "Der Vertrag rückt vielleicht auf den 6.11.": ("katrin", {"M7 due 2026-11-06?"}),
    "Pilot bitte ne Woche später": ("jens", {"M4 due 2026-10-23"}),
    # Done on a day that was.
    "Sensoren am 11.09. montiert.": ("jens", {"M4.1 status done"}),
    "Sensoren am 11.09. bestellt.": ("jens", {"M4.1 status done?"}),
    "Das Gateway kam heute früh per Kurier.": ("jens", {"M4.2 status done"}),
    "Das Angebot ist geprüft und freigegeben.": ("olaf", {"M6 status done"}),
    "Das Angebot wird geprüft und freigegeben.": ("olaf", set()),
    "Den IT-Check können Sie auf erledigt setzen.": ("katrin", {"M5 status done"}),
    "Bitte setzen Sie den IT-Check noch nicht auf erledigt.": ("katrin", set()),
    "Nr. 5 ist fertig": ("katrin", {"M5 status done"}),
    "zu 3.: ist unterschrieben. zu 6.: brauchen bis 26.10.": ("katrin", {"M3 status done", "M6 due 2026-10-26"}),
    "Die Zustimmung des Betriebsrats liegt vor.": ("jens", {"M3 status done"}),
    # Not needed.
    "Den Piloten können Sie streichen.": ("jens", {"M4 status skipped"}),
    "Den IT-Check könnt ihr streichen.": ("katrin", {"M5 status skipped"}),
    "Den IT-Check bitte nicht streichen.": ("katrin", set()),
    "IT-Check bitte rausnehmen.": ("katrin", {"M5 status skipped"}),
    # Blocked, and what for.
    "Beim Angebot komme ich nicht weiter, solange Ihre Liste fehlt.": ("olaf", {"M6 status blocked"}),
    "Der Pilot hängt fest: solange die Firewall zu ist, geht hier nichts weiter.": ("jens", {"M4 status blocked"}),
    "Wenn die Firewall zu bleibt, kommen wir beim Piloten nicht weiter.": ("jens", {"M4 status blocked?"}),
    "Das Angebot liegt bei uns auf Eis.": ("olaf", {"M6 status blocked"}),
    "Beim Piloten geht es nicht weiter, bis die Liste da ist.": ("jens", {"M4 status blocked"}),
    # Handed over, or handed on.
    "3 passt, 6 übernimmt Olaf Reinders": ("katrin", {"M3 confirmed true"}),
    "2 passt, 7 übernimmt Olaf Reinders": ("katrin", {"M2 confirmed true", "M7 owner olaf"}),
    "Danke für die Übersicht, ich gebe sie an den Betriebsrat.": ("jens", set()),
    "Den Vertrag gebe ich an Olaf Reinders ab.": ("katrin", {"M7 owner olaf"}),
    # A new line, whatever it is called.
    "Bitte noch einen Meilenstein anlegen: Backup-Test, den mache ich, bis 02.12.2026.": (
        "jens",
        {'new milestone {"name": "Backup-Test", "due": "2026-12-02", "owner": "jens"}'},
    ),
    'Bitte zusätzlich eintragen: "Versicherung informieren", zuständig bin ich, Termin 15.10.': (
        "jens",
        {'new milestone {"name": "Versicherung informieren", "due": "2026-10-15", "owner": "jens"}'},
    ),
    # What is done to the line whose name and a colon open a sentence.
    "DSFA: Unterschrift erst am 2.10., unser Anwalt möchte § 7 noch ändern.": ("sabine", {"M2 due 2026-10-02"}),
    # The deal.
    "Wir werden das Vorhaben nicht weiterverfolgen.": ("katrin", {"plan status lost?"}),
    "Intern ist die Wahl auf einen Mitbewerber gefallen.": ("katrin", {"plan status lost?"}),
    "Bitte lassen Sie das Vorhaben bis auf Weiteres ruhen.": ("katrin", {"plan status on-hold?"}),
}


@pytest.mark.parametrize("text", SAID)
def test_a_german_sentence_in_other_words_changes_what_it_says_and_nothing_else(text: str) -> None:
    sender, changes = SAID[text]
    assert told(text, sender, plan=BRANDT, language="de") == changes
