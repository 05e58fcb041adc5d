"""A returned document is compared with the one sheet that it was made from, whichever of many that was."""

import datetime as dt
from dataclasses import replace

import pytest
from lxml import etree

from parsing.word import DocumentReading, Returned, base_of, changes_in, changes_in_text, read_document, sealed
from plans.change import NewLine, Refusal
from plans.letter import Context
from plans.plan import Action, Plan, Side
from plans.sheet import Sheet
from templates.document import Document, render, render_detail
from tests.documents.making import KEY, NS, W, body_edited, example, repacked, rows, typed, with_cell, write

PLAN = example("us-saas")
DUE, STATUS = 5, 6
DAY = dt.date(2026, 3, 10)


def made(version: int = 4, side: Side = "buyer", language: str = "en", plan: Plan = PLAN) -> Document:
    name = f"{plan.slug}-v{version}-{side}-{language}"
    return render(replace(plan, version=version), audience=side, language=language, key=KEY, document=name, made_on=DAY)


def in_detail(plan: Plan = PLAN) -> Document:
    return render_detail(plan, audience="buyer", key=KEY, document=f"{plan.slug}-v4-detail", made_on=DAY)


def nameless(data: bytes) -> bytes:
    """Return the file as an editor leaves it that drops custom and core properties."""
    return repacked(data, {"docProps/custom.xml": None, "docProps/core.xml": b"<x/>"})


def read(data: bytes) -> Returned:
    found = read_document(data, "plan.docx", PLAN)
    assert isinstance(found, Returned)
    return found


def body_row(texts: tuple[str, ...]) -> etree._Element:
    return etree.fromstring(f"<w:tr {NS}>" + "".join(f"<w:tc>{typed(text)}</w:tc>" for text in texts) + "</w:tr>")


def row_of(root: etree._Element, words: str) -> etree._Element:
    (row,) = [row for row in rows(root) if words in "".join(str(part) for part in row.itertext())]
    return row


SIDES: tuple[Side, ...] = ("buyer", "seller")
SENT = [made(version, side, language) for version in (2, 3, 4) for side in SIDES for language in ("en", "fr")]
SHEETS = [document.sheet for document in SENT]


@pytest.mark.practice(89)
@pytest.mark.parametrize("number", range(len(SENT)))
def test_a_document_is_the_child_of_the_sheet_that_bears_its_name(number: int) -> None:
    assert base_of(read(SENT[number].data), SHEETS) == SHEETS[number]


@pytest.mark.parametrize("number", range(len(SENT)))
def test_without_properties_the_version_and_the_words_tell_the_sheet(number: int) -> None:
    found = base_of(read(nameless(SENT[number].data)), SHEETS)
    assert found is not None
    assert (found.version, found.language) == (SHEETS[number].version, SHEETS[number].language)


def test_a_document_of_a_version_that_was_never_sent_has_no_base() -> None:
    assert base_of(read(made(9).data), SHEETS) is None
    assert base_of(read(nameless(made(9).data)), SHEETS) is None


def test_a_table_without_identity_is_nobodys_child() -> None:
    html = b"<table><tr><th>#</th><th>Milestone</th><th>Due</th><th>Status</th></tr><tr><td>M1</td></tr></table>"
    found = read_document(html, "x.html", PLAN)
    assert isinstance(found, Returned)
    assert base_of(found, SHEETS) is None


def test_another_plans_sheet_is_never_the_base() -> None:
    other = Sheet("other", 4, SHEETS[4].rows, document=SHEETS[4].document)
    assert base_of(read(SENT[4].data), [other]) is None


@pytest.mark.practice(107)
def test_last_months_copy_is_merged_against_last_months_sheet() -> None:
    old = with_cell(SENT[0].data, 5, STATUS, typed("in progress"))
    now = replace(PLAN, version=9)
    found = changes_in(old, "plan.docx", Context(now, made(9).sheet, sheets=tuple(SHEETS)))
    assert isinstance(found, DocumentReading)
    assert [(c.target, c.field, c.value, c.decision) for c in found.changes] == [
        ("M5", "status", "in-progress", "apply")
    ]


