"""Small print is what a cell says below its main words: backup and approver, a fixed date, what happens next."""

import re
from collections.abc import Mapping
from functools import lru_cache

from plans.words import DEADLINE_WORDS, FIELD_WORDS

LABELS: Mapping[str, Mapping[str, str]] = {
    "en": {"next": "Next", "docs": "Docs", "contact": "Contact", "optional": "(if required)"},
    "de": {"next": "Jetzt", "docs": "Unterlagen", "contact": "Kontakt", "optional": "(falls nötig)"},
    "fr": {"next": "Suite", "docs": "Documents", "contact": "Contact", "optional": "(si nécessaire)"},
    "es": {"next": "Sigue", "docs": "Documentos", "contact": "Contacto", "optional": "(si procede)"},
    "pt": {"next": "Segue", "docs": "Documentos", "contact": "Contacto", "optional": "(se necessário)"},
    "nl": {"next": "Nu", "docs": "Documenten", "contact": "Contact", "optional": "(indien nodig)"},
    "it": {"next": "Ora", "docs": "Documenti", "contact": "Contatto", "optional": "(se necessario)"},
}
"""What stands before a line of small print, per language; `optional` stands behind a milestone's name."""

HINTS: Mapping[str, tuple[str, str, str]] = {
    "en": ("Pick a date", "Choose a status", "Name a person"),
    "de": ("Datum wählen", "Status wählen", "Person eintragen"),
    "fr": ("Choisir une date", "Choisir un statut", "Nommer une personne"),
    "es": ("Elija una fecha", "Elija un estado", "Indique una persona"),
    "pt": ("Escolha uma data", "Escolha um estado", "Indique uma pessoa"),
    "nl": ("Kies een datum", "Kies een status", "Noem een persoon"),
    "it": ("Scegliere una data", "Scegliere uno stato", "Indicare una persona"),
}
"""What an empty due date, an empty status and an empty owner ask for, per language; read back as nothing (R75)."""


def label(language: str, kind: str) -> str:
    """Return the words before a line of small print: of `next`, `docs`, `contact`, `backup` or `approver`."""
    words = LABELS[language].get(kind) or FIELD_WORDS[language][kind]
    return words[0].upper() + words[1:]


def _kinds() -> dict[str, str]:
    found = {}
    for language in LABELS:
        for kind in ("next", "docs", "contact", "backup", "approver"):
            found[label(language, kind).casefold()] = kind
    return found


ONE_LINE = frozenset({"docs", "contact"})
"""Small print of one line: what somebody writes on the line below it is a note."""
_KIND_BY_LABEL = _kinds()
_ANY_LABEL = "|".join(sorted(map(re.escape, _KIND_BY_LABEL), key=len, reverse=True))
_LABELLED = re.compile(rf"(?:^|(?<=[\s·;,.]))(?P<label>{_ANY_LABEL})(?:\s+(?P<id>[\w.-]+?))?\s*:\s*", re.IGNORECASE)
_FIXED = re.compile("|".join(re.escape(words["hard"]) for words in DEADLINE_WORDS.values()), re.IGNORECASE)
_TARGET = re.compile("|".join(re.escape(words["soft"]) for words in DEADLINE_WORDS.values()), re.IGNORECASE)
_OPTIONAL = re.compile("|".join(re.escape(words["optional"]) for words in LABELS.values()), re.IGNORECASE)


def split_small_print(text: str) -> tuple[str, dict[str, str]]:
    """Return a cell's main words and its small print by kind; what is next stands under its action's id."""
    if ":" not in text:
        return text.strip(), {}
    head, small = (_split if len(text) < REMEMBERED else _split.__wrapped__)(text)
    return head, dict(small)


REMEMBERED = 600
"""Characters up to which a cell is remembered with its parts: each is looked at as sent, as it stands, as it came."""


@lru_cache(maxsize=1024)
def _split(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    found = list(_LABELLED.finditer(text))
    if not found:
        return text.strip(), ()
    head, small = text[: found[0].start()].strip().strip("·;"), dict[str, str]()
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=True):
        kind = _KIND_BY_LABEL[match["label"].casefold()]
        key = match["id"] or kind if kind == "next" else kind
        words, _, below = text[match.end() : end].strip().partition("\n" if kind in ONE_LINE else "\0")
        small[key] = words.strip().strip("·;").strip()
        head += f"\n{below}" if below.strip() else ""
    return head.strip().strip("·;").strip(), tuple(small.items())


def split_deadline(text: str) -> tuple[str, dict[str, str]]:
    """Return a due cell without its words on how firm the date is, and those as `deadline`."""
    for pattern, deadline in ((_FIXED, "hard"), (_TARGET, "soft")):
        if pattern.search(text):
            return pattern.sub(" ", text).strip(" \n,;·()"), {"deadline": deadline}
    return text.strip(), {}


def without_optional(text: str) -> str:
    """Return a milestone's name without the words that mark it as optional."""
    return _OPTIONAL.sub("", text).strip()
