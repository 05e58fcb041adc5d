"""What is waited for outside is a line like any other: its owner, and whoever it is, can say how it stands."""

from dataclasses import replace

import pytest

from parsing.statements import read_statements
from parsing.statements.certainty import STRANGER
from plans.letter import Context
from plans.plan import External
from tests.parsing.statements_help import HARBOR, MONDAY, letter, plan_of, shown

PERMIT = External("X1", "Joliet fire marshal permit", "regulator", "ray", MONDAY.date().replace(day=20))
PLAN = replace(plan_of(HARBOR), externals=(PERMIT,))


def told(text: str, sender: str = "ray") -> set[str]:
    return {shown(change) for change in read_statements(letter(text, sender), Context(PLAN)).changes}


@pytest.mark.practice(81)
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("X1 is done", {"X1 status done"}),
        ("X1 is confirmed", {"X1 confirmed true"}),
        ("the fire marshal permit slips to April 28", {"X1 due 2026-04-28"}),
        ("the Joliet fire marshal permit is blocked", {"X1 status blocked"}),
        ("the marshal is ill", set()),
        ("X1 and M3.1 are done", {"X1 status done", "M3.1 status done"}),
        ("X1: no", {"X1 due null?"}),
    ],
)
def test_a_line_that_is_waited_for_outside_is_read_by_id_and_by_name(text: str, expected: set[str]) -> None:
    assert told(text) == expected


def test_what_the_outsider_writes_is_asked_about() -> None:
    reading = read_statements(letter("the fire marshal permit is done", "clerk"), Context(PLAN))
    assert [(shown(change), change.reason) for change in reading.changes] == [("X1 status done?", STRANGER)]


def test_the_one_line_that_a_mail_asked_about_may_be_an_external() -> None:
    reading = read_statements(letter("done", "ray"), Context(PLAN, asked=("X1",)))
    assert {shown(change) for change in reading.changes} == {"X1 status done"}
