"""A CRM's file of deals is taken whole, or every wrong line is named with what to do."""

import datetime as dt

import pytest

from parsing.deals import deals_in
from plans.report.deals import CrmDeal

HEADS = "deal,plan,opened,closed,outcome,crm_close,map,tasks_total,tasks_done\n"


def test_a_row_is_a_deal_and_what_is_empty_is_not_said() -> None:
    found = deals_in((HEADS + "006-1,harbor,2026-01-02,2026-03-04,won,2026-03-01,yes,12,11\n006-2,,,,,,,,\n").encode())
    days = (dt.date(2026, 1, 2), dt.date(2026, 3, 4))
    assert found.wrong == ()
    assert found.deals == (
        CrmDeal("006-1", "harbor", True, *days, "won", dt.date(2026, 3, 1), 12, 11),
        CrmDeal("006-2"),
    )


def test_an_export_of_a_spreadsheet_reads_the_same() -> None:
    heads = "\ufeffDeal ID;Amount;Owner;Close Date;Outcome;MAP"
    text = f'{heads}\r\n"006-1";90000;Nate Sorensen;2026-03-01T00:00;Won;No\r\n;;;;;\r\n'
    found = deals_in(text.encode())
    assert found.deals == (CrmDeal("006-1", has_map=False, outcome="won", crm_close=dt.date(2026, 3, 1)),)
    assert found.unread == ("Amount", "Owner")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",,,,,,,,", None),
        (",harbor,,,,,,,", "under deal is empty"),
        ("1,,03/04/2026,,,,,,", '"03/04/2026" under opened is no date. Write it as 2026-03-20.'),
        ("1,,2026-02-30,,,,,,", "is no date"),
        ("1,,2026-03-04,2026-03-03,won,,,,", "before 2026-03-04"),
        ("1,,,2026-03-03,open,,,,", "is open and has a day"),
        ("1,,,,closed won,,,,", "Write won, lost or open."),
        ("1,,,,,,maybe,,", "neither yes nor no"),
        ("1,harbor,,,,,no,,", "names a plan and says that it had none"),
        ("1,,,,,,,5,", "one of tasks_total and tasks_done"),
        ("1,,,,,,,5,6", "6 tasks done of 5"),
        ("1,,,,,,,five,5", "no number of tasks"),
        ("1,,,,,,,-1,0", "no number of tasks"),
        ("1,,,,,,,2,1,x", "10 cells, the heads are 9"),
        ("0,,,,,,,,", "Deal 0 stands on line 2 already"),
        ("x" * 201 + ",,,,,,,,", "more than 200 characters"),
    ],
)
def test_a_wrong_row_is_named_by_its_line_and_nothing_is_taken(row: str, words: str | None) -> None:
    found = deals_in(f"{HEADS}0,,,,,,,,\n{row}\n".encode())
    if words is None:
        assert [deal.id for deal in found.deals] == ["0"]
        return
    (wrong,) = found.wrong
    assert (wrong.line, found.deals) == (3, ())
    assert words in f"{wrong.problem} {wrong.remedy}"


def test_every_wrong_row_is_named_at_once_with_the_line_that_it_begins_on() -> None:
    found = deals_in((HEADS + '"a\nb",,x,,,,,,\n1,,,,,,,,\n2,,,,maybe,,,,\n').encode())
    assert [wrong.line for wrong in found.wrong] == [2, 5]


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        (b"", 1, "No column holds the deal's id"),
        (b"plan,opened\n", 1, "No column holds the deal's id"),
        (b"deal,crm id\n", 1, "deal and crm id say the same"),
        ("deal\nMünchen\n".encode("latin-1"), 0, "not in UTF-8"),
        (b'deal\n"1"2\n', 2, "This is no CSV"),
        (b'deal\n"1', 2, "This is no CSV"),
    ],
)
def test_a_file_that_is_none_is_refused_in_words(data: bytes, line: int, words: str) -> None:
    (wrong,) = deals_in(data).wrong
    assert wrong.line == line
    assert words in wrong.problem
