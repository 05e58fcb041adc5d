"""Forgetting touches the one who is forgotten: others who share a name, a word or an id's letters stay as they were."""

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from plans.apply import Author, apply
from plans.change import Change
from plans.entry import Entry
from plans.erasure import Erasure
from plans.forgetting import Whom, erasure_of, erasure_outside, fault_of_forgetting, forgotten
from plans.plan import Person, Plan
from plans.state import PlanState
from storage.drafts import Draft
from storage.forms import plan_as_json, value_as_json
from storage.letters import LetterRecord
from storage.log import FORGOTTEN
from storage.mentions import mentions
from storage.planfile import load
from storage.rebuild import rebuild, untold
from storage.store import Store
from storage.tables import log_contents
from tests.traces import dump

NOON = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)


def erased_from(store: Store, plan: Plan, who: str) -> Plan:
    erasure = store.erasure_of(plan, Whom(who))
    outcome = forgotten(PlanState(plan, NOON), erasure, f"command/{who}", NOON)
    store.forget(erasure, outcome.state.plan, NOON, f"command/{who}")
    return outcome.state.plan


def kept(store: Store, plan: Plan) -> None:
    store.keep_version(plan, [Entry("started", NOON, "milepost", plan.version, new=plan_as_json(plan))], NOON)
    said = Entry("refused", NOON, "dana", plan.version, "l1", "M3", detail="approver: dana, marcus")
    store.append(plan.slug, [said], "l1")


@pytest.mark.practice(117)
def test_a_rewritten_entry_that_is_changed_again_is_named(store: Store, plan: Plan) -> None:
    kept(store, plan)
    erased_from(store, plan, "dana")
    assert store.verify(plan.slug) == ()
    with store.writing() as connection:
        here = log_contents.c.seq == 2
        content = connection.execute(select(log_contents.c.content).where(here)).scalar_one()
        assert '"by":"former-1"' in content
        assert "approver: former-1, marcus" in content
        changed = content.replace("former-1", "marcus")
        connection.execute(update(log_contents).where(here).values(content=changed))
    assert store.verify(plan.slug) == ("Entry 2 was changed: its content is not what was sealed.",)


@pytest.mark.practice(117)
def test_what_was_erased_is_named_where_somebody_puts_it_back(store: Store, plan: Plan) -> None:
    kept(store, plan)
    with store.writing() as connection:
        before = connection.execute(select(log_contents).where(log_contents.c.seq == 2)).mappings().one()
    erased_from(store, plan, "dana")
    with store.writing() as connection:
        connection.execute(update(log_contents).where(log_contents.c.seq == 2).values(**before))
    assert store.verify(plan.slug) == ("Entry 2 was changed: its content is not what was sealed.",)


@pytest.mark.practice(117)
def test_an_entry_that_only_claims_that_somebody_was_erased_excuses_nothing(store: Store, plan: Plan) -> None:
    kept(store, plan)
    with store.writing() as connection:
        here = log_contents.c.seq == 2
        content = FORGOTTEN + connection.execute(select(log_contents.c.content).where(here)).scalar_one()[17:]
        connection.execute(update(log_contents).where(here).values(content=content))
    assert any("Entry 2 was changed" in said for said in store.verify(plan.slug))


def test_forgetting_asked_again_changes_nothing(store: Store, plan: Plan) -> None:
    kept(store, plan)
    erasure = store.erasure_of(plan, Whom("dana"))
    later = forgotten(PlanState(plan, NOON), erasure, "command/dana", NOON).state.plan
    store.forget(erasure, later, NOON, "command/dana")
    rows = store.log(plan.slug)
    store.forget(erasure, later, NOON, "command/dana")
    assert store.log(plan.slug) == rows
    assert store.plan(plan.slug) == later


def erasure(name: str, *others: str) -> Erasure:
    person = Person("may", name, "may.park@acme.example", "buyer", phone="+1 555 0100", aliases=("mp@acme.example",))
    people = (person, *(Person(f"p{n}", one, f"p{n}@acme.example", "buyer") for n, one in enumerate(others)))
    return erasure_of(a_plan(people), Whom("may"))


def a_plan(people: tuple[Person, ...]) -> Plan:
    from plans.plan import Party

    buyer, seller = Party("Lake Parkway", ("acme.example",)), Party("Seller", ("seller.example",))
    return Plan("acme", "A deal", "UTC", "en-GB", buyer, seller, people, ())


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ask May Stone or MAY  STONE.", "Ask X or X."),
        ("Stone, May will send it", "X will send it"),
        ("Says STONE, MAY", "Says X"),
        ("We may send a stone", "We may send a stone"),
        ("may.park@acme.example, MP@acme.example", "former-1@erased.invalid, former-1@erased.invalid"),
        ("xmay.park@acme.example", "xmay.park@acme.example"),
        ("call +1 555 0100", "call "),
    ],
)
def test_names_and_addresses_are_replaced_and_common_words_are_left(text: str, left: str) -> None:
    assert erasure("May Stone").text(text) == left.replace("X", "a former colleague (buyer)")


def test_a_name_that_somebody_else_has_too_is_only_replaced_in_full() -> None:
    found = erasure("May Stone", "Jo Stone")
    assert found.text("Jo Stone and May Stone; Stone") == "Jo Stone and a former colleague (buyer); Stone"
    assert erasure("José García").text("Jose Garcia; García") == "; ".join(["a former colleague (buyer)"] * 2)


