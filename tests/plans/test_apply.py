"""Applying changes one field at a time, and taking them back."""

import datetime as dt

import pytest

from plans.apply import Author, apply, undo
from plans.change import Change, NewLine, NewPerson, Value
from plans.plan import External
from tests.plans.a_plan import DAY, a_plan

AUTHOR = Author("dana", "buyer", DAY, "letter1")


def change(target: str, field: str, value: Value) -> Change:
    return Change(target, field, value, "apply", 1.0, "her words")  # type: ignore[arg-type]


@pytest.mark.practice(53)
def test_a_later_date_is_a_slip_that_the_line_remembers() -> None:
    result = apply(a_plan(), [change("M1", "due", "2026-04-24")], AUTHOR)
    line = result.plan.milestone("M1")
    assert line is not None
    assert (line.due, line.slipped_from) == (dt.date(2026, 4, 24), (dt.date(2026, 4, 17),))
    assert result.plan.version == 5


def test_an_earlier_date_is_no_slip() -> None:
    line = apply(a_plan(), [change("M1", "due", "2026-04-10")], AUTHOR).plan.milestone("M1")
    assert line is not None
    assert line.slipped_from == ()


def test_many_changes_of_one_letter_are_one_version() -> None:
    result = apply(a_plan(), [change("M1", "status", "done"), change("M4", "due", "2026-06-19")], AUTHOR)
    assert result.plan.version == 5


def test_what_already_stands_is_no_change() -> None:
    result = apply(a_plan(), [change("M1", "due", "2026-04-17")], AUTHOR)
    assert result.applied == ()
    assert result.plan.version == 4


@pytest.mark.practice(13)
def test_done_keeps_its_day_and_its_evidence() -> None:
    line = apply(a_plan(), [change("M1", "status", "done")], AUTHOR).plan.milestone("M1")
    assert line is not None
    assert (line.status, line.done_on, line.evidence) == ("done", DAY, "her words")


@pytest.mark.practice(7)
def test_a_confirmation_keeps_who_when_and_which_letter() -> None:
    line = apply(a_plan(), [change("M1", "confirmed", True)], AUTHOR).plan.milestone("M1")
    assert line is not None
    assert [(c.by, c.on, c.letter) for c in line.confirmed] == [("dana", DAY, "letter1")]


@pytest.mark.parametrize("line", ["M2.1", "X1"])
def test_an_action_and_what_is_waited_for_outside_are_confirmed_and_taken_back_like_a_milestone(line: str) -> None:
    plan = a_plan(externals=(External("X1", "Fire permit", "regulator", "ray"),))
    said = apply(plan, [change(line, "confirmed", True)], AUTHOR)
    assert [(c.by, c.on, c.letter) for c in said.plan.entry(line).confirmed] == [("dana", DAY, "letter1")]  # type: ignore[union-attr]
    assert said.refused == ()
    assert undo(said.plan, said.applied).plan.entry(line) == plan.entry(line)


@pytest.mark.practice(87)
def test_a_new_owner_joins_the_plan_on_the_side_of_her_mail_domain() -> None:
    new = NewPerson("Deepa Raghunathan", "deepa@tallyworks.example")
    plan = apply(a_plan(), [change("M1", "owner", new)], AUTHOR).plan
    deepa = plan.person("deepa")
    assert deepa is not None
    assert deepa.side == "seller"
    assert plan.milestone("M1").owner == "deepa"  # type: ignore[union-attr]


def test_somebody_the_plan_knows_is_not_added_twice() -> None:
    new = NewPerson("Ray Dominguez", "RAY@harborline.example")
    plan = apply(a_plan(), [change("M2", "owner", new)], AUTHOR).plan
    assert len(plan.people) == len(a_plan().people)
    assert plan.milestone("M2").owner == "ray"  # type: ignore[union-attr]


def test_a_new_person_without_an_address_is_refused_in_words() -> None:
    result = apply(a_plan(), [change("M1", "owner", NewPerson("Luis Arrieta", None))], AUTHOR)
    assert result.plan == a_plan()
    assert "Luis Arrieta" in result.refused[0].detail


@pytest.mark.parametrize(
    ("target", "field", "value", "reason"),
    [
        ("M9", "due", "2026-05-01", "unknown-target"),
        ("M1", "due", "soon", "broken-value"),
        ("M1", "status", "sleeping", "broken-value"),
        ("M2.1", "approver", "dana", "broken-value"),
        ("M1", "depends_on", ("M77",), "broken-value"),
        ("person:ray", "mail", "sometimes", "broken-value"),
    ],
)
def test_what_cannot_be_is_refused_by_name_and_touches_nothing(
    target: str, field: str, value: Value, reason: str
) -> None:
    result = apply(a_plan(), [change(target, field, value)], AUTHOR)
    assert result.plan == a_plan()
    assert [refused.reason for refused in result.refused] == [reason]


CHANGES = [
    change("M1", "due", "2026-04-24"),
    change("M1", "status", "done"),
    change("M3", "owner", NewPerson("Luis Arrieta", "luis@harborline.example")),
    change("new", "milestone", NewLine("Works council", "2026-05-02", "ray")),
    change("new", "action", NewLine("Book the room", None, None, "M3")),
    change("M2", "confirmed", True),
    change("M2.1", "status", "done"),
    change("person:ray", "away", "2026-04-20"),
    change("plan", "status", "on-hold"),
    change("M4", "depends_on", ("M1", "M3")),
]


@pytest.mark.parametrize("one", CHANGES, ids=lambda one: f"{one.target}-{one.field}")
def test_undo_restores_exactly_what_stood_there(one: Change) -> None:
    result = apply(a_plan(), [one], AUTHOR)
    assert result.plan != a_plan()
    back = undo(result.plan, result.applied)
    assert back.plan == a_plan(version=6)


def test_undo_of_many_changes_restores_the_plan() -> None:
    result = apply(a_plan(), CHANGES, AUTHOR)
    assert undo(result.plan, result.applied).plan == a_plan(version=6)


def test_undo_keeps_what_was_changed_later() -> None:
    first = apply(a_plan(), [change("M1", "due", "2026-04-24"), change("M4", "due", "2026-06-19")], AUTHOR)
    second = apply(first.plan, [change("M1", "due", "2026-04-30")], AUTHOR)
    back = undo(second.plan, first.applied)
    assert back.plan.milestone("M1").due == dt.date(2026, 4, 30)  # type: ignore[union-attr]
    assert back.plan.milestone("M4").due == dt.date(2026, 6, 12)  # type: ignore[union-attr]


def test_undo_of_one_line_leaves_the_others() -> None:
    result = apply(a_plan(), [change("M1", "due", "2026-04-24"), change("M4", "due", "2026-06-19")], AUTHOR)
    back = undo(result.plan, result.applied, frozenset({"M4"}))
    assert back.plan.milestone("M1").due == dt.date(2026, 4, 24)  # type: ignore[union-attr]
    assert back.plan.milestone("M4").due == dt.date(2026, 6, 12)  # type: ignore[union-attr]
