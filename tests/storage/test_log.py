"""The audit log shows every change to it, and goes on holding after content was erased."""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import delete, insert, select, update

from plans.apply import Author, apply, undo
from plans.change import Change, NewLine, NewPerson, Value
from plans.entry import Entry, EntryKind
from plans.notice import Applied
from plans.plan import Plan
from plans.turn import as_text
from storage.forms import plan_as_json, value_as_json, value_from_json
from storage.rebuild import origin, rebuild
from storage.store import Store
from storage.tables import log, log_contents, log_heads

NOON = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)


def _entries(count: int) -> list[Entry]:
    return [Entry("letter", NOON, "dana", 4, letter=f"l{number}") for number in range(1, count + 1)]


@pytest.fixture
def filled(store: Store) -> Store:
    store.append("acme", _entries(5), "first")
    return store


def test_a_whole_log_verifies_and_reads_in_order(filled: Store) -> None:
    assert filled.verify("acme") == ()
    assert [row.seq for row in filled.log("acme")] == [1, 2, 3, 4, 5]
    assert [row.entry for row in filled.log("acme")] == _entries(5)
    assert filled.verify("nobody") == ()


def test_entries_appended_twice_under_one_key_stand_once(filled: Store) -> None:
    assert not filled.append("acme", _entries(5), "first")
    assert filled.append("acme", _entries(1), "second")
    assert len(filled.log("acme")) == 6


@pytest.mark.practice(117)
def test_a_changed_entry_is_named(filled: Store) -> None:
    with filled.writing() as connection:
        content = connection.execute(select(log_contents.c.content).where(log_contents.c.seq == 3)).scalar_one()
        connection.execute(
            update(log_contents).where(log_contents.c.seq == 3).values(content=content.replace("l3", "l9"))
        )
    assert [said for said in filled.verify("acme") if "Entry 3 was changed" in said]


@pytest.mark.practice(117)
def test_a_change_that_was_sealed_anew_breaks_the_chain_behind_it(filled: Store) -> None:
    with filled.writing() as connection:
        connection.execute(update(log).where(log.c.seq == 3).values(digest="f" * 64))
    said = filled.verify("acme")
    assert any("Entry 3" in sentence for sentence in said)
    assert any("Entry 4 does not follow" in sentence for sentence in said)


@pytest.mark.practice(117)
@pytest.mark.parametrize(
    ("gone", "words"),
    [([3], "Entry 3 is missing"), ([4, 5], "Entries 4 to 5 are missing"), ([1], "Entry 1 is missing")],
)
def test_missing_entries_are_named_even_at_the_end(filled: Store, gone: list[int], words: str) -> None:
    with filled.writing() as connection:
        connection.execute(delete(log_contents).where(log_contents.c.seq.in_(gone)))
        connection.execute(delete(log).where(log.c.seq.in_(gone)))
    assert any(words in said for said in filled.verify("acme"))


@pytest.mark.practice(117)
def test_reordered_entries_are_named(filled: Store) -> None:
    with filled.writing() as connection:
        rows = {row.seq: row for row in connection.execute(select(log_contents))}
        for here, there in ((2, 4), (4, 2)):
            other = {"salt": rows[there].salt, "content": rows[there].content}
            connection.execute(update(log_contents).where(log_contents.c.seq == here).values(**other))
    said = " ".join(filled.verify("acme"))
    assert "Entry 2 was changed" in said
    assert "Entry 4 was changed" in said


@pytest.mark.practice(117)
def test_an_entry_put_in_at_the_end_is_named(filled: Store) -> None:
    with filled.writing() as connection:
        last = connection.execute(select(log).where(log.c.seq == 5)).mappings().one()
        connection.execute(insert(log).values(**{**last, "seq": 6}))
    assert any("Entry 6" in said for said in filled.verify("acme"))


def test_a_lost_end_of_the_log_is_named(filled: Store) -> None:
    with filled.writing() as connection:
        connection.execute(delete(log_heads))
    assert filled.verify("acme") == ("The end of the log is not recorded: entries may be missing after the last.",)


