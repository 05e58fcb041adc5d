"""Records of running plans: the newest version, its letters and our mails, on either engine."""

import datetime as dt
from dataclasses import replace

from plans.entry import Entry
from plans.report.record import Mailed
from storage import records
from storage.outbox import NoticeRecord
from storage.store import Store
from tests.plans.a_plan import a_plan

AT = dt.datetime(2026, 4, 1, 12, tzinfo=dt.UTC)
LATER = AT + dt.timedelta(days=2)


def mailed(store: Store, key: str, plan: str) -> None:
    store.claim(NoticeRecord(key, plan, 4, "dana", "status", (), (), f"<{key}@x.example>", "", "", AT))


def test_a_record_has_the_newest_version_when_it_began_its_letters_and_the_mails_that_went_out(store: Store) -> None:
    letter = Entry("letter", AT, "dana", 4, "l1", detail="reply")
    aside = Entry("quarantined", AT, "", 4, "l2", detail="forged")
    store.keep_version(a_plan(), (Entry("started", AT, "milepost", 4),), AT)
    store.append("harbor", [letter, Entry("applied", AT, "dana", 4, "l1", "M1", "due"), aside], "l1")
    store.keep_version(a_plan(version=5), (), LATER)
    for key in ("sent", "unsent"):
        mailed(store, key, "harbor")
    store.sent("sent", LATER)
    (record,) = store.records()
    assert (record.plan.version, record.began_at, record.kept_at) == (5, AT, LATER)
    assert record.letters == (letter, aside)
    assert record.mails == (Mailed("dana", LATER),)


def test_only_running_plans_have_records_and_many_are_read_in_parts(store: Store) -> None:
    number = records.AT_ONCE + 3
    for at in range(number):
        store.keep_version(a_plan(slug=f"p{at:03}"), (), AT)
        store.append(f"p{at:03}", [Entry("letter", AT, "dana", 4, f"l{at}", detail="reply")], "l")
    for status in ("draft", "on-hold", "won", "lost"):
        store.keep_version(replace(a_plan(slug=status), status=status), (), AT)
    found = list(store.records())
    assert [one.plan.slug for one in found] == [f"p{at:03}" for at in range(number)]
    assert [one.letters[0].letter for one in found] == [f"l{at}" for at in range(number)]
    assert [kept.plan.slug for kept in store.running()] == [one.plan.slug for one in found]


def test_the_history_of_a_plan_is_every_version_of_it_alone(store: Store) -> None:
    for version in (1, 2, 3):
        store.keep_version(a_plan(version=version), (), AT)
    store.keep_version(a_plan(slug="other"), (), AT)
    assert [kept.plan.version for kept in store.history("harbor")] == [1, 2, 3]
    assert list(store.history("nowhere")) == []
