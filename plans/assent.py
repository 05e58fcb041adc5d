"""A confirmation of a line that the answered mail asks a yes about is that yes: "Yes, agreed" is no less than "yes"."""

from collections.abc import Iterable
from dataclasses import replace

from plans.change import Change, Reading, Reply
from plans.state import Code, Pending


def assented(reading: Reading, code: Code | None, pending: Iterable[Pending]) -> Reading:
    """Return the reading with confirmations of what is asked taken as the yes that they are; a line that is asked
    about is never confirmed besides as it stood before the answer."""
    asked = {held.change.target for held in pending if code and held.id in code.pending}
    meant = tuple(change for change in reading.changes if change.target in asked and _confirms(change))
    if not meant:
        return reading
    words = reading.replies or tuple(Reply("yes", change.target, change.evidence) for change in meant)
    return replace(reading, changes=tuple(one for one in reading.changes if one not in meant), replies=words)


def _confirms(change: Change) -> bool:
    return change.field == "confirmed" and change.value is True and change.decision == "apply"
