"""`milepost log` prints a plan's log, and `--verify` finds what does not hold."""

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from milepost.commands.log import log
from milepost.commands.why import why
from plans.entry import Entry
from plans.plan import Plan
from storage.drafts import Draft
from storage.forms import plan_as_json, value_as_json
from storage.letters import LetterRecord
from storage.planfile import load
from storage.store import Store
from storage.tables import log_contents, versions

NOON = dt.datetime(2026, 3, 10, 17, 0, tzinfo=dt.UTC)


@pytest.fixture
def plan(root: Path) -> Plan:
    found = load(root / "examples" / "us-saas.yaml").plan
    assert found
    return found


@pytest.fixture
def store(url: str, plan: Plan) -> Iterator[Store]:
    opened = Store(url)
    opened.migrate()
    opened.keep_version(plan, [Entry("started", NOON, "milepost", 4, new=plan_as_json(plan))], NOON)
    values = {"old": "", "new": value_as_json("as [b]agreed[/b]")}
    moved = Entry("applied", NOON, "dana", 5, "l1", "M3", "note", **values)
    milestones = tuple(replace(m, note="as [b]agreed[/b]") if m.id == "M3" else m for m in plan.milestones)
    opened.keep_version(replace(plan, version=5, milestones=milestones), [moved], NOON)
    yield opened
    opened.close()


@pytest.mark.practice(117)
def test_the_log_says_who_changed_what_when_and_by_which_letter(
    store: Store, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    assert log(store, plan.slug, as_json=True) == 0
    started, moved = json.loads(capsys.readouterr().out)
    assert (started["seq"], started["kind"]) == (1, "started")
    assert (moved["by"], moved["target"], moved["field"], moved["letter"]) == ("dana", "M3", "note", "l1")
    assert log(store, plan.slug) == 0
    said = capsys.readouterr().out
    assert "2026-03-10 12:00" in said
    assert "[b]agreed" in said


def test_a_whole_log_is_said_to_be_whole(store: Store, plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    assert log(store, plan.slug, verify=True) == 0
    assert "2 entries, none changed" in capsys.readouterr().out


@pytest.mark.practice(117)
def test_a_value_that_no_entry_explains_is_found(store: Store, plan: Plan, capsys: pytest.CaptureFixture[str]) -> None:
    store.keep_version(replace(plan, version=6, title="Nobody said so"), [], NOON)
    assert log(store, plan.slug, verify=True, as_json=True) == 1
    assert json.loads(capsys.readouterr().out)["faults"] == ["The plan is not what its log adds up to."]


@pytest.mark.practice(117)
def test_what_was_taken_from_an_entry_by_hand_is_shown_and_found(
    store: Store, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    with store.writing() as connection:
        connection.execute(delete(log_contents).where(log_contents.c.seq == 2))
    assert log(store, plan.slug) == 0
    assert "lost" in capsys.readouterr().out
    assert log(store, plan.slug, verify=True) == 1
    said = capsys.readouterr().out
    assert "Entry 2 has lost its content" in said
    assert "The plan is not what its log adds up to." in said


@pytest.mark.practice(117)
def test_a_version_of_before_that_was_changed_by_hand_is_found(
    store: Store, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    with store.writing() as connection:
        changed = plan_as_json(replace(plan, title="Nobody said so"))
        connection.execute(update(versions).where(versions.c.version == plan.version).values(content=changed))
    assert log(store, plan.slug, verify=True) == 1
    assert capsys.readouterr().out == "Version 4 is not what the log adds up to at that version.\n"


def test_a_plan_that_nobody_knows_is_said(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert log(store, "nobody") == 1
    assert "milepost list" in capsys.readouterr().err


@pytest.mark.practice(8, 31)
def test_every_value_leads_to_the_letter_that_set_it(
    store: Store, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    store.keep_letter(LetterRecord("l1", store.keep_blob(b"raw"), plan.slug, "dana", "dana@x.example", "", NOON))
    assert why(store, plan.slug, "M3.note") == 0
    said = capsys.readouterr().out
    assert "as [b]agreed[/b]: applied by dana" in said
    assert "letter l1 (arrived 2026-03-10T17:00:00+00:00; kept as it came)" in said
    assert why(store, plan.slug, "M3.note", as_json=True) == 0
    found = json.loads(capsys.readouterr().out)
    assert store.blob(found["bytes"]) == b"raw"
    assert why(store, plan.slug, "M4.due") == 0
    assert (
        "as the plan was started (2026-03-10T17:00:00+00:00, version 4) from its plan file." in capsys.readouterr().out
    )
    for place, value in (("plan.title", plan.title), ("person:dana.title", "Director of IT"), ("goal:1.owner", "dana")):
        assert why(store, plan.slug, place, as_json=True) == 0
        found = json.loads(capsys.readouterr().out)
        assert (found["value"], found["how"], found["letter"]) == (value, "started", "")
    for place in ("M99.due", "M3", "nonsense", "M3.size", "person:nobody.mail"):
        assert why(store, plan.slug, place) == 1
        assert "name a line and a field" in capsys.readouterr().err
    assert why(store, "nobody", "M3.due") == 1


@pytest.mark.practice(8, 31)
def test_a_plan_that_came_by_mail_leads_to_the_letter_that_brought_its_draft(
    store: Store, plan: Plan, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, letter in enumerate(("l1", "l2"), start=1):
        store.keep_draft(Draft("d1", number, letter, "eli@x.example", "Eli", plan.slug, "plan: x", (), NOON))
    store.keep_letter(LetterRecord("l2", store.keep_blob(b"raw"), "draft/d1", None, "eli@x.example", "", NOON))
    store.start_draft("d1", "l3")
    assert why(store, plan.slug, "M4.due") == 0
    assert "from a draft that came by letter l2 (arrived" in (said := capsys.readouterr().out)
    assert "letter l3 started it." in said