def test_a_forged_stamp_is_a_doubt_and_makes_every_change_a_question() -> None:
    edited = with_cell(SENT[4].data, 3, DUE, typed("Mar 20, 2026"))
    context = Context(PLAN, sheets=tuple(SHEETS))
    for keys, decision, doubts in (((KEY,), "apply", []), ((b"another key",), "ask", ["forged-stamp"])):
        found = changes_in(edited, "plan.docx", context, keys=keys)
        assert isinstance(found, DocumentReading)
        assert [change.decision for change in found.changes] == [decision]
        assert [doubt.reason for doubt in found.doubts] == doubts
    assert sealed(read(SENT[4].data), SHEETS[4], [b"newer", KEY])
    assert not sealed(read(SENT[4].data), SHEETS[5], [KEY])


@pytest.mark.practice(9)
@pytest.mark.practice(116)
def test_a_buyer_who_claims_the_sellers_document_learns_nothing_internal() -> None:
    hidden = replace(PLAN.milestones[1], name="SECRET", internal=True)
    plan = replace(PLAN, milestones=(PLAN.milestones[0], hidden, *PLAN.milestones[2:]))
    sheets = tuple(made(4, side, plan=plan).sheet for side in SIDES)
    claimed = repacked(
        made(4, "buyer", plan=plan).data, {"docProps/custom.xml": lambda xml: xml.replace(b"buyer", b"seller")}
    )
    found = changes_in(claimed, "plan.docx", Context(plan, sheets=sheets), side="buyer")
    assert isinstance(found, DocumentReading)
    assert "SECRET" not in repr((found.changes, found.questions, found.conflicts, found.doubts))
    assert "M2" not in {change.target for change in found.changes}


@pytest.mark.practice(98)
@pytest.mark.parametrize("name", ["us-saas", "de-manufacturer", "fr-hospital"])
def test_the_detail_is_read_back_action_for_action(name: str) -> None:
    sent = in_detail(example(name))
    found = read_document(sent.data, "plan.docx", example(name))
    assert isinstance(found, Returned)
    assert found.sheet == sent.sheet
    assert found.doubts == ()


def test_what_is_typed_into_the_detail_changes_the_action() -> None:
    sent = in_detail()
    ids = [row.id for row in sent.sheet.rows]

    def edit(root: etree._Element) -> None:
        cells = row_of(root, "M4.2").findall(f"{W}tc")
        write(cells[4], typed("done"))
        write(cells[3], typed("Mar 19, 2026"))

    assert "M4.2" in ids
    found = changes_in(body_edited(sent.data, edit), "plan.docx", Context(PLAN, sheets=(*SHEETS, sent.sheet)))
    assert isinstance(found, DocumentReading)
    assert {(c.target, c.field, c.value, c.decision) for c in found.changes} == {
        ("M4.2", "status", "done", "apply"),
        ("M4.2", "due", "2026-03-19", "apply"),
    }


def test_a_row_added_to_the_detail_is_an_action_of_that_milestone() -> None:
    sent = in_detail()

    def edit(root: etree._Element) -> None:
        fresh = body_row(("", "Call the auditor", "Dana Whitfield", "Mar 12, 2026", ""))
        row_of(root, "M3.3").addnext(fresh)

    found = changes_in(body_edited(sent.data, edit), "plan.docx", Context(PLAN, sheets=(sent.sheet,)))
    assert isinstance(found, DocumentReading)
    (change,) = found.changes
    assert (change.target, change.field) == ("new", "action")
    assert change.value == NewLine("Call the auditor", "2026-03-12", "dana", "M3")


def test_an_action_taken_out_of_the_detail_is_asked_before_it_is_skipped() -> None:
    sent = in_detail()

    def edit(root: etree._Element) -> None:
        row = row_of(root, "M3.3")
        parent = row.getparent()
        assert parent is not None
        parent.remove(row)

    found = changes_in(body_edited(sent.data, edit), "plan.docx", Context(PLAN, sheets=(sent.sheet,)))
    assert isinstance(found, DocumentReading)
    assert [(c.target, c.field, c.value, c.decision) for c in found.changes] == [("M3.3", "status", "skipped", "ask")]


