"""What a returned document changes is told by merging it with the sheet that was sent and the plan as it stands."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from parsing.word.actions import under_milestones
from parsing.word.base import base_of, sealed
from parsing.word.columns import head_row
from parsing.word.guard import Unsafe
from parsing.word.read import read_document, read_found
from parsing.word.returned import Doubt, Returned
from parsing.word.text_table import read_text
from plans.change import Change, Refusal
from plans.letter import Context
from plans.merge import UNSURE, Conflict, merge
from plans.plan import Side
from plans.sheet import Sheet
from plans.sheet_of import as_shown, shows_actions


@dataclass(frozen=True)
class DocumentReading:
    """The changes, questions and collisions in one returned document; collisions are among the changes as asks."""

    returned: Returned
    changes: tuple[Change, ...] = ()
    questions: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def changes_in(
    data: bytes, filename: str, context: Context, *, side: Side | None = None, keys: Sequence[bytes] = ()
) -> DocumentReading | Refusal:
    """Return what a returned document changes in the context's plan, or why it is not taken.

    The base is whichever of the context's sheets the document was made from; without one, and without the document
    being of the plan's present version, every difference is asked. `side` is the sender's: a sheet of the other side
    is never compared with, so that no answer tells what it holds. With `keys`, a stamp that none of them made is a
    doubt, and everything is asked.
    """
    returned = read_document(data, filename, context.plan)
    if isinstance(returned, Refusal):
        return returned
    if returned.plan and returned.plan != context.plan.slug:
        return Refusal("other-plan", returned.plan)
    return compared(returned, context, side=side, keys=keys)


def changes_in_text(text: str, context: Context, *, side: Side | None = None) -> tuple[DocumentReading | None, str]:
    """Return what a table typed or pasted into a mail changes, and the mail's other words.

    Only a table under the plan's own heads is one; for any other the words are returned as they were, with None.
    """
    try:
        found = read_text(text)
    except Unsafe:
        return None, text
    if not any(head_row(table) is not None for table in found.tables):
        return None, text
    returned = read_found(found, context.plan)
    if isinstance(returned, Refusal):
        return None, text
    return compared(returned, context, side=side), found.text


def compared(
    returned: Returned, context: Context, *, side: Side | None = None, keys: Sequence[bytes] = ()
) -> DocumentReading:
    """Return the merge of a document that was read with what was sent and what stands."""
    theirs, plan = returned.sheet, context.plan
    sheets = [sheet for sheet in (context.sheet, *context.sheets) if sheet and side in (None, "seller", sheet.audience)]
    base = base_of(returned, sheets)
    ours = as_shown(plan, base or theirs, base.audience if base else side)
    forged = bool(keys) and bool(returned.stamp) and base is not None and not sealed(returned, base, keys)
    certain = not forged and (base is not None or returned.version in (None, plan.version))
    if base is None and returned.version is None and context.sheet in sheets:
        base = context.sheet
    result = merge(base or ours, ours, theirs)
    changes = result.changes if certain else tuple(_asked(change) for change in result.changes)
    if not returned.plan:
        # A table that is not our document need not hold every line and all small print: what it lacks is not gone.
        changes = tuple(change for change in changes if not _left_out(change, theirs))
    if shows_actions(plan, ours):
        changes = under_milestones(changes, theirs, plan)
    asked = tuple(
        Change(each.target, each.field, each.theirs, "ask", UNSURE, each.evidence, "document")
        for each in result.conflicts
    )
    questions = tuple(
        f"{comment.row}: {comment.text}" if comment.row else comment.text for comment in returned.comments
    )
    doubts = (*returned.doubts, *((Doubt("forged-stamp", "", returned.stamp),) if forged else ()))
    return DocumentReading(returned, (*changes, *asked), questions, result.conflicts, doubts)


def _left_out(change: Change, theirs: Sheet) -> bool:
    small = change.field in ("deadline", "backup", "approver") and change.value in (None, "soft")
    return small or (change.value == "skipped" and theirs.row(change.target) is None)


def _asked(change: Change) -> Change:
    return replace(change, decision="ask", confidence=UNSURE)
