"""What stands beside a line is not said of it: a topic's own things, reasons, a mailbox, what only arrives."""

import os
import subprocess
import sys

import pytest

from tests.parsing.statements_help import BRANDT, told

SIGNE = '{"name": "Signe Holm", "email": "signe@holm.example"}'

ENGLISH: dict[str, set[str]] = {
    # What is only spoken about is not what is signed; nobody can tell whether its own contract is the plan's.
    "On the pilot: the contract is signed.": {"M7 status done?"},
    "Pilot: contract signed.": {"M7 status done?"},
    "As for the pilot, the contract is signed.": {"M7 status done?"},
    "Pilot - contract signed yesterday.": {"M7 status done?"},
    "Pilot: signed off yesterday.": {"M4 status done"},
    "The pilot and the contract: both on track.": {"M4 confirmed true", "M7 confirmed true"},
    # Why one line is stuck is no status of another.
    "The pilot is stuck: legal is changing and nobody can read the contract.": {
        "M4 status blocked",
        "M7 status blocked?",
    },
    "The pilot is stuck. The contract is blocked as well.": {"M4 status blocked", "M7 status blocked"},
    # A mailbox is no line, a month is no first name.
    "The pilot stays on track. Signe Holm (signe@holm.example) looks after my mailbox.": {"M4 confirmed true"},
    "From next Monday on Signe Holm (signe@holm.example) takes over the pilot.": {f"M4 owner {SIGNE}"},
    "In the first week of May Signe Holm (signe@holm.example) takes over the pilot.": set(),
    # What somebody is to sign or approve is not done once they have it.
    "The business case will be with Marcus by Friday.": {"M5 due 2026-04-17?"},
    "The contract goes to the board on 12 May.": {"M7 due 2026-05-12?"},
    "The contract signature moves to 12 May.": {"M7 due 2026-05-12"},
    # A guess that all is said of is not the line named in passing; a label is a name; a list of theirs is another one.
    "The pilot is done. Toolbox talk: the ferry is late, so make that 23 July.": {"M4 status done"},
    "The pilot slips. New date: 23 July.": {"M4 due 2026-07-23"},
    "From your list of 25 May I have answered points 2 and 5, point 8 is obsolete.": set(),
    "Points 2 and 5 of the plan are done.": {"M2 status done", "M5 status done"},
    "The contract gets signed Tuesday instead.": {"M7 due 2026-04-14"},
    "The contract got signed yesterday.": {"M7 status done"},
    # No news is no confirmation, and a plan that rests holds no date.
    "Nothing new on the pilot.": set(),
    "Nothing changed on the pilot.": {"M4 confirmed true"},
    "Pilot is fine. Please put the plan on hold.": {"M4 confirmed true", "plan status on-hold?"},
    # A new line is whose name stands beside it.
    'Please add a line: "Privacy notice published", with me, 16 May.': {
        'new milestone {"name": "Privacy notice published", "due": "2026-05-16", "owner": "dana"}'
    },
}

GERMAN: dict[str, set[str]] = {
    "Zum Pilot: Der Vertrag ist unterschrieben.": {"M7 status done?"},
    "Was den Pilot angeht, der Vertrag ist unterschrieben.": {"M7 status done?"},
    "Zum Vertrag: ist unterschrieben.": {"M7 status done"},
    "Der Vertrag geht am 12.10. an den Vorstand.": {"M7 due 2026-10-12?"},
    "Von Ihrer Liste vom 25.05. habe ich die Punkte 2 und 5 beantwortet, Punkt 8 ist hinfällig.": set(),
    "Nix Neues vom Piloten.": set(),
}


OTHERS: dict[tuple[str, str], set[str]] = {
    ("fr", "Quant au pilote, le contrat est signé."): {"M7 status done?"},
    ("fr", "Le contrat sera chez Marcus le 12 juin."): {"M7 due 2026-06-12?"},
    ("fr", "La signature va glisser au 12 juin."): {"M7 due 2026-06-12"},
    ("es", "El contrato estará con Marcus el 12 de junio."): {"M7 due 2026-06-12?"},
    ("es", "La firma va a retrasarse al 12 de junio."): {"M7 due 2026-06-12"},
    ("es", "La firma del contrato pasa al 12 de junio."): {"M7 due 2026-06-12"},
    ("pt", "Quanto ao piloto, o contrato está assinado."): {"M7 status done?"},
    ("pt", "O contrato chega ao Marcus a 12 de junho."): {"M7 due 2026-06-12?"},
    ("pt", "A assinatura passa para 12 de junho."): {"M7 due 2026-06-12"},
    ("it", "Quanto al pilota, il contratto è firmato."): {"M7 status done?"},
    ("it", "Il contratto arriva a Marcus il 12 giugno."): {"M7 due 2026-06-12?"},
    ("it", "La firma va spostata al 12 giugno."): {"M7 due 2026-06-12"},
    ("nl", "Wat de pilot betreft, het contract is getekend."): {"M7 status done?"},
    ("nl", "Het contract ligt op 12 juni bij Marcus."): {"M7 due 2026-06-12?"},
    ("nl", "De ondertekening gaat naar 12 juni."): {"M7 due 2026-06-12"},
}


@pytest.mark.parametrize("text", ENGLISH)
def test_what_stands_beside_a_line_is_not_said_of_it(text: str) -> None:
    assert told(text, "dana") == ENGLISH[text]


@pytest.mark.parametrize("text", GERMAN)
def test_what_stands_beside_a_line_in_german_is_not_said_of_it(text: str) -> None:
    assert told(text, "katrin", plan=BRANDT, language="de") == GERMAN[text]


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_what_stands_beside_a_line_in_other_languages_is_not_said_of_it(language: str, text: str) -> None:
    assert told(text, "dana", language=language) == OTHERS[language, text]


SHOW = """
from benchmarks.labelled import labelled
from parsing.reading import read
from plans.change import change_as_json
for part in ("development", "own/al", "own/w"):
    for one in labelled(part):
        print(one.id, sorted(str(change_as_json(change)) for change in read(one.raw, one.context).changes))
"""


def test_a_letter_is_read_the_same_in_every_process() -> None:
    """Words with several meanings come in sets, whose order differs from process to process."""
    told = [
        subprocess.run(
            [sys.executable, "-c", SHOW],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0].count("\n") > 150
    assert told[0] == told[1]
