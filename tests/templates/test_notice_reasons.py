"""Every reason that the other rooms can give has words of its own: found in their source, so that none is forgotten."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from templates.notice.words import own_tables

ROOT = Path(__file__).parents[2]
REFUSING = {"Refused": 0, "Refusal": 0, "Doubt": 0, "Unsafe": 0, "_refused": 1}
"""Calls whose argument at this place names why something was not taken."""
ASKING = {"Ask": 2, "Rule": 2}
"""Calls whose argument at this place names why something is asked."""
INNER = {"copied", "no-identity", "no-plan", "no-number"}
"""Reasons that the identity of rows passes on by a variable; they are refused as doubts."""


def calls(*rooms: str) -> Iterator[tuple[str, ast.Call]]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                    yield node.func.id, node


def named(call: ast.Call, place: int) -> Iterator[str]:
    keywords = [keyword.value for keyword in call.keywords if keyword.arg in ("reason", "why")]
    for value in (*call.args[place : place + 1], *keywords):
        if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
            yield value.value


def test_every_refusal_in_the_code_has_words() -> None:
    found = {
        reason for name, call in calls("plans", "parsing") if name in REFUSING for reason in named(call, REFUSING[name])
    }
    assert len(found) > 20
    assert found - own_tables("en")["refused"].keys() == set()


def test_every_question_in_the_code_has_words() -> None:
    found = {
        reason for name, call in calls("plans", "parsing") if name in ASKING for reason in named(call, ASKING[name])
    }
    dated = {reason for name, call in calls("parsing") if name == "FoundDate" for reason in named(call, 99)}
    returned = {
        node.value.elts[-1].value
        for path in (ROOT / "parsing" / "dates").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and node.value.elts
        if isinstance(node.value.elts[-1], ast.Constant) and isinstance(node.value.elts[-1].value, str)
    } - {""}  # fmt: skip
    assert len(returned) > 3
    assert len(found) > 5
    assert len(dated) > 3
    assert (found | dated | returned) - own_tables("en")["reason"].keys() == set()


@pytest.mark.parametrize("reason", sorted(INNER))
def test_what_makes_a_row_doubtful_has_words(reason: str) -> None:
    assert own_tables("en")["refused"][reason]
