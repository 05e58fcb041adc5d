"""What a letter's words change, sentence by sentence, in the seven languages: applied, or asked ("?")."""

import pytest

from parsing.statements.certainty import STRANGER
from parsing.statements.words import data
from plans.letter import Address, Answer, Context
from plans.words import LANGUAGES
from tests.parsing.statements_help import BRANDT, HARBOR, letter, plan_of, reading, shown, told
from tests.parsing.statements_help import read_statements as read

DATES = {
    "legal to May 26": "M6 due 2026-05-26",
    "Legal review: May 26": "M6 due 2026-05-26",
    "please move legal to May 26": "M6 due 2026-05-26",
    "could you put legal down as May 26, please": "M6 due 2026-05-26",
    "legal slips by a week": "M6 due 2026-05-27",
    "legal needs another week": "M6 due 2026-05-27",
    "legal on May 21, not the 20th": "M6 due 2026-05-21",
    "legal moved from May 20 to May 26": "M6 due 2026-05-26",
    "legal will be signed off by May 26": "M6 due 2026-05-26",
    "can we move legal to May 26?": "M6 due 2026-05-26?",
    "legal might be May 26": "M6 due 2026-05-26?",
    "if Dana agrees, legal moves to May 26": "M6 due 2026-05-26?",
    "I gather legal moves to May 26": "M6 due 2026-05-26?",
    "no way we do legal on May 20": "M6 due null?",
    "legal won't be ready by May 20": "M6 due null?",
    "legal slips": "M6 due null?",
}


@pytest.mark.practice(13)
@pytest.mark.parametrize("text", DATES)
def test_a_date_is_applied_where_it_is_plain_and_asked_where_it_is_not(text: str) -> None:
    assert told(text) == {DATES[text]}


@pytest.mark.parametrize("text", ["legal is Tuesday, May 20", "legal in week 22", "legal after the board meeting"])
def test_a_date_that_contradicts_itself_or_is_no_day_is_asked(text: str) -> None:
    assert {change.decision for change in reading(text).changes} == {"ask"}


STATUSES = {
    ("en", "legal is done"): "M6 status done",
    ("en", "the questionnaire went out this morning"): "M3 status done",
    ("en", "legal: done"): "M6 status done",
    ("en", "legal has started"): "M6 status in-progress",
    ("en", "legal is stuck, counsel is ill"): "M6 status blocked",
    ("en", "legal is not needed any more"): "M6 status skipped",
    ("en", "Contract signature: signed by both of us yesterday"): "M7 status done",
    ("de", "NetSuite ist seit gestern fertig"): "M8 status done",
    ("de", "NetSuite läuft"): "M8 status in-progress",
    ("fr", "NetSuite est terminé depuis hier"): "M8 status done",
    ("es", "NetSuite ya está terminado"): "M8 status done",
    ("pt", "NetSuite já está concluído"): "M8 status done",
    ("nl", "NetSuite is gisteren afgerond"): "M8 status done",
    ("it", "NetSuite è stato completato ieri"): "M8 status done",
}


@pytest.mark.parametrize(("language", "text"), STATUSES)
def test_a_status_that_is_reported_is_applied(language: str, text: str) -> None:
    assert told(text, language=language) == {STATUSES[language, text]}


