"""Who may begin a plan, under which name, and what a page makes of a draft: as tables."""

import datetime as dt

import pytest

from plans.beginning import company_of, free_slug, is_listed, with_page
from plans.sheet import Cell, Column, Row, Sheet
from plans.sheet_of import sheet_of
from tests.plans.a_plan import a_plan


@pytest.mark.parametrize(
    ("address", "sellers", "listed"),
    [
        ("nate@northbeam.example", {"northbeam.example"}, True),
        ("Nate@Northbeam.Example", {"@northbeam.example"}, True),
        ("nate@northbeam.example", {"nate@northbeam.example"}, True),
        ("sam@northbeam.example", {"nate@northbeam.example"}, False),
        ("nate@sub.northbeam.example", {"northbeam.example"}, False),
        ("nate@evil-northbeam.example", {"northbeam.example"}, False),
        ("northbeam.example", {"northbeam.example"}, False),
        ("", {""}, False),
        ("nate@northbeam.example", set(), False),
    ],
)
def test_a_seller_is_listed_by_address_or_by_exactly_their_domain(
    address: str, sellers: set[str], listed: bool
) -> None:
    assert is_listed(address, sellers) is listed


def test_a_name_that_is_taken_gets_the_next_free_number() -> None:
    assert [free_slug("acme", taken) for taken in ([], ["acme"], ["acme", "acme-2"])] == ["acme", "acme-2", "acme-3"]


def test_a_company_is_called_by_its_domain() -> None:
    assert [company_of(domain) for domain in ("northbeam.example", "mail.big-co.example")] == ["Northbeam", "Big Co"]


def row(row_id: str, **cells: tuple[str, str | None]) -> Row:
    found: dict[Column, Cell] = {column: Cell(*cells[column]) for column in cells}  # type: ignore[misc]
    return Row(row_id, found)


def test_a_page_as_it_was_sent_changes_nothing() -> None:
    plan = a_plan()
    assert with_page(plan, sheet_of(plan, "seller", "en")) == plan


def test_a_row_moves_its_line_with_its_actions_and_brings_its_owner_onto_the_plan() -> None:
    plan = a_plan()
    [first, *others] = sheet_of(plan, "seller", "en").rows
    old = plan.milestone(first.id)
    assert old
    assert old.due
    due = old.due + dt.timedelta(days=7)
    new = row(first.id, milestone=(old.name, old.name), owner=("Mia Lund, CIO <mia@harborline.example>",
              "Mia Lund <mia@harborline.example>"), due=("", due.isoformat()))  # fmt: skip
    found = with_page(plan, Sheet(plan.slug, 1, (new, *others), "seller"))
    line = found.milestone(first.id)
    assert line
    owner = found.person(line.owner)
    assert owner
    assert (owner.name, owner.title, owner.side) == ("Mia Lund", "CIO", "buyer")
    assert line.due == due
    moved = [(a.due, b.due) for a, b in zip(line.actions, old.actions, strict=True) if a.due and b.due]
    assert all(after - before == dt.timedelta(days=0 if b.settled else 7)
               for (after, before), b in zip(moved, old.actions, strict=True))  # fmt: skip


def test_a_row_that_is_gone_is_taken_out_with_what_hung_on_it_and_a_new_one_gets_an_id() -> None:
    plan = a_plan()
    [first, *others] = sheet_of(plan, "seller", "en").rows
    new = row("", milestone=("Go live", "Go live"), outcome=("It runs", "It runs"))
    found = with_page(plan, Sheet(plan.slug, 1, (*others, new), "seller"))
    assert found.milestone(first.id) is None
    assert not any(waits.id == first.id for line in found.milestones for waits in line.depends_on)
    assert found.milestones[-1].name == "Go live"
    assert found.milestones[-1].id not in {line.id for line in plan.lines()} - {first.id}
