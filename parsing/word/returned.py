"""A returned document is a sheet with the marks of where it came from and the evidence of who changed it."""

from dataclasses import dataclass

from parsing.word.table import Comment, Revision
from plans.sheet import Sheet


@dataclass(frozen=True)
class Doubt:
    """Something that could not be told for certain; `reason` names the words, `row` the line, `detail` fills them."""

    reason: str
    row: str = ""
    detail: str = ""


@dataclass(frozen=True)
class Returned:
    """A document that was read: its sheet, and which document of which plan it says it is.

    `stamp` is as printed: whether it is ours is told by `plans.seal.stamp` with the key, which this room has not.
    """

    sheet: Sheet
    plan: str = ""
    version: int | None = None
    document: str = ""
    stamp: str = ""
    comments: tuple[Comment, ...] = ()
    revisions: tuple[Revision, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    ask_only: bool = False
