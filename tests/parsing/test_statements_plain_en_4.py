"""Plain English sentences on lines that are pointed at, handed on, opened or announced as missing, each with the exact
set of what it changes."""

import pytest

from parsing.statements import read_statements
from plans.letter import Answer, Context
from tests.parsing.statements_help import HARBOR, letter, plan_of, shown, told

SENTENCES: dict[tuple[str, str], set[str]] = {
    # A day for "that line", a wished day, a few more weeks.
    ("ray", "The pilot needs the full ten-day standstill. 7 May for that line, please."): {"M4 due 2026-05-07"},
    ("ray", "The pilot: 12 May for that one, please."): {"M4 due 2026-05-12"},
    ("ray", "The pilot had issues. The scanners need that line by 7 May."): {"M2 due 2026-05-07?"},
    ("ray", "Pilot: we would like 6 May."): {"M4 due 2026-05-06"},
    ("ray", "We would like to see the pilot report on 12 May."): {"M4 due 2026-05-12?"},
    ("ray", "Pilot: two extra weeks please."): {"M4 due 2026-05-22"},
    ("ray", "We have two more weeks until the pilot."): set(),
    ("ray", "The pilot ran two more weeks."): set(),
    ("ray", "The scanners come late, so show 12 May for the pilot."): {"M4 due 2026-05-12"},
    ("ray", "The contract will be negotiated on 12 May."): set(),
    ("ray", "The contract will be discussed on 12 May."): set(),
    ("dana", "The racks come late. In that case the pilot moves to May 22."): {"M4 due 2026-05-22"},
    ("dana", "If the board says no, the pilot slips. In that case May 22."): {"M4 due null?"},
    # Half of what is done, or half of the people who do it.
    ("ray", "2 is fine, so is 3. 4 -> 12th, half the desk team have flu"): {
        "M2 confirmed true",
        "M3 confirmed true",
        "M4 due 2026-05-12",
    },
    ("ray", "Pilot: half my team is sick, so May 22."): {"M4 due 2026-05-22"},
    ("dana", "Half of the team has done the pilot."): set(),
    ("dana", "The pilot is done by half the team."): set(),
    # What comes after a line.
    ("ray", "Whatever comes after the business case slips by three weeks."): {
        "M6 due 2026-06-10",
        "M7 due 2026-06-19",
        "M8 due 2026-07-03",
        "M9 due 2026-07-17",
    },
    ("ray", "What follows the business case moves a week."): {
        "M6 due 2026-05-27",
        "M7 due 2026-06-05",
        "M8 due 2026-06-19",
        "M9 due 2026-07-03",
    },
    ("ray", "What happens after the business case is up to Legal."): set(),
    # Talks that opened have begun.
    ("jill", "The legal review opened on Monday."): {"M6 status in-progress"},
    ("jill", "Negotiations opened on Friday for the contract."): {"M7 status in-progress"},
    ("ray", "The pilot is open."): set(),
    # Who has a line now.
    ("ray", "Jill (copied in) now runs the pilot."): {"M4 owner jill"},
    ("ray", "Jill is running the pilot now, I've moved to facilities."): {"M4 owner jill"},
    ("ray", "We are running the pilot now, I'm off on Friday."): {"M4 status in-progress"},
    ("ray", "The pilot is not mine any more, put Jill."): {"M4 owner jill"},
    ("ray", "Pilot: no longer mine, it's Jill's."): {"M4 owner jill"},
    ("ray", "Pilot: no longer mine. Jill has it now."): {"M4 owner null?"},
    ("dana", "The owner of the pilot is Jill, not Mr Dominguez."): {"M4 owner jill"},
    ("dana", "From today the pilot belongs to Ms Kowalczyk, not Mr Dominguez."): {"M4 owner jill"},
    # A rumour that is denied.
    ("dana", "Whoever told you that the pilot slips to mid May is mistaken. It is the 8th of May."): {
        "M4 confirmed true"
    },
    ("dana", "Don't believe whoever says the pilot slips; it stays May 8."): {"M4 confirmed true"},
    ("dana", "The rumour that the pilot slips is wrong."): set(),
    ("dana", "It is not true that the pilot slips. May 8 stands."): {"M4 confirmed true"},
    # What was let through, and so is done.
    ("dana", "Security nodded it through, so the questionnaire is closed."): {"M3 status done"},
    ("dana", "The board voted it through last night, so the business case is done."): {"M5 status done"},
    ("dana", "We have not finished the slides, so the business case is not done."): {"M5 due null?"},
    # A line that is missing.
    ("dana", 'There is one gap in your list: "Wi-Fi check". Ray runs it, by 7 May.'): {
        'new milestone {"name": "Wi-Fi check", "due": "2026-05-07", "owner": "ray"}'
    },
    ("dana", 'One thing is missing: "Wi-Fi check". Ray, 7 May.'): {
        'new milestone {"name": "Wi-Fi check", "due": "2026-05-07", "owner": "ray"}'
    },
    ("dana", 'The plan forgets "Wi-Fi check". Ray does it, 7 May.'): {
        'new milestone {"name": "Wi-Fi check", "due": "2026-05-07", "owner": "ray"}'
    },
    ("dana", 'Please add "Wi-Fi check" for me, 7 May.'): {
        'new milestone {"name": "Wi-Fi check", "due": "2026-05-07", "owner": "dana"}'
    },
    ("dana", 'Please add "Wi-Fi check" for Marcus, 7 May.'): {
        'new milestone {"name": "Wi-Fi check", "due": "2026-05-07", "owner": "marcus"}'
    },
    ("dana", 'Ray, please add "Wi-Fi check", May 7.'): {
        'new milestone {"name": "Wi-Fi check", "due": "2026-05-07", "owner": null}'
    },
    ("dana", "There is one gap in your list of questions: the price."): set(),
}
BELOW_A_ROW: dict[str, set[str]] = {
    "One more week, please.": {"M4 due 2026-05-15"},
    "In that case 21 May.": {"M4 due 2026-05-21"},
    "Board papers close on the 1st, so show 27 May here.": {"M4 due 2026-05-27"},
    "No longer mine, put Tasha Nez (tasha@wanted.example). Date holds": {
        'M4 owner {"name": "Tasha Nez", "email": "tasha@wanted.example"}',
        "M4 confirmed true",
    },
    "That is Jill's call.": set(),
}


@pytest.mark.parametrize(("sender", "text"), SENTENCES)
def test_a_sentence_changes_what_it_says_and_nothing_else(sender: str, text: str) -> None:
    assert told(text, sender) == SENTENCES[sender, text]


@pytest.mark.parametrize("text", BELOW_A_ROW)
def test_an_answer_below_a_quoted_row_is_about_that_row(text: str) -> None:
    mail = letter(text, "ray", answers=(Answer(quoted="> M4  Pilot  Ray  05/08", text=text),))
    changes = read_statements(mail, Context(plan=plan_of(HARBOR))).changes
    assert {shown(change) for change in changes} == BELOW_A_ROW[text]
