"""Plain English sentences on days that are put right, announced or struck, each with the exact set of what it
changes."""

import pytest

from tests.parsing.statements_help import told

SENTENCES: dict[tuple[str, str], set[str]] = {
    # A week, or a fortnight, counted from the coming day of that name.
    ("marcus", "You'll have the questionnaire a week on Thursday."): {"M3 due 2026-04-23"},
    ("dana", "The business case will be done a fortnight on Friday."): {"M5 due 2026-05-01"},
    ("dana", "Move the business case to Friday fortnight."): {"M5 due 2026-05-01"},
    ("marcus", "Questionnaire will be with you a week tomorrow."): {"M3 due 2026-04-21"},
    ("ray", "The site walk is due a week today."): {"M2 due 2026-04-20"},
    ("ray", "We meet once a week on Friday for the pilot."): set(),
    # A day that is announced or wished for in a sentence, or a clause, of its own.
    ("dana", "Jill takes the pilot over. New date is May 12."): {"M4 owner jill", "M4 due 2026-05-12"},
    ("ray", "The pilot needs more time. New deadline: May 12."): {"M4 due 2026-05-12"},
    ("ray", "Pilot: the doors don't open in April. May 12, please."): {"M4 due 2026-05-12"},
    ("ray", "The pilot slips. Target: May 12."): {"M4 due 2026-05-12"},
    ("ray", "The pilot needs scanners. They leave us on Friday."): set(),
    ("ray", "The pilot needs scanners. They arrive May 12, please call me."): set(),
    ("ray", "Pilot is fine. May 12, please call me."): {"M4 confirmed true"},
    # A day that is struck, and the one that takes its place.
    ("ray", "Pilot: strike May 8, that's when the new racks arrive. May 22 instead."): {"M4 due 2026-05-22"},
    ("ray", "Scrap May 8 for the pilot, make it May 15."): {"M4 due 2026-05-15"},
    ("ray", "Please strike the 8th for the pilot, we'll do May 15."): {"M4 due 2026-05-15"},
    ("ray", "Scrap May 8 for the pilot."): {"M4 due null?"},
    ("ray", "Scrap the pilot."): {"M4 status skipped"},
    # What somebody should have said.
    ("marcus", "oops, should have said 28th of april for the questionnaire"): {"M3 due 2026-04-28"},
    ("ray", "Pilot: typo, May 12 is right."): {"M4 due 2026-05-12"},
    ("ray", "Correction for the pilot: May 12."): {"M4 due 2026-05-12"},
    ("ray", "The pilot should have been done on May 12."): {"M4 due null?"},
    ("ray", "The pilot was to be done by May 12."): set(),
    ("ray", "Pilot: sorry, no. 22 May please"): {"M4 due 2026-05-22"},
    # What has to be done by its day.
    ("dana", "Business case has to be settled by April 28."): {"M5 due 2026-04-28"},
    ("jill", "The contract needs to be signed by both of us."): set(),
    ("dana", "The security questionnaire was signed off last night."): {"M3 status done"},
    ("dana", "The business case was nodded through yesterday."): {"M5 status done"},
    ("marcus", "2 ok, 3 -> 28th pls"): {"M2 confirmed true", "M3 due 2026-04-28"},
    ("dana", "From the business case onwards please shift the lot by two weeks."): {
        "M5 due 2026-05-29",
        "M6 due 2026-06-03",
        "M7 due 2026-06-12",
        "M8 due 2026-06-26",
        "M9 due 2026-07-10",
    },
    ("ray", "Pilot: keep."): {"M4 confirmed true"},
    ("dana", "Pilot - no change.\nGo-live - still good.\n\nKind regards\nDana"): {
        "M4 confirmed true",
        "M9 confirmed true",
    },
    ("marcus", "3 + 4 ok, 2 -> 24th pls, half my engineers are down with flu"): {
        "M2 due 2026-04-24",
        "M3 confirmed true",
        "M4 confirmed true",
    },
    ("jill", "Jill accepted your redlines. The legal review itself stays on May 20."): {"M6 confirmed true"},
    # Who has a line, and who has not.
    ("dana", "The owner of the pilot is Jill, not Ray."): {"M4 owner jill"},
    ("dana", "The owner of the pilot should be Jill, not me."): {"M4 owner jill"},
    ("dana", "Marcus, not Jill, is the owner of the pilot."): {"M4 owner marcus"},
    ("dana", "The owner of the pilot is not Jill."): {"M4 owner null?"},
    ("dana", "All my open lines go to Ray."): {"M5 owner ray", "M9 owner ray"},
    ("dana", "One more for the list, if you would: style guide training, Jill in charge, May 7."): {
        'new milestone {"name": "Style guide training", "due": "2026-05-07", "owner": "jill"}'
    },
    ("dana", "Please put in a further step: snagging week at the depot, Ray runs it, by May 21."): {
        'new milestone {"name": "Snagging week at the depot", "due": "2026-05-21", "owner": "ray"}'
    },
    ("dana", "Please don't send me these any more, Jill tells me what I need."): {"person:dana mail off"},
    ("dana", "Please don't send me these as PDFs, I need Word files."): set(),
}


@pytest.mark.parametrize(("sender", "text"), SENTENCES)
def test_a_sentence_changes_what_it_says_and_nothing_else(sender: str, text: str) -> None:
    assert told(text, sender) == SENTENCES[sender, text]