@pytest.mark.practice(117)
@pytest.mark.parametrize(
    ("blank", "words"),
    [
        (None, "Entry 2 has lost its content: no entry tells of an erasure that took it."),
        ("", "Entry 2 was changed: its content is not what was sealed."),
        ("{}", "Entry 2 was changed: its content is not what was sealed."),
    ],
)
def test_an_entry_whose_content_was_taken_by_hand_is_named_and_the_others_are_read(
    filled: Store, blank: str | None, words: str
) -> None:
    here = log_contents.c.seq == 2
    with filled.writing() as connection:
        taken = delete(log_contents) if blank is None else update(log_contents).values(content=blank)
        connection.execute(taken.where(here))
    assert filled.verify("acme") == (words,)
    assert [row.entry for row in filled.log("acme")] == [None if row.letter == "l2" else row for row in _entries(5)]
    filled.append("acme", _entries(1), "after")
    assert filled.verify("acme") == (words,)


def test_words_of_a_broken_mail_are_kept_as_far_as_text_goes(store: Store) -> None:
    store.append("acme", [Entry("refused", NOON, "x", 1, detail="a\udcffb\0c")], "k")
    (row,) = store.log("acme")
    assert row.entry
    assert row.entry.detail == "a?b\0c"
    assert store.verify("acme") == ()


def test_writers_at_once_make_one_chain(store: Store) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda number: store.append("acme", _entries(2), f"k{number}"), range(12)))
    assert store.verify("acme") == ()
    assert len(store.log("acme")) == 24


WISHES: list[tuple[str, str, Value]] = [
    ("M3", "due", "2026-03-27"),
    ("M3", "status", "done"),
    ("M4", "owner", NewPerson("Ann Other", "ann.other@quillpoint.example")),
    ("M5", "depends_on", ("M4",)),
    ("M6", "confirmed", True),
    ("new", "milestone", NewLine("Works council hears us", "2026-04-02", "dana")),
    ("M7", "note", "as agreed"),
    ("person:june", "mail", "off"),
]


def _said(kind: EntryKind, version: int, steps: tuple[Applied, ...], letter: str) -> list[Entry]:
    return [
        Entry(kind, NOON, "dana", version, letter, s.target, s.field, value_as_json(s.old), value_as_json(s.new))
        for s in steps
    ]


@pytest.mark.practice(8, 31)
def test_the_plan_rebuilt_from_its_log_is_the_plan_and_every_value_leads_to_its_letter(
    store: Store, plan: Plan
) -> None:
    store.keep_version(plan, [Entry("started", NOON, "milepost", plan.version, new=plan_as_json(plan))], NOON)
    for number, (target, field, value) in enumerate(WISHES):
        change = Change(target, field, value, "apply", 1.0, "said so")  # type: ignore[arg-type]
        result = apply(plan, [change], Author("dana", "buyer", NOON.date(), f"l{number}"))
        assert result.applied, (target, field, result.refused)
        plan = result.plan
        store.keep_version(plan, _said("applied", plan.version, result.applied, f"l{number}"), NOON)
        if field == "status":
            back = undo(plan, result.applied)
            plan = back.plan
            store.keep_version(plan, _said("undone", plan.version, back.applied, "l-undo"), NOON)
    assert rebuild(store.log(plan.slug)) == plan == store.plan(plan.slug)
    assert store.verify(plan.slug) == ()
    for target, field, letter in (("M3", "due", "l0"), ("M3", "status", "l-undo"), ("person:june", "mail", "l7")):
        assert set_by(store, plan, target, field) == letter
    new = plan.milestones[-1].id
    assert [set_by(store, plan, new, field) for field in ("name", "due", "owner")] == ["l5"] * 3
    ann = next(person.id for person in plan.people if person.name == "Ann Other")
    assert [set_by(store, plan, f"person:{ann}", field) for field in ("name", "email", "side")] == ["l2"] * 3


def set_by(store: Store, plan: Plan, target: str, field: str) -> str:
    found = origin(store.log(plan.slug), target, field)
    return found.set_by.letter if found else "nobody"


