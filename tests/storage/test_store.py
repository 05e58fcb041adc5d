"""The store keeps letters, versions, sheets and notices, once each, on either engine."""

import datetime as dt
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from plans.entry import Entry
from plans.notice import Applied, Ask, Notice
from plans.plan import Plan
from plans.sheet import Cell, Row, Sheet
from storage.forms import notice_as_json, notice_from_json
from storage.letters import LetterRecord
from storage.outbox import NoticeRecord
from storage.store import Store
from storage.versions import VersionClashError

NOON = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
LETTER = LetterRecord("l1", "0" * 64, None, None, "dana@acme.example", "<1@acme.example>", NOON)
NOTICE = NoticeRecord("k1", "acme", 3, "dana", "reminder", ("M1", "M2"), ("M2",), "<k1@x>", "abc", "Hello", NOON)


def test_bytes_are_kept_once_and_can_be_erased(store: Store) -> None:
    digest = store.keep_blob(b"\x00raw mail")
    assert store.keep_blob(b"\x00raw mail") == digest
    assert store.blob(digest) == b"\x00raw mail"
    assert store.erase_blob(digest)
    assert store.blob(digest) is None
    assert not store.erase_blob(digest)


def test_a_letter_that_comes_twice_is_kept_once(store: Store) -> None:
    assert store.keep_letter(LETTER)
    assert not store.keep_letter(replace(LETTER, sender="other@acme.example"))
    assert store.letter("l1") == LETTER
    assert store.letter("l2") is None


def test_letters_are_found_by_plan_and_by_state_in_the_order_in_which_they_came(store: Store) -> None:
    for number, plan in ((3, "acme"), (1, "acme"), (2, "bolt")):
        store.keep_letter(replace(LETTER, id=f"l{number}", plan=plan, received_at=NOON + dt.timedelta(hours=number)))
    store.mark_letter("l3", "quarantined", "forged")
    assert [letter.id for letter in store.letters()] == ["l1", "l2", "l3"]
    assert [letter.id for letter in store.letters(plan="acme")] == ["l1", "l3"]
    assert [(letter.id, letter.note) for letter in store.letters(state="quarantined")] == [("l3", "forged")]


def test_a_hostile_header_is_kept_without_what_no_database_can_hold(store: Store) -> None:
    assert store.keep_letter(replace(LETTER, sender="a\0b\udcff@x"))
    kept = store.letter("l1")
    assert kept
    assert kept.sender == "ab?@x"


@pytest.mark.practice(90)
def test_every_version_stays_readable_as_it_was(store: Store, plan: Plan) -> None:
    later = replace(plan, version=plan.version + 1, title="A better title")
    store.keep_version(plan, [], NOON)
    store.keep_version(later, [], NOON)
    assert store.plan(plan.slug) == later
    assert store.plan(plan.slug, plan.version) == plan
    assert store.plan(plan.slug, 99) is None
    assert store.plan("nobody") is None


def test_a_version_kept_twice_appends_its_entries_once(store: Store, plan: Plan) -> None:
    entry = Entry("applied", NOON, "dana", plan.version, "l1", "M3", "due", '"2026-03-13"', '"2026-03-20"')
    for _ in range(2):
        store.keep_version(plan, [entry], NOON)
    assert [row.entry for row in store.log(plan.slug)] == [entry]


def test_a_version_with_other_content_is_refused_and_leaves_no_trace(store: Store, plan: Plan) -> None:
    store.keep_version(plan, [], NOON)
    with pytest.raises(VersionClashError):
        store.keep_version(replace(plan, title="Another"), [Entry("command", NOON, "x", plan.version)], NOON)
    assert store.plan(plan.slug) == plan
    assert store.log(plan.slug) == ()


def test_the_list_of_plans_shows_the_newest_version_and_the_next_open_date(store: Store, plan: Plan) -> None:
    later = replace(plan, version=9, status="on-hold")
    store.keep_version(later, [], NOON)
    store.keep_version(plan, [], NOON)  # An older version that comes late does not win.
    (summary,) = store.plans()
    assert (summary.version, summary.status, summary.next_due) == (9, "on-hold", dt.date(2026, 3, 6))
    assert summary.updated_at == NOON
    assert store.summary(plan.slug) == summary
    assert store.summary("nobody-s") is None
    assert store.kept_versions() == store.kept_versions([plan.slug]) == {plan.slug: 9}
    assert store.kept_versions(["nobody-s"]) == {}


def test_the_plans_that_an_address_stands_in_are_found_whatever_the_address(store: Store, plan: Plan) -> None:
    store.keep_version(plan, [], NOON)
    known = plan.people[0].email
    assert store.plans_naming(known) == store.plans_naming(known.upper()) == (plan.slug,)
    for stranger in ("nobody@x.example", "%@%", "_" * 5, f"{known}\0x", "\ud800@x.example", "'; --"):
        assert store.plans_naming(stranger) == ()
    store.keep_version(replace(plan, version=plan.version + 1, people=plan.people[1:]), [], NOON)
    assert store.plans_naming(known) == ()


def test_a_sheet_is_never_kept_again(store: Store) -> None:
    sheet = Sheet(
        "acme", 3, (Row("M1", {"id": Cell("M1", "M1"), "due": Cell("31 March", "2026-03-31")}),), document="d1"
    )
    assert store.keep_sheet(sheet)
    assert not store.keep_sheet(replace(sheet, rows=()))
    assert store.sheet("d1") == sheet
    assert store.sheet("d2") is None
    assert store.sheets("acme") == (sheet,)


