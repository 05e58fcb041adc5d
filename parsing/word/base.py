"""The base of a returned document is the sheet that it once showed: an older one or another person's, never a guess."""

import hmac
from collections.abc import Iterable, Sequence

from parsing.word.returned import Returned
from plans.facets import canonical
from plans.seal import stamp
from plans.sheet import Row, Sheet


def base_of(returned: Returned, sheets: Iterable[Sheet]) -> Sheet | None:
    """Return the sheet that this document was made from, or None where none of them is.

    A document's own name decides; where an editor dropped it, the version does, and among the sheets of one version
    the one whose words came back most. A document without a name and a version is nobody's child.
    """
    candidates = [sheet for sheet in sheets if not returned.plan or sheet.plan == returned.plan]
    if returned.document:
        named = [sheet for sheet in candidates if sheet.document == returned.document]
        if named or all(sheet.document for sheet in candidates):
            return next(iter(named), None)
    if returned.version is None:
        return None
    same = [sheet for sheet in candidates if sheet.version == returned.version]
    return max(same, key=lambda sheet: _shared(sheet.rows, returned.sheet.rows), default=None)


def _shared(sent: Sequence[Row], came: Sequence[Row]) -> tuple[float, int]:
    """Return how much of what was sent came back, as a share of it and as a number of cells."""
    words = {(row.id, column): canonical(cell.text) for row in came for column, cell in row.cells.items() if row.id}
    cells = [(row.id, column, canonical(cell.text)) for row in sent for column, cell in row.cells.items() if cell.text]
    kept = sum(1 for row_id, column, text in cells if words.get((row_id, column)) == text)
    return kept / max(len(cells), 1), kept


def sealed(returned: Returned, sheet: Sheet, keys: Iterable[bytes]) -> bool:
    """Tell whether the document bears the stamp that one of our keys made for this sheet."""
    return any(
        hmac.compare_digest(stamp(key, sheet.plan, sheet.version, sheet.document), returned.stamp or "-")
        for key in keys
    )
