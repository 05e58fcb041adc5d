"""Reading is the only door: from a raw mail and its context to what a careful assistant would have noted."""

import re
from dataclasses import replace

from parsing.letter import read_letter
from parsing.meetings import meetings_in
from parsing.phrases import fold
from parsing.statements import read_statements
from parsing.statements.explained import UNEXPLAINED
from parsing.statements.subject import REPLYING
from plans.change import Change, Reading, Refusal
from plans.letter import Attachment, Context, Letter
from plans.plan import Plan, Side

DOCUMENTS = (".docx", ".docm", ".dotx", ".odt", ".rtf", ".xlsx", ".doc", ".pdf")
"""Endings of files that may be a plan that comes back."""
TABLE_SIGN = re.compile(r"\t|\||\S {2,}\S")
"""What a text needs to hold a table: tabs, bars, or columns of blanks."""
TYPED = 0.94
"""Confidence of a change in a row that was typed or pasted under the plan's own heads, with its line's id."""
TYPED_FIELDS = ("due", "status", "owner")
"""What a typed row changes at once; anything else in it is asked."""
SAID_TWICE = 0.4
"""Confidence of either of two values that a mail's words and its document give for one field."""
FAINT = (UNEXPLAINED, "hearsay", "vague", "unsure", "leftover", "range")
"""Doubts of changes that make no reply of a mail out of the blue: sellers of other things use our words too."""
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
    if letter.kind == "reply" and letter.calendars and (invited := _invited(letter, context)):
        return invited
    if letter.kind != "reply":
        stated, tabled = Reading(kind=letter.kind), Reading(kind=letter.kind)
    else:
        tabled, words = _table(letter, context)
        stated = read_statements(replace(letter, text=words), context)
    returned = _documents(letter, context)
    taken = bool(returned.changes or returned.refusals or tabled.changes)
    told = [change for change in stated.changes if change.reason not in FAINT]
    cold = not (told or stated.replies) and _is_cold(letter, context.plan)
    stated = replace(stated, changes=() if cold else stated.changes)
    return Reading(
        kind="reply" if taken else "unrelated" if cold else stated.kind,
        changes=_together((*stated.changes, *tabled.changes), returned.changes),
        questions=(*stated.questions, *tabled.questions, *returned.questions),
        replies=stated.replies,
        refusals=(*stated.refusals, *tabled.refusals, *returned.refusals),
        language=letter.language,
        text=letter.text,
        meetings=meetings_in(letter.calendars) if letter.calendars else (),
    )


def _is_cold(letter: Letter, plan: Plan) -> bool:
    """Tell a mail out of the blue: it answers nothing, and its sender is of neither side."""
    domain = letter.sender.email.rpartition("@")[2].casefold()
    ours = {known.casefold() for side in (plan.buyer, plan.seller) for known in side.domains}
    answers = letter.in_reply_to or letter.references or REPLYING.match(letter.subject)
    return not answers and domain not in ours and plan.person_at(letter.sender.email) is None


def _invited(letter: Letter, context: Context) -> Reading | None:
    """Return what an answer to an invitation says, by its calendar part and what was typed beside it.

    What a calendar program writes itself names the line again, and is nobody's words.
    """
    from parsing.invite import answers_in, read_invites

    answers, refused = answers_in(letter.calendars, context.plan)
    if not answers and not refused:
        return None
    read = read_invites(answers, context, letter.sent_at.date())
    names = [line.name for answer in answers if (line := context.plan.line(answer.line))]
    typed = "" if any(fold(name) in fold(letter.text) for name in names) else letter.text
    words = "\n".join(dict.fromkeys(text for text in (*(one.words for one in answers), typed) if text.strip()))
    asked = replace(context, asked=tuple(answer.line for answer in answers))
    stated = read_statements(replace(letter, text=words), asked) if words else Reading(kind="reply")
    return Reading(
        kind="reply",
        changes=_together(stated.changes, read.changes),
        questions=stated.questions,
        replies=stated.replies,
        refusals=(*read.refusals, *refused),
        language=letter.language,
        text=words,
    )


def _table(letter: Letter, context: Context) -> tuple[Reading, str]:
    """Return what a table typed or pasted into the mail changes, and the mail's other words."""
    if not TABLE_SIGN.search(letter.text):
        return Reading(kind="reply"), letter.text
    from parsing.word import changes_in_text

    sender = context.plan.person_at(letter.sender.email)
    found, words = changes_in_text(letter.text, context, side=sender.side if sender else None)
    if found is None:
        return Reading(kind="reply"), letter.text
    # A table in a mail bears no marks of ours: which plan it is of, the mail itself says.
    doubts = tuple(doubt for doubt in found.doubts if doubt.reason != "no-identity")
    doubted = {doubt.row for doubt in doubts} | {conflict.target for conflict in found.conflicts}
    meant = [change for change in found.changes if not _is_shortened(change, context)]
    changes = tuple(_typed(change, letter.text, change.target in doubted) for change in meant)
    refusals = tuple(Refusal(doubt.reason, doubt.row or doubt.detail) for doubt in doubts)
    return Reading(kind="reply", changes=changes, questions=found.questions, refusals=refusals), words


def _is_shortened(change: Change, context: Context) -> bool:
    """Tell whether a typed row only calls its line by fewer words: "Pilot" for "Pilot on two dock doors"."""
    line = context.plan.line(change.target)
    return bool(line and change.field == "name" and fold(str(change.value)) in fold(line.name))


def _typed(change: Change, text: str, doubted: bool) -> Change:
    """Return a table's change as the sender's own words.

    A row that begins with its line's id names it for certain, unless something else in it contradicts; what people
    retype (names, outcomes, notes) is never a change by itself, and a question mark asks.
    """
    named = re.search(rf"(?m)^[\s|>]*{re.escape(change.target)}(?![\w.])", text)
    plain = change.field in TYPED_FIELDS and change.value is not None and "?" not in change.evidence
    if change.decision == "ask" and change.reason == "" and plain and named and not doubted:
        return replace(change, source="body", decision="apply", confidence=TYPED)
    if change.field not in TYPED_FIELDS or doubted or "?" in change.evidence:
        return replace(change, source="body", decision="ask", confidence=min(change.confidence, SAID_TWICE))
    return replace(change, source="body")


def _together(said: tuple[Change, ...], written: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return the changes of words and documents: what both say is one change, what they say differently is asked."""
    found: list[Change] = list(said)
    for change in written:
        twin = next((one for one in found if (one.target, one.field) == (change.target, change.field)), None)
        if twin is None or change.target == "new":
            found.append(change)
        elif twin.value == change.value or twin.value is None:
            found[found.index(twin)] = change if change.decision == "apply" or twin.value is None else twin
        elif change.value is not None:
            found[found.index(twin)] = replace(twin, decision="ask", confidence=SAID_TWICE, reason="said-twice")
            found.append(replace(change, decision="ask", confidence=SAID_TWICE, reason="said-twice"))
    return tuple(found)


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
