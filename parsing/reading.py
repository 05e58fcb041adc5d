"""Reading is the only door: from a raw mail and its context to what a careful assistant would have noted."""

from parsing.letter import read_letter
from parsing.statements import read_statements
from plans.change import Change, Reading, Refusal
from plans.letter import Attachment, Context, Letter
from plans.plan import Side

DOCUMENTS = (".docx", ".docm", ".dotx", ".odt", ".rtf", ".xlsx", ".doc", ".pdf")
"""Endings of files that may be a plan that comes back."""
MOST_DOCUMENTS = 5
"""Documents of one mail that are read."""


def letter_in(raw: bytes, context: Context) -> Letter | Refusal:
    """Return the letter in a raw mail, parted with the help of the plan's names and of the mail that it answers."""
    return read_letter(raw, context.notice, [person.name for person in context.plan.people], context.plan.locale)


def read(raw: bytes, context: Context) -> Reading:
    """Return what a mail says of its plan; what cannot be read is a named refusal in the reading."""
    letter = letter_in(raw, context)
    if isinstance(letter, Refusal):
        return Reading(kind="reply", refusals=(letter,))
    return understood(letter, context)


def understood(letter: Letter, context: Context) -> Reading:
    """Return what a letter says of its plan."""
    if letter.kind == "bounce":
        return Reading(kind="bounce", bounced=letter.bounced, language=letter.language, text=letter.text)
    if letter.kind == "auto-reply":
        return _absence(letter, context)
    stated = read_statements(letter, context) if letter.kind == "reply" else Reading(kind=letter.kind)
    returned = _documents(letter, context)
    kind = "reply" if returned.changes or returned.refusals else stated.kind
    return Reading(
        kind=kind,
        changes=(*stated.changes, *returned.changes),
        questions=(*stated.questions, *returned.questions),
        replies=stated.replies,
        refusals=(*stated.refusals, *returned.refusals),
        language=letter.language,
        text=letter.text,
    )


def _absence(letter: Letter, context: Context) -> Reading:
    """Return an out-of-office as data: who is away until when."""
    person = context.plan.person_at(letter.sender.email)
    away: tuple[Change, ...] = ()
    if person and letter.away_until:
        day = letter.away_until.isoformat()
        away = (Change(f"person:{person.id}", "away", day, "apply", 0.97, _quote(letter.text), "body"),)
    return Reading(kind="auto-reply", changes=away, language=letter.language, text=letter.text)


def _quote(text: str) -> str:
    return " ".join(text.split())[:200]


def _documents(letter: Letter, context: Context) -> Reading:
    """Return what the returned documents change; a document that is refused says why."""
    found = [a for a in letter.attachments if a.filename.casefold().endswith(DOCUMENTS)][:MOST_DOCUMENTS]
    sender = context.plan.person_at(letter.sender.email)
    readings = [read_returned(attachment, context, sender.side if sender else None) for attachment in found]
    return Reading(
        kind="reply",
        changes=tuple(change for reading in readings for change in reading.changes),
        questions=tuple(question for reading in readings for question in reading.questions),
        refusals=tuple(refusal for reading in readings for refusal in reading.refusals),
    )


def read_returned(attachment: Attachment, context: Context, side: Side | None = None) -> Reading:
    """Return what one returned document changes, against the sheet that it was made from; `side` is the sender's."""
    from parsing.word import changes_in

    found = changes_in(attachment.data, attachment.filename, context, side=side, keys=context.keys)
    if isinstance(found, Refusal):
        return Reading(kind="reply", refusals=(found,))
    doubts = tuple(Refusal(doubt.reason, doubt.row or doubt.detail) for doubt in found.doubts)
    return Reading(kind="reply", changes=found.changes, questions=found.questions, refusals=doubts)