@pytest.mark.parametrize(
    "text",
    [
        "legal is not done",
        "legal will be done",
        "once legal is done we can talk",
        "is legal done?",
        "please get legal done",
        "legal is almost done",
        "I sent the contract to your lawyers for review",
        "we would have signed the contract in March",
    ],
)
def test_what_is_denied_wished_or_still_to_come_is_no_status(text: str) -> None:
    assert not [change for change in reading(text).changes if change.field == "status" and change.decision == "apply"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("legal is fine", {"M6 confirmed true"}),
        ("legal on May 20, as planned", {"M6 confirmed true"}),
        ("legal and contract work", {"M6 confirmed true", "M7 confirmed true"}),
        ("happy with the 20th for legal", {"M6 confirmed true"}),
        ("M5 ok, M6 too early", {"M5 confirmed true", "M6 due null?"}),
        ("Looks great, thanks!", set()),
        ("legal is not fine", {"M6 due null?"}),
    ],
)
def test_agreement_confirms_the_line_that_it_is_about(text: str, expected: set[str]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Marcus takes over legal", "M6 owner marcus"),
        ("I take over legal from Jill", "M6 owner dana"),
        ("Make Ray the backup for legal", "M6 backup ray"),
        ("Jill hands legal to Marcus", "M6 owner marcus"),
        ("Miguel takes over legal", "M6 owner null?"),
        ("Jill will not be the owner of legal any more", "M6 owner null?"),
        (
            "Bo Lindqvist (bo@tallyworks.example) takes over legal",
            'M6 owner {"name": "Bo Lindqvist", "email": "bo@tallyworks.example"}',
        ),
    ],
)
def test_a_line_is_handed_to_a_known_person_or_one_with_a_full_name(text: str, expected: str) -> None:
    assert told(text) == {expected}


def test_two_days_of_cover_are_no_new_owner() -> None:
    assert told("Ray takes over legal while I'm away this week") == set()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('Please add "Install 3 access points" - Marcus - 5/1.', ("Install 3 access points", "2026-05-01", "marcus")),
        ("Could you add a milestone for operator training? Ray owns it.", ("Operator training", None, "ray")),
        (
            "Please add a line for the network survey, Marcus to own, due May 4.",
            ("Network survey", "2026-05-04", "marcus"),
        ),
    ],
)
def test_a_new_line_comes_with_its_owner_and_date(text: str, expected: tuple[str, str | None, str]) -> None:
    (change,) = reading(text).changes
    line = change.value
    assert change.target == "new"
    assert (line.name, line.due, line.owner) == expected  # type: ignore[union-attr]


def test_everything_after_a_line_moves_by_the_same_shift_but_a_line_kept_by_name_stays() -> None:
    text = "Move everything after legal by a week, go-live stays."
    assert told(text) == {"M7 due 2026-06-05", "M8 due 2026-06-19", "M9 confirmed true"}


def test_a_line_left_out_of_all_gets_its_own_date() -> None:
    found = told("All fine except legal, which should be May 26.")
    assert "M6 due 2026-05-26" in found
    assert "M6 confirmed true" not in found
    assert {"M5 confirmed true", "M7 confirmed true"} <= found


@pytest.mark.parametrize(
    "text",
    [
        "I'm out until May 14.",
        "PO 4/5678 and quote v2.1 ($184,500) are with AP.",
        "The warehouse closes on May 25.",
        "Could we talk on Thursday at 3?",
        "Our party is June 5!",
        "Thanks for the update.",
        "Sure, because what this project needs is an eleventh status mail.",
        "The trial starts May 4.",
    ],
)
def test_numbers_and_dates_that_are_not_the_plans_change_nothing(text: str) -> None:
    assert not [change for change in reading(text).changes if change.decision == "apply"]


def test_what_was_said_later_rules_and_two_certain_dates_are_asked() -> None:
    assert told("Legal: May 26.\n\nOne more thing, legal: May 28.") == {"M6 due 2026-05-28?"}


def test_one_answer_to_the_one_line_that_was_asked_about_is_its_own() -> None:
    assert told("May 26 please", asked=("M6",)) == {"M6 due 2026-05-26"}
    assert told("done", asked=("M6",)) == {"M6 status done"}


def test_an_answer_below_a_quoted_row_is_about_that_row() -> None:
    quoted = "M6 Legal review of MSA - Jill Kowalczyk - due Wed, May 20 - not started"
    mail = letter("May 26", answers=(Answer(quoted, "May 26"),))
    found = read(mail, Context(plan=plan_of(HARBOR)))
    assert {shown(change) for change in found.changes} == {"M6 due 2026-05-26"}


def test_whoever_is_not_on_the_plan_is_asked() -> None:
    (change,) = reading("Please move legal to May 26", sender="greg").changes
    assert (change.decision, change.reason) == ("ask", STRANGER)