def test_a_value_that_stands_by_a_yes_leads_to_the_wish_as_well(store: Store, plan: Plan) -> None:
    store.keep_version(plan, [Entry("started", NOON, "milepost", plan.version, new=plan_as_json(plan))], NOON)
    later, place = NOON + dt.timedelta(hours=1), {"target": "M3", "field": "due"}
    wish = Entry("proposed", NOON, "dana", plan.version, "wish", detail="hard: marcus", **place)  # type: ignore[arg-type]
    store.append(plan.slug, [wish], "wish")
    due = {"old": "", "new": value_as_json("2026-05-04"), **place}
    store.append(
        plan.slug,
        [
            Entry("agreed", later, "marcus", plan.version, "yes", **place),  # type: ignore[arg-type]
            Entry("applied", later, "dana", plan.version + 1, "yes", **due),  # type: ignore[arg-type]
            Entry("applied", later, "dana", plan.version + 1, "yes", "M3", "note", "", value_as_json("so agreed")),
        ],
        "yes",
    )
    found = origin(store.log(plan.slug), "M3", "due")
    assert found
    assert (found.set_by.letter, found.wished) == ("yes", wish)
    found = origin(store.log(plan.slug), "M4", "due")
    assert found
    assert (found.set_by.kind, found.wished) == ("started", None)


@pytest.mark.parametrize(("granted", "wish"), [("dana", "danas"), ("june", "junes"), ("marcus", "junes")])
def test_of_two_wishes_for_one_value_the_one_that_was_granted_is_told(
    store: Store, plan: Plan, granted: str, wish: str
) -> None:
    store.keep_version(plan, [Entry("started", NOON, "milepost", plan.version, new=plan_as_json(plan))], NOON)
    place = {"target": "M3", "field": "due"}
    wishes = [Entry("proposed", NOON, by, plan.version, f"{by}s", **place) for by in ("dana", "june")]  # type: ignore[arg-type]
    agreed = Entry("agreed", NOON, "marcus", plan.version, "yes", **place)  # type: ignore[arg-type]
    due = {"old": "", "new": value_as_json("2026-05-04"), **place}
    applied = Entry("applied", NOON, granted, plan.version + 1, "yes", **due)  # type: ignore[arg-type]
    store.append(plan.slug, [*wishes, agreed, applied], "all")
    found = origin(store.log(plan.slug), "M3", "due")
    assert found
    assert found.wished
    assert found.wished.letter == wish


def test_a_plan_that_was_put_right_still_leads_to_what_set_its_values(store: Store, plan: Plan) -> None:
    store.keep_version(plan, [Entry("started", NOON, "milepost", plan.version, new=plan_as_json(plan))], NOON)
    moved = plan.with_line(replace(plan.milestones[2], note="put right"))
    store.restore(replace(moved, version=plan.version + 1), NOON)
    log = store.log(plan.slug)
    found = [origin(log, plan.milestones[2].id, field) for field in ("note", "owner")]
    assert [one.set_by.kind for one in found if one] == ["restored", "started"]


def test_a_plan_that_its_log_does_not_explain_differs_from_the_rebuilt_one(store: Store, plan: Plan) -> None:
    store.keep_version(plan, [Entry("started", NOON, "milepost", plan.version, new=plan_as_json(plan))], NOON)
    store.keep_version(replace(plan, version=plan.version + 1, title="Nobody said so"), [], NOON)
    assert rebuild(store.log(plan.slug)) != store.plan(plan.slug)
    assert rebuild(()) is None


@pytest.mark.parametrize(
    "value",
    ["2026-03-20", True, None, ("M1", "M2"), (), NewPerson("A B", None), NewLine("N", None, NewPerson("A", "a@b"))],
)
@pytest.mark.parametrize("write", [value_as_json, as_text])
def test_every_kind_of_value_comes_back_as_it_was(value: Value, write: Callable[[Value], str]) -> None:
    back = value_from_json(write(value))
    assert back == value
    assert type(back) is type(value)
