"""Whoever is to be forgotten is found in every plan that knows or mentions them, and nobody else is."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from milepost.commands.people import _may_go_on
from milepost.forgetting import Everywhere, found, unread_naming
from plans.entry import Entry
from plans.plan import Party, Person, Plan
from storage.forms import plan_as_json
from storage.letters import LetterRecord
from storage.store import Store
from workflows.mailroom import NOT_RUNNING

NOON = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
DANA = Person("dana", "Dana Whitfield", "dana@acme.example", "buyer", aliases=("procurement@acme.example",))
JO = Person("jo", "Jo Other", "jo@acme.example", "buyer")


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    opened = Store(url)
    opened.migrate()
    yield opened
    opened.close()


def keep(store: Store, slug: str, *people: Person, title: str = "A deal", version: int = 1) -> None:
    buyer, seller = Party("Acme", ("acme.example",)), Party("Seller", ("seller.example",))
    plan = Plan(slug, title, "UTC", "en-GB", buyer, seller, people, (), version=version)
    store.keep_version(plan, [Entry("started", NOON, "milepost", version, new=plan_as_json(plan))], NOON)


def where(them: Everywhere) -> dict[str, str]:
    return {one.slug: one.whom.person for one in them.where}


def test_an_id_leads_to_every_plan_that_has_its_address_under_whatever_id_or_that_mentions_the_name(
    store: Store,
) -> None:
    keep(store, "first", DANA, JO)
    keep(store, "second", replace(DANA, id="dw", name="D. Whitfield", aliases=()), JO)
    keep(store, "third", JO, title="As Dana Whitfield wished")
    keep(store, "fourth", JO)
    for who in ("dana", "dw", "dana@acme.example", "Dana@ACME.example"):
        them = found(store, who)
        assert where(them) == {"first": "dana", "second": "dw", "third": "dana@acme.example"}
        assert set(them.names) == {"Dana Whitfield", "D. Whitfield"}
    assert where(found(store, "dana", "first")) == {"first": "dana"}


def test_a_name_or_address_within_a_longer_one_is_somebody_elses(store: Store) -> None:
    ann = Person("ann", "Ann Li Jr.", "ann@acme.example", "buyer")
    keep(store, "first", ann, JO)
    keep(store, "second", JO, replace(DANA, name="Joann Li Jr.s", email="joann@acme.example"), title="Mann Li Jr.")
    keep(store, "third", JO, title='As "Ann Li Jr." wished')
    keep(store, "fourth", JO)
    store.append("fourth", [Entry("refused", NOON, "jo", 1, "l1", "M3", detail="said so:\nann li Jr., today")], "l1")
    assert where(found(store, "ann")) == {"first": "ann", "third": "ann@acme.example", "fourth": "ann@acme.example"}


def test_an_address_of_before_leads_to_whoever_has_another_by_now(store: Store) -> None:
    keep(store, "first", DANA)
    keep(store, "first", replace(DANA, email="dana@new.example"), version=2)
    keep(store, "second", replace(DANA, id="d", email="dana@new.example"))
    them = found(store, "dana@acme.example")
    assert where(them) == {"first": "dana", "second": "d"}
    assert {"dana@acme.example", "dana@new.example"} <= set(them.addresses)


def test_somebody_else_with_the_same_name_is_left_alone_and_told_of(store: Store) -> None:
    keep(store, "first", DANA)
    keep(store, "second", replace(DANA, email="dana@other.example", aliases=()))
    them = found(store, "dana@acme.example")
    assert where(them) == {"first": "dana"}
    assert them.namesakes == ("second",)


def test_an_alias_that_is_somebody_elses_own_address_stays_theirs(store: Store) -> None:
    keep(store, "first", DANA)
    keep(store, "second", replace(JO, email="procurement@acme.example"))
    them = found(store, "dana")
    assert where(them) == {"first": "dana"}
    assert them.addresses == ("dana@acme.example",)
    assert {one.slug: one.person for one in found(store, "procurement@acme.example").where}["first"] is None


def test_an_alias_of_several_people_and_nobodys_own_leads_to_no_address(store: Store) -> None:
    keep(store, "first", DANA)
    keep(store, "second", replace(JO, aliases=DANA.aliases))
    them = found(store, "procurement@acme.example")
    assert where(them) == {"first": "dana", "second": "jo"}
    assert them.addresses == ()


def test_an_id_of_several_people_leads_to_no_address(store: Store) -> None:
    keep(store, "first", DANA)
    keep(store, "second", replace(JO, id="dana"))
    them = found(store, "dana")
    assert where(them) == {"first": "dana", "second": "dana"}
    assert them.addresses == ()
    assert found(store, "nobody").where == ()


def test_a_letter_that_names_them_and_is_not_read_yet_is_counted(store: Store) -> None:
    keep(store, "first", DANA, JO)
    raw = b"From: jo@acme.example\n\nDana Whitfield takes it.\n"
    store.keep_letter(LetterRecord("l1", store.keep_blob(raw), "first", "jo", JO.email, "", NOON))
    assert unread_naming(store, found(store, "dana")) == {"first": 1}
    store.mark_letter("l1", "handled")
    assert unread_naming(store, found(store, "dana")) == {}


def test_unread_letters_of_other_plans_and_of_plans_that_do_not_run_hold_up_nothing(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(store, "first", DANA, JO)
    keep(store, "second", DANA, JO)
    keep(store, "third", JO, replace(DANA, id="d", email="dana@else.example"))
    for slug in ("first", "second", "third"):
        raw = f"From: jo@acme.example\n\nDana Whitfield takes {slug}.\n".encode()
        store.keep_letter(LetterRecord(slug, store.keep_blob(raw), slug, "jo", JO.email, "", NOON))
    store.mark_letter("first", "arrived", NOT_RUNNING)
    assert _may_go_on(store, found(store, "dana", "first"), "dana", "first", sure=True)
    assert unread_naming(store, found(store, "dana", "first"), "first") == {"first": 1}, "it is told in the end"
    assert not _may_go_on(store, found(store, "dana", "second"), "dana", "second", sure=True)
    assert "1 letters (second) of others" in capsys.readouterr().err
    store.mark_letter("second", "handled")
    assert _may_go_on(store, found(store, DANA.email), DANA.email, "", sure=True), "the third is her namesake's"


def test_whoever_has_the_id_of_somebody_who_left_is_somebody_else(store: Store) -> None:
    keep(store, "first", replace(JO, id="ann", name="Ann Other", email="ann.other@acme.example"), DANA)
    keep(store, "first", DANA, version=2)
    keep(store, "first", replace(JO, id="ann", name="Ann Smith", email="ann.smith@acme.example"), DANA, version=3)
    left = found(store, "ann.other@acme.example")
    assert left.addresses == ("ann.other@acme.example",)
    assert {one.person for one in left.where} <= {None}
    assert found(store, "ann").addresses == ("ann.smith@acme.example",)
