"""An erasure reaches every field that can name somebody; a field that is new has to be sorted here first."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import pytest

from plans.change import Change
from plans.entry import Entry
from plans.erasure import LEFT_ALONE, PEOPLE, VALUES
from plans.forgetting import Whom, erasure_of, forgotten
from plans.notice import Ask, Notice, Proposed
from plans.sheet import Sheet
from plans.state import Pending, PlanState, StandIn
from tests.plans.a_plan import a_plan

NOON = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
OF_A_PERSON = frozenset({"aliases", "assistant", "calendar", "email", "holidays", "manager", "phone", "places"})
"""Fields that go with the person, or that the erasure treats by hand."""
WORDS = frozenset({
    "aside", "baseline", "because", "channel", "contingency", "country", "crm_id", "currency", "detail", "document",
    "domains", "due", "evidence", "goal", "handled", "id", "key", "label", "ladder", "letter", "line", "lines",
    "measure", "milestone", "name", "name_local", "note", "outcome", "pending", "plan_name", "questions", "quiet_hours",
    "reason", "region", "released", "sector", "sent", "small", "snapshot", "stage", "target", "task", "text", "title",
    "type", "uid", "url", "vocabulary", "workdays",
})  # fmt: skip
"""Fields of words, keys and other things' ids: names and addresses in them go, a person's bare id is never one."""


def texts(kind: Any, seen: set[type]) -> Iterator[str]:
    """Yield the name of every field that holds text, of a dataclass and all that it is made of."""
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        if kind in seen:
            return
        seen.add(kind)
        hints = get_type_hints(kind)
        for name in (field.name for field in dataclasses.fields(kind)):
            if _holds_text(hints[name]):
                yield name
            yield from texts(hints[name], seen)
    for part in get_args(kind):
        yield from texts(part, seen)


def _holds_text(hint: Any) -> bool:
    return hint is str or any(_holds_text(part) for part in get_args(hint))


@pytest.mark.practice(117)
def test_every_field_that_holds_text_is_sorted_as_naming_people_or_not() -> None:
    found = {name for kind in (PlanState, Notice, Entry, Sheet) for name in texts(kind, set())}
    unsorted = found - PEOPLE - VALUES - LEFT_ALONE - OF_A_PERSON - WORDS
    assert unsorted == set(), "may it hold a person's id or address? Then it belongs into plans.erasure.PEOPLE"
    assert not (WORDS | OF_A_PERSON) & (PEOPLE | VALUES | LEFT_ALONE)


@pytest.mark.practice(117)
def test_whoever_is_asked_in_somebodys_place_is_so_no_more_once_that_one_is_forgotten() -> None:
    plan = a_plan()
    gone, here = plan.people[0].id, plan.people[1].id
    wish = Change("M1", "due", "2026-05-04", "apply", 1.0, "")
    held = Pending("l1/1", wish, here, (here,), "hard", "l1", NOON, stand_ins=(StandIn(here, gone),))
    erasure = erasure_of(plan, Whom(gone))
    after = forgotten(PlanState(plan, NOON, pending=(held,)), erasure, "k", NOON).state
    assert f"'{gone}'" not in repr(after)
    asked = Notice("k", "question", plan.slug, 1, here, NOON, asks=(Ask("M1", "due", "hard", instead=gone),))
    told = Notice("k", "proposal", plan.slug, 1, here, NOON, proposals=(
        Proposed("l1/1", "M1", "due", None, "2026-05-04", here, (here,), instead=gone),))  # fmt: skip
    assert erasure.of(asked).asks[0].instead == erasure.of(told).proposals[0].instead == erasure.former.id
