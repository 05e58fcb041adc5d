"""Seventeen kinds of damage to the marks: what was not edited stays as it is, what was edited is found or asked."""

import pytest

from parsing.word import DocumentReading, changes_in
from plans.letter import Context
from tests.documents.damage import DAMAGES
from tests.documents.edits import Expected, scored
from tests.documents.making import EXAMPLES, example, page, typed, with_cell

DUE, STATUS = 5, 6


def read(data: bytes, name: str) -> DocumentReading:
    sent = page(name).sheet
    found = changes_in(data, "plan.docx", Context(example(name), sent, sheets=(sent,)))
    assert isinstance(found, DocumentReading)
    return found


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("kind", DAMAGES)
def test_damage_alone_changes_nothing_unasked(kind: str, name: str) -> None:
    damage, may_ask = DAMAGES[kind]
    found = read(damage(page(name).data), name)
    assert [change for change in found.changes if change.decision == "apply"] == []
    assert may_ask or found.changes == ()


@pytest.mark.practice(79)
@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("kind", DAMAGES)
def test_edits_are_found_in_a_damaged_document(kind: str, name: str) -> None:
    damage, may_ask = DAMAGES[kind]
    edited = with_cell(page(name).data, 3, DUE, typed("2026-11-20"))
    edited = with_cell(edited, 5, STATUS, typed("blocked"))
    ids = [row.id for row in page(name).sheet.rows]
    expected = [Expected(ids[2], "due", "2026-11-20"), Expected(ids[4], "status", "blocked")]
    score = scored(read(damage(edited), name), expected, may_ask=may_ask)
    assert (score.wrong, score.missed, score.needless) == ((), (), ())
