"""How Chromium shows the mails: nothing sticks out of a telephone, all words can be read, in the light and the dark."""

import pytest

from plans.notice import NoticeKind
from tests.documents.making import example
from tests.says.notices import said
from tests.says.shown import measured

READABLE = 4.5
"""The least contrast of words with what is behind them (WCAG 2.2 AA)."""
FINGER = 36
"""Pixels that a button is high at least."""


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    ("kind", "name", "width"),
    [
        ("status", "de-manufacturer", 360), ("status", "us-saas", 800), ("escalation", "fr-hospital", 360),
        ("reminder", "de-manufacturer", 360), ("question", "us-saas", 360),
    ],
)  # fmt: skip
def test_a_mail_fits_its_screen_and_can_be_read(kind: NoticeKind, name: str, width: int, dark: bool) -> None:
    shown = measured(said(kind, example(name)).html, width, dark)
    assert shown["width"] <= width
    assert [words for contrast, words in shown["seen"] if contrast < READABLE] == []
    assert all(height >= FINGER for height in shown["buttons"])
