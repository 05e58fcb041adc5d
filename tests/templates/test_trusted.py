"""Why a mail was put aside is told in the reader's language."""

import re
from pathlib import Path

import pytest

from mail import sender, trust
from templates.notice.trusted import trust_words
from templates.notice.words import words_of

FORGED = re.compile(r'"forged", f?"([^"]+)"|why = f"([^"]+)"|(?:MANY = |return )"(The (?:mail names|sender\'s)[^"]+)"')


def english() -> list[str]:
    """Return every sentence that a forged mail is put aside with, its gaps filled."""
    found = [match for module in (trust, sender) for match in FORGED.findall(Path(str(module.__file__)).read_text())]
    return [re.sub(r"\{[^}]+\}", "acme.example", next(filter(None, groups))) for groups in found]


@pytest.mark.parametrize("language", ["de", "fr", "es", "pt", "it", "nl"])
def test_every_reason_for_putting_a_mail_aside_is_said_in_every_language(language: str) -> None:
    assert len(english()) >= 6
    for sentence in english():
        said = trust_words(sentence, words_of(language))
        assert said != sentence, sentence
        assert said.count("acme.example") == sentence.count("acme.example")


def test_two_reasons_are_both_said_and_what_no_table_knows_stays() -> None:
    two = "The name is Ray Dominguez's, but the address is not.; Something else."
    assert trust_words(two, words_of("de")) == "Der Name ist der von Ray Dominguez, die Adresse nicht.; Something else."
