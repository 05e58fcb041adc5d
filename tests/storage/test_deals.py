"""Imported deals are kept on either engine, one row an id; the same file again changes nothing."""

import datetime as dt
from dataclasses import replace

from sqlalchemy import insert

from plans.report.deals import CrmDeal
from plans.report.figures import Kept
from storage.deals import Imported
from storage.migrate import migrate
from storage.store import Store
from storage.tables import SCHEMA, moments
from tests.plans.a_plan import NOW, a_plan

DAY = dt.date(2026, 3, 4)
FULL = CrmDeal("006-1", "harbor", True, DAY, DAY, "won", DAY, 12, 11)
BARE = CrmDeal("006-2")


def test_deals_come_back_as_they_were_told(store: Store) -> None:
    assert store.import_deals([BARE, FULL]) == Imported(2, 0, 0)
    assert store.deals() == (FULL, BARE)


def test_the_same_deals_again_change_nothing_and_others_are_told_anew(store: Store) -> None:
    store.import_deals([FULL, BARE])
    assert store.import_deals([FULL, BARE]) == Imported(0, 0, 2)
    won = replace(BARE, outcome="won", has_map=False)
    assert store.import_deals([won, replace(FULL, id="006-3")]) == Imported(1, 1, 0)
    assert store.deals() == (FULL, won, replace(FULL, id="006-3"))
    assert store.import_deals([]) == Imported(0, 0, 0)


def test_an_id_that_an_engine_cannot_hold_is_known_again(store: Store) -> None:
    broken = replace(BARE, id="a\0b\ud800")
    assert store.import_deals([broken]) == Imported(1, 0, 0)
    assert store.import_deals([broken]) == Imported(0, 0, 1)


def test_a_database_of_the_schema_before_gets_a_table_for_deals_and_keeps_its_rows(url: str) -> None:
    store = Store(url)
    migrate(store, "0004")
    with store.writing() as connection:
        connection.execute(insert(moments), {"name": "kept", "at": NOW})
    store.migrate()
    assert store.schema() == SCHEMA
    assert store.noted_moment("kept", NOW + dt.timedelta(days=1)) == NOW
    assert store.import_deals([FULL]).new == 1
    store.close()


def test_histories_give_every_version_of_a_plan_in_order(store: Store) -> None:
    other, later = a_plan(slug="acme"), NOW + dt.timedelta(hours=1)
    store.keep_version(a_plan(), (), NOW)
    store.keep_version(other, (), NOW)
    store.keep_version(replace(a_plan(), version=5), (), later)
    assert list(store.histories()) == [
        (Kept(other, NOW),),
        (Kept(a_plan(), NOW), Kept(replace(a_plan(), version=5), later)),
    ]
