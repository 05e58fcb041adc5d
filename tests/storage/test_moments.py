"""A moment is noted once, and taken over only from whoever noted it long ago and never took it back."""

import datetime as dt

from storage.store import Store
from tests.plans.a_plan import NOW

LONGEST = dt.timedelta(minutes=3)


def test_a_moment_is_taken_over_by_one_alone_and_only_once_it_is_old(url: str) -> None:
    store = Store(url)
    store.migrate()

    def takes(at: dt.datetime) -> bool:
        return store.takes_over("sending/x", at, at - LONGEST)

    late = NOW + LONGEST + dt.timedelta(seconds=1)
    assert not store.has_moment("sending/x")
    assert [takes(NOW), takes(NOW), takes(NOW + LONGEST)] == [True, False, False]
    assert [takes(late), takes(late)] == [True, False], "whoever takes it over has it from then on"
    assert store.has_moment("sending/x")
    store.forget_moment("sending/x")
    assert [store.has_moment("sending/x"), takes(late)] == [False, True]
    store.close()
