"""An erasure reaches every field that can name somebody; a field that is new has to be sorted here first."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, get_args, get_type_hints

import pytest

from plans.change import Change, NewPerson, Value
from plans.entry import Entry
from plans.erasure import LEFT_ALONE, PEOPLE, VALUES, Erasure
from plans.forgetting import Whom, erasure_of, forgotten
from plans.notice import Ask, Notice, Proposed
from plans.plan import Milestone, Person
from plans.sheet import Sheet
from plans.state import Pending, PlanState, StandIn
from tests.plans.a_plan import PEOPLE as PERSONS
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


def test_whoever_is_away_is_asked_themselves_once_the_one_in_their_place_is_forgotten() -> None:
    plan = a_plan()
    wish = Change("M1", "due", "2026-05-04", "apply", 1.0, "")
    held = Pending("l1/1", wish, "nate", ("dana",), "not-yours", "l1", NOON, stand_ins=(StandIn("dana", "ray"),))
    after = forgotten(PlanState(plan, NOON, pending=(held,)), erasure_of(plan, Whom("dana")), "k", NOON).state
    assert [(one.to, one.stand_ins) for one in after.pending] == [(("ray",), ())]


@pytest.mark.practice(117)
def test_what_was_sent_about_somebody_names_them_by_no_key() -> None:
    plan = a_plan()
    kept = (
        "leaving/ray",
        "given-up/person:ray/2026-W11",
        "mail/ray/2026-03-10",
        "again/l1/1/ray/2",
        "given-up/person:rayan/2026-W11",
    )
    after = forgotten(PlanState(plan, NOON, sent=kept), erasure_of(plan, Whom("ray")), "k", NOON).state
    assert after.sent == (
        "leaving/former-1", "given-up/person:former-1/2026-W11", "mail/former-1/2026-03-10", "again/l1/1/former-1/2",
        "given-up/person:rayan/2026-W11",
    )  # fmt: skip


def test_an_id_that_is_a_word_of_the_plan_goes_only_where_it_means_the_person() -> None:
    legal = Person("legal", "Lena Gall", "lena@harborline.example", "buyer")
    line = Milestone("M1", "legal", note="legal", kind="legal", owner="legal", backup="ray")
    plan = a_plan(people=(legal, *PERSONS), milestones=(line,))
    wish = Change("M1", "note", "legal", "apply", 1.0, "legal", reason="legal")
    held = Pending("l1/1", wish, "legal", ("ray",), "legal", "l1", NOON)
    after = forgotten(PlanState(plan, NOON, pending=(held,)), erasure_of(plan, Whom("legal")), "k", NOON).state
    assert after.plan.milestones == (replace(line, owner="former-1"),)
    assert after.pending == (replace(held, by="former-1"),)


FILE = """\
type: legal
people:
  - {id: legal, name: X, assistant: june, manager: 'legal'}
  - id: june
    manager: legal  # whom she reports to
externals:
  - {id: legal, name: Permit, kind: legal, owner: legal}
communication: {reporter: "legal", snapshot_to: [legal, vera, 'legal']}
also:
  snapshot_to:
    - vera
    - legal
milestones:
  - id: M1
    owner: legal
    kind: legal
    tags: [legal]
    note: owner is legal
    confirmed: [{by: legal, on: 2026-03-10}]
    depends_on: [legal]
"""


@pytest.mark.practice(117)
def test_a_plan_file_loses_an_id_where_a_persons_stands_and_nowhere_else() -> None:
    erasure = Erasure("legal", (), (), Person("former-1", "Former", "former-1@erased.invalid", "buyer"))
    assert (
        erasure.file(FILE)
        == """\
type: legal
people:
  - {id: former-1, name: X, assistant: june, manager: 'former-1'}
  - id: june
    manager: former-1  # whom she reports to
externals:
  - {id: legal, name: Permit, kind: legal, owner: former-1}
communication: {reporter: "former-1", snapshot_to: [former-1, vera, 'former-1']}
also:
  snapshot_to:
    - vera
    - former-1
milestones:
  - id: M1
    owner: former-1
    kind: legal
    tags: [legal]
    note: owner is legal
    confirmed: [{by: former-1, on: 2026-03-10}]
    depends_on: [legal]
"""
    )


@pytest.mark.parametrize("value", ["aisha", NewPerson("Aisha Karim", "aisha@tallyworks.example")])
def test_nobody_is_asked_any_more_to_give_a_line_to_somebody_who_is_forgotten(value: Value) -> None:
    given, other = (
        Pending(
            f"l1/{number}",
            Change(line, "owner", to, "apply", 1.0, ""),
            "ray",
            ("aisha", "nate"),
            "both-sides",
            "l1",
            NOON,
        )
        for number, (line, to) in enumerate((("M1", value), ("M2", "ray")))
    )
    state = PlanState(a_plan(), NOON, pending=(given, other), resting=(given, other))
    after = forgotten(state, erasure_of(state.plan, Whom("aisha")), "k", NOON).state
    assert after.pending == after.resting == (replace(other, to=("nate",)),)
