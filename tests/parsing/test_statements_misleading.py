"""Short letters that mislead: what they change, and nothing else (misleading.toml)."""

import tomllib
from pathlib import Path

import pytest

from tests.parsing.statements_help import BRANDT, HARBOR, told

TABLE = tomllib.loads(Path(__file__).with_name("misleading.toml").read_text(encoding="utf-8"))
LETTERS = [
    pytest.param(language, text, set(changes), id=f"{cause}-{language}-{text}")
    for cause, languages in TABLE.items()
    for language, letters in languages.items()
    for text, changes in letters.items()
]


@pytest.mark.parametrize(("language", "text", "changes"), LETTERS)
def test_a_misleading_letter_changes_what_it_says_and_nothing_else(language: str, text: str, changes: set[str]) -> None:
    german = language == "de"
    plan, sender = (BRANDT, "jens") if german else (HARBOR, "dana")
    assert told(text, sender, plan=plan, language=language) == changes