def test_a_notice_is_new_then_unsent_until_it_is_known_to_be_sent(store: Store) -> None:
    assert store.claim(NOTICE) == "new"
    assert store.claim(NOTICE) == "unsent"
    store.failed("k1", "the server was away")
    assert store.last_notice("acme", "dana") is None
    assert store.claim(NOTICE) == "unsent"
    store.sent("k1", NOON)
    assert store.claim(NOTICE) == "sent"
    assert store.notice_by_message_id("<k1@x>") == NOTICE
    assert store.notice_by_message_id("<k2@x>") is None


@pytest.mark.practice(117)
def test_a_document_that_a_later_try_replaced_leaves_no_bytes_unless_another_mail_has_them(store: Store) -> None:
    old, shared, new = (hashlib.sha256(data).hexdigest() for data in (b"old", b"shared", b"new"))
    raw = store.keep_blob(b"raw mail of a letter that is about to be kept")
    store.claim(replace(NOTICE, key="other"), [("page.docx", b"shared")])
    store.claim(NOTICE, [("page.docx", b"old"), ("plan.docx", b"shared")])
    store.claim(NOTICE, [("page.docx", b"new")])
    assert [store.blob(digest) for digest in (old, shared, new)] == [None, b"shared", b"new"]
    assert store.blob(raw), "what the mail never had is none of its business"
    store.claim(NOTICE)
    assert [store.blob(digest) for digest in (shared, new)] == [b"shared", None]


def test_of_eight_that_claim_at_once_one_finds_it_new(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        states = list(pool.map(lambda _: store.claim(NOTICE), range(8)))
    assert sorted(states) == ["new"] + ["unsent"] * 7


def test_the_last_notice_to_a_person_is_the_latest_decided(store: Store) -> None:
    later = replace(NOTICE, key="k2", message_id="<k2@x>", at=NOON + dt.timedelta(days=1))
    other = replace(NOTICE, key="k3", to="marcus", at=NOON + dt.timedelta(days=2))
    for record in (later, NOTICE, other):
        store.claim(record)
    assert store.last_notice("acme", "dana") == later
    assert [record.key for record in store.notices("acme")] == ["k1", "k2", "k3"]


def test_a_plan_has_one_thread_for_good(store: Store) -> None:
    assert store.thread("acme") == ""
    assert store.set_thread("acme", "<root@x>") == "<root@x>"
    assert store.set_thread("acme", "<other@x>") == "<root@x>"
    assert store.thread("acme") == "<root@x>"


def test_a_code_works_once(store: Store) -> None:
    assert store.use_code("k7", NOON)
    assert not store.use_code("k7", NOON)


def test_a_notice_comes_back_from_its_json_as_it_was() -> None:
    asks = (Ask("M1", "due", "past", "2026-01-01"), Ask("M1", "depends_on", "x", ("M2", "M3")))
    notice = Notice(
        "k", "question", "acme", 3, "dana", NOON, asks=asks, applied=(Applied("M1", "confirmed", None, True),)
    )
    assert notice_from_json(notice_as_json(notice)) == notice


def test_letters_that_arrive_together_are_kept_together_and_each_once(store: Store) -> None:
    def arriving(letter: str, data: bytes) -> tuple[LetterRecord, bytes]:
        digest = hashlib.sha256(data).hexdigest()
        at = dt.datetime(2026, 4, 13, tzinfo=dt.UTC)
        return LetterRecord(letter, digest, "harbor", None, "ray\0@x.example", "<1@x>", at), data

    assert store.keep_arrived([arriving("a", b"one"), arriving("b", b"one"), arriving("a", b"one")]) == (
        True, True, False,
    )  # fmt: skip
    assert store.keep_arrived([arriving("b", b"other"), arriving("c", b"three")]) == (False, True)
    assert store.keep_arrived([]) == ()
    assert [letter.id for letter in store.letters("harbor")] == ["a", "b", "c"]
    kept = store.letter("b")
    assert kept
    assert store.blob(kept.blob) == b"one"


def test_when_the_first_plan_began_is_known(store: Store, plan: Plan) -> None:
    assert store.began() is None
    first = dt.datetime(2026, 4, 13, tzinfo=dt.UTC)
    store.keep_version(plan, (), first)
    store.keep_version(replace(plan, slug="another"), (), first + dt.timedelta(days=1))
    assert store.began() == first


def test_what_waits_is_counted_with_the_moment_of_the_oldest(store: Store, plan: Plan) -> None:
    empty = store.backlog()
    assert (empty.unread, empty.oldest_unread, empty.unsent, empty.questions) == (0, None, 0, 0)
    later = NOON + dt.timedelta(hours=1)
    for letter, slug, at, state in (
        ("a", plan.slug, later, "arrived"), ("b", plan.slug, NOON, "arrived"), ("c", None, NOON, "quarantined"),
        ("d", plan.slug, NOON, "handled"),
    ):  # fmt: skip
        store.keep_letter(LetterRecord(letter, store.keep_blob(b"x"), slug, None, "", f"<{letter}>", at, state))  # type: ignore[arg-type]
    store.claim(NOTICE)
    store.claim(replace(NOTICE, key="k2", message_id="<k2@x>", at=later))
    store.deferred("k2", "try again")
    store.keep_version(plan, (), NOON, waiting=2)
    waits = store.backlog()
    assert (waits.unread, waits.oldest_unread, waits.unsent, waits.oldest_unsent) == (2, NOON, 2, NOON)
    assert (waits.questions, waits.plans) == (2, {plan.status: 1})
    store.sent("k1", later)
    store.keep_entries(plan.slug, (), "answered", waiting=1)
    store.keep_entries(plan.slug, (), "answered", waiting=7)
    assert store.backlog().unsent == 1
    assert store.backlog().questions == 1, "what was kept under a key is not kept again"
