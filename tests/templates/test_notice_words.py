"""The words of the mails: seven languages that say the same, and a folder of one's own that wins."""

import re
import string
from pathlib import Path

import pytest

from plans.words import LANGUAGES
from templates.notice import say
from templates.notice.words import own_tables, words_of
from tests.documents.making import example
from tests.templates.noticing import notice

OTHERS = [language for language in LANGUAGES if language != "en"]
SAME = {"title/subject", "title/colon", "title/dated", "refused/broken-value", "body/release", "body/drop"}
"""Sentences that may read alike in two languages."""


def gaps(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_every_sentence_with_the_same_gaps(language: str) -> None:
    english, own = own_tables("en"), own_tables(language)
    assert {table: set(sentences) for table, sentences in own.items()} == {
        table: set(sentences) for table, sentences in english.items()
    }
    for table, sentences in english.items():
        for name, sentence in sentences.items():
            assert gaps(own[table][name]) == gaps(sentence), f"{table}/{name}"


@pytest.mark.parametrize("language", OTHERS)
def test_no_longer_sentence_was_left_in_english(language: str) -> None:
    english, own = own_tables("en"), own_tables(language)
    alike = {
        f"{table}/{name}"
        for table, sentences in english.items()
        for name, sentence in sentences.items()
        if own[table][name] == sentence and len(re.findall(r"[^\W\d_]{3,}", re.sub(r"\{\w+\}", "", sentence))) > 1
    }
    assert alike <= SAME


def test_french_keeps_its_spaces_before_double_signs_from_breaking() -> None:
    for table, sentences in own_tables("fr").items():
        for name, sentence in sentences.items():
            assert not re.search(r"\w ?[?!;:»](?:\s|$)", sentence.replace("\u00a0", "~")), f"{table}/{name}"


@pytest.mark.parametrize(
    ("language", "else_", "seven"),
    [
        ("en", r"body else", "seven"), ("de", r"sonst|anderes", "sieben"), ("fr", r"personne d|quiconque", "sept"),
        ("es", r"nadie más", "siete"), ("pt", r"mais (ning|algu)", "sete"), ("nl", r"anders", "zeven"),
        ("it", r"nessun altro|qualcun altro", "sette"),
    ],
)  # fmt: skip
def test_no_sentence_says_that_others_have_not_seen_a_draft_which_they_may_or_how_long_a_late_answer_took(
    language: str, else_: str, seven: str
) -> None:
    words = own_tables(language)
    for table, name in (("lead", "draft-again"), ("reason", "endorse"), ("reason", "draft-unanswered")):
        assert not re.search(else_, words[table][name], re.IGNORECASE), name
    assert seven not in words["refused"]["code-expired"], "a draft waits for twenty working days"


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Tuesday, 10 Mar 2026"), ("de", "Dienstag, 10.03.2026"), ("fr", "mardi 10 mars 2026"),
        ("es", "martes 10 mar 2026"), ("pt", "terça-feira, 10 mar 2026"), ("nl", "dinsdag 10 mrt 2026"),
        ("it", "martedì 10 mar 2026"),
    ],
)  # fmt: skip
def test_a_date_is_written_out_with_its_weekday_in_each_language(language: str, expected: str) -> None:
    from dataclasses import replace

    from templates.notice.values import Voice

    plan = replace(example("us-saas"), locale=language)
    voice = Voice(plan, words_of(language), notice("status"))
    assert voice.weekday(notice("status").at.date()) == expected


def test_a_folder_of_ones_own_replaces_a_sentence_and_leaves_the_rest(tmp_path: Path) -> None:
    (tmp_path / "en.toml").write_text('[lead]\nstatus = "Howdy, this is {title}."\n', encoding="utf-8")
    plan = example("us-saas")
    text = say(notice("status"), plan, words=tmp_path).text
    assert f"Howdy, this is {plan.title}." in text
    assert "Next actions" in text


def test_a_folder_of_ones_own_replaces_one_kinds_layout_only(tmp_path: Path) -> None:
    (tmp_path / "status").mkdir()
    (tmp_path / "status" / "body.txt").write_text("Short: {{ view.lead }}\n", encoding="utf-8")
    plan = example("us-saas")
    assert say(notice("status"), plan, words=tmp_path).text == "Short: Where the plan stands.\n"
    assert "Nothing is needed" in say(notice("snapshot"), plan, words=tmp_path).text


def test_an_unknown_language_is_spoken_to_in_english() -> None:
    assert words_of("ja").language == "en"
