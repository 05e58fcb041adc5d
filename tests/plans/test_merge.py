"""A merge is like source code's: theirs where only they changed, ours where only we did, a question where both did."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.change import NewLine, NewPerson
from plans.merge import merge, merge_as_json
from plans.plan import Plan
from plans.sheet import COLUMNS, Cell, Column, Row, Sheet, sheet_as_json, sheet_from_json
from plans.sheet_of import sheet_of
from storage.planfile import load

EXAMPLES = Path(__file__).parents[2] / "examples"
PLAN = load(EXAMPLES / "us-saas.yaml").plan or pytest.fail("the example does not load")
BASE = sheet_of(PLAN, "buyer")
VALUES: dict[Column, list[Cell]] = {
    "milestone": [Cell("Security green light", "Security green light"), Cell("Paper signed", "Paper signed")],
    "outcome": [Cell("Ticket closed", "Ticket closed"), Cell("All is signed", "All is signed")],
    "owner": [Cell("Priti Shah", "priti"), Cell("Maria Lopez (CISO)", "Maria Lopez <>"), Cell("Dana", None)],
    "depends_on": [Cell("M1, M2", "M1 M2"), Cell("none", None), Cell("the lawyers", None)],
    "due": [Cell("2 April 2026", "2026-04-02"), Cell("3 Apr", "2026-04-03"), Cell("soon", None)],
    "status": [Cell("done!", "done"), Cell("stuck", "blocked"), Cell("nearly", None)],
    "notes": [Cell("waiting for legal", "waiting for legal"), Cell("call on Friday", "call on Friday")],
}

edits = st.dictionaries(
    st.tuples(st.sampled_from([row.id for row in BASE.rows]), st.sampled_from(list(VALUES))),
    st.integers(0, 1),
    max_size=8,
)


def with_cell(sheet: Sheet, row_id: str, column: Column, cell: Cell) -> Sheet:
    rows = tuple(replace(row, cells=row.cells | {column: cell}) if row.id == row_id else row for row in sheet.rows)
    return replace(sheet, rows=rows)


def edited(sheet: Sheet, wanted: dict[tuple[str, Column], int]) -> Sheet:
    for (row_id, column), which in wanted.items():
        sheet = with_cell(sheet, row_id, column, VALUES[column][which])
    return sheet


def values(sheet: Sheet) -> dict[str, dict[str, str | None]]:
    return {row.id: {column: cell.value for column, cell in row.cells.items()} for row in sheet.rows}


@pytest.mark.practice(89)
@given(edits)
def test_merging_what_was_sent_unchanged_changes_nothing(ours: dict[tuple[str, Column], int]) -> None:
    mine = edited(BASE, ours)
    result = merge(BASE, mine, BASE)
    assert (result.merged, result.changes, result.conflicts) == (mine, (), ())


@given(edits)
def test_an_edit_of_an_unchanged_plan_is_taken_whole(theirs: dict[tuple[str, Column], int]) -> None:
    wanted = edited(BASE, theirs)
    result = merge(BASE, BASE, wanted)
    assert not result.conflicts
    asked = {change.target for change in result.changes if change.decision == "ask"}
    for row in wanted.rows:
        if row.id not in asked:
            assert values(result.merged)[row.id] == values(wanted)[row.id]


@given(edits, edits)
def test_merges_commute_on_disjoint_cells(
    one: dict[tuple[str, Column], int], two: dict[tuple[str, Column], int]
) -> None:
    apart = {key: which for key, which in two.items() if key not in one}
    first, second = edited(BASE, one), edited(BASE, apart)
    there = merge(BASE, merge(BASE, BASE, first).merged, second).merged
    back = merge(BASE, merge(BASE, BASE, second).merged, first).merged
    assert values(there) == values(back)


@given(edits, edits)
def test_merging_twice_is_merging_once(
    ours: dict[tuple[str, Column], int], theirs: dict[tuple[str, Column], int]
) -> None:
    mine, wanted = edited(BASE, ours), edited(BASE, theirs)
    once = merge(BASE, mine, wanted)
    twice = merge(BASE, once.merged, wanted)
    assert twice.merged == once.merged
    assert not [change for change in twice.changes if change.decision == "apply"]


@given(edits, edits)
def test_a_conflict_never_loses_either_value(
    ours: dict[tuple[str, Column], int], theirs: dict[tuple[str, Column], int]
) -> None:
    mine, wanted = edited(BASE, ours), edited(BASE, theirs)
    result = merge(BASE, mine, wanted)
    told = {(change.target, change.field) for change in result.changes}
    for conflict in result.conflicts:
        assert (conflict.target, conflict.field) not in told
        assert conflict.ours != conflict.theirs or None in (conflict.ours, conflict.theirs)
        row, before = result.merged.row(conflict.target), mine.row(conflict.target)
        assert row is not None
        assert before is not None
    for (row_id, column), which in theirs.items():
        now = ours.get((row_id, column))
        sent = BASE.row(row_id).value(column)  # type: ignore[union-attr]
        if now is not None and sent not in {VALUES[column][now].value, VALUES[column][which].value} and now != which:
            assert any(conflict.target == row_id for conflict in result.conflicts)
            assert result.merged.row(row_id).value(column) == mine.row(row_id).value(column)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("column", "row_id", "text", "value"),
    [
        ("due", "M3", "13 March 2026", "2026-03-13"),
        ("due", "M3", "3/13/26", "2026-03-13"),
        ("owner", "M3", "Dana Kowalczyk", "danak"),
        ("owner", "M3", "dana  kowalczyk", "danak"),
        ("outcome", "M5", "Marcus approves the two\u2011year\u00a0spend in Coupa", None),
        ("milestone", "M5", " CFO\u00a0 approval ", "CFO approval"),
        ("status", "M2", "in progress", "in-progress"),
        ("depends_on", "M5", "M2, M4", "M2 M4"),
        ("notes", "M1", "Docs: Use-case sheet", None),
    ],
)  # fmt: skip
def test_another_way_of_writing_the_same_is_no_change(
    column: Column, row_id: str, text: str, value: str | None
) -> None:
    result = merge(BASE, BASE, with_cell(BASE, row_id, column, Cell(text, value)))
    assert result.changes == ()


def test_small_print_typed_over_with_a_new_owner_changes_the_owner_alone() -> None:
    result = merge(BASE, BASE, with_cell(BASE, "M4", "owner", Cell("Maria Lopez (CISO)", "Maria Lopez <>")))
    (change,) = result.changes
    assert (change.target, change.field, change.decision) == ("M4", "owner", "apply")
    assert change.value == NewPerson("Maria Lopez", None)


def test_a_new_backup_in_the_small_print_is_a_change_of_the_backup() -> None:
    cell = Cell(
        "Priti Shah, Legal Counsel (I)\nBackup: June Abernathy", "priti", (("backup", "june"), ("approver", "marcus"))
    )
    (change,) = merge(BASE, BASE, with_cell(BASE, "M4", "owner", cell)).changes
    assert (change.target, change.field, change.value, change.decision) == ("M4", "backup", "june", "apply")


def test_words_that_were_not_understood_are_asked_with_those_words() -> None:
    (change,) = merge(BASE, BASE, with_cell(BASE, "M3", "due", Cell("after Easter", None))).changes
    assert (change.value, change.decision, change.evidence) == (None, "ask", "after Easter")


@pytest.mark.practice(79)
def test_a_row_taken_out_is_asked_before_it_is_skipped() -> None:
    result = merge(BASE, BASE, replace(BASE, rows=BASE.rows[:2] + BASE.rows[3:]))
    (change,) = result.changes
    assert (change.target, change.field, change.value, change.decision) == ("M3", "status", "skipped", "ask")
    assert result.merged == BASE


def test_a_row_added_is_a_proposed_milestone() -> None:
    cells: dict[Column, Cell] = {
        "milestone": Cell("Vendor Selection Committee", "Vendor Selection Committee"),
        "owner": Cell("June Abernathy", "june"),
        "due": Cell("Mar 24, 2026", "2026-03-24"),
    }
    theirs = replace(BASE, rows=(*BASE.rows, Row("", cells)))
    result = merge(BASE, BASE, theirs)
    (change,) = result.changes
    assert (change.target, change.field, change.decision) == ("new", "milestone", "apply")
    assert change.value == NewLine("Vendor Selection Committee", "2026-03-24", "june")
    assert merge(BASE, result.merged, theirs).changes == ()


def test_a_copied_row_with_another_name_is_asked_and_leaves_its_original_alone() -> None:
    row = BASE.rows[2]
    copied = replace(row, cells=row.cells | {"milestone": Cell("Legal review", "Legal review")})
    (change,) = merge(BASE, BASE, replace(BASE, rows=(*BASE.rows, copied))).changes
    assert (change.target, change.decision) == ("new", "ask")


def test_two_copies_of_a_row_that_differ_are_asked() -> None:
    row = BASE.rows[2]
    copied = replace(row, cells=row.cells | {"due": Cell("1 April 2026", "2026-04-01")})
    (change,) = merge(BASE, BASE, replace(BASE, rows=(*BASE.rows, copied))).changes
    assert (change.target, change.field, change.decision) == ("M3", "due", "ask")


def test_a_row_that_was_only_guessed_changes_nothing_unasked() -> None:
    theirs = with_cell(BASE, "M3", "due", Cell("1 April 2026", "2026-04-01"))
    guessed = replace(theirs, rows=tuple(replace(row, sure=False) for row in theirs.rows))
    result = merge(BASE, BASE, guessed)
    assert [change.decision for change in result.changes] == ["ask"]
    assert result.merged == BASE


@pytest.mark.practice(89)
def test_what_changed_meanwhile_stays_and_what_collides_is_asked_with_both_values() -> None:
    ours = with_cell(BASE, "M3", "due", Cell("Mar 20, 2026", "2026-03-20"))
    ours = with_cell(ours, "M2", "status", Cell("● Done", "done"))
    theirs = with_cell(BASE, "M3", "due", Cell("27 March", "2026-03-27"))
    result = merge(BASE, ours, theirs)
    assert result.changes == ()
    assert result.merged == ours
    (conflict,) = result.conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == ("2026-03-13", "2026-03-20", "2026-03-27")


def test_a_line_that_is_gone_meanwhile_and_that_they_changed_is_a_conflict() -> None:
    ours = replace(BASE, rows=BASE.rows[:2] + BASE.rows[3:])
    theirs = with_cell(BASE, "M3", "due", Cell("27 March", "2026-03-27"))
    (conflict,) = merge(BASE, ours, theirs).conflicts
    assert (conflict.target, conflict.ours, conflict.theirs) == ("M3", None, "2026-03-27")


def test_a_column_they_took_out_changes_nothing() -> None:
    columns = tuple(column for column in COLUMNS if column != "outcome")
    rows = tuple(replace(row, cells={c: cell for c, cell in row.cells.items() if c in columns}) for row in BASE.rows)
    assert merge(BASE, BASE, replace(BASE, rows=rows, columns=columns)).changes == ()


def test_a_merge_prints_what_the_contract_says() -> None:
    ours = with_cell(BASE, "M3", "due", Cell("Mar 20, 2026", "2026-03-20"))
    theirs = with_cell(BASE, "M3", "due", Cell("27 March", "2026-03-27"))
    theirs = with_cell(theirs, "M2", "status", Cell("done!", "done"))
    printed = merge_as_json(merge(BASE, ours, theirs))
    assert printed["conflicts"] == [
        {"target": "M3", "field": "due", "base": "2026-03-13", "ours": "2026-03-20", "theirs": "2026-03-27"}
    ]
    assert [(c["target"], c["field"], c["value"], c["source"]) for c in printed["changes"]] == [
        ("M2", "status", "done", "document")
    ]
    assert sheet_from_json(printed["merged"]).row("M2").value("status") == "done"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["us-saas", "de-manufacturer", "fr-hospital"])
def test_a_sheet_goes_through_json_and_back(name: str) -> None:
    plan = load(EXAMPLES / f"{name}.yaml").plan
    assert isinstance(plan, Plan)
    for audience in ("buyer", "seller"):
        sheet = sheet_of(plan, audience, None, "a document")
        assert sheet_from_json(sheet_as_json(sheet)) == sheet


@pytest.mark.parametrize(
    "broken", [None, [], {}, {"plan": "x"}, {"plan": "x", "version": "one", "rows": []}, {"rows": 3}]
)
def test_json_that_is_no_sheet_is_said_in_words(broken: object) -> None:
    with pytest.raises(ValueError, match="no sheet"):
        sheet_from_json(broken)


def test_dates_of_the_base_are_the_plan_s() -> None:
    assert BASE.row("M3").value("due") == dt.date(2026, 3, 13).isoformat()  # type: ignore[union-attr]
