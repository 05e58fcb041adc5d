"""What has been kept for long enough goes, kind by kind; what is younger, unread or unsent stays."""

import datetime as dt
from dataclasses import replace

import pytest

from plans.entry import Entry
from plans.plan import Plan
from storage.letters import LetterRecord
from storage.outbox import NoticeRecord
from storage.retention import Keeping, Purged, ended_plans, purge
from storage.store import Store

NOW = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
YEAR_AGO = NOW - dt.timedelta(days=365)


@pytest.fixture
def filled(store: Store, plan: Plan) -> Store:
    """A plan with an old letter, an old one unread, a young one with the same bytes as another, and mails."""
    store.keep_version(plan, [Entry("started", YEAR_AGO, "milepost", plan.version)], YEAR_AGO)
    for letter, raw, at, state, slug in (
        ("old", b"old", YEAR_AGO, "handled", plan.slug),
        ("unread", b"unread", YEAR_AGO, "arrived", plan.slug),
        ("twin", b"young", YEAR_AGO, "handled", plan.slug),
        ("young", b"young", NOW, "handled", plan.slug),
        ("stranger", b"spam", YEAR_AGO, "quarantined", None),
    ):
        digest = store.keep_blob(raw)
        store.keep_letter(LetterRecord(letter, digest, slug, None, "dana@x.example", f"<{letter}@x>", at, state))  # type: ignore[arg-type]
    for key in ("sent", "unsent"):
        store.claim(NoticeRecord(key, plan.slug, 4, "dana", "status", (), (), f"<{key}@x>", "", "Hi", YEAR_AGO))
    store.sent("sent", YEAR_AGO)
    return store


def held(store: Store) -> set[str]:
    return {letter.id for letter in store.letters() if store.blob(letter.blob) is not None}


def test_each_kind_goes_by_its_own_time_and_a_dry_run_only_tells(filled: Store, plan: Plan) -> None:
    keeping = Keeping(letters=100, strangers=100, mails=100)
    assert purge(filled, keeping, NOW, dry=True) == Purged(2, 1, 1)
    assert held(filled) == {"old", "unread", "twin", "young", "stranger"}
    assert purge(filled, keeping, NOW) == Purged(2, 1, 1)
    assert held(filled) == {"unread", "twin", "young"}, "bytes that a young letter has too stay"
    assert [record.text for record in filled.notices(plan.slug)] == ["", "Hi"]
    assert [letter.sender for letter in filled.letters() if letter.id == "old"] == [""]
    assert purge(filled, keeping, NOW) == Purged()
    assert filled.plan(plan.slug) == plan
    assert filled.claim(filled.notices(plan.slug)[0]) == "sent", "it is not sent again"


def test_nothing_goes_where_all_is_kept_for_ever(filled: Store) -> None:
    assert purge(filled, Keeping(), NOW + dt.timedelta(days=9999)) == Purged()
    assert len(held(filled)) == 5


def test_a_plan_that_ended_long_ago_goes_whole_and_one_that_lives_stays(filled: Store, plan: Plan) -> None:
    won = replace(plan, slug="won", status="won")
    filled.keep_version(won, [Entry("started", YEAR_AGO, "milepost", 4)], YEAR_AGO)
    filled.keep_letter(LetterRecord("wons", filled.keep_blob(b"wons"), "won", None, "", "", YEAR_AGO, "handled"))
    assert ended_plans(filled, Keeping(ended=400), NOW) == ()
    assert purge(filled, Keeping(ended=100), NOW).plans == ("won",)
    assert filled.plan("won") is None
    assert filled.log("won") == ()
    assert filled.letters("won") == ()
    assert filled.verify("won") == ()
    assert "wons" not in held(filled)
    assert filled.plan(plan.slug) == plan
    assert len(filled.log(plan.slug)) == 1
