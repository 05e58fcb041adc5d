"""A returned .docx: what people typed is understood, where it stands is known by votes, and doubts are asked."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

import pytest
from lxml import etree

from parsing.word import DocumentReading, Returned, changes_in, read_document
from plans.change import Change, NewLine, NewPerson
from plans.letter import Context
from plans.merge import merge
from plans.plan import Side
from plans.seal import stamp
from plans.sheet import COLUMNS
from plans.words import LANGUAGES
from tests.documents.making import (
    EXAMPLES,
    KEY,
    NS,
    W,
    body_edited,
    cell,
    example,
    page,
    repacked,
    rows,
    typed,
    with_cell,
    write,
)
from tests.documents.tracked import NESTINGS, gone, ins

PLAN = example("us-saas")
SENT = page("us-saas")
ID, NAME, OUTCOME, OWNER, DEPENDS, DUE, STATUS, NOTES = range(8)


def returned(data: bytes, filename: str = "plan.docx", name: str = "us-saas") -> Returned:
    read = read_document(data, filename, example(name))
    assert isinstance(read, Returned), read
    return read


def changes(data: bytes, name: str = "us-saas") -> list[Change]:
    sent = page(name).sheet
    return list(merge(sent, sent, returned(data, name=name).sheet).changes)


def said(data: bytes, name: str = "us-saas") -> list[tuple[object, ...]]:
    return [(change.target, change.field, change.value, change.decision) for change in changes(data, name)]


@pytest.mark.practice(29)
@pytest.mark.practice(95)
@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["buyer", "seller"])
def test_what_is_written_is_read_back_cell_for_cell(name: str, language: str, audience: Side) -> None:
    sent = page(name, audience, language)
    read = returned(sent.data, name=name)
    assert read.sheet == sent.sheet
    assert read.doubts == ()


def test_the_marks_say_which_document_it_was() -> None:
    read = returned(SENT.data)
    assert (read.plan, read.version, read.document) == ("quillpoint-sso", 4, "quillpoint-sso-doc")
    assert read.stamp == stamp(KEY, read.plan, 4, read.document)


@pytest.mark.parametrize(
    ("column", "text", "field", "value"),
    [
        (STATUS, "done!", "status", "done"),
        (STATUS, "Done ✓", "status", "done"),
        (STATUS, "erledigt", "status", "done"),
        (STATUS, "STUCK", "status", "blocked"),
        (STATUS, "n/a", "status", "skipped"),
        (DUE, "20 June", "due", "2026-06-20"),
        (DUE, "3/20", "due", "2026-03-20"),
        (DUE, "3/20/26", "due", "2026-03-20"),
        (DUE, "2026-03-20", "due", "2026-03-20"),
        (DUE, "Fri, Mar 20, 2026", "due", "2026-03-20"),
        (DUE, "Friday 20 March", "due", "2026-03-20"),
        (DUE, "20 März 2026", "due", "2026-03-20"),
        (OWNER, "Priti Shah", "owner", "priti"),
        (OWNER, "priti", "owner", "priti"),
        (OWNER, "priti.shah@quillpoint.example", "owner", "priti"),
        (OWNER, "Shah", "owner", "priti"),
        (OWNER, "Maria Lopez (CISO)", "owner", NewPerson("Maria Lopez", None)),
        (OWNER, "Maria Lopez, m.lopez@a.example", "owner", NewPerson("Maria Lopez", "m.lopez@a.example")),
        (DEPENDS, "M1, M2", "depends_on", ("M1", "M2")),
        (DEPENDS, "Use cases agreed", "depends_on", ("M1",)),
        (OUTCOME, "Ticket VRM-212 closed", "outcome", "Ticket VRM-212 closed"),
        (NAME, "Vendor risk", "name", "Vendor risk"),
        (NOTES, "Waiting for the pen-test", "note", "Waiting for the pen-test"),
    ],
)  # fmt: skip
def test_what_people_type_in_their_own_way_is_understood(column: int, text: str, field: str, value: object) -> None:
    assert said(with_cell(SENT.data, 3, column, typed(text))) == [("M3", field, value, "apply")]


@pytest.mark.parametrize(
    ("column", "text", "field"),
    [
        (STATUS, "almost done", "status"),
        (STATUS, "not done", "status"),
        (STATUS, "done? blocked?", "status"),
        (DUE, "after the board meeting", "due"),
        (DUE, "Monday, Mar 20, 2026", "due"),
        (DUE, "20 or 27 March", "due"),
        (DUE, "KW 14", "due"),
        (DUE, "13 Foo", "due"),
        (OWNER, "Dana", "owner"),
        (OWNER, "Legal", "owner"),
        (OWNER, "IT Security", "owner"),
        (OWNER, "Priti Shah / Marcus Oyelaran", "owner"),
        (OWNER, "Pritti Shah", "owner"),
        (OWNER, "Maria", "owner"),
        (DEPENDS, "M1 and the lawyers", "depends_on"),
        (DUE, "", "due"),
        (STATUS, "", "status"),
        (OWNER, "", "owner"),
    ],
)
def test_what_is_not_certain_is_asked_never_applied(column: int, text: str, field: str) -> None:
    ((target, told, value, decision),) = said(with_cell(SENT.data, 3, column, typed(text)))
    assert (target, told, value, decision) == ("M3", field, None, "ask")


@pytest.mark.parametrize(
    ("column", "text"),
    [
        (DUE, "13 March 2026"),
        (DUE, "3/13/2026"),
        (DUE, "13.3.2026"),
        (STATUS, "in progress"),
        (STATUS, "ongoing"),
        (OWNER, "Dana Kowalczyk"),
        (OWNER, "dkowalczyk@quillpoint.example"),
        (DEPENDS, "M2"),
        (OUTCOME, "Vendor  risk ticket VRM\u2011212 closed with no\u00a0open high finding"),
    ],
)
def test_the_same_in_another_form_is_no_change(column: int, text: str) -> None:
    assert said(with_cell(SENT.data, 3, column, typed(text))) == []


def test_a_german_reader_gives_days_first() -> None:
    sent = page("de-manufacturer")
    assert said(with_cell(sent.data, 3, DUE, typed("5.6.")), "de-manufacturer") == [
        ("M3", "due", "2026-06-05", "apply")
    ]
    assert said(with_cell(sent.data, 3, DUE, typed("5/6/26")), "de-manufacturer") == [
        ("M3", "due", "2026-06-05", "apply")
    ]


@pytest.mark.parametrize("inner", [f"<w:p>{gone('Mar 13, 2026')}{ins('Mar 20, 2026')}</w:p>", *NESTINGS])
def test_every_nesting_of_tracked_changes_reads_as_accepted(inner: str) -> None:
    assert said(with_cell(SENT.data, 3, DUE, inner)) == [("M3", "due", "2026-03-20", "apply")]


def tracked_row(kind: str) -> Callable[[etree._Element], None]:
    def edit(root: etree._Element) -> None:
        row = rows(root)[3]
        properties = row.find(f"{W}trPr")
        assert properties is not None
        properties.append(etree.fromstring(f"<w:{kind} {NS} w:id='77' w:author='Pat' w:date='2026-03-11T09:00:00Z'/>"))

    return edit


@pytest.mark.practice(79)
def test_a_row_deleted_with_tracking_is_asked_before_it_is_skipped() -> None:
    assert said(body_edited(SENT.data, tracked_row("del"))) == [("M3", "status", "skipped", "ask")]


def test_a_cell_deleted_with_tracking_does_not_shift_the_ids() -> None:
    def edit(root: etree._Element) -> None:
        properties = cell(root, 3, NOTES).find(f"{W}tcPr")
        assert properties is not None
        properties.append(etree.fromstring(f"<w:cellDel {NS} w:id='77' w:author='Pat'/>"))

    assert said(body_edited(SENT.data, edit)) == []


def test_who_changed_what_when_is_kept_as_evidence() -> None:
    read = returned(with_cell(SENT.data, 3, DUE, f"<w:p>{gone('Mar 13, 2026')}{ins('Mar 20, 2026')}</w:p>"))
    assert [(r.kind, r.author, r.at[:10], r.text) for r in read.revisions] == [
        ("del", "Pat Buyer", "2026-03-11", "Mar 13, 2026"),
        ("ins", "Pat Buyer", "2026-03-11", "Mar 20, 2026"),
    ]


def test_rows_moved_around_change_nothing() -> None:
    def edit(root: etree._Element) -> None:
        table = rows(root)[1].getparent()
        assert table is not None
        for row in rows(root)[1:4]:
            table.append(row)

    assert said(body_edited(SENT.data, edit)) == []


def add_row(root: etree._Element, texts: dict[int, str]) -> None:
    last = rows(root)[-1]
    fresh = etree.fromstring(
        f"<w:tr {NS}>" + "".join(f"<w:tc>{typed(texts.get(n, ''))}</w:tc>" for n in range(8)) + "</w:tr>"
    )
    last.addnext(fresh)


def test_a_row_added_is_a_proposed_milestone() -> None:
    texts = {NAME: "Vendor Selection Committee", OWNER: "June Abernathy", DUE: "24 March 2026"}
    assert said(body_edited(SENT.data, lambda root: add_row(root, texts))) == [
        ("new", "milestone", NewLine("Vendor Selection Committee", "2026-03-24", "june"), "apply")
    ]


def test_an_empty_row_added_by_the_editor_says_nothing() -> None:
    assert said(body_edited(SENT.data, lambda root: add_row(root, {}))) == []


def test_a_copied_row_that_was_made_into_another_is_asked() -> None:
    def edit(root: etree._Element) -> None:
        row = rows(root)[3]
        copied = deepcopy(row)
        row.addnext(copied)
        write(copied.findall(f"{W}tc")[NAME], typed("Legal review"))

    ((target, field, value, decision),) = said(body_edited(SENT.data, edit))
    assert (target, field, decision) == ("new", "milestone", "ask")
    assert isinstance(value, NewLine)
    assert value.name == "Legal review"


def test_a_copied_row_with_a_number_of_its_own_is_asked() -> None:
    def edit(root: etree._Element) -> None:
        row = rows(root)[3]
        copied = deepcopy(row)
        row.addnext(copied)
        write(copied.findall(f"{W}tc")[ID], typed("M8"))
        write(copied.findall(f"{W}tc")[NAME], typed("Legal review"))
        write(copied.findall(f"{W}tc")[OUTCOME], typed("The lawyers are content"))

    (change,) = changes(body_edited(SENT.data, edit))
    assert (change.target, change.decision) == ("new", "ask")


def test_columns_in_another_order_are_known_by_their_heads() -> None:
    def edit(root: etree._Element) -> None:
        for row in rows(root):
            cells = row.findall(f"{W}tc")
            row.append(cells[OWNER])
            row.insert(1, cells[STATUS])

    assert said(body_edited(SENT.data, edit)) == []


def test_renamed_heads_are_known_by_what_stands_below_them() -> None:
    def edit(root: etree._Element) -> None:
        for number, head in {NAME: "Thing", OUTCOME: "Proof", OWNER: "Person", DUE: "Target", STATUS: "RAG"}.items():
            write(cell(root, 0, number), typed(head))
        write(cell(root, 3, DUE), typed("Mar 20, 2026"))

    assert said(body_edited(SENT.data, edit)) == [("M3", "due", "2026-03-20", "apply")]


def test_a_column_taken_out_changes_nothing() -> None:
    def edit(root: etree._Element) -> None:
        for row in rows(root):
            row.remove(row.findall(f"{W}tc")[OUTCOME])

    read = returned(body_edited(SENT.data, edit))
    assert "outcome" not in read.sheet.columns
    assert said(body_edited(SENT.data, edit)) == []


def test_a_column_that_came_back_empty_is_damage_and_named_as_a_doubt() -> None:
    def edit(root: etree._Element) -> None:
        for row in rows(root)[1:]:
            write(row.findall(f"{W}tc")[OUTCOME], "<w:p/>")

    data = body_edited(SENT.data, edit)
    assert said(data) == []
    assert [doubt.reason for doubt in returned(data).doubts] == ["column-empty"]


def test_cells_merged_across_columns_are_asked() -> None:
    def edit(root: etree._Element) -> None:
        row = rows(root)[3]
        cells = row.findall(f"{W}tc")
        write(cells[OUTCOME], typed("Ticket closed") + typed("Dana Kowalczyk"))
        properties = cells[OUTCOME].find(f"{W}tcPr")
        assert properties is not None
        properties.append(etree.fromstring(f"<w:gridSpan {NS} w:val='2'/>"))
        row.remove(cells[OWNER])

    found = changes(body_edited(SENT.data, edit))
    assert found
    assert {change.decision for change in found} == {"ask"}


def test_cells_merged_downwards_leave_the_covered_line_alone() -> None:
    def edit(root: etree._Element) -> None:
        for number, value in ((3, "restart"), (4, "continue")):
            properties = cell(root, number, NOTES).find(f"{W}tcPr")
            assert properties is not None
            properties.append(etree.fromstring(f"<w:vMerge {NS} w:val='{value}'/>"))

    assert [change for change in changes(body_edited(SENT.data, edit)) if change.decision == "apply"] == []


def comment(author: str, text: str) -> bytes:
    return f"<w:comments {NS}><w:comment w:id='5' w:author='{author}'>{typed(text)}</w:comment></w:comments>".encode()


def test_a_comment_is_bound_to_the_row_it_hangs_on() -> None:
    def edit(root: etree._Element) -> None:
        paragraph = cell(root, 3, OWNER).find(f"{W}p")
        assert paragraph is not None
        paragraph.append(etree.fromstring(f"<w:r {NS}><w:commentReference w:id='5'/></w:r>"))

    data = repacked(body_edited(SENT.data, edit), {"word/comments.xml": comment("Pat Buyer", "Is Dana back by then?")})
    (bound,) = returned(data).comments
    assert (bound.row, bound.author, bound.text) == ("M3", "Pat Buyer", "Is Dana back by then?")
    read = changes_in(data, "plan.docx", Context(PLAN, SENT.sheet))
    assert isinstance(read, DocumentReading)
    assert read.questions == ("M3: Is Dana back by then?",)


def test_our_own_comments_are_not_read_as_theirs() -> None:
    assert returned(SENT.data).comments == ()


def test_words_that_libreoffice_puts_into_the_group_of_a_deleted_link_are_read() -> None:
    link = r'{\field{\*\fldinst HYPERLINK "https://a.example" }{\fldrslt {Plan}{\revised\revauth1 }}}'
    heads = r"\trowd #\cell Milestone\cell Status\cell Notes\cell\row"
    line = r"\trowd M3\cell Security review\cell done\cell{\deleted Docs: }{\deleted " + link + r"call me}\cell\row"
    read = read_document(("{\\rtf1 " + heads + line + "}").encode(), "plan.rtf", PLAN)
    assert isinstance(read, Returned)
    assert read.sheet.rows[0].text("notes") == "call me"


def test_a_reply_to_our_own_comment_is_bound_to_the_row_of_that_comment() -> None:
    w14 = "xmlns:w14='http://schemas.microsoft.com/office/word/2010/wordml'"
    w15 = "xmlns:w15='http://schemas.microsoft.com/office/word/2012/wordml'"
    words = "<w:p w14:paraId='0B'><w:r><w:t>Done on Monday</w:t></w:r></w:p>"
    reply = f"<w:comment w:id='77' w:author='Dana Whitfield'>{words}</w:comment>"
    thread = f"<w15:commentsEx {w15}><w15:commentEx w15:paraId='0B' w15:paraIdParent='0A'/></w15:commentsEx>"

    def with_reply(part: bytes) -> bytes:
        root = etree.fromstring(part)
        paragraph = root.find(f".//{W}p")
        assert paragraph is not None
        paragraph.set("{http://schemas.microsoft.com/office/word/2010/wordml}paraId", "0A")
        root.append(etree.fromstring(f"<x {NS} {w14}>{reply}</x>")[0])
        return etree.tostring(root)

    data = repacked(SENT.data, {"word/comments.xml": with_reply, "word/commentsExtended.xml": thread.encode()})
    (bound,) = returned(data).comments
    assert (bound.row, bound.text) == ("M2", "Done on Monday")


def strict(data: bytes) -> bytes:
    """Return the file with the namespaces of strict OOXML."""
    swaps = (
        (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"http://purl.oclc.org/ooxml/wordprocessingml/main"),
        (b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", b"http://purl.oclc.org/ooxml/officeDocument/relationships"),
    )  # fmt: skip

    def swapped(part: bytes) -> bytes:
        for old, new in swaps:
            part = part.replace(old, new)
        return part

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        names = [name for name in package.namelist() if name.endswith((".xml", ".rels"))]
    return repacked(data, dict.fromkeys(names, swapped))


def test_strict_ooxml_reads_the_same() -> None:
    read = returned(strict(SENT.data))
    assert read.sheet == SENT.sheet


def test_a_file_with_macros_is_read_and_its_macros_are_not() -> None:
    data = repacked(SENT.data, {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0 macros"})
    assert returned(data, "plan.docm").sheet == SENT.sheet


def test_the_wrong_plans_document_is_refused_by_name() -> None:
    other = page("fr-hospital")
    read = changes_in(other.data, "plan.docx", Context(PLAN, SENT.sheet))
    assert (getattr(read, "reason", ""), getattr(read, "detail", "")) == ("other-plan", "valdebrenne-lits")


@pytest.mark.practice(89)
@pytest.mark.practice(107)
def test_last_months_version_is_merged_against_what_was_sent_then() -> None:
    third = PLAN.milestones[2]
    now = replace(
        PLAN,
        version=7,
        milestones=(
            *PLAN.milestones[:2],
            replace(third, due=dt.date(2026, 3, 18)),
            replace(PLAN.milestones[3], status="done"),
            *PLAN.milestones[4:],
        ),
    )
    data = with_cell(SENT.data, 3, DUE, typed("Mar 20, 2026"))
    data = with_cell(data, 5, STATUS, typed("in progress"))
    read = changes_in(data, "plan.docx", Context(now, SENT.sheet))
    assert isinstance(read, DocumentReading)
    assert [(c.target, c.field, c.value, c.decision) for c in read.changes] == [
        ("M5", "status", "in-progress", "apply"),
        ("M3", "due", "2026-03-20", "ask"),
    ]
    assert [(c.target, c.ours, c.theirs) for c in read.conflicts] == [("M3", "2026-03-18", "2026-03-20")]


def test_an_old_version_whose_sheet_was_not_kept_is_only_asked_about() -> None:
    now = replace(PLAN, version=7)
    read = changes_in(with_cell(SENT.data, 3, DUE, typed("Mar 20, 2026")), "plan.docx", Context(now))
    assert isinstance(read, DocumentReading)
    assert [(c.target, c.decision) for c in read.changes] == [("M3", "ask")]


def test_a_foreign_table_without_identity_is_matched_by_words_and_only_asked_about() -> None:
    html = "<table><tr><th>Milestone</th><th>Owner</th><th>Due</th><th>Status</th></tr>"
    html += "<tr><td>Terms agreed</td><td>Priti Shah</td><td>27 Mar 2026</td><td>in progress</td></tr></table>"
    read = changes_in(html.encode(), "table.html", Context(PLAN, SENT.sheet))
    assert isinstance(read, DocumentReading)
    due = [(c.target, c.field, c.value, c.decision) for c in read.changes if c.field == "due"]
    assert due == [("M4", "due", "2026-03-27", "ask")]
    assert {change.decision for change in read.changes} == {"ask"}


def test_every_column_is_read_whatever_the_plan_knows() -> None:
    read = read_document(SENT.data, "plan.docx")
    assert isinstance(read, Returned)
    assert read.sheet.columns == COLUMNS
    assert [row.id for row in read.sheet.rows] == [row.id for row in SENT.sheet.rows]
