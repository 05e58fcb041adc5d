"""Plain sentences, each with the exact set of what it changes: what only looks like a change is asked or left alone."""

import pytest

from tests.parsing.statements_help import BRANDT, reading, shown, told

OPEN_BUT_3 = {f"M{number} confirmed true" for number in (2, 4, 5, 6, 7, 8, 9)}
ENGLISH: dict[str, set[str]] = {
    "We won't skip the pilot.": set(),
    "The pilot has not been cancelled.": set(),
    "We are not dropping the site walk.": set(),
    "The site walk isn't called off.": set(),
    "We are not holding the pilot up.": set(),
    "Nobody needs to sign the contract twice.": set(),
    "We had the legal call yesterday.": set(),
    "We had the pilot team in yesterday.": set(),
    "We had the contract signature call yesterday.": set(),
    "Please hold the pilot.": set(),
    "Marcus is still on the questionnaire.": set(),
    "Legal is still on it.": set(),
    "4 is still on.": {"M4 confirmed true"},
    "The questionnaire is out.": set(),
    "The pilot is off to a good start.": set(),
    "All but 3 are fine.": OPEN_BUT_3,
    "All except 3 are done.": {change.replace("confirmed true", "status done") for change in OPEN_BUT_3},
    "Everything but number 3 works for us.": OPEN_BUT_3,
    "All dates except 3 are fine, 3 moves to 30 April.": OPEN_BUT_3 | {"M3 due 2026-04-30"},
    "M6 yes, but only if the board agrees.": {"M6 confirmed true?"},
    "M6: yes. But only once the board agrees.": {"M6 confirmed true?"},
    "The pilot team is done.": {"M4 status done?"},
    "The go-live call is on 20 June.": {"M9 due 2026-06-20?"},
    "I'll have the pilot plan ready by Friday.": {"M4 due 2026-04-17?"},
    "The go-live date is 20 June.": {"M9 due 2026-06-20"},
    "Put the pilot on 12 May. Sorry, 19 May.": {"M4 due 2026-05-19"},
    "Put the pilot on 8 May. Sorry, 19 May.": {"M4 due 2026-05-19"},
    "Pilot moves to 12 May. Sorry, I meant the 19th.": {"M4 due 2026-05-19?"},
    "Pilot moves to 12 May. Sorry, our auditors are here until 22 May.": {"M4 due 2026-05-12"},
    "You'll have the questionnaire back, signed, by April 28.": {"M3 due 2026-04-28"},
    "Ray gets the questionnaire from Marcus by Friday.": {"M3 due 2026-04-17"},
    "The pilot can come off the list.": {"M4 status skipped"},
    "Please add Ana Ruiz (ana.ruiz@harborlinefoods.example) as backup for the pilot.": {
        'M4 backup {"name": "Ana Ruiz", "email": "ana.ruiz@harborlinefoods.example"}'
    },
    "And please show Ana Ruiz as backup for the pilot.": {'M4 backup {"name": "Ana Ruiz", "email": null}'},
}
GERMAN: dict[str, set[str]] = {
    "Wir streichen den Pilot nicht.": set(),
    "Der Pilot wurde nicht abgesagt.": set(),
    "Den Termin für den Pilot können wir kaum halten.": {"M4 due null?"},
    "Der Pilot hakt nicht.": set(),
    "Heute war der Pilot dran.": set(),
    "Das Pilotteam ist fertig.": {"M4 status done?"},
    "Der Vertragsentwurf ist fertig.": {"M7 status done?"},
    "Der Pilot ist fertig.": {"M4 status done"},
    "Der Vertrag ist raus aus der Schublade.": set(),
}


@pytest.mark.parametrize("text", ENGLISH)
def test_an_english_sentence_changes_what_it_says_and_nothing_else(text: str) -> None:
    assert told(text) == ENGLISH[text]


@pytest.mark.parametrize("text", GERMAN)
def test_a_german_sentence_changes_what_it_says_and_nothing_else(text: str) -> None:
    assert told(text, "jens", plan=BRANDT, language="de") == GERMAN[text]


def test_a_day_in_a_bare_answer_is_no_row_number() -> None:
    assert told("8/5 yes", asked=("M4",)) == {"M4 due 2026-08-05"}
    assert told("Yes, May 8.", asked=("M4",)) == {"M4 confirmed true"}
    assert told("No, 8 May.", asked=("M4",)) == {"M4 due null?"}


def test_a_limit_takes_back_the_yes_to_the_line_that_it_speaks_of_and_to_no_other() -> None:
    found = reading("M6: yes. M7: yes. But M7 only if the board agrees.")
    assert {(reply.line, reply.doubt) for reply in found.replies} == {("M6", ""), ("M7", "conditional")}
    assert {shown(change) for change in found.changes} == {"M6 confirmed true", "M7 confirmed true?"}
