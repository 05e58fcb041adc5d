"""Accents are left out where names and words are compared: "Zoé" and "Zoe" are one."""

import unicodedata


def without_accents(text: str) -> str:
    """Return a text without the marks above and below its letters; compatible signs become plain ones (NFKD)."""
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def plain(text: str) -> str:
    """Return a text as it is compared: without accents, in small letters, with single spaces."""
    return " ".join(without_accents(text).casefold().split())
