"""The door: words, tables typed into the mail and returned documents become one reading."""

import datetime as dt
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest

from milepost.demo.word import typed
from parsing.reading import read
from plans.change import Reading
from plans.letter import Context
from plans.plan import Plan
from plans.sheet_of import sheet_of
from storage.planfile import load
from templates.document import render
from tests.plans.a_plan import a_plan

RAY = "Ray Dominguez <ray.d@harborlinefoods.example>"
WORD = "vnd.openxmlformats-officedocument.wordprocessingml.document"
DUE = 5


@pytest.fixture(scope="module")
def plan(root: Path) -> Plan:
    found = load(root / "tests" / "letters" / "development" / "plans" / "harbor-wms.yaml").plan
    assert found is not None
    return found


def mail(words: str, document: bytes | None = None) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = RAY, "plan@tallyworks.example"
    message["Date"], message["Subject"] = "Mon, 13 Apr 2026 09:31:00 -0500", "Re: status"
    message["Message-ID"] = "<1@harborlinefoods.example>"
    message.set_content(words)
    if document:
        message.add_attachment(document, "application", WORD, filename="plan.docx")
    return message.as_bytes()


def said(reading: Reading) -> set[tuple[str, str, object, str]]:
    return {(change.target, change.field, change.value, change.decision) for change in reading.changes}


def returned(plan: Plan, cells: dict[tuple[str, int], str]) -> tuple[bytes, Context]:
    page = render(plan, audience="buyer", language="en", key=b"k" * 32, document="d", made_on=dt.date(2026, 4, 13))
    return typed(page.data, cells), Context(plan, page.sheet, sheets=(page.sheet,), keys=(b"k" * 32,))


def test_a_table_typed_into_the_mail_is_read_under_its_heads_and_the_words_beside_it_too(plan: Plan) -> None:
    words = (
        "Here is what I have:\n\n"
        "#\tMilestone\tDue date\tStatus\n"
        "M4\tPilot on two dock doors\tMay 15, 2026\tNot started\n"
        "M2\tSite walk at Joliet DC\tApr 17, 2026\tDone\n\n"
        "Legal review is blocked."
    )
    assert said(read(mail(words), Context(plan))) == {
        ("M4", "due", "2026-05-15", "apply"),
        ("M2", "status", "done", "apply"),
        ("M6", "status", "blocked", "apply"),
    }


def test_words_and_document_that_say_the_same_are_one_change(plan: Plan) -> None:
    document, context = returned(plan, {("M4", DUE): "May 15, 2026"})
    reading = read(mail("The pilot moves to May 15, see attached.", document), context)
    assert said(reading) == {("M4", "due", "2026-05-15", "apply")}


def test_words_and_document_that_differ_are_asked_with_both_values(plan: Plan) -> None:
    document, context = returned(plan, {("M4", DUE): "May 18, 2026"})
    reading = read(mail("The pilot moves to May 15, see attached.", document), context)
    assert said(reading) == {("M4", "due", "2026-05-15", "ask"), ("M4", "due", "2026-05-18", "ask")}


def test_a_document_alone_makes_a_reply_of_a_mail_without_words(plan: Plan) -> None:
    document, context = returned(plan, {("M4", DUE): "May 15, 2026"})
    reading = read(mail("", document), context)
    assert reading.kind == "reply"
    assert said(reading) == {("M4", "due", "2026-05-15", "apply")}


def test_a_broken_document_is_refused_by_name_and_the_words_are_read(plan: Plan) -> None:
    reading = read(mail("The pilot moves to May 15.", b"PK\x03\x04 broken"), Context(plan))
    assert said(reading) == {("M4", "due", "2026-05-15", "apply")}
    assert [refusal.reason for refusal in reading.refusals] == ["broken-document"]


