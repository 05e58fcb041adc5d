"""How Chromium shows the mails: nothing sticks out of a telephone, all words can be read, in the light and the dark."""

import pytest

from plans.notice import NoticeKind
from templates.notice.sample import KINDS
from tests.documents.making import example
from tests.says.notices import said
from tests.says.shown import measured

READABLE = 4.5
"""The least contrast of words with what is behind them (WCAG 2.2 AA)."""
FINGER = 36
"""Pixels that a button is high at least."""


LONGEST: tuple[tuple[NoticeKind, str], ...] = (
    ("status", "de-manufacturer"), ("escalation", "fr-hospital"), ("reminder", "de-manufacturer"),
)  # fmt: skip
"""Mails with long words in languages that have them."""


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("width", [360, 800])
def test_every_mail_fits_its_screen_and_can_be_read(width: int, dark: bool) -> None:
    mails = {
        (kind, name): said(kind, example(name)).html for kind, name in [(k, "us-saas") for k in KINDS] + [*LONGEST]
    }
    for name, shown in zip(mails, measured(list(mails.values()), width, dark), strict=True):
        assert shown["width"] <= width, name
        assert [words for contrast, words in shown["seen"] if contrast < READABLE] == [], name
        assert shown["seen"], name
        assert all(height >= FINGER for height in shown["buttons"]), name
