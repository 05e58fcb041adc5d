"""Whoever is forgotten is in no row of any table, however a mail hid them and whatever the row is kept for."""

import datetime as dt
import io
import zipfile
from dataclasses import replace
from email.message import EmailMessage

import pytest

from plans.entry import Entry
from plans.fields import set_field
from plans.forgetting import erasure_outside
from plans.notice import Notice
from plans.plan import Person, Plan
from plans.report.figures import Kept, figures_of
from plans.sheet_of import sheet_of
from plans.workdays import Calendar
from storage.drafts import Draft
from storage.forms import notice_as_json, plan_as_json, value_as_json
from storage.letters import LetterRecord
from storage.mirrors import MirrorRecord
from storage.outbox import NoticeRecord
from storage.rebuild import rebuild
from storage.store import Store
from storage.tables import metadata
from tests.storage.test_forgetting import erased_from
from tests.traces import in_tables

NOON = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
NAME = "Dana Whitfield"
TRACES = ("Whitfield", '"dana"', "/dana", "id: dana")
NOBODYS = frozenset({"deals", "log", "log_heads", "moments", "threads", "used_codes"})
"""Tables that hold no person: ids, digests, days and counts."""
OTHER = "another-deal"
HERS = "digest/0123/"
JO = "jo@harborline.example"


def mail(
    text: str = "Fine.", html: str = "", attached: bytes = b"", cc: str = "", coded: str = "base64"
) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Jo Other <jo@harborline.example>"
    if cc:
        message["Cc"] = cc
    message.set_content(text, cte=coded)
    if html:
        message.add_alternative(html, "html", cte="quoted-printable")
    if attached:
        message.add_attachment(attached, "application", "vnd.openxmlformats", filename="plan.docx")
    return message


def hidden(address: str) -> dict[str, EmailMessage]:
    """Return mails of somebody else, each of which names Dana in a way of its own."""
    split = "<w:t>Dana</w:t></w:p><w:p><w:t>Whitfield</w:t>"
    return {
        "base64": mail(f"As {NAME} wrote."),
        "printable": mail(f"é: {'so it goes, ' * 5}{NAME}, {'on and on, ' * 5}", coded="quoted-printable"),
        "quoted": mail("> as was said by Dana\n> Whitfield", coded="7bit"),
        "turned": mail("Whitfield, Dana agrees", coded="7bit"),
        "entities": mail(html="<p>Dana&nbsp;Whit&#102;ield</p>"),
        "cells": mail(html="<table><tr><td>Dana</td><td>Whitfield</td></tr></table>"),
        "copied": mail(cc=f'"Д. У." <{address}>'),
        "folded": mail('ATTENDEE;CN="Dana Whitf\r\n ield":mailto:x@y.example', coded="7bit"),
        "document": mail(attached=packed("word/document.xml", split.encode())),
        "packed twice": mail(attached=packed("word/embeddings/old.docx", packed("word/document.xml", split.encode()))),
    }


