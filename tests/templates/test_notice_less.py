"""What a mail's last line offers is read as meant: less, and none at all, in seven languages."""

import re
from email.message import EmailMessage

import pytest

from parsing.reading import read
from plans.letter import Context
from plans.words import LANGUAGES
from templates.notice.words import own_tables
from tests.plans.a_plan import a_plan


def reads(text: str, language: str) -> list[tuple[str, object, str]]:
    message = EmailMessage()
    message["From"] = "Dana Whitlock <dana@harborline.example>"
    message["Date"] = "Mon, 13 Apr 2026 10:00:00 -0500"
    message["Subject"] = "Re: [v4] Harborline x Tallyworks"
    message["In-Reply-To"] = "<x@milepost.example>"
    message.set_content(text)
    reading = read(message.as_bytes(), Context(a_plan(language=language)))
    return [(change.target, change.value, change.decision) for change in reading.changes]


def _footer(language: str) -> str:
    footer = own_tables(language)["footer"]
    return f"{footer['less']} {footer['stop']}"


@pytest.mark.practice(110)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_that_a_footer_offers_are_taken_at_once(language: str) -> None:
    offered = re.findall(r"[“„«]\s*(.+?)\s*[”“»]", _footer(language))
    assert [reads(words, language) for words in offered] == [
        [("person:dana", "less", "apply")],
        [("person:dana", "off", "apply")],
    ]


@pytest.mark.parametrize("text", ["The board meets only once a month.", "Fewer pallets arrive in May."])
def test_a_rhythm_of_something_else_is_no_wish_about_mails(text: str) -> None:
    assert reads(text, "en") == []
