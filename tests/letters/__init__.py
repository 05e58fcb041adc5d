"""Mails with what a careful reader finds in them."""

OPEN = (
    "development",
    *(f"own/{part}" for part in "abcdefghijklm"),
    *(f"own/{part}" for part in "opqrstuvwxyz"),
    *(f"own/a{part}" for part in "abcdefghijklmnopqrstuvwxyz"),
    *(f"own/b{part}" for part in "abcdefghijklmnopqrstuvwxyz"),
    *(f"own/c{part}" for part in "ab"),
    "own/tongues",
)
"""Parts that may be looked into; no letter of theirs may be read wrongly in silence."""