@pytest.mark.parametrize("heads", ["", "#\tMilestone\tDue date\tStatus\n"], ids=["a bare row", "under heads"])
@pytest.mark.parametrize(
    "row",
    ["M4\tContract signature\tJun 5, 2026\tNot started", "M4\tPilot on two dock doors\tMaybe June 5\tin progress?"],
    ids=["another line's name", "a hedge and a question mark"],
)
def test_a_row_that_contradicts_itself_or_wavers_changes_nothing_at_once(plan: Plan, heads: str, row: str) -> None:
    reading = read(mail(f"Here:\n\n{heads}{row}\n"), Context(plan))
    assert reading.changes
    assert {change.decision for change in reading.changes} == {"ask"}


def test_a_shorter_name_in_a_typed_row_renames_nothing(plan: Plan) -> None:
    words = "Here:\n\n#\tMilestone\tDue date\tStatus\nM4\tPilot\tMay 15, 2026\tNot started\n"
    assert {(change.target, change.field) for change in read(mail(words), Context(plan)).changes} == {("M4", "due")}


@pytest.mark.parametrize(
    "row",
    ["M4  Pilot on two dock doors (Ray Dominguez) Fri, May 15 - not started",
     "M4 | Pilot on two dock doors, May 15, 2026 | Ray Dominguez | not started"],
    ids=["the owner in brackets", "name and day in one cell"],
)  # fmt: skip
def test_a_pasted_row_may_hold_several_things_in_one_cell(plan: Plan, row: str) -> None:
    assert ("M4", "due", "2026-05-15", "apply") in said(read(mail(f"I typed over it:\n\n{row}\n"), Context(plan)))


def test_the_name_of_a_line_in_the_plan_s_other_language_is_nobody_s(plan: Plan) -> None:
    lines = tuple(replace(m, name_local="Pilot Lager Joliet") if m.id == "M4" else m for m in plan.milestones)
    reading = read(
        mail("M4\tPilot Lager Joliet\tMay 15, 2026\tNot started\n"), Context(replace(plan, milestones=lines))
    )
    assert said(reading) == {("M4", "due", "2026-05-15", "apply")}


def test_a_row_s_owner_whom_nobody_knows_is_asked_about_where_the_line_s_name_is_missing(plan: Plan) -> None:
    strange = mail("M4\tOrla Fennimore\tMay 15, 2026\tNot started\n")
    named = mail("M4\tPilot on two dock doors\tOrla Fennimore\tMay 15, 2026\tNot started\n")
    owners = [
        [change.decision for change in read(raw, Context(plan)).changes if change.field == "owner"]
        for raw in (strange, named)
    ]
    assert owners == [["ask"], ["apply"]]


@pytest.mark.parametrize(
    ("sender", "subject", "kind"),
    [
        ("Jo Pell <jo@talent.example>", "Two WMS people, free at once", "unrelated"),
        ("Jo Pell <jo@talent.example>", "Re: Harborline WMS plan", "reply"),
        ("Jo Pell <jo.pell@harborlinefoods.example>", "Harborline WMS plan", "reply"),
    ],
    ids=["out of the blue", "an answer", "of the buyer's house"],
)
def test_what_strangers_write_out_of_the_blue_is_not_about_the_plan(
    plan: Plan, sender: str, subject: str, kind: str
) -> None:
    words = "Hello, I have two people with long experience, their rates on request. One word and you get the papers.\n"
    raw = mail(words).replace(RAY.encode(), sender.encode()).replace(b"Re: status", subject.encode())
    assert read(raw, Context(plan)).kind == kind


def test_a_letter_that_was_on_its_way_while_its_line_was_renamed_finds_it_by_the_old_name() -> None:
    old = a_plan()
    line = old.milestones[0]
    renamed = replace(old.with_line(replace(line, name="Facility inspection", outcome="")), version=old.version + 1)
    raw = mail(f"The {line.name.lower()} is done.")
    found = [(c.target, c.field, c.value) for c in read(raw, Context(renamed, sheet_of(old, "buyer", "en"))).changes]
    assert found == [(line.id, "status", "done")]
    assert read(raw, Context(renamed, sheet_of(renamed, "buyer", "en"))).changes == ()
