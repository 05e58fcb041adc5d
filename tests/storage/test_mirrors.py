"""What the CRM has of a plan is remembered on either engine, one row a plan."""

import datetime as dt
from dataclasses import replace

from storage.mirrors import MirrorRecord
from storage.store import Store
from tests.plans.a_plan import NOW, a_plan

TAKEN = MirrorRecord("harbor", "0123456789abcdef", 4, "taken", "", NOW)


def test_the_last_thing_that_happened_with_the_crm_is_what_is_remembered(store: Store) -> None:
    assert store.mirrored("harbor") is None
    store.set_mirrored(TAKEN)
    off = replace(TAKEN, state="off", why="it answers 410 Gone")
    store.set_mirrored(off)
    assert store.mirrored("harbor") == off
    assert store.mirrors_stopped() == (off,)
    store.forget_mirrored("harbor")
    assert store.mirrored("harbor") is None
    assert store.mirrors_stopped() == ()


def test_a_plan_that_the_crm_has_is_not_among_those_that_it_lacks(store: Store) -> None:
    store.set_mirrored(TAKEN)
    assert store.mirrors_stopped() == ()


def test_the_newest_version_comes_with_the_moment_when_it_was_kept(store: Store) -> None:
    store.keep_version(a_plan(), (), NOW)
    later = NOW + dt.timedelta(hours=1)
    store.keep_version(replace(a_plan(), version=5), (), later)
    assert store.newest("harbor") == (replace(a_plan(), version=5), later)
    assert store.newest("none") is None