def mail(text: str, packed: str = "", opaque: bool = False) -> bytes:
    message = EmailMessage()
    message["From"] = "jo@acme.example"
    message.set_content(text, cte="base64")
    if packed:
        data = io.BytesIO()
        with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as document:
            document.writestr("word/document.xml", packed)
        message.add_attachment(data.getvalue(), "application", "zip", filename="plan.docx")
    if opaque:
        message.add_attachment(b"%PDF-1.7 ...", "application", "pdf", filename="plan.pdf")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("raw", "named"),
    [
        (mail("Fine by me, as May Stone wrote."), True),
        (mail("Fine by me."), False),
        (mail("Fine.", "<w:t>May </w:t><w:t>Stone</w:t>"), True),
        (mail("Fine.", "<w:t>Jo Stone</w:t>"), False),
        (mail("Fine.", opaque=True), True),
    ],
)
def test_a_mention_is_found_in_sealed_words_and_in_documents(raw: bytes, named: bool) -> None:
    assert mentions(raw, erasure("May Stone").names_them) is named


def test_a_strangers_letters_go_and_the_unread_one_of_somebody_else_stays(store: Store, plan: Plan) -> None:
    kept(store, plan)
    raws = {"l1": mail("mine"), "l2": mail("eve@x.example wrote to me"), "l3": mail("eve@x.example again")}
    for letter, raw in raws.items():
        sender = "Eve@x.example" if letter == "l1" else "jo@acme.example"
        record = LetterRecord(letter, store.keep_blob(raw), None, None, sender, f"<{letter}@x>", NOON, "quarantined")
        store.keep_letter(replace(record, state="arrived" if letter == "l3" else "quarantined"))
    done = store.forget_elsewhere(erasure_outside((), ("eve@x.example",)), ["digest/0123"])
    assert (done.letters, done.unread) == (2, 1)
    left = [letter.id for letter in store.letters() if store.blob(letter.blob)]
    assert left == ["l3"]
    first = store.letter("l1")
    assert first
    assert (first.sender, first.message_id) == ("former-1@erased.invalid", "")


@cache
def example(name: str) -> Plan:
    plan = load(Path(__file__).parents[2] / "examples" / f"{name}.yaml").plan
    assert plan
    return plan


@settings(
    max_examples=10,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # Each example takes a database of its own.
)
@given(data=st.data())
def test_whoever_is_forgotten_whenever_the_log_adds_up_to_the_plan_and_names_them_no_more(
    new_url: Callable[[], str], data: st.DataObject
) -> None:
    plan = example(data.draw(st.sampled_from(["us-saas", "de-manufacturer", "fr-hospital"])))
    store = Store(new_url())
    store.migrate()
    store.keep_version(plan, [Entry("started", NOON, "milepost", plan.version, new=plan_as_json(plan))], NOON)
    for number in range(data.draw(st.integers(2, 6))):
        person = data.draw(st.sampled_from(plan.people))
        if data.draw(st.booleans()) and not fault_of_forgetting(plan, person.id):
            plan = erased_from(store, plan, person.id)
            left = dump(store)
            assert person.email not in left
            assert person.name not in left or person.id.startswith("former-")
        else:
            line = data.draw(st.sampled_from(plan.milestones)).id
            field, value = data.draw(st.sampled_from([("owner", person.id), ("note", f"ask {person.name}"),
                                                      ("confirmed", True), ("backup", person.id)]))  # fmt: skip
            change = Change(line, field, value, "apply", 1.0, f"says {person.email}")  # type: ignore[arg-type]
            result = apply(plan, [change], Author(person.id, person.side, NOON.date(), f"l{number}"))
            plan = result.plan
            steps = [
                Entry("applied", NOON, person.id, plan.version, f"l{number}", s.target, s.field,
                      value_as_json(s.old), value_as_json(s.new)) for s in result.applied
            ]  # fmt: skip
            store.keep_version(plan, steps, NOON)
    former = next((one for one in plan.people if one.id.startswith("former-")), None)
    assert former is None or "already" in fault_of_forgetting(plan, former.id)
    assert rebuild(store.log(plan.slug)) == plan == store.plan(plan.slug)
    assert untold(store.log(plan.slug), (kept.plan for kept in store.history(plan.slug))) == ()
    assert store.verify(plan.slug) == ()
    store.close()


@pytest.mark.practice(117)
def test_a_reporter_and_then_whoever_came_after_them_are_forgotten_and_every_version_still_adds_up(
    store: Store, plan: Plan
) -> None:
    kept(store, plan)
    for _ in range(2):
        assert plan.reporter
        plan = erased_from(store, plan, plan.reporter.id)
    assert plan.reporter
    assert not plan.reporter.id.startswith("former-")
    assert rebuild(store.log(plan.slug)) == plan
    assert untold(store.log(plan.slug), (kept.plan for kept in store.history(plan.slug))) == ()
    changed = replace(plan, title="Nobody said so")
    assert untold(store.log(plan.slug), [changed]) == (plan.version,)


@pytest.mark.practice(117)
def test_drafts_that_were_mailed_and_answers_of_the_crm_name_them_no_more(store: Store, plan: Plan) -> None:
    kept(store, plan)
    dana = plan.person("dana")
    assert dana
    content = f"people:\n  - {{name: {dana.name}, email: {dana.email}}}\n"
    store.keep_draft(Draft("d1", 1, "l9", dana.email, dana.name, plan.slug, content, (f"for {dana.name}",), NOON))
    erased_from(store, plan, "dana")
    draft = store.draft("d1")
    assert draft
    assert not [text for text in (draft.by, draft.name, draft.content, *draft.remarks) if dana.name in text]
    assert dana.email not in f"{draft.by} {draft.content}"
