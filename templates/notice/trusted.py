"""Why a mail was put aside is said in the reader's language: its English sentence is looked up like a phrase."""

import re
from functools import cache

from templates.notice.words import Words, own_tables

PARTS = "; "
"""Stands between the sentences of a mail that more than one thing speaks against."""


def trust_words(why: str, words: Words) -> str:
    """Return the sentences in the words' language; one that no table knows stays as it is."""
    return PARTS.join(_said(sentence, words) for sentence in why.split(PARTS))


def _said(sentence: str, words: Words) -> str:
    for name, pattern in _patterns().items():
        if match := pattern.fullmatch(sentence):
            return words.say("trust", name, **match.groupdict())
    return sentence


@cache
def _patterns() -> dict[str, "re.Pattern[str]"]:
    """Return the English sentences with their gaps open."""
    english = own_tables("en")["trust"]
    return {name: re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(text))) for name, text in english.items()}