def packed(name: str, data: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as document:
        document.writestr(name, data)
    return whole.getvalue()


def letter(store: Store, id_: str, message: EmailMessage, plan: str | None, sender: str = JO) -> None:
    digest = store.keep_blob(message.as_bytes())
    store.keep_letter(LetterRecord(id_, digest, plan, None, sender, f"<{id_}@x>", NOON, "handled"))


def told(store: Store, key: str, plan: str, to: str, text: str, notice: str = "", page: bytes = b"") -> None:
    own = f"<{abs(hash(key))}@x>"
    record = NoticeRecord(key, plan, 4, to, "status", ("M1",), ("M1",), own, "", text, NOON, notice)
    store.claim(record, [(f"For {NAME}.docx", page)] if page else [])


@pytest.fixture
def dana(plan: Plan) -> Person:
    found = plan.person("dana")
    assert found
    return found


@pytest.fixture
def filled(store: Store, plan: Plan, dana: Person) -> Store:
    """A store in which every table that can hold a person names Dana."""
    store.keep_version(plan, [Entry("started", NOON, "milepost", plan.version, new=plan_as_json(plan))], NOON)
    meeting = replace(plan.milestones[0], name=f"Meet {NAME}", status="in-progress", done_on=None)
    later = replace(plan, version=plan.version + 1, title=f"{plan.title} with {NAME}").with_line(meeting)
    said = Entry("restored", NOON, "dana", later.version, "l1", new=plan_as_json(later), detail=f"says {NAME}")
    store.keep_version(later, [said], NOON)
    store.append(plan.slug, [Entry("asked", NOON, dana.email, later.version, detail="due: dana, eli")], "due/dana")
    store.keep_sheet(sheet_of(later, "buyer", "en", "acme-v5-buyer-en"))
    store.keep_figures([figures_of([Kept(later, NOON)], Calendar(), NOON.date())])
    notice = Notice(f"{plan.slug}/question/l1/dana", "question", plan.slug, 5, "dana", NOON, about="dana")
    told(
        store,
        notice.key,
        plan.slug,
        "dana",
        f"Hello {NAME}",
        notice_as_json(notice),
        packed("word/document.xml", NAME.encode()),
    )
    theirs, page = notice_as_json(replace(notice, to="eli")), packed("word/document.xml", NAME.encode())
    told(store, f"{plan.slug}/status/eli", plan.slug, "eli", f"{NAME} is late", theirs, page)
    told(store, f"{plan.slug}/snapshot/eli", plan.slug, "eli", "Hello", "", b"%PDF-1.7 nobody can look into")
    told(store, f"{plan.slug}/due/eli", plan.slug, "eli", "Hello", "", packed("word/document.xml", b"innocent"))
    told(store, "crm/failed/x", plan.slug, "crm/log", f"The CRM has not got {NAME}")
    told(store, "draft/d1/1", "draft/d1", dana.email, f"Hello {NAME}, your draft")
    told(store, f"{HERS}2026-W10", "digest", "dana", f"Hello {NAME}, your week")
    told(store, "digest/fedc/2026-W10", "digest", "eli", f"{NAME} is late")
    store.set_mirrored(MirrorRecord(plan.slug, "e", 4, "failed", f"{dana.email} is no contact", NOON))
    content = (
        f"people:\n  - {{id: dana, name: {NAME}, email: {dana.email}}}\nreporter: dana\nsnapshot_to: [eli, dana]\n"
    )
    store.keep_draft(Draft("d1", 1, "l1", dana.email, NAME, plan.slug, content, (f"for {NAME}",), NOON))
    store.keep_draft(Draft("d2", 1, "l2", JO, "Jo", "not-begun", f"title: for {NAME}\n", (), NOON))
    for number, (way, message) in enumerate(hidden(dana.email).items()):
        letter(store, way, message, (plan.slug, OTHER, None)[number % 3])
    letter(store, "hers", mail("Mine."), plan.slug, dana.email)
    letter(store, "innocent", mail("Dana Kowalczyk agrees."), plan.slug)
    return store


def forget(store: Store, plan: Plan, dana: Person) -> None:
    erased_from(store, store.plan(plan.slug) or plan, "dana")
    store.forget_elsewhere(erasure_outside((NAME,), dana.addresses), [HERS])


@pytest.mark.practice(117)
def test_whoever_is_forgotten_is_in_no_row_of_any_table(filled: Store, plan: Plan, dana: Person) -> None:
    before = {place.split(".")[0] for place in in_tables(filled, TRACES)}
    assert before == set(metadata.tables) - NOBODYS, "a table without a rule, or one that this test does not fill"
    forget(filled, plan, dana)
    assert in_tables(filled, (*TRACES, dana.email, dana.phone)) == {}
    assert {one.id for one in filled.letters() if filled.blob(one.blob)} == {"innocent"}
    left_of = {
        key: [filled.blob(one.blob) is not None for one in found] for key, found in filled.enclosed(plan.slug).items()
    }
    assert left_of == {
        f"{plan.slug}/status/eli": [False], f"{plan.slug}/snapshot/eli": [False], f"{plan.slug}/due/eli": [True],
        f"{plan.slug}/question/l1/former-1": [False],
    }  # fmt: skip
    assert filled.verify(plan.slug) == ()
    assert rebuild(filled.log(plan.slug)) == filled.plan(plan.slug)
    left = filled.draft("d1")
    assert left
    assert "reporter: former-1\nsnapshot_to: [eli, former-1]" in left.content


@pytest.mark.practice(117)
def test_the_next_who_is_forgotten_stands_under_a_number_of_their_own(filled: Store, plan: Plan, dana: Person) -> None:
    forget(filled, plan, dana)
    for address in ("stranger@x.example", "other@x.example"):
        told(filled, f"{plan.slug}/status/{address}", plan.slug, address, "Hello")
        erased_from(filled, filled.plan(plan.slug) or plan, address)
    erased_from(filled, filled.plan(plan.slug) or plan, "marcus")
    people = (filled.plan(plan.slug) or plan).people
    assert [one.id for one in people if one.id.startswith("former-")] == ["former-1", "former-4"]
    keys = {one.key for one in filled.notices(plan.slug) if "/status/" in one.key}
    assert {f"{plan.slug}/status/former-{number}@erased.invalid" for number in (2, 3)} <= keys
    assert filled.verify(plan.slug) == ()


@pytest.mark.practice(117)
def test_somebody_who_left_the_plan_before_is_erased_from_the_versions_that_knew_them(store: Store, plan: Plan) -> None:
    store.keep_version(plan, [Entry("started", NOON, "milepost", plan.version, new=plan_as_json(plan))], NOON)
    ann = ("Ann Other", "ann.other@quillpoint.example", "buyer")
    for number, (field, old, new) in enumerate((("person", None, ann), ("person", ann, None)), start=plan.version + 1):
        changed = set_field(plan, "person:ann", field, new)
        step = Entry(
            "applied", NOON, "dana", number, f"l{number}", "person:ann", field, value_as_json(old), value_as_json(new)
        )
        plan = replace(changed, version=number)
        store.keep_version(plan, [step], NOON)
    assert in_tables(store, ["Ann Other"])
    left = erased_from(store, plan, "ann.other@quillpoint.example")
    assert in_tables(store, ["Ann Other", "ann.other"]) == {}
    assert rebuild(store.log(plan.slug)) == left == store.plan(plan.slug)
    assert store.verify(plan.slug) == ()


@pytest.mark.practice(117)
def test_letters_of_a_plan_on_which_somebody_else_has_the_name_are_spared(filled: Store, dana: Person) -> None:
    theirs = [one.id for one in filled.letters(OTHER)]
    filled.forget_elsewhere(erasure_outside((NAME,), dana.addresses), [HERS], spared=[OTHER])
    left = {one.id for one in filled.letters(OTHER) if filled.blob(one.blob)}
    assert left == set(theirs) - {"copied"}
    assert left


@pytest.mark.practice(117)
def test_drafts_with_their_mails_and_mirrors_of_a_plan_on_which_somebody_else_has_the_name_keep_the_name(
    store: Store, dana: Person
) -> None:
    words = f"{NAME} and {dana.email}"
    for slug in (OTHER, "third"):
        store.keep_draft(Draft(slug, 1, slug, JO, "Jo", slug, f"title: for {words}\n", (words,), NOON))
        store.set_mirrored(MirrorRecord(slug, "e", 4, "failed", words, NOON))
        told(store, f"draft/{slug}/1", f"draft/{slug}", JO, words, page=f"{slug} for {NAME}".encode())
        letter(store, slug, mail(f"As {NAME} wrote of {slug}."), f"draft/{slug}")
    store.forget_elsewhere(erasure_outside((NAME,), dana.addresses), [HERS], spared=[OTHER])
    told_of = {slug: f"{store.draft(slug)} {store.mirrored(slug)}".count(NAME) for slug in (OTHER, "third")}
    assert told_of == {OTHER: 3, "third": 0}
    said = {slug: [one.text for one in store.notices(f"draft/{slug}")] for slug in (OTHER, "third")}
    assert [NAME in text for texts in said.values() for text in texts] == [True, False]
    pages = [one for slug in (OTHER, "third") for found in store.enclosed(f"draft/{slug}").values() for one in found]
    assert [(NAME in one.name, store.blob(one.blob) is not None) for one in pages] == [(True, True), (False, False)]
    assert {one.id for one in store.letters() if store.blob(one.blob)} == {OTHER}
    assert in_tables(store, [dana.email]) == {}


@pytest.mark.practice(117)
def test_unread_letters_of_others_that_name_somebody_are_counted_before(store: Store, dana: Person) -> None:
    for id_, sender, state in (("read", JO, "handled"), ("unread", JO, "arrived"), ("hers", dana.email, "arrived")):
        digest = store.keep_blob(mail(f"{id_}: {NAME}").as_bytes())
        store.keep_letter(LetterRecord(id_, digest, OTHER, None, sender, "", NOON, state))  # type: ignore[arg-type]
    erasure = erasure_outside((NAME,), dana.addresses)
    assert store.unread_naming(erasure) == {OTHER: 1}
    assert store.unread_naming(erasure, spared=[OTHER]) == {}
