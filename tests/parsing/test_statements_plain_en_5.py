"""Plain English sentences on reasons, conclusions, roles and what left the house, each with the exact set of what it
changes."""

import pytest

from tests.parsing.statements_help import told

SENTENCES: dict[tuple[str, str], set[str]] = {
    # What left the house, and what else leaves.
    ("marcus", "The questionnaire left my outbox at 7."): {"M3.2 status done"},
    ("marcus", "The questionnaire has left my desk, finally."): {"M3.2 status done"},
    ("marcus", "Questionnaire is done, sent it over at 4."): {"M3.2 status done"},
    ("ray", "The pilot crew left for lunch at 12."): set(),
    ("ray", "I left for the pilot at 6 this morning."): set(),
    ("ray", "We have left the pilot for now."): set(),
    # A condition in front of a name that looks like a person's.
    ("dana", "Provided InfoSec finds nothing, the pilot is done on May 12."): {"M4 due 2026-05-12?"},
    ("dana", "Unless Jill objects, the contract is signed on June 30."): {"M7 due 2026-06-30?"},
    # "Until then" behind a day tells its reason.
    ("ray", "Pilot: put May 12 instead, my best people are lent out until then."): {"M4 due 2026-05-12"},
    ("ray", "The pilot moves to May 12, the dock is taken until then."): {"M4 due 2026-05-12"},
    ("ray", "The pilot moves to May 12, nothing is certain until then."): {"M4 due 2026-05-12?"},
    ("ray", "We won't move the pilot to May 12 until then."): {"M4 due 2026-05-12?"},
    # A day that nobody can picture.
    ("dana", "I really can't see us doing the pilot on May 8."): {"M4 due null?"},
    ("dana", "We don't see the business case happening by May 1."): {"M5 due 2026-05-01?"},
    ("dana", "I see us doing the pilot on May 12."): set(),
    ("ray", "Signing the contract might come early."): {"M7 due null?"},
    ("ray", "The pilot can't start on May 12, the dock is taken."): {"M4 due null?"},
    ("ray", "The pilot can't start, the dock is taken."): {"M4 status blocked"},
    # What was handed over, to nobody and to somebody.
    ("ray", "Pilot is done, badges were handed over yesterday."): {"M4 status done"},
    ("ray", "Pilot was handed over to Nadia Brook yesterday."): {
        'M4 owner {"name": "Nadia Brook", "email": null}',
    },
    # The same of another line, told the other way round.
    ("ray", "The pilot now belongs to Jill, and so does the business case."): {"M4 owner jill", "M5 owner jill"},
    ("ray", "The pilot is done, and so is the business case."): {"M4 status done", "M5 status done"},
    ("ray", "The pilot is done, so far the business case is not."): {"M4 status done"},
    # Roles with their names behind a colon.
    ("ray", "Backup for the pilot: Jill."): {"M4 backup jill"},
    ("ray", "Backup for the pilot: Nadia Brook."): {'M4 backup {"name": "Nadia Brook", "email": null}'},
    ("ray", "Backup on the pilot, should I fall under a bus: Jill."): {"M4 backup jill"},
    ("ray", "Backup for the pilot is Jill, should I be out."): {"M4 backup jill"},
    ("ray", "Backup for the pilot, if I am ill: Jill."): {"M4 backup jill?"},
    ("ray", "Should I move the pilot to May 12?"): {"M4 due 2026-05-12?"},
    # A conclusion names the day, whatever the reason before it says.
    ("ray", "On the pilot: marketing films on May 14 and wants it live beforehand, so make it May 12."): {
        "M4 due 2026-05-12",
    },
    ("ray", "Pilot: only four of six doors work, so make it May 12."): {"M4 due 2026-05-12"},
    ("ray", "Pilot: if the racks come on May 14, so make it May 20."): {"M4 due 2026-05-20?"},
    ("ray", "Pilot: the racks come on May 14, so make it a good one."): {"M4 due 2026-05-14?"},
    # A deal that is put on ice is no line that is blocked.
    ("dana", "We have to put the warehouse thing on ice until autumn."): {"plan status on-hold?"},
    ("dana", "We have to put the pilot on ice until autumn."): {"M4 status blocked"},
    # What waits, with the day on which its own verb is done.
    ("ray", "The pilot is still in review, we finish it on May 12."): {"M4 due 2026-05-12"},
    ("ray", "The pilot is still in review until May 12."): {"M4 due 2026-05-12?"},
    ("dana", "I can close the business case on May 5, no sooner."): {"M5 due 2026-05-05"},
    ("dana", "The board sits every other Tuesday, business case by end of month."): {"M5 due 2026-04-30"},
    ("ray", "Pilot run is now May 12."): {"M4 due 2026-05-12"},
    ("ray", "Pilot test run is May 12."): {"M4 due 2026-05-12?"},
    ("ray", "The shop doesn't reopen until May 12, sorry about the pilot."): set(),
    ("dana", "For the record, the pilot is done."): {"M4 status done"},
}


@pytest.mark.parametrize(("sender", "text"), SENTENCES)
def test_a_plain_sentence_changes_what_it_says(sender: str, text: str) -> None:
    assert told(text, sender) == SENTENCES[sender, text]
