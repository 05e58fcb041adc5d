"""Several ids or numbers in a row are a list: none of its lines is lost, and what only looks like one is none."""

import pytest

from tests.parsing.statements_help import told

DONE = {
    ("en", "M3.2 and M3 are done"): ("M3.2", "M3"),
    ("en", "M3 and M3.2 are done"): ("M3", "M3.2"),
    ("en", "M3.2 M3 done"): ("M3.2", "M3"),
    ("en", "M2, M4 & M3.1 done"): ("M2", "M4", "M3.1"),
    ("en", "3.2 and 3 done"): ("M3.2", "M3"),
    ("en", "3.1, 3.2 and 4 are done"): ("M3.1", "M3.2", "M4"),
    ("en", "M3.1 and 3.2 are done"): ("M3.1", "M3.2"),
    ("en", "I finished 3.1 and 3.2"): ("M3.1", "M3.2"),
    ("en", "the questionnaire and M3.1 are done"): ("M3", "M3.1"),
    ("en", "items 2, 3 and 5 are done"): ("M2", "M3", "M5"),
    ("en", "done: 2, 3, 3.1"): ("M2", "M3", "M3.1"),
    ("en", "2–4 done"): ("M2", "M3", "M4"),
    ("en", "rows 2-4 are done"): ("M2", "M3", "M4"),
    ("en", "M2 to M4 are done"): ("M2", "M3", "M4"),
    ("en", "2+3 done"): ("M2", "M3"),
    ("en", "M2/3 done"): ("M2", "M3"),
    ("de", "M3.2 und M3 sind erledigt"): ("M3.2", "M3"),
    ("de", "Zeilen 2 bis 4 sind erledigt"): ("M2", "M3", "M4"),
    ("fr", "M3.2 et M3 sont terminés"): ("M3.2", "M3"),
    ("es", "M3.2 y M3 están terminados"): ("M3.2", "M3"),
    ("pt", "M3.2 e M3 estão concluídos"): ("M3.2", "M3"),
    ("nl", "M3.2 en M3 zijn afgerond"): ("M3.2", "M3"),
    ("it", "M3.2 e M3 sono completati"): ("M3.2", "M3"),
}


@pytest.mark.parametrize(("language", "text"), DONE)
def test_what_is_said_of_a_list_is_said_of_each_of_its_lines(language: str, text: str) -> None:
    assert told(text, language=language) == {f"{line} status done" for line in DONE[language, text]}


@pytest.mark.parametrize(
    "text", ["the questionnaire (M3.1) is done", "M3 M3.1 done", "Security questionnaire, M3.1 done"]
)
def test_a_milestone_that_only_says_where_its_action_stands_is_left_alone(text: str) -> None:
    assert told(text) == {"M3.1 status done"}


def test_a_milestone_before_a_comma_and_its_action_is_asked_about() -> None:
    assert told("M3, M3.1: done") == {"M3 status done?", "M3.1 status done?"}


@pytest.mark.parametrize(
    "text",
    [
        "It takes 2-4 weeks.",
        "We are closed on 3, 4 and 5 June",
        "2/3 done",
        "I'm free between 3 and 4",
        "version 3.1 and 3.2 are out",
        "5-3 done",
        "die offenen Punkte aus Ihrer Mail, Punkt 4 und 7, haben sich erledigt",
    ],
)
def test_days_spans_and_versions_are_no_list_of_lines(text: str) -> None:
    assert told(text) == set()


def test_a_list_with_a_line_that_does_not_exist_is_asked_about() -> None:
    assert told("M2 and M12 are done") == {"M2 status done?"}


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("Rows 2 and 3 are fine, 4 and 5 are not", {"M4 due null?", "M5 due null?"}),
        ("2 and 3 are still true, M4 not any more", {"M4 due null?"}),
    ],
)
def test_the_lines_behind_a_comma_are_a_list_of_their_own(text: str, doubted: set[str]) -> None:
    assert told(text) == {"M2 confirmed true", "M3 confirmed true"} | doubted


def test_a_number_behind_an_id_is_a_line_where_something_is_said_of_it_at_once() -> None:
    assert told("M5 and M6 are done, 3.2 is confirmed") == {"M5 status done", "M6 status done", "M3.2 confirmed true"}
    assert told("M5 is done, 3.2 million saved") != {"M5 status done", "M3.2 status done"}


def test_a_number_behind_a_comma_goes_on_with_actions() -> None:
    assert told("3.1 sent, 3.2 by April 24") == {"M3.1 status done", "M3.2 due 2026-04-24"}
