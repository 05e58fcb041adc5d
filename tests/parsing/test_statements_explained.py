"""What a clause leaves unexplained is asked: only words that are known change a plan unasked."""

from dataclasses import replace

import pytest

from plans.letter import Context
from tests.parsing.statements_help import HARBOR, letter, plan_of, read_statements, shown, told

LEFT_OPEN = [
    "SOC 2 landed in the spam bin Friday",
    "Ray wanted the pilot on May 12",
    "I told Marcus we'd have the pilot wrapped by May 15 but he doesn't buy it",
    "the training materials for the pilot are due April 30",
    "the pilot kit ships May 4",
    "legal has sent the redlines over",
    "the walk report is done",
    "the questionnaire is done apart from the pen test",
    "the contract was signed in 2024, this is the renewal",
    "we had the pilot doors booked for May 8 but the racking crew took them",
    "business case passed the steering committee, Marcus still has to approve",
    "kickoff with legal was Monday",
    "pilot is done, nearly",
]
"""Sentences that name a line beside a day or a status and mean something else, or not quite that."""

TOLD = {
    "please move the pilot to May 12 because the racking crew is out": "M4 due 2026-05-12",
    "pilot moves to May 12, Ray's crew is out that day": "M4 due 2026-05-12",
    "pilot: 5/8 -> 5/12": "M4 due 2026-05-12",
    "hi Nate, quick update from our end: pilot May 12, thanks": "M4 due 2026-05-12",
    "unfortunately we need until May 12 for the pilot": "M4 due 2026-05-12",
    "as discussed on the phone this morning, pilot on May 12": "M4 due 2026-05-12",
    "legal is stuck, counsel is ill and nobody stands in": "M6 status blocked",
    "the pilot was signed off yesterday": "M4 status done",
}


@pytest.mark.parametrize("text", LEFT_OPEN)
def test_words_that_nothing_accounts_for_are_never_applied(text: str) -> None:
    assert [change for change in told(text) if not change.endswith("?")] == []


@pytest.mark.parametrize("text", TOLD)
def test_greetings_reasons_and_stories_beside_a_change_put_nothing_in_doubt(text: str) -> None:
    assert TOLD[text] in told(text)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "die DSFA ist noch nicht unterschrieben"),
        ("de", "der Vertrag ist bis auf die Anlage unterschrieben"),
        ("fr", "la signature est faite, il ne reste que l'annexe"),
        ("es", "el contrato está firmado, falta el anexo"),
        ("it", "il contratto è firmato, manca l'allegato"),
        ("nl", "het contract is getekend, alleen de bijlage nog niet"),
        ("pt", "o contrato está assinado, falta o anexo"),
    ],
)
def test_what_is_only_partly_done_is_not_done(language: str, text: str) -> None:
    assert [change for change in told(text, language=language) if not change.endswith("?")] == []


def test_something_else_that_was_done_does_not_answer_what_was_asked() -> None:
    assert told("Habe es verteilt.", language="de", asked=("M4",)) == {"M4 status done"}
    assert told("Habe den Zwischenstand an die Presse verteilt.", language="de", asked=("M4",)) == {"M4 status done?"}


def test_a_word_of_another_language_says_nothing() -> None:
    read = told("Beim Piloten ab 100 Stück Rabatt, Termin bleibt.", language="de")
    assert not [change for change in read if "blocked" in change]


def test_being_taken_off_a_line_is_not_being_taken_off_the_mails() -> None:
    assert told("please take me off M2, Luis runs it from here") == {"M2 owner null?"}
    assert told("please take me off this list") == {"person:dana mail off"}


def test_a_name_that_is_only_called_owns_nothing() -> None:
    assert told("Ray, the pilot will run through May 12") == {"M4 due 2026-05-12"}


TAKEN_BACK = [
    "For legal put me down for May 26. No wait, that is Memorial Day.",
    "Legal moves to May 26 ... actually no, I had the wrong calendar open.",
    "Pilot is done. Scratch that, two shifts are left.",
]


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_what_is_taken_back_in_the_same_breath_is_asked(text: str) -> None:
    assert [change for change in told(text) if not change.endswith("?")] == []


def test_what_is_only_then_done_is_not_done() -> None:
    assert told("we vote on Thursday, then legal is done") & {"M6 status done"} == set()


def test_a_number_before_a_date_is_a_row_and_a_bare_number_an_action() -> None:
    assert told("6 please May 26") == {"M6 due 2026-05-26"}
    assert told("4 and 6 a week later") == {"M4 due 2026-05-15", "M6 due 2026-05-27"}
    assert told("3.1 SOC 2 report: sent yesterday") == {"M3.1 status done"}


def test_what_follows_a_line_moves_with_it() -> None:
    moved = told("shift legal and everything after it two weeks later")
    assert {change.split()[0] for change in moved} == {"M6", "M7", "M8", "M9"}


def test_the_line_that_something_was_said_of_is_meant_by_what_comes_next() -> None:
    assert "M6 status skipped" in told("legal is not needed, last year's contract covers it. Strike it off")


SUBJECTS = {
    ("Legal is done / pilot to May 12", "see subject"): {"M6 status done", "M4 due 2026-05-12"},
    ("Re: Harborline x Tallyworks: pilot to May 12", "see subject line"): {"M4 due 2026-05-12"},
    ("Re: pilot to May 12", "Thanks a lot for this, we will come back to you when the crew has looked into it."): set(),
    ("maybe pilot May 12?", "hi Nate, can we talk?"): set(),
}


@pytest.mark.parametrize(("subject", "text"), SUBJECTS)
def test_a_subject_is_read_where_it_was_typed_or_pointed_to(subject: str, text: str) -> None:
    mail = replace(letter(text), subject=subject)
    changes = read_statements(mail, Context(plan=plan_of(HARBOR))).changes
    assert {shown(change) for change in changes} == SUBJECTS[subject, text]


def test_where_something_was_done_is_not_what_was_done() -> None:
    assert told("the business case is done, I signed it in NetSuite") == {"M5 status done"}


def test_a_milestone_and_its_own_action_are_told_apart() -> None:
    assert told("security questionnaire, M3.1 is done") == {"M3.1 status done"}


ELSEWHERE = [
    "The survey crew finished aisles 1-9, rest on Thursday",
    "our counsel needs the MSA in Word by Friday",
    "the doors for the pilot are open since 4pm Friday",
]


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_day_of_something_else_moves_no_line(text: str) -> None:
    assert [change for change in told(text) if not change.endswith("?")] == []


def test_one_day_for_many_lines_is_asked_and_one_shift_for_them_is_not() -> None:
    assert {change[-1] for change in told("all dates to June 5 please")} <= {"?"}
    assert "M6 due 2026-05-27" in told("move all dates by a week please")


def test_a_line_that_is_passed_to_somebody_is_not_done() -> None:
    handed = told("Jill has passed legal to Karen Ostrow (karen.ostrow@harborlinefoods.example)")
    assert not any("status done" in change for change in handed)
    assert any("owner" in change for change in handed)