def test_a_line_that_is_done_is_changed_only_after_asking() -> None:
    (change,) = reading("M1 moves to May 26").changes
    assert (change.decision, change.reason) == ("ask", "settled-line")


def test_somebody_copied_in_takes_over_by_first_name() -> None:
    mail = letter(
        "Deepa (in cc) takes over legal.", cc=(Address("deepa.r@harborlinefoods.example", "Deepa Raghunathan"),)
    )
    (change,) = read(mail, Context(plan=plan_of(HARBOR))).changes
    assert change.value.email == "deepa.r@harborlinefoods.example"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("take me off this list please", "en"),
        ("Bitte keine weiteren Mails mehr an mich.", "de"),
        ("Ne m'envoyez plus ces mails.", "fr"),
        ("No me envíen más correos, por favor.", "es"),
        ("Não me enviem mais emails.", "pt"),
        ("Graag geen mails meer aan mij.", "nl"),
        ("Per favore non mandatemi più queste mail.", "it"),
    ],
)
def test_stop_mailing_me_is_applied_at_once(text: str, language: str) -> None:
    assert told(text, language=language) == {"person:dana mail off"}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("We decided to go with another vendor.", "lost"),
        ("Let's put the whole thing on hold.", "on-hold"),
        ("Wir haben uns für einen anderen Anbieter entschieden.", "lost"),
        ("Nous avons retenu un autre prestataire.", "lost"),
    ],
)
def test_the_plans_own_status_is_always_asked(text: str, status: str) -> None:
    language = "de" if text.startswith("Wir") else "fr" if text.startswith("Nous") else "en"
    assert told(text, language=language) == {f"plan status {status}?"}


LANGUAGES_MOVE = {
    "en": "Rollout moves to December 4.",
    "de": "Rollout bitte auf den 4. Dezember verschieben.",
    "fr": "Merci de décaler le rollout au 4 décembre.",
    "es": "El rollout se retrasa al 4 de diciembre.",
    "pt": "O rollout fica adiado para 4 de dezembro.",
    "nl": "De rollout verschuift naar 4 december.",
    "it": "Il rollout slitta al 4 dicembre.",
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_moves_in_every_language(language: str) -> None:
    assert told(LANGUAGES_MOVE[language], "jens", plan=BRANDT, language=language) == {"M8 due 2026-12-04"}


@pytest.mark.parametrize(
    ("text", "questions"),
    [
        ("What encryption do you use? And who hosts it?", 2),
        ("Could you move legal to May 26?", 0),
        ("Can we talk on Thursday?", 1),
        ("Legal is done.", 0),
    ],
)
def test_what_people_should_answer_is_a_question(text: str, questions: int) -> None:
    assert len(reading(text).questions) == questions


@pytest.mark.parametrize(("text", "wish"), [("undo", "undo"), ("Yes please", "yes"), ("no", "no"), ("Undo M3", "undo")])
def test_a_word_to_us_is_a_wish_and_changes_nothing(text: str, wish: str) -> None:
    found = reading(text)
    assert [reply.wish for reply in found.replies] == [wish]
    assert found.changes == ()


@pytest.mark.practice(12)
def test_every_change_quotes_the_senders_own_words() -> None:
    text = "Hi Nate,\n\nlegal is done. The pilot slips by a week, the forklifts are late.\n\nDana"
    assert all(change.evidence in " ".join(text.split()) for change in reading(text).changes)
    assert len(reading(text).changes) == 2


OPTIONAL = {
    *(("words", name) for name in ("lately", "adverbs", "pasts", "objects", "day_words", "day_signs", "pronouns")),
    *(("cues", name) for name in ("plan_won", "corrects", "remains", "passed_on", "everything_before")),
    ("near", "with_what"),
}
"""Groups that a language may do without."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_group_of_words(language: str) -> None:
    english, other = data("en"), data(language)
    missing = {(table, name) for table in english for name in english[table] if name not in other[table]}
    assert missing <= OPTIONAL
