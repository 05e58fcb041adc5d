"""What is kept about a person is exported with nothing left out: plans, drafts, mails, digests, deals and letters."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from milepost.exporting import kept_about
from milepost.forgetting import found
from plans.entry import Entry
from plans.plan import Plan
from plans.report.deals import CrmDeal
from storage.drafts import Draft
from storage.forms import plan_as_json
from storage.letters import LetterRecord
from storage.outbox import NoticeRecord
from storage.planfile import load
from storage.store import Store
from workflows.digests import digests_of

NOON = dt.datetime(2026, 3, 10, 17, 0, tzinfo=dt.UTC)


@pytest.fixture
def plan(root: Path) -> Plan:
    found = load(root / "examples" / "us-saas.yaml").plan
    assert found
    return found


@pytest.mark.practice(117)
def test_everything_about_a_person_is_exported_and_nothing_about_others(url: str, plan: Plan) -> None:
    store = Store(url)
    store.migrate()
    store.keep_version(plan, [Entry("started", NOON, "milepost", 4, new=plan_as_json(plan))], NOON)
    store.append(plan.slug, [Entry("asked", NOON, "dana", 4, "l1", "M3", "due", detail="due: eli")], "l1")
    store.append(plan.slug, [Entry("asked", NOON, "marcus", 4, "l2", "M4", "due", detail="due: eli")], "l2")
    dana = plan.person("dana")
    assert dana
    for key, to, of in (
        (f"{plan.slug}/status/dana", "dana", plan.slug),
        (f"{plan.slug}/status/eli", "eli", plan.slug),
        ("draft/d1/1", dana.email, "draft/d1"),
        (f"{digests_of(dana.email)}2026-W10", "dana", "digest"),
    ):
        store.claim(NoticeRecord(key, of, 4, to, "status", (), (), f"<{key}@x>", "", f"said by {key}", NOON))
    for ref, by, content in (
        ("d1", dana.email, "a"),
        ("d2", "jo@x.example", f"for {dana.name}"),
        ("d3", "jo@x.example", "b"),
    ):
        store.keep_draft(Draft(ref, 1, f"l{ref}", by, "", ref, content, (), NOON))
    deal = CrmDeal("006", plan.slug, True, NOON.date(), None, None, None, None, None)
    store.import_deals([deal, replace(deal, id="007", plan="another")])
    for letter, sender in (("l1", dana.email.upper()), ("l2", "marcus@quillpoint.example")):
        store.keep_letter(LetterRecord(letter, store.keep_blob(letter.encode()), plan.slug, None, sender, "", NOON))

    kept, raws = kept_about(store, found(store, "dana"))
    (about,) = kept["plans"]
    assert about["plan"] == plan.slug
    assert [entry["letter"] for entry in about["log"]] == ["l1"]
    assert [mail["text"] for mail in about["mails"]] == [f"said by {plan.slug}/status/dana"]
    assert [mail["text"] for mail in kept["mails"]] == ["said by draft/d1/1"]
    assert len(kept["digests"]) == 1
    assert [draft["ref"] for draft in kept["drafts"]] == ["d1", "d2"]
    assert [deal["id"] for deal in kept["deals"]] == ["006"]
    assert raws == {"l1": b"l1"}
    store.close()