def test_an_internal_action_is_not_in_the_buyers_detail_and_is_not_missed_there() -> None:
    secret = Action("M1.9", "Discount", "eli", None, "not-started", internal=True)
    first = replace(PLAN.milestones[0], actions=(*PLAN.milestones[0].actions, secret))
    plan = replace(PLAN, milestones=(first, *PLAN.milestones[1:]))
    sent = in_detail(plan)
    found = changes_in(sent.data, "plan.docx", Context(plan, sheets=(sent.sheet,)))
    assert isinstance(found, DocumentReading)
    assert found.changes == ()


@pytest.mark.practice(75)
@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "pt", "nl", "it"])
def test_a_line_without_owner_date_and_name_of_its_keeper_shows_blanks_that_read_as_unset(language: str) -> None:
    third = replace(PLAN.milestones[2], owner=None, due=None)
    bare = replace(PLAN.milestones[3], owner=None, backup=None, approver=None, due=None)
    plan = replace(PLAN, milestones=(*PLAN.milestones[:2], third, bare, *PLAN.milestones[4:]))
    sent = made(4, "buyer", language, plan)
    found = read_document(sent.data, "plan.docx", plan)
    assert isinstance(found, Returned)
    assert found.sheet == sent.sheet
    filled = with_cell(with_cell(sent.data, 3, 3, typed("Maria Lopez, m.lopez@a.example")), 3, DUE, typed("2026-03-20"))
    read_back = changes_in(filled, "plan.docx", Context(plan, sent.sheet))
    assert isinstance(read_back, DocumentReading)
    assert {(c.target, c.field, c.decision) for c in read_back.changes} == {
        ("M3", "owner", "apply"),
        ("M3", "due", "apply"),
    }


BODY = """Hi Eli, from our tracker:

Milestone\tOwner\tDue date\tStatus
Terms agreed\tPriti Shah\t27 Mar 2026\tin progress
CFO approval\tMarcus Oyelaran, CFO\tMar 26, 2026\tNot started

Best, Dana"""


@pytest.mark.practice(115)
def test_a_table_in_the_mail_itself_is_read_and_only_asked_about() -> None:
    read_back, rest = changes_in_text(BODY, Context(PLAN, SHEETS[4]))
    assert read_back is not None
    assert [(c.target, c.field, c.value, c.decision) for c in read_back.changes] == [("M4", "due", "2026-03-27", "ask")]
    assert rest.split() == ["Hi", "Eli,", "from", "our", "tracker:", "Best,", "Dana"]


@pytest.mark.parametrize("text", ["M3 is done", "a | b | c\n1 | 2 | 3", "Price\tSeats\tTotal\n10\t20\t200", "|\n|", ""])
def test_words_and_other_tables_in_a_mail_are_left_as_they_are(text: str) -> None:
    assert changes_in_text(text, Context(PLAN, SHEETS[4])) == (None, text)


@pytest.mark.parametrize(
    ("below", "note"),
    [
        (typed("Docs: MSA redlines") + typed("please hurry"), "please hurry"),
        (typed("Docs: MSA redlines, please hurry"), "please hurry"),
        (typed("Waiting for legal. Docs: MSA redlines"), "Waiting for legal."),
    ],
)
def test_what_is_typed_on_behind_the_links_is_a_note(below: str, note: str) -> None:
    found = changes_in(with_cell(SENT[4].data, 4, 7, below), "plan.docx", Context(PLAN, SHEETS[4]))
    assert isinstance(found, DocumentReading)
    assert [(c.target, c.field, c.value, c.decision) for c in found.changes] == [("M4", "note", note, "apply")]


FOREIGN = (
    (("Name", "Role", "Email"), ("Dana Whitfield", "IT", "dana@x.example"), ("Priti Shah", "Legal", "p@x.example")),
    (("Control", "Answer", "Owner"), ("Do you encrypt data at rest?", "Yes", "Security")),
    (("Item", "Qty", "Price", "Due date", "Status", "Owner"), ("Licence", "9", "4", "Mar 31, 2026", "open", "Eli")),
    (("1", "2", "3"), ("4", "5", "6")),
)


@pytest.mark.parametrize("table", FOREIGN)
def test_a_document_with_some_other_table_is_no_plan_and_asks_nothing(table: tuple[tuple[str, ...], ...]) -> None:
    lines = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in table)
    found = changes_in(f"<table>{lines}</table>".encode(), "x.html", Context(PLAN, SHEETS[4]))
    assert isinstance(found, Refusal)
    assert found.reason == "no-table"
