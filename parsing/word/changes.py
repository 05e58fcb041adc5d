"""What a returned document changes is told by merging it with the sheet that was sent and the plan as it stands."""

from dataclasses import dataclass, replace

from parsing.word.read import read_document
from parsing.word.returned import Doubt, Returned
from plans.change import Change, Refusal
from plans.letter import Context
from plans.merge import UNSURE, Conflict, merge
from plans.sheet import Sheet
from plans.sheet_of import sheet_of


@dataclass(frozen=True)
class DocumentReading:
    """The changes, questions and collisions in one returned document; collisions are among the changes as asks."""

    returned: Returned
    changes: tuple[Change, ...] = ()
    questions: tuple[str, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    doubts: tuple[Doubt, ...] = ()


def changes_in(data: bytes, filename: str, context: Context) -> DocumentReading | Refusal:
    """Return what a returned document changes in the context's plan, or why it is not taken.

    The context's sheet is the base where it is the one that this document was made from; without it, and without the
    document being of the plan's present version, every difference is asked.
    """
    returned = read_document(data, filename, context.plan)
    if isinstance(returned, Refusal):
        return returned
    if returned.plan and returned.plan != context.plan.slug:
        return Refusal("other-plan", returned.plan)
    return compared(returned, context)


def compared(returned: Returned, context: Context) -> DocumentReading:
    """Return the merge of a document that was read with what was sent and what stands."""
    theirs = returned.sheet
    ours = sheet_of(context.plan, theirs.audience, theirs.language)
    base = context.sheet if _is_base(context.sheet, returned) else None
    certain = base is not None or returned.version in (None, context.plan.version)
    result = merge(base or ours, ours, theirs)
    changes = result.changes if certain else tuple(_asked(change) for change in result.changes)
    asked = tuple(
        Change(each.target, each.field, each.theirs, "ask", UNSURE, each.evidence, "document")
        for each in result.conflicts
    )
    questions = tuple(
        f"{comment.row}: {comment.text}" if comment.row else comment.text for comment in returned.comments
    )
    return DocumentReading(returned, (*changes, *asked), questions, result.conflicts, returned.doubts)


def _is_base(sheet: Sheet | None, returned: Returned) -> bool:
    """Tell whether a sheet is what this document once showed: the same document, or the same version."""
    if sheet is None:
        return False
    if returned.document and sheet.document:
        return sheet.document == returned.document
    return returned.version is None or sheet.version == returned.version


def _asked(change: Change) -> Change:
    return replace(change, decision="ask", confidence=UNSURE)
