"""Words that nobody here had prepared: how people put off, refuse, hand over, leave out and pass on."""

import pytest

from parsing.statements.deeds import participles
from tests.parsing.statements_help import BRANDT, told

SAID = {
    "the pilot won't be finished until May 12": {"M4 due 2026-05-12"},
    "I said May 12 for the pilot, I meant May 13": {"M4 due 2026-05-13"},
    "Ray's crew approved the pilot on Wednesday night": {"M4 status done?"},
    "add Jill Kowalczyk as second contact for the pilot": {"M4 backup jill?"},
    "4 ok, 5 ok, 7 needs May 28": {"M4 confirmed true", "M5 confirmed true", "M7 due 2026-05-28"},
    "put everything on hold until the audit is sorted out": {"plan status on-hold?"},
    "the pilot is stuck at customs. Please move the pilot to May 12": {"M4 due 2026-05-12"},
    "could you please nudge the pilot to May 12": {"M4 due 2026-05-12"},
    "a new line between the pilot and the contract, please, May 12": {
        'new milestone {"name": "Between the pilot and the contract", "due": "2026-05-12", "owner": null}?'
    },
    "pushing the pilot out to May 12": {"M4 due 2026-05-12"},
    "add five working days to the pilot and the contract, please": {"M4 due 2026-05-15", "M7 due 2026-06-05"},
    "the pilot is on May 12. The two lines after it slide a week.": {
        "M4 due 2026-05-12", "M5 due 2026-05-22", "M6 due 2026-05-27",
    },
    "we've decided to skip the pilot": {"M4 status skipped"},
    "for the pilot call it May 12": {"M4 due 2026-05-12"},
    "everything up to and including the pilot holds": {"M2 confirmed true", "M3 confirmed true", "M4 confirmed true"},
    "the pilot is done except for the report": {"M4 status done?"},
    "the SOC 2 report came in yesterday": {"M3.1 status done"},
    "the pilot cannot move until the racking is in": {"M4 status blocked"},
    "May 8 doesn't work for the pilot, May 12 does": {"M4 due 2026-05-12"},
    "Ray takes over all my items": {"M5 owner ray", "M9 owner ray"},
    "should the board agree, we sign the contract on May 27": {"M7 due 2026-05-27?"},
    "only mail me when something is late": {"person:dana mail less"},
    "everything after the pilot a week later. Keep the contract as it is": {
        "M5 due 2026-05-22", "M6 due 2026-05-27", "M7 confirmed true", "M8 due 2026-06-19", "M9 due 2026-07-03",
    },
    "the racking arrives on May 12. The pilot will be the Monday after that": {"M4 due 2026-05-18"},
    "the pilot moves to the Tuesday after, the 12th of May": {"M4 due 2026-05-12"},
    "the pilot is on the Friday of that week, 13 May": {"M4 due 2026-05-13?"},
    "pilot - Jill Kowalczyk is the backup instead of Ray": {"M4 backup jill"},
    "about the pilot. Somebody has to sign it, so list Jill Kowalczyk as approver": {"M4 approver jill"},
    "the pilot should really read May 12 instead of May 8": {"M4 due 2026-05-12"},
    '"Badge printing", Ray owns it, May 12. New line please.': {
        'new milestone {"name": "Badge printing", "due": "2026-05-12", "owner": "ray"}'
    },
    'add "Badge printing" under my name, May 12': {
        'new milestone {"name": "Badge printing", "due": "2026-05-12", "owner": "dana"}'
    },
    "everything with my name on it a week later please": {"M5 due 2026-05-22", "M9 due 2026-07-03"},
    "1,200 of 9,000 items are counted so far": set(),
    "the pilot has to wait until May 12, the racking is late": {"M4 due 2026-05-12"},
    "Jill asks that the pilot be listed as May 12 rather than the 8th": {"M4 due 2026-05-12?"},
    "stop waiting for the pilot": set(),
    "security questionnaire complete on May 12": {"M3 due 2026-05-12"},
    "the pilot report went over yesterday, so that one is under way": {"M4 status in-progress?"},
}  # fmt: skip
GERMAN = {
    "Gibt der Betriebsrat grünes Licht, starten wir den Pilot am 20. Oktober.": {"M4 due 2026-10-20?"},
    "lieber der 20. Oktober als der 16. für den Pilot": {"M4 due 2026-10-20"},
    "Herr Reinders übernimmt den Pilot": {"M4 owner olaf"},
    "Der Pilot ist am 20. Oktober. Alles danach eine Woche später.": {
        "M4 due 2026-10-20", "M5 due 2026-10-16", "M6 due 2026-10-30", "M7 due 2026-11-06", "M8 due 2026-12-04",
    },
}  # fmt: skip


@pytest.mark.parametrize("text", SAID)
def test_what_people_say_in_their_own_words_is_read(text: str) -> None:
    assert told(text) == SAID[text]


@pytest.mark.parametrize("text", GERMAN)
def test_so_it_is_in_german(text: str) -> None:
    assert told(text, "jens", plan=BRANDT, language="de") == GERMAN[text]


@pytest.mark.parametrize(
    "text",
    [
        "please add Gabriel Ortiz from procurement to the list",
        "nothing to report this week",
        "see you Thursday, everything else by phone",
        "the SOC 2 report is booked for June 2",
    ],
)
def test_what_is_no_change_changes_nothing(text: str) -> None:
    assert [change for change in told(text) if not change.endswith("?")] == []


@pytest.mark.parametrize(
    "text",
    [
        "the SOC 2 report will be sent on May 12",
        "the SOC 2 report must be sent by May 12",
        "we need until May 12 to get the SOC 2 report sent",
    ],
)
def test_a_deed_to_come_is_a_date_and_nothing_done(text: str) -> None:
    assert {change.rstrip("?") for change in told(text)} == {"M3.1 due 2026-05-12"}


def test_a_deed_belongs_to_the_line_that_is_named_next_to_it() -> None:
    assert told("the questionnaire is sent, M3.1 is not") & {"M3.1 status done"} == set()


def test_everything_changes_hands_only_from_somebody() -> None:
    assert told("Ray takes over everything from Jill") == {"M6 owner ray"}
    assert told("Ray takes over everything") == set()


def test_what_stands_below_a_line_never_means_the_lines_above_it() -> None:
    assert not {change[:2] for change in told("the pilot is on May 12. Everything after it slides a week.")} & {
        "M2",
        "M3",
    }


@pytest.mark.parametrize(
    ("verb", "done"),
    [("pick", "picked"), ("plan", "planned"), ("provide", "provided"), ("apply", "applied"), ("send", "sent")],
)
def test_a_line_is_done_once_its_own_verb_is(verb: str, done: str) -> None:
    assert done in participles(verb)


def test_a_verb_that_looks_like_its_participle_tells_nothing() -> None:
    assert participles("put") == ()


def test_what_is_signed_is_the_signature_not_another_line_of_that_name() -> None:
    assert told("legal review of the MSA is signed") == {"M6 status done?"}
    assert told("legal review is signed off") == {"M6 status done"}
